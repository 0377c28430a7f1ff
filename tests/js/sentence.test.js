import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "../../lstm_teach/widgets/explorer/recurrence.js";
import { sentenceOf } from "../../lstm_teach/widgets/explorer/sentence.js";
import { wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

const words = wordsOf("en");
// One input, always written with its sign, never forgotten, always let out.
const WEIGHTS = [
  [0, 0, 1],
  [0, 0, 1],
  [1, 0, 0],
  [0, 0, 1],
];

test("whole numbers are equal, negative factors stand in brackets", () => {
  const activations = ["step", "linear", "linear"];
  const rows = run(WEIGHTS, [[3], [-5]], activations);
  assert.equal(
    sentenceOf(rows, activations, 2, "", words),
    "step 2:  c = f·c_prev + i·g = 1·3 + 1·(-5) = -2\n         h = o·c = 1·(-2) = -2",
  );
});

test("rounded numbers are about equal, and the second line stands below the first", () => {
  const activations = ["sigmoid", "tanh", "tanh"];
  const rows = run(WEIGHTS, [[1]], activations);
  assert.equal(
    sentenceOf(rows, activations, 1, "second cell", words),
    "second cell, step 1:  c = f·c_prev + i·g = 0.731059·0 + 0.731059·0.761594 ≈ 0.55677\n" +
      "                      h = o·tanh(c) = 0.731059·tanh(0.55677) ≈ 0.369606",
  );
});
