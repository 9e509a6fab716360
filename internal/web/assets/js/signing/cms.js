// A detached signature in CMS (RFC 5652), as NCALayer makes it: over the content type, the
// time, the digest of the content and the digest of the certificate.
import { element, integer, join, nothing, octets, oid, sequence, setOf, time } from "./der.js";

const data = "1.2.840.113549.1.7.1";
const signedData = "1.2.840.113549.1.7.2";
const contentType = "1.2.840.113549.1.9.3";
const messageDigest = "1.2.840.113549.1.9.4";
const signingTime = "1.2.840.113549.1.9.5";
const signingCertificateV2 = "1.2.840.113549.1.9.16.2.47";

const named = (name) => sequence(oid(name), nothing);
const attribute = (name, value) => sequence(oid(name), setOf(value));
// The digest of the certificate is SHA-256 whatever the key is: its name is then left out.
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** signDetached signs content; key is from keyOf, certificate from readCertificate, at the time claimed. */
export async function signDetached(key, certificate, content, at) {
  const attributes = [
    attribute(contentType, oid(data)),
    attribute(signingTime, time(at)),
    attribute(messageDigest, octets(await key.digest(content))),
    attribute(signingCertificateV2, sequence(sequence(sequence(octets(await sha256(certificate.der)))))),
  ];
  const signed = setOf(...attributes);
  const signature = await key.sign(signed);
  // Inside the signer the same set goes under another tag: [0] instead of SET.
  const inside = join(Uint8Array.of(0xa0), signed.subarray(1));
  const digest = named(key.digestName);
  const signer = sequence(integer(1), sequence(certificate.issuer, certificate.serial), digest, inside, named(key.methodName), octets(signature));
  const body = sequence(integer(1), setOf(digest), sequence(oid(data)), element(0xa0, certificate.der), setOf(signer));
  return sequence(oid(signedData), element(0xa0, body));
}
