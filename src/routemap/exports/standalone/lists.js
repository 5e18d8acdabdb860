// The table of routes and places and the list of claims, with the same filters as the map.

import { file } from "./file.js";
import { openFeature } from "./one_file_map.js";
import { sentence } from "./sentences.js";

const cards = file.claims.map((claim, number) => document.getElementById(`c${number}`));
const rows = file.features.map((feature, number) => document.getElementById(`f${number}`));
const text = (id, value) => (document.getElementById(id).textContent = value);

function fill(row, selection, feature) {
  const status = selection.status(feature);
  row.hidden = !status;
  if (!status) return;
  const claims = selection.about(feature).map((number) => file.claims[number]);
  row.dataset.status = status.key;
  row.querySelector(".sign").dataset.status = status.key;
  row.querySelector("use").setAttribute("href", `#sign-${status.key}`);
  row.querySelector(".status").textContent = status.label;
  const hides = selection.hides(feature);
  row.querySelector(".hiding").hidden = !(hides.denials || hides.assertions);
  const words = sentence(status, claims, hides);
  const said = `${status.label}: `; // The row already shows the status, so it is removed.
  row.querySelector(".sentence").textContent = words.startsWith(said) ? words.slice(said.length) : words;
  row.querySelector("td.number").textContent = claims.length;
}

export function updateLists(selection) {
  cards.forEach((card, number) => {
    card.hidden = !selection.kept[number];
    card.querySelector(".added").hidden = !selection.isAdded(number);
  });
  const shown = { place: 0, route: 0 };
  rows.forEach((row, feature) => {
    if (!row) return; // Only the end of a route; no claim is about it.
    fill(row, selection, feature);
    if (!row.hidden) shown[row.dataset.type] += 1;
  });
  text("routes-in-view", shown.route);
  text("places-in-view", shown.place);
  document.getElementById("nothing").hidden = selection.count > 0;
}

for (const button of document.querySelectorAll(".to-map")) button.disabled = false;
document.querySelector("main").addEventListener("click", (event) => {
  const button = event.target.closest(".to-map");
  if (!button) return;
  const byKey = event.detail === 0;
  openFeature(file.features[Number(button.dataset.feature)].id, byKey ? button : null);
});
