// A route on the map: its drawing, and two invisible lines that receive clicks. The wide line is
// below the narrow lines of all routes, so a click on a line never selects its neighbour.

import { constants } from "./constants.js";
import { el, makeIcon, svg } from "./dom.js";
import { makeBadge, styleRow } from "./palette.js";
import { lengthOf, offsetLine, pointAlong } from "./track.js";

/** @import { Entry, MapContext } from "./types.js" */

const rule = constants.rules.line;

function arrowAt(point, angle) {
  const corner = ([x, y]) => {
    const px = point.x + x * Math.cos(angle) - y * Math.sin(angle);
    const py = point.y + x * Math.sin(angle) + y * Math.cos(angle);
    return `${px.toFixed(1)} ${py.toFixed(1)}`;
  };
  return `M${rule.arrow.map(corner).join("L")}Z`;
}

const AGAINST = 2; // the bit of a movement from the end of the line to its start

// The group of the narrow lines of all routes in a pane, in front of everything else in it.
function coresIn(root) {
  const found = [...root.children].find((child) => child.classList.contains("rm-cores"));
  if (!found) return root.appendChild(svg("g", { class: "rm-cores" }));
  return found;
}

export const Line = L.Polyline.extend({
  options: { color: "#000", weight: 16, opacity: 0, fill: false, smoothFactor: 1, pane: "rm-lines" },

  initialize(latlngs, options) {
    L.Polyline.prototype.initialize.call(this, latlngs, options);
    const part = (name) => svg("path", { class: `rm-${name}`, fill: "none" });
    this.drawing = Object.fromEntries(
      ["halo", "casing", "stroke", "stripe", "arrows"].map((name) => [name, part(name)])
    );
    this.figure = svg("g", { class: "rm-line" }, ...Object.values(this.drawing));
    const invisible = { fill: "none", stroke: "#000", "stroke-opacity": 0, "stroke-width": constants.rules.track.gap };
    this.core = svg("path", { class: "rm-core leaflet-interactive", ...invisible });
    this.offset = 0;
    this.direction = 0;
  },

  onAdd(map) {
    L.Polyline.prototype.onAdd.call(this, map);
    coresIn(this._path.parentNode).append(this.core);
    this.addInteractiveTarget(this.core);
    this.raise();
  },

  onRemove(map) {
    L.Polyline.prototype.onRemove.call(this, map);
    this.removeInteractiveTarget(this.core);
    this.core.remove();
    this.figure.remove();
  },

  setOffset(offset) {
    if (this.offset === offset) return;
    this.offset = offset;
    if (this._map) this._reset();
  },

  // Which way something is said to have moved, as in states.js; 0 is along the line.
  setDirection(direction) {
    if (this.direction === direction) return;
    this.direction = direction;
    if (this._map) this._updatePath();
  },

  raise() {
    if (!this._map) return;
    coresIn(this._path.parentNode).before(this.figure, this._path);
  },

  _project() {
    L.Polyline.prototype._project.call(this);
    this._rings = this._rings.map((ring) => offsetLine(ring, this.offset));
  },

  // Leaflet calls this after every zoom, so arrows keep their distance in pixels.
  _updatePath() {
    L.Polyline.prototype._updatePath.call(this);
    const path = this._path.getAttribute("d");
    for (const name of ["halo", "casing", "stroke", "stripe"]) {
      this.drawing[name].setAttribute("d", path);
    }
    this.core.setAttribute("d", path);
    this.drawing.arrows.setAttribute("d", this._isDirected() ? this._arrows() : "");
  },

  _isDirected() {
    return this.options.directed && (!this.options.crossing || this.direction > 0);
  },

  _arrows() {
    const seen = this._renderer._bounds;
    const [[tip]] = rule.arrow;
    let path = "";
    for (const ring of this._rings) {
      const length = lengthOf(ring);
      for (const at of this._arrowsAt(length, ring === this._rings[this._rings.length - 1])) {
        const [back, spot, ahead] = [-tip, 0, tip].map((step) => pointAlong(ring, at + step));
        if (!spot || !seen.contains(spot.point)) continue;
        const chord = (ahead || spot).point.subtract((back || spot).point);
        const angle = Math.atan2(chord.y, chord.x);
        if (this.direction !== AGAINST) path += arrowAt(spot.point, angle);
        if (this.direction & AGAINST) path += arrowAt(this._behind(spot.point, angle), angle + Math.PI);
      }
    }
    return path;
  },

  // Where the arrow against the line is drawn: behind the one along it, if there are both.
  _behind(point, angle) {
    if (this.direction === AGAINST) return point;
    const step = rule.arrow[0][0] + rule.arrow[0][0];
    return L.point(point.x - step * Math.cos(angle), point.y - step * Math.sin(angle));
  },

  // The distances of arrows from the start of a part. Where no path was reported, the arrow says
  // only where the line ends.
  _arrowsAt(length, last) {
    if (length < rule.arrowLeast) return [];
    const end = this.direction === AGAINST ? rule.arrowEnd : length - rule.arrowEnd;
    if (this.options.unreported) return last ? [end] : [];
    const count = Math.max(1, Math.floor(length / rule.arrowEvery));
    return Array.from({ length: count }, (_, index) => (length * (index + rule.arrowAt)) / count);
  },

  // The point at a share of the longest part: of the complete route, or of its parts on the screen.
  spot(share, onScreen) {
    const lines = (onScreen ? this._parts : this._rings) || [];
    const longest = { line: [], length: 0 };
    for (const line of lines) {
      const length = lengthOf(line);
      if (length > longest.length) Object.assign(longest, { line, length });
    }
    return { length: longest.length, ...pointAlong(longest.line, longest.length * share) };
  },
});

export function dress(context, line, properties, status, pending) {
  const basis = styleRow(context, "basis", properties.geometry_basis);
  const crossing = properties.kind === "border_crossing";
  const { unreported } = line.options;
  const share = (unreported ? rule.unreported : 1) * (pending ? rule.pending : 1);
  const width = status.width * share + (crossing ? rule.crossing : 0);
  const striped = status.striped && !unreported && !pending;
  const { halo, casing, stroke, stripe, arrows } = line.drawing;
  const dash = basis.dash.map((value, index) =>
    index % 2 ? value + (value < rule.tight && width > rule.wide ? rule.widening : 0) : value
  );
  const set = (path, strokeWidth) => {
    path.style.strokeWidth = strokeWidth;
    path.style.strokeDasharray = dash.join(" ") || "none";
  };
  set(stroke, width);
  set(stripe, striped ? width - rule.centre : 0);
  halo.style.strokeWidth = width + rule.glow;
  casing.style.strokeWidth = width + rule.band;
  stripe.style.display = striped ? "" : "none";
  line.figure.style.setProperty("--rm-faded", rule.faded);
  line.figure.style.setProperty("--rm-pending", rule.pendingOpacity);
  line.figure.classList.toggle("rm-unreported", unreported);
  line.figure.classList.toggle("rm-is-pending", Boolean(pending));
  line.figure.style.setProperty("--rm-color", `var(--rm-status-${status.key})`);
  arrows.style.strokeWidth = 1.2;
}

/**
 * @param {MapContext} context
 * @param {Entry} entry
 */
export function makeRoute(context, entry) {
  const properties = entry.feature.properties;
  const geometry = entry.feature.geometry;
  const depth = geometry.type === "MultiLineString" ? 1 : 0;
  const crossing = properties.kind === "border_crossing";
  const line = new Line(L.GeoJSON.coordsToLatLngs(geometry.coordinates, depth), {
    className: "rm-hit",
    weight: crossing ? 10 : 16, // a crossing has a gate to click, and covers the lines below it
    unreported: properties.geometry_basis === "schematic",
    directed: Boolean(properties.from_name && properties.to_name),
    crossing,
    pane: crossing ? "rm-crossings" : "rm-lines",
  });
  const pill = el("span", crossing ? "rm-gate" : "rm-pill rm-gone");
  const marker = L.marker(line.getBounds().getCenter(), {
    pane: crossing ? "rm-gates" : "rm-badges",
    keyboard: crossing,
    icon: L.divIcon({ className: "rm-anchor", html: pill, iconSize: [24, 24] }),
  });
  entry.line = line;
  entry.marker = marker;
  entry.content = pill;
  entry.crossing = crossing;
  entry.layers = [line, marker];
  entry.focusable = () => (crossing ? marker.getElement() : line._path);
  entry.paint = (status, hides) => {
    dress(context, line, properties, status, entry.pending);
    line.setDirection(entry.direction || 0);
    const mode = styleRow(context, "mode", properties.mode);
    const badge = makeBadge(status, "status");
    badge.classList.toggle("rm-partial", Boolean(hides));
    if (crossing) {
      const gate = makeIcon(styleRow(context, "route", "border_crossing").icon, "rm-gate-icon");
      pill.replaceChildren(gate, badge);
    } else {
      const basis = styleRow(context, "basis", properties.geometry_basis);
      const words = [entry.pending?.label, basis.key === "schematic" && basis.label];
      pill.replaceChildren(badge);
      if (mode.icon) pill.append(makeIcon(mode.icon, "rm-icon rm-mode"));
      const said = words.filter(Boolean).join(" · ").toLowerCase();
      if (said) pill.append(el("span", "rm-words", said));
    }
    pill.style.setProperty("--rm-color", `var(--rm-status-${status.key})`);
  };
  entry.select = (selected) => {
    line.figure.classList.toggle("rm-selected", selected);
    pill.classList.toggle("rm-selected", selected);
    if (selected) line.raise();
  };
  entry.bounds = () => line.getBounds();
}
