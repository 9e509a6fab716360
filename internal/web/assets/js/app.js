// What every page gains with script. Nothing depends on it.
import { Button, CharacterCount, createAll, ErrorSummary, NotificationBanner, PasswordInput, SkipLink } from "govuk-frontend";
import { watchSession } from "./session.js";

// The kit's parts work in pages that carry these classes.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) createAll(part);

// Paper shows everything.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const d of folded) d.open = true;
});
addEventListener("afterprint", () => {
  for (const d of folded) d.open = false;
});

watchSession(document.body);
