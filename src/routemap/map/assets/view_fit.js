// The view of the map: at first the features in the home region, later the selected feature.

/** @import { MapState, MapWithContext } from "./types.js" */

const GESTURES = ["pointerdown", "wheel", "keydown", "touchstart"];
const LEGEND = { x: 520, y: 440 }; // minimum size of the map, in px, for an open legend at first

function fit(map, bounds) {
  if (!bounds.isValid()) return;
  const padding = L.point(36, 36);
  const legend = map.getContainer().querySelector(".rm-legend[open]");
  const besides = L.point(legend ? legend.offsetWidth + 34 : 36, 36);
  const zoom = (left) => map.getBoundsZoom(bounds, false, left.add(padding));
  // Leaves space for the legend if that does not reduce the zoom.
  const paddingTopLeft = zoom(besides) === zoom(padding) ? besides : padding;
  map.routemap.link.quietly(() =>
    map.fitBounds(bounds, { paddingTopLeft, paddingBottomRight: padding, maxZoom: 11, animate: false })
  );
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

function firstLook(map) {
  const context = map.routemap;
  const { x, y } = map.getSize();
  if (!x || !y) return;
  context.legend.open = x >= LEGEND.x && y >= LEGEND.y;
  const chosen = selected(context);
  const shown = context.entries.filter((entry) => entry.status);
  // The first view shows the home region. Readers find features elsewhere by panning or search.
  const home = L.latLngBounds(context.home);
  const near = shown.filter((entry) => !entry.country && home.contains(entry.bounds()));
  fit(map, chosen ? chosen.bounds() : boundsOf(near.length ? near : shown));
  context.looked = true;
  if (context.popup) context.popup.popup.update(); // Moves the popup into view.
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
  // Leaflet itself only reacts when the window is resized.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
}

/**
 * Called after each show; `taken` is true if the view is that of the link.
 * @param {MapWithContext} map
 * @param {MapState | null} before
 * @param {MapState} state
 */
export function updateView(map, before, state, taken) {
  const context = map.routemap;
  if (taken) context.following = false;
  if (context.following && !context.looked) return firstLook(map);
  if (!before || taken || before.selected === state.selected) return;
  context.following = false;
  const chosen = selected(context);
  if (chosen && !map.getBounds().intersects(chosen.bounds())) fit(map, chosen.bounds());
}
