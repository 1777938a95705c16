// Ticks between what the server says.
let base = 0, since = 0, speed = 1;

export function setClock(seconds, at) {
  base = seconds * 1000;
  since = performance.now();
  speed = at;
  tick();
}

export const now = () => base + (performance.now() - since) * speed;

function tick() {
  if (!base) return;
  for (const place of document.querySelectorAll(".clock-time")) {
    const format = { timeZone: place.dataset.zone, weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const text = new Intl.DateTimeFormat("en-GB", format).format(now());
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("fast", speed > 1);
  }
}

setInterval(tick, 250);
