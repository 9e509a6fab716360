// Signing with a GOST 34.10-2015 key of 512 bits (RFC 7091 with Kazakhstan's order of
// bytes), in numbers of any size. Such numbers are not constant in time: here they work on
// their owner's own machine, in a thread of their own (docs/adr/0027).
import { children, dotted, read } from "./der.js";
import { hmacStreebog } from "./streebog.js";

/** The names of the authority: a key, its curve, its digest, its signature. */
export const gostKey = "1.2.398.3.10.1.1.2.2";
export const gostCurve = "1.2.398.3.10.1.1.2.2.1";
export const gostDigest = "1.2.398.3.10.1.3.3";
export const gostMethod = "1.2.398.3.10.1.1.2.3.2";

const size = 64;

// The curve id-tc26-gost-3410-12-512-paramSetA (RFC 7836, A.2): y² = x³ + ax + b modulo p,
// with the base point (x, y) of prime order q and no cofactor.
const curve = {
  p: (1n << 512n) - 0x239n,
  a: (1n << 512n) - 0x23cn,
  b: 0xe8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760n,
  q: 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275n,
  x: 3n,
  y: 0x7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4n,
};

const modulo = (n, m) => ((n % m) + m) % m;

// add adds two points, each [x, y, z] for (x/z, y/z), by the complete formula of Renes,
// Costello and Batina (2015/1060, algorithm 1): one row of steps for every two points, the
// same ones and the one at infinity among them.
function add([x1, y1, z1], [x2, y2, z2], { p, a, b }) {
  const mul = (u, v) => modulo(u * v, p);
  const b3 = 3n * b;
  const xx = mul(x1, x2);
  const yy = mul(y1, y2);
  const zz = mul(z1, z2);
  const xy = mul(x1 + y1, x2 + y2) - xx - yy;
  const xz = mul(x1 + z1, x2 + z2) - xx - zz;
  const yz = mul(y1 + z1, y2 + z2) - yy - zz;
  const azz = mul(a, zz);
  const s = mul(a, xz) + mul(b3, zz);
  const minus = yy - s;
  const plus = yy + s;
  const t = 3n * xx + azz;
  const u = mul(b3, xz) + mul(a, xx - azz);
  return [mul(xy, minus) - mul(yz, u), mul(minus, plus) + mul(t, u), mul(yz, plus) + mul(xy, t)].map((n) => modulo(n, p));
}

/** multiply is k times the base point as [x, y], in as many steps whatever k is. */
export function multiply(k, on = curve) {
  let low = [0n, 1n, 0n];
  let high = [on.x, on.y, 1n];
  for (let bit = 8n * BigInt(size) - 1n; bit >= 0n; bit--) {
    const both = add(low, high, on);
    if ((k >> bit) & 1n) [low, high] = [both, add(high, high, on)];
    else [low, high] = [add(low, low, on), both];
  }
  const z = invert(low[2], on.p);
  return [modulo(low[0] * z, on.p), modulo(low[1] * z, on.p)];
}

// invert is n to the power of p-2 (Fermat).
function invert(n, p) {
  let found = 1n;
  for (let e = p - 2n; e > 0n; e >>= 1n, n = modulo(n * n, p)) if (e & 1n) found = modulo(found * n, p);
  return found;
}

/** sign is r and s of RFC 7091, 6.1 for the number e of a digest; undefined asks for another nonce. */
export function sign(d, e, nonce, on = curve) {
  const r = modulo(multiply(nonce, on)[0], on.q);
  const s = modulo(r * d + nonce * (modulo(e, on.q) || 1n), on.q);
  return r && s ? [r, s] : undefined;
}

const backwards = (bytes) => Uint8Array.from(bytes).reverse();

/** number reads bytes, the lowest first, as all of the authority's numbers stand. */
export function number(bytes) {
  let hex = "0x0";
  for (const b of backwards(bytes)) hex += b.toString(16).padStart(2, "0");
  return BigInt(hex);
}

/** bytesOf writes a number of 64 bytes, the lowest first. */
export function bytesOf(n) {
  const hex = n.toString(16).padStart(2 * size, "0");
  return backwards(hex.match(/../g).map((h) => Number.parseInt(h, 16)));
}

// nonces are those of RFC 6979, 3.2 with HMAC over Streebog, and with chance as 3.6 allows:
// they stay secret and different even where chance is bad, and cannot be foretold from the
// key and the text alone.
function* nonces(d, digest, chance, q) {
  let key = new Uint8Array(size);
  let value = new Uint8Array(size).fill(1);
  const seed = [backwards(d), backwards(bytesOf(modulo(number(digest), q))), chance];
  for (const step of [0, 1]) {
    key = hmacStreebog(key, value, Uint8Array.of(step), ...seed);
    value = hmacStreebog(key, value);
  }
  for (;;) {
    value = hmacStreebog(key, value);
    const k = number(backwards(value));
    if (k > 0n && k < q) yield k;
    key = hmacStreebog(key, value, Uint8Array.of(0));
    value = hmacStreebog(key, value);
  }
}

/** signDigest signs a digest of 64 bytes: r, then s, each with its lowest byte first. */
export function signDigest(d, digest, chance = crypto.getRandomValues(new Uint8Array(size))) {
  for (const nonce of nonces(d, digest, chance, curve.q)) {
    const made = sign(number(d), number(digest), nonce);
    if (made) return Uint8Array.of(...bytesOf(made[0]), ...bytesOf(made[1]));
  }
}

/** scalarOf finds the number of a private key in PKCS #8; undefined when it is of another form. */
export function scalarOf(pkcs8) {
  const [, algorithm, key] = children(read(pkcs8));
  const [name, parameters] = children(algorithm);
  if (dotted(name) !== gostKey || dotted(children(parameters)[0]) !== gostCurve) return undefined;
  const inner = read(key.body);
  const d = Uint8Array.from(inner.body);
  const n = number(d);
  return inner.tag === 0x04 && inner.end === key.body.length && d.length === size && n > 0n && n < curve.q ? d : undefined;
}

/** publicOf is the public key of a private one, as it stands in a certificate. */
export function publicOf(d) {
  const [x, y] = multiply(number(d));
  return Uint8Array.of(...bytesOf(x), ...bytesOf(y));
}
