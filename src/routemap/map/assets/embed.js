// On somebody else's page the map fills its frame, and leaves the wheel and single fingers to that
// page: whoever scrolls past must not be caught in it.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});

  const page = routemap.page();
  const asked = page ? new URLSearchParams(page.location.search).getAll("embed") : [];
  const embedded = asked.some((value) => value.toLowerCase() === "true");

  // Before the map is made, because its first look depends on its size.
  const box = document.getElementById("map_div");
  if (embedded && box) Object.assign(box.style, { width: "100%", height: "100vh" });

  routemap.addEmbed = function (map) {
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
      (event) => routemap.notice(map, "fingers", event.touches.length === 1 ? "Move the map with two fingers." : null),
      { passive: true }
    );
    container.addEventListener("touchend", () => routemap.notice(map, "fingers", null));
  };
})();
