"""The numbers told in lesson 03. What the lists mean: tests/prose/__init__.py."""

# ruff: noqa: E501 (sentences, one in a line)

from itertools import permutations

import numpy as np
import torch
from torch import nn

import lstm_teach as lt
from lstm_teach.examples import LEE_WEIGHTS, NINE_STEPS
from tests.lessons import sources
from tests.prose import GIVEN
from tests.prose.cells import LEE, NINE, NINE_STANDARD, STANDARD

σ, CODE = lt.SIGMOID, sources("03_lstmcell.ipynb")
GOOD = NINE_STANDARD.h.ravel()


def in_order(order):
    """The run of the standard cell with the rows of the lecture's weights in another order."""
    return STANDARD.replace(weight_ih=[LEE_WEIGHTS[gate] for gate in order]).run(NINE_STEPS)


SWAPPED = in_order("figo")
SWAPPED_C = SWAPPED.c.ravel()
ORDERS = ["".join(order) for order in permutations("ifgo")]
STEP_2_ALONE = STANDARD.run(NINE_STEPS[5:6]).h[0, 0]


def with_complement():
    """The nine outputs of a float32 program that writes σ(z) as 1 − σ(−z)."""
    rows, c, y = torch.tensor([LEE_WEIGHTS[gate] for gate in "ifgo"]), torch.zeros(1), []
    for x_t in torch.tensor(NINE_STEPS, dtype=torch.float32):
        z_i, z_f, z_g, z_o = (rows @ x_t).chunk(4)
        i, f, o = (1 - torch.sigmoid(-z) for z in (z_i, z_f, z_o))
        c = f * c + i * z_g.tanh()
        y.append(o * c.tanh())
    return torch.cat(y).numpy()


def forget_gate(*names):
    """The forget bias and the forget gate of an nn.LSTMCell in which only these biases are 1, in row f."""
    cell = nn.LSTMCell(1, 1).double()
    with torch.no_grad():
        for name, parameter in cell.named_parameters():
            parameter.zero_()
            if name in names:
                parameter[1] = 1
        one = torch.ones(1).double()
        return (cell.bias_ih + cell.bias_hh)[1].item(), cell(0 * one, (0 * one, one))[1].item()


ONE, BOTH = forget_gate("bias_ih"), forget_gate("bias_ih", "bias_hh")
COMPLEMENT, GOOD_32 = with_complement(), GOOD.astype(np.float32)


def passes(given, wanted, **tolerance):
    """Say whether torch.testing.assert_close takes it."""
    try:
        torch.testing.assert_close(given, wanted, **tolerance)
    except AssertionError:
        return False
    return True


def largest_difference_taken(dtype):
    """The order of the largest absolute difference at a number near 0 that assert_close takes by itself."""
    zero = torch.zeros(1, dtype=dtype)
    return next(k for k in range(1, 16) if passes(zero + 0.99 * 10.0**-k, zero))


def my_rows(order, H):
    """The rows that bring an order of gates into PyTorch's, tried on numbered rows."""
    blocks = np.arange(4 * H).reshape(4, H)
    return np.concatenate([blocks[order.index(gate)] for gate in "ifgo"])


def initial_bound(H=100):
    """The largest fresh weight, times √H."""
    torch.manual_seed(0)
    return max(p.abs().max().item() for p in nn.LSTMCell(4, H).parameters()) * H**0.5


CLAIMS = [
    ("settings-text", "numbers get 15 digits", np.finfo(np.float64).precision),
    ("same-text", "\"Equal\" means equal to 12 digits after the point:", "rtol=0, atol=1e-12" in CODE["same"]),
    ("step-text", "Here are $H = 3$ units, $D = 4$ inputs, and $N = 5$ sequences", "N, D, H = 5, 4, 3" in CODE["step"] and [3, 4, 5]),
    ("equations-text", "in the lecture they were 0", np.abs(LEE.weight_hh).max()),
    ("initial-text", "between $-\\sqrt{k}$ and $\\sqrt{k}$, all equally likely, with $k = 1/H$", lambda: 0.999 < initial_bound() <= 1),
    ("picture-see", "the rows 0 to 2 belong to the input gate, 3 to 5 to the forget gate, 6 to 8 to the candidate, 9 to 11 to the output gate", np.arange(12).reshape(4, 3)[:, [0, 2]]),
    ("lecture-see", "There $w_g$ stood in the first line; here it is row 2.", lt.GATE_ORDER.index("g")),
    (
        "lecture-see",
        "row 0 is the input gate with 0, 100, 0, −10, row 1 the forget gate with 0, 100, 0, 10, row 2 the candidate with 1, 0, 0, 0, row 3 the output gate with 0, 0, 100, −10; all other parameters are 0",
        [number for k in range(4) for number in (k, *STANDARD.weight_ih[k])] + [np.abs(STANDARD.bias).max()],
    ),
    ("loop-see", "`y6 = 0.963624` and `y9 = 0.761584`", GOOD[[5, 8]]),
    ("loop-wrong-text", "The output of step 6 is **0.000035** in two frequent mistakes.", STEP_2_ALONE),
    ("bias-two-text", "($\\sigma(1) = 0.73$)", [GIVEN, σ(1)]),
    ("bias-two-see", "In both it is a bias of **2**: the forget gate is $\\sigma(2) = 0.880797$, and not $\\sigma(1) = 0.731059$.", [BOTH[0], BOTH[0], BOTH[1], ONE[0], ONE[1]]),
    ("trap-unrounded-see", "They are 0.32 apart: 0.642 is not 0.964.", [GOOD[5] - SWAPPED.h[5, 0], SWAPPED.h[5, 0], GOOD[5]]),
    ("trap-unrounded-see", "each step with $x_2 = 0$ throws the old memory away and writes its own $\\tanh(x_1)$", np.abs(SWAPPED.c - np.tanh(NINE_STEPS[:, :1]))[NINE_STEPS[:, 1] == 0].max() < 1e-3),
    ("trap-unrounded-see", "all outputs lie between 0 and 1 here, and rounding leaves only 0 or 1 of them", [min(GOOD.min(), SWAPPED.h.min()) > 0, max(GOOD.max(), SWAPPED.h.max()) < 1, GOOD.round().min(), GOOD.round().max()]),
    ("trap-unrounded-see", "There are 24 ways to order four rows.", len(ORDERS)),
    (
        "trap-count-see",
        "**Six of 24 orders pass the rounded check, and five of these six are wrong.**",
        sum((in_order(order).h.ravel().round() == GOOD.round()).all() for order in ORDERS) == 6 and len(ORDERS),
    ),
    ("trap-explorer-see", "After step 2 it is 1.7566, after step 3 only 0.9641, after step 4 1.9634.", SWAPPED_C[[1, 2, 3]]),
    ("trap-explorer-see", "Step 1 has already written $\\tanh(1) = 0.7616$. At step 2 both gates are open: $0.7616 + 0.9951$.", [GIVEN, SWAPPED_C[0], SWAPPED_C[0], (SWAPPED.i * SWAPPED.g)[1, 0]]),
    ("trap-explorer-see", "The input gate now has the row [0, 100, 0, 10]: it is open where $x_2 = 0$, too.", [*LEE_WEIGHTS["f"], SWAPPED.i[NINE_STEPS[:, 1] == 0].min() > 0.999]),
    ("trap-explorer-see", "The forget gate has [0, 100, 0, −10]: it is closed where $x_2 = 0$.", [*LEE_WEIGHTS["i"], SWAPPED.f[NINE_STEPS[:, 1] == 0].max() < 0.001]),
    ("trap-explorer-see", "At step 6, $x_1 = 1$: the memory is $\\tanh(1) = 0.7616$, and the output $\\tanh(0.7616) = 0.6420$.", [NINE_STEPS[5, 0], GIVEN, SWAPPED_C[5], SWAPPED_C[5], SWAPPED.h[5, 0]]),
    ("check-text", "about $10^{-6}$ for `float32`, $10^{-12}$ for `float64` (for numbers up to about 1)", [np.finfo(np.float32).eps < 1e-6, np.finfo(np.float64).eps < 1e-12, GIVEN]),
    ("check-text", "(about $10^{-5}$ for `float32`, $10^{-7}$ for `float64`)", [10.0 ** -largest_difference_taken(torch.float32), 10.0 ** -largest_difference_taken(torch.float64)]),
    ("check-break-text", "taken at an output that is nearly 0", GOOD[(np.abs(SWAPPED.h.ravel() - GOOD) / GOOD).argmax()] < 1e-4),
    ("check-zeros", "In the nine steps all recurrent weights are 0", np.abs(STANDARD.weight_hh).max()),
    ("change-text", "Can PyTorch give the lecture's **7 and 6**?", NINE.h[[5, 8]]),
    ("solution-1", "For f, i, o, g and $H = 3$: 3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8.", [GIVEN, *my_rows("fiog", 3).tolist()]),
    ("exercise-2-text", "all 24 orders", len(ORDERS)),
    ("solution-2", "where an output is nearly 0: there it allows only $10^{-8}$", [abs(GOOD[6]) < 1e-30, 1e-8 + 1e-5 * GOOD[6]]),
    (
        "solution-2",
        "A right `float32` program that writes $\\sigma(z)$ as $1 - \\sigma(-z)$ differs by $2 \\cdot 10^{-8}$ there, only by rounding, and `allclose` would call it wrong.",
        [GIVEN, 0.5e8 * np.abs(COMPLEMENT - GOOD_32)[[1, 2, 3, 4, 7]].max() < 1.5 and not np.allclose(COMPLEMENT, GOOD_32) and np.allclose(COMPLEMENT, GOOD_32, rtol=0, atol=1e-6), 10.0 ** np.floor(np.log10(np.abs(COMPLEMENT - GOOD_32)[[1, 2, 3, 4, 7]].max()))],
    ),
    ("exercise-3-text", "$[0, -100, 0, 10]$", [0, -LEE_WEIGHTS["f"][1], 0, LEE_WEIGHTS["f"][3]]),
    ("closing", "With `TorchLSTMCell` PyTorch itself gives 7 and 6.", NINE.h[[5, 8]]),
]  # fmt: skip

NOT_CLAIMS = [
    ("bias-text", "biases of 0", "a setting, asserted in the cell bias"),
    ("weights-text", "The rows 0 to $H-1$", "a place"),
    ("picture-text", "for $D = 4$ and $H = 3$", "sizes that are chosen"),
    ("bias-two-text", "a forget bias of 1", "a setting"),
    ("bias-two-text", "write 1 into the rows", "a setting"),
    ("bias-two-text", "if all weights are 0", "a setting"),
    ("bias-two-see", "write 1 into one of them and 0 into the other", "a setting"),
    ("trap-text", "32-bit numbers", "a type"),
    ("check-text", "follows rule 1: it subtracts. Its own tolerance is larger than rule 2", "the list above"),
    ("check-break-text", "And now rule 3.", "a list's number"),
    ("check-break-text", "(`index` counts from 0)", "a rule of PyTorch"),
    ("exercises", "with $H = 3$, stacked", "the task"),
    ("exercises", "(rows 0 to 2 are f, and so on)", "the task"),
    ("exercise-2-text", "**one output wrong by 0.0001**", "the task"),
    ("solution-2", "where an output is nearly 0", "told with the number after it"),
    ("closing", "A forget bias of 1 belongs in one of them.", "advice"),
    ("exercise-3-text", "in which $x_2 = 1$ **replaces**", "the task"),
]

#: What each prediction asks for: (cell, answers). Nobody may see one of them before the prediction is made.
ANSWERS = [
    ("picture-text", ["6 to 8"]),
    ("bias-two-text", ["bias of 2", "0.88", "\\sigma(2)"]),
    ("trap-see", ["0.32", "0.642", "0.964", "solution is wrong"]),
    ("trap-count-see", ["1.7566", "0.9641", "1.9634"]),
]
