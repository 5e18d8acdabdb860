// Days as numbers since 1 January 1970 and months as numbers since year 0, as the timeline counts them.
const DAY = 86400000; // ms

const number = new Intl.NumberFormat("en");
const words = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };

export function dayOf(text) {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

export function textOf(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function inWords(day) {
  return new Date(day * DAY).toLocaleDateString("en-GB", words);
}

export function counted(count) {
  return number.format(count);
}

// The month of a day as text, such as 2022-09-30 or 2022-09.
export function monthOf(text) {
  const [year, month] = text.split("-").map(Number);
  return year * 12 + month - 1;
}

export function firstDay(month) {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY;
}

export function lastDay(month) {
  return firstDay(month + 1) - 1;
}

export function monthInWords(month) {
  const first = new Date(firstDay(month) * DAY);
  return first.toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
}
