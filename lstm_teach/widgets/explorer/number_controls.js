// The boxes and sliders that hold a number, of any kind.
import { element } from "./dom.js";
import { valueAfterKey } from "./keyboard.js";
import { short, tidy } from "./numbers.js";

/** A number box: calls apply() with every number typed, and refuses what is not a number. */
export function numberBox(label, get, apply, { say, words }) {
  const box = element("input", { type: "number", step: "any", "aria-label": label });
  box.addEventListener("input", () => {
    if (Number.isFinite(box.valueAsNumber)) apply(box.valueAsNumber);
  });
  box.addEventListener("change", () => {
    if (!Number.isFinite(box.valueAsNumber)) say(words.notANumber(label, short(get())), true);
    box.value = get();
  });
  return box;
}

/** Write a value into a number box; an unfinished number that is being typed there, such as "-" or "1e", stays. */
export function showNumber(box, value, active) {
  if (box.valueAsNumber !== value && !(box === active && Number.isNaN(box.valueAsNumber))) box.value = value;
}

/**
 * In each box below root: a first click, Tab or Enter selects what stands there, and so does the first click after
 * typing; a second click places the caret.
 */
export function selectOnEntry(root) {
  let [entered, typed] = [null, null];
  root.addEventListener("input", ({ target }) => (typed = target));
  root.addEventListener("focusout", () => (typed = null));
  root.addEventListener("pointerdown", ({ target }) => {
    entered = target === typed && target.matches('input:not([type="range"])') ? target : null;
    typed = null;
  });
  root.addEventListener("focusin", ({ target }) => {
    entered = target.matches('input:not([type="range"])') ? target : null;
    entered?.select();
  });
  // Between focus and click the browser places the caret, and the selection is gone.
  root.addEventListener("click", ({ target }) => target === entered && target.select());
  root.addEventListener("keyup", ({ key, target }) => key === "Enter" && target.type === "number" && target.select());
}

/** In each number box below root: the minus of a printed text (−) or of a Chinese keyboard (－) is a minus too. */
export function takeEveryMinus(root) {
  root.addEventListener("beforeinput", (event) => {
    const text = event.data?.replace(/[−–－]/g, "-");
    if (event.target.type !== "number" || text === event.data) return;
    event.preventDefault(); // the browser would leave it out, and −10 would be 10
    document.execCommand("insertText", false, text);
  });
}

/** A slider's range: the first of 5, 10, 20, 50, 100 … that is at least twice its weight. */
export function sliderRange(weight) {
  let [bound, mantissas] = [5, [2, 2, 2.5]];
  for (let k = 0; bound < 2 * Math.abs(weight) && bound < 1e307; k++) bound *= mantissas[k % 3];
  const step = 10 ** Math.floor(Math.log10(bound / 50));
  return { bound, step };
}

/**
 * { node, fit, show }: a slider that stands at any number, also between its steps. The mouse and the arrow keys move it
 * by steps, the arrow keys with Shift by tenths of a step. fit(value) chooses its range, show(value) moves it.
 */
export function slider(label, hint, apply) {
  const node = element("input", { type: "range", step: "any", "aria-label": label, title: `${label}: ${hint}` });
  let [step, held] = [1, false];
  const listen = (change) =>
    ["pointerup", "pointercancel"].forEach((end) => window[`${change}EventListener`](end, letGo, true));
  function letGo() {
    held = false;
    listen("remove");
  }
  node.addEventListener("pointerdown", () => {
    held = true;
    listen("add"); // the hand may let go anywhere
  });
  node.addEventListener("input", () => {
    if (held) node.value = tidy(Math.round(node.valueAsNumber / step) * step);
    apply(node.valueAsNumber);
  });
  node.addEventListener("keydown", (event) => {
    const value = valueAfterKey(event, node.valueAsNumber, step);
    if (value === undefined) return;
    event.preventDefault();
    node.value = value;
    apply(node.valueAsNumber);
  });
  function fit(value) {
    const range = sliderRange(value);
    step = range.step;
    Object.assign(node, { min: -range.bound, max: range.bound });
  }
  function show(value) {
    if (Math.abs(value) > Number(node.max)) fit(value);
    if (node.valueAsNumber !== value) node.value = value;
  }
  return { node, fit, show };
}
