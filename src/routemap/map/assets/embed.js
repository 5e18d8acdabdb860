// On another page the map fills its frame, and leaves the wheel and single fingers to that page:
// readers who scroll past must not be caught in it.

import { dashboardPage } from "./link.js";
import { showNotice } from "./notices.js";

/** @import { MapWithContext } from "./types.js" */

const page = dashboardPage();
const asked = page ? new URLSearchParams(page.location.search).getAll("embed") : [];
const embedded = asked.some((value) => value.toLowerCase() === "true");

// Before the map is made, because its first look depends on its size.
const box = document.getElementById("map_div");
if (embedded && box) Object.assign(box.style, { width: "100%", height: "100vh" });

/** @param {MapWithContext} map */
export function addEmbed(map) {
  if (!embedded) return;
  const container = map.getContainer();
  map.scrollWheelZoom.disable();
  // A map that the reader has turned to takes the wheel, until they leave it.
  container.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  container.addEventListener("pointerdown", () => map.scrollWheelZoom.enable());
  container.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  if (!window.matchMedia("(pointer: coarse)").matches) return;
  map.dragging.disable();
  container.addEventListener(
    "touchmove",
    (event) => showNotice(map, "fingers", event.touches.length === 1 ? "Move the map with two fingers." : null),
    { passive: true }
  );
  container.addEventListener("touchend", () => showNotice(map, "fingers", null));
}
