// The thread that holds the key. File and password come in, whose key it is and the
// signature go out. Its own content policy lets it talk to nobody else.
import { base64 } from "./signing/der.js";
import { importKey, signDetached } from "./signing/cms.js";
import { openP12, Wrong } from "./signing/p12.js";

const largest = 100 * 1024; // a key file has about 4 KB

let opened; // { key, certificate }

async function open({ file, password }) {
  opened = undefined;
  if (file.size > largest) throw new Wrong("broken");
  const found = openP12(new Uint8Array(await file.arrayBuffer()), password);
  opened = { key: await importKey(found.pkcs8), certificate: found.certificate };
  found.pkcs8.fill(0);
  const { owner, iin, bin, organisation, from, until, purpose, personal, firm } = found.certificate;
  return { owner, iin, bin, organisation, from, until, purpose, personal, firm };
}

const sign = async ({ content, at }) => base64(await signDetached(opened.key, opened.certificate, content, at));

const deeds = { open, sign };

onmessage = async ({ data }) => {
  try {
    postMessage({ done: await deeds[data.do](data) });
  } catch (e) {
    postMessage({ wrong: e instanceof Wrong ? e.reason : "broken" });
  }
};
