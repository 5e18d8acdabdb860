// The view of the map: at first the features in the home region, later the selected feature.

import { el, makeIcon } from "./dom.js";

/** @import { MapState, MapWithContext } from "./types.js" */

const GESTURES = ["pointerdown", "wheel", "keydown", "touchstart"];
const CORNERS = "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"; // four corners

const fitting = (animate) => ({ padding: [36, 36], maxZoom: 11, animate });

// A move that the reader did not make.
function move(map, act) {
  const context = map.routemap;
  context.moving = true;
  context.link.quietly(act);
  context.moving = false;
}

function fit(map, bounds) {
  if (bounds.isValid()) move(map, () => map.fitBounds(bounds, fitting(false)));
}

function boundsOf(entries) {
  const bounds = L.latLngBounds([]);
  entries.forEach((entry) => bounds.extend(entry.bounds()));
  return bounds;
}

function selected(context) {
  const entry = context.byId.get(context.state.selected);
  return entry && entry.status ? entry : null;
}

// What an editor has drawn, with bounds like those of features.
const drawnParts = (context) => context.sketch?.parts || [];

const located = (context) => context.entries.filter((entry) => entry.status && !entry.country);

// The shown features in the home region, if the case has one. Readers find others by panning or search.
function everything(context) {
  const home = context.case.home && L.latLngBounds(context.case.home);
  const near = located(context).filter((entry) => !home || home.contains(entry.bounds()));
  const found = boundsOf(near.length ? near : context.entries.filter((entry) => entry.status));
  return found.isValid() ? found : home || L.latLngBounds(context.case.bounds);
}

function firstLook(map) {
  const context = map.routemap;
  const { x, y } = map.getSize();
  if (!x || !y) return;
  const chosen = selected(context);
  const drawn = drawnParts(context);
  if (drawn.length) fit(map, boundsOf(drawn));
  // the label of a country marks no location, unless the country has an area
  else fit(map, chosen && (!chosen.country || chosen.feature.properties.area) ? chosen.bounds() : everything(context));
  context.looked = true;
  if (context.popup) context.popup.popup.update(); // Moves the popup into view.
}

// The button is one of the zoom control, so that both are one group for eyes and keyboard.
function addWholeMap(map) {
  const button = el("a", "rm-whole", makeIcon(CORNERS));
  button.href = "#";
  button.title = "Whole map";
  button.setAttribute("role", "button");
  button.setAttribute("aria-label", "Whole map");
  L.DomEvent.on(button, "click", (event) => {
    L.DomEvent.stop(event);
    const bounds = map.routemap.state ? everything(map.routemap) : L.latLngBounds([]);
    if (!bounds.isValid()) return;
    const fitAll = () => map.fitBounds(bounds, fitting(undefined));
    // Leaflet ignores a zoom during another one
    if (map._animatingZoom) map.once("zoomend", fitAll);
    else fitAll();
  });
  L.DomEvent.disableClickPropagation(button);
  map.getContainer().querySelector(".leaflet-control-zoom").append(button);
}

/**
 * Fits the first view again when the map is resized, until the reader uses the map. A map can be
 * drawn in a box without size, such as a closed <details>, and become visible later.
 * @param {MapWithContext} map
 */
export function addViewFit(map) {
  const context = map.routemap;
  context.following = true;
  const container = map.getContainer();
  for (const name of GESTURES) {
    container.addEventListener(name, () => (context.following = false), { capture: true, passive: true });
  }
  map.on("resize", () => context.state && context.following && firstLook(map));
  // Opening a popup can move the map a little, which is no move of the reader.
  map.on("autopanstart", () => (context.moving = true));
  map.on("movestart zoomstart", () => context.moving || (context.earlier = null));
  map.on("moveend", () => (context.moving = false));
  // Leaflet itself only reacts when the window is resized.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
  addWholeMap(map);
}

// Moves to features that are not in view, and remembers the view before.
function moveTo(map, bounds) {
  const earlier = map.routemap.earlier || { center: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds() };
  fit(map, bounds);
  map.routemap.earlier = earlier;
}

/**
 * Called after each show; `taken` is true if the view is that of the link. A selection or filter
 * that shows only features outside the view moves the map. Without it, the earlier view comes
 * back, unless the reader has moved the map. A map to draw on moves only to what is drawn.
 * @param {MapWithContext} map
 * @param {MapState | null} before
 * @param {MapState} state
 */
export function updateView(map, before, state, taken) {
  const context = map.routemap;
  if (taken) Object.assign(context, { following: false, earlier: null });
  if (context.following && !context.looked) return firstLook(map);
  if (!before || taken) return;
  const chosen = selected(context);
  const shown = state.sketch ? drawnParts(context) : chosen ? [chosen] : located(context);
  const seenIn = (bounds) => shown.some((entry) => bounds.intersects(entry.bounds()));
  const { earlier } = context;
  if (earlier && (seenIn(earlier.bounds) || !shown.length)) {
    move(map, () => map.setView(earlier.center, earlier.zoom, { animate: false }));
    context.earlier = null;
  } else if (shown.length && !seenIn(map.getBounds())) moveTo(map, boundsOf(shown));
  if (before.selected !== state.selected) context.following = false;
}
