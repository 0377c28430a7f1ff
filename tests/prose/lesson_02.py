"""The numbers told in lesson 02. What the lists mean: tests/prose/__init__.py."""

# ruff: noqa: E501 (sentences, one in a line)

import numpy as np
import torch

import lstm_teach as lt
from lstm_teach.examples import LEE_WEIGHTS, NINE_STEPS
from tests.lessons import sources
from tests.prose import GIVEN
from tests.prose.cells import NINE, NINE_STANDARD, SOFT, STANDARD, with_input, with_weight

σ, CODE = lt.SIGMOID, sources("02_standard_cell.ipynb")
C_2 = np.tanh(3)
C_4 = C_2 + np.tanh(4)
Y_6 = np.tanh(C_4)
HALF = with_weight("f", "1", 0, STANDARD)
LINEAR_MEMORY = STANDARD.replace(memory_activation="linear").run(NINE_STEPS)
COUNT = lt.LSTMCell.from_gates(i=[100], f=[100], g=[100], o=[100]).run(np.ones((20, 1)))
COUNT_C, COUNT_H = COUNT.c.ravel(), COUNT.h.ravel()


def scaled(s, gate_factor=1):
    """The outputs of section 6, divided by the scale s."""
    rows = {gate: gate_factor * np.array(weights) for gate, weights in LEE_WEIGHTS.items()}
    rows["g"] = s * np.array(LEE_WEIGHTS["g"])
    return lt.LSTMCell.from_gates(**rows).run(NINE_STEPS).h.ravel() / s


def shown_too_small(s, memory):
    """How much too small a memory is shown by tanh at the scale s."""
    return memory - np.tanh(s * memory) / s


def float32_and_64():
    """The largest difference between the outputs of PyTorch's LSTM in 64 or 32 bits and NumPy's."""
    lstm, x = lt.to_torch(STANDARD, "LSTM"), torch.tensor(NINE_STEPS)
    exact = lstm(x)[0].detach().numpy() - NINE_STANDARD.h
    single = lstm.float()(x.float())[0].detach().numpy() - NINE_STANDARD.h
    return np.abs(exact).max(), np.abs(single).max()


CLAIMS = [
    ("swap-text", "sigmoid $\\sigma$: between 0 and 1", [σ(-700) > 0, σ(36) < 1]),
    ("squash-see", "tanh(3), tanh(4) and tanh(7) are nearly the same number", [np.tanh(7) - np.tanh(3) < 0.005, GIVEN, GIVEN]),
    ("squash-see", "They stay between −1 and 1 (tanh) and between 0 and 1 (sigmoid).", [np.tanh(-18) > -1, np.tanh(18) < 1, σ(-700) > 0, σ(36) < 1]),
    ("hand-see", "`c_2 = 0.995055`, `c_4 = 1.994384` and `y_6 = 0.963629`", [C_2, C_4, Y_6]),
    ("hand-see", "**Each write adds less than 1**: 3 is written as 0.995, 4 as 0.999.", [np.tanh(4) < 1, GIVEN, np.tanh(3), GIVEN, np.tanh(4)]),
    ("hand-see", "1.99 is shown as 0.96", [C_4, Y_6]),
    ("loop-see", "`y6 = 0.963624`, `y9 = 0.761584` and `y2 = 0.000034`", NINE_STANDARD.h[[5, 8, 1]]),
    ("loop-see", "Loop and package agree to 15 digits after the point.", "rtol=0, atol=1e-15" in CODE["loop-equal"]),
    ("loop-see", "By hand we had 0.963629, here it is 0.963624.", [Y_6, NINE_STANDARD.h[5, 0]]),
    ("trace-see", "gates near 0 and 1", [NINE_STANDARD.i.min() < 1e-4, NINE_STANDARD.i.max() > 0.9999]),
    ("trace-see", "the memory rising to 1.99 in two writes of less than 1, and the output of 0.96 and 0.76 at the steps 6 and 9", [NINE_STANDARD.c[3, 0], (NINE_STANDARD.i * NINE_STANDARD.g)[[1, 3]].max() < 1, *NINE_STANDARD.h[[5, 8], 0]]),
    ("one-see", "**Soft gates** cost 0.0005: 6.9995 is left.", [7 - SOFT.h[5, 0], SOFT.h[5, 0]]),
    ("one-see", "takes the 7 down to 1.99", [NINE.h[5, 0], LINEAR_MEMORY.h[5, 0]]),
    ("one-see", "two writes, each less than 1", (LINEAR_MEMORY.i * LINEAR_MEMORY.g)[[1, 3]].max() < 1),
    ("one-see", "takes 1.99 down to 0.96", [LINEAR_MEMORY.h[5, 0], NINE_STANDARD.h[5, 0]]),
    ("one-why", "the recurrent weights are 0", np.abs(STANDARD.weight_hh).max()),
    ("compare-text", "change the input `x1` from 3 to 300. (Click on the 3 in the first strip and type 300.)", [NINE_STEPS[1, 0], GIVEN, NINE_STEPS[1, 0], GIVEN]),
    (
        "compare-see",
        "The lecture's cell shows **304**. The standard cell shows **0.963975**; before, it was 0.963624.",
        [with_input(2, "x1", 300).h[5, 0], with_input(2, "x1", 300, STANDARD).h[5, 0], NINE_STANDARD.h[5, 0]],
    ),
    ("compare-see", "tanh(300) and tanh(3) are both nearly 1", [GIVEN, GIVEN, np.tanh(3) > 0.99]),
    (
        "compare-see",
        "The lecture's cell shows **0.07**, a hundredth of 7. The standard cell shows **0.0698508**",
        [with_weight("g", "x1", 0.01).h[5, 0], NINE.h[5, 0], with_weight("g", "x1", 0.01, STANDARD).h[5, 0]],
    ),
    ("compare-see", "still shows **7**: the sum is exactly 0, and the step function is 1 at 0", [with_weight("f", "1", 0).h[5, 0], with_weight("f", "1", 0).z_f[2, 0], lt.STEP(0), GIVEN]),
    ("compare-see", "shows **0.357735**: where $x_2 = 0$, the forget gate is $\\sigma(0) = 0.5$", [HALF.h[5, 0], GIVEN, GIVEN, HALF.f[2, 0]]),
    ("compare-see", "the memory goes 0.995 → 0.498 → (step 4 writes) 1.497 → 0.749 → 0.374, and $\\tanh(0.374) = 0.358$", [*HALF.c[1:6, 0], HALF.c[5, 0], np.tanh(HALF.c[5, 0])]),
    ("counter-see", "The memory **counts**: 1, 2, 5, 10, 20.", [value.round(12) for value in COUNT_C[[0, 1, 4, 9, 19]]]),
    ("counter-see", "The outputs of step 10 and of step 20 differ by only 0.000000004.", COUNT_H[19] - COUNT_H[9]),
    ("counter-see", "The computer rounds $\\sigma(100)$, tanh(100) and tanh(20) to 1.", [GIVEN, GIVEN, GIVEN, min(σ(100), np.tanh(100), np.tanh(20))]),
    ("counter-see", "So can a standard cell store 3 + 4 = 7?", [GIVEN, GIVEN, NINE.c[3, 0]]),
    ("counter-see", "each adds less than 1. It takes at least 8 steps", [np.tanh(18) * σ(36) < 1, np.flatnonzero(COUNT_C > 7 + 1e-9)[0] + 1]),
    ("scale-see", "It comes close to 6.9995, not to 7.", [scaled(0.0001)[5], abs(scaled(0.0001)[5] - 7) > 4e-4]),
    ("scale-see", "gate weights that are 10 times as big", "gate_factor=10" in CODE["scale-hard"]),
    ("scale-error-text", "**all nine outputs** are within 0.00001 of the lecture's", np.abs(scaled(0.0001, 10) - NINE.h.ravel()).max() < 0.00001),
    ("scale-error-text", "you get $s^2 (3^3 + 4^3 + 7^3) / 3$", [GIVEN, GIVEN, GIVEN, abs((7 - scaled(0.001, 10)[5]) / 0.001**2 / ((3**3 + 4**3 + 7**3) / 3) - 1) < 1e-4]),
    ("five-see", "7 and 6 in the first row, 6.9995… and 5.99977… in the second, and 0.963623… and 0.761584… in all others", [*NINE.h[[5, 8], 0], *SOFT.h[[5, 8], 0], *NINE_STANDARD.h[[5, 8], 0]]),
    ("five-equal-see", "The difference is 0, or smaller than $10^{-15}$: the last digit of a 64-bit number.", lambda: [GIVEN, float32_and_64()[0] < 1e-15, np.finfo(np.float64).eps < 1e-15]),
    ("five-equal-see", "They have about 7 digits", round(-np.log10(np.finfo(np.float32).eps))),
    ("memory-see", "Before it, the lecture's memory is 3; after it, 7. In the standard cell it is 0.995 and 1.994.", [NINE.c_prev[3, 0], NINE.c[3, 0], NINE_STANDARD.c_prev[3, 0], NINE_STANDARD.c[3, 0]]),
    ("memory-see", "a soft forget gate is $\\sigma(-90) \\approx 10^{-39}$, nearly 0 and never 0", [GIVEN, NINE_STANDARD.f[6, 0], σ(-90) < 1e-30, σ(-90) > 0]),
    ("solution-1", "The sums of step 1 are $z_i = 90$ and $z_g = a$. Those of step 2 are $z_i = -10$, $z_f = 10$, $z_g = b$, $z_o = 90$.", [getattr(STANDARD.run([[2, 1, 0, 1], [5, 0, 1, 1]]), z)[t, 0] for z, t in (("z_i", 0), ("z_i", 1), ("z_f", 1), ("z_o", 1))]),
    ("solution-2", "each step adds less than 1. With large weights each step adds nearly 1", [np.tanh(18) * σ(36) < 1, np.tanh(18) * σ(36) > 0.999]),
    ("solution-2", "for 5 the answer is 6", [GIVEN, np.flatnonzero(COUNT_C > 5 + 1e-9)[0] + 1]),
    ("exercise-3-text", "with $x_1$ from 1 to 9. The check draws its own sequences of 20 steps: memories up to about 100 occur", [GIVEN, GIVEN, GIVEN, 20 * np.arange(1, 10).mean()]),
    ("solution-3", "A memory of 100 is shown too small by about $s^2 \\cdot 100^3 / 3$", [GIVEN, GIVEN, abs(shown_too_small(5e-5, 100) / (5e-5**2 * 100**3 / 3) - 1) < 1e-3]),
    ("solution-3", "This is below 0.001 if $s$ is below 0.00005.", [shown_too_small(0.00005, 100) < 0.001, shown_too_small(0.00006, 100) > 0.001]),
    ("closing", "each write adds less than 1, and the output is below 1", [np.tanh(18) * σ(36) < 1, np.tanh(18) * σ(36) < 1]),
]  # fmt: skip

NOT_CLAIMS = [
    ("title", "Why is the answer not 7?", "the question"),
    ("swap-text", "step: 0 or 1", "a definition"),
    ("squash-see", "flat on both sides of 0", "the step function's place"),
    ("hand-text", "Step 2 writes $x_1 = 3$, step 4 writes $x_1 = 4$", "inputs of lesson 01, asserted there"),
    ("hand-text", "(Take the gates as 0 or 1.)", "the question"),
    ("hand-see", "why the answer is not 7", "the question"),
    ("one-text", "takes the 7 away", "the question"),
    (
        "compare-text",
        "Row `g`, column `x1`: 1 → 0.01. (Click into its box and type 0.01.",
        "a change to make",
    ),
    (
        "compare-text",
        "an arrow key moves it by 0.1, `Shift` + arrow by 0.01.",
        "how the slider moves: tests/browser",
    ),
    ("exercise-2-text", "The limit is 0 or more", "the task"),
    ("compare-text", "Row `f`, column `1`: 10 → 0", "a change to make"),
    ("compare-see", "x1 = 300 at step 2", "a change to make"),
    ("compare-see", "It cannot tell a 300 from a 3", "told in the sentence before"),
    ("compare-see", "Row g, column x1: 1 → 0.01", "a change to make"),
    ("compare-see", "Row f, column 1: 10 → 0", "a change to make"),
    (
        "bound-text",
        "both factors are smaller than 1. So $|h| < 1$",
        "a proof; tests/test_lessons.py tries drawn cells",
    ),
    ("bound-text", "put out a 7", "the question"),
    (
        "bound-text",
        "($f < 1$) and adds less than 1 ($i < 1$ and $|g| < 1$)",
        "a proof; tests/test_lessons.py tries drawn cells",
    ),
    (
        "bound-text",
        "|c_{t-1}| + 1, \\qquad \\text{and from } c_0 = 0: \\quad |c_t| < t$$",
        "a proof; tests/test_lessons.py tries drawn cells",
    ),
    (
        "bound-text",
        "not by 1. This cell has all gates wide open and writes nearly 1",
        "asserted in the cell counter-bound",
    ),
    ("bound-text", "Its only input is the constant 1:", "an input"),
    (
        "counter-see",
        "(In exact mathematics $c$ stays a very little below 1, 2, 5, … and $h$ below 1.",
        "the bound of the section",
    ),
    ("scale-text", "Near 0, tanh is nearly a straight line", "a place"),
    ("scale-text", "\\frac{u^3}{3}", "an equation"),
    ("scale-text", "Is it 7?", "the question"),
    (
        "scale-error-text",
        "\\frac{(3s)^3}{3}$. So the 3 is written a little too small, and so is the 4. Then the 7 is shown",
        "the inputs of the sum that is computed below",
    ),
    ("five-torch-text", "64-bit numbers", "a type"),
    ("five-equal-see", "32-bit numbers", "a type"),
    ("exercises", "$(a, 1, 0)$ and then $(b, 0, 1)$, for example $a = 2$ and $b = 5$", "the task"),
    ("exercise-2-text", "$c_0 = 0$", "the task"),
    ("exercise-2-text", "for example 5?", "the task"),
    ("exercise-3-text", "within 0.001 of the lecture's output", "the task"),
    ("closing", "The answer is not 7", "the question"),
    ("closing", "64-bit number", "a type"),
]

#: What each prediction asks for: (cell, answers). Nobody may see one of them before the prediction is made.
ANSWERS = [
    ("hand-text", ["1.99", "0.96"]),
    ("one-text", ["0.0005", "1.99", "6.9995"]),
    ("compare-text", ["304", "0.963975", "0.07", "0.0698508", "0.357735"]),
    ("scale-text", ["6.9995", "the gates still leak"]),
]
