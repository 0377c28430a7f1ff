// Which key does what: on the slider of a weight, and on the number of a step in the time strip.
import { tidy } from "./numbers.js";

const ARROWS = { __proto__: null, ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** Where a key moves a slider: by a step, with Shift by a tenth of one; undefined if the key is for others. */
export function valueAfterKey({ key, shiftKey, ctrlKey, altKey, metaKey }, value, step) {
  const direction = ARROWS[key];
  if (!direction || ctrlKey || altKey || metaKey) return undefined;
  const size = shiftKey ? step / 10 : step;
  const at = tidy(value / size);
  return tidy((direction > 0 ? Math.floor(at) + 1 : Math.ceil(at) - 1) * size);
}

/** The step, from 1 to steps, that a key goes to; undefined if the key is for others. */
export function stepAfterKey({ key }, step, steps) {
  const moves = { __proto__: null, ArrowLeft: step - 1, ArrowRight: step + 1, Home: 1, End: steps };
  return moves[key] === undefined ? undefined : Math.min(Math.max(moves[key], 1), steps);
}
