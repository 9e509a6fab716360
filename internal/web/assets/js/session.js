// Says before the session ends, and asks for more time. What was typed stays where it is.

const warnBefore = 5 * 60 * 1000;
const seen = "asar-seen"; // when any page of this browser last spoke with the portal

export function watchSession(body) {
  const { sessionIdle, sessionUrl, sessionTitle, sessionText, sessionExtend } = body.dataset;
  if (!sessionIdle) return;
  const idle = Number(sessionIdle) * 1000;
  const dialog = make(body, sessionTitle, sessionText, sessionExtend, extend);

  async function extend() {
    const answer = await fetch(sessionUrl, { method: "POST" }).catch(() => null);
    if (!answer) return; // the portal is out of reach: the button can be pressed again
    dialog.close();
    if (answer.ok && !answer.redirected) return spoke();
    location.reload(); // the session is over, and the portal says so
  }

  function spoke() {
    localStorage.setItem(seen, Date.now());
    wait();
  }

  let timer;
  function wait() {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, Number(localStorage.getItem(seen)) + idle - warnBefore - Date.now()));
  }

  // Another page of the portal may have spoken with it since.
  function look() {
    const left = Number(localStorage.getItem(seen)) + idle - Date.now();
    if (left > warnBefore) return wait();
    if (!dialog.open) dialog.showModal();
  }

  spoke();
}

function make(body, title, text, extend, onExtend) {
  const dialog = document.createElement("dialog");
  dialog.className = "asar-dialog";
  dialog.setAttribute("aria-labelledby", "session-title");
  const heading = add(dialog, "h2", "govuk-heading-m", title);
  heading.id = "session-title";
  add(dialog, "p", "govuk-body", text);
  const button = add(dialog, "button", "govuk-button", extend);
  button.type = "button";
  button.addEventListener("click", onExtend);
  body.append(dialog);
  return dialog;
}

function add(to, tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  to.append(made);
  return made;
}
