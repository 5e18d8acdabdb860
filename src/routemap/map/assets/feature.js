// One feature as layers on the map: made when it is first drawn, painted, reachable by keyboard.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});

  // What a character of the state says of a feature: its status, and which side the filters hide.
  const stateOf = (code) => routemap.constants.states[code] || [null, ""];
  routemap.statusOf = (code) => stateOf(code)[0];
  routemap.hidesOf = (code) => stateOf(code)[1];
  routemap.hiddenSide = (hides) => `${hides.charAt(0).toUpperCase()}${hides.slice(1)} hidden by your filters`;

  routemap.makeLayers = function (context, entry) {
    const { feature } = entry;
    (feature.geometry.type === "Point" ? routemap.makePlace : routemap.makeRoute)(context, entry);
    for (const layer of entry.layers) {
      layer.entry = entry;
      layer.toGeoJSON = () => told(entry);
    }
  };

  // What the page gets to know of a click: which feature it was. The count makes a second
  // click on it a new value, so that it selects again after the selection was cleared.
  function told(entry) {
    const { type } = entry.feature.properties;
    return { type: "Feature", properties: { id: entry.id, type, clicks: entry.clicks }, geometry: null };
  }

  // Chooses a feature as a click on it does, whether or not it has layers of its own.
  routemap.choose = function (map, entry, latlng) {
    const layer = { entry, toGeoJSON: () => told(entry) };
    map.routemap.group.fire("click", { latlng, layer });
  };

  // An element that a keyboard reaches and that tells assistive technology what it stands for.
  routemap.reachable = function (map, element, { label, at, act, tip }) {
    element.setAttribute("aria-label", label);
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "0");
    if (element.routemapReachable) {
      Object.assign(element.routemapReachable, { at, act, tip });
      return;
    }
    const does = (element.routemapReachable = { at, act, tip });
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      map.routemap.byKey = true;
      does.act();
      map.routemap.byKey = false;
    });
    element.addEventListener("focus", () => {
      map.getContainer().scrollTo(0, 0);
      if (!element.matches(":focus-visible")) return;
      routemap.quietly(map, () => map.panInside(does.at(), { padding: [40, 40], animate: false }));
      does.tip();
    });
    element.addEventListener("blur", () => map.routemap.hideTip());
  };

  function makeReachable(map, entry) {
    const element = entry.focusable();
    if (!element) return;
    const { name, facts, status } = routemap.describe(map.routemap, entry);
    const hidden = entry.hides ? `, ${routemap.hiddenSide(entry.hides).toLowerCase()}` : "";
    element.dataset.id = entry.id;
    const at = () => entry.marker.getLatLng();
    routemap.reachable(map, element, {
      label: `${name}, ${facts}: ${status.label}${hidden}`,
      at,
      act: () => (entry.line && !entry.crossing ? entry.line : entry.marker).fire("click", { latlng: at() }, true),
      tip: () => map.routemap.showTip(entry),
    });
  }

  routemap.putOn = function (map, entry) {
    const context = map.routemap;
    if (!entry.layers) routemap.makeLayers(context, entry);
    entry.layers.forEach((layer) => context.group.addLayer(layer));
    entry.paint(routemap.statusRow(context, entry.status), entry.hides);
    entry.select(entry.id === context.selected);
    makeReachable(map, entry);
  };

  routemap.takeOff = function (map, entry) {
    entry.layers.forEach((layer) => map.routemap.group.removeLayer(layer));
  };
})();
