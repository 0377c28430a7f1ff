"""The exercises of lesson 03: nn.LSTMCell."""

from itertools import permutations
from typing import Any

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.exercises.comparing import compare
from lstm_teach.exercises.diagnosis import why_module
from lstm_teach.exercises.exercise_3b import judge_check
from lstm_teach.exercises.functions import judge_function, own_rng
from lstm_teach.exercises.judging import NotYet, call, exercise
from lstm_teach.exercises.lesson_01 import REPLACING, draw_inputs, with_rows
from lstm_teach.exercises.wording import Axis, in_short, kind, of_weights, sentences, sizes
from lstm_teach.words import later, say

ROWS = Axis(later("{}[{}]"), later("one for each row"))


@exercise("3a")
def another_order(answer: Any) -> None:
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
        axis=ROWS,
        whole=True,
        shaped=True,
        hint=say("Each gate has H rows. In which rows of W does i stand?"),
        mistakes=[
            (say("This is the way back: from PyTorch's order into the friend's."),
             lambda order, H: back(order, H).ravel()),
            (say("The gates are right, but inside a gate the units must keep their order."),
             lambda order, H: rows(order, H)[:, ::-1].ravel()),
            (say("These rows are still in the friend's order."), lambda order, H: np.arange(4 * H)),
            (say("These are the four gates. Each has H rows. Fix: give the numbers of all 4H rows."),
             lambda order, H: rows(order, 1).ravel()),
            (say("These are the first rows of the four gates only. Each has H rows. Fix: give all "
                 "4H numbers."),
             lambda order, H: rows(order, H)[:, 0]),
            (say("The rows of a gate stand together: first all H rows of i, then all of f."),
             lambda order, H: rows(order, H).T.ravel()),
            (say("This is a list for each gate, and W[[…], […]] has another shape. Fix: give one list."),
             rows),
            (say("Rows count from 0 in Python."), lambda order, H: rows(order, H).ravel() + 1),
            *((say("Your rows come in the order {}. Fix: PyTorch's order, i, f, g, o.", ", ".join(other)),
               lambda order, H, other=other: rows(order, H, other).ravel()) for other in orders),
        ],
    )  # fmt: skip


@exercise("3b")
def a_check_that_can_fail(answer: Any) -> None:
    """Judge a function of nine outputs (a float32 tensor): True if they are right, else False."""
    judge_check(answer)


@exercise("3c")
def the_cell_that_replaces(answer: Any) -> None:
    """Judge an nn.LSTMCell(4, 1) with the weights of the cell that replaces."""
    import torch

    from lstm_teach.torch_bridge.cell import weights_as_cell

    cell = with_rows(LSTMCell.standard(), **REPLACING)
    if not isinstance(answer, torch.nn.LSTMCell):
        said = say("An nn.LSTMCell is wanted, and this is {}.", kind(answer))
        if type(answer) is LSTMCell:
            said = say("An nn.LSTMCell of PyTorch is wanted, and this is {}.", kind(answer))
        raise NotYet(said, hint=say("Make one: nn.LSTMCell(4, 1).") if isinstance(answer, type) else "")
    try:
        mine = weights_as_cell(answer)
    except Exception as error:  # such as parameters that are lost, or nothing but a shape
        raise NotYet(say("This nn.LSTMCell cannot be read: {}", in_short(error))) from None
    if (mine.input_size, mine.hidden_size) != (cell.input_size, cell.hidden_size):
        have, wanted = (sizes(one.input_size, one.hidden_size) for one in (mine, cell))
        raise NotYet(say("Your nn.LSTMCell has {}: {} are wanted.", have, wanted))
    wrong = {}  # by parameter; the two biases are judged by their sum
    for name, labels in (("weight_ih", ("x1", "x2", "x3", "1")), ("bias", ()), ("weight_hh", ("h",))):
        weights = getattr(mine, name).astype(float)  # all digits of a float32, too
        what = "bias_ih + bias_hh" if name == "bias" else name
        try:
            compare(weights, getattr(cell, name), what, place=of_weights(labels))
        except NotYet as problem:
            wrong[name] = problem
    if wrong and not _same_sums(mine, cell):
        first = next(iter(wrong.values()))
        drawn = [name for name, value in answer.named_parameters() if _seems_drawn(value)]
        first.hint = why_module(answer, cell) or _left_as_it_was(wrong, drawn, mine)
        raise first
    x = torch.tensor(draw_inputs(own_rng("3c"), 20, [0, 1])).to(answer.weight_ih)
    y, state = [], None
    for x_t in x:
        state = call(answer, x_t, state, what=say("Your module"))
        y.append(state[0])
    with torch.no_grad():
        compare(torch.stack(y)[:, 0], cell.run(x.numpy()).h[:, 0])


def _same_sums(mine, cell):
    """True if two cells form the same sums, where the last input is always 1: its weight may be a bias."""
    pairs = [(mine.weight_ih[:, :-1], cell.weight_ih[:, :-1]), (mine.weight_hh, cell.weight_hh),
             (mine.weight_ih[:, -1] + mine.bias, cell.weight_ih[:, -1] + cell.bias)]  # fmt: skip
    return all(np.array_equal(a, b) for a, b in pairs)


def _left_as_it_was(wrong, drawn, mine):
    """A hint where parameters are not 0 that should be, or hold random numbers, or the lecture's."""
    if "weight_ih" not in wrong:
        zero = say("weight_ih is right. But the biases and weight_hh should be 0 here.")
        if "weight_hh" not in wrong:
            zero = say("weight_ih is right. But the biases should be 0 here.")
        elif "bias" not in wrong:
            zero = say("weight_ih is right. But weight_hh should be 0 here.")
        random = say("A new module starts with random numbers. Fix: set all four parameters.")
        return sentences(zero, random if drawn else "")
    if "weight_ih" in drawn:
        return say(
            "The numbers in weight_ih look random: was it ever set? The four parameters of an nn.LSTMCell "
            "are weight_ih, weight_hh, bias_ih and bias_hh."
        )
    if np.array_equal(mine.weight_ih, LSTMCell.standard().weight_ih):
        return say("These are the lecture's weights. Here the forget gate must close where x2 = 1.")
    return ""


def _seems_drawn(parameter):
    """True if a parameter holds many digits, as random numbers do, and none as people write them."""
    value = parameter.detach().double().numpy()
    return bool((np.abs(value * 1000 - np.round(value * 1000)) > 1e-3).all())
