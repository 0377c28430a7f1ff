// The recurrence in the browser, so that no drag waits for the kernel: the twin of LSTMCell.run in core/cell.py.
// A test compares the two.

export const GATES = ["i", "f", "g", "o"];
export const SIGNALS = [...GATES, "c_prev", "c", "h"];

/** Functions of z, by the names that core/activations.py gives them. */
const ACTIVATIONS = {
  __proto__: null,
  step: (z) => (z >= 0 ? 1 : 0),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  linear: (z) => z,
};

/**
 * Run a cell of one unit. weights: four rows i f g o over the inputs, h and bias; x: one row per step;
 * activations: names for gates, candidate, memory. Returns one list per signal; z, the four sums of each
 * step; activated, memory(c) of each step; overflow, the first step (from 1) out of the range of floats, or 0.
 */
export function run(weights, x, activations) {
  const [gate, candidate, memory] = activations.map((name) => ACTIVATIONS[name]);
  const rows = { z: [], activated: [], overflow: 0 };
  for (const name of SIGNALS) rows[name] = [];
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
    const activated = memory(c);
    h = o * activated;
    if (!rows.overflow && ![...Object.values(z), c].every(Number.isFinite)) rows.overflow = rows.c.length + 1;
    for (const [name, value] of Object.entries({ z, activated, i, f, g, o, c_prev, c, h })) rows[name].push(value);
  }
  return rows;
}

/** How many values of the two runs differ, and of how many. */
export function differences(runs) {
  const names = ["i", "f", "g", "o", "c_prev", "c", "h"];
  const pairs = names.flatMap((name) => runs[0][name].map((value, t) => Math.abs(value - runs[1][name][t])));
  return [pairs.filter((difference) => difference > 1e-12).length, pairs.length];
}
