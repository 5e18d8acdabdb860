// A few lines about a part of the text, above it. Screen readers get them as descriptions.
const GAP = 5; // px between the part and the lines
const MOST = 6; // lines

export class Tip {
  constructor(node) {
    this.node = node;
    this.part = null; // what the lines are about
  }

  show(lines, part) {
    if (!lines.length) {
      this.hide();
      return;
    }
    const more = lines.length > MOST ? [`and ${lines.length - MOST} more`] : [];
    const words = [...lines.slice(0, MOST), ...more];
    this.node.replaceChildren(...words.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    if (!this.node.matches(":popover-open")) this.node.showPopover();
    this.part = part;
    this.place();
  }

  // Keep beside the part if it is scrolled, as long as it is seen in the box.
  place(box) {
    if (!this.node.matches(":popover-open")) return;
    const [first] = this.part.getClientRects();
    const frame = box?.getBoundingClientRect();
    if (!first || (frame && (first.bottom < frame.top || frame.bottom < first.top))) {
      this.hide();
      return;
    }
    const own = this.node.getBoundingClientRect();
    const most = document.documentElement.clientWidth - own.width - GAP;
    const above = first.top - own.height - GAP;
    this.node.style.left = `${Math.max(GAP, Math.min(first.left, most))}px`;
    this.node.style.top = `${above < GAP ? this.part.getBoundingClientRect().bottom + GAP : above}px`;
  }

  hide() {
    if (this.node.matches(":popover-open")) this.node.hidePopover();
  }
}
