// The drawing of one step, arranged as on the lecture's slide. Where everything stands is data (circuit.json),
// shared with plot_cell in circuit.py; a test compares what the two write.
import { equals, factor, formatNumber, shade, svg, write } from "../widgets/explorer/drawing.js";
import { GATES } from "../widgets/explorer/recurrence.js";

const MOST_TERMS = 7;
const ANCHORS = { left: "start", center: "middle", right: "end" };
const LINE = 15;
const GHOST_ROOM = 6;
const TERM_FONT = 11;

/** Everything that the drawing shows of step t (from 0), by name. */
export function valuesAt(rows, t) {
  const at = (name) => rows[name][t];
  const z = Object.fromEntries(GATES.map((gate) => [`z_${gate}`, at("z")[gate]]));
  const plain = Object.fromEntries([...GATES, "c_prev", "c", "h", "activated"].map((name) => [name, at(name)]));
  return { ...z, ...plain, written: at("i") * at("g"), kept: at("f") * at("c_prev") };
}

/** The terms of one weighted sum: { label, weight, value }, for the inputs, the output before and the bias. */
export function termsOf(weights, x_t, h_prev, labels) {
  const names = [...labels, "h_prev", "bias"];
  return [...x_t, h_prev, 1].map((value, k) => ({ label: names[k], weight: weights[k], value }));
}

/** Those that have a box: all of them, or the largest ones, in their order. */
export function boxedTerms(terms) {
  if (terms.length <= MOST_TERMS) return terms;
  const size = ({ weight, value }) => Math.abs(weight * value);
  const largest = [...terms].sort((a, b) => size(b) - size(a)).slice(0, MOST_TERMS - 1);
  return terms.filter((term) => largest.includes(term));
}

/** The sum written out, z = 100·1 + (-10)·1 = 90, in a few lines of at most so many characters. */
export function sumLines(name, terms, sum, { characters, lines: most }, room, words) {
  const counted = terms.filter(({ weight }) => weight !== 0);
  const factors = counted.flatMap(({ weight, value }) => [weight, value]);
  const total = formatNumber(sum, 6, room);
  const exact = factors.every((value) => Number(formatNumber(value, 4)) === value) && Number(total) === sum;
  const products = counted.map(({ label, weight, value }) => {
    const first = formatNumber(weight, 4);
    return label === "bias" ? factor(first) : `${factor(first)}·${factor(formatNumber(value, 4))}`;
  });
  for (let shown = products.length; ; shown--) {
    const left = products.length - shown;
    const pieces = products.slice(0, shown).map((product, k) => (k ? `+ ${product}` : product));
    if (left) pieces.push(words.more(left));
    const lines = wrap([`${name} =`, ...pieces, ...(pieces.length ? [exact ? "=" : "≈"] : []), total], characters);
    if (lines.length <= most || !shown) return lines;
  }
}

function wrap(pieces, characters) {
  const lines = [""];
  for (const piece of pieces) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${piece}` : piece;
    if (longer.length <= characters || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

/**
 * The drawing of a cell: { node, draw }. cropped: the block alone, without the boxes of the four sums.
 * draw({ rows, t, x, weights, activations, hidden, ghost, largest, label }): hidden is a set of names not to be
 * told; ghost holds the values of another run, or is null.
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
  const wires = circuit.wires.map((wire) => ({ ...wire, ...drawWire(wire, colours, layers.wires) }));
  const shapes = Object.entries(circuit.nodes).map(([name, place]) => ({
    name,
    ...place,
    ...drawNode(place, circuit, layers.nodes),
  }));
  const values = circuit.values.map((value) => ({ ...value, ...drawValue(value, layers.texts) }));
  const sums = cropped
    ? []
    : Object.entries(circuit.sums).map(([gate, place]) => drawSum(gate, place, circuit, labels, layers));

  function draw({ rows, t, x, weights, activations, hidden, ghost, largest, label }) {
    const now = valuesAt(rows, t);
    const [gate, candidate, memory] = activations;
    const functions = { gate, candidate, memory };
    node.setAttribute("aria-label", label);
    for (const { carries, parts } of wires) {
      const off = !hidden.has(carries) && now[carries] === 0;
      for (const part of parts) part.classList.toggle("zero", off);
    }
    for (const shape of shapes) drawShape(shape, now, functions, hidden, ghost);
    for (const value of values) {
      const name = value.label.replace("{memory}", memory);
      const secret = hidden.has(value.shows);
      write(value.text, secret ? `${name} = ${words.hidden}` : `${name} ${equals(now[value.shows], 6, circuit.room)}`);
      const was = ghost?.[value.shows];
      const told = ghost && !secret && was !== now[value.shows];
      write(value.ghost, told ? `${value.apart ? "" : " "}${words.was(formatNumber(was, 4, GHOST_ROOM))}` : "");
    }
    sums.forEach(({ gate, place, boxes, lines }) => {
      const h_prev = t ? rows.h[t - 1] : 0;
      const terms = termsOf(weights[GATES.indexOf(gate)], x[t], h_prev, labels);
      boxedTerms(terms).forEach(({ label, weight, value }, k) => {
        const secret = label === "h_prev" && hidden.has("h_prev");
        const name = [...label].slice(0, 8); // letters: an emoji is one, as in Python
        const told = secret ? `= ${words.hidden}` : equals(value, 4, circuit.box_characters - name.length);
        const texts = label === "bias" || label === "1" ? [label, ""] : [name.join(""), ` ${told}`];
        texts.forEach((text, n) => write(boxes[k].text.children[n], text));
        boxes[k].text.style.fontSize = `${Math.min(TERM_FONT, (circuit.box[0] - 4) / widthOf(texts.join("")))}px`; // it stays in its box
        write(boxes[k].weight, formatNumber(weight, 4));
        boxes[k].group.setAttribute("class", `term ${weight > 0 ? "positive" : weight < 0 ? "negative" : "zero"}`);
        boxes[k].box.setAttribute(
          "class",
          label === "1" ? "constant" : label === "h_prev" || label === "bias" ? "inner" : "input",
        );
      });
      const secret = hidden.has("h_prev") && weights[GATES.indexOf(gate)].at(-2) !== 0;
      const written = secret
        ? [`z_${gate} = ${words.hidden}`]
        : sumLines(`z_${gate}`, terms, now[`z_${gate}`], place, circuit.room, words);
      lines.forEach((line, k) => write(line, written[k] ?? ""));
    });

    function drawShape({ shape, name, gate, role, parts }, now, functions, hidden, ghost) {
      if (role) parts.icon.setAttribute("points", circuit.icons[functions[role]].join(" "));
      if (shape === "gate") parts.circle.style.fill = shade(sequential, now[name]).backgroundColor;
      if (shape === "gate") parts.icon.style.stroke = shade(sequential, now[name]).color;
      if (shape === "product") {
        open(parts.passage, now[gate]);
        parts.arrow.setAttribute("transform", `scale(${Number.isFinite(now[gate]) ? now[gate] : 0})`);
        open(parts.ghost, ghost?.[gate] ?? now[gate]);
        parts.ghost.style.display = ghost && ghost[gate] !== now[gate] ? "" : "none";
      }
      if (shape === "memory") {
        for (const [half, signal] of [
          ["top", "c"],
          ["bottom", "c_prev"],
        ]) {
          const { backgroundColor, color } = hidden.has(signal)
            ? {}
            : shade(diverging, 0.5 + (0.5 * now[signal]) / largest);
          parts[half].style.fill = backgroundColor ?? "";
          for (const value of values) if (value.shows === signal) value.text.parentNode.style.fill = color ?? "";
        }
      }
    }
  }
  return { node, draw };
}

/** How wide a text is at most, in the size of its font: measuring it would cost a layout at every move of a slider. */
function widthOf(text) {
  const width = (letter) =>
    /[ .,:;'!|()ijlft-]/.test(letter)
      ? 0.4
      : /[^\x20-\x7e]|[MWmw@%]/.test(letter)
        ? 1
        : /[A-Z]/.test(letter)
          ? 0.8
          : 0.65;
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
  return { parts: [group] };
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
    // a piece of pipe between two plates, as wide as the gate is open, an arrow in it: closed, the wire has a gap
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
  return { parts };
}

/** Open a piece of pipe, from 0 (closed) to 1. */
function open(pipe, opening) {
  const width = pipe.height.baseVal.value * (Number.isFinite(opening) ? opening : 0);
  pipe.setAttribute("x", -width / 2);
  pipe.setAttribute("width", width);
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
