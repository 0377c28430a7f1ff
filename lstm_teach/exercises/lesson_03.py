"""The exercises of lesson 03: nn.LSTMCell."""

from itertools import permutations

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.exercises.checks_that_fail import judge_check
from lstm_teach.exercises.diagnosis import why_module
from lstm_teach.exercises.functions import judge_function, own_rng
from lstm_teach.exercises.judging import NotYet, call, compare, exercise
from lstm_teach.exercises.lesson_01 import REPLACING, draw_inputs, with_rows
from lstm_teach.exercises.wording import in_short, kind, many, of_weights


@exercise("3a")
def another_order(answer):
    """Judge a function of (order, H): the row numbers that bring stacked weights into PyTorch's order."""

    def rows(order, H, wanted=GATE_ORDER):
        """The rows of each gate and unit, (4, H), in PyTorch's order or another one."""
        return np.arange(4 * H).reshape(4, H)[[order.index(gate) for gate in wanted]]

    def back(order, H):
        return np.arange(4 * H).reshape(4, H)[[GATE_ORDER.index(gate) for gate in order]]

    rng = own_rng("3a")
    orders = ["".join(order) for order in permutations(GATE_ORDER)]
    hidden = [(order, int(rng.integers(1, 8))) for order in orders]
    judge_function(
        answer,
        "my_rows",
        [("fiog", 3), ("iofg", 1), ("gofi", 2), ("figo", 4), *hidden],
        lambda order, H: rows(order, H).ravel(),
        axes=("row",),
        place=lambda place: f"[{place[0]}]",
        whole=True,
        shaped=True,
        hint="Each gate has H rows. In which rows of W does i stand?",
        mistakes=[
            ("This is the way back: from PyTorch's order into the friend's.",
             lambda order, H: back(order, H).ravel()),
            ("The gates are right, but inside a gate the units must keep their order.",
             lambda order, H: rows(order, H)[:, ::-1].ravel()),
            ("These rows are still in the friend's order.", lambda order, H: np.arange(4 * H)),
            ("These are the four gates. Each has H rows. Fix: give the numbers of all 4H rows.",
             lambda order, H: rows(order, 1).ravel()),
            ("These are the first rows of the four gates only. Each has H rows. Fix: give all 4H numbers.",
             lambda order, H: rows(order, H)[:, 0]),
            ("The rows of a gate stand together: first all H rows of i, then all of f.",
             lambda order, H: rows(order, H).T.ravel()),
            ("This is a list for each gate, and W[[…], […]] has another shape. Fix: give one list.", rows),
            ("Rows count from 0 in Python.", lambda order, H: rows(order, H).ravel() + 1),
            *((f"Your rows come in the order {', '.join(other)}. Fix: PyTorch's order, i, f, g, o.",
               lambda order, H, other=other: rows(order, H, other).ravel()) for other in orders),
        ],
    )  # fmt: skip


@exercise("3b")
def a_check_that_can_fail(answer):
    """Judge a function of nine outputs (a float32 tensor): True if they are right, else False."""
    judge_check(answer)


@exercise("3c")
def the_cell_that_replaces(answer):
    """Judge an nn.LSTMCell(4, 1) with the weights of the cell that replaces."""
    judge_module(answer, with_rows(LSTMCell.standard(), **REPLACING), "nn.LSTMCell")


def judge_module(module, cell, wanted):
    """Raise NotYet if a module of PyTorch is not the wanted kind, or has other weights than a cell."""
    import torch

    from lstm_teach.torch_bridge.cell import weights_as_cell

    if not isinstance(module, {"nn.LSTMCell": torch.nn.LSTMCell, "nn.LSTM": torch.nn.LSTM}[wanted]):
        name = "an nn.LSTMCell of PyTorch" if kind(module) == "an lt.LSTMCell" else f"an {wanted}"
        hint = (
            f"Make one: {wanted}({cell.input_size}, {cell.hidden_size})." if isinstance(module, type) else ""
        )
        raise NotYet(f"{name} is wanted, and this is {kind(module)}.", hint=hint)
    try:
        mine = weights_as_cell(module)
    except Exception as error:  # such as parameters that are lost, or nothing but a shape
        raise NotYet(f"this {wanted} cannot be read: {in_short(error)}") from None
    sizes = [f"{many(one.input_size, 'input')} and {many(one.hidden_size, 'unit')}" for one in (mine, cell)]
    if sizes[0] != sizes[1]:
        raise NotYet(f"your {wanted} has {sizes[0]}: {sizes[1]} are wanted.")
    wrong = {}
    for name in ("weight_ih", "bias", "weight_hh"):
        what = "bias_ih + bias_hh" if name == "bias" else name
        weights = getattr(mine, name).astype(float)  # all digits of a float32, too
        labels = ("x1", "x2", "x3", "1") if name == "weight_ih" else ("h",)
        try:
            compare(weights, getattr(cell, name), what, place=of_weights(labels, cell.hidden_size))
        except NotYet as problem:
            wrong[what] = problem
    if wrong and not _same_sums(mine, cell):
        problem = next(iter(wrong.values()))
        drawn = [name for name, value in module.named_parameters() if _looks_drawn(value)]
        problem.hint = why_module(module, cell) or _left_as_it_was(wrong, drawn, mine)
        raise problem
    x = torch.tensor(draw_inputs(own_rng("3c"), 20, [0, 1])).to(module.weight_ih)
    y, state = [], None
    for x_t in x:
        state = call(module, x_t, state, what="your module")
        y.append(state[0])
    with torch.no_grad():
        compare(torch.stack(y)[:, 0], cell.run(x.numpy()).h[:, 0], "output")


def _same_sums(mine, cell):
    """True if two cells form the same sums, where the last input is always 1: its weight may be a bias."""
    pairs = [(mine.weight_ih[:, :-1], cell.weight_ih[:, :-1]), (mine.weight_hh, cell.weight_hh),
             (mine.weight_ih[:, -1] + mine.bias, cell.weight_ih[:, -1] + cell.bias)]  # fmt: skip
    return all(np.array_equal(a, b) for a, b in pairs)


def _left_as_it_was(wrong, drawn, mine):
    """A hint where parameters are not 0 that should be, or hold random numbers, or the lecture's."""
    if "weight_ih" not in wrong:
        both = {"bias_ih + bias_hh": "the biases", "weight_hh": "weight_hh"}
        hint = f"weight_ih is right. But {' and '.join(both[name] for name in wrong)} should be 0 here."
        return (
            f"{hint} A new module starts with random numbers. Fix: set all four parameters."
            if drawn
            else hint
        )
    if "weight_ih" in drawn:
        return (
            "The numbers in weight_ih look random: was it ever set? The four parameters of an nn.LSTMCell "
            "are weight_ih, weight_hh, bias_ih and bias_hh."
        )
    if np.array_equal(mine.weight_ih, LSTMCell.standard().weight_ih):
        return "These are the lecture's weights. Here the forget gate must close where x2 = 1."
    return ""


def _looks_drawn(parameter):
    """True if a parameter holds many digits, as random numbers do, and none as people write them."""
    value = parameter.detach().double().numpy()
    return bool((np.abs(value * 1000 - np.round(value * 1000)) > 1e-3).all())
