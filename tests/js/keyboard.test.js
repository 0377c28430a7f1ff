// The keys of the sliders and of the steps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stepAfterKey, valueAfterKey } from "../../lstm_teach/widgets/explorer/keyboard.js";

test("an arrow key moves a slider to the next step, with Shift to the next tenth", () => {
  assert.equal(valueAfterKey({ key: "ArrowRight" }, 0, 0.1), 0.1);
  assert.equal(valueAfterKey({ key: "ArrowUp" }, 0.2, 0.1), 0.3);
  assert.equal(valueAfterKey({ key: "ArrowLeft" }, 100, 10), 90);
  assert.equal(valueAfterKey({ key: "ArrowDown" }, 93, 10), 90);
  assert.equal(valueAfterKey({ key: "ArrowRight", shiftKey: true }, 100, 10), 101);
});

test("other keys, and arrows with Ctrl, Alt or Meta, are for others", () => {
  assert.equal(valueAfterKey({ key: "a" }, 0, 1), undefined);
  assert.equal(valueAfterKey({ key: "toString" }, 0, 1), undefined);
  for (const held of ["ctrlKey", "altKey", "metaKey"]) {
    assert.equal(valueAfterKey({ key: "ArrowRight", [held]: true }, 0, 1), undefined);
  }
});

test("the keys of the steps stay among the steps", () => {
  assert.equal(stepAfterKey({ key: "ArrowRight" }, 3, 9), 4);
  assert.equal(stepAfterKey({ key: "ArrowLeft" }, 3, 9), 2);
  assert.equal(stepAfterKey({ key: "Home" }, 3, 9), 1);
  assert.equal(stepAfterKey({ key: "End" }, 3, 9), 9);
  assert.equal(stepAfterKey({ key: "ArrowRight" }, 9, 9), 9);
  assert.equal(stepAfterKey({ key: "ArrowLeft" }, 1, 9), 1);
  assert.equal(stepAfterKey({ key: "Enter" }, 1, 9), undefined);
});
