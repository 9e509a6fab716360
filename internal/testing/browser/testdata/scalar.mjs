// Writes the private number of a GOST key file, for looking whether it left the browser:
// node scalar.mjs ASSETS FILE PASSWORD > number
import { readFileSync, writeSync } from "node:fs";

const [assets, file, password] = process.argv.slice(2);
const { openP12 } = await import(`${assets}/js/signing/p12.js`);
const { scalarOf } = await import(`${assets}/js/signing/gost.js`);

writeSync(1, scalarOf(openP12(new Uint8Array(readFileSync(file)), password).pkcs8));
