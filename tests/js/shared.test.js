import assert from "node:assert/strict";
import { test } from "node:test";
import { sharedState } from "../../lstm_teach/widgets/explorer/shared.js";

const start = () => ({
  weights: [[1, 0, 0]],
  x: [[1], [2]],
  activations: ["step", "linear", "linear"],
  second: [],
  step: 1,
});

/** A model as a widget has it: what the kernel holds, and every message that was sent to the kernel. */
function fakeModel() {
  const values = { ...start(), _config: {}, _confirmed: ["", 0] };
  const model = { values, sent: [], get: (key) => values[key], send: (message) => model.sent.push(message) };
  return model;
}

function explorer(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const model = fakeModel();
  const shared = sharedState(model);
  const seen = [];
  shared.join(() => seen.push(shared.history.now.weights[0][0]));
  const hand = (value) => {
    shared.history.change({ weights: [[value, 0, 0]] }, "weight 0 0");
    shared.write();
    shared.send(model);
  };
  const kernel = (changes, confirmed = true) => {
    const { tab, number } = model.sent.at(-1) ?? {};
    Object.assign(model.values, changes, confirmed && { _confirmed: [tab, number] });
    shared.receive(model);
  };
  return { model, shared, seen, hand, kernel };
}

test("all views of an explorer share one state", () => {
  const model = fakeModel();
  assert.equal(sharedState(model), sharedState({ ...model }));
  assert.notEqual(sharedState(model), sharedState(fakeModel()));
});

test("one message is on its way at a time, and the next one has only the last value", (t) => {
  const { model, shared, seen, hand, kernel } = explorer(t);
  for (const value of [2, 3, 4]) hand(value);
  assert.deepEqual(
    model.sent.map(({ changes }) => changes[0].value),
    [2],
  );
  assert.equal(shared.isConfirmed, false);
  kernel({ weights: [[2, 0, 0]] });
  assert.equal(shared.history.now.weights[0][0], 4); // the screen does not go back to 2
  shared.send(model);
  assert.deepEqual(
    model.sent.map(({ changes }) => changes[0].value),
    [2, 4],
  );
  kernel({ weights: [[4, 0, 0]] });
  assert.equal(shared.isConfirmed, true);
  assert.deepEqual(seen, [2, 3, 4]);
});

test("what Python set before it knew of the hand does not move the hand, but what it sets beside it arrives", (t) => {
  const { shared, hand, kernel } = explorer(t);
  hand(2);
  kernel({ weights: [[1.5, 7, 0]] }, false);
  assert.deepEqual(shared.history.now.weights, [[2, 7, 0]]);
});

test("what Python makes of the hand's value arrives", (t) => {
  const { shared, hand, kernel } = explorer(t);
  hand(2.9);
  kernel({ weights: [[3, 0, 0]] });
  assert.deepEqual(shared.history.now.weights, [[3, 0, 0]]);
});

test("a message without an answer is sent again with the same number", (t) => {
  const { model, hand, kernel } = explorer(t);
  hand(2);
  t.mock.timers.tick(5000);
  t.mock.timers.tick(10000);
  assert.deepEqual(
    model.sent.map(({ number }) => number),
    [1, 1, 1],
  );
  kernel({ weights: [[2, 0, 0]] });
  t.mock.timers.tick(100000);
  assert.equal(model.sent.length, 3);
});

test("a whole table replaces changes of its numbers that still wait", (t) => {
  const { model, shared, hand, kernel } = explorer(t);
  hand(2);
  hand(3);
  shared.history.change({ x: [[1]] });
  shared.write();
  shared.history.change({ x: [[5]] });
  shared.write();
  kernel({ weights: [[2, 0, 0]] });
  shared.send(model);
  assert.deepEqual(model.sent[1].changes, [
    { key: "weights", at: [0, 0], value: 3 },
    { key: "x", value: [[1]] },
    { key: "x", at: [0, 0], value: 5 },
  ]);
});
