// The signed code of a printed document, as internal/documents/seal writes it.
import { hex } from "./bytes.js";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const fixed = 45; // bytes before the number
const purpose = new TextEncoder().encode("asar code 1\n");

// codeIn takes the code out of what was scanned or typed: an address or the code alone.
export function codeIn(text) {
  let code = text.replace(/\s+/g, "").toUpperCase();
  const at = code.lastIndexOf("/");
  if (at >= 0) {
    if (!/\/(C|CHECK)$/.test(code.slice(0, at))) {
      return "";
    }
    code = code.slice(at + 1);
  }
  code = code.split("?")[0].replaceAll("0", "O").replaceAll("1", "I").replaceAll("8", "B");
  return /^[A-Z2-7]{180,}$/.test(code) ? code : "";
}

function decode(code) {
  const out = new Uint8Array(Math.floor((code.length * 5) / 8));
  let bits = 0, n = 0, at = 0;
  for (const letter of code) {
    bits = (bits << 5) | letters.indexOf(letter);
    n += 5;
    if (n >= 8) {
      n -= 8;
      out[at++] = bits >> n;
      bits &= (1 << n) - 1;
    }
  }
  return n < 5 && bits === 0 ? out : null; // one way only to write the same
}

// read says what a code says and believes nothing. Its fault is "no-code" or "version".
export function read(code) {
  const raw = decode(code);
  if (!raw || raw.length < fixed + 68) {
    return { fault: "no-code" };
  }
  if (raw[0] !== 1 || raw[1] !== 1) {
    return { fault: "version" };
  }
  const size = raw[fixed - 1];
  if (size === 0 || raw.length !== fixed + size + 68) {
    return { fault: "no-code" };
  }
  const view = new DataView(raw.buffer);
  const month = view.getUint16(2);
  return {
    year: Math.floor(month / 12), month: month % 12, edition: view.getUint16(4), minutes: view.getUint16(6),
    formed: view.getUint32(8) * 1000, digest: hex(raw.subarray(12, fixed - 1)),
    number: new TextDecoder().decode(raw.subarray(fixed, fixed + size)), key: hex(raw.subarray(-68, -64)),
    signed: raw.subarray(0, -64), signature: raw.slice(-64),
  };
}

// checkCode answers what the code says, the key that signed it, and why that is not good:
// "no-code", "version", "unknown-key", "forged", "withdrawn", "dates" or "".
export async function checkCode(code, keys) {
  const claim = read(code);
  if (claim.fault) {
    return { claim: null, fault: claim.fault };
  }
  const key = keys.find((k) => k.codes && k.id === claim.key);
  if (!key) {
    return { claim, fault: "unknown-key" };
  }
  const signed = new Uint8Array([...purpose, ...claim.signed]);
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const public_ = await crypto.subtle.importKey("spki", key.public, curve, false, ["verify"]);
  const good = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, public_, claim.signature, signed);
  return { claim, key, fault: good ? lived(key, claim.formed) : "forged" };
}

// lived tells whether a key was in use at a moment.
export function lived(key, at) {
  if (key.withdrawn) {
    return "withdrawn";
  }
  return at >= key.from && at <= key.until ? "" : "dates";
}
