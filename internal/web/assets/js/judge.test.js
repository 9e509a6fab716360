import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "./signing/judge.js";

const now = Date.UTC(2026, 10, 23);
const good = { from: now - 1, until: now + 1, purpose: "entry", iin: "850412400121", personal: true };
const firm = { ...good, personal: false, firm: true, bin: "100140002345", organisation: "ТОО" };

test("keys for each page of signing", () => {
  for (const [name, key, kind, whose, says] of [
    ["a person enters", good, "entry", "any", ""],
    ["a supplier enters", firm, "entry", "any", ""],
    ["a person signs", { ...good, purpose: "document" }, "document", "person", ""],
    ["a supplier signs", { ...firm, purpose: "document" }, "document", "firm", ""],
    ["over", { ...good, until: now - 1 }, "entry", "any", "expired"],
    ["the last moment", { ...good, until: now }, "entry", "any", ""],
    ["not begun", { ...good, from: now + 1 }, "entry", "any", "not-yet-valid"],
    ["for signing in, on a document", good, "document", "person", "auth-key-for-document"],
    ["for documents, to enter", { ...good, purpose: "document" }, "entry", "any", "sign-key-for-entry"],
    ["for something else", { ...good, purpose: "other" }, "entry", "any", "wrong-key-kind"],
    ["one key for all enters", { ...good, purpose: "both" }, "entry", "any", ""],
    ["one key for all signs", { ...good, purpose: "both" }, "document", "person", ""],
    ["an organisation's one key for all", { ...firm, purpose: "both" }, "document", "person", "organisation-key"],
    ["nobody's", { ...good, iin: undefined }, "entry", "any", "no-iin"],
    ["an organisation's for a person", { ...firm, purpose: "document" }, "document", "person", "organisation-key"],
    ["without role, but with a BIN", { ...good, purpose: "document", bin: "100140002345" }, "document", "person", "organisation-key"],
    ["a person's for an organisation", { ...good, purpose: "document" }, "document", "firm", "personal-key"],
  ]) {
    assert.equal(judge(key, { kind, whose }, now), says, name);
  }
});
