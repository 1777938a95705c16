// The story: step by step, or by itself with time to read.
import { busy, notice, post } from "./acts.js";

const READING = 7000;
let timer = 0;

export async function next(button) {
  const told = await busy(button ?? document.body, () => post("/window/next", {}));
  if (!told.ok) return notice(told.error ?? "The step did not work.");
  if (told.done) return stop();
  const address = new URL("/", location), panel = new URL(location).searchParams.get("panel");
  address.searchParams.set("as", told.as);
  address.searchParams.set("in", told.in);
  if (panel) address.searchParams.set("panel", panel);
  location.assign(address);
}

function stop() {
  sessionStorage.removeItem("by-itself");
  clearTimeout(timer);
  document.querySelector("[data-do=play]")?.setAttribute("aria-pressed", "false");
}

export function play() {
  if (sessionStorage.getItem("by-itself")) return stop();
  sessionStorage.setItem("by-itself", "yes");
  next();
}

export function goOn() {
  const button = document.querySelector("[data-do=play]");
  if (!sessionStorage.getItem("by-itself")) return;
  if (!button) return stop();
  button.setAttribute("aria-pressed", "true");
  button.textContent = "Pause";
  timer = setTimeout(() => next(), READING);
}
