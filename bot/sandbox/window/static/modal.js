// The viewer's modal on top. The server draws it; here it is opened, kept and closed.
import { act } from "./acts.js";
import { submit } from "./forms.js";
import { giveBack, keepFields } from "./live.js";

let opener = null;

export function showModal(html) {
  const place = document.getElementById("modal");
  const old = place.querySelector("dialog");
  const kept = old ? keepFields(old) : new Map();
  const focused = old?.contains(document.activeElement) ? document.activeElement : null;
  const scroll = old?.querySelector(".modal-body").scrollTop ?? 0;
  const template = document.createElement("template");
  template.innerHTML = html;
  const dialog = template.content.querySelector("dialog");
  const same = old && dialog && old.dataset.view === dialog.dataset.view;
  if (dialog && same) giveBack(dialog, kept);
  if (!old) opener = document.activeElement;
  place.replaceChildren(template.content);
  if (!dialog) return goBack();
  open(dialog);
  if (same) {
    dialog.querySelector(".modal-body").scrollTop = scroll;
    focusAgain(dialog, focused);
  }
}

// To whatever opened it, or where it has changed meanwhile, to where one writes or reads.
function goBack() {
  const there = opener?.isConnected && opener !== document.body;
  (there ? opener : document.querySelector(".main .composer textarea, #messages, #content"))?.focus({ preventScroll: true });
}

export function openFirst() {
  const dialog = document.querySelector("#modal dialog");
  if (dialog) open(dialog);
}

function open(dialog) {
  dialog.showModal();
  const first = dialog.querySelector("[aria-invalid=true], [autofocus], [data-field], [data-submit], footer button");
  (first?.matches("[role]:not(input)") ? first.querySelector("input") : first)?.focus();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    act("close");
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.target);
  });
}

function focusAgain(dialog, focused) {
  const wrong = dialog.querySelector("[aria-invalid=true]");
  if (wrong) return (wrong.matches("[role]:not(input)") ? wrong.querySelector("input") : wrong)?.focus();
  if (focused?.id) document.getElementById(focused.id)?.focus();
  else if (focused?.dataset.action) dialog.querySelector(`[data-action="${CSS.escape(focused.dataset.action)}"]`)?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#modal [data-do]");
  if (button?.dataset.do === "close") act("close");
  if (button?.dataset.do === "close-all") act("close", { all: true });
});

// Enter in a single line sends the form, as in Slack; in a text of several lines, Control or Command and Enter does.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("#modal form");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    submit(form);
  }
});
