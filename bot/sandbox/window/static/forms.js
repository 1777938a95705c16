// The fields of modals, messages and the Home tab: what stands in them, and what happens when it changes.
import { act, busy, known, notice } from "./acts.js";

// Where an element stands: a message has a channel and a time, a view is the viewer's own.
export function placeOf(element) {
  const message = element.closest("[data-ts]");
  if (message) return { channel: known.channel, ts: message.dataset.ts };
  const view = element.closest("[data-view]");
  return view ? { view_id: view.dataset.view } : {};
}

export function valueOf(field) {
  const kind = field.dataset.kind;
  if (kind === "external_select") return field.dataset.chosen ? JSON.parse(field.dataset.chosen) : null;
  if (kind === "datetimepicker") return field.value ? String(epoch(field.value, field.dataset.zone)) : null;
  if (kind === "file_input") return field.value ? field.value.split(",").map((name) => name.trim()) : [];
  if (field.getAttribute("role") === "radiogroup") return field.querySelector("input:checked")?.value ?? null;
  if (field.getAttribute("role") === "group") {
    const chosen = [...field.querySelectorAll("input[type=checkbox]:checked")];
    return chosen.map((box) => (box.dataset.option ? JSON.parse(box.dataset.option) : box.value));
  }
  return field.value;
}

// All fields under a place, as {block: {action: value}}.
export function valuesIn(place) {
  const values = {};
  for (const field of place.querySelectorAll("[data-field]")) {
    (values[field.dataset.block] ??= {})[field.dataset.action] = valueOf(field);
  }
  return values;
}

// A local time of a zone, which need not be the browser's, as seconds since 1970.
function epoch(local, zone) {
  const wanted = Date.parse(`${local}:00Z`);
  const shown = (moment) => {
    const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(moment);
    return Date.parse(`${parts.replace(" ", "T")}Z`);
  };
  let moment = wanted;
  for (let round = 0; round < 3; round++) moment += wanted - shown(moment);
  return Math.round(moment / 1000);
}

// Slack asks before what cannot be undone.
export function confirmed(element) {
  const asked = element.dataset.confirm;
  if (!asked) return Promise.resolve(true);
  const told = JSON.parse(asked);
  const dialog = document.createElement("dialog");
  dialog.className = "modal confirm";
  dialog.setAttribute("aria-labelledby", "confirm-title");
  dialog.innerHTML =
    '<form method="dialog"><header><h2 id="confirm-title"></h2></header><div class="modal-body"><p></p></div>' +
    '<footer><button class="button" value="no"></button><button class="button" value="yes"></button></footer></form>';
  const [no, yes] = dialog.querySelectorAll("button");
  dialog.querySelector("h2").textContent = told.title;
  dialog.querySelector("p").textContent = told.text;
  no.textContent = told.deny || "Cancel";
  yes.textContent = told.confirm || "Yes";
  yes.classList.add(told.style === "danger" ? "danger" : "primary");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      element.focus?.();
      answer(dialog.returnValue === "yes");
    });
  });
}

async function click(element, value) {
  if (!(await confirmed(element))) return;
  const surface = element.closest("[data-ts], [data-view]");
  const told = { action_id: element.dataset.action, block_id: element.dataset.block, ...placeOf(element) };
  if (surface.querySelector("[data-field]")) told.values = valuesIn(surface);
  if (value !== undefined) told.value = value;
  const answer = await busy(element, () => act("click", told));
  const url = element.dataset.url;
  if (url?.startsWith("/")) location.assign(url);
  else if (url && answer.ok) open(url, "_blank", "noopener");
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-act=click]");
  if (element) click(element, element.dataset.value);
});

document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-field]");
  if (field) field.dataset.touched = "true";
  if (field?.dataset.sends === "change" && field.dataset.kind !== "external_select") click(field, valueOf(field));
});

document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-field]");
  if (field) field.dataset.touched = "true";
  if (event.target.matches("[data-narrow]")) narrow(event.target);
});

function narrow(search) {
  const wanted = search.value.toLowerCase();
  for (const choice of search.parentElement.querySelectorAll(".choice")) {
    choice.hidden = !choice.textContent.toLowerCase().includes(wanted);
  }
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-sends=enter]");
  if (field && event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    click(field, valueOf(field));
  }
});

// Modals

export async function submit(form) {
  const view = form.closest("[data-view]");
  const button = form.querySelector("[data-submit]");
  if (!button || button.getAttribute("aria-busy")) return;
  const told = { view_id: view.dataset.view, values: valuesIn(form) };
  await busy(button, () => act("submit", told));
}

// Slack: selects whose options the app looks up while one types.
let asking = 0;
document.addEventListener("input", async (event) => {
  const lookup = event.target.closest("[data-lookup]");
  if (!lookup || event.target.type === "checkbox") return;
  const field = event.target, list = lookup.querySelector("[role=listbox]"), number = ++asking;
  delete field.dataset.chosen;
  await new Promise((later) => setTimeout(later, 150));
  if (number !== asking) return;
  if (field.value.length < Number(lookup.dataset.shortest)) return show(field, list, []);
  const told = { action_id: field.dataset.action, block_id: field.dataset.block, value: field.value, ...placeOf(field) };
  const answer = await act("suggest", told);
  if (number === asking) show(field, list, answer.options ?? []);
});

function show(field, list, options) {
  list.replaceChildren(...options.map((option, at) => {
    const entry = document.createElement("span");
    entry.setAttribute("role", "option");
    entry.id = `${list.id}-${at}`;
    entry.setAttribute("aria-selected", "false");
    entry.textContent = option.text.text;
    entry.addEventListener("mousedown", (event) => { event.preventDefault(); choose(field, list, option); });
    entry.option = option;
    return entry;
  }));
  list.hidden = !options.length;
  field.setAttribute("aria-expanded", String(Boolean(options.length)));
  field.removeAttribute("aria-activedescendant");
}

function choose(field, list, option) {
  show(field, list, []);
  const many = field.closest("[data-many]");
  if (many) return addChoice(field, many.closest("[data-field]"), option);
  field.value = option.text.text;
  field.dataset.chosen = JSON.stringify(option);
  if (field.dataset.sends === "change") click(field, option);
}

function addChoice(field, group, option) {
  field.value = "";
  const label = document.createElement("label"), box = document.createElement("input"), text = document.createElement("span");
  label.className = "choice";
  box.type = "checkbox";
  box.checked = true;
  box.dataset.option = JSON.stringify(option);
  text.textContent = option.text.text;
  label.append(box, text);
  group.append(label);
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

export function walkList(event, field, list, pick) {
  const all = [...list.children];
  if (list.hidden || !all.length) return false;
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    const to = (at + step + all.length) % all.length;
    all.forEach((each, index) => each.setAttribute("aria-selected", String(index === to)));
    all[to].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", all[to].id);
  } else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) {
    pick(all[at]);
  } else if (event.key === "Escape") {
    list.hidden = true;
    event.stopPropagation();
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

document.addEventListener("keydown", (event) => {
  const lookup = event.target.closest?.("[data-lookup]");
  if (lookup) walkList(event, event.target, lookup.querySelector("[role=listbox]"), (each) => choose(event.target, each.parentElement, each.option));
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-do=all-rows]")) {
    const button = event.target.closest("button");
    for (const row of button.parentElement.querySelectorAll("tr.later")) row.hidden = false;
    button.remove();
  }
});

export { notice };
