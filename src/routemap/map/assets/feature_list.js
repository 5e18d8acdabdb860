// A popup with a list of several features on one spot, from which readers can select one.

import { el } from "./dom.js";
import { choose } from "./feature.js";
import { makePager, replaceContent } from "./pager.js";
import { makeBadge } from "./palette.js";
import { describe, putPopup } from "./popup.js";

/** @import { MapWithContext } from "./types.js" */

const PAGE = 8;

function button(map, entry, latlng) {
  const context = map.routemap;
  const { name, facts, status } = describe(context, entry);
  const badge = makeBadge(status, "status");
  badge.classList.toggle("rm-partial", Boolean(entry.hides));
  const node = el("button", "rm-choice", badge, el("span", "", el("strong", "", name), el("span", "rm-facts", facts)));
  node.type = "button";
  node.dataset.id = entry.id;
  node.setAttribute("aria-label", `${name}, ${facts}: ${status.label}`);
  node.addEventListener("click", () => choose(map, entry, latlng));
  return el("li", "", node);
}

// Sorts the most contested first, as on the map.
function sorted(entries, order) {
  const shown = entries.filter((entry) => entry.status);
  return shown.sort(
    (a, b) =>
      order().indexOf(a.status) - order().indexOf(b.status) ||
      a.feature.properties.name.localeCompare(b.feature.properties.name, "en", { numeric: true })
  );
}

/**
 * `title` returns the heading for the shown entries; `order` returns the statuses in order.
 * @param {MapWithContext} map
 */
export function openListing(map, latlng, { entries, title, order }) {
  const body = el("div", "rm-evidence rm-listing");
  body.tabIndex = -1;
  const open = putPopup(map, latlng, body, [0, -4]);
  let start = 0;
  function fill() {
    const shown = sorted(entries, order);
    if (!shown.length) {
      map.closePopup(open.popup);
      return;
    }
    if (start >= shown.length) start = 0;
    const page = shown.slice(start, start + PAGE);
    const go = (to) => {
      start = to;
      fill();
    };
    replaceContent(
      open,
      el("h3", "", title(shown)),
      el("ul", "rm-choices", ...page.map((entry) => button(map, entry, latlng))),
      makePager({ start, size: PAGE, total: shown.length, go })
    );
  }
  open.refresh = fill;
  fill();
  // For keyboard users the focus moves to the first entry.
  if (map.routemap.byKey) body.querySelector("button").focus();
}
