// Colours and badges from the style table, and the theme of the map.

import { el, makeIcon } from "./dom.js";

/** @import { MapContext, MapWithContext } from "./types.js" */

/** @param {MapContext} context */
export function styleRow(context, table, key) {
  const rows = context.style[table];
  return rows.find((row) => row.key === key) || rows[rows.length - 1];
}

/**
 * The style of a feature: of its status, of its comparison between two sources, of what has become of it, or
 * of whether it is new on a map to draw on.
 * @param {MapContext} context
 */
export function statusRow(context, key) {
  const { status, difference, drawing } = context.style;
  const row = [...status, ...difference, ...drawing].find((other) => other.key === key);
  if (row) return row;
  const compared = styleRow(context, "comparison", key);
  const [first, second] = (context.state && context.state.compare) || [];
  const label = { first: `Only ${first}`, second: `Only ${second}` }[key] || compared.label;
  return { ...compared, label };
}

export function makeBadge(row, table) {
  const badge = el("span", "rm-badge", makeIcon(row.icon));
  badge.style.setProperty("--rm-color", `var(--rm-${table}-${row.key})`);
  return badge;
}

// Sets the colours as custom properties of an element, which its descendants inherit.
function paint(element, style, key) {
  for (const [table, name] of [["status", "status"], ["comparison", "status"], ["difference", "status"], ["drawing", "status"], ["stance", "stance"]]) {
    for (const row of style[table]) element.style.setProperty(`--rm-${name}-${row.key}`, row[key]);
  }
  element.style.setProperty("--rm-footprint", style.footprint[key]);
  for (const [name, color] of Object.entries(style.ground[key])) {
    if (name !== "key") element.style.setProperty(`--rm-${name}`, color);
  }
  element.dataset.ground = key;
}

/**
 * Applies the theme to controls and popups. The evidence uses the colours for the visible base map.
 * @param {MapWithContext} map
 */
export function applyTheme(map) {
  const context = map.routemap;
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = context.pageTheme || (context.latest && context.latest.theme) || (dark ? "dark" : "light");
  const chosen = context.basemaps.find((row) => row.key === context.basemap);
  const ground = (context.tilesSeen && chosen && chosen.ground) || theme;
  if (context.theme === theme && context.ground === ground) return;
  context.theme = theme;
  context.ground = ground;
  paint(map.getContainer(), context.style, ground);
  const panes = map.getPanes();
  const controls = map.getContainer().querySelector(".leaflet-control-container");
  for (const element of [panes.popupPane, panes.tooltipPane, controls, context.notices]) {
    paint(element, context.style, theme);
  }
  map.getContainer().classList.toggle("rm-dark", theme === "dark");
  map.fire("routemap:ground");
}
