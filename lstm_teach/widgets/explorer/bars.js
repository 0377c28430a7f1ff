// The rows of buttons and boxes. Each tells hands what was asked for; none of them knows how it is done.
import { button, element, select, short, write } from "./drawing.js";
import { CHOICES, LIMITS, Refusal, attempt } from "./state.js";
import { parseSequence, randomSequence } from "./sequence.js";

const bar = (...children) => element("div", { class: "toolbar" }, ...children);

/** Presets and activations of one cell. hands.activate(names) */
export function activationBar({ words, presets }, cell, hands) {
  const buttons = Object.entries(presets).map(([name, names]) =>
    button(words.presets[name], () => hands.activate([...names]), words.presetHint),
  );
  const selects = CHOICES.map((names, k) =>
    select(words.activation(words.roles[k], cell), Object.fromEntries(names.map((name) => [name, name])), () =>
      hands.activate(selects.map((s) => s.value)),
    ),
  );
  const draw = (activations) => {
    selects.forEach((node, k) => (node.value = activations[k]));
    Object.values(presets).forEach((names, k) =>
      buttons[k].setAttribute("aria-pressed", String(names.join() === activations.join())),
    );
  };
  return { nodes: [...buttons, ...words.roles.map((role, k) => element("label", {}, role, selects[k]))], draw };
}

/** Undo, redo, reset, and what to show. hands: undo, redo, reset, toggleCircuit, ghost(mode), pin */
export function historyBar({ words }, hands) {
  const [undo, redo] = [button(words.undo, hands.undo), button(words.redo, hands.redo)];
  const circuit = button(words.circuit, hands.toggleCircuit, words.circuitHint);
  const ghosts = select(words.ghost, words.ghosts, hands.ghost);
  const pin = button(words.pin, hands.pin, words.pinHint);
  const node = bar(
    undo,
    redo,
    button(words.reset, hands.reset, words.resetHint),
    circuit,
    element("label", {}, words.ghost, ghosts),
    pin,
  );
  const draw = (history, ghostMode, circuitShown) => {
    // aria-disabled, not disabled: the button that was just pressed keeps the focus
    undo.setAttribute("aria-disabled", String(!history.canUndo));
    redo.setAttribute("aria-disabled", String(!history.canRedo));
    circuit.setAttribute("aria-pressed", String(circuitShown));
    ghosts.querySelector('[value="pinned"]').disabled = !history.pinned;
    ghosts.value = ghostMode;
  };
  return { node, draw };
}

/** The step: a slider, play and pause. hands: step(number), play, speed(number) */
export function timeBar({ words }, hands) {
  const slider = element("input", { type: "range", min: 1, step: 1, "aria-label": words.step, title: words.step });
  slider.addEventListener("input", () => hands.step(slider.valueAsNumber));
  const number = element("span", { class: "number" });
  const play = button(words.play, hands.play);
  play.classList.add("play");
  const speeds = select(
    words.speed,
    Object.fromEntries([0.5, 1, 2, 4].map((speed) => [speed, words.perSecond(speed)])),
    (speed) => hands.speed(Number(speed)),
  );
  speeds.value = "1";
  const draw = ({ step, x }, playing, [c, h]) => {
    slider.max = x.length;
    slider.value = step;
    slider.setAttribute("aria-valuetext", words.stepSpoken(step, c, h));
    write(number, words.stepOf(step, x.length));
    write(play, playing ? words.pause : words.play);
  };
  return { node: bar(play, slider, number, speeds), draw };
}

/** Predict first. hands: predict(text) starts or ends, reveal() */
export function predictBar({ words }, hands) {
  const steps = element("input", { type: "text", "aria-label": words.predictSteps });
  const start = button(words.predict, () => hands.predict(steps.value), words.predictHint);
  const reveal = button(words.reveal, hands.reveal);
  const draw = (predict, { x }, old) => {
    if (!steps.value || steps.value === `1-${old}`) steps.value = `1-${x.length}`;
    start.setAttribute("aria-pressed", String(Boolean(predict)));
    reveal.setAttribute("aria-disabled", String(!predict || predict.revealed));
  };
  return { nodes: [start, element("label", {}, words.predictSteps, steps), reveal], draw };
}

/** Another sequence. hands: sequence(rows), addStep, removeStep, say */
export function sequenceBox(look, hands) {
  const { words, labels } = look;
  const text = element("textarea", {
    rows: 4,
    maxlength: LIMITS.characters + 1,
    "aria-label": words.pasteLabel(labels.join(", ")),
    placeholder: words.pasteLabel(labels.join(", ")),
  });
  const seed = element("input", { type: "number", min: 0, step: 1, value: 1, "aria-label": words.seed });
  const paste = () => attempt(() => hands.sequence(parseSequence(text.value, labels, words.wrong)), hands.say);
  let drawn = null; // the seed of the last one: the same again would change nothing
  const random = () =>
    attempt(() => {
      if (seed.valueAsNumber === drawn) seed.value = drawn + 1;
      const value = seed.valueAsNumber;
      if (!Number.isInteger(value) || value < 0 || value > 4294967295) throw new Refusal(words.seedWanted);
      hands.sequence(randomSequence(labels, hands.steps(), value));
      drawn = value;
    }, hands.say);
  return element(
    "details",
    { class: "sequence" },
    element("summary", {}, words.sequence),
    text,
    bar(
      button(words.paste, paste),
      button(words.addStep, hands.addStep, words.addStepHint),
      button(words.removeStep, hands.removeStep),
      element("label", {}, words.seed, seed),
      button(words.random, random, words.randomHint),
    ),
  );
}

/** What can be taken away: files by way of the kernel, or, on a page of its own, a link. */
export function saveBar({ words, page }, status, hands) {
  if (page) return bar(button(words.copyLink, hands.copyLink), status);
  const fileName = element("input", { type: "text", value: "lstm-explorer", "aria-label": words.fileName });
  return bar(
    element("label", {}, words.fileName, fileName),
    button(words.save, () => hands.save(fileName.value)),
    status,
  );
}

/** The selected step as two lines of arithmetic. */
export function sentenceOf(rows, activations, step, cell, words) {
  const t = step - 1;
  const memory = activations[2];
  const [i, f, g, o, c_prev, c, h] = ["i", "f", "g", "o", "c_prev", "c", "h"].map((name) => short(rows[name][t]));
  const factor = (number) => (number.startsWith("-") ? `(${number})` : number);
  const m = (inside) => (memory === "linear" ? inside : `${memory}(${inside})`);
  const value = memory === "linear" ? factor(c) : m(c);
  const equals = (...of) => (of.every((name) => Number(short(rows[name][t])) === rows[name][t]) ? "=" : "≈");
  const start = `${cell ? `${cell}, ` : ""}${words.step} ${step}:  `;
  return (
    `${start}c = f·c_prev + i·g = ${f}·${factor(c_prev)} + ${i}·${factor(g)} ${equals("f", "c_prev", "i", "g", "c")} ${c}\n` +
    `${" ".repeat(start.length)}h = o·${m("c")} = ${o}·${value} ${equals("o", "c", "h")} ${h}`
  );
}
