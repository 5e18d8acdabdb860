// The footprints of media: outlines of what the images and tracks of the selected feature cover.

import { el } from "./dom.js";

/** @import { Entry, Footprint, MapWithContext } from "./types.js" */

const RADIUS = 7; // pixels of the ring around a footprint that is a point

/**
 * @param {MapWithContext} map
 * @param {Footprint} footprint
 */
function outline(map, footprint) {
  const context = map.routemap;
  const { width, dash } = context.style.footprint;
  // Only the outline receives the pointer, so that everything inside it can still be clicked.
  const look = { pane: "rm-footprints", className: "rm-footprint", weight: width, dashArray: dash.join(" "), fill: false };
  const layer = L.geoJSON(footprint.geometry, {
    ...look,
    pointToLayer: (_, latlng) => L.circleMarker(latlng, { ...look, radius: RADIUS }),
  });
  layer.on("mousemove", ({ latlng }) => context.tip(el("span", "", footprint.label), latlng));
  return layer.on("mouseout", () => context.hideTip());
}

/**
 * Draws the footprints of the selected feature, if it is shown, instead of those drawn before.
 * @param {MapWithContext} map
 * @param {Entry | undefined} entry - the selected feature
 */
export function drawFootprints(map, entry) {
  const context = map.routemap;
  const own = entry && entry.status ? context.footprints.filter(({ features }) => features.includes(entry.id)) : [];
  const { drawnFootprints: before } = context;
  if (before && before.own.length === own.length && own.every((item, index) => item === before.own[index])) return;
  if (before) before.layers.remove();
  context.drawnFootprints = { own, layers: L.layerGroup(own.map((item) => outline(map, item))).addTo(map) };
}
