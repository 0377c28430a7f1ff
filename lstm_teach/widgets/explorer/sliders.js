// The table of weights: a slider and a number box for each.
import { numberBox, showNumber, slider } from "./number_controls.js";
import { element, write } from "./dom.js";
import { short } from "./numbers.js";
import { GATES } from "./recurrence.js";

/** A heading of a row: its sign, its meaning and its colour. */
export function rowTitle(name, { colours, meanings }) {
  const meaning = meanings[name] ?? "";
  return element(
    "th",
    { scope: "row", style: `--signal: ${colours[name] ?? "transparent"}`, title: meaning || name },
    element("b", {}, name),
    element("span", {}, meaning),
  );
}

/** { node, draw, fit }; get() gives the weights, change(row, column, value) is called at every move of a slider. */
export function createWeights(config, get, change) {
  const { labels, words } = config;
  const columns = [...labels, "h", "bias"];

  function control(row, column) {
    const label = words.weight(GATES[row], columns[column]);
    const value = () => get()[row][column];
    const set = (number) => change(row, column, number);
    const track = slider(label, words.sliderHint, set);
    const box = numberBox(label, value, set, config);
    const show = (active) => {
      track.show(value());
      showNumber(box, value(), active);
    };
    return { cell: element("td", {}, track.node, box), fit: () => track.fit(value()), show };
  }

  const controls = GATES.map((_, row) => columns.map((_, column) => control(row, column)));
  const sums = GATES.map(() => element("td", { class: "sum" }));
  const sumTitle = element("th", { scope: "col" });
  const node = element(
    "table",
    { class: "weights", "aria-label": words.weights, style: `--columns: ${columns.length}` },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("td"),
        ...columns.map((label) => element("th", { scope: "col", title: label }, label)),
        sumTitle,
      ),
    ),
    element(
      "tbody",
      {},
      ...GATES.map((name, row) =>
        element("tr", {}, rowTitle(name, config), ...controls[row].map(({ cell }) => cell), sums[row]),
      ),
    ),
  );

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
