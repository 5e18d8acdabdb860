// Draws the state that the page has for the map, and again whenever a run changes it. The component
// `state` of the page keeps it (ui/parts/state). It does not come through the component of the map, which
// gets its messages only after the page has rendered everything else.
//
// When the reader changes a filter, the map does not wait for the run: it asks the server at the same
// time what it has to show, and draws that. The state of the run comes later and always wins.
import { requestFor } from "./load.js";
import { show } from "./show.js";

/** @import { MapWithContext } from "./types.js" */

const CHANGED = "routemap:map";
const DRAWN = "routemap:drawn";
const FILTERS = "routemap:filters";

// The address of what a query shows. Parameters that no filter sets stay.
function address(state, values) {
  const params = new URLSearchParams();
  for (const [key, value] of new URLSearchParams(state.query)) if (!(key in values)) params.append(key, value);
  for (const [key, chosen] of Object.entries(values)) for (const value of chosen) params.append(key, value);
  return `${state.ahead}?${params}`;
}

/** @param {MapWithContext} map */
export function followPage(map) {
  if (!window.frameElement) return; // a file on disk has its own state
  const page = window.parent;
  let latest = "";

  async function draw() {
    const { shown, ...state } = page.routemapStates?.map ?? {};
    if (!state.data) return;
    await show(map, state, shown);
    page.dispatchEvent(new Event(DRAWN));
  }

  async function drawAhead({ detail: values }) {
    const before = page.routemapStates?.map;
    latest = before?.ahead ? address(before, values) : "";
    const own = latest;
    if (!own) return;
    let found = null;
    try {
      const answer = await fetch(...requestFor(own));
      found = answer.ok ? await answer.json() : null;
    } catch {
      return; // the run brings the same
    }
    if (!found || latest !== own || page.routemapStates.map !== before) return;
    page.routemapStates.map = { ...before, ...found };
    draw();
  }

  page.addEventListener(CHANGED, draw);
  page.addEventListener(FILTERS, drawAhead);
  // the page would keep the document of a map that has gone
  window.addEventListener("pagehide", () => {
    page.removeEventListener(CHANGED, draw);
    page.removeEventListener(FILTERS, drawAhead);
  });
  draw();
}
