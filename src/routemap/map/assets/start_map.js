// Sets up the map once, before the first query is known.

import { addBasemap } from "./basemap.js";
import { constants } from "./constants.js";
import { declutter } from "./declutter.js";
import { addLegend } from "./legend.js";
import { addNotices } from "./notices.js";
import { applyTheme } from "./palette.js";
import { addTooltip, openPopup } from "./popup.js";
import { addViewFit } from "./view_fit.js";

/** @import { MapWithContext, Surroundings } from "./types.js" */

const STYLES = 5000; // ms; drawing waits for the style sheets at most this long
const MOTION = 0.15; // s
const PANES = { "rm-areas": 390, "rm-footprints": 392, "rm-shared": 395, "rm-lines": 400, "rm-crossings": 420, "rm-badges": 590, "rm-spots": 595, "rm-places": 600, "rm-gates": 610 };

// The sizes of labels and legend depend on the style sheets, so drawing waits for them. The component
// adds them but does not wait. After STYLES ms the map is drawn without them.
function styled() {
  const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => !link.sheet);
  const loaded = sheets.map((link) => new Promise((done) => (link.onload = link.onerror = done)));
  return Promise.race([Promise.all(loaded), new Promise((done) => setTimeout(done, STYLES))]);
}

// Moves of the map are short, and there are none for readers who prefer reduced motion. Zooms and
// popups have their times in map.css.
function limitMotion(map) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const inertia = () => (map.options.inertia = !still.matches);
  inertia();
  still.addEventListener("change", inertia);
  map.panBy = (offset, options = {}) =>
    L.Map.prototype.panBy.call(map, offset, {
      ...options,
      duration: options.duration || MOTION,
      animate: still.matches ? false : options.animate,
    });
}

/**
 * @param {MapWithContext} map
 * @param {string} assets - URL prefix of the static files
 * @param {Surroundings} surroundings
 */
export function startMap(map, assets, { load, addLink, allegationLink, isBesidePanel }) {
  map.routemap = { ...constants, assets, load, allegationLink, isBesidePanel, entries: [], footprints: [], byId: new Map(), state: null, selected: null, popup: null };
  const context = map.routemap;
  context.styled = styled();
  for (const [name, zIndex] of Object.entries(PANES)) map.createPane(name).style.zIndex = zIndex;
  map.getPane("rm-shared").style.pointerEvents = "none";
  // One group for all evidence: clicks bubble up to it, and the page listens there.
  context.group = L.featureGroup().addTo(map);
  map.attributionControl.setPosition("bottomleft").setPrefix(false);
  limitMotion(map);
  addNotices(map);
  addLegend(map);
  L.control.scale({ imperial: false, maxWidth: 110, position: "bottomleft" }).addTo(map);
  addBasemap(map);
  addTooltip(map);
  addViewFit(map);
  addLink(map);
  applyTheme(map);
  window
    .matchMedia("(prefers-color-scheme: dark)")
    .addEventListener("change", () => applyTheme(map));
  // Streamlit sends the theme of the page to its components, even if it changes without a rerun.
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || !data || data.type !== "streamlit:render" || !data.theme) return;
    context.pageTheme = data.theme.base;
    applyTheme(map);
  });
  // Runs after Leaflet's own handlers, which clip the lines to the new view.
  map.on("moveend", () => queueMicrotask(() => declutter(map)));
  map.on("routemap:ground", () => map.getContainer().classList.toggle("rm-online", context.basemap !== "offline"));
  map.getContainer().classList.add("rm-map");
  map.getContainer().setAttribute("role", "region");
  const name = "Map of reported routes";
  map.getContainer().setAttribute("aria-label", name);
  window.frameElement?.setAttribute("aria-label", name); // Streamlit gives the frame a technical title
  context.group.on("click", (event) => {
    const { entry } = event.layer;
    if (!entry) return; // a position of sketch.js
    entry.clicks += 1;
    if (context.state.sketch) {
      map.closePopup();
      return;
    }
    const own = entry.marker && !entry.line && event.layer !== entry.area;
    const point = own ? entry.marker.getLatLng() : event.latlng;
    openPopup(map, entry, point, own);
  });
  map.on("popupopen popupclose", (event) =>
    map.getContainer().classList.toggle("rm-reading", event.type === "popupopen")
  );
  const level = () => (map.getContainer().dataset.scale = map.getZoom() < 7 ? "far" : "near");
  map.on("zoomend", level);
  level();
}
