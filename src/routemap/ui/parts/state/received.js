// What runs change in a component comes apart from the component, through state.js.

// Call `hear` with the state of a part whenever one comes, as long as `box` is on the page. `now` calls it
// with the latest one; `leave` ends this if the box has left the page.
export function follow(part, box, hear) {
  const event = `routemap:${part}`;
  const now = () => {
    if (!box.isConnected) return leave();
    const state = window.routemapStates?.[part];
    if (state) hear(state);
  };
  const leave = () => box.isConnected || window.removeEventListener(event, now);
  window.addEventListener(event, now);
  return { now, leave };
}
