// The view and the base map in the address of the page, so that a link opens what was seen.
// The address is replaced without a rerun and without an entry in the history.

import { chooseBasemap } from "./basemap.js";

/** @import { MapWithContext } from "./types.js" */

const OFFLINE = "offline";
const GESTURE = 1500; // ms from a gesture to the move that it causes
const AGAIN = [0, 60, 300, 1000]; // ms after a rerun, while the server may rewrite the address
const EVERY = 2000; // ms; a busy server may rewrite it at any time

const written = (view) => `${view[0].toFixed(4)},${view[1].toFixed(4)},${+view[2].toFixed(2)}`;

// Keeps every other parameter, its spelling and its order.
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
    return null; // Another origin: its address cannot be read or written.
  }
}

/** @param {MapWithContext} map */
export function addLink(map) {
  const link = {
    view: null, // what the address should say, once there is something to say
    basemap: undefined,
    own: new Set(), // what came from this map, and may come back late from the server
    moved: false, // by the reader
    quiet: 0, // depth of moves that are not the reader's
    popped: false, // the reader went back or forward, and no state has come since
    gesture: -Infinity,
  };
  map.routemap.link = link;

  function write() {
    const parent = dashboardPage();
    if (!parent || link.popped) return;
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
      // Browsers limit how often an address may change; the next move writes it again.
    }
  }

  const container = map.getContainer();
  const gesture = () => (link.gesture = performance.now());
  for (const name of ["pointerdown", "pointerup", "wheel", "keydown", "touchmove", "dblclick"]) {
    container.addEventListener(name, gesture, { capture: true, passive: true });
  }
  map.on("autopanstart", () => (link.gesture = -Infinity));
  map.on("movestart zoomstart", () => {
    if (!link.quiet && performance.now() - link.gesture < GESTURE) link.moved = true;
  });
  map.on("moveend", () => {
    if (!link.moved || link.quiet) return;
    const { lat, lng } = map.getCenter();
    link.view = written([lat, lng, map.getZoom()]);
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

  // Moves that are not the reader's: nothing is written, unless the reader has moved before.
  link.quietly = function (move) {
    link.quiet += 1;
    try {
      move();
    } finally {
      link.quiet -= 1;
    }
    if (link.moved) map.fire("moveend");
  };

  const parent = dashboardPage();
  const popped = () => {
    Object.assign(link, { popped: true, view: null, basemap: undefined });
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

  // After each show: a view that came from outside is taken, the reader's own is kept.
  link.follow = function (before, state) {
    const wanted = state.view && written(state.view);
    const same = before && before.view && written(before.view) === wanted;
    const came = wanted && !(same && !link.popped) && !link.own.has(wanted);
    if (came) {
      link.quiet += 1;
      map.setView([state.view[0], state.view[1]], state.view[2], { animate: false });
      link.quiet -= 1;
      link.moved = true;
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
