import assert from "node:assert/strict";
import { test } from "node:test";
import { Prediction, stepsIn } from "../../lstm_teach/widgets/explorer/predict.js";
import { Refusal } from "../../lstm_teach/widgets/explorer/state.js";
import { wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

const words = wordsOf("en");

test("steps are read from a text", () => {
  assert.deepEqual([...stepsIn("2, 5-6", 9, words)], [2, 5, 6]);
  assert.deepEqual([...stepsIn("1–3,3", 3, words)], [1, 2, 3]);
});

for (const text of ["0", "10", "3-2", "all", "", "1-9-9", "1;2", "<b>1</b>", "1-99999999999"]) {
  test(`a text that names no steps is refused: ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => stepsIn(text, 9, words),
      (error) => error instanceof Refusal && error.message.startsWith(`"${text}" names no steps`),
    );
  });
}

test("what would give an answer away is hidden until the answers are revealed", () => {
  const prediction = new Prediction(new Set([2, 5, 6]));
  const hidden = ["c", "h", "c_prev", "i"].map((row) =>
    Array.from({ length: 9 }, (_, t) => t + 1).filter((step) => prediction.hides(row, step - 1)),
  );
  assert.deepEqual(hidden, [[2, 5, 6], [2, 5, 6], [3, 6, 7], []]);
  assert.deepEqual([...prediction.hiddenNames(5)].sort(), ["activated", "c", "c_prev", "h", "h_prev", "kept"]);
  prediction.revealed = true;
  assert.equal(prediction.hiddenNames(5).size, 0);
});

test("right is what is off by 0.005 at most; what is empty counts as asked", () => {
  const prediction = new Prediction(new Set([1, 2]));
  prediction.answer("c", 1, 7.004);
  prediction.answer("h", 1, 6.9);
  prediction.answer("c", 2, 3);
  prediction.answer("c", 2, null); // taken back
  const rows = { c: [7, 3], h: [7, 3] };
  assert.equal(prediction.verdict("c", 0, 7), null);
  prediction.revealed = true;
  assert.deepEqual(prediction.verdict("c", 0, 7), { given: 7.004, right: true });
  assert.deepEqual(prediction.score(rows), [1, 2, 4]);
});
