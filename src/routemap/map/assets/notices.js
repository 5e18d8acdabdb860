// Short messages above the map.

import { el } from "./dom.js";

/** @import { MapWithContext } from "./types.js" */

/** @param {MapWithContext} map */
export function addNotices(map) {
  map.routemap.notices = el("div", "rm-notices");
  map.routemap.notices.setAttribute("role", "status");
  map.getContainer().append(map.routemap.notices);
}

/**
 * Replaces the message of a key; `null` removes it.
 * @param {MapWithContext} map
 */
export function showNotice(map, key, text) {
  const { notices } = map.routemap;
  const old = notices.querySelector(`[data-key="${key}"]`);
  if (old && old.textContent === text) return;
  if (old) old.remove();
  if (!text) return;
  const notice = el("p", "rm-notice", text);
  notice.dataset.key = key;
  notices.append(notice);
}
