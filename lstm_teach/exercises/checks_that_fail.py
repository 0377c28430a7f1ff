"""Exercise 3b: a student's own check is tried with right and wrong outputs, and what it lets pass is told."""

from itertools import permutations

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.judging import NotYet, call
from lstm_teach.exercises.wording import kind

__all__ = ["judge_check"]

FEW_ULPS = 2.0**-22  # relative: the last two bits of a float32
LAST_DIGIT = "It is too strict: the last digit of a float32 may differ. Fix: allow a small difference."
BIG, SMALL = 1.2, 1e-4  # so big that also rounded numbers differ


def judge_check(answer):
    """Raise NotYet if a function of nine outputs (a float32 tensor) is not True for the right ones only."""
    right = _outputs(GATE_ORDER)
    for good in (right, right * (1 + FEW_ULPS), right * (1 - FEW_ULPS)):
        if not _says(answer, good, wrong=False):
            raise NotYet("right outputs are refused.", hint=_why_refused(answer, right))
    _try_differences(answer, right, BIG)
    for i, j in ((5, 8), (0, 1), (3, 5)):
        if _says(answer, right + BIG * (_one(i) - _one(j))):
            raise NotYet(f"output {i + 1} too large by {BIG:g} and output {j + 1} too small by as much pass.",
                         hint="Differences must not cancel. Fix: look at the size of each.")  # fmt: skip
    rounded = "Rounded numbers pass, too. Fix: compare unrounded." if _accepts(answer, right.round()) else ""
    for order in permutations(GATE_ORDER):
        if order != GATE_ORDER and _says(answer, _outputs(order)):
            raise NotYet(f"the order {', '.join(order)} passes your check.", hint=rounded)
    others = {"the memory in place of the output": _outputs(GATE_ORDER, "c"),
              "the outputs one step too late": _outputs(GATE_ORDER, "h_prev")}  # fmt: skip
    for name, y in others.items():
        if _says(answer, y):
            raise NotYet(f"{name} passes your check.", hint=rounded)
    _try_differences(answer, right, SMALL)
    if _says(answer, right + 1e-3 * (_one(5) - _one(8))):
        raise NotYet("two outputs wrong by 0.001 and -0.001 pass.", hint="Differences must not cancel.")


def _outputs(order, shown="h"):
    """The nine numbers of the standard cell with its rows in an order, as float32."""
    import torch

    standard = LSTMCell.standard()
    weight_ih = standard.weight_ih[[GATE_ORDER.index(gate) for gate in order]]
    trace = standard.replace(weight_ih=weight_ih).run(NINE_STEPS)
    return torch.tensor(getattr(trace, shown)[:, 0]).float()


def _one(k):
    import torch

    return torch.eye(9)[k].float()


def _says(answer, y, wrong=True):
    try:
        verdict = call(answer, y.clone(), what="my_check")
    except NotYet as problem:
        if wrong and not problem.hint:
            problem.hint = "For wrong outputs it must return False, not stop."
        raise
    try:
        if isinstance(verdict, str):
            raise TypeError
        return bool(verdict)
    except Exception:
        many = getattr(verdict, "ndim", 0) > 0
        raise NotYet(
            f"my_check must return True or False, and it returns {kind(verdict)}.",
            hint="Nine outputs were compared, and there is one answer for all. Fix: (…).all()."
            if many
            else "",
        ) from None


def _accepts(answer, y):
    """As _says; a check that stops does not accept."""
    try:
        return _says(answer, y)
    except NotYet:
        return False


def _why_refused(answer, right):
    """Why right outputs are refused: tried with other shapes and other digits."""
    import torch

    if _accepts(answer, right):
        return LAST_DIGIT
    if all(_accepts(answer, right + BIG * _one(k)) for k in range(9)):
        return "It returns True for wrong outputs and False for right ones. Fix: put not in front."
    exact = torch.tensor(LSTMCell.standard().run(NINE_STEPS).h[:, 0])
    wrong = right + BIG * _one(5)

    def tells(change):
        return _accepts(answer, change(right)) and not _accepts(answer, change(wrong))

    if tells(lambda y: y.reshape(9, 1)):
        return (
            "y has the shape (9,), and your check takes the same numbers with the shape (9, 1). "
            "From (9,) and (9, 1) PyTorch makes a (9, 9) table. Fix: give both the same shape."
        )
    if tells(lambda y: y.double()):
        return (
            "y is float32, and your check takes the same numbers as float64. Fix: give both the same dtype."
        )
    if _accepts(answer, exact):
        return LAST_DIGIT
    return "y holds the nine outputs of the lecture's run. It must return True for these."


def _try_differences(answer, right, size):
    """Make each output wrong by a size, up and down."""
    passed = np.array(
        [[_says(answer, right + sign * size * _one(k)) for sign in (1, -1)] for k in range(len(right))]
    )
    if not passed.any():
        return
    k, down = (int(n) for n in np.argwhere(passed)[0])
    if not passed[:, down].all() or passed[:, 1 - down].any():
        hint = "Is the tolerance too wide, or is something rounded?"
        if size == BIG:
            hint = "Look at every output."
        if size == BIG and passed.all():
            hint = "It returned True for each wrong output that was tried. When must it return False?"
    else:
        sign = "negative" if down else "positive"
        hint = f"Only {sign} differences pass. Fix: take their absolute value (abs)."
    raise NotYet(f"output {k + 1} wrong by {'-' * down}{size:g} passes your check.", hint=hint)
