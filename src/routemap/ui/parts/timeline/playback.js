// Playback: the months in turn, each asked for after the one before has been answered. The server has
// no state of it. It sees a reader who sets dates, and the answer is a page with these dates. A request
// names the days that were shown, and the server ignores it if the reader has changed them meanwhile.
import { firstDay, lastDay, monthOf, textOf } from "./days.js";

const SPEEDS = [
  ["1×", 1000],
  ["2×", 500],
  ["0.5×", 2000],
];
const BREATH = 100; // ms between an answer and the next month, however slow the server is
const PATIENCE = 20000; // ms to wait for an answer

const same = (one, other) =>
  Boolean(one && other) && one.first === other.first && one.last === other.last && one.known === other.known;

// `ask` requests days; `draw` is called when something changes that readers see.
export function playback(ask, draw) {
  let months = []; // the first and the last
  let shown = null; // days of the latest answer
  let before = null; // those of the answer before `requested`
  let requested = null; // days that the server has not answered yet
  let since = 0;
  let timer = 0;
  let own = false; // whether `shown` was set here
  const now = { playing: false, speed: 0, adds: true };

  function stop() {
    clearTimeout(timer);
    now.playing = false;
    draw();
  }

  function daysOf(month) {
    return { first: now.adds ? "" : textOf(firstDay(month)), last: textOf(lastDay(month)), known: true };
  }

  function request(month) {
    const days = daysOf(month);
    clearTimeout(timer);
    if (same(days, shown)) return stop();
    requested = days;
    before = shown;
    since = performance.now();
    timer = setTimeout(() => {
      requested = null;
      stop();
    }, PATIENCE);
    draw();
    ask({ first: days.first, last: days.last, after: shown });
  }

  function monthAfter(by) {
    if (!shown.last) return by > 0 ? months[0] : months[1];
    return Math.min(Math.max(monthOf(shown.last) + by, months[0]), months[1]);
  }

  function ended() {
    return Boolean(shown.last) && monthOf(shown.last) >= months[1];
  }

  function step(by) {
    now.playing = false;
    request(monthAfter(by));
  }

  function toggle() {
    if (now.playing) return stop();
    now.playing = true;
    request(ended() ? months[0] : monthAfter(1));
  }

  // The next month follows the interval, but never the answer to the last one by less than a breath.
  function answered() {
    clearTimeout(timer);
    if (!now.playing) return;
    if (ended()) return stop();
    const rest = since + SPEEDS[now.speed][1] - performance.now();
    timer = setTimeout(() => request(monthAfter(1)), Math.max(BREATH, rest));
  }

  // Dates other than those asked for are the reader's: playback leaves them alone.
  function show(state) {
    months = state.months.map(monthOf);
    const late = requested && same(state, before);
    const answer = requested && same(state, requested);
    const changed = !same(state, shown);
    shown = { first: state.first, last: state.last, known: state.known };
    if (late) return;
    requested = null;
    if (answer) {
      own = true;
      answered();
    } else if (changed) {
      own = false;
      if (now.playing) stop();
    }
  }

  return {
    now,
    show,
    step,
    stop,
    toggle,
    speed: () => SPEEDS[now.speed][0],
    busy: () => requested !== null,
    possible: () => months.length > 0,
    faster() {
      now.speed = (now.speed + 1) % SPEEDS.length;
      draw();
    },
    // only days that playback has set change with it, never those that the reader has set
    changePace() {
      now.adds = !now.adds;
      if (own && !requested && shown.last) request(monthOf(shown.last));
      draw();
    },
  };
}
