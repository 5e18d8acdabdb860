// "1-5 of 2,341", with buttons for the page before and the page after.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});
  const { el } = routemap;

  // Nothing where one page holds everything. `go` is called with the start of the wanted page.
  routemap.pager = function ({ start, size, total, go }) {
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
  };

  // Replaces what an element holds; a page button that had the focus has it again, or its fellow.
  routemap.turn = function (body, ...children) {
    const focused = body.contains(document.activeElement) ? document.activeElement.dataset.page : null;
    body.replaceChildren(...children.filter(Boolean));
    if (!focused) return;
    const same = body.querySelector(`[data-page="${focused}"]:not(:disabled)`);
    (same || body.querySelector("[data-page]:not(:disabled)") || body).focus();
  };
})();
