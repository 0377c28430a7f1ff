import assert from "node:assert/strict";
import { test } from "node:test";
import { boxTexts, boxedTerms, sumLines, termsOf, valueText } from "../../lstm_teach/plots/circuit_texts.js";
import { wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

const words = wordsOf("en");

test("the largest terms have a box, in their order", () => {
  const terms = (values) => values.map((value) => ({ weight: 1, value }));
  assert.equal(boxedTerms(terms([1, 2, 3, 4, 5, 6, 7])).length, 7);
  const boxed = boxedTerms(terms([9, 1, -8, 7, 2, 6, 5, 4]));
  assert.deepEqual(
    boxed.map(({ value }) => value),
    [9, -8, 7, 6, 5, 4],
  );
});

test("a sum is written out, and what does not fit is counted", () => {
  const terms = termsOf([100, 0, 2, -10], [1, 5], 3, ["a", "b"]);
  const lines = (characters, most) => sumLines("z_o", terms, 96, { characters, lines: most }, 9, words);
  assert.deepEqual(lines(40, 1), ["z_o = 100·1 + 2·3 + (-10) = 96"]);
  assert.deepEqual(lines(20, 2), ["z_o = 100·1 + 2·3", "+ (-10) = 96"]);
  assert.deepEqual(lines(28, 1), ["z_o = 100·1 + 2 more = 96"]);
  assert.deepEqual(lines(5, 1), ["z_o =", "+ 3 more", "= 96"]); // the sum is there in any case
});

test("what is hidden is a question mark", () => {
  const value = { label: "{memory}(c)", shows: "activated" };
  assert.equal(valueText(value, { activated: 0.5 }, "tanh", false, { value_characters: 9 }, words), "tanh(c) = 0.5");
  assert.equal(valueText(value, { activated: 0.5 }, "tanh", true, { value_characters: 9 }, words), "tanh(c) = ?");
  assert.deepEqual(boxTexts({ label: "h_prev", value: 7 }, true, { box_characters: 13 }, words), ["h_prev", " = ?"]);
});
