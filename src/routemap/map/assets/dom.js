// Creates HTML and SVG elements without parsing text as HTML.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Styles are set one by one, because a strict Content Security Policy forbids `style` attributes.
export function svg(tag, { style, ...attributes }, ...children) {
  const node = document.createElementNS(SVG, tag);
  Object.assign(node.style, style);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function makeIcon(path, className) {
  return svg(
    "svg",
    { viewBox: "0 0 16 16", class: className || "rm-icon", "aria-hidden": "true" },
    svg("path", { d: path })
  );
}
