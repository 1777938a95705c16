// One kind of menu: opens below its button, arrow keys walk it, Escape and a click elsewhere close it.
let open = null;

export function closeMenu(focusButton = false) {
  if (!open) return;
  const { button, menu } = open;
  open = null;
  menu.hidden = true;
  button.setAttribute("aria-expanded", "false");
  if (focusButton) button.focus();
}

function openMenu(button) {
  closeMenu();
  const menu = button.nextElementSibling;
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  open = { button, menu };
  place(button, menu);
  items(menu)[0]?.focus({ preventScroll: true });
}

// Fixed to the window, so that no scrolling frame cuts it off.
function place(button, menu) {
  const at = button.getBoundingClientRect();
  const width = menu.offsetWidth, height = menu.offsetHeight, edge = 8;
  const left = Math.min(at.left, innerWidth - width - edge);
  const below = at.bottom + 4 + height < innerHeight - edge;
  menu.style.left = `${Math.max(edge, left)}px`;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(edge, at.top - height - 4)}px`;
}

const items = (menu) => [...menu.querySelectorAll("[role^=menuitem]")];

export function hasOpenMenu(part) {
  return Boolean(open && part.contains(open.menu));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-menu]");
  if (button) {
    if (open?.button === button) closeMenu(true);
    else openMenu(button);
  } else if (open && (!open.menu.contains(event.target) || event.target.closest("[role^=menuitem]"))) {
    closeMenu();
  }
});

document.addEventListener("keydown", (event) => {
  if (!open) {
    const button = event.target.closest?.("[data-menu]");
    if (button && event.key === "ArrowDown") {
      event.preventDefault();
      openMenu(button);
    }
    return;
  }
  const all = items(open.menu), at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all.at(to === all.length ? 0 : to)?.focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu(true);
  } else if (event.key === "Tab") {
    closeMenu();
  }
}, true);

addEventListener("resize", () => closeMenu());
document.addEventListener("scroll", (event) => { if (open && !open.menu.contains(event.target)) place(open.button, open.menu); }, true);
