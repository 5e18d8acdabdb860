// Opens and closes claims below the allegation that they are about.
//
// A button with data-opens="ID" opens the claims that begin with this one; the same button, the button
// with data-closes and the Escape key close them. The server draws them in an element with
// data-opened="ID", which receives the focus when the reader has opened it.
export default function ({ data, setTriggerValue, parentElement }) {
  const buttons = () => document.querySelectorAll("[data-opens]");
  const panel = () => document.querySelector("[data-opened]");

  function update() {
    for (const button of buttons()) {
      const open = String(button.dataset.opens === data.open);
      if (button.getAttribute("aria-expanded") !== open) button.setAttribute("aria-expanded", open);
    }
    const opened = panel();
    if (opened && opened.dataset.opened === parentElement.routemapWanted) {
      parentElement.routemapWanted = null;
      opened.focus({ preventScroll: true });
      opened.scrollIntoView({ block: opened.clientHeight > window.innerHeight * 0.8 ? "start" : "nearest" });
    }
  }

  function close() {
    parentElement.routemapWanted = null;
    [...buttons()].find((button) => button.dataset.opens === data.open)?.focus();
    setTriggerValue("open", "");
  }

  function click(event) {
    const button = event.target.closest("[data-opens], [data-closes]");
    if (!button) return;
    if (button.dataset.opens === undefined || button.dataset.opens === data.open) {
      close();
      return;
    }
    parentElement.routemapWanted = button.dataset.opens;
    setTriggerValue("open", button.dataset.opens);
  }

  function press(event) {
    if (event.key === "Escape" && data.open && event.target.closest("[data-opened], [data-opens]")) close();
  }

  // Called again with other data for the same element: stop listening for the previous one.
  parentElement.routemapEnd?.();
  // rows and claims are rendered before or after this script, in any order
  const watching = new MutationObserver(update);
  watching.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", click);
  document.addEventListener("keydown", press);
  const end = () => {
    watching.disconnect();
    document.removeEventListener("click", click);
    document.removeEventListener("keydown", press);
  };
  parentElement.routemapEnd = end;
  update();
  return end;
}
