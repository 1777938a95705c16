// Writing: Enter sends, a slash at the start offers commands, @ offers people, # offers channels.
import { act, known, notice } from "./acts.js";
import { walkList } from "./forms.js";

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
}

async function send(form) {
  const area = form.elements.text, text = area.value.trim();
  if (!text) return;
  const thread_ts = form.dataset.thread;
  area.value = "";
  grow(area);
  const answer = text.startsWith("/") ? await command(text, thread_ts) : await act("message", { channel: known.channel, text, thread_ts });
  if (!answer.ok && !answer.acked && !area.value) {
    area.value = text;
    grow(area);
  }
}

function command(text, thread_ts) {
  const [name, ...rest] = text.split(" ");
  return act("command", { command: name, text: rest.join(" "), channel: known.channel, thread_ts });
}

function offers(text) {
  if (/^\/\S*$/.test(text)) {
    return known.commands.filter((each) => each.command.startsWith(text))
      .map((each) => ({ insert: `${each.command} `, title: each.command, detail: [each.usage_hint, each.description].filter(Boolean).join(" · ") }));
  }
  const [, sign, typed] = text.match(/(?:^|\s)([@#])([\w.-]*)$/) ?? [];
  if (!sign) return [];
  const all = sign === "@"
    ? known.people.map((each) => ({ insert: `@${each.name} `, title: each.real_name, detail: `@${each.name}` }))
    : known.channels.map((each) => ({ insert: `#${each} `, title: `#${each}`, detail: "" }));
  const wanted = typed.toLowerCase();
  return all.filter((each) => `${each.title} ${each.insert}`.toLowerCase().includes(wanted)).slice(0, 8);
}

function complete(area) {
  const list = area.form.querySelector("[role=listbox]"), before = area.value.slice(0, area.selectionStart);
  const found = offers(before);
  list.replaceChildren(...found.map((offer, at) => entry(area, list, offer, at)));
  list.hidden = !found.length;
  area.removeAttribute("aria-activedescendant");
  if (found.length) area.setAttribute("aria-activedescendant", list.firstElementChild.id);
}

function entry(area, list, offer, at) {
  const line = document.createElement("span"), title = document.createElement("b"), detail = document.createElement("small");
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", String(at === 0));
  line.id = `${list.id}-${at}`;
  title.textContent = offer.title;
  detail.textContent = offer.detail;
  line.append(title, detail);
  line.offer = offer;
  line.addEventListener("mousedown", (event) => { event.preventDefault(); insert(area, list, offer); });
  return line;
}

function insert(area, list, offer) {
  const before = area.value.slice(0, area.selectionStart).replace(/[/@#][^\s]*$/, "");
  const after = area.value.slice(area.selectionStart);
  area.value = before + offer.insert + after;
  area.setSelectionRange(before.length + offer.insert.length, before.length + offer.insert.length);
  list.hidden = true;
  area.removeAttribute("aria-activedescendant");
}

document.addEventListener("input", (event) => {
  if (!event.target.matches(".composer textarea")) return;
  grow(event.target);
  complete(event.target);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".composer textarea")) return;
  const area = event.target, list = area.form.querySelector("[role=listbox]");
  const whole = known.commands.some((each) => each.command === area.value.trim());
  if (!(event.key === "Enter" && whole) && walkList(event, area, list, (each) => insert(area, list, each.offer))) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    list.hidden = true;
    send(area.form);
  }
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.(".composer textarea")) event.target.form.querySelector("[role=listbox]").hidden = true;
});

document.addEventListener("submit", (event) => {
  if (event.target.matches(".composer")) {
    event.preventDefault();
    send(event.target);
  }
});

export { notice };
