// The filters in the sidebar. They show the values and counts that the server sends, and send changes.
// The options come once, as data of this component; values and counts come with each run, apart from it.
import { follow } from "../state/received.js";
import { Outbox } from "./outbox.js";
import { arrange, choices, write } from "./nodes.js";
import { Dates } from "./dates.js";
import { Group } from "./group.js";
import { Search } from "./search.js";

const OPEN = new Set(["stance", "source"]); // facets that are open at first
const HERE = "feature"; // selects a place or route, which only the first page shows

// A facet with the counts of its options, and with those that only this state has.
function counted(facet, state) {
  const first = new Set(facet.first);
  const counts = state.counts[facet.key];
  const options = facet.options.map(([id, name, kind], at) => ({ id, name, kind, count: counts[at], first: first.has(at) }));
  for (const [[id, name, kind], count] of state.more[facet.key] ?? []) options.push({ id, name, kind, count, first: false });
  if (facet.kinds.length) options.sort((one, other) => one.kind - other.kind);
  return { ...facet, options };
}

class Panel {
  outbox = new Outbox();
  groups = new Map();

  constructor(box) {
    this.box = box;
    const change = (part, key, values) => this.change(part, key, values);
    this.search = new Search(box, change, (key, value) => this.choose(key, value));
    this.dates = new Dates(box, change);
    this.main = box.querySelector(".main");
    this.rest = box.querySelector("#facets-rest");
    this.more = box.querySelector(".more");
    this.compare = box.querySelector(".compare");
    this.more.onclick = () => this.unfold(this.rest.hidden);
    this.pair = [...this.compare.querySelectorAll("select")];
    for (const select of this.pair) select.onchange = () => this.choosePair();
    this.two = box.querySelector(".two");
    this.two.onclick = () => this.compareChosen();
    this.states = follow("facets", box, (state) => this.hear(state));
  }

  change(part, key, values) {
    this.outbox.put(part, key, values);
    const next = { ...this.values, ...(part === "set" && { [key]: values }) };
    // the map shows the change at once, before the answer of the page (follow_page.js)
    if (part === "set") window.dispatchEvent(new CustomEvent("routemap:filters", { detail: next }));
    this.draw(next);
  }

  // A suggestion becomes a filter, or the selection on the map.
  choose(key, value) {
    if (key === HERE && this.data.page === "") this.change("set", HERE, [value]);
    else {
      const facet = key === HERE ? "about" : key;
      this.change("set", facet, [...new Set([...this.values[facet], value])]);
    }
  }

  choosePair() {
    const chosen = this.pair.map((select) => select.value).filter(Boolean);
    const same = chosen.length === 2 && chosen[0] === chosen[1];
    write(this.compare.querySelector(".note"), same ? "Choose two different claim sources." : "");
    if (same || chosen.length === 1) {
      if (this.values.compare.length) this.change("set", "compare", []);
    } else this.change("set", "compare", chosen);
  }

  // Two sources that are chosen as a filter become the two of the comparison.
  compareChosen() {
    this.change("set", "compare", this.values.source);
    this.change("set", "source", []);
    this.groups.get("source").head.focus(); // the button is gone
  }

  unfold(open) {
    this.rest.hidden = !open;
    this.more.setAttribute("aria-expanded", String(open));
  }

  take(constant, transmit) {
    this.constant = constant;
    this.transmit = transmit;
    this.states.now();
  }

  hear(state) {
    if (state.of !== this.constant?.id) return;
    const first = !this.data;
    const groups = this.constant.groups.map((facet) => counted(facet, state));
    this.data = { ...this.constant, ...state, groups };
    this.draw(this.outbox.hear(this.data, this.transmit));
    const rare = [...groups.filter(({ main }) => !main).map(({ key }) => key), "compare"];
    if (first && rare.some((key) => this.values[key].length)) this.unfold(true);
  }

  draw(values) {
    const { data } = this;
    this.values = values;
    this.search.show(data, values);
    this.dates.show(data, values);
    const nodes = { true: [], false: [] };
    for (const facet of data.groups) {
      const chosen = values[facet.key];
      if (!this.groups.has(facet.key)) {
        const open = OPEN.has(facet.key) || chosen.length > 0;
        this.groups.set(facet.key, new Group(facet.key, open, (...sent) => this.change(...sent)));
        if (facet.key === "source") this.groups.get("source").body.append(this.two);
      }
      const group = this.groups.get(facet.key);
      group.show(facet, chosen);
      // a filter that is set is never hidden under “More”
      nodes[facet.main || chosen.length > 0].push(group.node);
    }
    arrange(this.main, nodes.true);
    arrange(this.rest, [...nodes.false, this.compare]);
    this.two.hidden = values.source.length !== 2;
    const sources = data.groups.find(({ key }) => key === "source").options;
    const pairs = [["", "Choose a claim source"], ...sources.map(({ id, name }) => [id, name])];
    for (const [at, select] of this.pair.entries()) {
      const chosen = values.compare.length ? values.compare[at] : select.value;
      choices(select, pairs, chosen);
    }
  }
}

export function draw({ data, setTriggerValue, parentElement }) {
  const box = parentElement.querySelector(".facets");
  box.panel ||= new Panel(box);
  box.panel.take(JSON.parse(data), (value) => setTriggerValue("filters", value));
  return box.panel.states.leave;
}
