// The selected step as two lines of arithmetic.
import { factor, isExact, short } from "./numbers.js";

/** c = f·c_prev + i·g = … and h = o·memory(c) = …; step: from 1; cell: its name, if there are two. */
export function sentenceOf(rows, activations, step, cell, words) {
  const at = (name) => rows[name][step - 1];
  const memory = activations[2];
  const [i, f, g, o, c_prev, c, h] = ["i", "f", "g", "o", "c_prev", "c", "h"].map((name) => short(at(name)));
  const activated = (inside) => (memory === "linear" ? inside : `${memory}(${inside})`);
  const value = memory === "linear" ? factor(c) : activated(c);
  const sign = (...names) => (names.every((name) => isExact(short(at(name)), at(name))) ? "=" : "≈");
  const start = `${cell ? `${cell}, ` : ""}${words.step} ${step}:  `;
  return (
    `${start}c = f·c_prev + i·g = ${f}·${factor(c_prev)} + ${i}·${factor(g)} ${sign("f", "c_prev", "i", "g", "c")} ${c}\n` +
    `${" ".repeat(start.length)}h = o·${activated("c")} = ${o}·${value} ${sign("o", "c", "h")} ${h}`
  );
}
