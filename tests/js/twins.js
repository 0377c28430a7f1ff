// Calls one function of the explorer for many cases: node twins.js NAME < cases.json > results.json. tests/test_twins.py
// compares the results with Python's. A refusal is told as { refused: sentence }.
import { readFileSync } from "node:fs";
import { cellTexts, sumLines, termsOf } from "../../lstm_teach/plots/circuit_texts.js";
import { stateFromFragment, stateToFragment } from "../../lstm_teach/widgets/explorer/link.js";
import { formatNumber } from "../../lstm_teach/widgets/explorer/numbers.js";
import { run } from "../../lstm_teach/widgets/explorer/recurrence.js";
import { parseSequence, randomSequence } from "../../lstm_teach/widgets/explorer/sequence.js";
import { CHOICES, KEYS, LIMITS, Refusal } from "../../lstm_teach/widgets/explorer/state.js";
import { wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

const words = wordsOf("en");
const circuit = JSON.parse(
  readFileSync(new URL("../../lstm_teach/plots/circuit_layout.json", import.meta.url), "utf-8"),
);

const FUNCTIONS = {
  formatNumber: (text, digits, characters) => formatNumber(Number(text), digits, characters), // a text: JSON has no NaN
  run,
  randomSequence,
  parseSequence: (text, labels) => parseSequence(text, labels, words.wrong),
  stateToFragment: ({ labels, ...state }) => stateToFragment(state, labels),
  stateFromFragment: (fragment, labels) => stateFromFragment(fragment, labels, words.wrong),
  cellTexts: (weights, x, activations, labels) => {
    const rows = run(weights, x, activations);
    const texts = (t) => cellTexts({ rows, t, x, weights, activations, hidden: new Set() }, { circuit, labels, words });
    return x.map((_, t) => texts(t));
  },
  sumLines: (name, row, x_t, h_prev, labels, sum, place, valueCharacters) =>
    sumLines(name, termsOf(row, x_t, h_prev, labels), sum, place, valueCharacters, words),
  constants: () => ({ KEYS, LIMITS, CHOICES }),
};

function result(args) {
  try {
    return FUNCTIONS[process.argv[2]](...args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: error.message };
  }
}

const cases = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(cases.map(result)));
