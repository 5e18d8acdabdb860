// Passes on to the map and to each component what a run changes in it. They listen with received.js and,
// in the frame of the map, with follow_page.js.
//
// Readers look at the map first. So it gets its state at once, and the others get theirs as soon as it is
// drawn: they take as long to draw, and on a first visit the map would have to load beside them.
const MAP = "map";
const DRAWN = "routemap:drawn"; // sent by follow_page.js
const LONGEST = 1000; // ms to wait for a map, which may not be able to load
const states = (window.routemapStates ||= {});
let waiting = {};

// Whether the run did not know the latest change of the filters, which the map already shows.
const isBehind = ({ facets }) => facets?.taken < window.routemapFacets?.waiting?.number;

const isNew = (part, state) => JSON.stringify(states[part]) !== JSON.stringify(state);

function pass(part, state) {
  states[part] = state;
  window.dispatchEvent(new Event(`routemap:${part}`));
}

function passOthers() {
  const found = Object.entries(waiting);
  waiting = {};
  for (const [part, state] of found) if (isNew(part, state)) pass(part, state);
}

export default function ({ data: [found] }) {
  const { [MAP]: map, ...others } = found;
  Object.assign(waiting, others);
  if (!map || isBehind(found) || !isNew(MAP, map)) {
    setTimeout(passOthers);
    return;
  }
  const go = () => {
    window.removeEventListener(DRAWN, go);
    clearTimeout(timer);
    setTimeout(passOthers);
  };
  const timer = setTimeout(go, LONGEST);
  window.addEventListener(DRAWN, go);
  pass(MAP, map);
}
