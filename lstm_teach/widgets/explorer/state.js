// The state, its past, and what the state may be: state.py checks the same in Python.
// A state is { weights, x, activations, second, step }; it is replaced, never changed in place.
import { GATES } from "./recurrence.js";

export const KEYS = ["weights", "x", "activations", "second", "step"];
export const LIMITS = { steps: 500, characters: 300000, undo: 100 };
export const CHOICES = [
  ["step", "sigmoid"],
  ["linear", "tanh", "sigmoid", "step"],
  ["linear", "tanh", "sigmoid", "step"],
];

/** A text that a person can read, thrown where something from outside does not fit. */
export class Refusal extends Error {}

/** Do something; if it is refused, say why. sentence(reason): what to say. */
export function attempt(action, say, sentence = (reason) => reason) {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(sentence(error.message), true);
  }
}

/** The state of an explorer with undo and redo. One gesture (a drag, say) is one step back. */
export class History {
  #past = [];
  #future = [];
  #gesture = null;

  constructor(state) {
    this.now = state;
    this.pinned = null;
  }

  /** Change parts of the state. gesture: names what the hand holds, so that a drag counts as one change. */
  change(patch, gesture = null) {
    const isNew = Object.keys(patch).some((key) => key !== "step");
    if (isNew && (gesture === null || gesture !== this.#gesture)) {
      this.#past = [...this.#past, this.now].slice(-LIMITS.undo);
      this.#future = [];
    }
    if (isNew) this.#gesture = gesture;
    const state = { ...this.now, ...patch };
    this.now = { ...state, step: Math.min(state.step, state.x.length) };
  }

  /** The hand lets go: what comes next is another change. */
  endGesture() {
    this.#gesture = null;
  }

  undo() {
    this.#move(this.#past, this.#future);
  }

  redo() {
    this.#move(this.#future, this.#past);
  }

  #move(from, to) {
    if (!from.length) return;
    to.push(this.now);
    const state = from.pop();
    this.now = { ...state, step: Math.min(this.now.step, state.x.length) };
    this.#gesture = null;
  }

  /** The state before the last change, or null. */
  get before() {
    return this.#past.at(-1) ?? null;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }
}

export const isEqual = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What makes one state of another: { key, value }, or { key, at: [row, column], value } for one number of a table. */
export function changesBetween(old, now) {
  const isTable = (key) => (key === "weights" || key === "x") && old[key].length === now[key].length;
  const numbers = (key) =>
    now[key].flatMap((row, r) =>
      row === old[key][r]
        ? []
        : row.flatMap((value, c) => (value === old[key][r][c] ? [] : [{ key, at: [r, c], value }])),
    );
  return KEYS.filter((key) => !isEqual(old[key], now[key])).flatMap((key) =>
    isTable(key) ? numbers(key) : [{ key, value: now[key] }],
  );
}

/** A state with such changes made; a number whose row is gone is left out. */
export function withChanges(state, changes) {
  const made = { ...state };
  for (const { key, at, value } of changes) {
    if (!at) made[key] = value;
    else if (at[0] < made[key].length) made[key] = made[key].with(at[0], made[key][at[0]].with(at[1], value));
  }
  return made;
}

const isRows = (rows, count, width) =>
  Array.isArray(rows) &&
  count(rows.length) &&
  rows.every((row) => Array.isArray(row) && row.length === width && row.every(Number.isFinite));

/** The state in a value from outside, or a Refusal in words.wrong: data of the right shape and nothing else. */
export function checkedState(value, labels, words) {
  if (JSON.stringify(value?.labels) !== JSON.stringify(labels)) throw new Refusal(words.labels(labels.join(", ")));
  const { weights, x, activations, second, step } = value;
  if (Array.isArray(x) && x.length > LIMITS.steps) throw new Refusal(words.steps(x.length, LIMITS.steps));
  const isNames = (names) =>
    Array.isArray(names) && names.length === 3 && names.every((name, k) => CHOICES[k].includes(name));
  const isEmpty = Array.isArray(second) && second.length === 0;
  const fits = {
    weights: isRows(weights, (count) => count === GATES.length, labels.length + 2),
    x: isRows(x, (count) => count > 0, labels.length),
    activations: isNames(activations),
    second: isEmpty || isNames(second),
    step: Number.isInteger(step) && step >= 1 && step <= x?.length,
  };
  for (const [name, ok] of Object.entries(fits)) if (!ok) throw new Refusal(words.field(name));
  return { weights, x, activations, second, step };
}
