import assert from "node:assert/strict";
import { test } from "node:test";
import { signThroughLayer } from "./signing/layer.js";

const cms = Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x00]), Buffer.alloc(256)]).toString("base64");
const lines = cms.replace(/.{64}/g, "$&\n");

// A socket a test plays NCALayer on.
class Socket {
  sent = [];
  closed = false;
  send(text) {
    this.sent.push(text);
  }
  close() {
    this.closed = true;
  }
  say(answer) {
    this.onmessage?.({ data: typeof answer === "string" ? answer : JSON.stringify(answer) });
  }
}

function begin(more = {}) {
  const socket = new Socket();
  const done = signThroughLayer({ url: "wss://127.0.0.1:13579", content: Buffer.from("мәтін"), locale: "kk", connect: () => socket, ...more });
  done.catch(() => {}); // looked at later
  return { socket, done };
}

function asked(more) {
  const talk = begin(more);
  talk.socket.onopen();
  talk.socket.say({ result: { version: "1.4" } });
  return talk;
}

const fails = (done, reason, detail = "") => assert.rejects(done, (e) => e.reason === reason && e.detail === detail);

test("it is asked once, after its greeting, for a detached signature over the bytes", async () => {
  const { socket, done } = asked();
  socket.say({ result: { version: "1.4" } });
  assert.equal(socket.sent.length, 1);
  const { module, method, args } = JSON.parse(socket.sent[0]);
  assert.deepEqual([module, method, args.format, args.locale, args.signingParams.encapsulate], ["kz.gov.pki.knca.basics", "sign", "cms", "kk", false]);
  assert.equal(Buffer.from(args.data, "base64").toString(), "мәтін");
  assert.deepEqual(args.signerParams.extKeyUsageOids, []); // no filter: keys would vanish
  socket.say({ status: true, body: { result: [cms] } });
  assert.equal(await done, cms);
  assert.ok(socket.closed);
});

test("every shape of a signature", async () => {
  for (const answer of [
    { status: true, body: { result: [cms] } },
    { status: true, body: { result: cms } },
    { status: true, body: { result: lines } },
    { status: true, body: { result: [`-----BEGIN CMS-----\n${lines}\n-----END CMS-----\n`] } },
    { status: true, body: { result: { signatures: [cms], certificate: "MII=" } } },
    { status: true, body: { result: [{ signatures: cms }.signatures] } },
    { code: "200", responseObject: cms },
  ]) {
    const { socket, done } = asked();
    socket.say(answer);
    assert.equal(await done, cms, JSON.stringify(answer).slice(0, 80));
  }
});

test("every way to end without one", async () => {
  for (const [answer, reason, detail] of [
    [{ status: true, body: {} }, "nca-cancelled"],
    [{ status: true, body: { result: [] } }, "nca-cancelled"],
    [{ status: true, body: { result: null } }, "nca-cancelled"],
    [{ code: "500", message: "action.canceled" }, "nca-cancelled"],
    [{ success: false, errorCode: "MODULE_NOT_FOUND" }, "nca-no-module"],
    [{ status: false, code: "MODULE_NOT_FOUND" }, "nca-no-module"],
    [{ status: false, code: "SIGNING_FAILURE", message: "no key", details: "java" }, "nca-refused", "no key"],
    [{ status: false, code: "GENERAL_ERROR" }, "nca-refused", "GENERAL_ERROR"],
    [{ code: "500", message: "storage.empty" }, "nca-refused", "storage.empty"],
    ["<html>", "nca-strange"],
    ["null", "nca-strange"],
    ["7", "nca-strange"],
    [{}, "nca-strange"],
    [{ status: true, body: { result: ["not base64!"] } }, "nca-strange"],
    [{ status: true, body: { result: ["AAAA"] } }, "nca-strange"],
    [{ status: true, body: { result: { some: "thing" } } }, "nca-strange"],
  ]) {
    const { socket, done } = asked();
    socket.say(answer);
    await fails(done, reason, detail);
    assert.ok(socket.closed);
  }
});

test("a program that does not run, and one that ends", async () => {
  const none = begin();
  none.socket.onerror();
  await fails(none.done, "nca-absent");
  const ended = asked();
  ended.socket.onclose();
  await fails(ended.done, "nca-closed");
});

test("heartbeats are no answer, and are sent while one waits", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const { socket, done } = asked();
  socket.say("--heartbeat--");
  t.mock.timers.tick(25000);
  assert.deepEqual(socket.sent.slice(1), ["--heartbeat--", "--heartbeat--"]);
  socket.say({ status: true, body: { result: [cms] } });
  assert.equal(await done, cms);
  t.mock.timers.tick(60000);
  assert.equal(socket.sent.length, 3);
});

test("without a greeting it is asked after a second; a slow answer is remarked once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  let slow = 0;
  const { socket, done } = begin({ onSlow: () => slow++ });
  socket.onopen();
  t.mock.timers.tick(999);
  assert.equal(socket.sent.length, 0);
  t.mock.timers.tick(1);
  assert.equal(socket.sent.length, 1);
  t.mock.timers.tick(60000);
  assert.equal(slow, 1);
  socket.say({ status: true, body: { result: [cms] } });
  await done;
});

test("a person may stop waiting", async () => {
  const stop = new AbortController();
  const { socket, done } = asked({ signal: stop.signal });
  stop.abort();
  await fails(done, "nca-cancelled");
  assert.ok(socket.closed);
});
