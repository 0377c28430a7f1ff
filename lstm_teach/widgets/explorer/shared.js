// What all views of one explorer on a page share: the state with its past, and the changes that the kernel does not know yet.
import { History, KEYS, changesBetween, isEqual, withChanges } from "./state.js";

const explorers = new WeakMap();

/** The shared state of the explorer that a view of it shows. */
export function sharedState(model) {
  const key = model.get("_config"); // each view has its own model, but all models have this same object
  if (!explorers.has(key)) explorers.set(key, new SharedState(model));
  return explorers.get(key);
}

/**
 * The kernel holds the state. A hand here, a hand in another tab and Python may change it at the same time. Therefore:
 *
 * - The hand sends only what it has changed, such as one weight, never a whole table.
 * - The screen shows the state of the kernel, with those changes of the hand made on it that the kernel has not confirmed.
 * - The kernel confirms by the trait _confirmed: the tab and the number of the message. It comes together with the new
 *   state, in one message.
 * - Only one message is on its way at a time. What the hand does meanwhile waits, so that a slow kernel gets only the last
 *   position of a slider, not each of them.
 */
class SharedState {
  #views = new Set();
  #written; // the state with all that the hand has done
  #waiting = new Map(); // changes to send, by their place in the state
  #sent = null; // the message that is not confirmed yet
  #count = 0;
  #name = String(Math.random()); // of this tab
  #timer;

  constructor(model) {
    this.history = new History(this.#inKernel(model));
    this.#written = this.history.now;
  }

  #inKernel = (model) => Object.fromEntries(KEYS.map((key) => [key, model.get(key)]));

  /** From now on draw() is called whenever the state has changed. */
  join(draw) {
    this.#views.add(draw);
  }

  leave(draw) {
    this.#views.delete(draw);
  }

  /** The hand has changed the state: draw it, and note what is new. */
  write() {
    for (const draw of this.#views) draw();
    for (const change of changesBetween(this.#written, this.history.now)) {
      const place = `${[change.key, ...(change.at ?? [])].join(" ")} `;
      for (const old of this.#waiting.keys()) if (old.startsWith(place)) this.#waiting.delete(old); // the new change replaces it
      this.#waiting.set(place, change);
    }
    this.#written = this.history.now;
  }

  /** Send the kernel what waits, if it has confirmed the message before. */
  send(model) {
    this.#readConfirmed(model);
    if (this.#sent || !this.#waiting.size) return;
    this.#sent = { kind: "hand", tab: this.#name, number: ++this.#count, changes: [...this.#waiting.values()] };
    this.#waiting.clear();
    this.#post(model, 5000);
  }

  /** Send the message, and again after a while if there is no answer: the kernel counts it once. */
  #post(model, patience) {
    model.send(this.#sent);
    this.#timer = setTimeout(() => {
      this.#readConfirmed(model);
      if (this.#sent) this.#post(model, 2 * patience);
      else this.send(model);
    }, patience);
  }

  #readConfirmed(model) {
    const [tab, number] = model.get("_confirmed") ?? []; // undefined on a page of its own
    if (tab !== this.#name || number !== this.#sent?.number) return;
    clearTimeout(this.#timer);
    this.#sent = null;
  }

  /** The model has changed: take what is new there. */
  receive(model) {
    this.#readConfirmed(model);
    const { now } = this.history;
    const state = withChanges(this.#inKernel(model), [...(this.#sent?.changes ?? []), ...this.#waiting.values()]);
    const patch = Object.fromEntries(
      KEYS.filter((key) => !isEqual(state[key], now[key])).map((key) => [key, state[key]]),
    );
    if (!Object.keys(patch).length) return;
    this.history.change(patch);
    this.#written = this.history.now;
    for (const draw of this.#views) draw();
  }

  /** Whether the kernel has confirmed all that the hand has done. */
  get isConfirmed() {
    return !this.#sent && !this.#waiting.size;
  }

  /** The kernel is gone: send nothing any more. */
  stop() {
    clearTimeout(this.#timer);
  }
}
