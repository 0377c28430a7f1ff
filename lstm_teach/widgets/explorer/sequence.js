// Sequences read from a text, and random ones.
import { LIMITS, Refusal } from "./state.js";

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const PAIRS = { __proto__: null, "(": ")", "[": "]", "{": "}" };
const LIST = /^\s*(\w+\s*=\s*)?(((np|numpy|torch)\.)?(array|asarray|tensor)\s*)?[[({]/;

/**
 * The steps in a text: brackets as in Python or on paper, (3, 1, 0), (4, 1, 0), or an array; CSV; or cells of a
 * spreadsheet; with or without names, one row per step or, as on the lecture's slide, one row per input; the constant 1
 * may be left out. A text that can be read only in part is refused.
 */
export function parseSequence(text, labels, words) {
  if (text.length > LIMITS.characters) throw new Refusal(words.long(LIMITS.characters));
  const lines = plain(text)
    .split(/\r?\n/)
    .filter((line) => line.trim() && !line.startsWith("#"));
  let rows = lines.length && LIST.test(lines[0]) ? listRows(lines.join("\n"), words) : cellRows(lines);
  if (!rows.length) throw new Refusal(words.empty);
  const known = labels.map(plain);
  const names = (row) => row.filter((token) => known.includes(token) && !NUMBER.test(token)).length;
  const [above, aside] = [names(rows[0]), names(rows.map((row) => row[0]))];
  if (above && above >= aside) rows = byName(rows, known, words);
  else if (aside) rows = byName(turn(rows), known, words);
  else if (!fits(rows, labels) && fits(turn(rows), labels)) rows = turn(rows);
  if (rows.length > LIMITS.steps) throw new Refusal(words.steps(rows.length, LIMITS.steps));
  return rows.map((row, t) =>
    stepOf(
      row.map((token) => number(token, t + 1, words)),
      t + 1,
      labels,
      words,
    ),
  );
}

/** A text with the digits, commas, brackets and minus signs of a Chinese or a typeset one as plain ones. */
function plain(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u2212\u2012\u2013]/g, "-")
    .replace(/[、､]/g, ",")
    .replace(/[【〔〖「]/g, "[")
    .replace(/[】〕〗」]/g, "]")
    .replace(/[\u3000\u00a0]/g, " ");
}

/** The innermost brackets of a text. Every bracket must be closed, and nothing may stand beside them. */
function listRows(text, words) {
  const bare = text
    .replace(/^\s*\w+\s*=(?=[^=]*[[({])/, "")
    .replace(/\b((np|numpy|torch)\.)?(array|asarray|tensor)\s*(?=[[(])/g, "")
    .replace(/,\s*(dtype|device)\s*=\s*[\w.:'"]+/g, "");
  const rows = [];
  const open = [{ row: [], lists: 0, deep: 0 }]; // what stands outside, and each bracket that is open
  for (const piece of bare.match(/[[\](){},;=]|[^\s[\](){},;=]+/g) ?? []) {
    const top = open.at(-1);
    const outside = open.length === 1;
    if (piece in PAIRS) {
      if (top.row.length) throw new Refusal(words.mixed(top.row.at(-1)));
      open.push({ close: PAIRS[piece], row: [], lists: 0, deep: 0 });
    } else if (")]}".includes(piece)) {
      if (outside || top.close !== piece) throw new Refusal(words.brackets);
      open.pop();
      if (!top.lists) rows.push(top.row);
      const around = open.at(-1);
      around.lists += 1;
      around.deep += Number(top.lists > 0);
      if (around.deep && around.lists > 1) throw new Refusal(words.several);
      around.comma = false;
      continue;
    } else if (piece === ",") {
      if (!outside && (top.comma || !(top.row.length + top.lists))) throw new Refusal(words.token("", rows.length + 1));
    } else if (!outside || !";=".includes(piece)) {
      if (outside || top.lists || ";=".includes(piece)) throw new Refusal(words.mixed(shortened(piece)));
      top.row.push(unquoted(piece));
    }
    top.comma = piece === ",";
  }
  if (open.length > 1) throw new Refusal(words.brackets);
  return rows;
}

/** Lines of cells, divided by tabs, semicolons, commas or spaces; with tabs or semicolons 0,5 is a number. */
function cellRows(lines) {
  const divider = [/\t/, /;/, /,/].find((mark) => lines.some((line) => mark.test(line)));
  const decimal = divider && divider.source !== ",";
  return lines.map((line) => {
    const cells = (divider ? line.split(divider) : line.trim().split(/\s+/)).map((cell) => unquoted(cell.trim()));
    return decimal ? cells.map((cell) => (/^-?\d+,\d+$/.test(cell) ? cell.replace(",", ".") : cell)) : cells;
  });
}

const unquoted = (text) => text.replace(/^(["'])(.*)\1$/, "$2");
const shortened = (text) => (text.length > 20 ? `${text.slice(0, 20)}…` : text);
const turn = (rows) => {
  const longest = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: longest }, (_, k) => rows.map((row) => row[k] ?? ""));
};
/** Whether every row is one step, with the constant or without it. */
const fits = (rows, labels) => {
  const at = labels.indexOf("1");
  return (
    rows.every((row) => row.length === rows[0].length) &&
    (rows[0].length === labels.length
      ? at < 0 || rows.every((row) => Number(row[at]) === 1)
      : at >= 0 && rows[0].length === labels.length - 1)
  );
};

/** Columns chosen by the names in the first row; others, such as step or h, are left aside. */
function byName([names, ...rows], labels, words) {
  const wanted = labels.map((label) => {
    const column = names.indexOf(label);
    if (column < 0 && label !== "1") throw new Refusal(words.missing(label));
    return column;
  });
  if (!rows.length) throw new Refusal(words.empty);
  return rows.map((row) => wanted.map((column) => (column < 0 ? "1" : (row[column] ?? ""))));
}

function number(token, row, words) {
  const shown = shortened(token);
  if (!NUMBER.test(token)) throw new Refusal(words.token(shown, row));
  if (!Number.isFinite(Number(token))) throw new Refusal(words.finite(shown, row));
  return Number(token);
}

function stepOf(row, number, labels, words) {
  const constant = row[labels.indexOf("1")] ?? 1;
  if (row.length === labels.length && constant !== 1) throw new Refusal(words.constant(number, constant));
  if (row.length === labels.length) return row;
  const inputs = labels.filter((label) => label !== "1");
  if (row.length !== inputs.length) throw new Refusal(words.width(number, row.length, inputs.join(", ")));
  return labels.map((label) => (label === "1" ? 1 : row.shift()));
}

/**
 * A sequence in the lecture's style, the same for the same seed: x1 is a digit, x2 = 1 writes it, x2 = -1
 * resets, x3 = 1 lets the memory out. Drawn again until the lecture's cell writes a number, shows one and wipes one, as
 * far as the steps allow. Inputs of other names are whole numbers from -3 to 3.
 */
export function randomSequence(labels, steps, seed) {
  const draw = mulberry32(seed);
  const styles = {
    __proto__: null, // a label may be called toString
    x1: () => Math.floor(10 * draw()),
    x2: () => [0, 0, 0, 1, 1, -1][Math.floor(6 * draw())],
    x3: () => [0, 0, 1][Math.floor(3 * draw())],
    1: () => 1,
  };
  const isLecture = ["x1", "x2", "x3"].every((label) => labels.includes(label));
  const other = () => Math.floor(7 * draw()) - 3;
  for (;;) {
    const rows = Array.from({ length: steps }, () =>
      labels.map((label) => (label === "1" || isLecture ? (styles[label] ?? other) : other)()),
    );
    if (!isLecture || isLesson(rows.map((row) => ["x1", "x2", "x3"].map((label) => row[labels.indexOf(label)]))))
      return rows;
  }
}

/** Whether a number is written, one is shown and one is wiped; in a single step nothing can be wiped. */
function isLesson(rows) {
  let [memory, shown, wiped] = [0, false, rows.length === 1];
  for (const [x1, x2, x3] of rows) {
    wiped ||= x2 === -1 && memory > 0;
    memory = x2 === -1 ? 0 : memory + (x2 === 1 ? x1 : 0);
    shown ||= x3 === 1 && memory > 0;
  }
  return shown && wiped;
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
