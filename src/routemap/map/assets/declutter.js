// Avoids overlaps: discs become dots, badges move, and labels are hidden.

import { constants } from "./constants.js";

/** @import { MapWithContext } from "./types.js" */

const CELL = 32;
const ROW = 4096; // cells, more than the width of any screen
const { line: lineRule, place: placeRule } = constants.rules;
const { disc: DISC, dot: DOT } = placeRule;

// Occupied rectangles on the screen, in a coarse grid, which is fast even for thousands of them.
class Taken {
  constructor() {
    this.cells = new Map();
  }

  * keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * ROW + y;
    }
  }

  free(box) {
    for (const key of this.keys(box)) {
      for (const [left, top, right, bottom] of this.cells.get(key) || []) {
        if (box[0] < right && left < box[2] && box[1] < bottom && top < box[3]) return false;
      }
    }
    return true;
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
}

const inside = (view, box) =>
  box[0] >= view.min.x && box[1] >= view.min.y && box[2] <= view.max.x && box[3] <= view.max.y;
const around = (point, x, y) => [point.x - x, point.y - y, point.x + x, point.y + y];

function widthOf(context, entry) {
  if (entry.labelWidth === undefined) {
    context.ruler = context.ruler || document.createElement("canvas").getContext("2d");
    context.ruler.font = '600 12px "Source Sans 3", "Source Sans Pro", Inter, system-ui, sans-serif';
    entry.labelWidth = Math.min(260, context.ruler.measureText(entry.label.textContent).width * 1.06 + 2);
  }
  return entry.labelWidth;
}

function labelBox(side, point, reach, width) {
  const { labelHalf: height, labelLine: line } = placeRule;
  switch (side) {
    case "right":
      return [point.x + reach, point.y - height, point.x + reach + width, point.y + height];
    case "left":
      return [point.x - reach - width, point.y - height, point.x - reach, point.y + height];
    case "above":
      return [point.x - width / 2, point.y - reach - line, point.x + width / 2, point.y - reach];
    default:
      return [point.x - width / 2, point.y + reach, point.x + width / 2, point.y + reach + line];
  }
}

function controlBoxes(map) {
  const origin = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll(".leaflet-control, .rm-legend[open] > .rm-legend-more")].map((control) => {
    const { left, top, right, bottom } = control.getBoundingClientRect();
    return [left - origin.left, top - origin.top, right - origin.left, bottom - origin.top];
  });
}

// Puts the gate in the middle of the crossing, or elsewhere on its line if it would cover a place.
function placeCrossings(map, taken, crossings, places) {
  const discs = places.filter(({ entry }) => !entry.country);
  for (const entry of crossings) {
    const spots = lineRule.shares.map((share) => entry.line.spot(share)).filter(({ point }) => point);
    const clear = (at) => discs.every(({ point }) => point.distanceTo(at) > 2 * DISC + 1);
    const spot = spots.find(({ point }) => clear(map.layerPointToContainerPoint(point))) || spots[0];
    if (!spot) continue;
    entry.marker.setLatLng(map.layerPointToLatLng(spot.point));
    const gate = entry.content.querySelector(".rm-gate-icon");
    if (gate) gate.style.transform = `rotate(${((spot.angle * 180) / Math.PI) % 180}deg)`;
    taken.add(around(map.layerPointToContainerPoint(spot.point), DISC + 1, DISC + 1));
  }
}

const LETTER = 2.7; // px, half of the mean width of a letter in a badge

// The widths of a badge to try, in halves: with its words if there is much room, else without. The
// phase of what has not happened is written on short lines too.
function widthsOf(entry) {
  const words = entry.content.querySelector(".rm-words");
  const plain = { words, half: entry.content.childElementCount > (words ? 2 : 1) ? 17 : 9, room: 0, written: false };
  if (!words || (!entry.pending && entry.line.spot(0.5, true).length < lineRule.words)) return [plain];
  return [{ ...plain, half: plain.half + LETTER * words.textContent.length, room: lineRule.wordsRoom, written: true }, plain];
}

function placeBadges(map, taken, routes, view) {
  const free = ({ point, half, room }) => {
    const box = around(point, half + room, 10 + room);
    return inside(view, box) && taken.free(box);
  };
  for (const entry of routes) {
    const lane = entry.lane ? entry.lane.share : 0.5;
    const first = 0.5 + (lane - 0.5) * lineRule.spread;
    const { length } = entry.line.spot(0.5, true);
    const spots = [first, ...lineRule.shares]
      .map((share) => entry.line.spot(share, true).point)
      .filter(Boolean)
      .map((at) => ({ at, point: map.layerPointToContainerPoint(at) }));
    const found = widthsOf(entry)
      .filter(({ half }) => length > lineRule.room * half)
      .flatMap((width) => spots.map((spot) => ({ ...width, ...spot })))
      .find(free);
    entry.content.classList.toggle("rm-gone", !found);
    if (!found) continue;
    if (found.words) found.words.hidden = !found.written;
    entry.marker.setLatLng(map.layerPointToLatLng(found.at));
    taken.add(around(found.point, found.half, 10));
  }
}

/** @param {MapWithContext} map */
export function declutter(map) {
  const context = map.routemap;
  const size = map.getSize();
  const view = L.bounds([4, 4], [size.x - 4, size.y - 4]);
  const reachable = L.bounds([-60, -60], [size.x + 60, size.y + 60]);
  const taken = new Taken();
  if (!context.drawing) return;
  const drawn = context.drawing.drawn();
  const chosen = (entry) => (entry.id === (context.state && context.state.selected) ? 0 : 1);
  const places = drawn.places
    .map((entry) => ({ entry, point: map.latLngToContainerPoint(entry.marker.getLatLng()) }))
    .filter(({ point }) => reachable.contains(point));
  context.drawing.spots.arrange(places, drawn.discs);
  const dots = places.filter(({ entry }) => entry.aside).map(({ point }) => around(point, DOT, DOT));
  for (const place of places) if (place.entry.aside) place.point = place.point.add(place.entry.aside);
  places.sort((a, b) => chosen(a.entry) - chosen(b.entry) || a.entry.rank - b.entry.rank);

  const controls = new Taken();
  for (const box of controlBoxes(map)) {
    taken.add(box);
    controls.add(box);
  }
  placeCrossings(map, taken, drawn.crossings, places);
  for (const { marker, size: width } of drawn.discs || []) {
    taken.add(around(map.latLngToContainerPoint(marker.getLatLng()), width / 2 + 2, width / 2 + 2));
  }
  for (const { entry, point } of places) {
    if (entry.country) {
      taken.add(around(point, widthOf(context, entry) * 0.75 + 8, 10));
      continue;
    }
    const box = around(point, DISC, DISC);
    // A place below the legend keeps its disc, because panning makes it visible.
    entry.dot = chosen(entry) === 1 && !taken.free(box) && controls.free(box);
    entry.content.classList.toggle("rm-dot", entry.dot);
    taken.add(entry.dot ? around(point, DOT, DOT) : box);
  }
  for (const dot of dots) taken.add(dot);
  placeBadges(map, taken, drawn.routes, view);
  if (drawn.counts) drawn.counts.place(taken, view);
  for (const { entry, point } of places) {
    if (entry.country) continue;
    const width = widthOf(context, entry);
    const reach = entry.dot ? DOT + 3 : DISC + 4;
    const side = placeRule.sides.find((name) => {
      const box = labelBox(name, point, reach, width);
      return inside(view, box) && taken.free(box);
    });
    entry.label.dataset.side = side || "none";
    if (side) taken.add(labelBox(side, point, reach, width));
  }
  hideCoveredNames(map, drawn.places);
}

// A country that claims are about has its own label, so its name on the base map is hidden.
function hideCoveredNames(map, places) {
  const countries = places.filter((entry) => entry.country);
  map.routemap.countryNames.eachLayer((name) => {
    const covered = countries.some(
      (entry) =>
        entry.label.textContent === name.options.text ||
        entry.marker.getLatLng().distanceTo(name.getLatLng()) < 150000
    );
    name.getElement().style.display = covered || map.getZoom() > 8 ? "none" : "";
  });
}
