// What every page gains with script. Nothing depends on it.
import { Button, CharacterCount, createAll, ErrorSummary, NotificationBanner, PasswordInput, ServiceNavigation } from "govuk-frontend";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");

for (const part of [Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, ServiceNavigation]) createAll(part);
