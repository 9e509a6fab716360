// Signs what comes in with a key file, by the very modules of the page:
// node sign.mjs ASSETS FILE PASSWORD MILLISECONDS < content > cms
import { readFileSync, writeSync } from "node:fs";

const [assets, file, password, at] = process.argv.slice(2);
const { openP12 } = await import(`${assets}/js/signing/p12.js`);
const { keyOf } = await import(`${assets}/js/signing/keys.js`);
const { signDetached } = await import(`${assets}/js/signing/cms.js`);

const found = openP12(new Uint8Array(readFileSync(file)), password);
writeSync(1, await signDetached(await keyOf(found), found.certificate, new Uint8Array(readFileSync(0)), Number(at)));
