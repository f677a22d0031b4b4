// The studio: what its pages enhance, each loaded where it is used.
import { enhance } from "./enhance.js";
