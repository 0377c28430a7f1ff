// The drawing of one step, arranged as on the lecture's slide: the twin of circuit.py. Where everything stands is data
// (circuit_layout.json), shared with plot_cell; what it says is in circuit_texts.js.
import { shade } from "../widgets/explorer/colours.js";
import { svg, write } from "../widgets/explorer/dom.js";
import { formatNumber } from "../widgets/explorer/numbers.js";
import { MOST_TERMS, cellTexts, valuesAt } from "./circuit_texts.js";

const ANCHORS = { left: "start", center: "middle", right: "end" };
const LINE = 15; // from one line of a sum to the next
const GHOST_CHARACTERS = 6;
const TERM_FONT = 11;

/**
 * The drawing of a cell: { node, draw }. cropped: the block alone, without the boxes of the four sums.
 * draw({ rows, t, x, weights, activations, hidden, ghost, largest, label }): hidden is a set of names of values that must
 * not be shown; ghost holds the values of another run, or is null.
 */
export function createCircuit({ circuit, labels, colours, sequential, diverging, words, cropped }) {
  const [width, height] = circuit.size;
  const viewBox = cropped ? circuit.block : [0, 0, width, height];
  const layers = { wires: svg("g"), nodes: svg("g"), texts: svg("g") };
  const node = svg(
    "svg",
    { class: "circuit", viewBox: viewBox.join(" "), role: "img", "font-size": circuit.font },
    frame(circuit),
    ...Object.values(layers),
  );
  node.style.setProperty("--wide", `${viewBox[2]}px`);
  for (const [name, colour] of Object.entries(circuit.colours)) node.style.setProperty(`--${name}`, colour);
  const wires = circuit.wires.map((wire) => ({ ...wire, group: drawWire(wire, colours, layers.wires) }));
  const shapes = Object.entries(circuit.nodes).map(([name, place]) => {
    return { name, ...place, parts: drawNode(place, circuit, layers.nodes) };
  });
  const values = circuit.values.map((value) => ({ ...value, ...drawValue(value, layers.texts) }));
  const content = { circuit: cropped ? { ...circuit, sums: {} } : circuit, labels, words };
  const sums = Object.entries(content.circuit.sums).map(([gate, place]) =>
    drawSum(gate, place, circuit, labels, layers),
  );

  function draw(step) {
    const { rows, t, activations, hidden, ghost, largest, label } = step;
    const now = valuesAt(rows, t);
    const texts = cellTexts(step, content);
    const [gate, candidate, memory] = activations;
    node.setAttribute("aria-label", label);
    for (const { carries, group } of wires) {
      group.classList.toggle("zero", !hidden.has(carries) && now[carries] === 0);
    }
    for (const shape of shapes) {
      if (shape.role) {
        shape.parts.icon.setAttribute("points", circuit.icons[{ gate, candidate, memory }[shape.role]].join(" "));
      }
      if (shape.shape === "gate") fillGate(shape, now[shape.name]);
      if (shape.shape === "product") openValve(shape.parts, now[shape.gate], ghost?.[shape.gate]);
      if (shape.shape === "memory") fillMemory(shape.parts, now, hidden, largest);
    }
    for (const value of values) {
      write(value.text, texts.values[value.shows]);
      const was = ghost?.[value.shows];
      const differs = ghost && !hidden.has(value.shows) && was !== now[value.shows];
      const note = differs ? words.was(formatNumber(was, 4, GHOST_CHARACTERS)) : "";
      write(value.ghost, note && !value.apart ? ` ${note}` : note);
    }
    for (const { gate, boxes, lines } of sums) {
      texts.sums[gate].boxes.forEach((content, k) => fillBox(boxes[k], content, circuit.box));
      lines.forEach((line, k) => write(line, texts.sums[gate].lines[k] ?? ""));
    }
  }

  function fillGate({ parts }, opening) {
    const { backgroundColor, color } = shade(sequential, opening);
    parts.circle.style.fill = backgroundColor;
    parts.icon.style.stroke = color;
  }

  function fillMemory(parts, now, hidden, largest) {
    for (const [half, signal] of Object.entries({ top: "c", bottom: "c_prev" })) {
      const fraction = hidden.has(signal) ? NaN : 0.5 + (0.5 * now[signal]) / largest;
      const { backgroundColor, color } = shade(diverging, fraction);
      parts[half].style.fill = backgroundColor;
      for (const value of values) if (value.shows === signal) value.text.parentNode.style.fill = color;
    }
  }

  return { node, draw };
}

/** Open the valve of a gate, and show by a dashed line how far it was open before. */
function openValve(parts, opening, before = opening) {
  openPipe(parts.passage, opening);
  parts.arrow.setAttribute("transform", `scale(${Number.isFinite(opening) ? opening : 0})`);
  openPipe(parts.ghost, before);
  parts.ghost.style.display = Object.is(before, opening) ? "none" : "";
}

/** Open a piece of pipe, from 0 (closed) to 1. */
function openPipe(pipe, opening) {
  const width = pipe.height.baseVal.value * (Number.isFinite(opening) ? opening : 0);
  pipe.setAttribute("x", -width / 2);
  pipe.setAttribute("width", width);
}

/** Write a term into its box: its name and value, its weight beside it. */
function fillBox({ group, box, text, weight }, { term, texts, weight: weightText }, [width]) {
  texts.forEach((part, n) => write(text.children[n], part));
  text.style.fontSize = `${Math.min(TERM_FONT, (width - 4) / widthOf(texts.join("")))}px`; // it stays in its box
  write(weight, weightText);
  const sign = term.weight > 0 ? "positive" : term.weight < 0 ? "negative" : "zero";
  group.setAttribute("class", `term ${sign}`);
  const isInner = term.label === "h_prev" || term.label === "bias";
  box.setAttribute("class", term.label === "1" ? "constant" : isInner ? "inner" : "input");
}

/** How wide a text is at most, in the size of its font: measuring it would cost a layout at every move of a slider. */
function widthOf(text) {
  const width = (letter) => {
    if (/[ .,:;'!|()ijlft-]/.test(letter)) return 0.4;
    if (/[^\x20-\x7e]|[MWmw@%]/.test(letter)) return 1;
    return /[A-Z]/.test(letter) ? 0.8 : 0.65;
  };
  return [...text].reduce((sum, letter) => sum + width(letter), 0);
}

const frame = ({
  frame: {
    at: [x, y],
    size: [width, height],
  },
}) => svg("rect", { class: "frame", x, y, width, height, rx: 10 });

function drawWire({ carries, points }, colours, layer) {
  const [[x0, y0], [x1, y1]] = points.slice(-2);
  const angle = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
  const group = svg("g", { class: "wire", style: `--signal: ${colours[carries] ?? "currentColor"}` });
  const line = svg("polyline", { points: points.join(" ") });
  const head = svg("path", { d: "M0 0 L-6 -3.5 L-6 3.5 Z", transform: `translate(${x1} ${y1}) rotate(${angle})` });
  group.append(line, head);
  layer.append(group);
  return group;
}

function drawNode({ shape, at: [x, y], size, gate, flow }, { radius, valve }, layer) {
  const turn = flow === "down" ? " rotate(180)" : "";
  const group = svg("g", {
    class: `node ${shape}`,
    transform: `translate(${x} ${y})${turn}`,
    ...(gate && { "data-gate": gate }),
  });
  const parts = {};
  if (shape === "memory") {
    const [width, height] = size;
    const half = (top) => svg("rect", { x: -width / 2, y: top, width, height: height / 2 });
    parts.top = half(-height / 2);
    parts.bottom = half(0);
    group.append(parts.top, parts.bottom);
  } else if (shape === "product") {
    // a piece of pipe between two plates, as wide as the gate is open, with an arrow in it; closed, it is a gap in the wire
    const r = radius.product;
    const pipe = (name) => svg("rect", { class: name, y: -r, height: 2 * r });
    const end = (top) => svg("rect", { class: "plate", x: -r, y: top, width: 2 * r, height: valve.plate });
    const arrow = svg("polygon", { class: "arrow", points: valve.arrow.join(" ") });
    Object.assign(parts, { ghost: pipe("was"), passage: pipe("passage"), arrow });
    group.append(parts.passage, end(-r), end(r - valve.plate), arrow, parts.ghost);
  } else {
    const r = radius[shape];
    parts.circle = svg("circle", { r });
    group.append(parts.circle);
    if (shape === "sum") group.append(svg("path", { class: "sign", d: "M-4 0 H4 M0 -4 V4" }));
    if (shape === "activation" || shape === "gate") {
      parts.icon = svg("polyline", { class: "icon" });
      group.append(parts.icon);
    }
  }
  layer.append(group);
  return parts;
}

function drawValue({ at: [x, y], align, ghost: place }, layer) {
  const text = svg("tspan");
  const ghost = svg("tspan", { class: "was" });
  const line = svg("text", { x, y, "text-anchor": ANCHORS[align], ...(place && { class: "inside" }) }, text);
  if (place) layer.append(line, svg("text", { x: place[0], y: place[1], "text-anchor": "end" }, ghost));
  else line.append(ghost);
  layer.append(line);
  return { text, ghost, apart: Boolean(place) };
}

function drawSum(gate, place, circuit, labels, layers) {
  const [width, height] = circuit.box;
  const [toX, toY] = circuit.nodes[`z_${gate}`].at;
  const boxes = [];
  for (let k = 0; k < Math.min(labels.length + 2, MOST_TERMS); k++) {
    const x = place.first[0] + k * place.pitch[0];
    const y = place.first[1] + k * place.pitch[1];
    const ends = { right: [x + width, y + height / 2], left: [x, y + height / 2], top: [x + width / 2, y] };
    const [startX, startY] = ends[place.edge];
    const notes = {
      right: [startX + 6, startY, "start"],
      left: [startX - 6, startY, "end"],
      top: [startX, startY - 9, "middle"],
    };
    const [noteX, noteY, anchor] = notes[place.edge];
    const text = svg(
      "text",
      { x: x + width / 2, y: y + height / 2, "text-anchor": "middle" },
      svg("tspan", { class: "name" }),
      svg("tspan"),
    );
    const weight = svg("text", { class: "weight", x: noteX, y: noteY, "text-anchor": anchor });
    const box = svg("rect", { x, y, width, height, rx: 2 });
    const group = svg("g", {}, svg("line", { x1: startX, y1: startY, x2: toX, y2: toY }), box, text, weight);
    layers.wires.append(group);
    boxes.push({ group, box, text, weight });
  }
  const lines = Array.from({ length: place.lines }, (_, k) =>
    svg("text", {
      class: "written",
      x: place.line[0],
      y: place.line[1] + k * LINE,
      "text-anchor": ANCHORS[place.align],
    }),
  );
  layers.texts.append(...lines);
  return { gate, place, boxes, lines };
}
