// Passes on what a run changes in the timeline. It is apart from the timeline, so that Streamlit sends
// a few hundred bytes with a filter change and not the timeline's script and claims again.
export default function ({ data }) {
  window.routemapTimeline = data;
  window.dispatchEvent(new Event("routemap:timeline"));
}
