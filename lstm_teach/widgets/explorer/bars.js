// The rows of buttons and boxes. Each calls one of the actions; what it then does is in actions.js.
import { button, element, select, write } from "./dom.js";
import { CHOICES, LIMITS, Refusal, attempt } from "./state.js";
import { parseSequence, randomSequence } from "./sequence.js";

const bar = (...children) => element("div", { class: "toolbar" }, ...children);

/** Presets and activations of one cell; activate(names) is called with those chosen. */
export function activationBar({ words, presets }, cell, activate) {
  const buttons = Object.entries(presets).map(([name, names]) =>
    button(words.presets[name], () => activate([...names]), words.presetHint),
  );
  const selects = CHOICES.map((names, k) =>
    select(words.activation(words.roles[k], cell), Object.fromEntries(names.map((name) => [name, name])), () =>
      activate(selects.map((s) => s.value)),
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

/** Undo, redo, reset, and what to show. actions: undo, redo, reset, toggleCircuit, ghost(mode), pin */
export function historyBar({ words }, actions) {
  const [undo, redo] = [button(words.undo, actions.undo), button(words.redo, actions.redo)];
  const circuit = button(words.circuit, actions.toggleCircuit, words.circuitHint);
  const ghosts = select(words.ghost, words.ghosts, actions.ghost);
  const pin = button(words.pin, actions.pin, words.pinHint);
  const node = bar(
    undo,
    redo,
    button(words.reset, actions.reset, words.resetHint),
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

/** The step: a slider, play and pause. actions: step(number), play, speed(number) */
export function timeBar({ words }, actions) {
  const slider = element("input", { type: "range", min: 1, step: 1, "aria-label": words.step, title: words.step });
  slider.addEventListener("input", () => actions.step(slider.valueAsNumber));
  const number = element("span", { class: "number" });
  const play = button(words.play, actions.play);
  play.classList.add("play");
  const speeds = select(
    words.speed,
    Object.fromEntries([0.5, 1, 2, 4].map((speed) => [speed, words.perSecond(speed)])),
    (speed) => actions.speed(Number(speed)),
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

/** Predict first. actions: predict(text) to start or stop, reveal() */
export function predictBar({ words }, actions) {
  const steps = element("input", { type: "text", "aria-label": words.predictSteps });
  const start = button(words.predict, () => actions.predict(steps.value), words.predictHint);
  const reveal = button(words.reveal, actions.reveal);
  const draw = (predict, { x }, old) => {
    if (!steps.value || steps.value === `1-${old}`) steps.value = `1-${x.length}`;
    start.setAttribute("aria-pressed", String(Boolean(predict)));
    reveal.setAttribute("aria-disabled", String(!predict || predict.revealed));
  };
  return { nodes: [start, element("label", {}, words.predictSteps, steps), reveal], draw };
}

/** Another sequence. actions: sequence(rows), addStep, removeStep, say */
export function sequenceBox(config, actions) {
  const { words, labels } = config;
  const text = element("textarea", {
    rows: 4,
    maxlength: LIMITS.characters + 1,
    "aria-label": words.pasteLabel(labels.join(", ")),
    placeholder: words.pasteLabel(labels.join(", ")),
  });
  const seed = element("input", { type: "number", min: 0, step: 1, value: 1, "aria-label": words.seed });
  const paste = () => attempt(() => actions.sequence(parseSequence(text.value, labels, words.wrong)), actions.say);
  let drawn = null; // the last seed: the same one again would change nothing
  const random = () =>
    attempt(() => {
      if (seed.valueAsNumber === drawn) seed.value = drawn + 1;
      const value = seed.valueAsNumber;
      if (!Number.isInteger(value) || value < 0 || value > 4294967295) throw new Refusal(words.seedWanted);
      actions.sequence(randomSequence(labels, actions.steps(), value));
      drawn = value;
    }, actions.say);
  return element(
    "details",
    { class: "sequence" },
    element("summary", {}, words.sequence),
    text,
    bar(
      button(words.paste, paste),
      button(words.addStep, actions.addStep, words.addStepHint),
      button(words.removeStep, actions.removeStep),
      element("label", {}, words.seed, seed),
      button(words.random, random, words.randomHint),
    ),
  );
}

/** What can be saved: files, by the kernel; or, on a page of its own, a link. actions: save(name), copyLink() */
export function saveBar({ words, page }, status, actions) {
  if (page) return bar(button(words.copyLink, actions.copyLink), status);
  const fileName = element("input", { type: "text", value: "lstm-explorer", "aria-label": words.fileName });
  return bar(
    element("label", {}, words.fileName, fileName),
    button(words.save, () => actions.save(fileName.value)),
    status,
  );
}
