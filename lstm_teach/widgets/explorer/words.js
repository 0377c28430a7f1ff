// Every text that a person reads, one table per language. To add a language, add a table.

const english = {
  title: "Explorer of one LSTM unit",
  presets: { lecture: "Lecture", sigmoid_gates: "Sigmoid gates", standard: "Standard" },
  presetHint: "sets the three activations; the weights stay",
  reset: "Reset",
  resetHint: "back to the weights, inputs and activations of the start",
  undo: "Undo",
  redo: "Redo",
  circuit: "Circuit",
  circuitHint: "show or hide the drawing of one step",
  cells: ["first cell", "second cell"],
  roles: ["gates", "candidate", "memory"],
  activation: (role, cell) => `activation of ${role}${cell ? `, ${cell}` : ""}`,
  weights: "weights",
  weight: (row, column) => `weight ${row} ${column}`,
  sliderHint: "arrow keys move it by one step, with Shift by a tenth of a step; or type into its box",
  sum: (step, cell) => (cell ? `${cell}: z → value` : `z → value at step ${step}`),

  strip: (cell) => (cell ? `time strip, ${cell}` : "time strip"),
  step: "step",
  stepOf: (step, steps) => `step ${step} of ${steps}`,
  stepButton: (step) => `show step ${step}`,
  stepSpoken: (step, c, h) => `step ${step}: memory ${c}, output ${h}`,
  play: "Play",
  pause: "Pause",
  speed: "speed",
  perSecond: (speed) => (speed === 1 ? "1 step a second" : `${speed} steps a second`),
  addStep: "Add step",
  addStepHint: "a new step of zeros after this one",
  removeStep: "Remove step",
  input: (label, step) => `${label} at step ${step}`,
  constant: "the constant 1: its weights are the biases on the slide",

  circuitOf: (step, cell) => `${cell || "the cell"} at step ${step}`,
  more: (count) => `+ ${count} more`,
  hidden: "?",

  ghost: "show also",
  ghosts: { none: "nothing", before: "before the change", pinned: "the pinned run" },
  pin: "Pin",
  pinHint: "keep this run to compare with",
  was: (value) => `← ${value}`,
  different: (count, cells) =>
    `${count} of ${cells} values differ between the two cells; they are marked with a corner.`,

  predict: "Predict first",
  predictHint: "hides memory and output until you have written down what you expect",
  predictSteps: "steps to predict",
  predictNow: (reveal) => `Write what you expect for c and h into the dashed boxes, then press ${reveal}.`,
  reveal: "Reveal",
  prediction: (row, step, cell) => `your ${row} at step ${step}${cell ? `, ${cell}` : ""}`,
  yours: (value, right) => `${right ? "✓" : "✗"} ${value}`,
  verdict: (right, given, all) =>
    `${right} of ${all} right` +
    (given < all ? `, ${all - given} left empty` : "") +
    ". Right means: off by 0.005 at most.",
  noSuchSteps: (text, steps) => `"${text}" names no steps: write for example 3, 5-7 (there are 1 to ${steps}).`,

  sequence: "Change the sequence",
  pasteLabel: (labels) => `one step in each line, ${labels} (CSV, a spreadsheet's cells or a Python list)`,
  paste: "Use these numbers",
  seed: "seed",
  random: "Random sequence",
  randomHint: "a sequence in the lecture's style: write, reset, let out",
  taken: (steps) => `The sequence has ${steps} steps now. Undo brings the old one back.`,
  seedWanted: "The seed is a whole number from 0 to 4294967295.",

  notANumber: (label, value) => `${label} takes a number such as 0.5 or -10: it stays ${value}.`,
  overflow: (step) =>
    `The numbers outgrow the largest float at step ${step}: use smaller weights or inputs, or fewer steps.`,
  fileName: "file name",
  save: "Save figure and table",
  saving: "Saving …",
  saved: (names, folder) => `Saved ${names.join(", ")} in ${folder}`,
  gone: "The kernel was restarted or shut down: run this cell again. What you change here stays on this page, Python does not hear of it.",
  silent: "The kernel does not answer: wait for running cells, or run all cells again from the top.",
  copyLink: "Copy link",
  linkCopied: "The link is copied: it opens this page with these weights and inputs.",
  linkShown: "Copy the link from here, or from the address bar:",
  badLink: (reason) => `This link was not used: ${reason}. The page shows its own numbers.`,

  wrong: {
    long: (most) => `the text is longer than ${most} characters`,
    empty: "there are no numbers in it",
    token: (token, row) => `"${token}" in row ${row} is not a number`,
    finite: (token, row) => `"${token}" in row ${row} is too large`,
    width: (row, count, labels) => `row ${row} has ${count} numbers, but a step needs ${labels}`,
    steps: (steps, most) => `it has ${steps} steps, and an explorer shows 1 to ${most}`,
    brackets: "a bracket is not closed, or closed by another kind",
    mixed: (token) => `"${token}" stands beside brackets, not inside them: write (3, 1, 0), (4, 1, 0)`,
    several: "it has more than one sequence",
    constant: (row, value) => `row ${row} has ${value} where the constant 1 stands`,
    missing: (label) => `there is no row or column for ${label}`,
    coding: "it is damaged",
    labels: (labels) => `it was made for other inputs than ${labels}`,
    field: (name) => `its ${name} do not fit`,
  },
};

export const LANGUAGES = { en: english };

/** The table of a language, English if there is none. */
export const wordsOf = (language) => (Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : english);
