// Predict first: memory and output of the chosen steps are hidden until Reveal is pressed.
import { LIMITS, Refusal } from "./state.js";

const CLOSE_ENOUGH = 0.005;

/** The steps in a text such as "3, 5-7", from 1; a Refusal if it names none. */
export function stepsIn(text, steps, words) {
  const chosen = new Set();
  for (const part of text.slice(0, 4 * LIMITS.steps).split(",")) {
    const range = part.match(/^\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?$/);
    const [first, last] = range ? [Number(range[1]), Number(range[2] ?? range[1])] : [0, 0];
    if (first < 1 || last > steps || last < first) throw new Refusal(words.noSuchSteps(text.slice(0, 40), steps));
    for (let step = first; step <= last; step++) chosen.add(step);
  }
  return chosen;
}

/** One round of predicting: what is asked, what was answered, and, once revealed, what was right. */
export class Prediction {
  constructor(chosen) {
    this.chosen = chosen;
    this.answers = new Map();
    this.revealed = false;
  }

  /** Is a prediction of this row asked for at step t (from 0)? */
  asks(row, t) {
    return (row === "c" || row === "h") && this.chosen.has(t + 1);
  }

  /** Must this row be hidden at step t? c_prev too: the memory before a step is the answer of the step before. */
  hides(row, t) {
    return !this.revealed && (this.asks(row, t) || (row === "c_prev" && this.asks("c", t - 1)));
  }

  /** The values of the circuit that must be hidden at step t, by name. */
  hiddenNames(t) {
    const after = ["c", "h", "activated"].filter(() => this.hides("c", t));
    const before = ["c_prev", "kept", "h_prev"].filter(() => this.hides("c_prev", t));
    return new Set([...after, ...before]);
  }

  answer(row, step, value) {
    if (value === null || !Number.isFinite(value)) this.answers.delete(`${row} ${step}`);
    else this.answers.set(`${row} ${step}`, value);
  }

  /** { given, right } for an answer, once revealed. */
  verdict(row, t, value) {
    const given = this.revealed && this.asks(row, t) ? this.answers.get(`${row} ${t + 1}`) : undefined;
    return given === undefined ? null : { given, right: Math.abs(given - value) <= CLOSE_ENOUGH };
  }

  /** How many are right, given and asked. */
  score(rows) {
    const asked = [...this.chosen].flatMap((step) =>
      ["c", "h"].map((row) => this.verdict(row, step - 1, rows[row][step - 1])),
    );
    return [asked.filter((verdict) => verdict?.right).length, asked.filter(Boolean).length, asked.length];
  }
}
