// The map in this file: created once, and updated after every change of the filters.

import { file } from "./file.js";
import { load } from "./offline_answers.js";
import { constants } from "../../map/assets/constants.js";
import { choose } from "../../map/assets/feature.js";
import { show } from "../../map/assets/show.js";
import { startMap } from "../../map/assets/start_map.js";

// The dashboard reads and writes the address of its page. Here the view of the file is applied once.
function addLink(onMap) {
  onMap.routemap.link = {
    quietly: (move) => move(),
    follow(before, state) {
      if (before || !state.view) return false;
      onMap.setView([state.view[0], state.view[1]], state.view[2], { animate: false });
      return true;
    },
  };
}

// Browsers save a page with the elements that scripts have added, so the map is created anew.
const box = Object.assign(document.createElement("div"), { id: "map", className: "map" });
document.getElementById("map").replaceWith(box);

export const map = L.map(box, constants.frame);
function allegationLink(id) {
  if (!/^https?:\/\//i.test(file.address)) return null;
  return { href: new URL(`allegation?allegation=${encodeURIComponent(id)}`, file.address).href, target: "_blank" };
}
startMap(map, "", { load, addLink, allegationLink, isBesidePanel: () => false });
const context = map.routemap;
let state = {
  data: "features", evidence: "evidence", query: "", marks: "", selected: file.selected, view: file.view,
  basemap: "offline", theme: null, compare: null, looks: "status",
};
let shown = "";

function showAgain(changes, letters) {
  state = { ...state, ...changes };
  shown = letters || shown;
  return show(map, state, shown);
}
export const showSelection = (selection) => showAgain({ query: selection.search, marks: selection.marks() }, selection.letters());

// A feature is selected while its popup is open.
context.group.on("click", ({ layer }) => {
  const { entry } = layer;
  showAgain({ selected: entry.id });
  if (context.byKey) read(entry.focusable && entry.focusable());
});
map.on("popupclose", () =>
  queueMicrotask(() => {
    if (!context.popup && state.selected) showAgain({ selected: null });
  })
);

// With the keyboard, the focus moves to the popup, and back to the same element when it closes.
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

// Selects a feature from the lists and opens its popup. `from` is the element with the keyboard focus.
export async function openFeature(id, from) {
  document.getElementById("map").scrollIntoView({ block: "nearest" });
  await showAgain({ selected: id });
  const entry = context.byId.get(id);
  if (!entry || !entry.status) return;
  choose(map, entry, spot(entry));
  if (from) read(from);
}

// Printed pages always use the light theme.
const paper = (theme) => {
  document.documentElement.classList.toggle("printing", theme !== null);
  map.invalidateSize({ animate: false });
  showAgain({ theme });
};
window.addEventListener("beforeprint", () => paper("light"));
window.addEventListener("afterprint", () => paper(null));
