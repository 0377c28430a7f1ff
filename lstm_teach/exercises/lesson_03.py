"""The exercises of lesson 03: nn.LSTMCell."""

from itertools import permutations

import numpy as np

from lstm_teach.cell import GATE_ORDER, LSTMCell
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.diagnosis import why_module
from lstm_teach.exercises.judging import NotYet, call, compare, exercise
from lstm_teach.exercises.lesson_01 import REPLACING, with_rows


@exercise("3a")
def another_order(answer):
    """Judge a function of (order, H): the row numbers that bring stacked weights into PyTorch's order."""
    for order, H in [("fiog", 3), ("iofg", 1), ("gofi", 2), ("figo", 4)]:
        rows = np.arange(4 * H).reshape(4, H)
        places = [order.index(gate) for gate in GATE_ORDER]
        compare(
            call(answer, order, H),
            rows[places].ravel(),
            f"my_rows({order!r}, {H})",
            axes=("place",),
            hint=f"Each gate has {H} row{'s' * (H > 1)}. In which rows of W does i stand?",
            likely=[
                ("This is the way back: from PyTorch's order into the friend's.",
                 rows[np.argsort(places)].ravel()),
                ("The gates are right, but inside a gate the units must keep their order.",
                 rows[places][:, ::-1].ravel()),
                ("These rows are still in the friend's order.", rows.ravel()),
            ],
        )  # fmt: skip


@exercise("3b")
def a_check_that_can_fail(answer):
    """Judge a function of nine outputs (a float32 tensor): True if they are right, else False."""
    import torch

    def outputs(order):
        rows = [GATE_ORDER.index(gate) for gate in order]
        standard = LSTMCell.standard()
        return torch.tensor(
            standard.replace(weight_ih=standard.weight_ih[rows]).run(NINE_STEPS).h[:, 0]
        ).float()

    def says(y):
        verdict = call(answer, y)
        try:
            return bool(verdict)
        except (TypeError, ValueError, RuntimeError):
            raise NotYet("your function must return True or False.") from None

    right, nine = outputs(GATE_ORDER), torch.eye(9).float()
    for good in (right, right + 2e-7 * nine[5], right - 1e-7):
        if not says(good):
            raise NotYet("right outputs are refused.", hint="The last digit of a float32 may differ.")
    for order in permutations(GATE_ORDER):
        if order != GATE_ORDER and says(outputs(order)):
            raise NotYet(f"the order {', '.join(order)} passes your check.", hint="Compare unrounded.")
    memory = torch.tensor(LSTMCell.standard().run(NINE_STEPS).c[:, 0]).float()
    late = torch.cat([torch.zeros(1), right[:-1]])
    for name, y in {
        "the memory in place of the output": memory,
        "the outputs one step too late": late,
    }.items():
        if says(y):
            raise NotYet(f"{name} passes your check.", hint="Look at every output.")
    for k in range(9):
        for sign in (1, -1):
            if says(right + sign * 1e-4 * nine[k]):
                raise NotYet(f"output {k + 1} wrong by {sign * 1e-4:g} passes your check.",
                             hint="Look at the size of every difference.")  # fmt: skip
    if says(right + 1e-3 * (nine[5] - nine[8])):
        raise NotYet("two outputs wrong by 0.001 and -0.001 pass.", hint="Differences must not cancel.")


@exercise("3c")
def the_cell_that_replaces(answer):
    """Judge an nn.LSTMCell(4, 1) with the weights of the cell that replaces."""
    judge_module(answer, with_rows(LSTMCell.standard(), **REPLACING), "nn.LSTMCell")


def judge_module(module, cell, kind):
    """Raise NotYet if a module of PyTorch is not of this kind, or has other weights than a cell."""
    from torch import nn

    from lstm_teach.torch_bridge import from_torch

    if not isinstance(module, {"nn.LSTMCell": nn.LSTMCell, "nn.LSTM": nn.LSTM}[kind]):
        raise NotYet(f"an {kind} is wanted, and this is a {type(module).__name__}.")
    try:
        mine = from_torch(module)
    except (TypeError, ValueError) as error:
        raise NotYet(f"this {kind} cannot be read: {error}") from None
    hint = why_module(module, cell)
    rows = f"row (H = {cell.hidden_size} for each of i, f, g, o)"
    for name in ("weight_ih", "bias", "weight_hh"):
        what = "bias_ih + bias_hh" if name == "bias" else name
        weights = getattr(mine, name).astype(float)  # all digits of a float32, too
        compare(weights, getattr(cell, name), what, axes=(rows, "column"), hint=hint)
