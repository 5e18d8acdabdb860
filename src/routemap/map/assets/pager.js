// "1-5 of 2,341", with buttons for the page before and the page after.

import { el } from "./dom.js";

// Nothing where one page holds everything. `go` is called with the start of the wanted page.
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

// Replaces the content of a popup and restores the focus: on the same page button, the other one, or the popup.
export function replaceContent({ popup, body }, ...children) {
  const focused = body.contains(document.activeElement) ? document.activeElement : null;
  body.replaceChildren(...children.filter(Boolean));
  popup.update(); // takes the body out and in again, so the focus is given afterwards
  if (!focused) return;
  const { page } = focused.dataset;
  const same = page && body.querySelector(`[data-page="${page}"]:not(:disabled)`);
  (same || (page && body.querySelector("[data-page]:not(:disabled)")) || body).focus({ preventScroll: true });
}
