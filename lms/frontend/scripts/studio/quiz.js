// The questions of a quiz: dragged with the mouse or a finger, moved with Alt and the arrow keys; one request a move.
import Sortable from "sortablejs";

export function asked(form) {
  const list = form.querySelector(".asked");
  const voice = form.querySelector("[data-voice]");
  const order = () => [...list.children].map((item) => item.dataset.question);
  let kept = order();

  async function keep(moved) {
    const data = new FormData();
    data.append("do", "order");
    for (const question of order()) data.append("question", question);
    const headers = { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": form.csrf_token.value };
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers });
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error);
      kept = order();
      const place = kept.indexOf(moved.dataset.question) + 1;
      voice.textContent = form.dataset.moved.replace("{place}", place).replace("{count}", kept.length);
      steps(list);
    } catch (failure) {
      for (const question of kept) list.append(list.querySelector(`[data-question="${question}"]`));
      voice.textContent = failure.message || form.dataset.failed;
      voice.classList.remove("sr-only");
    }
  }

  Sortable.create(list, {
    animation: 120,
    filter: "button, a",
    preventOnFilter: false,
    onEnd: (event) => event.oldIndex !== event.newIndex && keep(event.item),
  });

  form.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const item = event.target.closest("[data-question]");
    const beside = event.key === "ArrowUp" ? item?.previousElementSibling : item?.nextElementSibling;
    event.preventDefault();
    if (!beside) return;
    const focused = document.activeElement;
    if (event.key === "ArrowUp") beside.before(item);
    else beside.after(item);
    focused.focus();
    keep(item);
  });

  form.addEventListener("submit", (event) => {
    const [verb] = event.submitter?.value.split("-") ?? [];
    if (verb !== "up" && verb !== "down") return;
    event.preventDefault();
    const item = event.submitter.closest("[data-question]");
    if (verb === "up") item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    event.submitter.focus();
    keep(item);
  });
}

/** The first goes no further up and the last no further down. */
function steps(list) {
  for (const item of list.children) {
    const [up, down] = item.querySelectorAll(".tool");
    if (!down) continue;
    up.disabled = item === list.firstElementChild && document.activeElement !== up;
    down.disabled = item === list.lastElementChild && document.activeElement !== down;
  }
}
