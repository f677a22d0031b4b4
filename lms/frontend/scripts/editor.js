// The lesson editor; loaded only on the page of an article.
import { enhance, offer } from "./enhance.js";
import { mount } from "./editor/mount.js";

offer({ lesson: mount });
enhance(document);
