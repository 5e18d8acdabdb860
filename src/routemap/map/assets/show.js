// Fetches the features of a revision once, and updates the map for each new state.

import { applyCase } from "./case.js";
import { ClusteredFeatures } from "./clustered_features.js";
import { declutter } from "./declutter.js";
import { drawFootprints } from "./footprints.js";
import { updateLegend } from "./legend.js";
import { showNotice } from "./notices.js";
import { applyTheme } from "./palette.js";
import { refreshPopup } from "./popup.js";
import { SingleFeatures } from "./single_features.js";
import { updateView } from "./view_fit.js";

/** @import { MapState, MapWithContext } from "./types.js" */

const fetched = new Map();
let shownMap = null;

function features(map, url) {
  if (!fetched.has(url)) {
    fetched.clear();
    const answer = map.routemap.load(url, {
      wanted: () => fetched.get(url) === answer,
      trouble: () => showNotice(map, "data", "The map data could not be loaded. Retrying."),
    });
    answer.catch(() => fetched.get(url) === answer && fetched.delete(url));
    fetched.set(url, answer);
  }
  return fetched.get(url);
}

function select(map, id) {
  const context = map.routemap;
  if (context.selected === id) return;
  const before = context.byId.get(context.selected);
  const chosen = context.byId.get(id);
  context.selected = id;
  // a list selects another feature without a popup; the reader's next click opens its own before this
  if (before && context.popup?.entry?.id === before.id) map.closePopup(context.popup.popup);
  if (before) context.drawing.select(before, false);
  if (chosen) context.drawing.select(chosen, true);
}

function draw(map, collection, state, shown) {
  const context = map.routemap;
  const before = context.state;
  if (!before || before.data !== state.data) {
    if (context.drawing) context.drawing.remove();
    context.drawing = collection.arcs ? new ClusteredFeatures(map, collection) : new SingleFeatures(map, collection);
    context.entries = context.drawing.entries;
    context.byId = new Map(context.entries.map((entry) => [entry.id, entry]));
    context.footprints = collection.footprints;
    context.selected = null;
  }
  context.state = state;
  context.drawing.change(shown, state.marks || "");
  updateLegend(map, state); // it depends on the statuses
  select(map, state.selected);
  drawFootprints(map, context.byId.get(state.selected));
  context.sketch?.draw(state.sketch);
  updateView(map, before, state, context.link.follow(before, state));
  declutter(map);
  refreshPopup(map);
  const { dataset } = map.getContainer();
  dataset.selected = state.selected || "";
  dataset.features = String(context.entries.reduce((count, entry) => count + (entry.status ? 1 : 0), 0));
  dataset.query = state.query;
}

/**
 * @param {MapWithContext} map
 * @param {MapState} state
 */
export async function show(map, state, shown) {
  const context = map.routemap;
  context.latest = state;
  shownMap = map;
  applyTheme(map);
  try {
    const collection = await features(map, state.data);
    await context.styled;
    if (context.latest !== state) return;
    showNotice(map, "data", null);
    applyCase(map, collection.case);
    draw(map, collection, state, shown);
  } catch (error) {
    if (context.latest !== state) return;
    console.warn("Route Map:", error);
    showNotice(map, "data", "The map data could not be loaded. Reload the page.");
  }
}

// The statuses that the map currently shows: {id: status} of every shown feature, clustered or not.
export function statuses() {
  const { entries } = shownMap.routemap;
  return Object.fromEntries(entries.filter((entry) => entry.status).map(({ id, status }) => [id, status]));
}
