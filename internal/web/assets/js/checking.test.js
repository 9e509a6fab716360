import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkCode, codeIn } from "./checking/code.js";
import { checkDocument, takeApart } from "./checking/document.js";

// What package seal printed once; its own test reads the same files.
const printed = (name) => readFileSync(new URL(`../../../documents/seal/testdata/${name}`, import.meta.url), "utf8");
const code = printed("printed.txt").trim();
const certificate = new X509Certificate(printed("printed.crt"));
const key = {
  id: "", codes: true, public: certificate.publicKey.export({ type: "spki", format: "der" }),
  from: Date.parse(certificate.validFrom), until: Date.parse(certificate.validTo), withdrawn: false,
};

// known is the key with the name its code gives it.
async function known() {
  const { claim } = await checkCode(code, []);
  return { ...key, id: claim.key };
}

test("a printed code says what was signed", async () => {
  const { claim, fault } = await checkCode(codeIn(`https://portal.example/c/${code.toLowerCase()} `), [await known()]);
  assert.equal(fault, "");
  assert.equal(claim.number, "2026-48201933");
  assert.deepEqual([claim.year, claim.month, claim.edition, claim.minutes], [2026, 10, 2, 2730]);
  assert.equal(claim.formed, Date.UTC(2026, 10, 30, 4));
  assert.equal(claim.digest, "0f".repeat(32));
});

test("every changed letter is seen", async () => {
  const keys = [await known()];
  for (let i = 0; i < code.length; i++) {
    const letter = code[i] === "A" ? "B" : "A";
    const { fault } = await checkCode(code.slice(0, i) + letter + code.slice(i + 1), keys);
    assert.notEqual(fault, "", `letter ${i}`);
  }
});

test("keys that may not be believed", async () => {
  const good = await known();
  for (const [says, keys] of [
    ["unknown-key", []], ["unknown-key", [{ ...good, codes: false }]], ["withdrawn", [{ ...good, withdrawn: true }]],
    ["dates", [{ ...good, until: Date.UTC(2026, 10, 29) }]], ["dates", [{ ...good, from: Date.UTC(2026, 11, 1) }]],
  ]) {
    assert.equal((await checkCode(code, keys)).fault, says);
  }
});

test("what is no code", () => {
  for (const text of ["", "2026-48201933", "https://egov.kz/", `https://a.kz/d/${code}`, code.slice(0, 100), `${code}!`]) {
    assert.equal(codeIn(text), "", text);
  }
});

test("what is no sealed document", async () => {
  const bytes = (text) => new TextEncoder().encode(text);
  const whole = "%PDF-1.7\n/ByteRange [0 40 50 70] /Contents <3082000000>\nxref\n\ntrailer\nstartxref\n%%EOF\n";
  assert.equal(takeApart(bytes("%PDF-1.7\n%%EOF\n")).fault, "unsigned");
  for (const text of [whole, whole.replace("3082", "3083"), whole + whole, whole.replace("[0", "[1"), "/ByteRange ["]) {
    assert.equal((await checkDocument(bytes(text), [])).fault, "changed", text);
  }
});
