// The map fills its frame. Embedded in another page, it does not react to the mouse wheel or to a
// single finger, so that readers can scroll past it.

import { dashboardPage } from "./link.js";
import { showNotice } from "./notices.js";

/** @import { MapWithContext } from "./types.js" */

const page = dashboardPage();
const values = page ? new URLSearchParams(page.location.search).getAll("embed") : [];
const embedded = values.some((value) => value.toLowerCase() === "true");

// Set before the map is created, because the first view depends on the size.
const box = document.getElementById("map_div");
if (box) Object.assign(box.style, { width: "100%", height: "100vh" });

const DESK = 1100; // px; from this width the page shows the words of the selected feature beside the map

// A click then opens a short card, because the panel has the rest.
export const isBesidePanel = () => Boolean(page) && !embedded && page.innerWidth >= DESK;

/**
 * The page of an allegation. From an embedded map it opens in a new tab.
 * @param {string} id
 */
export function allegationLink(id) {
  if (!page) return null;
  const href = new URL(`./allegation?allegation=${encodeURIComponent(id)}`, page.location.href).href;
  return { href, target: embedded ? "_blank" : "_top" };
}

/** @param {MapWithContext} map */
export function addEmbed(map) {
  if (!embedded) return;
  const container = map.getContainer();
  map.scrollWheelZoom.disable();
  // The wheel zooms the map after a click or focus on it, until the pointer leaves it.
  container.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  container.addEventListener("pointerdown", () => map.scrollWheelZoom.enable());
  container.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  if (!window.matchMedia("(pointer: coarse)").matches) return;
  map.dragging.disable();
  container.addEventListener(
    "touchmove",
    (event) => showNotice(map, "fingers", event.touches.length === 1 ? "Use two fingers to move the map." : null),
    { passive: true }
  );
  container.addEventListener("touchend", () => showNotice(map, "fingers", null));
}
