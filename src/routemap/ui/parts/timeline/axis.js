// The axis between the two sides: which day is where, and months and years on a strip.
import { firstDay, monthOf, textOf } from "./days.js";

export const HEIGHT = 92; // px of the plot
export const STRIP = 16; // px of the axis
const NARROW = 560; // px of the plot, below which the names of the sides are left out
const LEFT = { wide: 84, narrow: 50 }; // px
const RIGHT = 10; // px
const APART = 46; // px between two labels
const STEPS = [1, 3, 6, 12, 24, 60, 120, 240]; // months

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function scale(data, width) {
  const narrow = width < NARROW;
  const left = narrow ? LEFT.narrow : LEFT.wide;
  const days = data.last + 1 - data.first;
  const room = Math.max(1, width - left - RIGHT);
  return {
    narrow,
    left,
    right: left + room,
    x: (day) => left + ((day - data.first) / days) * room,
    day(x) {
      const share = Math.min(Math.max((x - left) / room, 0), 1);
      return Math.min(data.last, Math.floor(data.first + share * days));
    },
  };
}

export function element(name, attributes = {}) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// The lines and labels of the axis, whose strip begins at `top`.
export function axis(data, at, top) {
  const bottom = top + STRIP;
  const parts = [top, bottom].map((y) => element("path", { class: "rule", d: `M${at.left} ${y}H${at.right}` }));
  const first = monthOf(textOf(data.first));
  const last = monthOf(textOf(data.last));
  const each = (at.right - at.left) / (last - first + 1);
  const step = STEPS.find((months) => months * each >= APART) || STEPS.at(-1);
  for (let month = first; month <= last; month += 1) {
    if (month % step) continue;
    const x = at.x(firstDay(month));
    const year = month % 12 === 0;
    parts.push(element("path", { class: "rule", d: `M${x} ${year ? 0 : top}V${year ? HEIGHT : bottom}` }));
    if (x + APART * 0.7 > at.right) continue; // its label would be cut off
    const label = element("text", { x: x + 4, y: bottom - 4, class: year ? "year" : "" });
    label.textContent = year ? String(month / 12) : MONTHS[month % 12];
    parts.push(label);
  }
  return parts;
}
