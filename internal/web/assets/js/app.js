// What every page gains with script. Nothing depends on it.
import { Button, CharacterCount, createAll, ErrorSummary, NotificationBanner, PasswordInput, SkipLink } from "govuk-frontend";
import { watchSession } from "./session.js";

// The kit's parts work in pages that carry these classes.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) createAll(part);

// On a narrow screen the list itself should be in sight.
if (matchMedia("(width < 40.0625em)").matches) {
  for (const d of document.querySelectorAll("details[data-folds]")) d.open = false;
}

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
