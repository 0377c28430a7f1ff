// The table of weights: a slider and a number box for each.
import { element, short, write } from "./drawing.js";
import { GATES } from "./recurrence.js";

/** A slider's range: the first of 5, 10, 20, 50, 100 … that leaves its weight room to double. */
export function sliderRange(weight) {
  let [bound, mantissas] = [5, [2, 2, 2.5]];
  for (let k = 0; bound < 2 * Math.abs(weight) && bound < 1e307; k++) bound *= mantissas[k % 3];
  const step = 10 ** Math.floor(Math.log10(bound / 50));
  return { bound, step };
}

/** A number box: tells apply() of every number typed, and refuses what is none. */
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

/** Write a value into a number box; half a number that is being typed there, such as "-" or "1e", stays. */
export function showNumber(box, value, active) {
  if (box.valueAsNumber !== value && !(box === active && Number.isNaN(box.valueAsNumber))) box.value = value;
}

/** A heading of a row: its sign, its meaning and its colour. */
export function rowTitle(name, { colours, meanings }) {
  const meaning = meanings[name] ?? "";
  return element("th", { scope: "row", style: `--signal: ${colours[name] ?? "transparent"}`, title: meaning || name },
    element("b", {}, name), element("span", {}, meaning));
}

/** { node, draw, fit }; change(row, column, value) is told of every move of a slider. */
export function createWeights(look, get, change) {
  const { labels, words } = look;
  const columns = [...labels, "h", "bias"];

  function control(row, column) {
    const label = words.weight(GATES[row], columns[column]);
    const value = () => get()[row][column];
    const set = (number) => change(row, column, number);
    const slider = element("input", { type: "range", "aria-label": label, title: label });
    slider.addEventListener("input", () => set(slider.valueAsNumber));
    const box = numberBox(label, value, set, look);
    const fit = () => {
      const { bound, step } = sliderRange(value());
      Object.assign(slider, { min: -bound, max: bound, step });
    };
    const show = (active) => {
      if (Math.abs(value()) > Number(slider.max)) fit();
      if (slider.valueAsNumber !== value()) slider.value = value();
      showNumber(box, value(), active);
    };
    return { cell: element("td", {}, slider, box), fit, show };
  }

  const controls = GATES.map((_, row) => columns.map((_, column) => control(row, column)));
  const sums = GATES.map(() => element("td", { class: "sum" }));
  const sumTitle = element("th", { scope: "col" });
  const node = element("table", { class: "weights", "aria-label": words.weights, style: `--columns: ${columns.length}` },
    element("thead", {}, element("tr", {}, element("td"),
      ...columns.map((label) => element("th", { scope: "col" }, label)), sumTitle)),
    element("tbody", {}, ...GATES.map((name, row) =>
      element("tr", {}, rowTitle(name, look), ...controls[row].map(({ cell }) => cell), sums[row]))));

  function draw(rows, step, active, isHidden, cell) {
    for (const { show } of controls.flat()) show(active);
    write(sumTitle, words.sum(step, cell));
    GATES.forEach((gate, row) => {
      const [z, value] = [rows.z[step - 1][gate], rows[gate][step - 1]];
      write(sums[row], isHidden ? words.hidden : `${short(z, 5)} → ${short(value, 5)}`);
    });
  }
  const fit = () => controls.flat().forEach((control) => control.fit());
  return { node, draw, fit };
}
