// Colours for numbers, as CSS for light and dark pages.

/**
 * The colour at a fraction 0..1 of a list of hex stops, and a text colour to read on it.
 * scales: two lists, for light and for dark pages.
 */
export function shade(scales, fraction) {
  if (!Number.isFinite(fraction)) return { backgroundColor: "", color: "" };
  const inside = Math.min(Math.max(fraction, 0), 1);
  const [[light, onLight], [dark, onDark]] = scales.map((stops) => colourAt(stops, inside));
  return { backgroundColor: `light-dark(${light}, ${dark})`, color: `light-dark(${onLight}, ${onDark})` };
}

function colourAt(stops, fraction) {
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
