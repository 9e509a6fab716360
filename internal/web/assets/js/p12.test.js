// The authority's own published test keys, read where they lie.
import assert from "node:assert/strict";
import { X509Certificate, createPrivateKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importKey, signDetached } from "./signing/cms.js";
import { openP12 } from "./signing/p12.js";

const folder = process.env.ASAR_NCA_FIXTURES ?? join(import.meta.dirname, "../../../../../shared/eds/fixtures");
const here = existsSync(folder);
if (!here && process.env.CI === "true") throw new Error(`the authority's test keys are not in ${folder}`);
const real = { skip: here ? false : `the authority's test keys are not in ${folder}` };

const bytes = (name) => new Uint8Array(readFileSync(join(folder, name)));
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
    await signDetached(await importKey(pkcs8), certificate, new Uint8Array(3), 0);
  }
});

test("the certificate comes out byte for byte", real, () => {
  const name = "2020/personal_active_AUTH_RSA256_b2c70a9ff7a5dc59de0ccc3c0ddde3437cc1f12d";
  const { certificate } = openP12(bytes(`p12/${name}.p12`), password);
  assert.deepEqual(Buffer.from(certificate.der), new X509Certificate(bytes(`certs/${name}.cer`)).raw);
});

test("GOST keys are told from damage", real, () => {
  for (const [name, word] of [
    ["p12/2022/head_revoked_GOSTKNCA.p12", password], ["p12/2022/individual_valid_GOST512.p12", "Aa123456"],
    ["p12/2024/individual_GOST512.p12", password], ["p12/2026-gost2015/individual_valid_individual_valid.p12", password],
  ]) assert.throws(() => openP12(bytes(name), word), refused("gost"), name);
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
