import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES, wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

/** The names of the texts in a table, and the number of values of each. */
const outline = (words) =>
  Object.fromEntries(
    Object.entries(words).map(([name, text]) => [
      name,
      typeof text === "function" ? text.length : typeof text === "object" ? outline(text) : "text",
    ]),
  );

test("every language has every text", () => {
  for (const words of Object.values(LANGUAGES)) assert.deepEqual(outline(words), outline(LANGUAGES.en));
});

test("a language without a table gets the English one", () => {
  for (const language of ["xx", "", undefined, "constructor"]) assert.equal(wordsOf(language), LANGUAGES.en);
});

test("texts with values", () => {
  const words = wordsOf("en");
  assert.equal(words.activation("gates", "first cell"), "activation of gates, first cell");
  assert.equal(words.verdict(2, 4, 6), "2 of 6 right, 2 left empty. Right means: off by 0.005 at most.");
  assert.equal(words.verdict(6, 6, 6), "6 of 6 right. Right means: off by 0.005 at most.");
  assert.equal(words.perSecond(1), "1 step a second");
  assert.equal(words.perSecond(0.5), "0.5 steps a second");
});
