// What all views of one explorer on a page share: the state with its past, and the way to the kernel and back.
import { History } from "./state.js";

export const KEYS = ["weights", "x", "activations", "second", "step"];
const explorers = new WeakMap();

/** The shared state of the explorer that a view of it shows. */
export function sharedState(model) {
  const key = model.get("_look"); // each view has a model of its own, but all have this one object
  if (!explorers.has(key)) explorers.set(key, new SharedState(model));
  return explorers.get(key);
}

class SharedState {
  #views = new Set();
  #written; // the state that the model was given last
  #count = 0;
  #lastOf = {}; // by key: the number of the hand's last change of it

  constructor(model) {
    this.history = new History(Object.fromEntries(KEYS.map((key) => [key, model.get(key)])));
    this.#written = this.history.now;
  }

  /** draw() is called whenever the state has changed. */
  join(draw) {
    this.#views.add(draw);
  }

  leave(draw) {
    this.#views.delete(draw);
  }

  /** The hand has changed the state: draw it, and write what is new into the model. */
  write(model) {
    for (const draw of this.#views) draw();
    const { now } = this.history;
    const changed = KEYS.filter((key) => now[key] !== this.#written[key] && !isEqual(now[key], this.#written[key]));
    if (!changed.length) return;
    this.#written = now;
    this.#count = Math.max(this.#count, heardOf(model)) + 1;
    for (const key of changed) this.#lastOf[key] = this.#count;
    model.set("_hand", this.#count); // before the values: the kernel takes them in this order
    for (const key of changed) model.set(key, now[key]);
  }

  /**
   * The model has changed: take what Python has set, and leave what is older than the hand.
   *
   * ipywidgets sends the browser an echo of each value that it has sent, and the hand may be further on by then; and
   * Python may set a value before it hears of the hand's. So the hand's changes are numbered (the trait _hand), and the
   * kernel answers with the last number it has heard (_heard). What arrives for a key before the kernel has heard of
   * the hand's last change of that key is out of date: the hand's value is on its way to the kernel, and will stand
   * there. Values cannot decide it, because Python may well set again what the hand had set before.
   */
  receive(model) {
    const { now } = this.history;
    const patch = {};
    for (const key of KEYS) {
      const value = model.get(key);
      if (isEqual(value, now[key])) continue;
      if (heardOf(model) < (this.#lastOf[key] ?? 0)) model.set(key, now[key]);
      else patch[key] = value;
    }
    if (!Object.keys(patch).length) return;
    this.history.change(patch);
    this.#written = this.history.now;
    for (const draw of this.#views) draw();
  }

  /** Has the kernel heard of all that the hand has done? */
  isHeard(model) {
    return heardOf(model) >= this.#count;
  }
}

const isEqual = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
const heardOf = (model) => model.get("_heard") ?? 0; // a page of its own has no kernel
