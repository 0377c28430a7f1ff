// What a person can do with the explorer: each action changes the state, or what is shown of it.
import { Prediction, stepsIn } from "./predict.js";
import { LIMITS, attempt } from "./state.js";

/**
 * The actions by name. shown: what is on the screen beside the state. names: of the cells. start: the state to reset
 * to. page: change(patch, gesture), moved() after undo and redo, draw(), tick() of the player, fit() of the sliders.
 */
export function createActions({ labels, words, say }, { history, start, shown, names }, page) {
  const { change, draw, tick } = page;
  const replaced = (rows, row, column, value) => rows.map((old, k) => (k === row ? old.with(column, value) : old));
  const askAbout = (steps) => (shown.predictions = steps && names.map(() => new Prediction(steps)));

  /** Another sequence is another question: the same steps are hidden again, and the old answers are gone. */
  function askAgain() {
    if (shown.predictions) askAbout(shown.predictions[0].chosen);
  }
  function step(number) {
    if (number !== history.now.step) change({ step: number });
  }
  function weight(row, column, value) {
    change({ weights: replaced(history.now.weights, row, column, value) }, `weight ${row} ${column}`);
  }
  function input(column, t, value) {
    change({ x: replaced(history.now.x, t, column, value) }, `x ${column} ${t}`);
  }
  /** activate(k)(names): other activations for cell k. */
  const activate = (k) => (functions) => change({ [k ? "second" : "activations"]: functions });

  function undo() {
    history.undo();
    page.moved();
  }
  function redo() {
    history.redo();
    page.moved();
  }
  function reset() {
    askAgain();
    change(structuredClone(start));
    page.fit();
  }
  function toggleCircuit() {
    shown.circuit = !shown.circuit;
    draw();
  }
  function ghost(mode) {
    shown.ghost = mode;
    draw();
  }
  function pin() {
    history.pinned = history.now;
    ghost("pinned");
  }

  function play() {
    shown.playing = !shown.playing;
    if (shown.playing && history.now.step === history.now.x.length) step(1);
    tick();
  }
  function speed(stepsPerSecond) {
    shown.speed = stepsPerSecond;
    tick();
  }

  function sequence(x) {
    askAgain();
    change({ x });
    say(words.taken(x.length));
  }
  function addStep() {
    const { x, step: at } = history.now;
    if (x.length === LIMITS.steps) return say(words.wrong.steps(x.length + 1, LIMITS.steps), true);
    const zeros = labels.map((label) => Number(label === "1"));
    change({ x: x.toSpliced(at, 0, zeros), step: at + 1 });
  }
  function removeStep() {
    const { x, step: at } = history.now;
    if (x.length === 1) return say(words.wrong.steps(0, LIMITS.steps), true);
    change({ x: x.toSpliced(at - 1, 1) });
  }

  /** Start predicting the steps in a text, or stop it. */
  function predict(text) {
    attempt(() => {
      askAbout(shown.predictions ? null : stepsIn(text, history.now.x.length, words));
      draw();
      if (shown.predictions) say(words.predictNow(words.reveal));
    }, say);
  }
  function reveal() {
    if (!shown.predictions || shown.predictions[0].revealed) return;
    for (const prediction of shown.predictions) prediction.revealed = true;
    const runs = draw();
    const scores = shown.predictions.map((prediction, k) => prediction.score(runs[k]));
    say(words.verdict(...scores[0].map((_, n) => scores.reduce((sum, score) => sum + score[n], 0))));
  }
  function answer(k, row, number, value) {
    shown.predictions[k].answer(row, number, value);
  }

  return {
    ...{ step, weight, input, activate, undo, redo, reset, toggleCircuit, ghost, pin, play, speed },
    ...{ sequence, addStep, removeStep, predict, reveal, answer, say, steps: () => history.now.x.length },
  };
}
