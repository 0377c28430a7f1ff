import assert from "node:assert/strict";
import { test } from "node:test";
import { sliderRange } from "../../lstm_teach/widgets/explorer/number_controls.js";

for (const weight of [0, 1, -1, 10, -10, 100, 2.5, 2.6, 250, 1e6, 1e300, 1.7e308]) {
  test(`a slider fits its weight: ${weight}`, () => {
    const { bound, step } = sliderRange(weight);
    assert.ok(bound >= Math.abs(weight) || weight > 1e307);
    assert.ok(bound === 5 || bound <= 5 * Math.abs(weight));
    assert.ok(bound / step >= 20 && bound / step <= 500);
  });
}
