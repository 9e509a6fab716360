// DER, as much of it as a signature and a certificate need. Bytes are Uint8Array.

/** join puts pieces one behind the other. */
export function join(...pieces) {
  const all = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of pieces) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}

/** element writes one value under a tag. */
export function element(tag, ...content) {
  const body = join(...content);
  return join(Uint8Array.of(tag, ...length(body.length)), body);
}

function length(n) {
  if (n < 0x80) return [n];
  const bytes = [];
  for (; n > 0; n = Math.floor(n / 256)) bytes.unshift(n % 256);
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...content) => element(0x30, ...content);
export const octets = (bytes) => element(0x04, bytes);
export const integer = (small) => element(0x02, Uint8Array.of(small));
export const nothing = Uint8Array.of(0x05, 0x00);

/** setOf writes a SET OF in the order DER demands. */
export const setOf = (...items) => element(0x31, ...items.sort(compare));

function compare(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** oid writes an object identifier given with dots. */
export function oid(dotted) {
  const [first, second, ...rest] = dotted.split(".").map(Number);
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(n) {
  const bytes = [n % 128];
  for (n = Math.floor(n / 128); n > 0; n = Math.floor(n / 128)) bytes.unshift(0x80 | (n % 128));
  return bytes;
}

/** time writes a moment, in whole seconds: UTCTime until 2049, as RFC 5652 demands. */
export function time(milliseconds) {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, "").slice(0, 14);
  const short = digits >= "1950" && digits < "2050";
  return element(short ? 0x17 : 0x18, new TextEncoder().encode((short ? digits.slice(2) : digits) + "Z"));
}

/** read takes the element at an offset; it throws when there is none. */
export function read(bytes, at = 0) {
  if (at + 2 > bytes.length || (bytes[at] & 0x1f) === 0x1f) throw new Error("der: no element");
  let size = bytes[at + 1];
  let start = at + 2;
  if (size >= 0x80) {
    const count = size & 0x7f;
    if (count === 0 || count > 4) throw new Error("der: length");
    size = 0;
    for (const end = start + count; start < end; start++) size = size * 256 + bytes[start];
  }
  if (!(start + size <= bytes.length)) throw new Error("der: cut short");
  return { tag: bytes[at], body: bytes.subarray(start, start + size), whole: bytes.subarray(at, start + size), end: start + size };
}

/** children are the elements inside an element. */
export function children(parent) {
  const all = [];
  for (let at = 0; at < parent.body.length; ) {
    const one = read(parent.body, at);
    all.push(one);
    at = one.end;
  }
  return all;
}

/** dotted reads an object identifier. */
export function dotted(one) {
  const parts = [];
  let n = 0;
  for (const b of one.body) {
    n = n * 128 + (b & 0x7f);
    if (b < 0x80) {
      parts.push(n);
      n = 0;
    }
  }
  const first = Math.min(2, Math.floor(parts[0] / 40));
  return [first, parts[0] - first * 40, ...parts.slice(1)].join(".");
}

/** moment reads UTCTime or GeneralizedTime in milliseconds. */
export function moment(one) {
  let s = new TextDecoder().decode(one.body);
  if (one.tag === 0x17) s = (s < "50" ? "20" : "19") + s;
  const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(s);
  if (!m) throw new Error("der: time");
  const [year, month, ...rest] = m.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

/** base64 writes bytes as text. */
export function base64(bytes) {
  let s = "";
  for (let i = 0; i < bytes.length; i += 4096) s += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return btoa(s);
}

/** unbase64 reads bytes from text; it throws when the text is something else. */
export const unbase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
