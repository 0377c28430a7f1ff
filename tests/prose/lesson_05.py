"""The numbers told in lesson 05. What the two lists mean: tests/prose/__init__.py."""

# ruff: noqa: E501 (sentences, one in a line)

import numpy as np

import lstm_teach as lt
from tests import test_model_answer
from tests.prose import GIVEN
from tests.prose.running import run_cells

σ = lt.SIGMOID
STEPS = 99  # the longest distance of section 7


def told(compute):
    """A claim's values, from the names that the lesson's cells leave behind."""
    return lambda: compute(run_cells("05_gradients.ipynb"))


def norm(matrix):
    return np.linalg.norm(matrix, 2)


def radius(matrix):
    return np.abs(np.linalg.eigvals(matrix)).max()


def power(matrix, k):
    return norm(np.linalg.matrix_power(matrix, k))


def direct_and_total(n, **biases):
    """What is left of the gradient after 1 to 99 steps, on the direct path and in all."""
    net = n["fresh_lstm"](**biases)
    return np.array(n["what_is_left"](net, "direct")), np.array(n["what_is_left"](net))


def keeps(n):
    return direct_and_total(n, forget_bias=6, input_bias=-6)


def errors(n, name):
    """The largest differences of the lesson's gradients to central differences and to autograd."""
    gradient = n["by_hand"][name]
    return np.abs(gradient - n["by_differences"](name)).max(), np.abs(gradient - n["autograd"][name]).max()


def largest_errors(n):
    return np.max([errors(n, name) for name in n["by_hand"]], axis=0)


def slider(n, forget_bias, recurrent_weight, path):
    """What the sliders' picture shows at the distances 0 to 30, and the run."""
    weights = {"i": [0.5], "f": [0.5], "g": [1], "o": [0.5]}
    unit = lt.LSTMCell.from_gates(
        **weights, bias={"f": forget_bias}, weight_hh=dict.fromkeys("ifgo", recurrent_weight)
    )
    run = unit.run(n["x_long"][:31, :1])
    jacobian = lt.memory_jacobian(unit, run)
    return np.array([abs(jacobian.span(1, 1 + k, path).item()) for k in range(31)]), run


def rnn_20_steps_before_the_end(n):
    """What is left in the RNN 20 steps before the loss, as a part of it, for every longer sequence."""
    return np.array([n["maps"][0, T - 1, T - 21] / n["maps"][0, T - 1, T - 1] for T in range(21, 61)])


def at_rest(w, path="total"):
    unit = lt.LSTMCell(np.zeros((4, 1)), weight_hh=[[0], [0], [w], [0]])
    return lt.memory_jacobian(unit, unit.run(np.zeros((31, 1)))).span(1, 31, path).item()


def shares(n):
    return {bias: n["direct_left"][bias][-1] / n["lstm_left"][bias][-1] for bias in (0, 1, 3)}


def magnitude(value):
    """The power of ten below a value: 2.1e-14 gives 1e-14."""
    return 10.0 ** np.floor(np.log10(value))


CLAIMS = [
    ("table-see", "differences of about $10^{-10}$ to central differences (that is their own error) and below $10^{-15}$ to autograd", told(lambda n: [0.5e-10 < largest_errors(n)[0] < 5e-10, largest_errors(n)[1] < 1e-15])),
    ("radius-see", "The norm is 1.84, and still the power vanishes: after 99 steps less than 0.01 is left", told(lambda n: [norm(n["W"]), power(n["W"], 1000) < 1e-20 and radius(n["W"]) < 1, power(n["W"], STEPS) < 0.01])),
    ("radius-see", "At first it grows, to 2.99 after 5 steps. Then $0.94^k$ wins.", told(lambda n: [power(n["W"], 5), np.argmax([power(n["W"], k) for k in range(100)]), radius(n["W"])])),
    ("memory-text", "In the lecture's example $W_{hh} = 0$", told(lambda n: np.abs(n["standard"].weight_hh).max())),
    ("memory-text", "The 3 is written at step 2", told(lambda n: n["nine"].x[1, 0])),
    ("memory-see", "**0.9999.** After four steps", told(lambda n: lt.memory_jacobian(n["standard"], n["nine"]).span(2, 6).item())),
    ("memory-see", "At step 7 the cell forgets ($x_2 = -1$).", told(lambda n: n["nine"].x[6, 1])),
    ("memory-closed-see", "About $10^{-39}$: nothing is left.", told(lambda n: lt.memory_jacobian(n["standard"], n["nine"]).span(2, 7).item())),
    ("saturated-see", "The memory's gradient is the same over all these steps (0.07: the slope of the last tanh)", told(lambda n: [np.ptp(n["gradients"].c[1:6]) < 2e-5 and abs(n["gradients"].c[5, 0] - (1 - np.tanh(n["nine"].c[5, 0]) ** 2)) < 1e-5 and round(n["gradients"].c[1, 0], 2) == 0.07])),
    ("saturated-see", "Their gates are at $\\sigma(\\pm 10)$ or further: $\\sigma' = \\sigma(1 - \\sigma)$ is nearly 0 there.", told(lambda n: [all(np.abs(getattr(n["nine"], name)).min() == 10 for name in ("z_i", "z_f", "z_o")), GIVEN, σ(10) * (1 - σ(10)) < 5e-5])),
    ("saturated-see", "tanh is nearly flat at 3 and at 4", [1 - np.tanh(3) ** 2 < 0.01, 1 - np.tanh(4) ** 2 < 0.002]),
    ("saturated-see", "With hard gates (the step function) they do not learn at all: the slope is 0 everywhere.", np.abs(lt.STEP.derivative(np.linspace(-100, 100, 2001))).max()),
    ("two-paths-see", "The total agrees with autograd to 14 digits. The direct path alone is wrong by more than 0.1.", told(lambda n: [np.abs(lt.memory_jacobian(n["cell"], n["trace"]).total[3] - n["total"].numpy()).max() < 1e-14, np.abs(lt.memory_jacobian(n["cell"], n["trace"]).direct[3] - n["total"].numpy()).max() > 0.1])),
    ("lag-text", "Four nets with 16 units", told(lambda n: n["fresh_lstm"](0).hidden_size)),
    ("lag-text", "and an LSTM with forget bias 0, 1 and 3", told(lambda n: list(n["lstm_left"]))),
    ("lag-see", "over distances of 1 to 99 steps", told(lambda n: [n["lags"][0], n["lags"][-1]])),
    ("lag-see", "the LSTM with forget bias 0 falls more slowly, with 1 much more slowly, and with 3 it stays between 1 and 5", told(lambda n: [n["rnn_left"][-1] < 1e-6 * n["lstm_left"][0][-1], n["lstm_left"][0][-1] < 1e-6 * n["lstm_left"][1][-1], GIVEN, min(n["lstm_left"][3]) > 1, max(n["lstm_left"][3]) < 5])),
    ("lag-see", "The norm of its matrix, 0.966, does not explain that: $0.966^{99}$ is still 0.03.", told(lambda n: [norm(n["rnn_weights"][1]), GIVEN, norm(n["rnn_weights"][1]) ** STEPS])),
    ("lag-see", "The spectral radius does: it is 0.495, and $0.495^{99}$ is below $10^{-30}$.", told(lambda n: [radius(n["rnn_weights"][1]), GIVEN, 1e-35 < n["rnn_left"][-1] < 1e-34 < radius(n["rnn_weights"][1]) ** STEPS < 1e-30])),
    ("lag-see", "**In the LSTM with forget bias 0** it vanishes, too.", told(lambda n: n["lstm_left"][0][-1] < 1e-17)),
    ("lag-see", "a forget bias of 1: then $f = \\sigma(1) = 0.73$ in place of $\\sigma(0) = 0.5$", [GIVEN, GIVEN, σ(1), GIVEN, σ(0)]),
    ("forget-bias-see", "A forget bias of 1 helps over tens of steps.", σ(1) ** 10 > 40 * σ(0) ** 10),
    ("forget-bias-see", "$0.73^{100} \\approx 2 \\cdot 10^{-14}$", [σ(1), round(0.73**100 * 1e14) == 2 == round(σ(1) ** 100 * 1e14), magnitude(0.73**100)]),
    ("forget-bias-see", "With a forget bias of 5 about half is left after 100 steps.", [0.49 < σ(5) ** 100 < 0.52, GIVEN]),
    ("forget-bias-see", "1 in both makes a forget bias of 2", [GIVEN, 1 + 1]),
    ("share-see", "Even with forget bias 3 it is only 1.6 %.", told(lambda n: [max(shares(n), key=shares(n).get), 100 * shares(n)[3]])),
    ("share-see", "with forget bias 6 and input bias −6. **Predict:** how much is left after 99 steps", told(lambda n: [GIVEN, GIVEN, len(keeps(n)[0])])),
    ("direct-see", "over distances of 1 to 99 steps, logarithmic. Forget bias 3: the total stays between 1 and 5, the direct path alone falls to 0.03.", told(lambda n: [n["lags"][0], n["lags"][-1], GIVEN, direct_and_total(n, forget_bias=3)[1].min() > 1, direct_and_total(n, forget_bias=3)[1].max() < 5, direct_and_total(n, forget_bias=3)[0][-1]])),
    ("direct-see", "Forget bias 6 and input bias −6: both lines stay together, between 0.8 and 1", told(lambda n: [GIVEN, GIVEN, keeps(n)[0].min() > 0.8, keeps(n)[1].max() < 1])),
    ("direct-see", "On the right 0.87 is left after 99 steps, and 0.82 of it is the direct path: 94 %.", told(lambda n: [keeps(n)[1][-1], len(keeps(n)[1]), keeps(n)[0][-1], round(100 * keeps(n)[0][-1] / keeps(n)[1][-1])])),
    ("map-text", "the sequence grows from 1 to 60 steps", told(lambda n: [GIVEN, len(n["maps"][0])])),
    ("map-see", "a yellow band along the diagonal that fades to a dark blue ten-millionth within 20 steps. LSTM with forget bias 3: the whole triangle is yellow", told(lambda n: [rnn_20_steps_before_the_end(n).max() < 1e-7, np.nanmin(n["maps"][1]) > 0.5])),
    ("map-see", "In the plain RNN less than a ten-millionth of it is left 20 steps before.", told(lambda n: rnn_20_steps_before_the_end(n).max() < 1e-7)),
    ("map-see", "At 60 steps it is even larger there than at the last one: 2.91 and 0.92.", told(lambda n: [len(n["maps"][1]), n["maps"][1, 59, 0], n["maps"][1, 59, 59]])),
    ("slider-see", "With forget bias 1, 0.00004 is left after 30 steps; with 5 it is 0.79.", told(lambda n: [GIVEN, slider(n, 1, 0, "total")[0][30], GIVEN, GIVEN, slider(n, 5, 0, "total")[0][30]])),
    ("slider-see", "with the recurrent weight 0 there is only the direct path", told(lambda n: all((slider(n, bias, 0, "total")[0] == slider(n, bias, 0, "direct")[0]).all() for bias in range(1, 6)))),
    ("slider-see", "At −2 the total is about twenty million times smaller", told(lambda n: 1.8e7 < slider(n, 1, -2, "direct")[0][30] / slider(n, 1, -2, "total")[0][30] < 2.2e7)),
    ("slider-see", "With recurrent weight 4 the total grows to 112 within 12 steps, and there it stays. The direct path is below 1 all the time", told(lambda n: [GIVEN, round(slider(n, 5, 4, "total")[0][12]), np.abs(slider(n, 5, 4, "total")[0][12:] - 112.5).max() < 0.2 and slider(n, 5, 4, "total")[0][11] < 110, slider(n, 5, 4, "direct")[0][1:].max() < 1])),
    ("slider-see", "The memory has grown above 3, where tanh is flat.", told(lambda n: slider(n, 5, 4, "total")[1].c[12:].min() > 3)),
    ("explode-text", "no input, no bias, $c = h = 0$", np.abs(lt.LSTMCell(np.zeros((4, 1)), weight_hh=[[0], [0], [4], [0]]).run(np.zeros((31, 1))).c).max()),
    ("explode-see", "$w = 4$: each step multiplies by 1.5. After 30 steps this is 191751, and it goes on", [GIVEN, 0.5 + 0.5 * 4 * 0.5, GIVEN, round(at_rest(4))]),
    ("explode-see", "(The direct path alone is $10^{-9}$.)", at_rest(4, "direct")),
    ("explode-see", "$w = -2$: each step multiplies by $\\frac12 - \\frac12 = 0$", [GIVEN, at_rest(-2)]),
    ("wrong-see", "because $W_{hh} = 0$. So that example cannot show the mistake", told(lambda n: np.abs(n["standard"].weight_hh).max())),
    ("answer-text", "$0.5^{10} \\approx 0.001$", [σ(0), σ(0) ** 10]),
    ("answer-text", "$\\sigma(1) = 0.73$, and $0.73^{100} \\approx 2 \\cdot 10^{-14}$", [GIVEN, σ(1), GIVEN, round(0.73**100 * 1e14), magnitude(0.73**100)]),
    ("answer-text", "it is 0 for $w = -2$, and 1.5 for $w = 4$", [at_rest(-2), GIVEN, at_rest(4) ** (1 / 30), GIVEN]),
    ("exercises", "A cell has $W_{hh} = 0$ and a forget gate", told(lambda n: [np.abs(n["standard"].weight_hh).max()])),
    ("solution-1", "For 100 steps $\\sigma = 0.99309$ and $b = 4.968$", [GIVEN, 0.5**0.01, np.log(0.5**0.01 / (1 - 0.5**0.01))]),
    ("solution-2", "The slope of a linear activation is 1.", lt.LINEAR.derivative(0.3)),
    ("exercise-3-text", "(In the nine steps, $c_6 = 1.9943$: how much", told(lambda n: n["nine"].c[5, 0])),
    ("solution-3", "without tanh there would be a 1. At step 6 it is 0.0714.", told(lambda n: [lt.LINEAR.derivative(0.3), 1 - np.tanh(n["nine"].c[5, 0]) ** 2])),
]  # fmt: skip

EQUATION = "an equation, checked in the lesson's section 4"
ANSWER = "a formula of the model answer, checked in tests/test_model_answer.py"
NOT_CLAIMS = [
    ("setting-text", "A cell runs over the steps $t = 1 \\dots T$", "the steps' numbers"),
    ("idea-text", "| $h_t$ | its part $\\ell_t$ of the loss, and all sums $z$ of step $t+1$ |", "the steps' numbers"),
    ("idea-text", "The list names step $t+1$. So we go **backwards**, from $t = T$ to $1$: then the numbers of step $t+1$ are already there.", "the steps' numbers"),
    ("idea-text", "After the last step there is nothing: $\\delta z_{T+1} = 0$ and $\\delta c_{T+1} = 0$.", "a definition"),
    ("derive-h-text", "The derivative of tanh is $1 - \\tanh^2$", EQUATION),
    ("derive-h-text", "| $\\delta c_t = \\delta c_{t+1} \\odot f_{t+1} + \\delta h_t \\odot o_t \\odot (1 - \\tanh^2(c_t))$ |", EQUATION),
    ("derive-h-text", "$\\sigma' = \\sigma(1 - \\sigma)$ and $\\tanh' = 1 - \\tanh^2$:", EQUATION),
    ("derive-h-text", "| $\\delta z_i = \\delta c_t \\odot g \\odot i(1 - i)$ |", EQUATION),
    ("derive-h-text", "| $\\delta z_f = \\delta c_t \\odot c_{t-1} \\odot f(1 - f)$ |", EQUATION),
    ("derive-h-text", "| $\\delta z_g = \\delta c_t \\odot i \\odot (1 - g^2)$ |", EQUATION),
    ("derive-h-text", "| $\\delta z_o = \\delta h_t \\odot \\tanh(c_t) \\odot o(1 - o)$ |", EQUATION),
    ("derive-h-text", "(After the last round, at $t = 1$, these two are", "the steps' numbers"),
    ("check-text", "$(L(w + \\varepsilon) - L(w - \\varepsilon)) / 2\\varepsilon$", "a definition"),
    ("rnn-text", "So $\\delta z_t = \\delta h_t \\odot (1 - h_t^2)$ and", "an equation, checked in the cell rnn-check"),
    ("rnn-text", "\\left( (1 - h_t^2) \\odot \\delta h_t \\right)$$", "an equation, checked in the cell rnn-check"),
    ("rnn-text", "by the slopes $1 - h_t^2 \\le 1$ of that step", "a square is not negative"),
    ("rnn-text", "but none of them is above 1", "a square is not negative"),
    ("radius-text", "- If $\\|W_{hh}\\| < 1$, the gradient", "a theorem"),
    ("radius-text", "- If $\\|W_{hh}\\| > 1$, the bound", "a theorem"),
    ("radius-text", "Where tanh is saturated, the slopes are near 0.", "what saturated means"),
    ("radius-text", "although its norm is above 1", "an example follows"),
    ("radius-text", "Take all slopes as 1.", "a setting"),
    ("radius-see", "So a norm below 1 is **enough** for vanishing. A norm above 1 is **needed** for exploding", "a theorem"),
    ("memory-text", "If $f = 1$, the gradient passes **unchanged**.", "a product with 1"),
    ("memory-text", "\\mathrm{diag}\\big(g\\, i(1-i)\\big)\\, W_i + \\mathrm{diag}\\big(c_{t-1}\\, f(1-f)\\big)\\, W_f \\\\\n& + \\mathrm{diag}\\big(i\\, (1-g^2)\\big)\\, W_g", "an equation, checked in the cell two-paths-check"),
    ("memory-text", "\\mathrm{diag}\\big(o_{t-1} (1 - \\tanh^2 c_{t-1})\\big)$$", "an equation, checked in the cell two-paths-check"),
    ("two-paths-see", "It starts with 1 for $c_s$ itself, and with $\\partial h_s / \\partial c_s = \\mathrm{diag}\\big(o_s (1 - \\tanh^2 c_s)\\big)$ for $h_s$.", "checked in tests/test_gradients.py"),
    ("share-see", "the factors $i(1-i)$, $f(1-f)$ and $i$. All three are near 0 in a cell that **keeps and does not write**: $f$ near 1, $i$ near 0.", "read off the equation of section 6"),
    ("map-see", "fades to a dark blue ten-millionth within 20 steps", "a claim above"),
    ("slider-text", "1. Recurrent weight 0, forget bias from 1 to 5.", "a change to make"),
    ("slider-text", "2. Forget bias 1, recurrent weight from 0 to −2.", "a change to make"),
    ("slider-text", "3. Forget bias 5, recurrent weight up to 4. Can the total become **larger** than 1?", "a change to make"),
    ("explode-text", "The growth of number 3 comes to an end.", "the question's number"),
    ("explode-text", "and $g = 0$. Only the candidate", "tanh(0)"),
    ("explode-text", "**Predict** for $w = 4$ and $w = -2$: what is left after 30 steps?", "the question"),
    *(("answer-text", formula, ANSWER) for formula in (*test_model_answer.STEPS, *test_model_answer.SUMS) if "(1 - " in formula),
    ("answer-text", "For $t = 1, \\dots, T$, with", "the steps' numbers"),
    ("answer-text", "$\\delta z_{T+1} = 0$ and $\\delta c_{T+1} = 0$. Then for $t = T, \\dots, 1$:", "a definition"),
    ("answer-text", "with $\\tanh' = 1 - \\tanh^2$, and into", ANSWER),
    ("answer-text", "| $\\sigma' = \\sigma (1 - \\sigma)$ |", ANSWER),
    ("answer-text", "| $\\tanh' = 1 - \\tanh^2$ |", ANSWER),
    ("answer-text", "(For $s = t$ the product is empty: 1.)", "an empty product"),
    ("answer-text", "If all $f_j = 1$, it comes back unchanged. This is the *constant error carousel* [1]; the forget gate was added in [2].", "a product with 1, and sources"),
    ("answer-text", "\\mathrm{diag}\\big(o_{t-1} \\odot (1 - \\tanh^2 c_{t-1})\\big)$$", ANSWER),
    ("answer-text", "\\mathrm{diag}\\big(g_t \\odot i_t (1 - i_t)\\big)\\, W_i + \\mathrm{diag}\\big(c_{t-1} \\odot f_t (1 - f_t)\\big)\\, W_f \\\\\n& + \\mathrm{diag}\\big(i_t \\odot (1 - g_t^2)\\big)\\, W_g", ANSWER),
    ("answer-text", "$\\partial h_t/\\partial h_{t-1} = \\mathrm{diag}(1 - h_t^2)\\,W_{hh}$ and no slope $1 - h_t^2$ is above 1.", ANSWER),
    ("answer-text", "If $\\|W_{hh}\\| < 1$, it vanishes exponentially. If $\\|W_{hh}\\| > 1$, it may explode, but need not [3, 4]. Take the case that all slopes are 1.", "a theorem, and sources; examples in tests/test_lesson_05.py"),
    ("answer-text", "with $\\rho < 1$ the power vanishes, even if the norm of $W_{hh}$ is above 1.", "a theorem; an example in the cell radius"),
    ("answer-text", "the product can grow although $\\rho < 1$. Only", "an example in tests/test_lesson_05.py"),
    ("answer-text", "The matrix is the same at every step, and no slope is above 1", "a square is not negative"),
    ("answer-text", "$f_j = 0$ makes the product 0", "a product with 0"),
    ("answer-text", "Therefore one starts with a forget bias of 1.", "a custom"),
    ("answer-text", "$\\sigma' = \\sigma (1 - \\sigma) \\approx 0$. Then the gradients of the *gate weights* vanish", "what saturated means"),
    ("answer-text", "(therefore one clips gradients [4]). Example: one unit at rest, $c = h = 0$ and", "a source, and a setting"),
    ("answer-text", "\\frac12 + \\frac{w}{4}$", "checked in tests/test_model_answer.py"),
    ("answer-text", "[1] Hochreiter and Schmidhuber (1997), Long short-term memory. [2] Gers, Schmidhuber and Cummins (2000), Learning to forget. [3] Bengio, Simard and Frasconi (1994), Learning long-term dependencies with gradient descent is difficult. [4] Pascanu, Mikolov and Bengio (2013)", "sources"),
    ("exercises", "after a number of steps, for example 100?", "the task"),
    ("solution-1", "$\\sigma(b)^n = 0.5$ means $\\sigma(b) = 0.5^{1/n}$, and $b = \\ln \\frac{\\sigma}{1 - \\sigma}$.", "an equation"),
    ("closing", "whenever $W_{hh} \\neq 0$", "a condition"),
]  # fmt: skip

ANSWERS = [
    ("memory-see", ["10^{-39}", "nothing is left"]),
    ("share-see", ["0.87", "0.82", "94 %"]),
    ("slider-text", ["0.00004", "0.79", "twenty million times smaller", "grows to 112"]),
    ("explode-text", ["multiplies by 1.5", "191751", "cancels the direct path completely"]),
]
