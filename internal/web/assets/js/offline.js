// The checker of documents that works without network. The page carries words, keys and
// this script, and asks nobody for anything.
import { base64 } from "./checking/bytes.js";
import { checkCode, codeIn } from "./checking/code.js";
import { checkDocument } from "./checking/document.js";
import { readPicture } from "./checking/picture.js";

const carried = JSON.parse(document.getElementById("carried").textContent);
const keys = carried.keys.map((k) => ({ ...k, public: base64(k.public) }));
const byId = (id) => document.getElementById(id);
let lang = carried.words[navigator.language.slice(0, 2)] ? navigator.language.slice(0, 2) : "kk";
let shown = () => {}; // draws the last answer again, in another language

const say = (key) => carried.words[lang][key];

// Figures as they are printed: browsers do not know Kazakh. The time is that of Kazakhstan.
const two = (n) => String(n).padStart(2, "0");
const local = (at) => new Date(at + 5 * 3600_000);
const day = (at) => `${two(local(at).getUTCDate())}.${two(local(at).getUTCMonth() + 1)}.${local(at).getUTCFullYear()}`;
const moment = (at) => `${day(at)} ${two(local(at).getUTCHours())}:${two(local(at).getUTCMinutes())}`;
const month = (c) => carried.months[lang][c.month].replace("{year}", c.year);
const hours = (minutes) => String(Math.round((minutes / 60) * 100) / 100).replace(".", lang === "en" ? "." : ",");

function element(tag, text, className) {
  const e = document.createElement(tag);
  e.textContent = text;
  e.className = className ?? "";
  return e;
}

function facts(rows) {
  const list = element("dl", "");
  for (const [name, value] of rows) {
    list.append(element("dt", name), element("dd", value));
  }
  return list;
}

// answer shows a verdict where screen readers are told of it, and moves there.
function answer(draw) {
  shown = () => {
    const place = byId("answer");
    place.replaceChildren(...draw());
    place.hidden = false;
  };
  shown();
  byId("answer").focus();
}

const verdict = (good, text) => element("h2", text, good ? "good" : "bad");

function keyRows(key) {
  return key ? [[say("key"), `${key.name}, ${key.id}`], [say("key-dates"), `${day(key.from)} – ${day(key.until)}`]] : [];
}

function claimRows(c) {
  return [[say("number"), `№ ${c.number}`], [say("month"), month(c)], [say("hours"), hours(c.minutes)], [say("edition"), String(c.edition)],
    [say("formed"), moment(c.formed)], [say("digest"), c.digest]];
}

function showCode({ claim, key, fault }) {
  answer(() => {
    const good = fault === "";
    const drawn = [verdict(good, say(good ? "code-good" : "code-bad")), element("p", say(good ? "code-good-hint" : `fault-${fault}`))];
    if (claim) {
      drawn.push(facts([...claimRows(claim), ...keyRows(key)]));
    }
    return good ? [...drawn, element("p", say("only-portal"))] : drawn;
  });
}

function showDocument(file, { key, at, fault }, inside) {
  answer(() => {
    const good = fault === "";
    const drawn = [verdict(good, say(good ? "file-good" : "file-bad")), element("p", say(good ? "file-good-hint" : `fault-${fault}`))];
    const rows = [[say("file"), file.name]];
    if (at) {
      rows.push([say("sealed-at"), moment(at)]);
    }
    drawn.push(facts([...rows, ...keyRows(key), ...(inside?.claim ? claimRows(inside.claim) : [])]));
    const typed = codeIn(byId("code").value);
    if (good && typed && inside && typed !== inside.code) {
      drawn.push(element("p", say("other-paper"), "warning"));
    }
    return good ? [...drawn, element("p", say("only-portal"))] : drawn;
  });
}

// wrong says at a field what to do.
function wrong(field, key) {
  const input = byId(field), place = byId(`${field}-error`);
  place.textContent = key ? say(key) : "";
  place.hidden = !key;
  input.toggleAttribute("aria-invalid", Boolean(key));
  if (key) {
    byId("answer").hidden = true;
    input.focus();
  }
}

const clear = () => ["code", "picture", "document"].forEach((field) => wrong(field, ""));

async function askCode(event) {
  event.preventDefault();
  clear();
  const code = codeIn(byId("code").value);
  if (!code) {
    return wrong("code", byId("code").value.trim() ? "code-wrong" : "code-needed");
  }
  return showCode(await checkCode(code, keys));
}

async function takePicture() {
  clear();
  const [file] = byId("picture").files;
  if (!file) {
    return;
  }
  const text = await readPicture(file).catch(() => null);
  if (text === null || !text) {
    return wrong("picture", text === null ? "picture-wrong" : "picture-unread");
  }
  byId("code").value = text;
  const code = codeIn(text);
  return code ? showCode(await checkCode(code, keys)) : wrong("picture", "picture-foreign");
}

const mostBytes = 20e6;

async function takeDocument() {
  clear();
  const [file] = byId("document").files;
  if (!file) {
    return;
  }
  if (file.size > mostBytes) {
    return wrong("document", "document-large");
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const found = await checkDocument(bytes, keys);
  const code = codeIn(found.contact ?? "");
  return showDocument(file, found, code ? { code, ...(await checkCode(code, keys)) } : null);
}

function speak(chosen) {
  lang = chosen;
  document.documentElement.lang = lang;
  document.title = say("title");
  for (const e of document.querySelectorAll("[data-say]")) {
    e.textContent = say(e.dataset.say);
  }
  for (const b of document.querySelectorAll("[data-lang]")) {
    b.setAttribute("aria-pressed", String(b.dataset.lang === lang));
  }
  byId("keys").replaceChildren(...keys.map((k) => {
    const line = `${k.id} – ${k.name}, ${day(k.from)} – ${day(k.until)}`;
    return element("li", `${say(k.codes ? "key-codes" : "key-seals")}: ${line}${k.withdrawn ? `. ${say("key-withdrawn")}` : ""}`);
  }));
  byId("no-keys").hidden = keys.length > 0;
  shown();
}

for (const b of document.querySelectorAll("[data-lang]")) {
  b.addEventListener("click", () => { clear(); speak(b.dataset.lang); });
}
byId("by-code").addEventListener("submit", askCode);
byId("picture").addEventListener("change", takePicture);
byId("document").addEventListener("change", takeDocument);
byId("save").hidden = !location.protocol.startsWith("http");
byId("here").hidden = false;
speak(lang);
