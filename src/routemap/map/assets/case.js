// Applies the case of the data: the first view, the ends of the map, names, credit, kinds of places.

import { drawNames, limitView } from "./basemap.js";
import { constants } from "./constants.js";

const USUAL_ZOOM = 6;

/** @import { MapCase, MapWithContext } from "./types.js" */

// Moves to the region of the case. Without it, the limits would start an animated move, which would end
// after the first view. A map in a box without room has no zoom that fits.
function begin(map, own) {
  const bounds = L.latLngBounds(own.home || own.bounds);
  const { x, y } = map.getSize();
  map.options.minZoom = own.minZoom;
  const least = () => map.getBoundsZoom(L.latLngBounds(own.bounds), true); // see limitView
  const zoom = x && y ? Math.max(map.getBoundsZoom(bounds), least()) : USUAL_ZOOM;
  map.routemap.link.quietly(() => map.setView(bounds.getCenter(), zoom, { animate: false }));
}

/**
 * Called before the features of a revision are drawn for the first time.
 * @param {MapWithContext} map
 * @param {MapCase} own
 */
export function applyCase(map, own) {
  const context = map.routemap;
  const before = context.case;
  if (before && JSON.stringify(before) === JSON.stringify(own)) return;
  context.case = own;
  context.style = { ...constants.style, place: [...constants.style.place, ...own.places] };
  if (before) map.attributionControl.removeAttribution(before.credit);
  map.attributionControl.addAttribution(own.credit);
  drawNames(map);
  if (!before) begin(map, own);
  limitView(map);
  map.fire("routemap:case");
}
