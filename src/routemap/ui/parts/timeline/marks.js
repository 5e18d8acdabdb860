// The claims on both sides of the axis: one by one, or counted by month.
import { HEIGHT, STRIP, element } from "./axis.js";
import { counted, dayOf, firstDay, lastDay, monthInWords, monthOf, textOf } from "./days.js";

const DENIES = 1; // bits of a claim's look
const HOLLOW = 2;
const ABOUT = 4;
const PITCH = 7; // px between two rows, at most
const LEAST = 2; // rows that a side has room for in any case
const SHARE = 0.25; // of the height, that a side has in any case if months are counted
const SIDES = ["affirm", "deny"];

// The top of the axis, and the px between two rows or per claim of a month.
export function levels(data) {
  const room = HEIGHT - STRIP - 2;
  if (!data.claims) {
    const most = data.months.map((side) => Math.max(1, ...side));
    const share = Math.min(Math.max(most[0] / (most[0] + most[1]), SHARE), 1 - SHARE);
    const pitch = Math.min((room * share) / most[0], (room * (1 - share)) / most[1]);
    return { top: room * share + 1, pitch };
  }
  const depth = [LEAST, LEAST];
  data.claims.row.forEach((row, n) => {
    const side = data.claims.look[n] & DENIES;
    depth[side] = Math.max(depth[side], row + 1);
  });
  const top = (room * depth[0]) / (depth[0] + depth[1]);
  return { top: top + 1, pitch: Math.min(PITCH, room / (depth[0] + depth[1])) };
}

// What can be pointed at, in the order of time. Each has its element (`target`), its days, its place on
// the screen (`x1`, `x2`, `y`), and what is said about it (`lines`, `label`). `open` says whether it can
// be opened.
export function marks(data) {
  return data.claims ? claims(data) : months(data);
}

function claims(data) {
  const { claims: all } = data;
  const { top, pitch } = levels(data);
  const radius = Math.min(3, pitch / 2 - 0.3);
  const made = all.id.map((id, n) => {
    const look = all.look[n];
    const side = look & DENIES;
    const classes = ["mark", SIDES[side], look & HOLLOW ? "hollow" : "", look & ABOUT ? "about" : ""];
    const rect = element("rect", { class: classes.filter(Boolean).join(" ") });
    const depth = (all.row[n] + 0.5) * pitch;
    const y = side ? top + STRIP + depth + 1 : top - depth - 1;
    const [who, when] = [`${all.source[n]} ${all.stance[n]}`, all.words[n]];
    const dot = all.days[n] === 1;
    const half = dot ? radius : radius * 0.85;
    return {
      id,
      n,
      first: all.first[n],
      last: all.first[n] + all.days[n] - 1,
      target: rect,
      reach: half,
      y,
      place(at) {
        const [from, to] = [at.x(this.first), at.x(this.last + 1)];
        this.x1 = dot ? (from + to) / 2 - radius : from;
        this.x2 = dot ? this.x1 + 2 * radius : Math.max(to, from + 2 * radius);
        const box = { x: this.x1, y: y - half, width: this.x2 - this.x1, height: 2 * half, rx: half };
        for (const [key, value] of Object.entries(box)) rect.setAttribute(key, value);
      },
      show(state) {
        const strength = Number(state.strength[n]);
        rect.dataset.strength = strength;
        this.open = strength > 0;
        this.counts = [0, 0];
        if (strength) this.counts[side] = 1;
        this.lines = [who, all.excerpt[n], when, ...(strength ? [] : ["Not in the filter"])];
        this.label = `${who}, ${when}: ${all.excerpt[n]}`;
        rect.classList.toggle("chosen", state.claim === n);
      },
    };
  });
  return made.sort((one, other) => one.first - other.first || one.last - other.last);
}

function months(data) {
  const { top, pitch: unit } = levels(data);
  const least = monthOf(textOf(data.first));
  return data.months[0].flatMap((affirm, n) => {
    const all = [affirm, data.months[1][n]];
    if (!all[0] && !all[1]) return [];
    const month = least + n;
    const group = element("g");
    const bars = all.map((_, side) =>
      ["whole", "filled", "hollow"].map((kind) => element("rect", { class: `bar ${SIDES[side]} ${kind}` }))
    );
    group.append(...bars.flat());
    let at = null;
    return {
      id: "",
      n,
      first: firstDay(month),
      last: lastDay(month),
      target: group,
      reach: HEIGHT,
      y: HEIGHT / 2,
      bars: [[all[0], 0, 0], [all[1], 0, 0]],
      place(scale) {
        at = scale;
        this.x1 = at.x(this.first);
        this.x2 = at.x(this.last + 1);
        bars.forEach((own, side) => own.forEach((bar, kind) => this.draw(bar, side, kind)));
      },
      draw(bar, side, kind) {
        const height = Math.ceil(this.bars[side][kind] * unit * 2) / 2;
        const below = kind === 2 ? Math.ceil(this.bars[side][1] * unit * 2) / 2 : 0;
        const y = side ? top + STRIP + 1 + below : top - 1 - below - height;
        const box = { x: this.x1 + 0.5, y, width: Math.max(1, this.x2 - this.x1 - 1), height };
        for (const [key, value] of Object.entries(box)) bar.setAttribute(key, value);
      },
      show(state) {
        this.bars = all.map((number, side) => [number, state.strength[0][side][n], state.strength[1][side][n]]);
        this.counts = this.bars.map(([, filled, hollow]) => filled + hollow);
        this.open = true;
        this.lines = [
          monthInWords(month),
          ...SIDES.map((word, side) => `${counted(this.counts[side])} of ${counted(all[side])} ${word}`),
        ];
        this.label = this.lines.join(", ");
        const known = state.first && state.last && dayOf(state.first) === this.first;
        group.classList.toggle("chosen", Boolean(known) && dayOf(state.last) === this.last);
        if (at) this.place(at);
      },
    };
  });
}

// The mark at a point, at most `reach` px away from it; `null` if there is none.
export function nearest(all, x, y, reach) {
  let found = null;
  let least = reach;
  for (const mark of all) {
    const across = Math.max(mark.x1 - x, x - mark.x2, 0);
    const distance = Math.hypot(across, Math.max(Math.abs(y - mark.y) - mark.reach, 0));
    // of two marks at the same place, one that can be opened
    if (distance < least || (distance === least && found && !found.open && mark.open)) {
      least = distance;
      found = mark;
    }
  }
  return found;
}
