// A list of buttons, one for each feature.
export default function ({ data, setTriggerValue, parentElement }) {
  const list = parentElement.querySelector(".listing");
  const items = data.rows.map(([id, name, kind, glyph, status]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(id === data.selected));
    for (const [part, text] of [["glyph", glyph], ["name", name], ["more", `${kind} · ${status}`]]) {
      const span = document.createElement("span");
      span.className = part;
      span.textContent = text;
      if (part === "glyph") span.setAttribute("aria-hidden", "true");
      button.append(span);
    }
    button.onclick = () => setTriggerValue("chosen", id);
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  list.replaceChildren(...items);
}
