// What a character of the state says about a feature: its status, and which side the filters hide.

import { constants } from "./constants.js";

const stateOf = (code) => constants.states[code] || [null, ""];
export const statusOf = (code) => stateOf(code)[0];
export const hidesOf = (code) => stateOf(code)[1];
export const hiddenSide = (hides) => `${hides.charAt(0).toUpperCase()}${hides.slice(1)} hidden by your filters`;
