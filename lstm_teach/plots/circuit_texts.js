// The values and texts in the drawing of one step: the twin of circuit_texts.py. A test compares the two letter for letter.
import { equals, factor, formatNumber, isExact } from "../widgets/explorer/numbers.js";
import { GATES } from "../widgets/explorer/recurrence.js";

export const MOST_TERMS = 7; // boxes of a sum

/** Everything that the drawing shows of step t (from 0), by name. */
export function valuesAt(rows, t) {
  const at = (name) => rows[name][t];
  const z = Object.fromEntries(GATES.map((gate) => [`z_${gate}`, at("z")[gate]]));
  const plain = Object.fromEntries([...GATES, "c_prev", "c", "h", "activated"].map((name) => [name, at(name)]));
  return { ...z, ...plain, written: at("i") * at("g"), kept: at("f") * at("c_prev") };
}

/** The terms of one weighted sum: { label, weight, value }, for the inputs, the output before and the bias. */
export function termsOf(weights, x_t, h_prev, labels) {
  const names = [...labels, "h_prev", "bias"];
  return [...x_t, h_prev, 1].map((value, k) => ({ label: names[k], weight: weights[k], value }));
}

/** The terms that have a box: all of them, or the largest ones, in their order. */
export function boxedTerms(terms) {
  if (terms.length <= MOST_TERMS) return terms;
  const size = ({ weight, value }) => Math.abs(weight * value);
  const largest = [...terms].sort((a, b) => size(b) - size(a)).slice(0, MOST_TERMS - 1);
  return terms.filter((term) => largest.includes(term));
}

/** The value with its name, such as "h = 7"; of a hidden one "h = ?". */
export function valueText(value, now, memory, isHidden, { value_characters: characters }, words) {
  const name = value.label.replace("{memory}", memory);
  return isHidden ? `${name} = ${words.hidden}` : `${name} ${equals(now[value.shows], 6, characters)}`;
}

/** The two parts of the text in a term's box: its name, and its value. */
export function boxTexts({ label, value }, isHidden, { box_characters: characters }, words) {
  if (label === "bias" || label === "1") return [label, ""];
  const name = [...label].slice(0, 8); // letters: an emoji is one, as in Python
  const text = isHidden ? `= ${words.hidden}` : equals(value, 4, characters - name.length);
  return [name.join(""), ` ${text}`];
}

/**
 * The sum written out, z = 100·1 + (-10)·1 = 90, in at most so many lines of so many characters. Terms of weight 0 are
 * left out; from the end those that do not fit are counted. valueCharacters: the most characters of the sum itself.
 */
export function sumLines(name, terms, sum, { characters, lines: most }, valueCharacters, words) {
  const counted = terms.filter(({ weight }) => weight !== 0);
  const factors = counted.flatMap(({ weight, value }) => [weight, value]);
  const total = formatNumber(sum, 6, valueCharacters);
  const exact = factors.every((value) => isExact(formatNumber(value, 4), value)) && isExact(total, sum);
  const products = counted.map(({ label, weight, value }) => {
    const first = factor(formatNumber(weight, 4));
    return label === "bias" ? first : `${first}·${factor(formatNumber(value, 4))}`;
  });
  for (let shown = products.length; ; shown--) {
    const left = products.length - shown;
    const pieces = products.slice(0, shown).map((product, k) => (k ? `+ ${product}` : product));
    if (left) pieces.push(words.more(left));
    const lines = wrap([`${name} =`, ...pieces, ...(pieces.length ? [exact ? "=" : "≈"] : []), total], characters);
    if (lines.length <= most || !shown) return lines;
  }
}

function wrap(pieces, characters) {
  const lines = [""];
  for (const piece of pieces) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${piece}` : piece;
    if (longer.length <= characters || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/** Every text of step t: { values: { name: text }, sums: { gate: { boxes: [{ term, texts, weight }], lines } } }. */
export function cellTexts({ rows, t, x, weights, activations, hidden }, { circuit, labels, words }) {
  const now = valuesAt(rows, t);
  const values = Object.fromEntries(
    circuit.values.map((value) => [
      value.shows,
      valueText(value, now, activations[2], hidden.has(value.shows), circuit, words),
    ]),
  );
  const h_prev = t ? rows.h[t - 1] : 0;
  const sums = Object.entries(circuit.sums).map(([gate, place]) => {
    const row = weights[GATES.indexOf(gate)];
    const terms = termsOf(row, x[t], h_prev, labels);
    const boxes = boxedTerms(terms).map((term) => {
      const isHidden = term.label === "h_prev" && hidden.has("h_prev");
      return { term, texts: boxTexts(term, isHidden, circuit, words), weight: formatNumber(term.weight, 4) };
    });
    const isHidden = hidden.has("h_prev") && row.at(-2) !== 0;
    const lines = isHidden
      ? [`z_${gate} = ${words.hidden}`]
      : sumLines(`z_${gate}`, terms, now[`z_${gate}`], place, circuit.value_characters, words);
    return [gate, { boxes, lines }];
  });
  return { values, sums: Object.fromEntries(sums) };
}
