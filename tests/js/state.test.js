import assert from "node:assert/strict";
import { test } from "node:test";
import {
  History,
  LIMITS,
  Refusal,
  attempt,
  changesBetween,
  checkedState,
  withChanges,
} from "../../lstm_teach/widgets/explorer/state.js";
import { wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

const ZEROS = [0, 0, 0];
const state = (changes = {}) => ({
  weights: [ZEROS, ZEROS, ZEROS, ZEROS],
  x: [[1], [2], [3]],
  activations: ["step", "linear", "linear"],
  second: [],
  step: 1,
  ...changes,
});
const weighed = (value) => ({ weights: [ZEROS, ZEROS, [value, 0, 0], ZEROS] });

test("one gesture is one step back, whatever it does in between", () => {
  const history = new History(state());
  for (const value of [1, 2, 3]) history.change(weighed(value), "weight 2 0");
  history.endGesture();
  history.change(weighed(4), "weight 2 0");
  assert.equal(history.before.weights[2][0], 3);
  history.undo();
  assert.equal(history.now.weights[2][0], 3);
  history.undo();
  assert.equal(history.now.weights[2][0], 0);
  assert.deepEqual([history.canUndo, history.canRedo], [false, true]);
  history.redo();
  assert.equal(history.now.weights[2][0], 3);
  assert.deepEqual([history.canUndo, history.canRedo], [true, true]);
});

test("a new change ends what could be done again, another step does not", () => {
  const history = new History(state());
  history.change(weighed(1));
  history.undo();
  history.change({ step: 2 });
  assert.equal(history.canRedo, true);
  history.change(weighed(5));
  assert.equal(history.canRedo, false);
});

test("the step stays where there is one", () => {
  const history = new History(state({ step: 3 }));
  history.change({ x: [[1]] });
  assert.equal(history.now.step, 1);
  history.undo();
  assert.equal(history.now.step, 1);
});

test("only so many changes are kept", () => {
  const history = new History(state());
  for (let k = 1; k <= 2 * LIMITS.undo; k++) history.change(weighed(k));
  for (let k = 0; k < 2 * LIMITS.undo; k++) history.undo();
  assert.equal(history.now.weights[2][0], LIMITS.undo);
});

test("the changes between two states make the one of the other", () => {
  const old = state();
  for (const now of [
    state(weighed(7)),
    state({ x: [[1], [9], [3]], step: 2 }),
    state({ x: [[1], [2]] }),
    state({ second: ["step", "tanh", "tanh"], ...weighed(-1) }),
  ]) {
    assert.deepEqual(withChanges(old, changesBetween(old, now)), now);
  }
  assert.deepEqual(changesBetween(old, state(weighed(7))), [{ key: "weights", at: [2, 0], value: 7 }]);
  assert.deepEqual(changesBetween(old, state()), []);
});

test("a change of a row that is gone is left out", () => {
  assert.deepEqual(withChanges(state({ x: [[1]] }), [{ key: "x", at: [2, 0], value: 5 }]).x, [[1]]);
});

test("a state from outside is data of the right shape and nothing else", () => {
  const { wrong } = wordsOf("en");
  const given = { labels: ["a"], ...state(), more: "nothing" };
  assert.deepEqual(checkedState(given, ["a"], wrong), state());
  for (const odd of [
    { step: 4 },
    { x: [] },
    { x: [[NaN]] },
    { weights: [[1]] },
    { activations: ["tanh", "tanh", "tanh"] },
  ]) {
    assert.throws(() => checkedState({ ...given, ...odd }, ["a"], wrong), Refusal);
  }
  assert.throws(() => checkedState(null, ["a"], wrong), { message: "it was made for other inputs than a" });
});

test("a refusal is said, any other error goes on", () => {
  const said = [];
  const refuse = () => {
    throw new Refusal("no");
  };
  attempt(
    refuse,
    (...args) => said.push(args),
    (reason) => `It was refused: ${reason}.`,
  );
  assert.deepEqual(said, [["It was refused: no.", true]]);
  assert.throws(
    () =>
      attempt(
        () => null.field,
        () => {},
      ),
    TypeError,
  );
});
