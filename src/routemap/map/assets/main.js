// The functions of the global `routemap` that the generated script of the map calls.

import { addEmbed, allegationLink, isBesidePanel } from "./embed.js";
import { followPage } from "./follow_page.js";
import { addLink } from "./link.js";
import { load } from "./load.js";
import { show, statuses } from "./show.js";
import { addSketch } from "./sketch.js";
import { startMap } from "./start_map.js";

/** @import { MapWithContext } from "./types.js" */

// The inverse of `packed` in base.py.
export function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** @param {MapWithContext} map */
export function start(map, assets) {
  startMap(map, assets, { load, addLink, allegationLink, isBesidePanel });
  addEmbed(map);
  addSketch(map);
  followPage(map);
}

export { show, statuses };
