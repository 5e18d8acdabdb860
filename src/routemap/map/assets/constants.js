// What the server sends along with the scripts: style table, drawing rules, basemaps. `scripts.py` writes it.

/** @import { Constants } from "./types.js" */

/** @type {Constants} */
export const constants = window.routemap.constants;
