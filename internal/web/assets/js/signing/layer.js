// NCALayer, the authority's program on the reader's own machine: one question over a
// socket, and every shape of answer its versions give.
import { base64, unbase64 } from "./der.js";

const beat = "--heartbeat--";
const greetingWait = 1000; // it speaks first; old versions may not
const slowAfter = 15000;
const beatEvery = 10000;

/** LayerError says why there is no signature: its reason is a key of the page's words. */
export class LayerError extends Error {
  constructor(reason, detail = "") {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

const request = (content, locale) =>
  JSON.stringify({
    module: "kz.gov.pki.knca.basics",
    method: "sign",
    args: {
      format: "cms",
      data: base64(content),
      signingParams: { decode: true, encapsulate: false, digested: false, tsaProfile: null },
      signerParams: { extKeyUsageOids: [] },
      locale,
    },
  });

/**
 * signThroughLayer asks NCALayer for a detached signature over content, and answers with
 * it in base64. It throws LayerError. onSlow is called when the answer keeps one waiting.
 */
export function signThroughLayer({ url, content, locale, signal, onSlow = () => {}, connect = (u) => new WebSocket(u) }) {
  return new Promise((resolve, reject) => {
    let open = false;
    let sent = false;
    const timers = [];
    const socket = connect(url);
    const end = (settle, value) => {
      timers.forEach(clearTimeout);
      signal?.removeEventListener("abort", stop);
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
      socket.close();
      settle(value);
    };
    const stop = () => end(reject, new LayerError("nca-cancelled"));
    const ask = () => {
      if (sent) return;
      sent = true;
      socket.send(request(content, locale));
      timers.push(setTimeout(onSlow, slowAfter), setInterval(() => socket.send(beat), beatEvery));
    };
    signal?.addEventListener("abort", stop);
    socket.onopen = () => {
      open = true;
      timers.push(setTimeout(ask, greetingWait));
    };
    socket.onmessage = ({ data }) => {
      if (data === beat) return;
      try {
        const answer = parse(data);
        if (answer.result?.version !== undefined) return ask();
        end(resolve, signatureOf(answer));
      } catch (e) {
        end(reject, e instanceof LayerError ? e : new LayerError("nca-strange"));
      }
    };
    socket.onerror = socket.onclose = () => end(reject, new LayerError(open ? "nca-closed" : "nca-absent"));
  });
}

function parse(data) {
  try {
    const answer = JSON.parse(data);
    if (answer !== null && typeof answer === "object") return answer;
  } catch {
    // falls through: it is no answer
  }
  throw new LayerError("nca-strange");
}

function signatureOf(answer) {
  const code = String(answer.errorCode ?? answer.code ?? "");
  const message = String(answer.message ?? "");
  if (code === "MODULE_NOT_FOUND") throw new LayerError("nca-no-module");
  if (/^action\.cancel/.test(message)) throw new LayerError("nca-cancelled");
  if (answer.status === false || answer.success === false || code === "500") throw new LayerError("nca-refused", message || code);
  const result = unwrap(answer.body?.result ?? answer.responseObject);
  if (result === undefined && answer.status === true) throw new LayerError("nca-cancelled");
  return bare(result);
}

// unwrap finds the one signature in a string, an array, or an object with the certificate.
function unwrap(result) {
  const inner = result?.signatures ?? result;
  return (Array.isArray(inner) ? inner[0] : inner) ?? undefined;
}

// bare takes the armour and the line ends off, and looks whether a signature is left.
function bare(text) {
  const kept = String(text).replace(/-----(BEGIN|END) [A-Z0-9 ]+-----/g, "").replace(/\s+/g, "");
  let bytes;
  try {
    bytes = unbase64(kept);
  } catch {
    throw new LayerError("nca-strange");
  }
  if (bytes.length < 100 || bytes[0] !== 0x30) throw new LayerError("nca-strange");
  return kept;
}

/** layerPermission is the browser's permission to talk to programs on this machine; null where it asks for none. */
export async function layerPermission() {
  for (const name of ["loopback-network", "local-network-access"]) {
    try {
      return await navigator.permissions.query({ name });
    } catch {
      // this browser has no such permission
    }
  }
  return null;
}
