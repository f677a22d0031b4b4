// The studio: what its pages enhance, each loaded where it is used.
import { enhance, offer } from "./enhance.js";

/** A script that is loaded when an element asks for it. */
const later = (load, name) => (element) => load().then((module) => module[name](element));

offer({
  comments: later(() => import("./studio/comments.js"), "comments"),
  preview: later(() => import("./studio/preview.js"), "preview"),
  cues: later(() => import("./studio/cues.js"), "cues"),
  poster: later(() => import("./studio/poster.js"), "poster"),
  chooser: later(() => import("./studio/chooser.js"), "chooser"),
  uploads: later(() => import("./studio/uploads.js"), "uploads"),
});
enhance(document);
