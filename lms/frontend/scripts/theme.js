// Changes the colours at once; the server remembers the choice in its cookie.
import { headers } from "./requests.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const shown = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");

export function theme(form) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const chosen = button.dataset.toggle === undefined ? button.value : shown() === "dark" ? "light" : "dark";
    if (chosen) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
    for (const other of document.querySelectorAll('button[name="theme"][aria-pressed]')) {
      other.setAttribute("aria-pressed", String(other.value === chosen));
    }
    fetch(form.action, {
      method: "POST",
      headers: headers(),
      body: new URLSearchParams({ theme: chosen }),
      credentials: "same-origin",
      redirect: "manual",
    }).catch(() => {});
  });
}
