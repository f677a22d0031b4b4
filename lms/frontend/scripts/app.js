import { autosave } from "./autosave.js";
import { confirm, dialog } from "./dialog.js";
import { copy } from "./copy.js";
import { counter } from "./counter.js";
import { dropzone } from "./dropzone.js";
import { enhance, offer } from "./enhance.js";
import { filter } from "./filter.js";
import { keys } from "./keys.js";
import { menu } from "./menu.js";
import { ordering } from "./ordering.js";
import { password } from "./password.js";
import { player } from "./player.js";
import { poll } from "./poll.js";
import { print } from "./print.js";
import { questions } from "./questions.js";
import { reading } from "./reading.js";
import { said } from "./said.js";
import { outbox } from "./sending.js";
import { summary } from "./summary.js";
import { tabs } from "./tabs.js";
import { theme } from "./theme.js";
import { timer } from "./timer.js";
import { headers } from "./requests.js";
import { track } from "./track.js";
import { fill } from "./words.js";

// They get what they share with this page handed in, so that nothing is loaded twice.
const asking = (name) => async (element) => (await import("./asking/index.js"))[name](element, { enhance, fill, headers });

offer({
  autosave, confirm, copy, counter, dialog, dropzone, filter, keys, menu, ordering, password,
  player, poll, print, questions, reading, said, summary, tabs, theme, timer, track,
  handin: asking("handin"), hotspot: asking("hotspot"), practice: asking("practice"), wordcount: asking("wordcount"),
});
enhance(document);
outbox.flush();
document.addEventListener("htmx:load", (event) => enhance(event.target));
