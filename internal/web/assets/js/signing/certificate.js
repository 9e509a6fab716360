// Whose certificate it is and what it is for, read for showing. The portal itself
// believes nothing of this: it reads the certificate again and checks it.
import { children, dotted, moment, read } from "./der.js";
import { gostKey } from "./gost.js";

const attributes = { "2.5.4.3": "name", "2.5.4.4": "surname", "2.5.4.5": "number", "2.5.4.10": "organisation", "2.5.4.11": "unit", "2.5.4.42": "patronymic" };
const kinds = { "1.2.840.113549.1.1.1": "rsa", [gostKey]: "gost" }; // of keys that sign here
const clientAuth = "1.3.6.1.5.5.7.3.2";
const mail = "1.3.6.1.5.5.7.3.4";
const individual = "1.2.398.3.3.4.1.1";
const legal = "1.2.398.3.3.4.1.2";

/** readCertificate answers with the parts of a certificate a signature needs, and with whose it is. */
export function readCertificate(der) {
  const [tbs] = children(read(der));
  const fields = children(tbs);
  if (fields[0].tag === 0xa0) fields.shift(); // the version
  const [serial, , issuer, validity, subject, key] = fields;
  const [from, until] = children(validity).map(moment);
  const extensions = fields.find((f) => f.tag === 0xa3);
  const [algorithm, point] = children(key);
  const name = dotted(children(algorithm)[0]);
  const kind = kinds[name];
  return {
    der, serial: serial.whole, issuer: issuer.whole, from, until,
    algorithm: name, kind, point: kind === "gost" ? read(point.body, 1).body : undefined,
    ...ownerOf(subject), ...purposeOf(extensions, kind),
  };
}

/** whyNot is why keys of an algorithm do not sign here, when there is more to say than that it is unknown. */
export function whyNot(algorithm) {
  if (algorithm.startsWith("1.2.398.3.10.1.1.")) return "gost-old"; // GOST 34.310-2004, and 256 bits
  if (/^1\.(2\.643|2\.398|3\.6\.1\.4\.1\.6801)\./.test(algorithm)) return "gost-not-supported"; // of other countries, and GAMMA
}

function ownerOf(subject) {
  const found = {};
  for (const set of children(subject)) {
    for (const pair of children(set)) {
      const [type, value] = children(pair);
      const name = attributes[dotted(type)];
      if (name) found[name] = new TextDecoder().decode(value.body);
    }
  }
  const [, iin] = /^IIN(\d{12})$/.exec(found.number ?? "") ?? [];
  const [, bin] = /^BIN(\d{12})$/.exec(found.unit ?? "") ?? [];
  return { owner: [found.name, found.patronymic].filter(Boolean).join(" "), iin, bin, organisation: found.organisation };
}

// purposeOf tells a key for signing in from one for documents as the portal does: by the
// usages and by whether a signature binds its owner. The owner of a GOST key has no other
// key: it signs in and signs documents.
function purposeOf(extensions, kind) {
  let usages = [];
  let binds = false;
  for (const one of extensions ? children(children(extensions)[0]) : []) {
    const parts = children(one);
    const value = () => read(parts.at(-1).body);
    const name = dotted(parts[0]);
    if (name === "2.5.29.37") usages = children(value()).map(dotted);
    if (name === "2.5.29.15") binds = (value().body[1] & 0x40) !== 0; // nonRepudiation
  }
  const client = usages.includes(clientAuth);
  const documents = usages.includes(mail);
  let purpose = "other";
  if (client && !documents && !binds) purpose = "entry";
  if (documents && !client && binds) purpose = kind === "gost" ? "both" : "document";
  return { purpose, personal: usages.includes(individual), firm: usages.includes(legal) };
}
