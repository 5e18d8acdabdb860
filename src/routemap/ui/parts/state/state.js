// Passes on to each component on the page what a run changes in it. They listen with received.js.
// Streamlit's page renders all that has arrived at once. Then it is the map's turn, whose message is
// already waiting: readers look there first, and the filters and the timeline take as long to draw.
const states = (window.routemapStates ||= {});

function pass(found) {
  for (const [part, state] of Object.entries(found)) {
    if (JSON.stringify(states[part]) === JSON.stringify(state)) continue;
    states[part] = state;
    window.dispatchEvent(new Event(`routemap:${part}`));
  }
}

export default function ({ data: [found] }) {
  setTimeout(() => pass(found));
}
