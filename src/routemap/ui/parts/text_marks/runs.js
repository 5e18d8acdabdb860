// The text as elements: paragraphs, sentences, and runs, which are pieces with the same proposals.
//
// The server counts code points and the browser UTF-16 units. Only this file knows about the latter.
import { make } from "../facets/nodes.js";

const SURROGATES = /[\ud800-\udfff]/;
const LOW = /[\udc00-\udfff]/;
const LINES = /\r\n|[\n\r\v\f\x85\u2028\u2029]/g;

const points = (text) => (SURROGATES.test(text) ? [...text].length : text.length);
const units = (text, point) => (SURROGATES.test(text) ? [...text].slice(0, point).join("").length : point);

// A function from code points to UTF-16 units of a long text.
function scale(text) {
  if (!SURROGATES.test(text)) return (point) => point;
  const found = [0];
  for (const letter of text) found.push(found.at(-1) + letter.length);
  return (point) => found[point];
}

export class Runs {
  all = [];
  sentences = [];
  paragraphs = [];
  byText = new Map();

  constructor({ text, sentences, spans }) {
    this.text = text;
    this.unit = scale(text);
    this.spans = spans.map(([start, end, kind, label]) => ({ start, end, kind, label }));
    this.active = [];
    this.next = 0;
    const spaced = text.split(/\n\s*\n/, 2).length > 1;
    let end = 0;
    for (const [first, last] of sentences) {
      this.gap(end, first, spaced);
      this.sentence(first, last);
      end = last;
    }
    if (this.slice(end).trim()) this.add(this.paragraphs.at(-1), end, points(text));
  }

  slice(start, end) {
    return this.text.slice(this.unit(start), end === undefined ? undefined : this.unit(end));
  }

  // What is between two sentences: line breaks separate paragraphs, and are not drawn.
  gap(start, end, spaced) {
    const between = this.slice(start, end);
    const breaks = between.match(LINES)?.length ?? 0;
    if (breaks || !this.paragraphs.length) {
      const close = breaks === 1 && spaced;
      this.paragraphs.push(make("div", { role: "none", dir: "auto", class: close ? "close" : "far" }));
    }
    if (between.trim() || (between && !breaks)) this.add(this.paragraphs.at(-1), start, end);
  }

  sentence(start, end) {
    const node = make("span", { role: "option", class: "sentence", tabindex: "-1", "aria-selected": "false" });
    const before = this.all.length;
    this.add(node, start, end);
    const found = new Set(this.all.slice(before).flatMap((run) => run.found));
    this.sentences.push({ start, end, node, found: [...found] });
    this.paragraphs.at(-1).append(node);
  }

  // Cut a passage where a proposal begins or ends.
  add(parent, start, end) {
    while (this.next < this.spans.length && this.spans[this.next].start < end) this.active.push(this.spans[this.next++]);
    this.active = this.active.filter((span) => span.end > start);
    const inside = this.active.flatMap((span) => [span.start, span.end]).filter((point) => start < point && point < end);
    const edges = [...new Set([start, ...inside, end])].sort((one, other) => one - other);
    for (const [n, last] of edges.slice(1).entries()) {
      const found = this.active.filter((span) => span.start <= edges[n] && last <= span.end);
      // the sign of the shortest, which is the most exact one
      const shortest = found.reduce((one, other) => (other.end - other.start < one.end - one.start ? other : one), found[0]);
      const node = make("span", { class: "run", "data-kind": shortest?.kind ?? false });
      const text = document.createTextNode(this.slice(edges[n], last));
      node.append(text);
      parent.append(node);
      this.keep(this.all.length, { start: edges[n], end: last, node, text, found });
    }
  }

  keep(place, run) {
    this.all.splice(place, 0, run);
    this.byText.set(run.text, run);
  }

  // The place of the first run that ends after a code point.
  place(point) {
    return firstOf(this.all.length, (n) => this.all[n].end > point);
  }

  // The runs of a passage. One that is only partly in it is cut in two.
  covering(start, end) {
    this.cut(start);
    this.cut(end);
    return this.all.slice(this.place(start), firstOf(this.all.length, (n) => this.all[n].start >= end));
  }

  cut(point) {
    const place = this.place(point);
    const run = this.all[place];
    if (!run || run.start >= point) return;
    const text = run.text.splitText(units(run.text.data, point - run.start));
    const node = run.node.cloneNode(false);
    node.append(text);
    run.node.after(node);
    this.keep(place + 1, { start: point, end: run.end, node, text, found: run.found });
    run.end = point;
  }

  // The run and the sentence of an element, `undefined` if it is in none.
  runOf(node) {
    return node.firstChild && this.byText.get(node.firstChild);
  }

  sentenceAt(point) {
    return Math.min(
      firstOf(this.sentences.length, (n) => this.sentences[n].end > point),
      this.sentences.length - 1
    );
  }

  // The code point at a boundary of a selection. `later` says which one is meant between two runs.
  point(container, offset, later) {
    const run = this.byText.get(container);
    if (run) {
      const inPair = LOW.test(container.data[offset] ?? "");
      return run.start + points(container.data.slice(0, inPair && !later ? offset - 1 : offset));
    }
    const range = document.createRange();
    range.setStart(container, offset);
    const next = firstOf(this.all.length, (n) => range.comparePoint(this.all[n].text, 0) >= 0);
    return later ? (this.all[next - 1]?.end ?? 0) : (this.all[next]?.start ?? this.all.at(-1).end);
  }

  // A passage without the white space around it, `null` if nothing is left.
  passage(start, end) {
    const text = this.slice(start, end);
    const from = start + points(text) - points(text.trimStart());
    const to = end - points(text) + points(text.trimEnd());
    return from < to ? { start: from, end: to } : null;
  }

  range({ start, end }) {
    const [from, to] = [this.all[this.place(start)], this.all[this.place(end - 1)]];
    const range = document.createRange();
    range.setStart(from.text, units(from.text.data, Math.max(0, start - from.start)));
    range.setEnd(to.text, units(to.text.data, Math.max(0, end - to.start)));
    return range;
  }
}

// The first of `count` numbers that a growing condition is true for, `count` if it is true for none.
function firstOf(count, condition) {
  let [from, to] = [0, count];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (condition(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
