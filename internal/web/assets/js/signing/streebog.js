// Streebog with 512 bits (GOST R 34.11-2012, RFC 6986): the digest of GOST 34.10-2015 keys.
// It is digested at once: what is signed here is a page of text.

// substitution is π of RFC 6986, 6.2, and linear the matrix A of 6.4, its first row of the
// highest bit; rounds are the constants C of 6.5, the lowest word first.
const substitution = bytesOf(
  "fceedd11cf6e3116fbc4fada23c5044de977f0db932e99ba1736f1bb14cd5fc1f918655ae25cef21811c3c428b018e4f058402aee36a8fa0060bed987fd4d31f" +
  "eb342c51eac848abf22a68a2fd3aceccb5700e56080c7612bf7213479cb75d8715a19629107b9ac7f391786f9d9eb2b13275193dff358a7e6d54c680c3bd0d57" +
  "dff524a93ea843c9d779d6f67c22b903e00fecde7a94b0bcdce828504e330a4aa79760731e0062441ab83882649f2641ad454692275e552f8ca3a57d69d5953b" +
  "0758b34086ac1df730376be488d9e789e11b83494c3ff8fe8d53aa90cad88561207167a42d2b095bcb9b25d0bee56c5259a674d2e6f4b4c0d166afc2394b63b6",
);
const linear = wordsOf(
  "8e20faa72ba0b47047107ddd9b505a38ad08b0e0c3282d1cd8045870ef14980e6c022c38f90a4c073601161cf205268d1b8e0b0e798c13c883478b07b2468764" +
  "a011d380818e8f405086e740ce47c9202843fd2067adea1014aff010bdd875080ad97808d06cb40405e23c0468365a028c711e02341b2d0146b60f011a83988e" +
  "90dab52a387ae76f486dd4151c3dfdb924b86a840e90f0d2125c354207487869092e94218d243cba8a174a9ec8121e5d4585254f64090fa0accc9ca9328a8950" +
  "9d4df05d5f661451c0a878a0a1330aa660543c50de970553302a1e286fc58ca718150f14b9ec46dd0c84890ad27623e00642ca05693b9f700321658cba93c138" +
  "86275df09ce8aaa8439da0784e745554afc0503c273aa42ad960281e9d1d5215e230140fc080298471180a8960409a42b60c05ca30204d215b068c651810a89e" +
  "456c34887a3805b9ac361a443d1c8cd2561b0d22900e46692b838811480723ba9bcf4486248d9f5dc3e9224312c8c1a0effa11af0964ee50f97d86d98a327728" +
  "e4fa2054a80b329c727d102a548b194e39b008152acb82279258048415eb419d492c024284fbaec0aa16012142f35760550b8e9e21f7a530a48b474f9ef5dc18" +
  "70a6a56e2440598e3853dc371220a2471ca76e95091051ad0edd37c48a08a6d807e095624504536c8d70c431ac02a736c83862965601dd1b641c314b2b8ee083",
);
const rounds = wordsOf(
  "dd806559f2a6450705767436cc744d23a2422a08a460d3154b7ce09192676901714eb88d7585c4fc2f6a76432e45d016ebcb2f81c0657c1fb1085bda1ecadae9" +
  "e679047021b19bb755dda21bd7cbcd565cb561c2db0aa7ca9ab5176b12d6995861d55e0f16b50131f3feea720a232b984fe39d460f70b5d76fa3b58aa99d2f1a" +
  "991e96f50aba0ab2c2b6f443867adb31c1c93a376062db09d3e20fe490359eb1f2ea7514b1297b7b06f15e5f529c1f8b0a39fc286a3d8435f574dcac2bce2fc7" +
  "220cbebc84e3d12e3453eaa193e837f1d8b71333935203bea9d72c82ed03d6759d721cad685e353f488e857e335c3c7df948e1a05d71e4ddef1fdfb3e81566d2" +
  "601758fd7c6cfe577a56a27ea9ea63f5dfff00b723271a16bfcd1747253af5a3359e35d7800fffbd7f151c1f1686104a9a3f410c6ca923634bea6bacad474799" +
  "fa68407a46647d6ebf71c57236904f350af21f66c2bec6b6cffaa6b71c9ab7b4187f9ab49af08ec62d66c4f95142a46c6fa4c33b7a3039c0ae4faeae1d3ad3d9" +
  "8886564d3a14d4933517454ca23c4af306476983284a05040992abc52d822c37d3473e33197a93c9399ec6c7e6bf87c951ac86febf240954f4c70e16eeaac5ec" +
  "a47f0dd4bf02e71e36acc2355951a8d969d18d2bd1a5c42ff4892bcb929b069089b4443b4ddbc49a4eb7f8719c36de1e03e7aa020c6e41419b1f5b424d93c9a7" +
  "7261445183235adb0e38dc92cb1f2a607b2b8a9aa6079c54800a440bdbb2ceb13cd955b7e00d09843a7d3a1b25894224944c9ad8ec165fde378f5a541631229b" +
  "74b4c7fb98459ced3698fad1153bb6c37a1e6c303b7652f49fe76702af69334b1fffe18a1b3361038941e71cff8a78db382ae548b2e4f3f3abbedea680056f52" +
  "6bcaa4cd81f32d1bdea2594ac06fd85defbacd1d7d476e988a1d71efea48b9ca2001802114846679d8fa6bbbebab07613002c6cd635afe947bcd9ed0efc889fb" +
  "48bc924af11bd720faf417d5d9b21b99e71da4aa88e128525d80ef9d1891cc86f82012d430219f9bcda43c32bcdf1d77d21380b00449b17a378ee767f11631ba",
);

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g), (h) => Number.parseInt(h, 16));
}

// wordsOf reads words of 64 bits as two of 32, the lower first.
function wordsOf(hex) {
  const halves = Uint32Array.from(hex.match(/.{8}/g), (h) => Number.parseInt(h, 16));
  for (let i = 0; i < halves.length; i += 2) [halves[i], halves[i + 1]] = [halves[i + 1], halves[i]];
  return halves;
}

// lookup is, for each place of a byte in a word and each value, what it adds to the word of
// the linear map.
const lookup = (() => {
  const t = new Uint32Array(8 * 256 * 2);
  for (let place = 0; place < 8; place++) {
    for (let value = 0; value < 256; value++) {
      for (let bit = 0; bit < 8; bit++) {
        if (((substitution[value] >> bit) & 1) === 0) continue;
        const at = 2 * (256 * place + value);
        const row = 2 * (63 - 8 * place - bit);
        t[at] ^= linear[row];
        t[at + 1] ^= linear[row + 1];
      }
    }
  }
  return t;
})();

const words = 16; // a block: eight words of 64 bits, each as two of 32, the lowest first

// lps is substitution, transposition and the linear map of a ^ b: byte i of every word goes
// into word i.
function lps(a, b) {
  const out = new Uint32Array(words);
  for (let j = 0; j < words; j++) {
    const both = a[j] ^ b[j];
    for (let k = 0; k < 4; k++) {
      const at = 2 * (256 * (j >> 1) + ((both >>> (8 * k)) & 0xff));
      const to = 2 * (4 * (j & 1) + k);
      out[to] ^= lookup[at];
      out[to + 1] ^= lookup[at + 1];
    }
  }
  return out;
}

// compress is g of RFC 6986, 7: h becomes E(LPS(h^n), m) ^ h ^ m.
function compress(h, n, m) {
  let key = lps(h, n);
  let state = m;
  for (let round = 0; round < 12; round++) {
    state = lps(state, key);
    key = lps(key, rounds.subarray(words * round, words * (round + 1)));
  }
  for (let i = 0; i < words; i++) h[i] ^= state[i] ^ key[i] ^ m[i];
}

// add is addition modulo 2^512.
function add(to, b) {
  let carry = 0;
  for (let i = 0; i < words; i++) {
    const sum = to[i] + b[i] + carry;
    to[i] = sum;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}

// blockOf reads 64 bytes.
function blockOf(bytes, at) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 64);
  return Uint32Array.from({ length: words }, (_, i) => view.getUint32(4 * i, true));
}

/** streebog512 digests the pieces, one behind the other, into 64 bytes. */
export function streebog512(...pieces) {
  const text = pieces.reduce((n, p) => n + p.length, 0);
  const padded = new Uint8Array(Math.floor(text / 64 + 1) * 64);
  let end = 0;
  for (const p of pieces) {
    padded.set(p, end);
    end += p.length;
  }
  padded[end] = 1;
  const [h, length, sum, zero] = [0, 0, 0, 0].map(() => new Uint32Array(words));
  for (let at = 0; at < padded.length; at += 64) {
    const m = blockOf(padded, at);
    compress(h, length, m);
    add(length, Uint32Array.from({ length: words }, (_, i) => (i === 0 ? 8 * Math.min(64, end - at) : 0)));
    add(sum, m);
  }
  padded.fill(0); // what was digested may be a secret
  compress(h, zero, length);
  compress(h, zero, sum);
  const out = new DataView(new ArrayBuffer(64));
  h.forEach((word, i) => out.setUint32(4 * i, word, true));
  return new Uint8Array(out.buffer);
}

/** hmacStreebog is HMAC (RFC 2104, RFC 7836 4.1) over the pieces; the key has 64 bytes at most. */
export function hmacStreebog(key, ...pieces) {
  const pad = (b) => Uint8Array.from({ length: 64 }, (_, i) => (key[i] ?? 0) ^ b);
  return streebog512(pad(0x5c), streebog512(pad(0x36), ...pieces));
}
