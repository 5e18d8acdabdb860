// The filters of the page (dates and claim sources), and the counts of matching claims.

import { counted, file } from "./file.js";
import { updateLists } from "./lists.js";
import { showSelection } from "./one_file_map.js";
import { select } from "./selection.js";

const form = document.getElementById("filters");
const clear = document.getElementById("clear");
const opener = document.getElementById("opener");
const { from, to, by } = form.elements;
const sources = [...form.querySelectorAll("[name=source]")];
const kinds = [...form.querySelectorAll("[data-kind]")].map((box) => ({
  box,
  own: [...box.closest("fieldset").querySelectorAll("[name=source]")],
}));
const number = (value) => value.toLocaleString("en");

// The filters as URL parameters of the dashboard. Incomplete dates are ignored.
function search() {
  const params = new URLSearchParams();
  const days = [from, to].map((field) => (field.validity.valid ? field.value : ""));
  const [first, last] = days[0] && days[1] ? [...days].sort() : days;
  if (first) params.set("from", first);
  if (last) params.set("to", last);
  if (by.value !== by.options[0].value) params.set("by", by.value);
  for (const box of sources) if (box.checked) params.append("source", box.value);
  return params.toString();
}

function showCounts(selection) {
  for (const place of document.querySelectorAll(".view-count")) {
    place.textContent = `${number(selection.count)} of ${number(file.claims.length)}`;
  }
  const { sentences } = file;
  const meaning = by.selectedOptions[0].textContent.trim();
  const swapped = from.value && to.value && from.value > to.value;
  document.getElementById("undated").textContent = [
    swapped ? sentences.swapped : "",
    counted(sentences.kept, selection.denials),
    counted(sentences.undated, selection.undated, { meaning }),
  ].filter(Boolean).join(" ");
  clear.disabled = !selection.search;
  const said = new Map();
  file.claims.forEach(({ source }, claim) => {
    if (selection.said[claim]) said.set(file.sources[source].id, (said.get(file.sources[source].id) || 0) + 1);
  });
  for (const box of sources) {
    const count = said.get(box.value) || 0;
    const label = box.closest("label");
    label.querySelector(".count").textContent = number(count);
    label.classList.toggle("silent", !count);
  }
  for (const { box, own } of kinds) {
    const ticked = own.filter((one) => one.checked).length;
    box.checked = ticked === own.length;
    box.indeterminate = ticked > 0 && ticked < own.length;
  }
}

// Updates the map, the lists and the counts after a change of the filters.
export function ask() {
  const selection = select(search());
  showCounts(selection);
  updateLists(selection);
  return showSelection(selection);
}

// Browsers save a page with the current state of its filters and button, so both are reset.
for (const field of [from, to]) field.defaultValue = "";
for (const box of form.querySelectorAll("[type=checkbox]")) box.defaultChecked = false;
for (const option of by.options) option.defaultSelected = false;
form.reset();
opener.setAttribute("aria-expanded", "false");

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  const kind = kinds.find(({ box }) => box === target);
  if (kind) for (const one of kind.own) one.checked = target.checked;
  ask();
});
clear.addEventListener("click", () => {
  form.reset();
  ask();
  from.focus();
});
opener.addEventListener("click", () => {
  const open = opener.getAttribute("aria-expanded") !== "true";
  opener.setAttribute("aria-expanded", String(open));
});
