// A large collection: lines on a canvas and places in clusters. Only some features have their own
// layers: the selected one, places in no cluster, border crossings and countries.

import { Arcs } from "./arcs.js";
import { PlaceEntry, RouteEntry } from "./clustered_entries.js";
import { Clusters } from "./clusters.js";
import { constants } from "./constants.js";
import { el } from "./dom.js";
import { choose, hideEntry, showEntry } from "./feature.js";
import { openListing } from "./feature_list.js";
import { LineBadges } from "./line_badges.js";
import { makeBadge, statusRow } from "./palette.js";
import { describe } from "./popup.js";
import { SharedLines } from "./shared_lines.js";
import { Spots } from "./spots.js";
import { StatusCounts } from "./status_counts.js";

/** @import { MapWithContext } from "./types.js" */

const REACH = { mouse: 7, touch: 14 }; // pixels
const TOGETHER = 2.5; // pixels; a click selects all lines that are this close to each other

export class ClusteredFeatures {
  /** @param {MapWithContext} map */
  constructor(map, document) {
    const { places, routes } = document;
    Object.assign(this, { map, on: new Map(), stale: true });
    this.places = places.id.map((id, row) => new PlaceEntry(this, document, row, row));
    this.routes = routes.id.map((id, row) => new RouteEntry(this, document, row, this.places.length + row));
    this.entries = [...this.places, ...this.routes];
    const unlessMany = (entries) => (entries.length <= constants.rules.sharedLine.alone ? entries : []);
    this.always = [
      ...unlessMany(this.routes.filter((entry) => entry.kind === "border_crossing")),
      ...unlessMany(this.places.filter((entry) => entry.country)),
    ];
    this.alone = new Set(this.always);
    this.spots = new Spots(map, this.entries, document.spots);
    this.arcs = new Arcs(document.arcs, document.grid);
    this.tally = new StatusCounts(
      this.arcs.size,
      this.routes.map((entry) => ({ parts: routes.arcs[entry.row], basis: entry.basis }))
    );
    this.lines = new SharedLines(this.arcs, this.tally).addTo(map);
    const spoken = { words: (arc) => this.lineWords([arc]), pick: (arc, latlng) => this.pick([arc], latlng) };
    this.counts = new LineBadges(map, this.lines, { ...spoken, tip: (arc, latlng) => this.tip([arc], latlng) });
    this.clusters = new Clusters(map, this.places.filter((entry) => !this.alone.has(entry)), {
      words: (by) => this.said(by, "place"),
      list: (entries, latlng) => this.list(entries, latlng, (found) => `${found.length} places on this spot`),
      tip: (by, latlng) => this.countTip(by, this.counted(by, "place"), latlng),
    });
    this.listen();
  }

  change(shown, marks) {
    this.entries.forEach((entry, index) => {
      entry.code = shown[index] || ".";
      entry.mark = marks[index] || "0";
    });
    const { routes, alone } = this;
    this.tally.count(this.map.routemap.state.looks, (row) => (alone.has(routes[row]) ? null : routes[row].status), (row) => routes[row]);
    this.stale = true;
    this.lines.stale = true;
  }

  select(entry) {
    if (!entry.parts) this.stale = true;
  }

  chosen() {
    const { byId, selected } = this.map.routemap;
    return byId.get(selected);
  }

  // Updates everything for the current state and view, and returns what is on the map, for declutter.js.
  drawn() {
    const chosen = this.chosen();
    if (this.lines.stale) this.lines.draw();
    if (this.stale) {
      this.clusters.load(this.tally.order, (entry) => entry !== chosen && entry.status);
      this.stale = false;
    }
    this.clusters.settle();
    const wanted = new Set([...this.always, ...this.clusters.singles, ...(chosen ? [chosen] : [])]);
    this.layers([...wanted].filter((entry) => entry.status));
    const on = [...this.on.keys()];
    return {
      places: on.filter((entry) => !entry.line),
      crossings: on.filter((entry) => entry.crossing),
      routes: on.filter((entry) => entry.line && !entry.crossing),
      discs: this.clusters.discs(),
      counts: this.counts,
    };
  }

  layers(wanted) {
    const { selected, state } = this.map.routemap;
    const kept = new Set(wanted);
    for (const entry of this.on.keys()) {
      if (kept.has(entry)) continue;
      hideEntry(this.map, entry);
      this.on.delete(entry);
    }
    for (const entry of wanted) {
      const look = `${entry.code} ${entry.id === selected} ${state.compare}`;
      if (this.on.get(entry) === look) continue;
      showEntry(this.map, entry);
      this.on.set(entry, look);
    }
  }

  // Counts by status, for texts such as "37 places: 12 disputed, 25 asserted".
  rows(by) {
    return this.tally.order
      .map((key, kind) => ({ row: statusRow(this.map.routemap, key), count: by[kind] }))
      .filter(({ count }) => count);
  }

  counted(by, noun) {
    const sum = by.reduce((total, count) => total + count, 0);
    return `${sum.toLocaleString("en")} ${noun}${sum === 1 ? "" : "s"}`;
  }

  said(by, noun) {
    const parts = this.rows(by).map(({ row, count }) => `${count.toLocaleString("en")} ${row.label.toLowerCase()}`);
    return `${this.counted(by, noun)}: ${parts.join(", ")}`;
  }

  routesOn(arcs) {
    const rows = new Set(arcs.flatMap((arc) => this.tally.routesOf[arc]));
    return [...rows].map((row) => this.routes[row]).filter((entry) => entry.status && !this.alone.has(entry));
  }

  byStatus(entries) {
    const by = this.tally.order.map(() => 0);
    for (const entry of entries) by[this.tally.order.indexOf(entry.status)] += 1;
    return by;
  }

  lineTitle(arcs, count) {
    return `${count.toLocaleString("en")} routes ${arcs.length > 1 ? "run here" : "share this line"}`;
  }

  lineWords(arcs) {
    const entries = this.routesOn(arcs);
    if (entries.length !== 1) {
      const [counts, statuses] = this.said(this.byStatus(entries), "route").split(": ");
      return `${this.lineTitle(arcs, entries.length)}: ${statuses || counts}`;
    }
    const { name, facts, status } = describe(this.map.routemap, entries[0]);
    return `${name}, ${facts}: ${status.label}`;
  }

  countTip(by, title, latlng) {
    const lines = this.rows(by).map(({ row, count }) =>
      el("div", "rm-status-line", makeBadge(row, "status"), el("span", "", `${count.toLocaleString("en")} ${row.label}`))
    );
    this.map.routemap.tip(el("div", "", el("strong", "", title), ...lines), latlng);
  }

  tip(arcs, latlng) {
    const entries = this.routesOn(arcs);
    if (entries.length === 1) this.map.routemap.showTip(entries[0], latlng);
    else if (entries.length) this.countTip(this.byStatus(entries), this.lineTitle(arcs, entries.length), latlng);
  }

  pick(arcs, latlng) {
    const entries = this.routesOn(arcs);
    this.map.routemap.hideTip();
    if (entries.length === 1) choose(this.map, entries[0], latlng);
    else if (entries.length) this.list(entries, latlng, (found) => this.lineTitle(arcs, found.length));
  }

  list(entries, latlng, title) {
    openListing(this.map, latlng, { entries, title, order: () => this.tally.order });
  }

  near(latlng, touch) {
    const found = this.lines.hit(latlng, touch ? REACH.touch : REACH.mouse);
    return found.filter(({ away }) => away <= found[0].away + TOGETHER).map(({ arc }) => arc);
  }

  // The canvas receives no pointer events, so the lines at the position of the pointer are looked up.
  listen() {
    const ground = (event) => {
      const { target } = event.originalEvent;
      return !target.closest || !target.closest(".leaflet-marker-icon, .leaflet-interactive, .leaflet-popup, .leaflet-control");
    };
    let request = 0;
    let over = false;
    const leave = () => {
      cancelAnimationFrame(request);
      if (over) this.map.routemap.hideTip();
      over = false;
      this.map.getContainer().classList.remove("rm-over-line");
    };
    this.handlers = {
      click: (event) => {
        if (!ground(event) || this.map.routemap.state.sketch) return;
        const arcs = this.near(event.latlng, event.originalEvent.pointerType === "touch");
        if (arcs.length) this.pick(arcs, event.latlng);
      },
      mousemove: (event) => {
        cancelAnimationFrame(request);
        if (!ground(event)) return over && leave();
        request = requestAnimationFrame(() => {
          const arcs = this.near(event.latlng, false);
          if (!arcs.length) return leave();
          over = true;
          this.map.getContainer().classList.add("rm-over-line");
          this.tip(arcs, event.latlng);
        });
      },
      mouseout: leave,
      movestart: leave,
      "routemap:ground": () => this.lines.draw(),
    };
    this.map.on(this.handlers);
  }

  remove() {
    this.map.off(this.handlers);
    this.map.routemap.group.clearLayers();
    for (const part of [this.lines, this.counts, this.clusters, this.spots]) part.remove();
  }
}
