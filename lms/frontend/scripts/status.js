// The quiet line that says what became of the last change.
import { outbox } from "./sending.js";
import { clock, say } from "./words.js";

const classes = { waiting: "saved--waiting", "signed-out": "saved--wrong", refused: "saved--wrong", stale: "saved--wrong" };

function text(change) {
  if (change.state === "stored") return say("saved", { at: change.answer?.saved_at ?? clock() });
  if (change.state === "saving") return say("saving");
  if (change.state === "waiting") return say("waiting");
  if (change.state === "signed-out") return say("signedOut");
  return change.message || say("refused");
}

/** Show the fate of entries whose key starts with `prefix` in `line`; `quiet` leaves out "Saving …". */
export function showStatus(line, prefix, { quiet = false } = {}) {
  if (!line) return;
  outbox.onChange((change) => {
    if (!change.key.startsWith(prefix) || (quiet && change.state === "saving")) return;
    line.classList.remove(...new Set(Object.values(classes)));
    if (classes[change.state]) line.classList.add(classes[change.state]);
    line.textContent = text(change);
  });
}
