// The thread that holds the key. File and password come in, whose key it is and the
// signature go out. Its own content policy lets it talk to nobody else.
import { base64 } from "./signing/der.js";
import { signDetached } from "./signing/cms.js";
import { keyOf } from "./signing/keys.js";
import { openP12, Wrong } from "./signing/p12.js";

const largest = 100 * 1024; // a key file has about 4 KB

let opened; // { key, certificate }

async function open({ file, password }) {
  opened = undefined;
  if (file.size > largest) throw new Wrong("broken");
  const found = openP12(new Uint8Array(await file.arrayBuffer()), password);
  try {
    opened = { key: await keyOf(found), certificate: found.certificate };
  } finally {
    found.pkcs8.fill(0);
  }
  const { owner, iin, bin, organisation, from, until, purpose, personal, firm } = found.certificate;
  return { owner, iin, bin, organisation, from, until, purpose, personal, firm };
}

// sign signs once: the page that wants another signature opens the file again.
async function sign({ content, at }) {
  const { key, certificate } = opened;
  opened = undefined;
  try {
    return base64(await signDetached(key, certificate, content, at));
  } finally {
    key.forget();
  }
}

const deeds = { open, sign };

onmessage = async ({ data }) => {
  try {
    postMessage({ done: await deeds[data.do](data) });
  } catch (e) {
    postMessage({ wrong: e instanceof Wrong ? e.reason : "broken" });
  }
};
