// Small functions that make nodes of the page.

/** A table that is read by any name: without what every object has, such as "constructor". */
export const bare = (table) => Object.assign(Object.create(null), table);

/** A node of the page with attributes and children. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  // JupyterLab's one-key shortcuts (left arrow folds a section, x cuts a cell) must not act here.
  const takesKeys = ["button", "select", "summary"].includes(tag) || attributes.type === "range";
  if (takesKeys) node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...children);
  return node;
}

/** A node of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A button. hint: a text to show when the mouse rests on it. */
export function button(text, action, hint) {
  const node = element("button", { type: "button", ...(hint && { title: hint }) }, text);
  node.addEventListener("click", action);
  return node;
}

/** A list of choices { value: text }; action(value) is called with the one chosen. */
export function select(label, choices, action) {
  const options = Object.entries(choices).map(([value, text]) => element("option", { value }, text));
  const node = element("select", { "aria-label": label }, ...options);
  node.addEventListener("change", () => action(node.value));
  return node;
}

/** Write text into a node, only if it is new there. */
export function write(node, text) {
  if (node.firstChild?.data !== text) node.textContent = text;
}
