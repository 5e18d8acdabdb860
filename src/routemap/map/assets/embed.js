// The map fills its frame. Embedded in another page, it does not react to the mouse wheel or to a
// single finger, so that readers can scroll past it.

import { dashboardPage } from "./link.js";
import { showNotice } from "./notices.js";

/** @import { MapWithContext } from "./types.js" */

const page = dashboardPage();
const asked = page ? new URLSearchParams(page.location.search).getAll("embed") : [];
const embedded = asked.some((value) => value.toLowerCase() === "true");

// Set before the map is created, because the first view depends on the size.
const box = document.getElementById("map_div");
if (box) Object.assign(box.style, { width: "100%", height: "100vh" });

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
