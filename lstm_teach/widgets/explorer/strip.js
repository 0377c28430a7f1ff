// The time strip: a table with one column per step, inputs, gates, memory and output.
import { numberBox, showNumber } from "./number_controls.js";
import { shade } from "./colours.js";
import { element, write } from "./dom.js";
import { stepAfterKey } from "./keyboard.js";
import { short } from "./numbers.js";
import { SIGNALS } from "./recurrence.js";
import { rowTitle } from "./sliders.js";

const OPENINGS = ["i", "f", "o"]; // the gates, from 0 (closed) to 1 (open)
const ASKED = ["c", "h"]; // the rows to predict

/**
 * { node, draw, stop }. cell: its name, if there are two; k: 0 for the only or first cell, which has the inputs too, 1 for
 * the second. actions: step(number), input(column, t, value), answer(k, row, step, value).
 */
export function createStrip(config, { cell: cellName, k: which }, actions) {
  const { labels, words, sequential, diverging } = config;
  const table = element("table", { class: "strip", "data-cell": which + 1, "aria-label": words.strip(cellName) });
  const node = element("div", { class: "scroll" }, table);
  const names = [...(which ? [] : labels), ...SIGNALS];
  let [cells, heads, drawn, selected, now] = [{}, [], "", 0, null];

  /** Build the table anew, when the number of steps or the steps to predict have changed. */
  function build({ x }, predict) {
    const steps = x.map((_, t) => t + 1);
    heads = steps.map((step) => {
      const head = element(
        "button",
        { type: "button", tabindex: -1, "aria-label": words.stepButton(step) },
        String(step),
      );
      head.addEventListener("click", () => actions.step(step));
      return head;
    });
    cells = Object.fromEntries(names.map((name) => [name, steps.map((step) => buildCell(name, step, predict))]));
    selected = 0;
    table.style.setProperty("--columns", steps.length);
    table.replaceChildren(
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "row" }, ...(cellName ? [element("span", {}, `${cellName}, `)] : []), words.step),
          ...heads.map((head) => element("th", { scope: "col" }, head)),
        ),
      ),
      element(
        "tbody",
        {},
        ...names.map((name) => element("tr", {}, rowTitle(name, config), ...cells[name].map(({ td }) => td))),
      ),
    );
  }

  function buildCell(name, step, predict) {
    const td = element("td", { "data-row": name, "data-step": step });
    const cell = { td, value: element("span"), note: element("small") };
    const column = labels.indexOf(name);
    const isInput = column >= 0;
    if (isInput && name !== "1") {
      cell.box = numberBox(
        words.input(name, step),
        () => now.x[step - 1][column],
        (value) => actions.input(column, step - 1, value),
        config,
      );
      td.append(cell.box);
    } else {
      if (predict?.asks(name, step - 1)) cell.answer = answerBox(name, step, predict);
      td.append(...(cell.answer ? [cell.answer] : []), cell.value, ...(isInput ? [] : [cell.note]));
      if (isInput) cell.value.title = words.constant;
    }
    td.addEventListener("click", ({ target }) => target.tagName !== "INPUT" && actions.step(step)); // a click to type selects no step
    td.addEventListener("mouseenter", () => (td.title = td.dataset.value ?? "")); // with every digit
    return cell;
  }

  function answerBox(name, step, predict) {
    const box = element("input", {
      type: "number",
      step: "any",
      class: "answer",
      "aria-label": words.prediction(name, step, cellName),
    });
    box.value = predict.answers.get(`${name} ${step}`) ?? "";
    box.addEventListener("input", () => actions.answer(which, name, step, box.value === "" ? null : box.valueAsNumber));
    return box;
  }

  table.addEventListener("keydown", (event) => {
    if (!heads.includes(event.target)) return;
    const step = stepAfterKey(event, selected, heads.length);
    if (step === undefined) return;
    event.preventDefault();
    if (step === selected) return;
    actions.step(step);
    heads[step - 1].focus();
  });

  // A slider changes every cell of a long strip: those in view are painted at once, the others when the hand rests.
  const inView = new Set();
  let [last, rest] = [null, 0];
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const t = heads.findIndex((head) => head.parentNode === target);
        if (isIntersecting) inView.add(t);
        else inView.delete(t);
      }
      if (last) paint(last, (t) => inView.has(t));
    },
    { root: node, rootMargin: "0px 300px" },
  );

  function watchColumns() {
    inView.clear();
    observer.disconnect();
    for (const head of heads) observer.observe(head.parentNode);
  }

  /**
   * view: state and rows of this cell; ghost and other: rows of another run, or null; predict: a Prediction, or null;
   * active: the box being typed in; largest: the number with the deepest colour.
   */
  function draw(view) {
    const { state, rows, predict } = view;
    const asked = ASKED.flatMap((name) => state.x.map((_, t) => Number(predict?.asks(name, t) ?? 0))).join("");
    const wanted = `${state.x.length} ${asked}`;
    [now, last] = [state, view];
    if (wanted !== drawn) {
      build(state, predict);
      watchColumns();
    }
    drawn = wanted;
    table.classList.toggle("notes", Boolean(view.ghost || predict));
    labels.forEach((label, k) => cells[label]?.forEach((cell, t) => drawInput(cell, state.x[t][k], view.active)));
    for (const name of SIGNALS) {
      cells[name].forEach(({ td }, t) => {
        const value = predict?.hides(name, t) ? undefined : String(rows[name][t]);
        if (value === undefined) delete td.dataset.value;
        else if (td.dataset.value !== value) td.dataset.value = value;
      });
    }
    paint(view, (t) => !inView.size || inView.has(t));
    clearTimeout(rest);
    rest = setTimeout(() => paint(view, () => true), 150);
    if (selected !== state.step) select(state.step);
  }

  function drawInput(cell, value, active) {
    if (cell.box) showNumber(cell.box, value, active);
    if (cell.key === value) return;
    cell.key = value;
    cell.td.dataset.value = String(value);
    if (!cell.box) write(cell.value, short(value));
  }

  /** Write and colour the signals of the steps t (from 0) that are wanted. */
  function paint({ rows, ghost, other, predict, largest }, isWanted) {
    for (const name of SIGNALS) {
      cells[name].forEach((cell, t) => {
        if (!isWanted(t)) return;
        const value = rows[name][t];
        const shown = {
          value,
          secret: predict?.hides(name, t) ?? false,
          was: ghost?.[name][t],
          other: other?.[name][t],
        };
        paintCell(cell, name, shown, largest, predict?.verdict(name, t, value));
      });
    }
  }

  function paintCell(cell, name, { value, secret, was, other }, largest, verdict) {
    const differs = other !== undefined && !secret && Math.abs(other - value) > 1e-12;
    const note = verdict
      ? words.yours(short(verdict.given), verdict.right)
      : was !== undefined && was !== value && !secret
        ? words.was(short(was))
        : "";
    const key = `${value} ${secret} ${note} ${differs} ${largest}`;
    if (cell.key === key) return; // most cells stay as they are when a slider moves
    cell.key = key;
    const { td } = cell;
    if (cell.answer) cell.answer.hidden = !secret;
    write(cell.value, secret ? (cell.answer ? "" : words.hidden) : short(value));
    write(cell.note, note);
    td.classList.toggle("wrong", verdict?.right === false);
    td.classList.toggle("differs", differs);
    if (name === "g") return;
    const isGate = OPENINGS.includes(name);
    const fraction = isGate ? value : 0.5 + (0.5 * value) / largest;
    Object.assign(
      td.style,
      secret ? { backgroundColor: "", color: "" } : shade(isGate ? sequential : diverging, fraction),
    );
  }

  function select(step) {
    const column = (k) => (k ? [heads[k - 1]?.parentNode, ...names.map((name) => cells[name][k - 1]?.td)] : []);
    for (const old of column(selected)) old?.classList.remove("selected");
    for (const cell of column(step)) cell.classList.add("selected");
    if (heads[selected - 1]) heads[selected - 1].tabIndex = -1;
    heads[step - 1].tabIndex = 0;
    selected = step;
    const { offsetLeft, offsetWidth } = heads[step - 1].parentNode;
    const titles = table.querySelector("tbody th")?.offsetWidth ?? 0;
    if (offsetLeft - titles < node.scrollLeft) node.scrollLeft = offsetLeft - titles;
    if (offsetLeft + offsetWidth > node.scrollLeft + node.clientWidth)
      node.scrollLeft = offsetLeft + offsetWidth - node.clientWidth;
  }

  function stop() {
    observer.disconnect();
    clearTimeout(rest);
  }
  return { node, draw, stop };
}
