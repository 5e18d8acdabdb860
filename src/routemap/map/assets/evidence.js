// What is shown: fetches the features of a revision once, then hands each state to what draws them.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});
  const CROWDED = 450; // features; fewer are never a crowd's

  // Only a large collection needs them, so only it waits for them.
  function scripts(context) {
    routemap.crowdReady = routemap.crowdReady || Promise.all(
      context.crowdScripts.map(
        (name) =>
          new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = `${context.assets}map/${name}`;
            script.async = false; // in this order
            script.onload = resolve;
            script.onerror = () => reject(new Error(`could not load ${name}`));
            document.head.append(script);
          })
      )
    );
    routemap.crowdReady.catch(() => (routemap.crowdReady = null));
    return routemap.crowdReady;
  }

  const fetched = new Map();
  function features(map, url) {
    if (!fetched.has(url)) {
      fetched.clear();
      const answer = routemap.load(url, {
        wanted: () => fetched.get(url) === answer,
        trouble: () => routemap.notice(map, "data", "The map data could not be loaded yet. Trying again."),
      });
      answer.catch(() => fetched.get(url) === answer && fetched.delete(url));
      fetched.set(url, answer);
    }
    return fetched.get(url);
  }

  function select(map, id) {
    const context = map.routemap;
    if (context.selected === id) return;
    const before = context.byId.get(context.selected);
    const chosen = context.byId.get(id);
    context.selected = id;
    if (before) context.drawing.select(before, false);
    if (chosen) context.drawing.select(chosen, true);
  }

  function draw(map, collection, state, shown) {
    const context = map.routemap;
    const before = context.state;
    if (!before || before.data !== state.data) {
      if (context.drawing) context.drawing.remove();
      context.drawing = (collection.arcs ? routemap.crowd : routemap.few)(map, collection);
      context.entries = context.drawing.entries;
      context.byId = new Map(context.entries.map((entry) => [entry.id, entry]));
      context.selected = null;
    }
    context.state = state;
    routemap.explain(map, state.compare);
    context.drawing.change(shown);
    select(map, state.selected);
    routemap.look(map, before, state, routemap.followLink(before, state));
    routemap.declutter(map);
    routemap.refreshPopup(map);
    const { dataset } = map.getContainer();
    dataset.selected = state.selected || "";
    dataset.features = String(context.entries.reduce((count, entry) => count + (entry.status ? 1 : 0), 0));
    dataset.query = state.query;
  }

  routemap.show = async function (map, state, shown) {
    const context = map.routemap;
    context.latest = state;
    routemap.shownMap = map;
    routemap.applyTheme(map);
    try {
      if (shown.length > CROWDED) scripts(context).catch(() => {}); // Most likely a crowd: begin early.
      const collection = await features(map, state.data);
      if (collection.arcs) await scripts(context);
      await context.styled;
      if (context.latest !== state) return;
      routemap.notice(map, "data", null);
      draw(map, collection, state, shown);
    } catch (error) {
      if (context.latest !== state) return;
      console.warn("Route Map:", error);
      routemap.notice(map, "data", "The map data could not be loaded. Reload the page.");
    }
  };

  // What the map says now: {id: status} of every feature that is shown, however it is drawn.
  routemap.statuses = function () {
    const { entries } = routemap.shownMap.routemap;
    return Object.fromEntries(entries.filter((entry) => entry.status).map(({ id, status }) => [id, status]));
  };
})();
