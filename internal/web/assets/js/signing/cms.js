// A detached signature in CMS (RFC 5652), as NCALayer makes it: SHA-256 with RSA over the
// content type, the time, the digest of the content and the digest of the certificate.
import { element, integer, join, nothing, octets, oid, sequence, setOf, time } from "./der.js";

const data = "1.2.840.113549.1.7.1";
const signedData = "1.2.840.113549.1.7.2";
const contentType = "1.2.840.113549.1.9.3";
const messageDigest = "1.2.840.113549.1.9.4";
const signingTime = "1.2.840.113549.1.9.5";
const signingCertificateV2 = "1.2.840.113549.1.9.16.2.47";
const sha256 = "2.16.840.1.101.3.4.2.1";
const sha256WithRSA = "1.2.840.113549.1.1.11";

const method = (name) => sequence(oid(name), nothing);
const attribute = (name, value) => sequence(oid(name), setOf(value));
const digest = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** importKey gives a private key to the browser, which signs with it and never gives it back. */
export const importKey = (pkcs8) => crypto.subtle.importKey("pkcs8", pkcs8, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, false, ["sign"]);

/** signDetached signs content; certificate is from readCertificate, at the time claimed. */
export async function signDetached(key, certificate, content, at) {
  const attributes = [
    attribute(contentType, oid(data)),
    attribute(signingTime, time(at)),
    attribute(messageDigest, octets(await digest(content))),
    attribute(signingCertificateV2, sequence(sequence(sequence(octets(await digest(certificate.der)))))),
  ];
  const signed = setOf(...attributes);
  const signature = new Uint8Array(await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key, signed));
  // Inside the signer the same set goes under another tag: [0] instead of SET.
  const inside = join(Uint8Array.of(0xa0), signed.subarray(1));
  const signer = sequence(integer(1), sequence(certificate.issuer, certificate.serial), method(sha256), inside, method(sha256WithRSA), octets(signature));
  const body = sequence(integer(1), setOf(method(sha256)), sequence(oid(data)), element(0xa0, certificate.der), setOf(signer));
  return sequence(oid(signedData), element(0xa0, body));
}
