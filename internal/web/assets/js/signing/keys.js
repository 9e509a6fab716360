// What a signature needs of a private key: the names of its digest and method, and to sign.
// An RSA key goes into the browser's own cryptography, which never gives it back; no browser
// knows GOST, so that number stays in this thread until it is forgotten.
import { Wrong } from "./p12.js";
import { gostDigest, gostMethod, publicOf, scalarOf, signDigest } from "./gost.js";
import { streebog512 } from "./streebog.js";

const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** keyOf makes a key of what openP12 found: { digestName, methodName, digest, sign, forget }. It throws Wrong. */
export const keyOf = ({ pkcs8, certificate }) => (certificate.kind === "gost" ? gostKeyOf(pkcs8, certificate) : rsaKeyOf(pkcs8));

/** rsaKeyOf gives an RSA key to the browser. */
export async function rsaKeyOf(pkcs8) {
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, rsa, false, ["sign"]);
  return {
    key, digestName: "2.16.840.1.101.3.4.2.1", methodName: "1.2.840.113549.1.1.11", digest: sha256,
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(rsa.name, key, bytes)),
    forget: () => {},
  };
}

// gostKeyOf keeps the number of a GOST key, which must be that of the certificate.
function gostKeyOf(pkcs8, certificate) {
  const d = scalarOf(pkcs8);
  if (!d || publicOf(d).some((b, i) => b !== certificate.point[i])) throw new Wrong("broken");
  return {
    digestName: gostDigest, methodName: gostMethod, digest: streebog512,
    sign: (bytes) => signDigest(d, streebog512(bytes)),
    forget: () => d.fill(0),
  };
}
