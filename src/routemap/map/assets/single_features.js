// A small collection: each feature has its own layers, and lines on one track are side by side.

import { hideEntry, makeLayers, showEntry } from "./feature.js";
import { Spots } from "./spots.js";
import { directionOf, hidesOf, pendingOf, statusOf } from "./states.js";
import { assignLanes, findNeighbours } from "./track.js";

/** @import { MapWithContext } from "./types.js" */

export class SingleFeatures {
  /** @param {MapWithContext} map */
  constructor(map, collection) {
    this.map = map;
    this.entries = collection.features.map((feature, index) => {
      const { id, geometry_basis: basis } = feature.properties;
      const entry = { index, feature, id: String(id), basis, code: ".", status: null, clicks: 0 };
      makeLayers(map.routemap, entry);
      return entry;
    });
    this.spots = new Spots(map, this.entries, collection.spots);
    this.neighbours = findNeighbours(this.entries.filter((entry) => entry.line && !entry.crossing));
  }

  change(shown, marks) {
    this.entries.forEach((entry, index) => this.changeOne(entry, shown[index] || ".", marks[index] || "0"));
    const routes = this.entries.filter((entry) => entry.status && entry.line && !entry.crossing);
    const lanes = assignLanes(this.neighbours, new Set(routes.map((entry) => entry.index)));
    for (const entry of routes) {
      entry.lane = lanes.get(entry.index);
      entry.line.setOffset(entry.lane.offset);
    }
  }

  changeOne(entry, code, mark) {
    if (entry.code === code && entry.mark === mark) return;
    Object.assign(entry, { code, mark, pending: pendingOf(mark), direction: directionOf(mark) });
    entry.status = statusOf(code);
    entry.hides = hidesOf(code);
    if (entry.status) showEntry(this.map, entry);
    else hideEntry(this.map, entry);
  }

  select(entry, selected) {
    if (entry.status) entry.select(selected);
  }

  // The features that must not overlap on the screen, for declutter.js.
  drawn() {
    const shown = this.entries.filter((entry) => entry.status);
    return {
      places: shown.filter((entry) => !entry.line),
      crossings: shown.filter((entry) => entry.crossing),
      routes: shown.filter((entry) => entry.line && !entry.crossing),
    };
  }

  remove() {
    this.spots.remove();
    this.map.routemap.group.clearLayers();
  }
}
