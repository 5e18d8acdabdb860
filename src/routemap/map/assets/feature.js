// The layers of one feature: created when it is first drawn, styled, and reachable by keyboard.

import { makeRoute } from "./line.js";
import { statusRow } from "./palette.js";
import { describe } from "./popup.js";
import { makePlace } from "./place.js";
import { hiddenSide } from "./states.js";

// px around a feature with the focus, so that it is not below the controls
const CLEAR = { paddingTopLeft: [76, 40], paddingBottomRight: [40, 84] };

/** @import { Entry, MapContext, MapWithContext } from "./types.js" */

/**
 * @param {MapContext} context
 * @param {Entry} entry
 */
export function makeLayers(context, entry) {
  const { feature } = entry;
  (feature.geometry.type === "Point" ? makePlace : makeRoute)(context, entry);
  for (const layer of entry.layers) {
    layer.entry = entry;
    layer.toGeoJSON = () => clickedFeature(entry);
  }
}

// The feature that the page receives after a click. `clicks` makes a second click on the same
// feature a new value, so that it can be selected again after the selection was cleared.
function clickedFeature(entry) {
  const { type } = entry.feature.properties;
  return { type: "Feature", properties: { id: entry.id, type, clicks: entry.clicks }, geometry: null };
}

/**
 * Selects a feature like a click on it, even if it has no layers of its own.
 * @param {MapWithContext} map
 * @param {Entry} entry
 */
export function choose(map, entry, latlng) {
  const layer = { entry, toGeoJSON: () => clickedFeature(entry) };
  map.routemap.group.fire("click", { latlng, layer });
}

/**
 * Makes an element reachable by keyboard and gives it a label for screen readers.
 * @param {MapWithContext} map
 */
export function makeFocusable(map, element, { label, at, act, tip }) {
  element.setAttribute("aria-label", label);
  element.setAttribute("role", "button");
  element.setAttribute("tabindex", "0");
  if (element.routemapReachable) {
    Object.assign(element.routemapReachable, { at, act, tip });
    return;
  }
  const does = (element.routemapReachable = { at, act, tip });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    map.routemap.byKey = true;
    does.act();
    map.routemap.byKey = false;
  });
  element.addEventListener("focus", () => {
    map.getContainer().scrollTo(0, 0);
    if (!element.matches(":focus-visible")) return;
    map.routemap.link.quietly(() => map.panInside(does.at(), { ...CLEAR, animate: false }));
    does.tip();
  });
  element.addEventListener("blur", () => map.routemap.hideTip());
}

function makeReachable(map, entry) {
  const element = entry.focusable();
  if (!element) return;
  if (entry.line && map.routemap.state.sketch) {
    element.setAttribute("tabindex", "-1"); // on a map to draw on, only places can be chosen
    return;
  }
  const { name, facts, status } = describe(map.routemap, entry);
  const hidden = entry.hides ? `, ${hiddenSide(entry.hides).toLowerCase()}` : "";
  element.dataset.id = entry.id;
  const at = () => entry.marker.getLatLng();
  makeFocusable(map, element, {
    label: `${name}, ${facts}: ${status.label}${hidden}`,
    at,
    act: () => (entry.line && !entry.crossing ? entry.line : entry.marker).fire("click", { latlng: at() }, true),
    tip: () => map.routemap.showTip(entry),
  });
}

/**
 * @param {MapWithContext} map
 * @param {Entry} entry
 */
export function showEntry(map, entry) {
  const context = map.routemap;
  if (!entry.layers) makeLayers(context, entry);
  entry.layers.forEach((layer) => context.group.addLayer(layer));
  entry.paint(statusRow(context, entry.status), entry.hides);
  entry.select(entry.id === context.selected);
  makeReachable(map, entry);
}

/**
 * @param {MapWithContext} map
 * @param {Entry} entry
 */
export function hideEntry(map, entry) {
  entry.layers.forEach((layer) => map.routemap.group.removeLayer(layer));
}
