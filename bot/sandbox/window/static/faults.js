// What goes wrong on purpose.
import { notice, post } from "./acts.js";

async function told(answer) {
  const { ok, error } = await answer;
  if (!ok) notice(error);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  switch (button?.dataset.do) {
    case "clear-fault": return told(post("/control/faults", { id: Number(button.dataset.faultId) }, "DELETE"));
    case "rates": return told(post("/control/limits", { on: button.dataset.on === "true" }));
    case "cut": return told(post("/control/disconnect", { kill: true }));
    case "token": return told(post("/control/app", { token_error: button.dataset.error || null }));
  }
});

function parameters(form) {
  const option = form.elements.kind.selectedOptions[0], place = form.querySelector(".parameters");
  place.replaceChildren(...Object.entries(JSON.parse(option.dataset.parameters)).filter(([, value]) => typeof value !== "object").map(([name, value]) => {
    const label = document.createElement("label"), field = document.createElement("input");
    label.textContent = name.replaceAll("_", " ");
    field.name = `told-${name}`;
    field.value = String(value);
    field.dataset.is = typeof value;
    label.append(field);
    return label;
  }));
}

const READ = { number: Number, boolean: (text) => text === "true", string: String };

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-fault] [name=kind]")) parameters(event.target.form);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-fault]")) return;
  event.preventDefault();
  const form = event.target, fault = { kind: form.elements.kind.value };
  for (const name of ["method", "channel", "user"]) if (form.elements[name].value.trim()) fault[name] = form.elements[name].value.trim();
  for (const name of ["times", "probability"]) if (form.elements[name].value.trim()) fault[name] = Number(form.elements[name].value);
  for (const field of form.querySelectorAll(".parameters input")) fault[field.name.slice(5)] = READ[field.dataset.is](field.value);
  document.activeElement?.blur();
  told(post("/control/faults", fault));
});

for (const form of document.querySelectorAll("[data-fault]")) parameters(form);
