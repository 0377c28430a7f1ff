// What a person can do: each action changes the state in the one way that its button says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createActions } from "../../lstm_teach/widgets/explorer/actions.js";
import { History } from "../../lstm_teach/widgets/explorer/state.js";
import { wordsOf } from "../../lstm_teach/widgets/explorer/words.js";

const START = {
  weights: [
    [1, 2],
    [3, 4],
    [5, 6],
    [7, 8],
  ],
  x: [
    [1, 1],
    [2, 1],
    [3, 1],
  ],
  activations: ["sigmoid", "tanh", "tanh"],
  second: [],
  step: 2,
};

function open() {
  const history = new History(structuredClone(START));
  const said = [];
  const config = { labels: ["x1", "1"], words: wordsOf("en"), say: (text) => said.push(text) };
  const shown = { predictions: null, circuit: true, ghost: "none", playing: false, speed: 1 };
  const page = { change: (...of) => history.change(...of), moved() {}, draw: () => [], tick() {}, fit() {} };
  const actions = createActions(config, { history, start: START, shown, names: [""] }, page);
  return { actions, history, shown, said, x1: () => history.now.x.map(([value]) => value) };
}

test("a step is added after the selected one, as zeros and the constant 1, and selected", () => {
  const { actions, history, x1 } = open();
  actions.addStep();
  assert.deepEqual(x1(), [1, 2, 0, 3]);
  assert.deepEqual(history.now.x[2], [0, 1]);
  assert.equal(history.now.step, 3);
});

test("the selected step is removed, also the last one, but never the only one", () => {
  const { actions, history, said, x1 } = open();
  actions.removeStep();
  assert.deepEqual(x1(), [1, 3]);
  actions.removeStep();
  assert.deepEqual(x1(), [1]);
  assert.equal(history.now.step, 1);
  actions.removeStep();
  assert.deepEqual(x1(), [1]);
  assert.equal(said.length, 1);
});

test("one number changes, and no other", () => {
  const { actions, history } = open();
  actions.weight(2, 1, 9);
  assert.deepEqual(history.now.weights, START.weights.with(2, [5, 9]));
  actions.input(0, 1, 8);
  assert.deepEqual(history.now.x, START.x.with(1, [8, 1]));
});

test("the functions of the first and of the second cell are set by themselves", () => {
  const { actions, history } = open();
  actions.activate(1)(["step", "linear", "linear"]);
  assert.deepEqual(history.now.activations, START.activations);
  assert.deepEqual(history.now.second, ["step", "linear", "linear"]);
});

test("reset goes back to the start, and can be undone", () => {
  const { actions, history } = open();
  actions.weight(0, 0, 9);
  actions.reset();
  assert.deepEqual(history.now, START);
  actions.undo();
  assert.equal(history.now.weights[0][0], 9);
});

test("play at the last step begins again at the first one", () => {
  const { actions, history, shown } = open();
  actions.step(3);
  actions.play();
  assert.equal(history.now.step, 1);
  assert.ok(shown.playing);
});
