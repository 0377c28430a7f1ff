import assert from "node:assert/strict";
import { test } from "node:test";
import { stateFromFragment, stateToFragment } from "../../lstm_teach/widgets/explorer/link.js";
import { wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

const { wrong } = wordsOf("en");

test("a fragment of something else is no link", () => {
  assert.equal(stateFromFragment("", [], wrong), null);
  assert.equal(stateFromFragment("#section-2", [], wrong), null);
});

test("a million steps are refused before they are read", () => {
  const x = Array.from({ length: 10 ** 6 }, () => [1, 0, 0, 1]);
  assert.throws(() => stateFromFragment(stateToFragment({ x }, []), [], wrong), {
    message: "the text is longer than 300000 characters",
  });
});
