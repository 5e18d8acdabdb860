// A map without a server: opened once, then shown anew for every question.
(function () {
  "use strict";
  const routemap = window.routemap;
  const { file } = routemap;

  // The dashboard follows and writes its address; here only the view of the file is followed, once.
  routemap.quietly = (map, move) => move();
  routemap.addLink = function (map) {
    routemap.followLink = function (before, state) {
      if (before || !state.view) return false;
      map.setView([state.view[0], state.view[1]], state.view[2], { animate: false });
      return true;
    };
  };

  // A browser saves a page together with what its script has built; opened again, the map is built anew.
  const box = Object.assign(document.createElement("div"), { id: "map", className: "map" });
  document.getElementById("map").replaceWith(box);

  const map = L.map(box, routemap.constants.frame);
  routemap.start(map, "");
  const context = map.routemap;
  let state = {
    data: "features", evidence: "evidence", query: "", selected: file.selected, view: file.view,
    basemap: "offline", theme: null, compare: null,
  };
  let shown = "";

  function show(changes, letters) {
    state = { ...state, ...changes };
    shown = letters || shown;
    return routemap.show(map, state, shown);
  }
  routemap.ask = (selection) => show({ query: selection.search }, selection.letters());

  // A feature that is opened is the selected one until its words are closed.
  context.group.on("click", ({ layer }) => {
    const { entry } = layer;
    show({ selected: entry.id });
    if (context.byKey) read(entry.focusable && entry.focusable());
  });
  map.on("popupclose", () =>
    queueMicrotask(() => {
      if (!context.popup && state.selected) show({ selected: null });
    })
  );

  // Whoever came by keyboard reads on in the popup, and is back where they were when it closes.
  function read(from) {
    if (!context.popup) return;
    context.popup.body.focus({ preventScroll: true });
    context.popup.popup.once("remove", () => {
      const inField = document.activeElement && document.activeElement.closest("input, select");
      if (from && from.isConnected && !inField) from.focus();
    });
  }
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });

  function spot(entry) {
    const found = entry.line && entry.line.spot(0.5).point;
    if (found) return map.layerPointToLatLng(found);
    return entry.marker ? entry.marker.getLatLng() : entry.bounds().getCenter();
  }

  // Selects a feature from the lists beside the map and opens its words; `from` is where a keyboard was.
  routemap.open = async function (id, from) {
    document.getElementById("map").scrollIntoView({ block: "nearest" });
    await show({ selected: id });
    const entry = context.byId.get(id);
    if (!entry || !entry.status) return;
    routemap.choose(map, entry, spot(entry));
    if (from) read(from);
  };

  // Paper is light, whatever the screen is.
  const paper = (theme) => {
    document.documentElement.classList.toggle("printing", theme !== null);
    map.invalidateSize({ animate: false });
    show({ theme });
  };
  window.addEventListener("beforeprint", () => paper("light"));
  window.addEventListener("afterprint", () => paper(null));
})();
