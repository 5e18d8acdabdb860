// The meaning of a character of the state (the status of a feature, and the side that filters hide)
// and of a mark: a hexadecimal digit with the phase and the directions of the movement.

import { constants } from "./constants.js";

const stateOf = (code) => constants.states[code] || [null, ""];
export const statusOf = (code) => stateOf(code)[0];
export const hidesOf = (code) => stateOf(code)[1];
const numberOf = (mark) => Number(`0x${mark || "0"}`);
export const pendingOf = (mark) => constants.pending[(numberOf(mark) & 3) - 1] || null;
// 1: along the line, 2: against it, 3: both, 0: not said
export const directionOf = (mark) => numberOf(mark) >> 2;
export const hiddenSide = (hides) => `${hides.charAt(0).toUpperCase()}${hides.slice(1)} hidden by your filters`;
