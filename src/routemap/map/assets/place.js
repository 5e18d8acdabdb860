// A place on the map: a disc, with a dashed ring if only an area is known.

import { constants } from "./constants.js";
import { el, makeIcon } from "./dom.js";
import { makeBadge, styleRow } from "./palette.js";

/** @import { Entry, MapContext } from "./types.js" */

const rule = constants.rules.place;

/**
 * @param {MapContext} context
 * @param {Entry} entry
 */
export function makePlace(context, entry) {
  const properties = entry.feature.properties;
  const [longitude, latitude] = entry.feature.geometry.coordinates;
  const kind = styleRow(context, "place", properties.kind);
  const country = properties.kind === "country";
  const area = !country && properties.precision !== "exact" && properties.uncertainty_km > 0;
  const loose = !country && properties.precision !== "exact";

  const disc = country ? null : el("span", "rm-disc", makeIcon(kind.icon));
  const label = el("span", "rm-label", properties.name || "");
  const badgeSlot = el("span", "rm-badge-slot");
  const content = el("span", `rm-place rm-kind-${kind.key}`, disc, badgeSlot, label);
  content.classList.toggle("rm-loose", loose);
  // Places start as dots, of which browsers can lay out thousands, until declutter.js finds room.
  if (!country) {
    content.classList.add("rm-dot");
    label.dataset.side = "none";
  }

  const marker = L.marker([latitude, longitude], {
    pane: "rm-places",
    keyboard: true,
    riseOnHover: true,
    icon: L.divIcon({ className: "rm-anchor", html: content, iconSize: [24, 24] }),
  });
  entry.marker = marker;
  entry.layers = [marker];
  if (area) {
    entry.circle = L.circle([latitude, longitude], {
      radius: properties.uncertainty_km * 1000,
      pane: "rm-areas",
      className: "rm-area",
      weight: context.style.area.width,
      dashArray: context.style.area.dash.join(" "),
    });
    entry.layers.unshift(entry.circle);
  }
  entry.content = content;
  entry.label = label;
  entry.country = country;
  entry.aside = null; // pixels by which the marker is moved beside others on its spot; see spots.js
  entry.rank = (rule.rank[properties.kind] ?? rule.other) + (loose ? rule.loose : 0); // Known locations come first.
  entry.focusable = () => marker.getElement();
  entry.paint = (status, hides) => {
    const color = `var(--rm-status-${status.key})`;
    const badge = makeBadge(status, "status");
    badge.classList.toggle("rm-partial", Boolean(hides));
    badgeSlot.replaceChildren(badge);
    content.style.setProperty("--rm-color", color);
    const path = entry.circle && entry.circle.getElement();
    if (path) path.style.setProperty("--rm-color", color);
  };
  entry.select = (selected) => {
    content.classList.toggle("rm-selected", selected);
    marker.setZIndexOffset(selected ? 3000 : 0);
    const path = entry.circle && entry.circle.getElement();
    if (path) path.classList.toggle("rm-selected", selected);
  };
  entry.bounds = () =>
    area
      ? marker.getLatLng().toBounds(properties.uncertainty_km * 2000)
      : L.latLngBounds([marker.getLatLng()]);
}
