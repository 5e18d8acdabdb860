// Creates elements, and brings the children of an element into an order without moving those that are in it.

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// An element that is moved loses the focus.
export function arrange(parent, wanted) {
  const staying = new Set(wanted);
  const leaving = [...parent.children].filter((child) => !staying.has(child));
  for (const child of leaving) child.remove();
  let next = parent.firstElementChild;
  for (const node of wanted) {
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
}

export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Fill a list of choices with pairs of value and label, and choose one of them.
export function choices(select, pairs, chosen) {
  const options = JSON.stringify(pairs);
  if (select.dataset.options !== options) {
    select.replaceChildren(...pairs.map(([value, label]) => make("option", { value }, label)));
    select.dataset.options = options;
  }
  if (select.value !== chosen) select.value = chosen;
}
