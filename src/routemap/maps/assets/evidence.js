// What is shown: compares each state with the one before and changes only the difference.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});
  const STATUS = {
    a: "asserted", d: "disputed", x: "denied", b: "background",
    1: "first", 2: "second", 3: "both", 4: "contradicting",
  };

  const fetched = new Map();
  function features(url) {
    if (!fetched.has(url)) {
      fetched.clear();
      const answer = routemap.load(url);
      answer.catch(() => fetched.delete(url));
      fetched.set(url, answer);
    }
    return fetched.get(url);
  }

  function build(map, collection) {
    const context = map.routemap;
    context.group.clearLayers();
    context.entries = collection.features.map((feature, index) => {
      const entry = { index, feature, id: String(feature.properties.id), code: ".", status: null, clicks: 0 };
      (feature.geometry.type === "Point" ? routemap.makePlace : routemap.makeRoute)(context, entry);
      for (const layer of entry.layers) {
        layer.entry = entry;
        // What the page gets to know of a click: which feature it was. The count makes a second
        // click on it a new value, so that it selects again after the selection was cleared.
        layer.toGeoJSON = () => ({
          type: "Feature",
          properties: { id: entry.id, type: feature.properties.type, clicks: entry.clicks },
          geometry: null,
        });
      }
      return entry;
    });
    context.byId = new Map(context.entries.map((entry) => [entry.id, entry]));
    context.neighbours = routemap.neighbours(
      context.entries.filter((entry) => entry.line && !entry.crossing)
    );
  }

  function makeReachable(map, entry) {
    const element = entry.focusable();
    if (!element) return;
    const { name, facts, status } = routemap.describe(map.routemap, entry);
    const hidden = entry.hiddenDenials ? ", denials hidden by your filters" : "";
    element.setAttribute("aria-label", `${name}, ${facts}: ${status.label}${hidden}`);
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "0");
    element.dataset.id = entry.id;
    if (element.routemapReachable) return;
    element.routemapReachable = true;
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      const source = entry.line && !entry.crossing ? entry.line : entry.marker;
      source.fire("click", { latlng: anchor(map, entry) }, true);
    });
    element.addEventListener("focus", () => {
      map.getContainer().scrollTo(0, 0);
      if (!element.matches(":focus-visible")) return;
      routemap.quietly(map, () => map.panInside(anchor(map, entry), { padding: [40, 40], animate: false }));
      map.routemap.showTip(entry);
    });
    element.addEventListener("blur", () => map.routemap.hideTip());
  }

  const anchor = (map, entry) => entry.marker.getLatLng();

  function change(map, entry, code) {
    const context = map.routemap;
    if (entry.code === code) return;
    entry.code = code;
    entry.status = STATUS[code.toLowerCase()] || null;
    entry.hiddenDenials = code === "A" || code === "B";
    if (!entry.status) {
      entry.layers.forEach((layer) => context.group.removeLayer(layer));
      return;
    }
    entry.layers.forEach((layer) => context.group.addLayer(layer));
    entry.paint(routemap.statusRow(context, entry.status), entry.hiddenDenials);
    entry.select(entry.id === context.selected);
    makeReachable(map, entry);
  }

  function select(map, id) {
    const context = map.routemap;
    if (context.selected === id) return;
    for (const key of [context.selected, id]) {
      const entry = context.byId.get(key);
      context.selected = id;
      if (entry && entry.status) entry.select(key === id);
    }
  }

  function fit(map, bounds) {
    if (!bounds.isValid()) return;
    const padding = L.point(36, 36);
    const legend = map.getContainer().querySelector(".rm-legend[open]");
    const besides = L.point(legend ? legend.offsetWidth + 34 : 36, 36);
    const zoom = (left) => map.getBoundsZoom(bounds, false, left.add(padding));
    // Beside the legend where that costs no zoom.
    const paddingTopLeft = zoom(besides) === zoom(padding) ? besides : padding;
    routemap.quietly(map, () =>
      map.fitBounds(bounds, { paddingTopLeft, paddingBottomRight: padding, maxZoom: 11, animate: false })
    );
  }

  function boundsOf(entries) {
    const bounds = L.latLngBounds([]);
    entries.forEach((entry) => bounds.extend(entry.bounds()));
    return bounds;
  }

  function look(map, before, state, taken) {
    const context = map.routemap;
    const chosen = context.byId.get(state.selected);
    const visible = chosen && chosen.status ? chosen : null;
    if (!before) {
      if (taken) return;
      const shown = context.entries.filter((entry) => entry.status);
      // The first look is at the region; what lies a continent away is found by panning or search.
      const home = L.latLngBounds(context.home);
      const near = shown.filter((entry) => !entry.country && home.contains(entry.bounds()));
      fit(map, boundsOf(visible ? [visible] : near.length ? near : shown));
    } else if (visible && before.selected !== state.selected && !taken) {
      if (!map.getBounds().intersects(visible.bounds())) fit(map, visible.bounds());
    }
  }

  function draw(map, collection, state) {
    const context = map.routemap;
    const before = context.state;
    if (!before || before.data !== state.data) build(map, collection);
    context.state = state;
    routemap.explain(map, state.compare);
    context.entries.forEach((entry, index) => change(map, entry, state.shown[index] || "."));
    const routes = context.entries.filter((entry) => entry.status && entry.line && !entry.crossing);
    const lanes = routemap.lanes(context.neighbours, new Set(routes.map((entry) => entry.index)));
    for (const entry of routes) {
      entry.lane = lanes.get(entry.index);
      entry.line.setOffset(entry.lane.offset);
    }
    select(map, state.selected);
    const sized = map.getSize();
    const taken = routemap.followLink(before, state);
    if (sized.x && sized.y) look(map, before, state, taken);
    else map.once("resize", () => look(map, before, state, taken));
    routemap.declutter(map);
    routemap.refreshPopup(map);
    const { dataset } = map.getContainer();
    dataset.selected = state.selected || "";
    dataset.features = String(context.entries.filter((entry) => entry.status).length);
    dataset.query = state.query;
  }

  routemap.show = async function (map, state) {
    const context = map.routemap;
    context.latest = state;
    routemap.applyTheme(map);
    try {
      const collection = await features(state.data);
      if (context.latest !== state) return;
      routemap.notice(map, "data", null);
      draw(map, collection, state);
    } catch (error) {
      if (context.latest !== state) return;
      console.warn("Route Map:", error);
      routemap.notice(map, "data", "The map data could not be loaded. Reload the page.");
    }
  };
})();
