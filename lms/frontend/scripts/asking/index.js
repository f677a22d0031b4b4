// What only some questions need; loaded where one of them stands in the page.
export { handin } from "./handin.js";
export { hotspot } from "./hotspot.js";
export { practice } from "./practice.js";
export { wordcount } from "./wordcount.js";
