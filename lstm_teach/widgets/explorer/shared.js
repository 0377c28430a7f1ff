// What all views of one explorer on a page share: the state with its past, and what the kernel has not heard of it yet.
import { History, KEYS, changesBetween, isEqual, withChanges } from "./state.js";

const explorers = new WeakMap();

/** The shared state of the explorer that a view of it shows. */
export function sharedState(model) {
  const key = model.get("_look"); // each view has a model of its own, but all have this one object
  if (!explorers.has(key)) explorers.set(key, new SharedState(model));
  return explorers.get(key);
}

/**
 * The kernel holds the state; a hand here, one in another tab and Python may change it at the same time. So the hand
 * sends what it has changed, such as one weight, and never a whole table; and the screen shows what the kernel holds
 * with those changes on it that the kernel has not heard of. By its answer (the trait _heard: whose changes, which
 * number) they count as heard, and it comes in one message with what was made of them. One message is on its way at a
 * time: what the hand does meanwhile waits, and a slow kernel is told the last place of a slider, not each of them.
 */
class SharedState {
  #views = new Set();
  #written; // the state with all that the hand has done
  #waiting = new Map(); // by place: what the kernel has to be told
  #sent = null; // the message on its way
  #count = 0;
  #name = String(Math.random()); // of this tab
  #timer;

  constructor(model) {
    this.history = new History(this.#inKernel(model));
    this.#written = this.history.now;
  }

  #inKernel = (model) => Object.fromEntries(KEYS.map((key) => [key, model.get(key)]));

  /** draw() is called whenever the state has changed. */
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
      for (const old of this.#waiting.keys()) if (old.startsWith(place)) this.#waiting.delete(old); // what it replaces
      this.#waiting.set(place, change);
    }
    this.#written = this.history.now;
  }

  /** Tell the kernel what waits, if it has heard of what was sent before. */
  send(model) {
    this.#listen(model);
    if (this.#sent || !this.#waiting.size) return;
    this.#sent = { kind: "hand", tab: this.#name, number: ++this.#count, changes: [...this.#waiting.values()] };
    this.#waiting.clear();
    this.#post(model, 5000);
  }

  /** Send the message, and once more after a while if there is no answer: each counts once in the kernel. */
  #post(model, patience) {
    model.send(this.#sent);
    this.#timer = setTimeout(() => {
      this.#listen(model);
      if (this.#sent) this.#post(model, 2 * patience);
      else this.send(model);
    }, patience);
  }

  #listen(model) {
    const [tab, number] = model.get("_heard") ?? []; // on a page of its own nobody hears
    if (tab !== this.#name || number !== this.#sent?.number) return;
    clearTimeout(this.#timer);
    this.#sent = null;
  }

  /** The model has changed: take what is new there. */
  receive(model) {
    this.#listen(model);
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

  /** Has the kernel heard of all that the hand has done? */
  get isHeard() {
    return !this.#sent && !this.#waiting.size;
  }

  /** There is no kernel any more that could hear. */
  stop() {
    clearTimeout(this.#timer);
  }
}
