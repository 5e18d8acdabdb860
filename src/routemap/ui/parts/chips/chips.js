// One chip for each value of a filter. The focus stays among the chips when one is removed.
const CROSS = '<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M1 1 9 9 M9 1 1 9" /></svg>';

// The focus follows into the sidebar, which is hidden while it is closed.
function openFilters() {
  document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
  const close = () => document.querySelector('[data-testid="stSidebarCollapseButton"] button');
  requestAnimationFrame(() => requestAnimationFrame(() => close()?.focus()));
}

export default function ({ data, setTriggerValue, parentElement }) {
  const list = parentElement.querySelector(".chips");
  const filters = parentElement.querySelector(".filters");
  const count = filters.querySelector("b");
  count.textContent = data.chips.length;
  count.hidden = !data.chips.length;
  filters.setAttribute("aria-label", data.chips.length ? `Filters, ${data.chips.length} set` : "Filters");
  filters.onclick = openFilters;
  const held = [...list.querySelectorAll("button")].indexOf(list.getRootNode().activeElement);

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
    button.onclick = () => setTriggerValue("removed", { key, value });
    item.append(words, button);
    return item;
  }

  function reset() {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "reset", textContent: "Reset" });
    button.setAttribute("aria-label", "Reset all filters");
    button.onclick = () => setTriggerValue("reset", Date.now());
    item.append(button);
    return item;
  }

  list.hidden = !data.chips.length;
  list.replaceChildren(...data.chips.map(chip), ...(data.chips.length ? [reset()] : []));
  const buttons = list.querySelectorAll("button");
  if (held >= 0) buttons[Math.min(held, buttons.length - 1)]?.focus();
}
