import assert from "node:assert/strict";
import { test } from "node:test";
import { base64, children, dotted, element, moment, octets, oid, read, sequence, setOf, time, unbase64 } from "./signing/der.js";

const hex = (bytes) => Buffer.from(bytes).toString("hex");

test("lengths of any size are written and read", () => {
  for (const n of [0, 1, 127, 128, 255, 256, 65535, 65536]) {
    const made = octets(new Uint8Array(n).fill(7));
    const back = read(made);
    assert.equal(back.body.length, n);
    assert.equal(back.end, made.length);
  }
  assert.equal(hex(octets(new Uint8Array(128))).slice(0, 6), "048180");
});

test("object identifiers", () => {
  assert.equal(hex(oid("1.2.840.113549.1.7.2")), "06092a864886f70d010702");
  for (const name of ["2.5.4.3", "1.2.398.3.3.4.1.2.1", "2.16.840.1.101.3.4.2.1", "0.9.2342"]) assert.equal(dotted(read(oid(name))), name);
});

test("a set stands in the order DER demands", () => {
  const made = setOf(octets(Uint8Array.of(2)), octets(Uint8Array.of(1, 0)), octets(Uint8Array.of(1)));
  assert.equal(hex(made), "310a" + "040101" + "040102" + "04020100");
});

test("times, before and after 2050", () => {
  const at = Date.UTC(2026, 10, 23, 5, 0, 7);
  assert.equal(hex(time(at)), "170d" + hex(Buffer.from("261123050007Z")));
  assert.equal(hex(time(Date.UTC(2050, 0, 1))), "180f" + hex(Buffer.from("20500101000000Z")));
  for (const t of [at, Date.UTC(1999, 0, 1), Date.UTC(2049, 11, 31), Date.UTC(2050, 0, 1)]) assert.equal(moment(read(time(t))), t);
});

test("what is no DER is refused", () => {
  for (const bad of ["", "30", "3005", "300504", "3080", "3085010000000000", "1f8100"]) assert.throws(() => read(Buffer.from(bad, "hex")), bad);
  assert.throws(() => children(read(Buffer.from("30020405", "hex"))));
});

test("base64 of long content", () => {
  const long = new Uint8Array(70000).map((_, i) => i % 251);
  assert.equal(base64(long), Buffer.from(long).toString("base64"));
  assert.deepEqual(unbase64(base64(long)), long);
  assert.equal(hex(sequence(element(0x05))), "30020500");
});
