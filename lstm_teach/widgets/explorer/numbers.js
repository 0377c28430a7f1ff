// How numbers are written for reading: the twin of core/numbers.py. A test compares what the two write.

/** A number without the rounding errors of its last digits: 0.3, not 0.30000000000000004. */
export const tidy = (number) => Number(number.toPrecision(12));

/**
 * A number with so many significant digits. characters: with fewer digits, if the text would be longer than this,
 * its sign not counted. Every number in the circuit, the strip and the sentences is written by this function.
 */
export function formatNumber(value, digits = 6, characters = 99) {
  if (!Number.isFinite(value)) return "–";
  const [mantissa, power] = (value + 0)
    .toExponential(digits - 1)
    .split("e")
    .map(Number);
  const text =
    power >= -4 && power < digits
      ? String(Number(value.toPrecision(digits)) + 0)
      : `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  const fits = text.replace(/^-/, "").length <= characters;
  return fits || digits === 1 ? text : formatNumber(value, digits - 1, characters);
}

/** For a cell of the strip: at most 9 characters, its sign counted. */
export const short = (value, digits = 6) => formatNumber(value, digits, value < 0 ? 8 : 9);

/** Whether a text is exactly this number, not a rounded one. */
export const isExact = (text, value) => Number(text) === value;

/** "= 7" if the digits shown are the whole number, otherwise "≈ 0.963624". */
export function equals(value, digits = 6, characters = 99) {
  const text = formatNumber(value, digits, characters);
  return `${isExact(text, value) ? "=" : "≈"} ${text}`;
}

/** A factor in a product: negative numbers in brackets. */
export const factor = (text) => (text.startsWith("-") ? `(${text})` : text);
