// Signing with a key file. The file and the password go to a thread of their own and to
// nobody else; the page learns whose key it is, and the signature.
import { judge } from "./judge.js";
import { byId, dateIn, fault, show, tell } from "./page.js";

const atPassword = new Set(["no-password", "wrong-password"]);

export function openKeyFile(page) {
  const file = byId("key-file");
  const password = byId("key-password");
  let thread;

  const open = async () => {
    forget();
    fault.clear("key-file");
    fault.clear("key-password");
    if (file.files.length === 0) return fault("key-file", page.say("no-file"));
    if (password.value === "") return fault("key-password", page.say("no-password"));
    tell("key-said", page.say("opening"));
    byId("key-open").disabled = true;
    thread = new Thread(page.worker);
    try {
      showKey(await thread.ask({ do: "open", file: file.files[0], password: password.value }));
    } catch (e) {
      forget();
      fault(atPassword.has(e.message) ? "key-password" : "key-file", page.say(e.message));
    } finally {
      byId("key-open").disabled = false;
    }
  };

  const showKey = (key) => {
    password.value = "";
    const wrong = judge(key, page.wants, page.now());
    tell("key-owner", key.owner);
    tell("key-iin", key.iin ? `•••••••••• ${key.iin.slice(-2)}` : "–");
    tell("key-organisation", key.organisation ?? "");
    byId("key-organisation").parentElement.hidden = !key.organisation;
    tell("key-until", dateIn(page.dates, key.until));
    tell("key-purpose", page.say(`for-${key.purpose}`));
    show("key-sign", wrong === "");
    show("key-card");
    tell("key-said", wrong ? "" : page.say("opened"));
    tell("key-judged", wrong && page.say(wrong, { date: dateIn(page.dates, wrong === "expired" ? key.until : key.from) }));
    byId("key-card").tabIndex = -1; // the next Tab leads to its button
    byId("key-card").focus();
  };

  const forget = () => {
    thread?.end();
    thread = undefined;
    show("key-card", false);
    tell("key-said");
    tell("key-judged");
  };

  const sign = async () => {
    byId("key-sign").disabled = true;
    tell("key-said", page.say("signing"));
    try {
      const cms = await thread.ask({ do: "sign", content: page.content, at: page.now() });
      thread.end();
      page.post("file", cms);
    } catch (e) {
      forget();
      fault("key-file", page.say(e.message));
      byId("key-sign").disabled = false;
    }
  };

  file.addEventListener("change", () => {
    forget();
    fault.clear("key-file");
  });
  password.addEventListener("keydown", (e) => {
    if (e.key === "Enter") open();
  });
  byId("key-open").addEventListener("click", open);
  byId("key-sign").addEventListener("click", sign);
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) forget(); // come back to: the thread has ended
    byId("key-sign").disabled = false;
  });
}

/** Thread asks one thing at a time of the worker that holds the key. */
class Thread {
  constructor(address) {
    this.worker = new Worker(trusted(address));
  }

  ask(what) {
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => (data.wrong ? reject(new Error(data.wrong)) : resolve(data.done));
      this.worker.onerror = () => reject(new Error("no-worker"));
      this.worker.postMessage(what);
    });
  }

  end() {
    this.worker.terminate();
  }
}

// trusted lets exactly the page's own worker through the policy against injected scripts.
// A policy can be made once only.
let policy;
function trusted(address) {
  policy ??= globalThis.trustedTypes?.createPolicy("asar-worker", { createScriptURL: (url) => (url === address ? url : "") });
  return policy?.createScriptURL(address) ?? address;
}
