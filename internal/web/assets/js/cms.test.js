import assert from "node:assert/strict";
import { createHash, createVerify, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { signDetached } from "./signing/cms.js";
import { children, dotted, integer, join, oid, read, sequence, setOf } from "./signing/der.js";
import { rsaKeyOf } from "./signing/keys.js";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const certificate = { der: sequence(integer(9)), issuer: sequence(setOf(oid("2.5.4.3"))), serial: integer(77) };
const content = new TextEncoder().encode("Қол қоямын.\n");
const at = Date.UTC(2026, 10, 23, 5, 0, 0);

const signed = async () => signDetached(await rsaKeyOf(privateKey.export({ format: "der", type: "pkcs8" })), certificate, content, at);
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

function parts(cms) {
  const [, body] = children(read(cms));
  const [version, digests, inner, certificates, signers] = children(children(body)[0]);
  const [signerVersion, name, digest, attributes, method, signature] = children(children(signers)[0]);
  return { version, digests, inner, certificates, signerVersion, name, digest, attributes, method, signature };
}

test("the key cannot be taken out again", async () => {
  const { key } = await rsaKeyOf(privateKey.export({ format: "der", type: "pkcs8" }));
  assert.equal(key.extractable, false);
  assert.deepEqual(key.usages, ["sign"]);
});

test("the signature is over the attributes as a set", async () => {
  const p = parts(await signed());
  const asSet = join(Uint8Array.of(0x31), p.attributes.whole.subarray(1));
  assert.ok(createVerify("sha256").update(asSet).verify(publicKey, p.signature.body));
  assert.equal(p.attributes.tag, 0xa0);
});

test("the attributes name the content, the time, the digest and the certificate", async () => {
  const p = parts(await signed());
  const found = Object.fromEntries(children(p.attributes).map((a) => [dotted(children(a)[0]), Buffer.from(children(children(a)[1])[0].whole).toString("hex")]));
  assert.deepEqual(Object.keys(found).sort(), ["1.2.840.113549.1.9.16.2.47", "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5"]);
  assert.equal(found["1.2.840.113549.1.9.4"], "0420" + sha256(content));
  assert.ok(found["1.2.840.113549.1.9.16.2.47"].endsWith("0420" + sha256(certificate.der)));
  assert.equal(found["1.2.840.113549.1.9.5"], "170d" + Buffer.from("261123050000Z").toString("hex"));
});

test("it is detached, and carries the certificate and its name", async () => {
  const p = parts(await signed());
  assert.equal(children(p.inner).length, 1);
  assert.deepEqual(p.certificates.body, certificate.der);
  assert.deepEqual(p.name.body, join(certificate.issuer, certificate.serial));
});
