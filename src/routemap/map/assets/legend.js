// The legend of the map, from the same style table as the map.

import { constants } from "./constants.js";
import { el, makeIcon, svg } from "./dom.js";
import { makeBadge, statusRow } from "./palette.js";

/** @import { MapWithContext } from "./types.js" */

const WIDTH = 34;
const THIN = 2.4; // the width of a line in samples that are not about a status

function sample(...shapes) {
  return svg("svg", { class: "rm-sample", viewBox: `0 0 ${WIDTH} 14`, "aria-hidden": "true" }, ...shapes);
}

function stroke(width, dash, color) {
  return svg("line", {
    x1: 2,
    x2: WIDTH - 2,
    y1: 7,
    y2: 7,
    style: { stroke: color, strokeWidth: width, strokeLinecap: "round", strokeDasharray: dash.join(" ") || "none" },
  });
}

function statusSample(row) {
  const lines = [stroke(row.width, [], `var(--rm-status-${row.key})`)];
  if (row.striped) lines.push(stroke(row.width - constants.rules.line.centre, [], "var(--rm-paper)"));
  return el("span", "rm-key", sample(...lines), makeBadge(row, "status"));
}

// Included only if the data has places on one spot.
function spotLine({ drawing, style }) {
  if (!drawing || !drawing.spots.groups.length) return [];
  const look = { stroke: "var(--rm-muted)", strokeWidth: style.spot.width, fill: "none" };
  const discs = [7, 27].map((cx) => svg("circle", { cx, cy: 6, r: 5, style: look }));
  const leaders = svg("path", { d: "M12 7.5L17 9.5L22 7.5", style: look });
  const dot = svg("circle", { cx: 17, cy: 9.5, r: 2, style: { fill: "var(--rm-muted)" } });
  return [line(el("span", "rm-key", sample(...discs, leaders, dot)), style.spot.label, style.spot.meaning)];
}

// Included only if the data has footprints of media.
function footprintLine({ footprints, style }) {
  if (!footprints.length) return [];
  const outline = stroke(style.footprint.width, style.footprint.dash, "var(--rm-footprint)");
  outline.style.strokeLinecap = "butt";
  return [line(el("span", "rm-key", sample(outline)), style.footprint.label, style.footprint.meaning)];
}

// The symbols for several features at once; included only for large collections.
function clusterGroup(context, group) {
  if (!context.drawing || !context.drawing.counts) return [];
  const share = (key, from, to) => `var(--rm-status-${key}) ${from}% ${to}%`;
  const disc = el("span", "rm-cluster", el("span", "", "9"));
  const ring = [share("asserted", 0, 65), share("disputed", 65, 100)];
  disc.style.setProperty("--rm-ring", `conic-gradient(${ring.join(", ")})`);
  disc.style.setProperty("--rm-size", "20px");
  const wide = sample(stroke(constants.rules.sharedLine.plain, [], "var(--rm-muted)"));
  wide.replaceChildren(svg("path", { d: "M2 7.6L32 4V10L2 8.4Z", style: { fill: "var(--rm-muted)" } }));
  return [
    group(
      "Clusters",
      line(el("span", "rm-key", wide), "Wider line: more routes", "Routes that share a line are drawn as one line, with the most contested of their statuses. The number shows how many routes."),
      line(el("span", "rm-key rm-key-cluster", disc), "Nearby places", "The number shows how many places, the ring shows their statuses. Click to zoom in.")
    ),
  ];
}

const line = (key, words, title) => {
  const item = el("li", "", key, el("span", "", words));
  if (title) item.title = title;
  return item;
};

// Retractions are rare, so the legend explains them only if the map shows one.
const hasWithdrawn = ({ entries }) => entries.some(({ status }) => status === "withdrawn");
const looksOf = ({ state }) => state?.looks || "status";
// `partial` says whether filters can hide a side of a feature, `pending` whether movements are drawn.
const LOOKS = {
  status: { heading: "What sources say", partial: true, pending: true },
  comparison: { heading: "Two claim sources compared", partial: true, pending: true },
  difference: { heading: "What has changed", partial: false, pending: true },
  drawing: { heading: "On this map", partial: false, pending: false },
};

function shownRows(context) {
  const { style } = context;
  const looks = looksOf(context);
  if (looks !== "status") return style[looks].map((row) => statusRow(context, row.key));
  return hasWithdrawn(context) ? style.status : style.status.filter(({ key }) => key !== "withdrawn");
}

const hiddenSideLine = (badge) =>
  line(el("span", "rm-key", badge), "One side hidden by filters", "The filters hide all denials, or all assertions, of something said about it.");

function statusGroup(context, group) {
  const rows = shownRows(context);
  const partial = makeBadge(rows[0], "status");
  partial.classList.add("rm-partial");
  return group(
    LOOKS[looksOf(context)].heading,
    ...rows.map((row) => line(statusSample(row), row.label, row.meaning)),
    ...(LOOKS[looksOf(context)].partial ? [hiddenSideLine(partial)] : [])
  );
}

// How a movement is drawn that is only planned, expected or attempted: in the colour of its status,
// with its badge, but pale.
function pendingLine(context) {
  const { style } = context;
  const { pending, pendingOpacity } = constants.rules.line;
  const [row] = shownRows(context);
  const pale = stroke(row.width * pending, [], `var(--rm-status-${row.key})`);
  pale.style.opacity = pendingOpacity;
  return line(el("span", "rm-key", sample(pale), makeBadge(row, "status")), style.pending.label, style.pending.meaning);
}

// Observed tracks are rare, so the legend explains them only if the data has one.
const hasObserved = ({ entries }) => entries.some(({ basis }) => basis === "observed");

function build(context) {
  const { style } = context;
  const disc = (className, icon) => el("span", `rm-place ${className}`, el("span", "rm-disc", makeIcon(icon)));
  const known = style.place.find((row) => row.key === "station");
  const crossing = style.route.find((row) => row.key === "border_crossing");
  const group = (heading, ...items) => el("div", "rm-legend-group", el("h4", "", heading), el("ul", "", ...items));
  return [
    statusGroup(context, group),
    group(
      "How the line is drawn",
      ...style.basis.filter(({ key }) => key !== "observed" || hasObserved(context)).map((row) =>
        line(el("span", "rm-key", sample(stroke(THIN, row.dash, "var(--rm-muted)"))), row.label, row.meaning)
      ),
      ...(LOOKS[looksOf(context)].pending ? [pendingLine(context)] : [])
    ),
    group(
      "Places",
      line(el("span", "rm-key rm-key-place", disc("", known.icon)), "Known location"),
      line(el("span", "rm-key rm-key-place", disc("rm-loose", "")), style.area.label, style.area.meaning),
      ...spotLine(context),
      ...footprintLine(context),
      line(
        el("span", "rm-key rm-key-place", el("span", "rm-gate", makeIcon(crossing.icon, "rm-gate-icon"))),
        crossing.label,
        crossing.meaning
      )
    ),
    ...clusterGroup(context, group),
  ];
}

// The row that is always visible: the statuses, or the looks of a comparison or a difference.
function statusWords(context) {
  const row = el("span", "rm-legend-row");
  for (const { key, label, icon, ...more } of shownRows(context)) {
    const item = el("span", "rm-legend-status", makeBadge({ key, icon, ...more }, "status"), el("span", "", label));
    item.title = label;
    row.append(item);
  }
  return row;
}

/** @param {MapWithContext} map */
export function addLegend(map) {
  const Legend = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd() {
      const details = el("details", "rm-legend leaflet-control");
      map.routemap.legend = details;
      updateLegend(map, null);
      details.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !details.open) return;
        event.stopPropagation();
        details.open = false;
        details.firstChild.focus();
      });
      L.DomEvent.disableClickPropagation(details);
      L.DomEvent.disableScrollPropagation(details);
      return details;
    },
  });
  new Legend().addTo(map);
}

/**
 * Rebuilds the legend only if its entries change. It stays open or closed, as the reader set it.
 * @param {MapWithContext} map
 */
export function updateLegend(map, state) {
  const context = map.routemap;
  const said = JSON.stringify([
    state && [state.looks, state.compare],
    hasWithdrawn(context),
    hasObserved(context),
    Boolean(context.drawing && context.drawing.counts),
    Boolean(context.drawing && context.drawing.spots.groups.length),
    Boolean(context.footprints.length),
  ]);
  if (context.explained === said) return;
  context.explained = said;
  const { legend } = context;
  const focused = legend.contains(document.activeElement);
  legend.replaceChildren(
    el("summary", "", statusWords(context), el("span", "rm-legend-toggle", "Legend")),
    el("div", "rm-legend-more", ...build(context))
  );
  if (focused) legend.firstChild.focus();
}
