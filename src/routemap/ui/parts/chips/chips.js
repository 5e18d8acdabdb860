// One chip for each value of a filter. The focus stays among the chips when one is removed.
import { follow } from "../state/received.js";

const CROSS = '<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M1 1 9 9 M9 1 1 9" /></svg>';

// The focus follows into the sidebar, which is hidden while it is closed.
function openFilters() {
  document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
  const close = () => document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  requestAnimationFrame(() => requestAnimationFrame(() => close()?.focus()));
}

function start(root) {
  const list = root.querySelector(".chips");
  const filters = root.querySelector(".filters");
  const count = filters.querySelector("b");
  let trigger = null;
  filters.onclick = openFilters;

  function chip({ key, value, label, text }) {
    const item = document.createElement("li");
    item.className = "chip";
    const words = document.createElement("span");
    words.className = "words";
    const name = document.createElement("span");
    name.textContent = `${label}: `;
    words.append(name, text);
    words.title = `${label}: ${text}`;
    const button = document.createElement("button");
    button.type = "button";
    button.innerHTML = CROSS;
    button.setAttribute("aria-label", `Remove the filter ${label}: ${text}`);
    button.onclick = () => trigger("removed", { key, value });
    item.append(words, button);
    return item;
  }

  function reset() {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "reset", textContent: "Reset" });
    button.setAttribute("aria-label", "Reset all filters");
    button.onclick = () => trigger("reset", Date.now());
    item.append(button);
    return item;
  }

  function show({ chips }) {
    count.textContent = chips.length;
    count.hidden = !chips.length;
    filters.setAttribute("aria-label", chips.length ? `Filters, ${chips.length} set` : "Filters");
    const held = [...list.querySelectorAll("button")].indexOf(list.getRootNode().activeElement);
    list.hidden = !chips.length;
    list.replaceChildren(...chips.map(chip), ...(chips.length ? [reset()] : []));
    const buttons = list.querySelectorAll("button");
    if (held >= 0) buttons[Math.min(held, buttons.length - 1)]?.focus();
  }

  const states = follow("chips", list, show);
  return {
    leave: states.leave,
    take(setTriggerValue) {
      trigger = setTriggerValue;
      states.now();
    },
  };
}

export function draw({ setTriggerValue, parentElement }) {
  parentElement.routemapChips ||= start(parentElement);
  parentElement.routemapChips.take(setTriggerValue);
  return parentElement.routemapChips.leave;
}
