// Draws the state that the page has for the map, and again whenever a run changes it. The component
// `state` of the page keeps it (ui/parts/state). It does not come through the component of the map, which
// gets its messages only after the page has rendered everything else.
import { show } from "./show.js";

/** @import { MapWithContext } from "./types.js" */

const CHANGED = "routemap:map";

/** @param {MapWithContext} map */
export function followPage(map) {
  const page = window.parent;
  const frame = window.frameElement;
  if (!frame) return; // a file on disk has its own state
  const draw = () => {
    if (!frame.isConnected) return page.removeEventListener(CHANGED, draw);
    const { shown, ...state } = page.routemapStates?.map ?? {};
    if (state.data) show(map, state, shown);
  };
  page.addEventListener(CHANGED, draw);
  draw();
}
