// The search field: words to search for, and suggestions of places, routes, sources and allegations.
import { make, write } from "./nodes.js";

const PAUSE = 200; // ms without typing before suggestions are requested
const SHORTEST = 2; // letters

export class Search {
  items = [];
  active = -1;
  asked = ""; // the text in the query
  requested = "";

  constructor(box, change, choose) {
    this.field = box.querySelector("#facets-q");
    this.list = box.querySelector("#facets-suggested");
    this.note = box.querySelector("#facets-unread");
    this.change = change;
    this.choose = choose;
    this.field.oninput = () => {
      this.close();
      clearTimeout(this.timer);
      const text = this.field.value.trim();
      if (text.length >= SHORTEST) this.timer = setTimeout(() => this.request(text), PAUSE);
    };
    this.field.onkeydown = (event) => this.key(event);
    // Enter, the cross in the field, or leaving the field
    this.field.onchange = () => this.search();
    this.field.onsearch = () => this.field.value || this.search();
    this.field.onblur = () => this.close();
    this.list.onmousedown = (event) => event.preventDefault(); // which would take the focus
    this.list.onclick = ({ target }) => this.take([...this.list.children].indexOf(target.closest("li")));
  }

  show(data, values) {
    const [text = ""] = values.q;
    const typing = this.field.matches(":focus") && this.field.value !== this.asked;
    if (!typing && this.field.value !== text) this.field.value = text;
    this.asked = text;
    this.field.maxLength = data.longest;
    this.field.placeholder = data.examples;
    write(this.note, data.unread);
    const [of, items] = data.suggested;
    if (of && of === this.requested && of === this.field.value.trim() && this.field.matches(":focus")) this.open(items);
    else if (of !== this.requested) this.close();
  }

  request(text) {
    this.requested = text;
    this.change("find", "q", [text]);
  }

  search() {
    clearTimeout(this.timer);
    this.requested = "";
    this.close();
    const text = this.field.value.trim();
    if (text === this.asked) return;
    this.asked = text;
    this.change("set", "q", text ? [text] : []);
  }

  open(items) {
    if (JSON.stringify(items) === JSON.stringify(this.items) && !this.list.hidden) return;
    this.items = items;
    this.list.replaceChildren(
      ...items.map(([, , name, kind], at) =>
        make("li", { role: "option", id: `facets-suggested-${at}` }, name, " ", make("span", {}, kind))
      )
    );
    this.list.hidden = items.length === 0;
    this.field.setAttribute("aria-expanded", String(items.length > 0));
    this.move(-1);
  }

  close() {
    this.items = [];
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.move(-1);
  }

  move(to) {
    this.active = to;
    for (const [at, node] of [...this.list.children].entries()) {
      node.setAttribute("aria-selected", String(at === to));
      if (at === to) node.scrollIntoView({ block: "nearest" });
    }
    if (to < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `facets-suggested-${to}`);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.items.length) {
      event.preventDefault();
      const places = this.items.length + 1; // the field itself is one of them
      this.move(((this.active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.active >= 0) this.take(this.active);
      else this.search();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault(); // which would empty the field
      this.close();
    }
  }

  take(at) {
    const item = this.items[at];
    if (!item) return;
    clearTimeout(this.timer);
    this.requested = "";
    this.close();
    this.field.value = this.asked;
    this.choose(item[0], item[1]);
  }
}
