// The portal's seal of a whole PDF: the rules of internal/documents/pdf.Signed, and the
// signature by a key the page carries.
import { hex, latin, same, sha256 } from "./bytes.js";
import { lived } from "./code.js";

const once = ["/ByteRange", "%%EOF", "startxref", "\nxref\n", "\ntrailer\n"];
const beginHole = " /Contents <";

// takeApart answers what is covered and the signature, or a fault: "unsigned", "changed".
export function takeApart(file) {
  const text = latin(file);
  if (!text.includes("/ByteRange")) {
    return { fault: "unsigned" };
  }
  const whole = text.startsWith("%PDF-1.7\n") && text.endsWith("\n%%EOF\n") && once.every((word) => text.split(word).length === 2);
  const at = text.indexOf("/ByteRange [");
  const close = text.indexOf("]", at);
  const numbers = text.slice(at + "/ByteRange [".length, close).trim().split(/ +/);
  const hole = close + beginHole.length;
  const end = text.indexOf(">", hole) + 1;
  if (!whole || close < 0 || !text.startsWith(beginHole, close + 1) || numbers.join(" ") !== [0, hole, end, file.length - end].join(" ")) {
    return { fault: "changed" };
  }
  const digits = text.slice(hole + 1, end - 1);
  if (!/^3082([0-9a-f]{2})+$/.test(digits)) {
    return { fault: "changed" };
  }
  const size = 4 + parseInt(digits.slice(4, 8), 16);
  if (2 * size > digits.length || /[^0]/.test(digits.slice(2 * size))) {
    return { fault: "changed" };
  }
  const covered = new Uint8Array(hole + file.length - end);
  covered.set(file.subarray(0, hole));
  covered.set(file.subarray(end), hole);
  const signature = Uint8Array.from(digits.slice(0, 2 * size).match(/../g), (d) => parseInt(d, 16));
  return { covered, signature, text };
}

// part reads one element of DER: its tag, its content, the whole of it, and where it ends.
function part(der, at = 0) {
  let size = der[at + 1], begin = at + 2;
  if (size > 0x80 && size <= 0x83) {
    const n = size - 0x80;
    size = 0;
    for (let i = 0; i < n; i++) {
      size = size * 256 + der[begin++];
    }
  }
  if (!(begin + size <= der.length)) {
    throw new RangeError("DER");
  }
  return { tag: der[at], content: der.subarray(begin, begin + size), whole: der.subarray(at, begin + size), end: begin + size };
}

function parts(der) {
  const all = [];
  for (let at = 0; at < der.length; at = all.at(-1).end) {
    all.push(part(der, at));
  }
  return all;
}

const messageDigest = "06092a864886f70d010904";
const signingCertificate = "060b2a864886f70d010910022f";

// signer reads the one signer of a message: its signed attributes and its signature.
function signer(cms) {
  const outer = part(cms);
  const data = parts(part(part(outer.content, part(outer.content).end).content).content);
  const all = parts(data.at(-1).content);
  if (outer.end !== cms.length || all.length !== 1) {
    throw new RangeError("signers");
  }
  const fields = parts(all[0].content);
  const values = new Map();
  for (const one of parts(fields[3].content)) {
    const [name, set] = parts(one.content);
    if (values.has(hex(name.whole))) {
      throw new RangeError("attributes");
    }
    values.set(hex(name.whole), part(set.content));
  }
  const signed = fields[3].whole.slice();
  signed[0] = 0x31; // they are signed as a set
  return { values, signed, signature: fields[5].content.slice() };
}

// named is the digest of the certificate a message names, the last octets in its attribute.
function named(value) {
  return part(part(part(value.content).content).content).content;
}

// checkDocument answers which key sealed a file as it is, when, its code, and why that is
// not good: "unsigned", "changed", "unknown-key", "withdrawn", "dates" or "".
export async function checkDocument(file, keys) {
  const taken = takeApart(file);
  if (taken.fault) {
    return taken;
  }
  try {
    const { values, signed, signature } = signer(taken.signature);
    if (!same(values.get(messageDigest).content, await sha256(taken.covered))) {
      return { fault: "changed" };
    }
    const who = hex(named(values.get(signingCertificate)));
    const key = keys.find((k) => !k.codes && k.certificate === who);
    if (!key) {
      return { fault: "unknown-key" };
    }
    const method = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    const public_ = await crypto.subtle.importKey("spki", key.public, method, false, ["verify"]);
    if (!(await crypto.subtle.verify(method, public_, signature, signed))) {
      return { fault: "changed" };
    }
    const at = momentIn(taken.text);
    return { key, at, contact: taken.text.match(/\/ContactInfo \(([^()\\]*)\)/)?.[1] ?? "", fault: lived(key, at) };
  } catch {
    return { fault: "changed" }; // no signature of our shape
  }
}

// momentIn is when the file says it was sealed; the seal covers that too.
function momentIn(text) {
  const m = text.match(/\/M \(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\+(\d\d)'00'\)/);
  return m ? Date.UTC(m[1], m[2] - 1, m[3], m[4] - m[7], m[5], m[6]) : 0;
}
