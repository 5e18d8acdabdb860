// The text of an article with its proposals and marks. Text, sentences and proposals come once, as data
// of this component, and are drawn once; the marks come with each run, apart from it.
import { make } from "../facets/nodes.js";
import { follow } from "../state/received.js";
import { keyboard } from "./keyboard.js";
import { pointer } from "./pointer.js";
import { Queue } from "./queue.js";
import { Tip } from "./tip.js";
import { Runs } from "./runs.js";

const SAID = 140; // letters of an excerpt that a screen reader hears
const GAP = 6; // px between a passage and the button below it
// what is kept if Streamlit draws the component anew, as after a visit to another page
const kept = (window.routemapText ||= { id: "", top: 0, at: 0 });

class MarkedText {
  queue = new Queue();
  runs = null; // of the text that is drawn
  marks = [];
  passage = null; // what the reader has selected: `start`, `end`, and whether it is `native` to the browser
  at = 0; // the sentence that has the Tab stop
  painted = []; // runs that look different because of marks
  numbers = []; // elements with the numbers of marks
  heard = false;

  constructor(section) {
    this.section = section;
    [this.box, this.text, this.act, this.status] = [".box", ".text", ".act", ".off"].map((part) => section.querySelector(part));
    this.tip = new Tip(section.querySelector(".tip"));
    this.listens = new AbortController();
    keyboard(this);
    pointer(this);
    this.box.onscroll = () => (kept.top = this.box.scrollTop);
    document.addEventListener("scroll", () => this.tip.place(this.box), { capture: true, signal: this.listens.signal });
    this.size = new ResizeObserver(() => this.placeButton());
    this.size.observe(this.text);
    this.states = follow("text_marks", section, (state) => this.hear(state));
  }

  // --- what the server sends

  take({ id, shown }, transmit) {
    this.queue.transmit = transmit;
    if (id !== this.id) this.build(id, shown);
    this.states.now();
  }

  build(id, shown) {
    const same = this.runs?.text === shown.text || kept.id === id;
    const { top, at } = same ? kept : { top: 0, at: 0 };
    const held = this.text.contains(this.section.getRootNode().activeElement);
    if (this.runs?.text !== shown.text) this.queue.clear();
    this.id = kept.id = id;
    this.runs = new Runs(shown);
    this.marks = [];
    this.painted = [];
    this.numbers = [];
    this.heard = false; // whether its marks have come
    this.at = Math.min(at, this.runs.sentences.length - 1);
    for (const sentence of this.runs.sentences) this.describe(sentence);
    this.sentence.node.tabIndex = 0;
    this.text.replaceChildren(...this.runs.paragraphs);
    this.text.hidden = false;
    this.select(null);
    this.box.scrollTop = top;
    if (held) this.sentence.node.focus({ preventScroll: true });
  }

  hear(state) {
    if (state.of !== this.id) return;
    const known = new Set(this.marks.map((mark) => mark.key));
    const first = !this.heard;
    this.heard = true;
    this.queue.hear(state.taken);
    const before = this.marks;
    this.marks = state.marks.map(([start, end, key, label, chosen]) => ({ start, end, key, label, chosen }));
    this.paint();
    const touched = [...before, ...this.marks];
    for (const sentence of this.runs.sentences) {
      if (touched.some((mark) => mark.start < sentence.end && sentence.start < mark.end)) this.describe(sentence);
    }
    const made = first ? [] : this.marks.filter((mark) => !known.has(mark.key));
    if (made.length) this.status.textContent = `Marked: ${made.map((mark) => this.said(mark)).join(" ")}`;
  }

  said({ start, end }) {
    const text = this.runs.slice(start, end).replace(/\s+/g, " ");
    return text.length > SAID ? `${text.slice(0, SAID)}…` : text;
  }

  // --- what is drawn

  get sentence() {
    return this.runs.sentences[this.at];
  }

  marksIn({ start, end }) {
    return this.marks.filter((mark) => mark.start < end && start < mark.end);
  }

  lines(part) {
    const marks = this.marksIn(part).map((mark) => `Excerpt ${this.marks.indexOf(mark) + 1}: ${mark.label}`);
    return [...marks, ...new Set(part.found.map((span) => span.label))];
  }

  describe(sentence) {
    sentence.node.setAttribute("aria-description", this.lines(sentence).join("; "));
  }

  // Show the marks, and passages that are on their way to the server.
  paint() {
    for (const { node } of this.painted) node.className = "run";
    for (const number of this.numbers) number.remove();
    const waiting = this.queue.waiting.flatMap(({ event, value }) => (event === "mark" ? [value] : []));
    this.painted = [];
    this.numbers = [];
    for (const { start, end } of waiting) this.show(start, end, "waiting");
    for (const [n, mark] of this.marks.entries()) {
      const look = mark.chosen ? ["chosen"] : [];
      const [run] = this.show(mark.start, mark.end, "marked", ...look);
      const number = make("i", { class: ["number", ...look].join(" "), "data-number": n + 1, "aria-hidden": "true" });
      number.mark = mark;
      run?.node.before(number);
      this.numbers.push(number);
    }
    this.placeButton();
  }

  show(start, end, ...looks) {
    const runs = this.runs.covering(start, end);
    for (const { node } of runs) node.classList.add(...looks);
    this.painted.push(...runs);
    return runs;
  }

  // --- what the reader does

  // Select a passage, or nothing.
  select(passage) {
    this.passage = passage;
    for (const { node, start, end } of this.runs.sentences) {
      const chosen = Boolean(passage) && !passage.native && passage.start < end && start < passage.end;
      if ((node.ariaSelected === "true") !== chosen) node.ariaSelected = String(chosen);
    }
    this.act.hidden = !passage;
    this.placeButton();
  }

  clear() {
    document.getSelection().removeAllRanges();
    this.select(null);
  }

  // The button is below the end of the passage.
  placeButton() {
    if (!this.passage) return;
    const last = [...this.runs.range(this.passage).getClientRects()].at(-1);
    const box = this.box.getBoundingClientRect();
    const [width, most] = [this.act.offsetWidth, this.box.clientWidth];
    this.act.style.left = `${Math.max(0, Math.min(last.right - box.left - width / 2, most - width))}px`;
    this.act.style.top = `${last.bottom - box.top + this.box.scrollTop + GAP}px`;
  }

  // Move the Tab stop and the focus.
  go(to) {
    const { sentences } = this.runs;
    this.sentence.node.tabIndex = -1;
    this.at = kept.at = Math.max(0, Math.min(to, sentences.length - 1));
    this.sentence.node.tabIndex = 0;
    this.sentence.node.focus({ preventScroll: true });
    this.sentence.node.scrollIntoView({ block: "nearest" });
  }

  mark() {
    const { start, end } = this.passage ?? this.sentence;
    if (this.act.matches(":focus")) this.sentence.node.focus({ preventScroll: true });
    this.clear();
    this.queue.put("mark", { start, end });
    this.paint();
  }

  // Choose a mark, the next one if one of several at a place is chosen.
  choose(marks) {
    const next = marks[(marks.findIndex((mark) => mark.chosen) + 1) % marks.length];
    this.clear();
    this.queue.put("choice", { key: next.key });
  }

  leave() {
    if (this.section.isConnected) return;
    this.queue.clear();
    this.size.disconnect();
    this.listens.abort();
    this.states.leave();
  }
}

// Called for every new text or proposal, always for the same element.
export function draw({ data, setTriggerValue, parentElement }) {
  const section = parentElement.querySelector(".marks");
  section.content ||= new MarkedText(section);
  section.content.take(JSON.parse(data), setTriggerValue);
  return () => section.content.leave();
}
