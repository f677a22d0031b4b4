// "Take what the video shows now": the playhead's moment goes into the field.
import { clock } from "./cue_list.js";

export function poster(form) {
  const video = document.querySelector(".player__video");
  form.querySelector("[data-now]")?.addEventListener("click", () => {
    const field = form.querySelector('input[name="second"]');
    field.value = clock(video?.currentTime ?? 0);
    field.focus();
  });
}
