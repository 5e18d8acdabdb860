// A pager such as "1–5 of 2,341", with buttons for the previous and the next page.

import { el } from "./dom.js";

// Returns null if everything fits on one page. `go` is called with the start of the requested page.
export function makePager({ start, size, total, go }) {
  if (total <= size) return null;
  const number = (value) => value.toLocaleString("en");
  const button = (text, key, to, enabled) => {
    const node = el("button", "rm-page", text);
    node.type = "button";
    node.dataset.page = key;
    node.disabled = !enabled;
    node.addEventListener("click", () => go(to));
    return node;
  };
  const last = Math.min(start + size, total);
  const where = el("span", "", `${number(start + 1)}–${number(last)} of ${number(total)}`);
  where.setAttribute("role", "status");
  return el(
    "div",
    "rm-pager",
    button("Previous", "before", Math.max(0, start - size), start > 0),
    where,
    button("Next", "after", start + size, last < total)
  );
}

// Replaces the content of a popup and restores the focus: to the same page button, else to the other
// one, else to the popup.
export function replaceContent({ popup, body }, ...children) {
  const focused = body.contains(document.activeElement) ? document.activeElement : null;
  body.replaceChildren(...children.filter(Boolean));
  popup.update(); // removes the body and adds it again, so the focus is set afterwards
  if (!focused) return;
  const { page } = focused.dataset;
  const same = page && body.querySelector(`[data-page="${page}"]:not(:disabled)`);
  (same || (page && body.querySelector("[data-page]:not(:disabled)")) || body).focus({ preventScroll: true });
}
