// Small tools to make nodes of the page and to write numbers. They know nothing of a cell.

/** A table to look things up in, by any name: without what every object has, such as "constructor". */
export const bare = (table) => Object.assign(Object.create(null), table);

/** A node of the page with attributes and children. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  // JupyterLab's one-key shortcuts (left arrow folds a section, x cuts a cell) are not meant here.
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

export function button(text, action, hint) {
  const node = element("button", { type: "button", ...(hint && { title: hint }) }, text);
  node.addEventListener("click", action);
  return node;
}

/** Choices by value: { value: text }. */
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

/**
 * A number for reading, the twin of format_number in core/table.py: every number in the circuit, the strip and the
 * sentences is written here. room: with fewer digits, if it has more characters than these beside its sign.
 */
export function formatNumber(value, digits = 6, room = 99) {
  if (!Number.isFinite(value)) return "–";
  const [mantissa, power] = (value + 0)
    .toExponential(digits - 1)
    .split("e")
    .map(Number);
  const text =
    power >= -4 && power < digits
      ? String(Number(value.toPrecision(digits)) + 0)
      : `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  return text.replace(/^-/, "").length <= room || digits === 1 ? text : formatNumber(value, digits - 1, room);
}

/** For a cell of the strip: in 9 characters. */
export const short = (value, digits = 6) => formatNumber(value, digits, value < 0 ? 8 : 9);

/** "= 7" if the digits shown are the whole number, otherwise "≈ 0.963624". */
export function equals(value, digits = 6, room = 99) {
  const text = formatNumber(value, digits, room);
  return `${Number(text) === value ? "=" : "≈"} ${text}`;
}

/** A factor in a product: negative numbers in brackets. */
export const factor = (text) => (text.startsWith("-") ? `(${text})` : text);

/**
 * The colour at a fraction 0..1 of a list of hex stops, and a text colour to read on it, as CSS for light and dark pages.
 * scales: two lists, for light and for dark.
 */
export function shade(scales, fraction) {
  if (!Number.isFinite(fraction)) return { backgroundColor: "", color: "" };
  const [[light, onLight], [dark, onDark]] = scales.map((stops) => shadeOf(stops, Math.min(Math.max(fraction, 0), 1)));
  return { backgroundColor: `light-dark(${light}, ${dark})`, color: `light-dark(${onLight}, ${onDark})` };
}

function shadeOf(stops, fraction) {
  const position = fraction * (stops.length - 1);
  const k = Math.min(Math.floor(position), stops.length - 2);
  const channels = [1, 3, 5].map((start) => {
    const [from, to] = [stops[k], stops[k + 1]].map((hex) => parseInt(hex.slice(start, start + 2), 16));
    return Math.round(from + (to - from) * (position - k));
  });
  const [red, green, blue] = channels.map((v) => (v / 255) ** 2.2);
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [`rgb(${channels})`, luminance > 0.18 ? "#000" : "#fff"];
}
