// Opens key files. Only node-forge reads those of the authority (indefinite lengths under
// the seal, RC2-40 for the certificate); it opens the file and does nothing else.
import forge from "node-forge/lib/forge.js";
import "node-forge/lib/pkcs12.js";
import { readCertificate, whyNot } from "./certificate.js";
import { read } from "./der.js";

const keyBags = [forge.pki.oids.pkcs8ShroudedKeyBag, forge.pki.oids.keyBag];
const certBag = forge.pki.oids.certBag;

// The library would read keys and certificates into its own shapes and lose their bytes.
// When its readers refuse, it hands over what it decrypted.
const refuse = () => {
  throw new Error("kept as it is");
};
forge.pki.privateKeyFromAsn1 = refuse;
forge.pki.certificateFromAsn1 = refuse;

/** Wrong says why a file was not opened: its reason is a key of the page's words. */
export class Wrong extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** openP12 answers with { pkcs8, certificate } of the file's key. It throws Wrong. */
export function openP12(bytes, password) {
  const bags = decrypt(parse(bytes), password);
  const key = bags.find((b) => keyBags.includes(b.type));
  const certificates = bags.filter((b) => b.type === certBag);
  if (!key || certificates.length === 0) throw new Wrong("no-key");
  const named = certificates.find((c) => idOf(c) !== undefined && idOf(c) === idOf(key)) ?? certificates[0];
  let certificate;
  try {
    certificate = readCertificate(bytesOf(named.asn1));
  } catch {
    throw new Wrong("broken");
  }
  if (!certificate.kind) throw new Wrong(whyNot(certificate.algorithm) ?? "unknown-method");
  return { pkcs8: bytesOf(key.asn1), certificate };
}

function parse(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  try {
    if (bytes[1] !== 0x80) read(bytes); // the library takes half a file for a whole one
    return forge.asn1.fromDer(text, { strict: false, parseAllBytes: false });
  } catch {
    throw new Wrong("broken");
  }
}

function decrypt(file, password) {
  try {
    return forge.pkcs12.pkcs12FromAsn1(file, false, password).safeContents.flatMap((c) => c.safeBags);
  } catch (e) {
    throw new Wrong(/MAC could not be verified|wrong password|decrypt/i.test(e.message) ? "wrong-password" : "broken");
  }
}

const idOf = (bag) => bag.attributes?.localKeyId?.[0];
const bytesOf = (asn1) => Uint8Array.from(forge.asn1.toDer(asn1).getBytes(), (c) => c.charCodeAt(0));
