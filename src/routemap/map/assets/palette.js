// The style table as colours and icons: small DOM builders that never parse text as HTML.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});
  const SVG = "http://www.w3.org/2000/svg";

  routemap.unpack = function (base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  routemap.el = function (tag, className, ...children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };

  // Styles are set one by one: a strict policy of the page forbids them as an attribute.
  routemap.svg = function (tag, { style, ...attributes }, ...children) {
    const node = document.createElementNS(SVG, tag);
    Object.assign(node.style, style);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  routemap.row = function (context, table, key) {
    const rows = context.style[table];
    return rows.find((row) => row.key === key) || rows[rows.length - 1];
  };

  // The look of a feature: its status, or where two sources stand when they are compared.
  routemap.statusRow = function (context, key) {
    const row = context.style.status.find((status) => status.key === key);
    if (row) return row;
    const compared = routemap.row(context, "comparison", key);
    const [first, second] = (context.state && context.state.compare) || [];
    const label = { first: `Only ${first}`, second: `Only ${second}` }[key] || compared.label;
    return { ...compared, label };
  };

  routemap.icon = function (path, className) {
    return routemap.svg(
      "svg",
      { viewBox: "0 0 16 16", class: className || "rm-icon", "aria-hidden": "true" },
      routemap.svg("path", { d: path })
    );
  };

  routemap.badge = function (row, table) {
    const badge = routemap.el("span", "rm-badge", routemap.icon(row.icon));
    badge.style.setProperty("--rm-color", `var(--rm-${table}-${row.key})`);
    return badge;
  };

  // One set of custom properties for an element and all below it.
  function paint(element, style, key) {
    for (const [table, name] of [["status", "status"], ["comparison", "status"], ["stance", "stance"]]) {
      for (const row of style[table]) element.style.setProperty(`--rm-${name}-${row.key}`, row[key]);
    }
    for (const [name, color] of Object.entries(style.ground[key])) {
      if (name !== "key") element.style.setProperty(`--rm-${name}`, color);
    }
    element.dataset.ground = key;
  }

  // The theme colours controls and popups; the ground under the evidence may differ from it.
  routemap.applyTheme = function (map) {
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
  };
})();
