// Applies the case of the data: the first view, the ends of the map, names, credit, kinds of places.

import { drawNames, limitView } from "./basemap.js";
import { constants } from "./constants.js";

/** @import { MapCase, MapWithContext } from "./types.js" */

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
  // Without this move, the limits would start an animated one, which would end after the first view.
  if (!before) context.link.quietly(() => map.fitBounds(L.latLngBounds(own.home || own.bounds), { animate: false }));
  limitView(map);
  map.fire("routemap:case");
}
