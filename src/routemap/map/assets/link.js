// Keeps the view and the base map in the address of the page, so that a link opens the same view.
// The address is replaced without a rerun and without a new entry in the history.

import { chooseBasemap } from "./basemap.js";

/** @import { MapWithContext } from "./types.js" */

const OFFLINE = "offline";
const GESTURE = 1500; // ms; a move within this time after a gesture counts as caused by it
const AGAIN = [0, 60, 300, 1000]; // ms after a rerun; the server can overwrite the address meanwhile
const EVERY = 2000; // ms; a busy server can overwrite the address at any time

// A map that changes its size moves its centre by up to a pixel, which is no other view.
const near = (map, [north, east, zoom], view) =>
  zoom === view[2] && map.project([north, east], zoom).distanceTo(map.project(view.slice(0, 2), zoom)) <= 1;
const written = (view) => `${view[0].toFixed(4)},${view[1].toFixed(4)},${+view[2].toFixed(2)}`;

// Replaces one parameter and keeps the spelling and the order of all others.
function replaced(search, key, value) {
  const parts = search.replace(/^\?/, "").split("&").filter(Boolean);
  const at = parts.findIndex((part) => part.split("=")[0] === key);
  if (value === null) return parts.filter((part) => part.split("=")[0] !== key).join("&");
  if (at < 0) return [...parts, `${key}=${value}`].join("&");
  parts[at] = `${key}=${value}`;
  return parts.filter((part, index) => index === at || part.split("=")[0] !== key).join("&");
}

export function dashboardPage() {
  try {
    const { parent } = window;
    return parent && parent.location.href ? parent : null;
  } catch (error) {
    return null; // The page has another origin, so its address cannot be read or written.
  }
}

/** @param {MapWithContext} map */
export function addLink(map) {
  const link = {
    panning: false, // whether a popup has moved the map since the reader did
    at: null, // the view that was last written or came from outside, as numbers
    view: null, // the view to write to the address; null until there is one
    basemap: undefined,
    own: new Set(), // values that this map has written; the server can send them back late
    moved: false, // whether the reader has moved the map
    quiet: 0, // nesting depth of moves that the reader did not cause
    popped: false, // the reader went back or forward, and no new state has arrived since
    gesture: -Infinity,
  };
  map.routemap.link = link;

  function write() {
    const parent = dashboardPage();
    if (!parent || link.popped || map.routemap.state?.sketch) return; // no page opens a map to draw on by its link
    try {
      const { location, history } = parent;
      let search = location.search.replace(/^\?/, "");
      if (link.view) search = replaced(search, "view", link.view);
      if (link.basemap !== undefined) {
        search = replaced(search, "basemap", link.basemap === OFFLINE ? null : link.basemap);
      }
      if (search === location.search.replace(/^\?/, "")) return;
      const address = location.pathname + (search ? `?${search}` : "") + location.hash;
      history.replaceState(history.state, "", address);
    } catch (error) {
      // Browsers limit how often the address can change. The next move writes it again.
    }
  }

  const viewNow = () => [map.getCenter().lat, map.getCenter().lng, map.getZoom()];
  const container = map.getContainer();
  const gesture = () => (link.gesture = performance.now());
  for (const name of ["pointerdown", "pointerup", "wheel", "keydown", "touchmove", "dblclick"]) {
    container.addEventListener(name, gesture, { capture: true, passive: true });
  }
  // A popup that moves the map into view does so again when the link is opened.
  map.on("autopanstart", () => Object.assign(link, { gesture: -Infinity, panning: true }));
  map.on("movestart zoomstart", () => {
    if (!link.quiet && performance.now() - link.gesture < GESTURE) Object.assign(link, { moved: true, panning: false });
  });
  map.on("moveend", () => {
    if (!link.moved || link.quiet || link.panning) return;
    const view = viewNow();
    if (link.at && near(map, link.at, view)) return;
    link.at = view;
    link.view = written(view);
    link.own.add(link.view);
    link.popped = false;
    write();
  });
  map.on("baselayerchange", () => {
    if (link.quiet) return;
    link.basemap = map.routemap.basemap;
    link.own.add(`basemap=${link.basemap}`);
    link.popped = false;
    write();
  });

  // For moves that the reader did not cause. They are written only if the reader has moved before.
  link.quietly = function (move) {
    const before = viewNow();
    link.quiet += 1;
    try {
      move();
    } finally {
      link.quiet -= 1;
    }
    if (!link.moved || near(map, before, viewNow())) return;
    link.panning = false;
    map.fire("moveend");
  };

  const parent = dashboardPage();
  const popped = () => {
    Object.assign(link, { popped: true, at: null, view: null, basemap: undefined });
    link.own.clear();
  };
  if (parent) {
    const timer = setInterval(write, EVERY);
    parent.addEventListener("popstate", popped);
    window.addEventListener("pagehide", () => {
      clearInterval(timer);
      parent.removeEventListener("popstate", popped);
    });
  }

  // Called after each show. Applies a view that comes from outside, and keeps the reader's own view.
  link.follow = function (before, state) {
    const wanted = state.view && written(state.view);
    const same = before && before.view && written(before.view) === wanted;
    const came = wanted && !(same && !link.popped) && !link.own.has(wanted);
    if (came) {
      link.quiet += 1;
      map.setView([state.view[0], state.view[1]], state.view[2], { animate: false });
      link.quiet -= 1;
      link.moved = true;
      link.at = state.view;
      link.view = wanted;
      link.own.add(wanted);
    }
    const other = !before || link.popped || before.basemap !== state.basemap;
    if (other && !link.own.has(`basemap=${state.basemap}`)) {
      link.quiet += 1;
      chooseBasemap(map, state.basemap);
      link.quiet -= 1;
      link.basemap = map.routemap.basemap;
    }
    link.popped = false;
    for (const delay of AGAIN) setTimeout(write, delay);
    return Boolean(came);
  };
}
