// A place on the map: a disc, with its area or a dashed ring if only an area is known.

import { constants } from "./constants.js";
import { el, makeIcon } from "./dom.js";
import { makeBadge, styleRow } from "./palette.js";

/** @import { Entry, MapContext } from "./types.js" */

const rule = constants.rules.place;

// The corners of a Polygon or MultiPolygon (GeoJSON) as Leaflet takes them.
const corners = ({ type, coordinates }) => L.GeoJSON.coordsToLatLngs(coordinates, type === "MultiPolygon" ? 2 : 1);

export const areaBounds = (geometry) => L.polygon(corners(geometry)).getBounds();

// The outline of a place, else the ring of its uncertainty, else nothing. A country would receive
// the clicks on everything in it.
function makeArea(context, properties, at) {
  const { width, dash } = context.style.area;
  const look = { pane: "rm-areas", className: "rm-area", weight: width, dashArray: dash.join(" ") };
  const country = properties.kind === "country";
  if (properties.area) return L.polygon(corners(properties.area), { ...look, interactive: !country });
  if (country || properties.precision === "exact" || !(properties.uncertainty_km > 0)) return null;
  return L.circle(at, { ...look, radius: properties.uncertainty_km * 1000 });
}

/**
 * @param {MapContext} context
 * @param {Entry} entry
 */
export function makePlace(context, entry) {
  const properties = entry.feature.properties;
  const [longitude, latitude] = entry.feature.geometry.coordinates;
  const kind = styleRow(context, "place", properties.kind);
  const country = properties.kind === "country";
  const area = makeArea(context, properties, [latitude, longitude]);
  const loose = !country && (Boolean(properties.area) || properties.precision !== "exact");

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
    entry.area = area;
    entry.layers.unshift(area);
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
    const path = area && area.getElement();
    if (path) path.style.setProperty("--rm-color", color);
  };
  entry.select = (selected) => {
    content.classList.toggle("rm-selected", selected);
    marker.setZIndexOffset(selected ? 3000 : 0);
    const path = area && area.getElement();
    if (path) path.classList.toggle("rm-selected", selected);
  };
  entry.bounds = () => {
    if (properties.area) return area.getBounds();
    const at = marker.getLatLng();
    return area ? at.toBounds(properties.uncertainty_km * 2000) : L.latLngBounds([at]);
  };
}
