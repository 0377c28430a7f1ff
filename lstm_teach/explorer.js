// The explorer's browser side: one LSTM unit, its weights as sliders, its steps as a table.
// It runs the recurrence itself (run, below), so that no drag waits for the kernel.
// A test holds run() and lstm_teach/cell.py together.

/** Every word that a person reads. */
const WORDS = {
  title: "Explorer of one LSTM unit",
  presets: { lecture: "Lecture", sigmoid_gates: "Sigmoid gates", standard: "Standard" },
  presetHint: "sets the three activations; the weights stay",
  reset: "Reset",
  resetHint: "back to the weights, inputs and activations of the start",
  roles: ["gates", "candidate", "memory"],
  activation: (role) => `activation of ${role}`,
  weights: "weights",
  strip: "time strip",
  step: "step",
  stepButton: (step) => `show step ${step}`,
  sum: (step) => `z → value at step ${step}`,
  weight: (row, column) => `weight ${row} ${column}`,
  input: (label, step) => `${label} at step ${step}`,
  constant: "the constant 1: its weights are the biases on the slide",
  notANumber: (label, value) => `${label} takes a number such as 0.5 or -10: it stays ${value}.`,
  overflow: (step) =>
    `The numbers outgrow the largest float at step ${step}: use smaller weights or inputs, or fewer steps.`,
  fileName: "file name",
  save: "Save figure and table",
  saving: "Saving …",
  saved: (names, folder) => `Saved ${names.join(", ")} in ${folder}`,
  silent: "The kernel does not answer: wait for running cells, or run all cells again from the top.",
};

const GATES = ["i", "f", "g", "o"];
const SIGNALS = [...GATES, "c_prev", "c", "h"];

/** Functions of z, by the names that lstm_teach/activations.py gives them. */
const ACTIVATIONS = {
  step: (z) => (z >= 0 ? 1 : 0),
  sigmoid: (z) => {
    const e = Math.exp(-Math.abs(z));
    return (z >= 0 ? 1 : e) / (1 + e);
  },
  tanh: Math.tanh,
  linear: (z) => z,
};

/**
 * The recurrence. weights: four rows i f g o over the inputs, h and bias; x: one row per step;
 * activations: names for gates, candidate, memory. Returns z (one object of the four sums per step),
 * one list per signal, and as overflow the first step (from 1) that left the range of floats, or 0.
 */
export function run(weights, x, activations) {
  const [gate, candidate, memory] = activations.map((name) => ACTIVATIONS[name]);
  const rows = { z: [], overflow: 0, ...Object.fromEntries(SIGNALS.map((name) => [name, []])) };
  let h = 0;
  let c = 0;
  for (const x_t of x) {
    const z = {};
    GATES.forEach((name, row) => {
      const w = weights[row];
      let sum = 0;
      x_t.forEach((value, k) => (sum += w[k] * value));
      z[name] = sum + w.at(-1) + w.at(-2) * h;
    });
    const [i, f, o] = [gate(z.i), gate(z.f), gate(z.o)];
    const g = candidate(z.g);
    const c_prev = c;
    c = f * c + i * g;
    h = o * memory(c);
    if (!rows.overflow && ![...Object.values(z), c].every(Number.isFinite)) rows.overflow = rows.c.length + 1;
    rows.z.push(z);
    for (const [name, value] of Object.entries({ i, f, g, o, c_prev, c, h })) rows[name].push(value);
  }
  return rows;
}

/** A slider's range: the first of 5, 10, 20, 50, 100 … that leaves its weight room to double. */
export function sliderRange(weight) {
  let [bound, mantissas] = [5, [2, 2, 2.5]];
  for (let k = 0; bound < 2 * Math.abs(weight) && bound < 1e307; k++) bound *= mantissas[k % 3];
  const step = 10 ** Math.floor(Math.log10(bound / 50));
  return { bound, step };
}

/** Six significant digits or fewer, in 9 characters; 0 never as -0; a dash for what outgrew the floats. */
function short(value, digits = 6) {
  if (!Number.isFinite(value)) return "–";
  const text = String(Number(value.toPrecision(digits)) + 0);
  return text.length <= 9 || digits === 1 ? text : short(value, digits - 1);
}

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  // JupyterLab's one-key shortcuts (left arrow folds a section, x cuts a cell) are not meant here.
  const takesKeys = tag === "button" || tag === "select" || attributes.type === "range";
  if (takesKeys) node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...children);
  return node;
}

/** The colour at a fraction 0..1 of a list of hex stops, and a text colour to read on it. */
function shade(stops, fraction) {
  if (!Number.isFinite(fraction)) return { background: "", color: "" };
  const position = Math.min(Math.max(fraction, 0), 1) * (stops.length - 1);
  const k = Math.min(Math.floor(position), stops.length - 2);
  const channels = [1, 3, 5].map((start) => {
    const [from, to] = [stops[k], stops[k + 1]].map((hex) => parseInt(hex.slice(start, start + 2), 16));
    return Math.round(from + (to - from) * (position - k));
  });
  const [red, green, blue] = channels.map((v) => (v / 255) ** 2.2);
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return { background: `rgb(${channels})`, color: luminance > 0.18 ? "#000" : "#fff" };
}

function render({ model, el }) {
  const { labels, colours, meanings, sequential, diverging, presets, start } = model.get("_look");
  const columns = [...labels, "h", "bias"];
  const state = {};
  const read = () => {
    for (const key of ["weights", "x", "activations", "step"]) state[key] = structuredClone(model.get(key));
    state.step = Math.min(state.step, state.x.length);
  };

  // --- the page: a toolbar, the weights, the time strip, one step in numbers, the export -----------
  const status = element("p", { class: "status", role: "status" });
  const say = (text, bad = false) => {
    status.textContent = text;
    status.classList.toggle("bad", bad);
  };

  /** A number box: tells apply() of every number typed, and refuses what is none. */
  function numberBox(label, get, apply) {
    const box = element("input", { type: "number", step: "any", "aria-label": label });
    box.addEventListener("input", () => {
      if (Number.isFinite(box.valueAsNumber)) apply(box.valueAsNumber);
    });
    box.addEventListener("change", () => {
      if (!Number.isFinite(box.valueAsNumber)) say(WORDS.notANumber(label, short(get())), true);
      box.value = get();
    });
    return box;
  }

  function weightControl(row, column) {
    const label = WORDS.weight(GATES[row], columns[column]);
    const get = () => state.weights[row][column];
    const set = (value) => {
      state.weights[row][column] = value;
      changed("weights");
    };
    const slider = element("input", { type: "range", "aria-label": label, title: label });
    slider.addEventListener("input", () => set(slider.valueAsNumber));
    const box = numberBox(label, get, set);
    const fit = () => {
      const { bound, step } = sliderRange(get());
      Object.assign(slider, { min: -bound, max: bound, step });
    };
    const show = () => {
      const value = get();
      if (Math.abs(value) > Number(slider.max)) fit();
      if (slider.valueAsNumber !== value) slider.value = value;
      if (box !== active()) box.value = value;
    };
    return { cell: element("td", {}, slider, box), fit, show };
  }

  const controls = GATES.map((_, row) => columns.map((_, column) => weightControl(row, column)));
  const sums = GATES.map(() => element("td", { class: "sum" }));
  const sumTitle = element("th", { scope: "col" });
  const rowTitle = (name) =>
    element("th", { scope: "row", style: `--signal: ${colours[name] ?? "transparent"}`, title: meanings[name] ?? name },
      element("b", {}, name), element("span", {}, meanings[name] ?? ""));
  const weightTable = element("table",
    { class: "weights", "aria-label": WORDS.weights, style: `--columns: ${columns.length}` },
    element("thead", {}, element("tr", {}, element("td"),
      ...columns.map((label) => element("th", { scope: "col" }, label)), sumTitle)),
    element("tbody", {}, ...GATES.map((name, row) =>
      element("tr", {}, rowTitle(name), ...controls[row].map((control) => control.cell), sums[row]))));

  const presetButtons = Object.keys(presets).map((name) => {
    const button = element("button", { type: "button", title: WORDS.presetHint }, WORDS.presets[name]);
    button.addEventListener("click", () => {
      state.activations = [...presets[name]];
      changed("activations");
    });
    return button;
  });
  const selects = WORDS.roles.map((role, k) => {
    const names = k === 0 ? ["step", "sigmoid"] : ["linear", "tanh", "sigmoid", "step"];
    const select = element("select", { "aria-label": WORDS.activation(role) },
      ...names.map((name) => element("option", { value: name }, name)));
    select.addEventListener("change", () => {
      state.activations[k] = select.value;
      changed("activations");
    });
    return select;
  });
  const reset = element("button", { type: "button", title: WORDS.resetHint }, WORDS.reset);
  reset.addEventListener("click", () => {
    Object.assign(state, structuredClone(start));
    state.step = Math.min(state.step, state.x.length);
    for (const control of controls.flat()) control.fit();
    changed("weights", "x", "activations", "step");
  });
  const toolbar = element("div", { class: "toolbar" }, ...presetButtons,
    ...WORDS.roles.map((role, k) => element("label", {}, role, selects[k])), reset);

  // --- the time strip, built anew when the number of steps changes ----------------------------------
  const strip = element("table", { class: "strip", "aria-label": WORDS.strip });
  let cells = {};
  function buildStrip() {
    const steps = state.x.map((_, t) => t + 1);
    const buttons = steps.map((step) => {
      const button = element("button", { type: "button", "aria-label": WORDS.stepButton(step) }, String(step));
      button.addEventListener("click", () => selectStep(step));
      return button;
    });
    const cellRow = (name, fill) => {
      cells[name] = steps.map((step) => element("td", { "data-row": name, "data-step": step }, ...fill(step - 1)));
      cells[name].forEach((cell, t) => {
        cell.addEventListener("click", () => selectStep(t + 1));
        cell.addEventListener("mouseenter", () => (cell.title = cell.dataset.value)); // every digit
      });
      return element("tr", {}, rowTitle(name), ...cells[name]);
    };
    const inputBox = (k) => (t) => {
      if (labels[k] === "1") return [element("span", { title: WORDS.constant })];
      return [numberBox(WORDS.input(labels[k], t + 1), () => state.x[t][k], (value) => {
        state.x[t][k] = value;
        changed("x");
      })];
    };
    cells = {};
    strip.style.setProperty("--columns", steps.length);
    strip.replaceChildren(
      element("thead", {}, element("tr", {}, element("th", { scope: "row" }, WORDS.step),
        ...buttons.map((button) => element("th", { scope: "col" }, button)))),
      element("tbody", {}, ...labels.map((label, k) => cellRow(label, inputBox(k))),
        ...SIGNALS.map((name) => cellRow(name, () => []))));
  }
  const selectStep = (step) => {
    if (step === state.step) return;
    state.step = step;
    changed("step");
  };

  // --- one step in numbers ---------------------------------------------------------------------------
  const sentence = element("p", { class: "sentence" });
  function sentenceOf(rows) {
    const t = state.step - 1;
    const [i, f, g, o, c_prev, c, h] = SIGNALS.map((name) => short(rows[name][t], 5));
    const memory = state.activations[2];
    const factor = (number) => (number.startsWith("-") ? `(${number})` : number);
    const m = (inside) => (memory === "linear" ? inside : `${memory}(${inside})`);
    const value = memory === "linear" ? factor(c) : m(c);
    const equals = (...of) => (of.every((name) => Number(short(rows[name][t], 5)) === rows[name][t]) ? "=" : "≈");
    const start = `${WORDS.step} ${t + 1}:  `;
    return `${start}c = f·c_prev + i·g = ${f}·${factor(c_prev)} + ${i}·${factor(g)} ` +
      `${equals("f", "c_prev", "i", "g", "c")} ${c}\n` +
      `${" ".repeat(start.length)}h = o·${m("c")} = ${o}·${value} ${equals("o", "c", "h")} ${h}`;
  }

  // --- the export --------------------------------------------------------------------------------------
  const fileName = element("input", { type: "text", value: "lstm-explorer", "aria-label": WORDS.fileName });
  const save = element("button", { type: "button" }, WORDS.save);
  let patience;
  save.addEventListener("click", () => {
    say(WORDS.saving);
    clearTimeout(patience);
    patience = setTimeout(() => say(WORDS.silent, true), 20000);
    const { weights, x, activations } = state;
    model.send({ kind: "export", name: fileName.value, weights, x, activations });
  });
  const answered = ({ kind, names, folder, reason }) => {
    if (kind !== "exported" && kind !== "refused") return;
    clearTimeout(patience);
    kind === "exported" ? say(WORDS.saved(names, folder)) : say(reason, true);
  };

  // --- drawing ------------------------------------------------------------------------------------------
  const active = () => root.getRootNode().activeElement;

  function draw() {
    if (cells[labels[0]]?.length !== state.x.length) buildStrip();
    const rows = run(state.weights, state.x, state.activations);
    labels.forEach((label, k) => (rows[label] = state.x.map((x_t) => x_t[k])));
    const largest = Math.max(1e-300, ...[...rows.c, ...rows.h].map(Math.abs).filter(Number.isFinite));
    for (const [name, row] of Object.entries(cells)) {
      row.forEach((cell, t) => drawCell(cell, name, rows[name][t], largest));
    }
    for (const control of controls.flat()) control.show();
    for (const cell of strip.querySelectorAll(".selected")) cell.classList.remove("selected");
    for (const cell of strip.querySelectorAll(`tr > :nth-child(${state.step + 1})`)) cell.classList.add("selected");
    sumTitle.textContent = WORDS.sum(state.step);
    sums.forEach((cell, row) => {
      const [z, value] = [rows.z[state.step - 1][GATES[row]], rows[GATES[row]][state.step - 1]];
      cell.textContent = `${short(z, 5)} → ${short(value, 5)}`;
    });
    selects.forEach((select, k) => (select.value = state.activations[k]));
    presetButtons.forEach((button, k) =>
      button.setAttribute("aria-pressed", String(Object.values(presets)[k].join() === state.activations.join())));
    sentence.textContent = sentenceOf(rows);
    say(rows.overflow ? WORDS.overflow(rows.overflow) : "", true);
  }

  function drawCell(cell, name, value, largest) {
    cell.dataset.value = String(value);
    const box = cell.querySelector("input");
    if (box && box !== active()) box.value = value;
    else if (!box) (cell.firstChild ?? cell).textContent = short(value);
    if (labels.includes(name)) return;
    if (name === "g") return;
    const isGate = ["i", "f", "o"].includes(name);
    Object.assign(cell.style, isGate ? shade(sequential, value) : shade(diverging, 0.5 + (0.5 * value) / largest));
  }

  let writing = false;
  function changed(...keys) {
    draw();
    writing = true;
    for (const key of keys) model.set(key, structuredClone(state[key]));
    writing = false;
    model.save_changes();
  }
  const fromKernel = () => {
    if (writing) return;
    read();
    draw();
  };

  const root = element("div", { class: "lstm-explorer", role: "group", "aria-label": WORDS.title }, toolbar,
    element("div", { class: "scroll" }, weightTable), element("div", { class: "scroll" }, strip), sentence,
    element("div", { class: "toolbar" }, element("label", {}, WORDS.fileName, fileName), save, status));
  read();
  for (const control of controls.flat()) control.fit();
  draw();
  el.append(root);
  const keys = ["weights", "x", "activations", "step"];
  for (const key of keys) model.on(`change:${key}`, fromKernel);
  model.on("msg:custom", answered);
  return () => {
    clearTimeout(patience);
    for (const key of keys) model.off(`change:${key}`, fromKernel);
    model.off("msg:custom", answered);
  };
}

export default { render };
