// The explorer in the browser: one LSTM unit, its weights as sliders, one step as a circuit, all steps as a table.
// This file joins the parts: what a hand does changes the state, and the state is drawn. The parts stand in the
// files beside it; browser.py joins them to one module, without a build.
import { activationBar, historyBar, predictBar, saveBar, sentenceOf, sequenceBox, timeBar } from "./bars.js";
import { createCircuit, valuesAt } from "../../plots/circuit.js";
import { selectOnEntry, takeEveryMinus } from "./controls.js";
import { bare, element, short, write } from "./drawing.js";
import { createKernel } from "./kernel.js";
import { createAddress } from "./link.js";
import { Prediction, stepsIn } from "./predict.js";
import { differences, run } from "./recurrence.js";
import { sharedState } from "./shared.js";
import { LIMITS, Refusal, attempt } from "./state.js";
import { createStrip } from "./strip.js";
import { createWeights } from "./weights.js";
import { wordsOf } from "./words.js";

const NARROW = 600; // pixels: below these only the block of the circuit is drawn

function render({ model, el }) {
  const words = wordsOf(model.get("_look").language);
  const status = element("p", { class: "status", role: "status" });
  const say = (text, bad = false) => {
    write(status, text);
    status.classList.toggle("bad", bad);
  };
  const { colours, meanings, ...facts } = model.get("_look");
  const look = { ...facts, colours: bare(colours), meanings: bare(meanings), words, say };
  const { labels } = look;

  // --- the state: the one on the screen, its past, and what is shown of it ------------------------------
  const shared = sharedState(model);
  const { history } = shared;
  const start = look.start ?? history.now;
  const cellsOf = (state) => (state.second.length ? [state.activations, state.second] : [state.activations]);
  const count = cellsOf(history.now).length;
  const names = count > 1 ? words.cells : [""]; // of the cells, where there are two
  const shown = { ghost: "none", circuit: true, predictions: null, playing: false, speed: 1 };

  /** Change the state, draw it, tell the kernel. gesture: what the hand holds. */
  function change(patch, gesture = null) {
    history.change(patch, gesture);
    kernel.tell();
  }
  const step = (number) => number !== history.now.step && change({ step: number });
  const changeCell = (k) => ({ activate: (functions) => change({ [k ? "second" : "activations"]: functions }) });

  // --- what the hands do ----------------------------------------------------------------------------------
  const setWeight = (row, column, value) => {
    const weights = history.now.weights.map((old, k) => (k === row ? old.with(column, value) : old));
    change({ weights }, `weight ${row} ${column}`);
  };
  const setInput = (column, t, value) => {
    const x = history.now.x.map((old, k) => (k === t ? old.with(column, value) : old));
    change({ x }, `x ${column} ${t}`);
  };
  /** Another sequence is another question: the same steps are hidden again, and the old answers are gone. */
  function askAgain() {
    const chosen = shown.predictions?.[0].chosen;
    if (chosen) shown.predictions = names.map(() => new Prediction(chosen));
  }
  const hands = {
    say,
    step,
    input: setInput,
    steps: () => history.now.x.length,
    undo: () => (history.undo(), kernel.tell()),
    redo: () => (history.redo(), kernel.tell()),
    reset: () => {
      askAgain();
      change(structuredClone(start));
      weights.fit();
    },
    toggleCircuit: () => ((shown.circuit = !shown.circuit), draw()),
    ghost: (mode) => ((shown.ghost = mode), draw()),
    pin: () => {
      history.pinned = history.now;
      hands.ghost("pinned");
    },
    play: () => {
      shown.playing = !shown.playing;
      if (shown.playing && history.now.step === history.now.x.length) step(1);
      tick();
    },
    speed: (speed) => {
      shown.speed = speed;
      tick();
    },
    sequence: (x) => {
      askAgain();
      change({ x });
      say(words.taken(x.length));
    },
    addStep: () => {
      const { x, step: at } = history.now;
      if (x.length === LIMITS.steps) return say(words.wrong.steps(x.length + 1, LIMITS.steps), true);
      change({
        x: x.toSpliced(
          at,
          0,
          labels.map((label) => Number(label === "1")),
        ),
        step: at + 1,
      });
    },
    removeStep: () => {
      const { x, step: at } = history.now;
      if (x.length === 1) return say(words.wrong.steps(0, LIMITS.steps), true);
      change({ x: x.toSpliced(at - 1, 1) });
    },
    predict: (text) =>
      attempt(() => {
        const chosen = shown.predictions ? null : stepsIn(text, history.now.x.length, words);
        shown.predictions = chosen && names.map(() => new Prediction(chosen));
        draw();
        if (chosen) say(words.predictNow(words.reveal));
      }, say),
    reveal: () => {
      if (!shown.predictions || shown.predictions[0].revealed) return;
      for (const prediction of shown.predictions) prediction.revealed = true;
      const runs = draw();
      const scores = shown.predictions.map((prediction, k) => prediction.score(runs[k]));
      say(words.verdict(...scores[0].map((_, n) => scores.reduce((sum, score) => sum + score[n], 0))));
    },
    save: (name) => kernel.save(name),
    copyLink: () => address.copy(history.now),
  };

  let nextTick;
  function tick() {
    clearTimeout(nextTick);
    draw();
    if (!shown.playing) return;
    nextTick = setTimeout(() => {
      const { step: at, x } = history.now;
      if (at < x.length) step(at + 1);
      shown.playing = history.now.step < x.length;
      tick();
    }, 1000 / shown.speed);
  }

  // --- the page ---------------------------------------------------------------------------------------------
  const weights = createWeights(look, () => history.now.weights, setWeight);
  const bars = { history: historyBar(look, hands), time: timeBar(look, hands), predict: predictBar(look, hands) };
  const toolbars = names.map((cell, k) => activationBar(look, cell, changeCell(k)));
  const circuits = names.map(() => element("div", { class: "scroll" }));
  const strips = names.map((cell, k) =>
    createStrip(look, k, {
      ...hands,
      cell,
      answer: (row, number, value) => shown.predictions[k].answer(row, number, value),
    }),
  );
  const sentences = names.map(() => element("p", { class: "sentence" }));
  const root = element(
    "div",
    { class: "lstm-explorer", role: "group", "aria-label": words.title },
    ...toolbars.map(({ nodes }, k) =>
      element("div", { class: "toolbar" }, ...(names[k] ? [element("b", {}, names[k])] : []), ...nodes),
    ),
    bars.history.node,
    element("div", { class: "circuits" }, ...circuits),
    bars.time.node,
    ...strips.map(({ node }) => node),
    element("div", { class: "scroll" }, weights.node),
    ...sentences,
    element("div", { class: "toolbar" }, ...bars.predict.nodes),
    sequenceBox(look, hands),
    saveBar(look, status, hands),
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
      const drawing = createCircuit({ ...look, cropped: narrow });
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
    if (state !== ghostOf)
      ghostRuns = state ? cellsOf(state).map((functions) => run(state.weights, state.x, functions)) : [];
    ghostOf = state;
    return ghostRuns;
  }

  function draw() {
    const state = history.now;
    const t = state.step - 1;
    if (stepsDrawn !== state.x.length) shown.predictions = null; // other steps are other questions
    const runs = cellsOf(state).map((functions) => run(state.weights, state.x, functions));
    const ghosts = ghostRunsNow();
    const sizes = runs
      .flatMap(({ c, h }) => [...c, ...h])
      .map(Math.abs)
      .filter(Number.isFinite);
    const largest = sizes.reduce((a, b) => Math.max(a, b), 1e-300);
    runs.forEach((rows, k) => {
      const predict = shown.predictions?.[k] ?? null;
      const hidden = predict?.hiddenNames(t) ?? new Set();
      const label = words.circuitOf(state.step, names[k]);
      const ghost = ghosts[k] && t < ghosts[k].c.length ? valuesAt(ghosts[k], t) : null;
      if (shown.circuit) {
        drawings[k]?.draw({
          rows,
          t,
          x: state.x,
          weights: state.weights,
          activations: cellsOf(state)[k],
          hidden,
          ghost,
          largest,
          label,
        });
      }
      strips[k].draw({ state, rows, ghost: ghosts[k], other: runs[1 - k], predict, largest, active: active() });
      toolbars[k].draw(cellsOf(state)[k]);
      write(sentences[k], hidden.size ? "" : sentenceOf(rows, cellsOf(state)[k], state.step, names[k], words));
    });
    for (const box of circuits) box.hidden = !shown.circuit;
    weights.draw(runs[0], state.step, active(), shown.predictions?.[0].hiddenNames(t).has("h_prev"), names[0]);
    bars.history.draw(history, shown.ghost, shown.circuit);
    const told = ["c", "h"].map((name) =>
      shown.predictions?.[0].hides(name, t) ? words.hidden : short(runs[0][name][t]),
    );
    bars.time.draw(state, shown.playing, told);
    bars.predict.draw(shown.predictions?.[0], state, stepsDrawn);
    stepsDrawn = state.x.length;
    const overflow = Math.max(...runs.map((rows) => rows.overflow));
    const different = count > 1 ? words.different(...differences(runs)) : "";
    say(overflow ? words.overflow(overflow) : different, Boolean(overflow));
    return runs;
  }

  // --- the kernel, or the page's address --------------------------------------------------------------------------
  const address = createAddress(look, (state) => {
    if (cellsOf(state).length !== count) throw new Refusal(words.wrong.field(words.cells.join(", ")));
    change(state);
  });
  const kernel = look.page
    ? { ...address, tell: () => address.tell(shared), notice: "" }
    : createKernel(model, shared, look);

  root.prepend(kernel.notice);
  el.append(root);
  if (look.still) root.append(element("style", {}, `[data-explorer="${look.still}"] { display: none }`));
  weights.fit();
  shared.join(draw);
  fitCircuits();
  const resize = new ResizeObserver(fitCircuits);
  resize.observe(root);
  if (look.page) {
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
      stop = null; // the page keeps this function: let it not keep the explorer
      context.el.replaceChildren();
    };
  },
};
