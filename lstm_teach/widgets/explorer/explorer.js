// The explorer in the browser: one LSTM unit, its weights as sliders, one step as a circuit, all steps as a table.
// This file joins the parts, which are in the files beside it: an action changes the state, and the state is drawn.
// browser.py joins all files to one module, without a build.
import { createActions } from "./actions.js";
import { activationBar, historyBar, predictBar, saveBar, sequenceBox, timeBar } from "./bars.js";
import { createCircuit, valuesAt } from "../../plots/circuit.js";
import { selectOnEntry, takeEveryMinus } from "./number_controls.js";
import { bare, element, write } from "./dom.js";
import { createKernel } from "./kernel.js";
import { createAddress } from "./link.js";
import { short } from "./numbers.js";
import { differences, run } from "./recurrence.js";
import { sentenceOf } from "./sentence.js";
import { sharedState } from "./shared.js";
import { Refusal } from "./state.js";
import { createStrip } from "./strip.js";
import { createWeights } from "./sliders.js";
import { wordsOf } from "./words.js";

const NARROW = 600; // pixels: below these only the block of the circuit is drawn

const cellsOf = (state) => (state.second.length ? [state.activations, state.second] : [state.activations]);
const runsOf = (state) => cellsOf(state).map((functions) => run(state.weights, state.x, functions));

function render({ model, el }) {
  const given = model.get("_config");
  const words = wordsOf(given.language);
  const status = element("p", { class: "status", role: "status" });
  const say = (text, bad = false) => {
    write(status, text);
    status.classList.toggle("bad", bad);
  };
  const config = { ...given, colours: bare(given.colours), meanings: bare(given.meanings), words, say };

  // --- the state: the one on the screen, its past, and what is shown of it ------------------------------
  const shared = sharedState(model);
  const { history } = shared;
  const count = cellsOf(history.now).length;
  const names = count > 1 ? words.cells : [""]; // of the cells, where there are two
  const shown = { ghost: "none", circuit: true, predictions: null, playing: false, speed: 1 };

  /** Change the state, draw it, send it to the kernel. gesture: what the hand holds. */
  function change(patch, gesture = null) {
    history.change(patch, gesture);
    kernel.notify();
  }
  let nextTick;
  function tick() {
    clearTimeout(nextTick);
    draw();
    if (!shown.playing) return;
    nextTick = setTimeout(() => {
      const { step, x } = history.now;
      if (step < x.length) actions.step(step + 1);
      shown.playing = history.now.step < x.length;
      tick();
    }, 1000 / shown.speed);
  }
  const actions = createActions(
    config,
    { history, start: config.start ?? history.now, shown, names },
    { change, moved: () => kernel.notify(), draw, tick, fit: () => weights.fit() },
  );
  const saving = { save: (name) => kernel.save(name), copyLink: () => address.copy(history.now) };

  // --- the page ---------------------------------------------------------------------------------------------
  const weights = createWeights(config, () => history.now.weights, actions.weight);
  const bars = { history: historyBar(config, actions), time: timeBar(config, actions) };
  bars.predict = predictBar(config, actions);
  const toolbars = names.map((cell, k) => activationBar(config, cell, actions.activate(k)));
  const circuits = names.map(() => element("div", { class: "scroll" }));
  const strips = names.map((cell, k) => createStrip(config, { cell, k }, actions));
  const sentences = names.map(() => element("p", { class: "sentence" }));
  const toolbar = (...nodes) => element("div", { class: "toolbar" }, ...nodes);
  const root = element("div", { class: "lstm-explorer", role: "group", "aria-label": words.title });
  root.append(
    ...toolbars.map(({ nodes }, k) => toolbar(...(names[k] ? [element("b", {}, names[k])] : []), ...nodes)),
    bars.history.node,
    element("div", { class: "circuits" }, ...circuits),
    bars.time.node,
    ...strips.map(({ node }) => node),
    element("div", { class: "scroll" }, weights.node),
    ...sentences,
    toolbar(...bars.predict.nodes),
    sequenceBox(config, actions),
    saveBar(config, status, saving),
  );
  root.addEventListener("pointerdown", () => history.endGesture());
  root.addEventListener("focusout", () => history.endGesture());
  selectOnEntry(root);
  takeEveryMinus(root);
  const active = () => root.getRootNode().activeElement;

  let drawings = [];
  let isNarrow = null;
  function fitCircuits() {
    const narrow = count > 1 || (root.clientWidth || 1000) < NARROW;
    if (narrow === isNarrow) return;
    isNarrow = narrow;
    drawings = circuits.map((box) => {
      const drawing = createCircuit({ ...config, cropped: narrow });
      box.replaceChildren(drawing.node);
      return drawing;
    });
    draw();
  }

  // --- drawing ------------------------------------------------------------------------------------------------
  let ghostOf = null;
  let ghostRuns = [];
  let stepsDrawn = 0;
  function ghostRunsNow() {
    const state = { before: history.before, pinned: history.pinned, none: null }[shown.ghost];
    if (state !== ghostOf) ghostRuns = state ? runsOf(state) : [];
    ghostOf = state;
    return ghostRuns;
  }

  /** Draw one cell: its circuit, its strip, its activations and its sentence. */
  function drawCell(k, state, runs, largest) {
    const t = state.step - 1;
    const [rows, activations, ghost] = [runs[k], cellsOf(state)[k], ghostRunsNow()[k]];
    const predict = shown.predictions?.[k] ?? null;
    const hidden = predict?.hiddenNames(t) ?? new Set();
    if (shown.circuit) {
      drawings[k]?.draw({
        ...{ rows, t, x: state.x, weights: state.weights, activations, hidden, largest },
        ghost: ghost && t < ghost.c.length ? valuesAt(ghost, t) : null,
        label: words.circuitOf(state.step, names[k]),
      });
    }
    strips[k].draw({ state, rows, ghost, other: runs[1 - k], predict, largest, active: active() });
    toolbars[k].draw(activations);
    write(sentences[k], hidden.size ? "" : sentenceOf(rows, activations, state.step, names[k], words));
  }

  function draw() {
    const state = history.now;
    const t = state.step - 1;
    if (stepsDrawn !== state.x.length) shown.predictions = null; // other steps are other questions
    const first = shown.predictions?.[0];
    const runs = runsOf(state);
    const sizes = runs
      .flatMap(({ c, h }) => [...c, ...h])
      .map(Math.abs)
      .filter(Number.isFinite);
    const largest = sizes.reduce((a, b) => Math.max(a, b), 1e-300);
    runs.forEach((_, k) => drawCell(k, state, runs, largest));
    for (const box of circuits) box.hidden = !shown.circuit;
    weights.draw(runs[0], state.step, active(), first?.hiddenNames(t).has("h_prev"), names[0]);
    bars.history.draw(history, shown.ghost, shown.circuit);
    const spoken = ["c", "h"].map((name) => (first?.hides(name, t) ? words.hidden : short(runs[0][name][t])));
    bars.time.draw(state, shown.playing, spoken);
    bars.predict.draw(first, state, stepsDrawn);
    stepsDrawn = state.x.length;
    const overflow = Math.max(...runs.map((rows) => rows.overflow));
    const different = count > 1 ? words.different(...differences(runs)) : "";
    say(overflow ? words.overflow(overflow) : different, Boolean(overflow));
    return runs;
  }

  // --- the kernel, or the page's address --------------------------------------------------------------------------
  const address = createAddress(config, (state) => {
    if (cellsOf(state).length !== count) throw new Refusal(words.wrong.field(words.cells.join(", ")));
    change(state);
  });
  const kernel = config.page
    ? { ...address, notify: () => address.notify(shared), notice: "" }
    : createKernel(model, shared, config);

  root.prepend(kernel.notice);
  el.append(root);
  if (config.still) root.append(element("style", {}, `[data-explorer="${config.still}"] { display: none }`));
  weights.fit();
  shared.join(draw);
  fitCircuits();
  const resize = new ResizeObserver(fitCircuits);
  resize.observe(root);
  if (config.page) {
    address.take();
    window.addEventListener("hashchange", address.take);
  }
  return () => {
    kernel.stop();
    clearTimeout(nextTick);
    shared.leave(draw);
    resize.disconnect();
    for (const strip of strips) strip.stop();
    window.removeEventListener("hashchange", address.take);
  };
}

export default {
  render: (context) => {
    let stop = render(context);
    return () => {
      stop();
      stop = null; // the page keeps this function: without this it would keep the explorer too
      context.el.replaceChildren();
    };
  },
};
