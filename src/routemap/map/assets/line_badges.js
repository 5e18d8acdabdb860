// Badges on the lines of a large collection: the number of routes on a line, and their status.

import { constants } from "./constants.js";
import { el } from "./dom.js";
import { makeFocusable } from "./feature.js";
import { makeBadge, statusRow } from "./palette.js";
import { pointAlong } from "./track.js";

/** @import { MapWithContext } from "./types.js" */

const rule = constants.rules.count;

export class LineBadges {
  /**
   * `words` returns the description of a badge; `pick` is called with its arc after a click.
   * @param {MapWithContext} map
   */
  constructor(map, lines, { words, pick, tip }) {
    Object.assign(this, { map, lines, words, pick, tip, shown: new Map() });
    this.group = L.layerGroup().addTo(map);
  }

  // Places badges where there is room. Arcs with the most routes come first, then the most contested.
  place(taken, view) {
    const { tally, seen } = this.lines;
    const left = new Set(this.shown.keys());
    const rank = (arc) => tally.order.indexOf(tally.status(arc));
    const order = [...seen].sort((a, b) => tally.total[b] - tally.total[a] || rank(a) - rank(b)).slice(0, rule.tried);
    let placed = 0;
    let single = 0;
    for (const arc of order) {
      const count = tally.total[arc];
      if (placed >= rule.most || single >= rule.mostSingle || (count === 1 && this.lines.calm < rule.calm)) break;
      const text = count > 1 ? count.toLocaleString("en") : "";
      const half = 9 + (text ? 4 + 3.6 * text.length : 0);
      const needed = Math.max(count > 1 ? 0 : rule.shortest, rule.room * half);
      const { points, length } = this.lines.stretch(arc, view);
      if (length < needed) continue;
      const spot = rule.shares.map((share) => pointAlong(points, length * share)).find((found) => {
        if (!found) return false;
        const { x, y } = found.point;
        const inside = x - half >= view.min.x && x + half <= view.max.x && y - 10 >= view.min.y && y + 10 <= view.max.y;
        return inside && taken.free([x - half - 2, y - 12, x + half + 2, y + 12]);
      });
      if (!spot) continue;
      const { x, y } = spot.point;
      taken.add([x - half - 2, y - 12, x + half + 2, y + 12]);
      this.put(arc, text, this.map.containerPointToLatLng(spot.point));
      left.delete(arc);
      placed += 1;
      single += text ? 0 : 1;
    }
    for (const arc of left) {
      this.group.removeLayer(this.shown.get(arc).marker);
      this.shown.delete(arc);
    }
  }

  put(arc, text, latlng) {
    const badge = this.shown.get(arc) || this.make(arc, latlng);
    const { tally } = this.lines;
    const key = tally.status(arc);
    const says = `${text} ${key} ${tally.partial[arc]} ${tally.counts(arc)}`;
    badge.marker.setLatLng(latlng);
    if (badge.says === says) return;
    badge.says = says;
    const status = statusRow(this.map.routemap, key);
    const sign = makeBadge(status, "status");
    sign.classList.toggle("rm-partial", tally.partial[arc] > 0);
    badge.pill.replaceChildren(sign, ...(text ? [el("span", "rm-number", text)] : []));
    badge.pill.style.setProperty("--rm-color", `var(--rm-status-${status.key})`);
    makeFocusable(this.map, badge.marker.getElement(), {
      label: this.words(arc),
      at: () => badge.marker.getLatLng(),
      act: () => this.pick(arc, badge.marker.getLatLng()),
      tip: () => this.tip(arc, badge.marker.getLatLng()),
    });
  }

  make(arc, latlng) {
    const pill = el("span", "rm-pill rm-count");
    const marker = L.marker(latlng, {
      pane: "rm-badges",
      keyboard: false,
      icon: L.divIcon({ className: "rm-anchor", html: pill, iconSize: [24, 24] }),
    });
    marker.on("click", () => this.pick(arc, marker.getLatLng()));
    marker.on("mouseover", () => this.tip(arc, marker.getLatLng()));
    marker.on("mouseout", () => this.map.routemap.hideTip());
    this.group.addLayer(marker);
    const badge = { marker, pill, says: null };
    this.shown.set(arc, badge);
    return badge;
  }

  remove() {
    this.group.remove();
  }
}
