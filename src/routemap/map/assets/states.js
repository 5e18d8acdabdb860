// The meaning of a character of the state: the status of a feature, and the side that filters hide.

import { constants } from "./constants.js";

const stateOf = (code) => constants.states[code] || [null, ""];
export const statusOf = (code) => stateOf(code)[0];
export const hidesOf = (code) => stateOf(code)[1];
export const hiddenSide = (hides) => `${hides.charAt(0).toUpperCase()}${hides.slice(1)} hidden by your filters`;
