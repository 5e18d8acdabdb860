// Shows the address of the page with the data revision, and copies it.
export default function ({ data, parentElement }) {
  const field = parentElement.querySelector("input");
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("[role=status]");

  const refresh = () => {
    const link = new URL(document.location.href);
    link.searchParams.set("rev", data.rev);
    link.hash = "";
    field.value = link.href;
  };

  const copy = async () => {
    refresh();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = "Copied.";
    } catch {
      // without permission or https the link is selected, ready for the keyboard
      status.textContent = "Press Ctrl+C (⌘C on a Mac) to copy the selected link.";
    }
  };

  refresh();
  button.onclick = copy;
  field.onfocus = () => { refresh(); field.select(); };
  // panning the map changes the address without a rerun
  window.navigation?.addEventListener("currententrychange", refresh);
  return () => window.navigation?.removeEventListener("currententrychange", refresh);
}
