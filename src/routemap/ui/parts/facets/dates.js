// The two days, which date of a claim they apply to, and periods that set both days.
import { choices, write } from "./nodes.js";

const PAUSE = 800; // ms without typing before a day is used; each digit can make a valid day
const OWN = "own";
// a field shows its day as the browser's language does, so the words below it say which is the month
const words = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

export class Dates {
  timers = {};

  constructor(box, change) {
    this.change = change;
    this.days = { from: box.querySelector("#facets-from"), to: box.querySelector("#facets-to") };
    this.period = box.querySelector("#facets-period");
    this.by = box.querySelector("#facets-by");
    this.note = box.querySelector(".swapped");
    for (const [key, field] of Object.entries(this.days)) {
      field.oninput = () => this.say(field);
      field.onchange = () => {
        clearTimeout(this.timers[key]);
        this.timers[key] = setTimeout(() => this.use(key), PAUSE);
      };
      field.onblur = () => this.use(key);
      // a handler that returns false would cancel the other keys
      field.onkeydown = (event) => {
        if (event.key === "Enter") this.use(key);
      };
    }
    this.period.onchange = () => {
      if (this.period.value === OWN) return;
      const [from, to] = this.period.value.split("/");
      this.set({ from, to });
    };
    this.by.onchange = () => change("set", "by", [this.by.value]);
  }

  show(data, values) {
    this.shown = { from: values.from[0] ?? "", to: values.to[0] ?? "" };
    for (const [key, field] of Object.entries(this.days)) {
      [field.min, field.max] = data.days;
      if (field.value !== this.shown[key] && !field.matches(":focus")) field.value = this.shown[key];
      this.say(field);
    }
    const by = values.by[0] ?? data.usual;
    choices(this.by, data.by, by);
    const chosen = `${this.shown.from}/${this.shown.to}`;
    const periods = [["/", "Any time"], ...data.periods[by].map(([label, from, to]) => [`${from}/${to}`, label])];
    if (!periods.some(([value]) => value === chosen)) periods.unshift([OWN, "Your own dates"]);
    choices(this.period, periods, periods[0][0] === OWN ? OWN : chosen);
  }

  say(field) {
    write(field.closest("div").querySelector(".day"), field.value && words.format(field.valueAsDate));
  }

  use(key) {
    clearTimeout(this.timers[key]);
    const field = this.days[key];
    if (field.checkValidity() && field.value !== this.shown[key]) this.set({ ...this.shown, [key]: field.value });
  }

  // The server puts the days in order, so both are always sent.
  set({ from, to }) {
    const swapped = from && to && from > to;
    write(this.note, swapped ? "“From” is later than “To”; the two dates were swapped." : "");
    const [first, last] = swapped ? [to, from] : [from, to];
    this.days.from.value = first;
    this.days.to.value = last;
    for (const field of Object.values(this.days)) this.say(field);
    this.shown = { from: first, to: last };
    this.change("set", "from", first ? [first] : []);
    this.change("set", "to", last ? [last] : []);
  }
}
