// Clusters: places of a large collection that would overlap are drawn as one disc with their number.

import { constants } from "./constants.js";
import { el } from "./dom.js";
import { makeFocusable } from "./feature.js";

/** @import { MapWithContext } from "./types.js" */

const rule = constants.rules.cluster;
const LAST = constants.frame.maxZoom; // a map without online tiles has no limit of its own

const sizeOf = (count) => Math.round(Math.min(rule.sizeMost, rule.size + rule.step * Math.log10(count)));

// The ring around the number, with one segment for each status and gaps between them.
function ring(by, order) {
  const sum = by.reduce((total, count) => total + count, 0);
  const shares = by.map((count) => (count ? Math.max(rule.least, count / sum) : 0));
  const sumOfShares = shares.reduce((total, share) => total + share, 0);
  const parts = order.filter((key, kind) => by[kind]).length;
  const gap = parts > 1 ? 1.2 : 0; // percent
  let at = 0;
  const stops = order.flatMap((key, kind) => {
    if (!by[kind]) return [];
    const from = at;
    at += (100 * shares[kind]) / sumOfShares;
    const end = at - gap;
    return [`var(--rm-status-${key}) ${from.toFixed(2)}% ${end.toFixed(2)}%`, `var(--rm-paper) ${end.toFixed(2)}% ${at.toFixed(2)}%`];
  });
  return `conic-gradient(${stops.join(", ")})`;
}

export class Clusters {
  /**
   * `words` returns the description of a disc from its counts; `list` shows the places on one spot.
   * @param {MapWithContext} map
   */
  constructor(map, entries, { words, list, tip }) {
    Object.assign(this, { map, words, list, tip, shown: new Map(), singles: [], indexes: new Map() });
    this.group = L.layerGroup().addTo(map);
    this.points = entries.map((entry) => ({
      type: "Feature",
      properties: { entry, kind: 0, partial: 0 },
      geometry: { type: "Point", coordinates: entry.coordinates() },
    }));
  }

  load(order, wanted) {
    this.order = order;
    const number = new Map(order.map((key, index) => [key, index]));
    this.wanted = this.points.filter(({ properties }) => {
      const { entry } = properties;
      if (!wanted(entry)) return false;
      properties.kind = number.get(entry.status);
      properties.partial = entry.hides ? 1 : 0;
      return true;
    });
    this.indexes.clear();
  }

  // Clusters are computed only for the current zoom; all zooms would take five times as long.
  index(zoom) {
    if (!this.indexes.has(zoom)) {
      const index = new Supercluster({
        radius: rule.radius,
        extent: 256,
        minZoom: zoom,
        maxZoom: zoom,
        map: ({ kind, partial }) => ({ by0: +(kind === 0), by1: +(kind === 1), by2: +(kind === 2), by3: +(kind === 3), partial }),
        reduce: (sum, more) => {
          for (const key of ["by0", "by1", "by2", "by3", "partial"]) sum[key] += more[key];
        },
      });
      this.indexes.set(zoom, index.load(this.wanted));
    }
    return this.indexes.get(zoom);
  }

  // Puts the discs in view on the map; `singles` are the places in view that are in no cluster.
  settle() {
    const bounds = this.map.getBounds().pad(0.08);
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const zoom = Math.round(this.map.getZoom());
    const index = this.index(zoom);
    const kept = new Map();
    const fresh = [];
    this.singles = [];
    for (const { properties, geometry } of index.getClusters(box, zoom)) {
      if (!properties.cluster) {
        this.singles.push(properties.entry);
        continue;
      }
      const by = [properties.by0, properties.by1, properties.by2, properties.by3];
      const key = [...geometry.coordinates.map((degrees) => degrees.toFixed(5)), ...by, properties.partial, ...this.order].join();
      const leaves = () => index.getLeaves(properties.cluster_id, Infinity).map((leaf) => leaf.properties.entry);
      const known = this.shown.get(key);
      if (known) kept.set(key, Object.assign(known, { leaves }));
      else fresh.push({ key, by, leaves, partial: properties.partial, at: geometry.coordinates });
    }
    // Markers of removed discs are reused for new discs, because creating markers is slow.
    const spare = [...this.shown].filter(([key]) => !kept.has(key)).map(([, disc]) => disc);
    for (const news of fresh) kept.set(news.key, this.dress(spare.pop() || this.make(news.at), news));
    for (const { marker } of spare) this.group.removeLayer(marker);
    this.shown = kept;
  }

  dress(disc, { at: [longitude, latitude], by, leaves, partial }) {
    const count = by.reduce((sum, more) => sum + more, 0);
    Object.assign(disc, { by, leaves, size: sizeOf(count) });
    disc.marker.setLatLng([latitude, longitude]);
    disc.number.textContent = count.toLocaleString("en");
    disc.content.classList.toggle("rm-partial", partial > 0);
    disc.content.style.setProperty("--rm-size", `${disc.size}px`);
    disc.content.style.setProperty("--rm-ring", ring(by, this.order));
    disc.marker.getElement().setAttribute("aria-label", this.words(by));
    return disc;
  }

  make([longitude, latitude]) {
    const number = el("span");
    const content = el("span", "rm-cluster", number);
    const marker = L.marker([latitude, longitude], {
      pane: "rm-places",
      keyboard: false,
      icon: L.divIcon({ className: "rm-anchor", html: content, iconSize: [24, 24] }),
    });
    const disc = { marker, content, number };
    const act = () => this.open(disc);
    const at = () => marker.getLatLng();
    const tip = () => this.tip(disc.by, at());
    marker.on("click", act).on("mouseover", tip).on("mouseout", () => this.map.routemap.hideTip());
    this.group.addLayer(marker);
    makeFocusable(this.map, marker.getElement(), { label: "", at, act, tip });
    return disc;
  }

  // Zooms to where the disc separates. If it never does, its places are listed.
  open(disc) {
    const { map } = this;
    map.routemap.hideTip();
    const entries = disc.leaves();
    const bounds = L.latLngBounds(entries.flatMap((entry) => entry.bounds().getCenter()));
    const last = Math.min(LAST, map.getMaxZoom());
    const corners = [bounds.getSouthWest(), bounds.getNorthEast()].map((corner) => map.project(corner, last));
    if (map.getZoom() >= last || corners[0].distanceTo(corners[1]) < rule.radius) {
      this.list(entries, disc.marker.getLatLng());
      return;
    }
    const zoom = map.getBoundsZoom(bounds, false, L.point(60, 60));
    map.setView(bounds.getCenter(), Math.min(last, Math.max(zoom, map.getZoom() + 1)));
  }

  discs() {
    return [...this.shown.values()];
  }

  remove() {
    this.group.remove();
  }
}
