// The base map: an outline drawn from our own files, and online tiles if the reader chooses them.

import { el } from "./dom.js";
import { showNotice } from "./notices.js";
import { applyTheme } from "./palette.js";

/** @import { MapWithContext } from "./types.js" */

const OFFLINE = "offline";
const ORDER = ["sea", "land", "lake", "river", "coast", "border"];

function look(context, feature) {
  const colors = context.style.ground[context.theme] || context.style.ground.light;
  switch (feature.properties.layer) {
    case "sea":
      return { fillColor: colors.sea, fillOpacity: 1, stroke: false };
    case "continent":
      return { fillColor: colors.land, fillOpacity: 1, color: colors.coast, weight: 0.8 };
    case "land":
      // A stroke in the same colour closes the gaps between countries.
      return { fillColor: colors.land, fillOpacity: 1, color: colors.land, weight: 1 };
    case "coast":
      return { fill: false, color: colors.coast, weight: 0.8 };
    case "lake":
      return { fillColor: colors.sea, fillOpacity: 1, color: colors.river, weight: 0.6 };
    case "river":
      return { fill: false, color: colors.river, weight: 1 };
    default:
      return { fill: false, color: colors.border, weight: 1.1, dashArray: "6 3 1.5 3" };
  }
}

function layerOf(context, features) {
  return L.geoJSON(features, {
    pane: "rm-basemap",
    renderer: context.canvas,
    interactive: false,
    style: (feature) => look(context, feature),
  });
}

// The overview ends at a rectangle, beyond which the land continues in the file "far", so segments
// on the rectangle are not coast. Segments that two countries share are borders, not coast; borders
// have their own, finer lines.
function framed(features) {
  const rings = features
    .filter((feature) => feature.properties.layer === "land")
    .flatMap(({ geometry }) =>
      geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat()
    );
  if (!rings.length) return features;
  const points = rings.flat();
  const west = points.reduce((least, [x]) => Math.min(least, x), Infinity);
  const east = points.reduce((most, [x]) => Math.max(most, x), -Infinity);
  const south = points.reduce((least, [, y]) => Math.min(least, y), Infinity);
  const north = points.reduce((most, [, y]) => Math.max(most, y), -Infinity);
  const edge = ([ax, ay], [bx, by]) =>
    (ax === bx && (ax === west || ax === east)) || (ay === by && (ay === south || ay === north));
  const stretch = (a, b) => [a.join(), b.join()].sort().join(" ");
  const uses = new Map();
  for (const ring of rings) {
    for (let index = 1; index < ring.length; index += 1) {
      const key = stretch(ring[index - 1], ring[index]);
      uses.set(key, (uses.get(key) || 0) + 1);
    }
  }
  const shared = (a, b) => uses.get(stretch(a, b)) > 1;
  const coast = [];
  for (const ring of rings) {
    let line = [ring[0]];
    for (let index = 1; index < ring.length; index += 1) {
      const ends = [ring[index - 1], ring[index]];
      if (edge(...ends) || shared(...ends)) {
        if (line.length > 1) coast.push(line);
        line = [];
      }
      line.push(ring[index]);
    }
    if (line.length > 1) coast.push(line);
  }
  const frame = [[[west, south], [east, south], [east, north], [west, north], [west, south]]];
  const feature = (layer, type, coordinates) => ({
    type: "Feature",
    properties: { layer },
    geometry: { type, coordinates },
  });
  return [feature("sea", "Polygon", frame), ...features, feature("coast", "MultiLineString", coast)];
}

// Borders of the overview that are too coarse for large zooms are replaced by the close-up, if there is one.
async function drawOffline(map) {
  const context = map.routemap;
  const [far, overview] = await Promise.all(
    ["far", "overview"].map((name) => context.load(`${context.assets}basemap/${name}.geojson`))
  );
  const rank = (feature) => ORDER.indexOf(feature.properties.layer);
  const features = framed(overview.features)
    .filter((feature) => rank(feature) >= 0)
    .sort((a, b) => rank(a) - rank(b));
  const coarse = (feature) => feature.properties.inside_closeup === true;
  const layers = [
    layerOf(context, far.features).addTo(map),
    layerOf(context, features.filter((feature) => !coarse(feature))).addTo(map),
  ];
  const replaced = layerOf(context, features.filter(coarse)).addTo(map);
  layers.push(replaced);
  let closeup = null;
  let isRequested = false;

  async function swap() {
    const near = map.getZoom() >= context.closeupZoom;
    if (near && !isRequested && context.case?.closeup) {
      isRequested = true;
      try {
        closeup = layerOf(context, await context.load(`${context.assets}basemap/closeup.geojson`));
        layers.push(closeup);
      } catch (error) {
        return; // The coarse border stays on the map.
      }
      return swap();
    }
    if (!closeup) return;
    map[near ? "addLayer" : "removeLayer"](closeup);
    map[near ? "removeLayer" : "addLayer"](replaced);
  }
  map.on("zoomend routemap:case", swap);
  map.on("routemap:ground", () => layers.forEach((layer) => layer.resetStyle()));
  swap();
}

/**
 * The view ends where the offline map ends. Online base maps have no end, and show more detail.
 * @param {MapWithContext} map
 */
export function limitView(map) {
  const context = map.routemap;
  if (!context.case) return; // it comes with the features
  const { maxZoom } = context.frame;
  const { minZoom } = context.case;
  const maxBounds = L.latLngBounds(context.case.bounds);
  const offline = context.basemap === OFFLINE;
  map.options.minZoom = minZoom; // the smallest result of getBoundsZoom
  context.link.quietly(() => {
    map.setMaxBounds(offline ? maxBounds : null);
    map.setMaxZoom(offline ? maxZoom : context.tilesZoom);
    map.setMinZoom(offline ? map.getBoundsZoom(maxBounds, true) : minZoom);
  });
}

/**
 * Draws the names of the case on the offline map, for orientation only.
 * @param {MapWithContext} map
 */
export function drawNames(map) {
  const context = map.routemap;
  context.countryNames?.remove();
  context.countryNames = L.layerGroup(
    context.case.names.map(([text, latitude, longitude]) =>
      L.marker([latitude, longitude], {
        pane: "rm-names",
        interactive: false,
        keyboard: false,
        text,
        icon: L.divIcon({
          className: "rm-country-name",
          html: el("span", "", text),
          iconSize: [0, 0],
        }),
      })
    )
  ).addTo(map);
}

function onlineLayer(map, row) {
  const context = map.routemap;
  const layer = L.tileLayer(row.url, {
    attribution: row.attribution,
    subdomains: row.subdomains,
    maxNativeZoom: row.maxNativeZoom,
    maxZoom: context.tilesZoom,
  });
  layer.on("tileerror", () =>
    showNotice(map, "tiles", "The online base map is not available. The offline map is shown.")
  );
  layer.on("tileload", () => {
    showNotice(map, "tiles", null);
    context.tilesSeen = true;
    applyTheme(map);
  });
  return layer;
}

function addChoice(map, choices) {
  const control = L.control.layers(choices, {}, { position: "topright" }).addTo(map);
  const toggle = control.getContainer().querySelector(".leaflet-control-layers-toggle");
  toggle.textContent = "Base map";
  toggle.title = "Choose a base map";
}

/** @param {MapWithContext} map */
export function addBasemap(map) {
  const context = map.routemap;
  map.createPane("rm-basemap").style.zIndex = 150;
  map.createPane("rm-names").style.zIndex = 160;
  for (const pane of ["rm-basemap", "rm-names"]) map.getPane(pane).style.pointerEvents = "none";
  context.canvas = L.canvas({ pane: "rm-basemap", padding: 0.5 });
  context.layers = {};
  const choices = {};
  for (const row of context.basemaps) {
    // The outline is always drawn, so its entry in the list is an empty layer.
    const layer = row.url ? onlineLayer(map, row) : L.layerGroup();
    layer.routemapKey = row.key;
    context.layers[row.key] = layer;
    choices[row.label] = layer;
  }
  context.basemap = OFFLINE;
  context.layers[OFFLINE].addTo(map);
  if (context.basemaps.length > 1) addChoice(map, choices);
  map.on("baselayerchange", (event) => {
    context.basemap = event.layer.routemapKey;
    context.tilesSeen = false; // Until the first tile is loaded, the outline is visible.
    showNotice(map, "tiles", null);
    map.getPane("rm-names").style.display = context.basemap === OFFLINE ? "" : "none";
    limitView(map);
    applyTheme(map);
  });
  map.on("resize", () => limitView(map));
  // The view is that of no place until the case has come.
  map.getPane("rm-basemap").style.visibility = "hidden";
  map.once("routemap:case", () => (map.getPane("rm-basemap").style.visibility = ""));
  drawOffline(map).catch(() =>
    showNotice(map, "outline", "The base map could not be loaded. Reload the page.")
  );
}

/** @param {MapWithContext} map */
export function chooseBasemap(map, key) {
  const context = map.routemap;
  const wanted = context.layers[key] ? key : OFFLINE;
  if (wanted === context.basemap) return;
  map.removeLayer(context.layers[context.basemap]);
  map.addLayer(context.layers[wanted]);
}
