// The ways of signing that need script: a key file, and NCALayer. All words are the page's.
import { byId, fault, show, words } from "./signing/page.js";
import { openKeyFile } from "./signing/file.js";
import { useLayer } from "./signing/way-layer.js";
import { unbase64 } from "./signing/der.js";

const ways = byId("sign-ways");

// What begins a way, by the section it stands in. A way takes the page ({ content, now,
// wants, say, post … }) and ends with page.post(name, cms): a detached CMS over the content,
// in base64. A way whose section is not in the page is not offered; a further one, such as
// eGov Mobile, is another line here and a web.Way on the server.
const begins = { "way-file": openKeyFile, "way-layer": useLayer };

if (ways) {
  const { kind, whose, content, now, worker, ncalayer } = ways.dataset;
  const began = performance.now();
  const page = {
    wants: { kind, whose },
    content: unbase64(content),
    // The portal's clock, not this machine's: a key is in date or not by the portal's.
    now: () => Number(now) + Math.round(performance.now() - began),
    worker,
    ncalayer,
    say: words(ways.dataset.words),
    dates: JSON.parse(ways.dataset.dates),
    post,
  };
  for (const [section, begin] of Object.entries(begins)) {
    if (!byId(section)) continue;
    begin(page);
    show(section);
  }
  // The way by upload stays open when it is the one that went wrong.
  const uploading = fault.at("file");
  byId("way-file").open = !uploading;
  byId("way-upload").open = uploading;
}

function post(way, cms) {
  const form = byId("sign-form");
  form.elements.way.value = way;
  form.elements.cms.value = cms;
  form.submit();
}
