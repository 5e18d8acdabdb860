// A map to draw on: what an editor has drawn, and clicks as positions. The page keeps what is drawn, and
// sends it with the state. A click on a place is that of all maps (feature.js); any other is a position.

import { el, makeIcon } from "./dom.js";
import { dress, Line } from "./line.js";
import { statusRow } from "./palette.js";

/** @import { MapWithContext, Sketch } from "./types.js" */

const NAME = "Map to draw on. Enter draws a point in its middle";
const PANES = { "rm-sketch": 620, "rm-stops": 625 };
const COLOR = "var(--rm-status-drawn)";
const look = (pane) => ({ pane, interactive: false, keyboard: false });

const point = ([longitude, latitude]) => L.latLng(latitude, longitude);

function marker(at, pane, html) {
  return L.marker(at, { ...look(pane), icon: L.divIcon({ className: "rm-anchor", html, iconSize: [24, 24] }) });
}

// A new place: a disc, and the ring within which it is.
function placeLayers(context, { place, radius_km: radius }) {
  if (!place) return [];
  const at = point(place);
  const disc = el("span", "rm-disc", makeIcon(statusRow(context, "drawn").icon));
  const content = el("span", "rm-place rm-drawn-place", disc);
  content.style.setProperty("--rm-color", COLOR);
  const found = [marker(at, "rm-sketch", content)];
  if (!(radius > 0)) return found;
  const { width, dash } = context.style.area;
  const ring = { ...look("rm-sketch"), className: "rm-area rm-drawn-ring", weight: width, dashArray: dash.join(" ") };
  return [...found, L.circle(at, { ...ring, radius: radius * 1000 })];
}

function lineLayers(context, { line, basis }) {
  if (!line) return [];
  const depth = line.type === "MultiLineString" ? 1 : 0;
  const unreported = basis === "schematic";
  const options = { ...look("rm-sketch"), className: "rm-hit", directed: true, unreported };
  const found = new Line(L.GeoJSON.coordsToLatLngs(line.coordinates, depth), options);
  dress(context, found, { geometry_basis: basis }, statusRow(context, "drawn"));
  return [found];
}

// The places over which a new route goes have their number, also before there is a line.
const stopLayers = ({ stops }) =>
  stops.map((stop, index) => {
    const content = el("span", "rm-stop", el("span", "rm-stop-number", String(index + 1)));
    content.style.setProperty("--rm-color", COLOR);
    return marker(point(stop), "rm-stops", content);
  });

/**
 * Sets `sketch` of the context. It does nothing on a map whose state has no sketch.
 * @param {MapWithContext} map
 */
export function addSketch(map) {
  const context = map.routemap;
  const layers = L.layerGroup().addTo(map);
  const container = map.getContainer();
  let drawn = "null";
  let clicks = 0;

  // A click twice on one point is two values for the page, as in `clickedFeature` of feature.js.
  function send(latlng) {
    const { lat, lng } = latlng.wrap();
    clicks += 1;
    const feature = { type: "Feature", properties: { clicks }, geometry: { type: "Point", coordinates: [lng, lat] } };
    context.group.fire("click", { latlng, layer: { toGeoJSON: () => feature } });
  }

  function click(latlng) {
    if (!context.state?.sketch) return;
    context.earlier = null; // the view before a move to typed coordinates
    send(latlng);
  }

  // A new map can first get the state of the page before.
  function turn(on) {
    container.classList.toggle("rm-drawing", on);
    for (const element of [container, window.frameElement]) element?.setAttribute("aria-label", on ? NAME : before);
    map.doubleClickZoom[on ? "disable" : "enable"](); // it would draw two points and zoom
  }

  /** @param {Sketch | null} sketch */
  function draw(sketch) {
    const written = JSON.stringify(sketch ?? null);
    if (drawn === written) return;
    if (!sketch || drawn === "null") turn(Boolean(sketch));
    drawn = written;
    layers.clearLayers();
    context.sketch.parts = [];
    if (!sketch) return;
    const ends = stopLayers(sketch);
    const parts = [...lineLayers(context, sketch), ...placeLayers(context, sketch)];
    for (const layer of [...parts, ...ends]) layers.addLayer(layer);
    context.sketch.parts = [...parts, ...ends].map((layer) => ({
      bounds: () => (layer.getBounds ? layer.getBounds() : L.latLngBounds([layer.getLatLng()])),
    }));
  }

  const before = container.getAttribute("aria-label");
  for (const [name, zIndex] of Object.entries(PANES)) map.createPane(name).style.zIndex = zIndex;
  map.on("click", ({ latlng }) => click(latlng));
  container.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === container) click(map.getCenter());
  });
  // The middle is marked for the keyboard only; :focus-visible can also match after a click.
  const aim = (on) => container.classList.toggle("rm-aiming", on);
  container.addEventListener("keyup", ({ target }) => aim(target === container));
  for (const name of ["pointerdown", "blur"]) container.addEventListener(name, () => aim(false));
  context.sketch = { parts: [], draw };
}
