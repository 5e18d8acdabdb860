// Draws places on one spot side by side. The coordinates of a place do not change: its marker is
// moved by pixels, and a line connects the marker with the dot at its true position.

import { constants } from "./constants.js";
import { svg } from "./dom.js";
import { movePopup } from "./popup.js";

/** @import { MapWithContext } from "./types.js" */

const { place: placeRule, spot: spotRule } = constants.rules;

// The positions of the markers of one spot, in pixels: names of countries first, then discs.
// routemap/map/spots.py does the same for pictures.
export function seatsOnSpot(rule, discs, names) {
  const found = around(rule, discs);
  const lower = names ? rule.under - Math.min(...found.map(({ y }) => y)) : 0;
  const stacked = Array.from({ length: names }, (_, n) => L.point(0, -rule.over * n));
  return [...stacked, ...found.map(({ x, y }) => L.point(x, y + lower))];
}

function around(rule, discs) {
  const { step, lift } = rule;
  if (discs === 1) return [L.point(0, 0)];
  if (discs === 2) return [L.point(-step / 2, -lift), L.point(step / 2, -lift)];
  const found = [];
  for (let ring = 1; found.length < discs; ring += 1) {
    const size = Math.min(discs - found.length, rule.ring * ring);
    const radius = discs <= rule.ring ? step / 2 / Math.sin(Math.PI / size) : step * ring;
    for (let n = 0; n < size; n += 1) {
      const angle = Math.PI * (1.5 + (2 * n - 1) / size);
      found.push(L.point(radius * Math.cos(angle), radius * Math.sin(angle)));
    }
  }
  return found;
}

// The leaders of one spot: a dot at the true position of each member, and a line to its marker.
function drawing(context, members, origin) {
  const halo = [];
  const lines = [];
  for (const { entry, point } of members) {
    const at = point.subtract(origin);
    const to = at.add(entry.aside);
    for (const [list, width] of [[halo, 3], [lines, 0]]) {
      if (!entry.country) list.push(svg("line", { x1: at.x, y1: at.y, x2: to.x, y2: to.y }));
      list.push(svg("circle", { cx: at.x, cy: at.y, r: spotRule.dot + width / 2 }));
    }
  }
  const drawn = svg("svg", { class: "rm-leaders", width: 1, height: 1, "aria-hidden": "true" });
  drawn.append(svg("g", { class: "rm-under" }, ...halo), svg("g", {}, ...lines));
  drawn.style.setProperty("--rm-width", `${context.style.spot.width}px`);
  return drawn;
}

// Rings of the same size on one spot share one outline: their dashes alternate.
function shareRings(style, entries) {
  const { dash: [line, gap] } = style.area;
  const rings = entries.filter(({ area }) => area instanceof L.Circle);
  for (const entry of rings) {
    const same = rings.filter(({ area }) => area.getRadius() === entry.area.getRadius());
    const dashArray = `${line} ${gap + (same.length - 1) * (line + gap)}`;
    const dashOffset = String(-same.indexOf(entry) * (line + gap));
    if (entry.area.options.dashArray !== dashArray || entry.area.options.dashOffset !== dashOffset) {
      entry.area.setStyle({ dashArray, dashOffset });
    }
  }
}

export class Spots {
  /**
   * `groups` are lists of positions in `entries`.
   * @param {MapWithContext} map
   */
  constructor(map, entries, groups) {
    this.map = map;
    this.layer = L.layerGroup().addTo(map);
    this.groups = groups.map((rows) => ({ entries: rows.map((row) => entries[row]), drawn: null, marker: null }));
    // The selected place can be below the disc of a cluster.
    this.besideCluster = { entries: [], drawn: null, marker: null };
  }

  // Moves the markers that are on the map; called after every change of the markers or of the view.
  // `places` are entries with their `point` on the screen, `discs` the clusters of a large collection.
  arrange(places, discs = []) {
    const { style } = this.map.routemap;
    const here = new Map(places.map((place) => [place.entry, place]));
    const moved = new Set();
    for (const group of this.groups) {
      const members = group.entries.filter((entry) => here.has(entry)).map((entry) => here.get(entry));
      shareRings(style, members.map(({ entry }) => entry));
      if (members.length < 2) {
        this.clear(group);
        continue;
      }
      const middle = members.reduce((sum, { point }) => sum.add(point), L.point(0, 0)).divideBy(members.length);
      const [names, others] = [true, false].map((name) => members.filter(({ entry }) => entry.country === name));
      const seats = seatsOnSpot(spotRule, others.length, names.length);
      [...names, ...others].forEach(({ entry, point }, n) => {
        this.move(entry, middle.add(seats[n]).subtract(point));
        moved.add(entry);
      });
      this.lead(group, members);
    }
    this.besideDiscs(places, discs, moved);
    for (const { entry } of places) if (entry.aside && !moved.has(entry)) this.move(entry, null);
  }

  besideDiscs(places, discs, moved) {
    const { map } = this;
    const { selected } = map.routemap;
    const chosen = places.find(({ entry }) => entry.id === selected && !entry.country && !moved.has(entry));
    const under = chosen && discs
      .map(({ marker, size }) => ({ at: map.latLngToContainerPoint(marker.getLatLng()), reach: size / 2 + placeRule.disc + 2 }))
      .find(({ at, reach }) => at.distanceTo(chosen.point) < reach);
    if (!under) {
      this.clear(this.besideCluster);
      return;
    }
    this.move(chosen.entry, L.point(under.at.x + under.reach + 4, under.at.y).subtract(chosen.point));
    moved.add(chosen.entry);
    this.lead(this.besideCluster, [chosen]);
  }

  move(entry, aside) {
    const before = entry.aside;
    entry.aside = aside;
    if (before === aside || (before && aside && before.distanceTo(aside) < 0.01)) return;
    entry.content.style.translate = aside ? `${aside.x}px ${aside.y}px` : "";
    movePopup(this.map, entry);
  }

  lead(group, members) {
    const [{ entry: first, point: origin }] = members;
    const drawn = members.map(({ entry, point }) => [entry.id, point.subtract(origin), entry.aside]).join(" ");
    const latlng = first.marker.getLatLng();
    if (group.drawn === drawn && group.marker.getLatLng().equals(latlng)) return;
    this.clear(group);
    const html = drawing(this.map.routemap, members, origin);
    const icon = L.divIcon({ className: "rm-anchor rm-spot", html, iconSize: [0, 0] });
    group.marker = L.marker(latlng, { pane: "rm-spots", interactive: false, keyboard: false, icon }).addTo(this.layer);
    group.drawn = drawn;
  }

  clear(group) {
    if (group.marker) group.marker.remove();
    Object.assign(group, { marker: null, drawn: null });
  }

  remove() {
    this.layer.remove();
  }
}
