// What the viewer does goes through the sandbox's control API, as if a test did it.
export const known = JSON.parse(document.body.dataset.known);

export async function post(path, told, method = "POST") {
  try {
    const answer = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(told),
    });
    return await answer.json();
  } catch {
    return { ok: false, error: "The sandbox does not answer. Is it still running?" };
  }
}

const SENTENCES = {
  operation_timeout: "The app did not answer in time.",
  dispatch_failed: "The app did not take it.",
  invalid_command_response: "The app answered with something that Slack does not show.",
};

export async function act(name, told = {}) {
  const answer = await post(`/control/${name}`, { user: known.viewer, ...told });
  if (answer.error && answer.error !== "invalid_form") {
    const sentence = SENTENCES[answer.error] ?? answer.error;
    notice(answer.detail ? `${sentence} (${answer.detail})` : sentence);
  }
  return answer;
}

export function notice(text) {
  const place = document.querySelector("dialog[open] form") ?? document.getElementById("notice");
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "status");
  line.textContent = text[0].toUpperCase() + text.slice(1);
  if (place.id !== "notice") place.querySelector("footer").before(line);
  else place.append(line);
  setTimeout(() => line.remove(), 9000);
}

export async function busy(button, work) {
  button.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
