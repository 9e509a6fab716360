// Signing through NCALayer, and what the browser asks before it lets the page talk to it.
import { byId, show, tell } from "./page.js";
import { layerPermission, signThroughLayer } from "./layer.js";

export function useLayer(page) {
  let waiting; // AbortController while NCALayer is asked
  let permission = null;

  const explain = () => {
    for (const state of ["prompt", "granted", "denied"]) show(`layer-${state}`, (permission?.state ?? "") === state);
  };

  const busy = (on) => {
    byId("layer-sign").disabled = on;
    show("layer-stop", on);
  };

  const sign = async () => {
    waiting = new AbortController();
    busy(true);
    tell("layer-failed");
    tell("layer-said", page.say("nca-waiting"));
    try {
      const cms = await signThroughLayer({
        url: page.ncalayer, content: page.content, locale: document.documentElement.lang, signal: waiting.signal,
        onSlow: () => tell("layer-said", page.say("nca-slow")),
      });
      tell("layer-said", page.say("sending"));
      page.post("ncalayer", cms);
    } catch (e) {
      busy(false);
      tell("layer-said");
      tell("layer-failed", page.say(reasonOf(e), { reason: e.detail }));
    }
  };

  // A socket the browser would not open looks the same as a program that does not run.
  const reasonOf = (e) => (e.reason === "nca-absent" && permission?.state === "denied" ? "nca-denied" : e.reason);

  byId("layer-sign").addEventListener("click", sign);
  byId("layer-stop").addEventListener("click", () => waiting?.abort());
  addEventListener("pageshow", () => busy(false));
  layerPermission().then((found) => {
    permission = found;
    explain();
    found?.addEventListener("change", explain);
  });
}
