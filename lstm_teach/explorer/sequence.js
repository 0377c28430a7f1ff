// Sequences from text and from chance. Nothing here touches the page.
import { LIMITS, Refusal } from "./state.js";

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * The steps in a text: a Python list or array, CSV, or cells of a spreadsheet; with or without names, one
 * row per step or, as on the lecture's slide, one row per input; the constant 1 may be left out.
 */
export function parseSequence(text, labels, words) {
  if (text.length > LIMITS.characters) throw new Refusal(words.long(LIMITS.characters));
  const lines = text.split(/\r?\n/).filter((line) => line.trim() && !line.startsWith("#"));
  let rows = lines.some((line) => line.includes("[")) ? listRows(text) : cellRows(lines);
  if (!rows.length) throw new Refusal(words.empty);
  const names = (row) => row.filter((token) => labels.includes(token) && !NUMBER.test(token)).length;
  const [above, aside] = [names(rows[0]), names(rows.map((row) => row[0]))];
  if (above && above >= aside) rows = byName(rows, labels, words);
  else if (aside) rows = byName(turn(rows), labels, words);
  else if (!fits(rows[0].length, labels) && fits(rows.length, labels)) rows = turn(rows);
  if (rows.length > LIMITS.steps) throw new Refusal(words.steps(rows.length, LIMITS.steps));
  return rows.map((row, t) => stepOf(row.map((token) => number(token, t + 1, words)), t + 1, labels, words));
}

/** The innermost brackets of a Python list or array. */
function listRows(text) {
  const lists = [...text.matchAll(/\[([^[\]]*)\]/g)].map(([, inside]) => tokens(inside, /[\s,]+/));
  return lists.filter((row) => row.length);
}

/** Lines of cells, divided by tabs, semicolons, commas or spaces; with tabs or semicolons 0,5 is a number. */
function cellRows(lines) {
  const divider = [/\t/, /;/, /,/].find((mark) => lines.some((line) => mark.test(line))) ?? /\s+/;
  const decimal = ["\\t", ";"].includes(divider.source);
  return lines.map((line) => {
    const cells = line.trim() === line || divider.source === "\\t" ? line.split(divider) : tokens(line, divider);
    const plain = cells.map((cell) => cell.trim().replace(/^"(.*)"$/, "$1").replace("\u2212", "-"));
    return decimal ? plain.map((cell) => (/^-?\d+,\d+$/.test(cell) ? cell.replace(",", ".") : cell)) : plain;
  });
}

const tokens = (text, divider) => text.trim().split(divider).filter((token) => token !== "");
const turn = (rows) => {
  const longest = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: longest }, (_, k) => rows.map((row) => row[k] ?? ""));
};
const fits = (count, labels) => count === labels.length || count === labels.length - labels.includes("1");

/** Columns chosen by the names in the first row; others, such as step or h, are left aside. */
function byName([names, ...rows], labels, words) {
  const wanted = labels.map((label) => {
    const column = names.indexOf(label);
    if (column < 0 && label !== "1") throw new Refusal(words.missing(label));
    return column;
  });
  if (!rows.length) throw new Refusal(words.empty);
  return rows.map((row) => wanted.map((column) => (column < 0 ? "1" : row[column] ?? "")));
}

function number(token, row, words) {
  const shown = token.length > 20 ? `${token.slice(0, 20)}…` : token;
  if (!NUMBER.test(token)) throw new Refusal(words.token(shown, row));
  if (!Number.isFinite(Number(token))) throw new Refusal(words.finite(shown, row));
  return Number(token);
}

function stepOf(row, number, labels, words) {
  if (row.length === labels.length) return row;
  const inputs = labels.filter((label) => label !== "1");
  if (row.length !== inputs.length) throw new Refusal(words.width(number, row.length, inputs.join(", ")));
  return labels.map((label) => (label === "1" ? 1 : row.shift()));
}

/**
 * A sequence in the lecture's style, the same for the same seed: x1 is a digit, x2 = 1 writes it, x2 = -1
 * resets, x3 = 1 lets the memory out. Inputs of other names are whole numbers from -3 to 3.
 */
export function randomSequence(labels, steps, seed) {
  const draw = mulberry32(seed);
  const styles = {
    x1: () => Math.floor(10 * draw()),
    x2: () => [0, 0, 0, 1, 1, -1][Math.floor(6 * draw())],
    x3: () => [0, 0, 1][Math.floor(3 * draw())],
    1: () => 1,
  };
  const isLecture = ["x1", "x2", "x3"].every((label) => labels.includes(label));
  const other = () => Math.floor(7 * draw()) - 3;
  return Array.from({ length: steps }, () =>
    labels.map((label) => (label === "1" || isLecture ? styles[label] ?? other : other)()));
}

/** Tommy Ettinger's mulberry32 generator: numbers in [0, 1) from a whole number. */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
