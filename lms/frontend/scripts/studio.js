// The studio: what its pages enhance, each loaded where it is used.
import { enhance, offer } from "./enhance.js";

/** A script that is loaded when an element asks for it. */
const later = (load, name) => (element) => load().then((module) => module[name](element));

offer({
  question: later(() => import("./studio/question.js"), "question"),
  regions: later(() => import("./studio/regions.js"), "regions"),
  asked: later(() => import("./studio/quiz.js"), "asked"),
  survey: later(() => import("./studio/survey.js"), "survey"),
  "course-code": later(() => import("./studio/course_code.js"), "courseCode"),
  details: later(() => import("./studio/details.js"), "details"),
  outline: later(() => import("./studio/outline.js"), "outline"),
  comments: later(() => import("./studio/comments.js"), "comments"),
  preview: later(() => import("./studio/preview.js"), "preview"),
  cues: later(() => import("./studio/cues.js"), "cues"),
  "film-upload": later(() => import("./studio/film_upload.js"), "filmUpload"),
  poster: later(() => import("./studio/poster.js"), "poster"),
  chooser: later(() => import("./studio/chooser.js"), "chooser"),
  marking: later(() => import("./studio/marking.js"), "marking"),
  assignment: later(() => import("./studio/assignment.js"), "assignment"),
  uploads: later(() => import("./studio/uploads.js"), "uploads"),
});
enhance(document);
