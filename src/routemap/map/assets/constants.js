// The constants in the script file (style table, drawing rules, basemaps), written by scripts.py.

/** @import { Constants } from "./types.js" */

/** @type {Constants} */
export const constants = window.routemap.constants;
