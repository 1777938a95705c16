import { act, busy, known, notice, post } from "./acts.js";
import { connect, dismiss, toEnd } from "./live.js";
import { openFirst } from "./modal.js";
import { goOn, next, play } from "./week.js";
import "./clock.js";
import "./composer.js";
import "./forms.js";
import "./menus.js";
import "./faults.js";

const messageOf = (element) => element.closest("[data-ts]");

const DOINGS = {
  drawer: (button) => {
    const open = document.body.classList.toggle("drawer-open");
    button.setAttribute("aria-expanded", String(open));
    if (open) document.querySelector("#sidebar a")?.focus();
  },
  join: () => act("join", { channel: known.channel }).then(() => location.reload()),
  react: (button) => {
    const { ts } = messageOf(button).dataset, name = button.dataset.name;
    const mine = [...messageOf(button).querySelectorAll(".reaction.mine")].some((each) => each.dataset.name === name);
    return act("react", { channel: known.channel, ts, name, remove: mine });
  },
  shortcut: (button) => {
    const message = messageOf(button);
    return act("shortcut", { callback_id: button.dataset.callback, ...(message ? { channel: known.channel, ts: message.dataset.ts } : {}) });
  },
  copy: async (button) => {
    await navigator.clipboard.writeText(messageOf(button).querySelector(".kit, .text").innerText);
    notice("Copied.");
  },
  edit: (button) => edit(messageOf(button), button.dataset.text),
  delete: (button) => act("delete", { channel: known.channel, ts: messageOf(button).dataset.ts }),
  dismiss: (button) => dismiss(messageOf(button)),
  older: async (button) => {
    const list = document.getElementById("messages"), height = list.scrollHeight;
    const address = new URL("/window/older", location);
    address.search = location.search;
    address.searchParams.set("before", button.dataset.before);
    const html = await (await fetch(address)).text();
    const first = button.nextElementSibling;
    button.remove();
    first.insertAdjacentHTML("beforebegin", html);
    list.scrollTop += list.scrollHeight - height;
    list.focus();
  },
  move: (button) => moveClock({ move: button.dataset.move }),
  speed: (button) => {
    const speed = Number(button.dataset.speed);
    return post("/control/clock", speed ? { running: true, speed } : { running: false });
  },
  next: (button) => next(button),
  play: () => play(),
};

async function moveClock(told) {
  const clock = document.getElementById("clock");
  const answer = await busy(clock, () => post("/window/clock", told));
  if (!answer.ok) notice(answer.error);
}

function edit(message, text) {
  const place = message.querySelector(".text, .kit"), area = document.createElement("textarea");
  area.value = unescaped(text);
  area.className = "editing";
  area.setAttribute("aria-label", "Edit the message; Enter saves, Escape leaves it");
  place.hidden = true;
  place.after(area);
  area.focus();
  const leave = () => { area.remove(); place.hidden = false; message.focus(); };
  area.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") leave();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    await act("edit", { channel: known.channel, ts: message.dataset.ts, text: area.value });
    leave();
  });
}

function unescaped(text) {
  const plain = text.replace(/<@(\w+)>/g, (_, id) => `@${id}`).replace(/<(https?:[^|>]+)(\|[^>]*)?>/g, "$1");
  const area = document.createElement("textarea");
  area.innerHTML = plain;
  return area.value;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  const doing = button && DOINGS[button.dataset.do];
  if (doing) doing(button);
  else if (!event.target.closest("#sidebar")) document.body.classList.remove("drawer-open");
  const theme = event.target.closest("[data-theme-is]");
  if (theme) setTheme(theme.dataset.themeIs);
});

function setTheme(name) {
  if (name) {
    localStorage.setItem("theme", name);
    document.documentElement.dataset.theme = name;
  } else {
    localStorage.removeItem("theme");
    delete document.documentElement.dataset.theme;
  }
}

// Arrow keys walk from message to message; only the one in focus offers its tools to Tab.
document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.(".messages");
  if (!list || !["ArrowUp", "ArrowDown"].includes(event.key) || event.target.matches("input, textarea, select")) return;
  const all = [...list.querySelectorAll(":scope > .message")];
  const at = all.indexOf(event.target.closest(".message"));
  const to = at < 0 ? all.at(-1) : all[at + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  to?.focus();
});

document.addEventListener("focusin", (event) => {
  for (const tool of document.querySelectorAll(".tools [tabindex='0']:not([role])")) tool.tabIndex = -1;
  const message = event.target.closest?.(".message");
  for (const tool of message?.querySelectorAll(".tools > a, .tools > .menu-place > button") ?? []) tool.tabIndex = 0;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("drawer-open")) {
    document.body.classList.remove("drawer-open");
    document.querySelector("[data-do=drawer]").focus();
  } else if (!event.target.matches?.("textarea, input")) {
    document.querySelector(".side:not([hidden]) [data-close]")?.click();
  }
});

for (const list of document.querySelectorAll(".messages")) toEnd(list);
const linked = location.hash ? document.getElementById(location.hash.slice(1)) : null;
linked?.scrollIntoView({ block: "center" });
linked?.classList.add("arrives");
openFirst();
connect();
goOn();
if (matchMedia("(hover: hover)").matches && !document.querySelector("dialog[open]")) {
  document.querySelector(known.thread ? ".thread .composer textarea" : ".main .composer textarea")?.focus({ preventScroll: true });
}
if (known.home || known.direct) act("open-home", { tab: known.home ? "home" : "messages" });
