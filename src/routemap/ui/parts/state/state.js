// Passes on to the map and to each component what a run changes in it. They listen with received.js and,
// in the frame of the map, with follow_page.js.
//
// Readers look at the map first. So it gets its state at once, and the others theirs after it is drawn.
const FIRST = "map";
const states = (window.routemapStates ||= {});

function pass([part, state]) {
  if (JSON.stringify(states[part]) === JSON.stringify(state)) return;
  states[part] = state;
  window.dispatchEvent(new Event(`routemap:${part}`));
}

export default function ({ data: [found] }) {
  const { [FIRST]: first, ...others } = found;
  if (first) pass([FIRST, first]);
  setTimeout(() => Object.entries(others).forEach(pass));
}
