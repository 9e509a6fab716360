// The authority's own published test keys, read where they lie.
import assert from "node:assert/strict";
import { X509Certificate, createPrivateKey } from "node:crypto";
import { test } from "node:test";
import { authority } from "./authority.js";
import { signDetached } from "./signing/cms.js";
import { keyOf } from "./signing/keys.js";
import { openP12 } from "./signing/p12.js";

const { skip: real, bytes } = authority;
const password = "Qwerty12";
const refused = (reason) => (e) => e.reason === reason;

const rsa = [
  ["p12/2020/personal_active_AUTH_RSA256_b2c70a9ff7a5dc59de0ccc3c0ddde3437cc1f12d.p12", "entry", true, false],
  ["p12/2020/personal_active_RSA256_11c707bd54cbfcccb3815e39c4eb57b1dc7dfea9.p12", "document", true, false],
  ["p12/2022/individual_valid_RSA256.p12", "document", true, false],
  ["p12/2023-rsa-gost2004/individual_valid_AUTH_RSA256_df5e58a1d8998ac28a8409ef1d9c7f41dfdbd114.p12", "entry", true, false],
  ["p12/2023-rsa-gost2004/legal_sign-right_valid_AUTH_RSA256_dce18f3c4b019df75e90633a3759d8d1602fd0aa.p12", "entry", false, true],
];

test("RSA keys of three years open, and are what their names say", real, async () => {
  for (const [name, purpose, personal, firm] of rsa) {
    const { pkcs8, certificate } = openP12(bytes(name), password);
    assert.deepEqual([certificate.purpose, certificate.personal, certificate.firm, certificate.iin], [purpose, personal, firm, "123456789011"], name);
    assert.equal(certificate.owner, "ТЕСТОВ ТЕСТ ТЕСТОВИЧ");
    assert.equal(certificate.bin, firm ? "123456789021" : undefined);
    assert.ok(new X509Certificate(certificate.der).checkPrivateKey(createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" })), name);
    await signDetached(await keyOf({ pkcs8, certificate }), certificate, new Uint8Array(3), 0);
  }
});

test("the certificate comes out byte for byte", real, () => {
  const name = "2020/personal_active_AUTH_RSA256_b2c70a9ff7a5dc59de0ccc3c0ddde3437cc1f12d";
  const { certificate } = openP12(bytes(`p12/${name}.p12`), password);
  assert.deepEqual(Buffer.from(certificate.der), new X509Certificate(bytes(`certs/${name}.cer`)).raw);
});

const gost = [
  ["p12/2022/individual_valid_GOST512.p12", "Aa123456", "123456789012", undefined],
  ["p12/2022/head_revoked_GOST512.p12", "Aa123456", "123456789011", "123456789021"],
  ["p12/2024/individual_GOST512.p12", password, "123456789011", undefined],
  ["p12/2024/legal_GOST512.p12", password, "123456789011", "123456789021"],
  ["p12/2026-gost2015/individual_valid_individual_valid.p12", password, "123456789011", undefined],
  ["p12/2026-gost2015/individual_revoked_individual_revoked.p12", password, "123456789011", undefined],
];

test("GOST 34.10-2015 keys of three years open, sign in and sign documents", real, async () => {
  for (const [name, word, iin, bin] of gost) {
    const found = openP12(bytes(name), word);
    const { certificate } = found;
    assert.deepEqual([certificate.kind, certificate.purpose, certificate.iin, certificate.bin], ["gost", "both", iin, bin], name);
    const key = await keyOf(found); // it fits the certificate, or this throws
    await signDetached(key, certificate, new Uint8Array(3), 0);
  }
});

test("a GOST key beside another one's certificate is damaged", real, async () => {
  const [one, other] = [gost[2], gost[4]].map(([name, word]) => openP12(bytes(name), word));
  await assert.rejects(async () => keyOf({ pkcs8: one.pkcs8, certificate: other.certificate }), refused("broken"));
});

test("old GOST keys are told from damage", real, () => {
  for (const name of ["p12/2022/head_revoked_GOSTKNCA.p12", "p12/2023-rsa-gost2004/legal_sign-right_valid_GOSTKNCA_99891193067f1cf847b8b2c4cbfec1211ac4a899.p12"]) {
    assert.throws(() => openP12(bytes(name), password), refused("gost-old"), name);
  }
});

test("a wrong password is told from damage", real, () => {
  for (const [name] of rsa) {
    for (const word of ["", "qwerty12", "Qwerty12 ", "ЙЦУКЕН12"]) assert.throws(() => openP12(bytes(name), word), refused("wrong-password"), `${name} ${word}`);
  }
});

test("what is no whole key file is damaged", real, () => {
  const whole = bytes(rsa[0][0]);
  for (const n of [0, 1, 2, 100, whole.length - 1]) assert.throws(() => openP12(whole.subarray(0, n), password), refused("broken"), `${n} bytes`);
  const certificate = bytes("certs/2020/personal_active_AUTH_RSA256_b2c70a9ff7a5dc59de0ccc3c0ddde3437cc1f12d.cer");
  assert.throws(() => openP12(certificate, password), refused("broken"));
  assert.throws(() => openP12(new X509Certificate(certificate).raw, password), refused("broken"));
});
