// A facet: a heading that folds it, a search field if it is long, and a checkbox for each option.
import { arrange, make, write } from "./nodes.js";

const SHORT = 8; // options that need neither a search field nor a button for the others
const PAUSE = 400; // ms without typing before the server searches a list that the page has only a part of
const number = new Intl.NumberFormat("en");

// Letters without accents and case: what readers type finds them either way.
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export class Group {
  rows = new Map(); // by id
  kinds = new Map(); // headings by number of the kind
  touched = new Set(); // options that stay in view although they are no longer chosen
  whole = false;
  typed = "";

  constructor(key, open, change) {
    this.change = change;
    this.open = open;
    this.head = make("button", { type: "button", class: "head", "aria-controls": `facets-${key}` });
    this.name = make("span");
    this.badge = make("span", { class: "badge" });
    this.head.append(this.name, this.badge);
    this.field = make("input", { type: "search", class: "find", autocomplete: "off" });
    this.list = make("div", { class: "rows" });
    this.note = make("p", { class: "note" });
    this.others = make("button", { type: "button", class: "others" });
    this.body = make("div", { id: `facets-${key}` }, this.field, this.list, this.note, this.others);
    // the name of the group is that of the filter, and its button also says how many options are chosen
    this.node = make("fieldset", { class: "group" }, make("legend", {}, this.head), this.body);
    this.head.onclick = () => {
      this.open = !this.open;
      this.touched.clear();
      this.draw();
    };
    this.others.onclick = () => {
      this.whole = !this.whole;
      this.touched.clear();
      this.draw();
    };
    this.field.oninput = () => {
      this.typed = this.field.value.trim();
      this.touched.clear();
      this.draw();
      clearTimeout(this.timer);
      if (this.isPart) this.timer = setTimeout(() => this.change("find", key, [this.typed]), PAUSE);
    };
    // Enter in a list searches it, and chooses nothing
    this.field.onkeydown = (event) => {
      if (event.key === "Enter") event.preventDefault();
    };
    this.list.onchange = ({ target }) => {
      this.touched.add(target.value);
      if (target.checked) this.chosen.add(target.value);
      else this.chosen.delete(target.value);
      this.change("set", key, [...this.chosen]);
    };
  }

  get isPart() {
    return this.facet.total > this.facet.options.length;
  }

  show(facet, values) {
    this.facet = facet;
    this.chosen = new Set(values);
    this.draw();
  }

  draw() {
    const { facet, chosen } = this;
    write(this.name, facet.label);
    const total = number.format(facet.total);
    write(this.badge, chosen.size ? `${chosen.size} of ${total}` : total);
    this.node.setAttribute("aria-label", facet.label);
    this.head.setAttribute("aria-label", `${facet.label}, ${chosen.size ? `${chosen.size} of ${total} chosen` : `${total} options`}`);
    this.badge.classList.toggle("set", chosen.size > 0);
    this.head.setAttribute("aria-expanded", String(this.open));
    this.body.hidden = !this.open;
    if (!this.open) return;
    this.field.hidden = facet.total <= SHORT;
    this.field.placeholder = `Find in ${number.format(facet.total)}`;
    this.field.setAttribute("aria-label", `Find in ${facet.label}`);
    const found = this.found();
    const nodes = [];
    let kind = null;
    for (const option of found) {
      if (facet.kinds.length && option.kind !== kind) {
        kind = option.kind;
        nodes.push(this.kind(kind));
      }
      nodes.push(this.row(option));
    }
    arrange(this.list, nodes);
    for (const [id, { node }] of this.rows) if (!this.list.contains(node)) this.rows.delete(id);
    write(this.note, found.length ? "" : "None found.");
    this.others.hidden = this.typed !== "" || facet.options.length <= SHORT;
    const all = this.isPart
      ? `Show ${facet.options.length} of ${number.format(facet.total)}`
      : `Show all ${number.format(facet.total)}`;
    write(this.others, this.whole ? "Show fewer" : all);
    this.others.setAttribute("aria-expanded", String(this.whole));
  }

  found() {
    const { facet, chosen, touched } = this;
    const words = folded(this.typed).split(/\s+/).filter(Boolean);
    const short = facet.options.length <= SHORT;
    return facet.options.filter(({ id, name, first }) => {
      if (words.length) return words.every((word) => folded(name).includes(word));
      return short || this.whole || first || chosen.has(id) || touched.has(id);
    });
  }

  kind(kind) {
    if (!this.kinds.has(kind)) this.kinds.set(kind, make("p", { class: "kind" }));
    const node = this.kinds.get(kind);
    write(node, this.facet.kinds[kind]);
    return node;
  }

  row({ id, name, count }) {
    if (!this.rows.has(id)) {
      const box = make("input", { type: "checkbox", value: id });
      const [words, counted] = [make("span", { class: "name", "aria-hidden": "true" }), make("span", { class: "count", "aria-hidden": "true" })];
      this.rows.set(id, { node: make("label", { class: "row" }, box, words, counted), box, words, counted });
    }
    const { node, box, words, counted } = this.rows.get(id);
    const checked = this.chosen.has(id);
    if (box.checked !== checked) box.checked = checked;
    const said = `${name}, ${number.format(count)} claim${count === 1 ? "" : "s"}`;
    if (box.getAttribute("aria-label") !== said) box.setAttribute("aria-label", said);
    write(words, name);
    write(counted, number.format(count));
    node.classList.toggle("none", count === 0);
    return node;
  }
}
