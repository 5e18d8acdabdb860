// The timeline: draws what the server sends, and asks it for days and claims. What no filter changes
// comes as data of this component. What a run changes comes apart from it.
import { follow } from "../state/received.js";
import { HEIGHT, STRIP, axis, element, scale } from "./axis.js";
import { brush } from "./brush.js";
import { counted, dayOf, inWords, textOf } from "./days.js";
import { levels, marks } from "./marks.js";
import { playback } from "./playback.js";

const GAP = 4; // px between the plot and the words above it
const ALWAYS = [
  "Claims that affirm are above the axis, denials below it.",
  "Pale: not in the filter, or not about the selected place or route.",
  "Drag across the timeline to set the dates. Click an empty spot to clear them.",
  "Play shows what had been said by the end of each month, or in it. Later statements are not shown, denials included.",
];

function start(root) {
  const box = root.querySelector(".timeline");
  const part = (selector) => box.querySelector(selector);
  const svg = part(".plot");
  const tip = part(".tip");
  let send = () => {};
  let data = null; // what is drawn
  let coming = null; // the same for another kind of date, until its state is here
  let state = null;
  const player = playback((days) => send("days", days), drawControls);
  const host = { marks: [], at: null, days: null, tell, preview, set, clear, open, focus };

  // --- what is drawn once per data, and again when the width changes

  function build() {
    const [affirm, deny] = data.colours.map(([light, dark]) => `light-dark(${light}, ${dark})`);
    box.style.setProperty("--affirm", affirm);
    box.style.setProperty("--deny", deny);
    host.marks = marks(data);
    for (const mark of host.marks) mark.target.setAttribute("role", "button");
    layOut();
  }

  function layOut() {
    const width = svg.clientWidth;
    if (!data || !width) return;
    host.at = scale(data, width);
    const { top } = levels(data);
    const focused = root.getRootNode().activeElement;
    for (const mark of host.marks) mark.place(host.at);
    svg.replaceChildren(
      element("rect", { class: "shade", y: 0, height: HEIGHT }),
      element("rect", { class: "now", y: 0, height: HEIGHT }),
      ...axis(data, host.at, top),
      label("affirm", "+", 0, top / 2),
      label("deny", "−", 1, (top + STRIP + HEIGHT) / 2),
      ...host.marks.map((mark) => mark.target),
      element("path", { class: "handles" })
    );
    if (focused && svg.contains(focused)) focused.focus();
    drawState();
  }

  function label(word, sign, side, middle) {
    const text = element("text", { class: `side ${word}`, x: 0, y: middle + 4 });
    const number = element("tspan");
    text.append(number);
    if (!host.at.narrow) text.append(Object.assign(element("tspan"), { textContent: `\u00a0${word}` }));
    text.fill = () => (number.textContent = `${sign} ${counted(state.sides[side])}`);
    return text;
  }

  // --- what a run changes

  function drawState() {
    if (!state || !host.at) return;
    const focused = root.getRootNode().activeElement;
    for (const text of svg.querySelectorAll(".side")) text.fill?.();
    let first = null;
    for (const mark of host.marks) {
      mark.show(state);
      mark.target.setAttribute("aria-hidden", String(!mark.open));
      mark.target.setAttribute("aria-label", mark.label);
      // removed only from marks that cannot be opened, because it would take the focus away
      if (!mark.open) mark.target.removeAttribute("tabindex");
      else {
        mark.target.setAttribute("tabindex", "-1");
        if (!first || mark.target === focused) first = mark;
      }
    }
    first?.target.setAttribute("tabindex", "0");
    const ends = [state.first ? dayOf(state.first) : data.first, state.last ? dayOf(state.last) : data.last];
    host.days = state.first || state.last ? ends : null;
    shade(host.days);
    drawControls();
    part(".said").textContent = state.said;
    part("figcaption b").textContent = state.number;
    part("figcaption span").textContent = state.dated ? ` · ${state.dated}` : "";
    box.classList.toggle("saying", state.said !== "");
  }

  function drawControls() {
    const { playing, adds } = player.now;
    name(part(".play"), playing ? "Pause" : "Play");
    part(".play").classList.toggle("playing", playing);
    name(part(".speed"), `Speed: ${player.speed()}`);
    part(".speed").textContent = player.speed();
    name(part(".pace"), adds ? "Months add up" : "One month");
    part(".pace").classList.toggle("alone", !adds);
    part(".pace span").textContent = adds ? "Months add up" : "One month";
    for (const button of part(".buttons").children) button.disabled = !player.possible();
    box.setAttribute("aria-busy", String(player.busy()));
  }

  function name(button, text) {
    button.setAttribute("aria-label", text);
    button.title = text;
  }

  // Shades days: those of the filter, or those of an unfinished drag, which are also named.
  function shade(days) {
    const [from, to] = days ? [Math.max(days[0], data.first), Math.min(days[1], data.last) + 1].map(host.at.x) : [0, 0];
    const seen = to > from;
    part(".shade").setAttribute("x", from);
    part(".shade").setAttribute("width", seen ? to - from : 0);
    part(".handles").setAttribute("d", seen ? [from, to].map(handle).join("") : "");
    part(".now").setAttribute("x", to - 1);
    part(".now").setAttribute("width", state.said && seen ? 2 : 0);
    return (from + to) / 2;
  }

  function handle(x) {
    return `M${x} 0V${HEIGHT}M${x - 3} ${HEIGHT / 2 - 9}h6v18h-6z`;
  }

  function preview(days) {
    const middle = shade(days || host.days);
    if (days) say([`${inWords(days[0])} to ${inWords(days[1])}`], middle);
    else say(null);
  }

  function tell(mark) {
    if (mark) say(mark.lines, (mark.x1 + mark.x2) / 2);
    else say(null);
  }

  function say(lines, x) {
    const isOpen = tip.matches(":popover-open");
    if (!lines) return isOpen && tip.hidePopover();
    tip.replaceChildren(
      ...lines.map((line, n) => Object.assign(document.createElement(n ? "p" : "b"), { textContent: line }))
    );
    if (!isOpen) tip.showPopover();
    const plot = svg.getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const left = Math.min(Math.max(plot.left + x - own.width / 2, 4), document.documentElement.clientWidth - own.width - 4);
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(4, plot.top - own.height - GAP)}px`;
  }

  function explain() {
    const numbers = [state.number, state.dated].filter(Boolean).join(" · ");
    const sentences = [`${numbers}.`, ALWAYS[0], ...data.help, ...ALWAYS.slice(1), state.left_out].filter(Boolean);
    const item = (text) => Object.assign(document.createElement("li"), { textContent: text });
    part("ul").replaceChildren(...sentences.map(item));
    const years = new Map();
    for (const { first, counts } of host.marks) {
      const year = textOf(first).slice(0, 4);
      const sum = years.get(year) || [0, 0];
      years.set(year, [sum[0] + counts[0], sum[1] + counts[1]]);
    }
    part("tbody").replaceChildren(...[...years].map(([year, counts]) => row([year, ...counts.map(counted)])));
  }

  function row(cells) {
    const made = document.createElement("tr");
    made.append(...cells.map((text, n) => Object.assign(document.createElement(n ? "td" : "th"), { textContent: text })));
    return made;
  }

  // --- what the reader does

  function set(first, last) {
    player.stop();
    send("days", { first: textOf(first), last: textOf(last) });
  }

  function clear() {
    player.stop();
    send("days", { first: "", last: "" });
  }

  function open(mark) {
    if (mark.id) send("claim", mark.id);
    else set(mark.first, mark.last);
  }

  function focus(mark) {
    for (const other of host.marks) if (other.open) other.target.setAttribute("tabindex", other === mark ? "0" : "-1");
    mark.target.focus();
  }

  const does = {
    ".back": () => player.step(-1),
    ".play": player.toggle,
    ".next": () => player.step(1),
    ".speed": player.faster,
    ".pace": player.changePace,
  };
  for (const [selector, act] of Object.entries(does)) part(selector).onclick = act;
  part("#timeline-help").onbeforetoggle = (event) => {
    if (event.newState === "open") explain();
  };
  brush(svg, host);

  // --- what the server sends

  function hear(found) {
    if (found.of !== coming?.id) return;
    const fresh = data?.id !== coming.id;
    data = coming;
    state = found;
    player.show(state);
    if (fresh) build();
    else drawState();
  }

  function leave() {
    if (box.isConnected) return;
    player.stop();
    size.disconnect();
    states.leave();
  }

  const size = new ResizeObserver(layOut);
  size.observe(svg);
  const states = follow("timeline", box, hear);
  return {
    leave,
    take(constant, trigger) {
      coming = constant;
      send = trigger;
      states.now();
    },
  };
}

// Called for every new constant part, always for the same element.
export function draw({ data, setTriggerValue, parentElement }) {
  parentElement.routemapTimeline ||= start(parentElement);
  parentElement.routemapTimeline.take(JSON.parse(data), setTriggerValue);
  return parentElement.routemapTimeline.leave;
}
