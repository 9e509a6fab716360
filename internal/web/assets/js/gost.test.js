import assert from "node:assert/strict";
import { test } from "node:test";
import { element, octets, oid, sequence } from "./signing/der.js";
import { bytesOf, gostCurve, gostKey, multiply, number, publicOf, scalarOf, sign, signDigest } from "./signing/gost.js";
import { hmacStreebog, streebog512 } from "./signing/streebog.js";
import { authority } from "./authority.js";

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const text = (s) => new TextEncoder().encode(s);
const windy = Buffer.from("d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb", "hex");

test("the digests of RFC 6986, in one piece and in many", () => {
  for (const [bytes, digest] of [
    [text("012345678901234567890123456789012345678901234567890123456789012"), "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48"],
    [windy, "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28"],
  ]) {
    assert.equal(hex(streebog512(bytes)), digest);
    assert.equal(hex(streebog512(...[...bytes].map((b) => Uint8Array.of(b)))), digest);
  }
});

test("the HMAC of RFC 7836, A.1", () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  const made = hmacStreebog(key, Buffer.from("0126bdb87800af214341456563780100", "hex"));
  assert.equal(hex(made), "a59bab22ecae19c65fbde6e5f4e9f5d8549d31f037f9df9b905500e171923a773d5f1530f2ed7e964cb2eedc29e9ad2f3afe93b2814f79f5000ffc0366c251e6");
});

// Curves of RFC 7091, 7, with its keys, digests, nonces and signatures; all as printed there.
const examples = [
  {
    p: 0x8000000000000000000000000000000000000000000000000000000000000431n, a: 7n,
    b: 0x5fbff498aa938ce739b8e022fbafef40563f6e6a3472fc2a514c0ce9dae23b7en,
    q: 0x8000000000000000000000000000000150fe8a1892976154c59cfc193accf5b3n, x: 2n,
    y: 0x8e2a8a0e65147d4bd6316030e16d19c85c97f0a9ca267122b96abbcea7e8fc8n,
    d: 0x7a929ade789bb9be10ed359dd39a72c11b60961f49397eee1d19ce9891ec3b28n,
    e: 0x2dfbc1b372d89a1188c09c52e0eec61fce52032ab1022e8e67ece6672b043ee5n,
    k: 0x77105c9b20bcd3122823c8cf6fcc7b956de33814e95b7fe64fed924594dceab3n,
    xq: 0x7f2b49e270db6d90d8595bec458b50c58585ba1d4e9b788f6689dbd8e56fd80bn,
    r: 0x41aa28d2f1ab148280cd9ed56feda41974053554a42767b83ad043fd39dc0493n,
    s: 0x1456c64ba4642a1653c235a98a60249bcd6d3f746b631df928014f6c5bf9c40n,
  },
  {
    p: 0x4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15df1d852741af4704a0458047e80e4546d35b8336fac224dd81664bbf528be6373n, a: 7n,
    b: 0x1cff0806a31116da29d8cfa54e57eb748bc5f377e49400fdd788b649eca1ac4361834013b2ad7322480a89ca58e0cf74bc9e540c2add6897fad0a3084f302adcn,
    q: 0x4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15da82f2d7ecb1dbac719905c5eecc423f1d86e25edbe23c595d644aaf187e6e6dfn,
    x: 0x24d19cc64572ee30f396bf6ebbfd7a6c5213b3b3d7057cc825f91093a68cd762fd60611262cd838dc6b60aa7eee804e28bc849977fac33b4b530f1b120248a9an,
    y: 0x2bb312a43bd2ce6e0d020613c857acddcfbf061e91e5f2c3f32447c259f39b2c83ab156d77f1496bf7eb3351e1ee4e43dc1a18b91b24640b6dbb92cb1add371en,
    d: 0xba6048aadae241ba40936d47756d7c93091a0e8514669700ee7508e508b102072e8123b2200a0563322dad2827e2714a2636b7bfd18aadfc62967821fa18dd4n,
    e: 0x3754f3cfacc9e0615c4f4a7c4d8dab531b09b6f9c170c533a71d147035b0c5917184ee536593f4414339976c647c5d5a407adedb1d560c4fc6777d2972075b8cn,
    k: 0x359e7f4b1410feacc570456c6801496946312120b39d019d455986e364f365886748ed7a44b3e794434006011842286212273a6d14cf70ea3af71bb1ae679f1n,
    xq: 0x115dc5bc96760c7b48598d8ab9e740d4c4a85a65be33c1815b5c320c854621dd5a515856d13314af69bc5b924c8b4ddff75c45415c1d9dd9dd33612cd530efe1n,
    r: 0x2f86fa60a081091a23dd795e1e3c689ee512a3c82ee0dcc2643c78eea8fcacd35492558486b20f1c9ec197c90699850260c93bcbcd9c5c3317e19344e173ae36n,
    s: 0x1081b394696ffe8e6585e7a9362d26b6325f56778aadbc081c0bfbe933d52ff5823ce288e8c4f362526080df7f70ce406a6eeb1f56919cb92a9853bde73e5b4an,
  },
];

test("the keys and signatures of RFC 7091, 7", () => {
  for (const e of examples) {
    assert.equal(multiply(e.d, e)[0], e.xq);
    assert.deepEqual(sign(e.d, e.e, e.k, e), [e.r, e.s]);
  }
});

test("the order of the base point is q, and steps do not depend on the number", () => {
  const q = 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275n;
  const [x, y] = multiply(1n);
  assert.equal(x, 3n);
  assert.deepEqual(multiply(q - 1n), [x, (1n << 512n) - 0x239n - y]);
  assert.deepEqual(multiply(q + 1n), [x, y]);
});

test("numbers stand with their lowest byte first", () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i < 2 ? i + 1 : 0));
  assert.equal(number(bytes), 0x0201n);
  assert.deepEqual(bytesOf(0x0201n), bytes);
});

const d = bytesOf(0xb0b5n << 480n);
const stuck = new Uint8Array(64);

test("nonces: the same for the same, others for another text, key or chance", () => {
  const [one, two] = [streebog512(text("а")), streebog512(text("б"))];
  const made = (...with_) => hex(signDigest(...with_).subarray(0, 64)); // r tells the nonce
  assert.equal(made(d, one, stuck), made(d, one, stuck));
  const all = [made(d, one, stuck), made(d, two, stuck), made(bytesOf(7n), one, stuck), made(d, one, Uint8Array.of(1)), made(d, one), made(d, one)];
  assert.equal(new Set(all).size, all.length);
});

test("a private key in PKCS #8 is taken in the authority's form only", () => {
  const parts = (name, curve, key) => sequence(element(2, Uint8Array.of(0)), sequence(oid(name), sequence(oid(curve))), octets(key));
  assert.deepEqual(scalarOf(parts(gostKey, gostCurve, octets(d))), d);
  for (const [why, wrong] of Object.entries({
    key: parts("1.2.643.7.1.1.1.2", gostCurve, octets(d)), curve: parts(gostKey, "1.2.643.7.1.2.1.2.2", octets(d)),
    short: parts(gostKey, gostCurve, octets(d.subarray(1))), zero: parts(gostKey, gostCurve, octets(stuck)),
    large: parts(gostKey, gostCurve, octets(new Uint8Array(64).fill(0xff))), number: parts(gostKey, gostCurve, element(2, d)),
    more: parts(gostKey, gostCurve, Uint8Array.of(...octets(d), 0)),
  })) assert.equal(scalarOf(wrong), undefined, why);
});

test("digest and key of KalkanCrypt's own example", authority.skip, () => {
  const of = Object.fromEntries(authority.text("vectors/test_gost512.vectors").trim().split("\n").map((l) => l.split("=")));
  assert.equal(hex(streebog512(text(of.msg))), of.digest);
  assert.equal(hex(publicOf(bytesOf(BigInt(`0x${of.d}`)))), hex(bytesOf(BigInt(`0x${of.qx}`))) + hex(bytesOf(BigInt(`0x${of.qy}`))));
});
