// The server says what changed; here it is put in its place without disturbing whoever is typing.
import { hasOpenMenu } from "./menus.js";
import { showModal } from "./modal.js";
import { setClock } from "./clock.js";

function nodes(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

const waiting = new Map();

function put(name, html) {
  const part = document.getElementById(name);
  if (!part) return;
  if (name === "modal") return showModal(html);
  const typing = document.activeElement?.matches("textarea, input") && part.contains(document.activeElement);
  if (hasOpenMenu(part) || (typing && name !== "home")) {
    waiting.set(name, html);
    return;
  }
  waiting.delete(name);
  const kept = keepFields(part), opened = openEntries(part), scroll = part.querySelector(".side-body")?.scrollTop;
  const focused = part.contains(document.activeElement) ? trace(document.activeElement) : null;
  part.replaceChildren(nodes(html));
  giveBack(part, kept);
  for (const entry of part.querySelectorAll("details[data-entry]")) entry.open = opened.has(entry.dataset.entry);
  const body = part.querySelector(".side-body");
  if (body && scroll !== undefined) body.scrollTop = scroll;
  if (focused) part.querySelector(focused)?.focus();
}

const openEntries = (part) => new Set([...part.querySelectorAll("details[data-entry][open]")].map((each) => each.dataset.entry));

// A way to find the same thing again in the new part.
function trace(element) {
  for (const name of ["data-do", "data-action", "href", "name"]) {
    const value = element.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}

setInterval(() => { for (const [name, html] of [...waiting]) put(name, html); }, 500);

// What somebody typed survives, as it does in Slack, where block, action and kind are the same.
export function keepFields(part) {
  const kept = new Map();
  for (const field of part.querySelectorAll("[data-field][data-touched]")) {
    const boxes = [...field.querySelectorAll("input[type=checkbox], input[type=radio]")];
    const entered = boxes.length ? boxes.filter((box) => box.checked).map((box) => box.value) : field.value;
    kept.set(keyOf(field), { entered, chosen: field.dataset.chosen });
  }
  return kept;
}

export function giveBack(part, kept) {
  for (const field of part.querySelectorAll("[data-field]")) {
    const told = kept.get(keyOf(field));
    if (!told) continue;
    field.dataset.touched = "true";
    if (Array.isArray(told.entered)) {
      for (const box of field.querySelectorAll("input")) box.checked = told.entered.includes(box.value);
    } else {
      field.value = told.entered;
      if (told.chosen) field.dataset.chosen = told.chosen;
    }
  }
}

const keyOf = (field) => `${field.dataset.block} ${field.dataset.action} ${field.dataset.kind}`;

const dismissed = new Set();
export function dismiss(message) {
  dismissed.add(message.dataset.key);
  message.remove();
}

function atEnd(list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 80;
}

export function toEnd(list) {
  if (list) list.scrollTop = list.scrollHeight;
}

function putMessages(list, lines) {
  if (!list || !lines.length) return;
  const follow = atEnd(list);
  for (const [key, html] of lines) {
    if (!dismissed.has(key)) putMessage(list, key, html);
  }
  if (follow) toEnd(list);
}

function putMessage(list, key, html) {
  const content = nodes(html), day = content.querySelector(".day"), message = content.querySelector("[data-key]");
  const all = [...list.querySelectorAll(":scope > [data-key]")];
  const old = all.find((each) => each.dataset.key === key);
  if (old) {
    const kept = keepFields(old), focused = old.contains(document.activeElement) ? trace(document.activeElement) : null;
    if (old.previousElementSibling?.matches(".day")) old.previousElementSibling.remove();
    old.replaceWith(...[day, message].filter(Boolean));
    giveBack(message, kept);
    if (focused) (message.querySelector(focused) ?? message).focus();
    return;
  }
  const after = all.findLast((each) => each.dataset.key < key);
  message.classList.add("arrives");
  const put = [day, message].filter(Boolean);
  if (after) after.after(...put);
  else if (all.length) (all[0].previousElementSibling?.matches(".day") ? all[0].previousElementSibling : all[0]).before(...put);
  else list.append(...put);
}

function remove(keys) {
  for (const key of keys) {
    for (const each of document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)) {
      const day = each.previousElementSibling, next = each.nextElementSibling;
      if (day?.matches(".day") && (!next || next.matches(".day"))) day.remove();
      each.remove();
    }
  }
}

function patch(told) {
  if (told.reload) return location.reload();
  for (const [name, html] of Object.entries(told.parts)) put(name, html);
  putMessages(document.getElementById("messages"), told.messages);
  putMessages(document.getElementById("replies"), told.replies);
  remove(told.gone);
  if (told.clock) setClock(...told.clock);
}

let source = null, mark = document.body.dataset.mark;

function open() {
  if (source) return;
  const address = new URL("/window/live", location);
  address.search = location.search;
  address.searchParams.set("seen", mark);
  source = new EventSource(address);
  source.addEventListener("message", (event) => {
    mark = event.lastEventId;
    patch(JSON.parse(event.data));
  });
  source.addEventListener("open", () => document.body.classList.remove("away"));
  source.addEventListener("error", () => document.body.classList.add("away"));
}

function close() {
  source?.close();
  source = null;
}

// A page that nobody sees listens to nothing: browsers keep six connections to one place, and more tabs would wait.
export function connect() {
  if (!document.hidden) open();
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", () => document.hidden || open());
}
