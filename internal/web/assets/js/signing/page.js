// Small things every way of signing does to the page.

export const byId = (id) => document.getElementById(id);

export const show = (id, shown = true) => {
  byId(id).hidden = !shown;
};

/** words reads the page's words: say("wrong-password") is the sentence in its language. */
export function words(json) {
  const all = JSON.parse(json);
  return (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), all[key]);
}

/** tell fills a line that screen readers read out. */
export const tell = (id, text = "") => {
  byId(id).textContent = text;
};

/** fault shows a message at a field, as the portal does. */
export function fault(id, text) {
  const field = byId(id);
  const message = document.createElement("p");
  message.className = "govuk-error-message";
  message.id = `${id}-error`;
  message.textContent = text;
  fault.clear(id);
  (field.closest(".govuk-input__wrapper") ?? field).before(message);
  field.closest(".govuk-form-group").classList.add("govuk-form-group--error");
  field.classList.add(field.type === "file" ? "govuk-file-upload--error" : "govuk-input--error");
  field.setAttribute("aria-describedby", [byId(`${id}-hint`)?.id, message.id].filter(Boolean).join(" "));
  field.focus();
}

fault.clear = (id) => {
  const field = byId(id);
  byId(`${id}-error`)?.remove();
  field.closest(".govuk-form-group").classList.remove("govuk-form-group--error");
  field.classList.remove("govuk-file-upload--error", "govuk-input--error");
  const hint = byId(`${id}-hint`);
  if (hint) field.setAttribute("aria-describedby", hint.id);
  else field.removeAttribute("aria-describedby");
};

/** fault.at tells whether the portal has shown a message at a field. */
fault.at = (id) => byId(`${id}-error`) !== null;

const zone = 5 * 3600 * 1000; // the whole country is at UTC+5 since 1 March 2024

/** dateIn writes a day in the page's language by the patterns of its months. */
export function dateIn(patterns, milliseconds) {
  const d = new Date(milliseconds + zone);
  return patterns[d.getUTCMonth()].replace("{d}", d.getUTCDate()).replace("{y}", d.getUTCFullYear());
}
