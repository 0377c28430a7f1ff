import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSequence, randomSequence } from "../../lstm_teach/widgets/explorer/sequence.js";
import { Refusal } from "../../lstm_teach/widgets/explorer/state.js";
import { wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

const LABELS = ["x1", "x2", "x3", "1"];
const parse = (text, labels = LABELS) => parseSequence(text, labels, wordsOf("en").wrong);

test("a slide of four steps is not taken for three steps with a constant", () => {
  const columns = [
    [3, 1, 0, 1],
    [4, 1, 0, 1],
    [2, 0, 0, 1],
    [1, 0, 1, 1],
  ];
  assert.deepEqual(parse("3 4 2 1\n1 1 0 0\n0 0 0 1"), columns);
});

const REFUSED = {
  nothing: ["  \n", "no numbers"],
  "a word": ["1, zwei, 0", '"zwei" in row 1'],
  "what every object has": ["(constructor, 1, 0)", '"constructor" in row 1 is not a number'],
  script: ["<img src=x onerror=alert(1)>", "not a number"],
  "two columns": ["1,2\n3,4\n5,6\n7,8\n9,9", "row 1 has 2 numbers, but a step needs x1, x2, x3"],
  "one short row": ["[[1,2,3,1],[1,2]]", "row 2 has 2 numbers"],
  "a flat list": ["(3, 1, 0, 4, 1, 0)", "row 1 has 6 numbers"],
  "an open bracket": ["[(3, 1, 0), (4, 1, 0)", "a bracket is not closed"],
  "a cut list": ["[[3, 1, 0], [4, 1", "a bracket is not closed"],
  "another bracket": ["[(3, 1, 0], (4, 1, 0))", "a bracket is not closed"],
  "numbers beside brackets": ["[(3, 1, 0), 4, 1, 0]", '"4" stands beside brackets'],
  "numbers before brackets": ["[3, 1, 0, (4, 1, 0)]", '"0" stands beside brackets'],
  "numbers behind brackets": ["(3, 1, 0), 4, 1, 0", '"4" stands beside brackets'],
  "words before brackets": ["the inputs (3, 1, 0), (4, 1, 0)", "not a number"],
  "a gap in brackets": ["(3, , 0, 1)", '"" in row 1'],
  "a gap in brackets at the start": ["(, 3, 0, 1)", '"" in row 1'],
  "a gap in a line": [" 3,,0,1\n4,1,0,1", '"" in row 1'],
  "semicolons in brackets": ["[3 1 0; 4 1 0]", '";" stands beside'],
  "decimal commas in brackets": ["(0,5, 1, 0), (4, 1, 0)", "row 1 has 0 where the constant 1 stands"],
  "another constant": ["3,1,0,1\n4,1,0,2", "row 2 has 2 where the constant 1 stands"],
  "two sequences": ["[[(3, 1, 0), (4, 1, 0)], [(2, 0, 0)]]", "more than one sequence"],
  "a shortened array": ["[[3, 1, 0], ..., [4, 1, 0]]", '"..." stands beside brackets'],
  "a power": ["(3², 1, 0)", '"3²" in row 1 is not a number'],
  "mixed dividers": ["3,1,0\n4;1;0", '"3,1,0" in row 1'],
  infinite: ["1,2,1e999", "too large"],
  NaN: ["1,nan,0", '"nan"'],
  "a missing input": ["x1,x2\n1,1", "no row or column for x3"],
  "501 steps": ["1,0,0\n".repeat(501), "it has 501 steps"],
  "a hundred thousand steps": ["1,0,0\n".repeat(10 ** 5), "longer than"],
};

for (const [name, [text, reason]] of Object.entries(REFUSED)) {
  test(`what is no sequence is refused in a sentence: ${name}`, () => {
    assert.throws(
      () => parse(text),
      (error) => error instanceof Refusal && error.message.includes(reason),
    );
  });
}

test("a random sequence is the same for the same seed, and another one for another", () => {
  assert.deepEqual(randomSequence(LABELS, 9, 7), randomSequence(LABELS, 9, 7));
  assert.notDeepEqual(randomSequence(LABELS, 9, 7), randomSequence(LABELS, 9, 8));
});

test("inputs of other names get whole numbers from -3 to 3, and the constant stays 1", () => {
  const rows = randomSequence(["toString", "b", "1"], 200, 1);
  assert.deepEqual(new Set(rows.flatMap((row) => row.slice(0, 2))), new Set([-3, -2, -1, 0, 1, 2, 3]));
  assert.ok(rows.every((row) => row[2] === 1));
});
