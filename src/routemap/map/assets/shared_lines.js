// The lines of a large collection on one canvas: each arc is drawn once, wider for more routes.

import { constants } from "./constants.js";
import { statusRow, styleRow } from "./palette.js";
import { lengthOf } from "./track.js";

const LONG = 2000; // pixels; longer segments are clipped to the view before they are dashed
const MARGIN = 24; // pixels around the canvas, so that the ends of clipped lines are not visible
const rule = constants.rules.sharedLine;

// 1, 2-3, 4-10, 11-31, 32-100, 101-316, more
const levelOf = (count) => Math.min(rule.levels, Math.ceil(2 * Math.log10(count)));
// Lines are thinner where they are dense, but a disputed line that is not schematic keeps its light centre.
export const lineWidth = (row, level, calm, guessed) => {
  if (guessed && calm < rule.tangled) return 1;
  const least = guessed || !row.striped ? 1 : rule.stripedLeast;
  const base = row.striped ? rule.striped : ["background", "withdrawn"].includes(row.key) ? rule.background : rule.plain;
  return Math.max(least, Math.max(rule.finest, calm) * (base + rule.step * level));
};

const apart = (a, b, { min, max }) =>
  (a.x < min.x && b.x < min.x) || (a.x > max.x && b.x > max.x) || (a.y < min.y && b.y < min.y) || (a.y > max.y && b.y > max.y);

// Draws the part of a line that is in view. Dashes are measured from the start of the line, so
// that they keep their geographic position when the view moves.
function trace(path, points, view, period) {
  let walked = 0;
  let open = false;
  for (let index = 1; index < points.length; index += 1) {
    const a = points[index - 1];
    const b = points[index];
    const length = period ? Math.hypot(b.x - a.x, b.y - a.y) : 0;
    if (apart(a, b, view)) {
      open = false;
    } else {
      const cut = length > LONG ? L.LineUtil.clipSegment(a, b, view, false, false) : [a, b];
      if (cut && (!open || cut[0] !== a)) {
        const skipped = cut[0] === a ? 0 : Math.hypot(cut[0].x - a.x, cut[0].y - a.y);
        const back = period && length ? (skipped - ((walked + skipped) % period)) / length : 0;
        const from = { x: a.x + (b.x - a.x) * back, y: a.y + (b.y - a.y) * back };
        path.moveTo(from.x - view.min.x, from.y - view.min.y);
      }
      if (cut) path.lineTo(cut[1].x - view.min.x, cut[1].y - view.min.y);
      open = Boolean(cut) && cut[1] === b;
    }
    walked += length;
  }
}

function distance(point, points) {
  let least = Infinity;
  for (let index = 1; index < points.length; index += 1) {
    const a = points[index - 1];
    const [dx, dy] = [points[index].x - a.x, points[index].y - a.y];
    const square = dx * dx + dy * dy;
    const share = square ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / square : 0;
    const at = Math.max(0, Math.min(1, share));
    least = Math.min(least, Math.hypot(point.x - a.x - at * dx, point.y - a.y - at * dy));
  }
  return least;
}

// A Leaflet renderer, so that Leaflet moves and scales it with the map until it is redrawn.
export const SharedLines = L.Renderer.extend({
  options: { pane: "rm-shared", padding: 0.15 },

  initialize(arcs, tally, options) {
    L.Renderer.prototype.initialize.call(this, options);
    Object.assign(this, { arcs, tally, seen: [], stale: false });
  },

  _initContainer() {
    this._container = L.DomUtil.create("canvas", "rm-shared-lines");
    this._pen = this._container.getContext("2d");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    this._ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = Math.round(size.x * this._ratio);
    this._container.height = Math.round(size.y * this._ratio);
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this.draw();
  },

  // The arcs in view, grouped by style, the most contested last, so that they are on top.
  heaps() {
    const { tally } = this;
    const heaps = new Map();
    for (const arc of this.seen) {
      const status = tally.status(arc);
      const level = levelOf(tally.total[arc]);
      const pending = tally.moved[arc] === 0;
      const rank = tally.order.length - tally.order.indexOf(status);
      const key = (pending ? 0 : 1000) + rank * 100 + (constants.style.basis.length - tally.basis[arc]) * 10 + level;
      if (!heaps.has(key)) heaps.set(key, { key, status, basis: tally.basisKey(arc), level, pending, arcs: [] });
      heaps.get(key).arcs.push(arc);
    }
    return [...heaps.values()].sort((a, b) => a.key - b.key);
  },

  // Factor for the width of lines, 0 to 1: the denser the lines, the thinner they are.
  calmed(view, zoom) {
    const scale = 2 ** zoom;
    const all = L.bounds([]);
    let length = 0;
    for (const arc of this.seen) {
      const [west, north, east, south] = this.arcs.boxes.subarray(4 * arc, 4 * arc + 4);
      const [left, top] = [Math.max(view.min.x, west * scale), Math.max(view.min.y, north * scale)];
      const [right, bottom] = [Math.min(view.max.x, east * scale), Math.min(view.max.y, south * scale)];
      all.extend([left, top]).extend([right, bottom]);
      length += Math.hypot(right - left, bottom - top) * (this.tally.basisKey(arc) === "schematic" ? rule.guessed : 1);
    }
    const { x, y } = length ? all.getSize() : view.getSize();
    return Math.min(1, Math.sqrt((rule.dense * x * y) / (length || 1)));
  },

  draw() {
    if (!this._map || !this._bounds) return;
    this.stale = false;
    const map = this._map;
    const zoom = map.getZoom();
    const margin = L.point(MARGIN, MARGIN);
    const origin = map.getPixelOrigin();
    const view = L.bounds(
      this._bounds.min.add(origin).subtract(margin),
      this._bounds.max.add(origin).add(margin)
    );
    this.seen = this.arcs.within(view, zoom).filter((arc) => this.tally.total[arc] > 0);
    const pen = this._pen;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this._container.width, this._container.height);
    pen.setTransform(this._ratio, 0, 0, this._ratio, -MARGIN * this._ratio, -MARGIN * this._ratio);
    pen.lineJoin = "round";
    this.calm = this.calmed(view, zoom);
    for (const heap of this.heaps()) this.stroke(pen, heap, view, zoom, this.calm);
  },

  stroke(pen, { status, basis, level, pending, arcs }, view, zoom, calm) {
    const context = this._map.routemap;
    const ground = context.style.ground[context.ground];
    const row = statusRow(context, status);
    const guessed = basis === "schematic";
    const width = lineWidth(row, level, calm, guessed);
    const reported = styleRow(context, "basis", basis).dash;
    const dash = reported.map((value, index) => (index % 2 ? value + Math.max(0, width - rule.fine) : value));
    // Many schematic lines together are not informative, so they are drawn faintly. Their small dots
    // are squares, and so are all line ends in dense areas: round ones take three times as long.
    const fine = guessed && width < rule.fine;
    const tangled = calm < rule.tangled;
    pen.lineCap = fine || tangled ? "butt" : "round";
    if (fine) dash.splice(0, 2, width, reported[1]);
    const period = dash.reduce((sum, value) => sum + value, 0);
    // One path for each line: a single path of a thousand lines takes twice as long.
    const paths = arcs.map((arc) => {
      const path = new Path2D();
      trace(path, this.arcs.points(arc, zoom), view, period);
      return path;
    });
    const line = (color, wide, dashes, alpha) => {
      Object.assign(pen, { strokeStyle: color, lineWidth: wide, globalAlpha: alpha });
      pen.setLineDash(dashes);
      for (const path of paths) pen.stroke(path);
    };
    if (!guessed && !tangled) line(ground.land, width + rule.band, [], rule.bandOpacity);
    const faint = pending ? constants.rules.line.pendingOpacity : 1;
    line(row[context.ground], width, dash, (guessed ? Math.max(rule.faintest, calm) : 1) * faint);
    if (row.striped && !fine) line(ground.land, tangled ? 1 : Math.max(rule.centreLeast, width - rule.centre), dash, 1);
  },

  // The arcs within some pixels of a point, the nearest first.
  hit(latlng, tolerance) {
    const map = this._map;
    const zoom = map.getZoom();
    const point = map.project(latlng, zoom);
    const around = L.point(tolerance, tolerance);
    return this.arcs
      .within(L.bounds(point.subtract(around), point.add(around)), zoom)
      .filter((arc) => this.tally.total[arc] > 0)
      .map((arc) => ({ arc, away: distance(point, this.arcs.points(arc, zoom)) - 0.4 * levelOf(this.tally.total[arc]) }))
      .filter(({ away }) => away <= tolerance)
      .sort((a, b) => a.away - b.away);
  },

  // The longest stretch of an arc that is on the screen, as points of the container.
  stretch(arc, view) {
    const map = this._map;
    const shift = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
    let best = { points: [], length: 0 };
    let run = [];
    const close = () => {
      const length = lengthOf(run);
      if (length > best.length) best = { points: run, length };
      run = [];
    };
    const points = this.arcs.points(arc, map.getZoom());
    let b = points[0].subtract(shift);
    for (let index = 1; index < points.length; index += 1) {
      const a = b;
      b = points[index].subtract(shift);
      const cut = L.LineUtil.clipSegment(a, b, view, false, false);
      if (!cut) {
        close();
        continue;
      }
      if (!run.length) run.push(cut[0]);
      run.push(cut[1]);
      if (!cut[1].equals(b)) close();
    }
    close();
    return best;
  },
});
