"""Exercise 3b: a student's own check is tried with right and wrong outputs; the first that it gets wrong."""

from itertools import permutations
from typing import Any

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.judging import NotYet, call
from lstm_teach.exercises.wording import kind
from lstm_teach.words import later, say

__all__ = ["judge_check"]

FEW_ULPS = 2.0**-22  # relative: the last two bits of a float32
LAST_DIGIT = later("It is too strict: the last digit of a float32 may differ. Fix: allow a small difference.")
BIG, SMALL = 1.2, 1e-4  # so big that also rounded numbers differ


def judge_check(answer: Any) -> None:
    """Raise NotYet if a function of nine outputs (a float32 tensor) is not True for the right ones only."""
    right = _outputs(GATE_ORDER)
    for good in (right, right * (1 + FEW_ULPS), right * (1 - FEW_ULPS)):
        if not _says(answer, good, wrong=False):
            raise NotYet(say("Right outputs are refused."), hint=_why_refused(answer, right))
    _try_differences(answer, right, BIG)
    for i, j in ((5, 8), (0, 1), (3, 5)):
        if _says(answer, right + BIG * (_one(i) - _one(j))):
            raise NotYet(
                say(
                    "Output {} too large by {:g} and output {} too small by as much pass.", i + 1, BIG, j + 1
                ),
                hint=say("Differences must not cancel. Fix: look at the size of each."),
            )
    rounded = _accepts(answer, right.round())
    hint = say("Rounded numbers pass, too. Fix: compare unrounded.") if rounded else ""
    for order in permutations(GATE_ORDER):
        if order != GATE_ORDER and _says(answer, _outputs(order)):
            raise NotYet(say("The order {} passes your check.", ", ".join(order)), hint=hint)
    if _says(answer, _outputs(GATE_ORDER, "c")):
        raise NotYet(say("The memory in place of the output passes your check."), hint=hint)
    if _says(answer, _outputs(GATE_ORDER, "h_prev")):
        raise NotYet(say("The outputs one step too late passes your check."), hint=hint)
    _try_differences(answer, right, SMALL)
    if _says(answer, right + 1e-3 * (_one(5) - _one(8))):
        raise NotYet(
            say("Two outputs wrong by 0.001 and -0.001 pass."), hint=say("Differences must not cancel.")
        )


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
    """What a check says to outputs, as True or False; NotYet where it stops or says something else."""
    try:
        verdict = call(answer, y.clone(), what="my_check")
    except NotYet as problem:
        if wrong:
            problem.hint = problem.hint or say("For wrong outputs it must return False, not stop.")
        raise
    try:
        if isinstance(verdict, str):
            raise TypeError
        return bool(verdict)
    except Exception:
        hint = ""
        if getattr(verdict, "ndim", 0) > 0:
            hint = say("Nine outputs were compared, and there is one answer for all. Fix: (…).all().")
        said = say("my_check must return True or False, and it returns {}.", kind(verdict))
        raise NotYet(said, hint=hint) from None


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
        return say(LAST_DIGIT)
    if all(_accepts(answer, right + BIG * _one(k)) for k in range(9)):
        return say("It returns True for wrong outputs and False for right ones. Fix: put not in front.")
    exact = torch.tensor(LSTMCell.standard().run(NINE_STEPS).h[:, 0])
    wrong = right + BIG * _one(5)

    def only_right_after(change):
        return _accepts(answer, change(right)) and not _accepts(answer, change(wrong))

    if only_right_after(lambda y: y.reshape(9, 1)):
        return say(
            "y has the shape (9,), and your check takes the same numbers with the shape (9, 1). "
            "From (9,) and (9, 1) PyTorch makes a (9, 9) table. Fix: give both the same shape."
        )
    if only_right_after(lambda y: y.double()):
        return say(
            "y is float32, and your check takes the same numbers as float64. Fix: give both the same dtype."
        )
    if _accepts(answer, exact):
        return say(LAST_DIGIT)
    return say("y holds the nine outputs of the lecture's run. It must return True for these.")


def _try_differences(answer, right, size):
    """Make each output wrong by a size, up and down."""
    passed = np.array(
        [[_says(answer, right + sign * size * _one(k)) for sign in (1, -1)] for k in range(len(right))]
    )
    if not passed.any():
        return
    k, down = (int(n) for n in np.argwhere(passed)[0])
    if passed[:, down].all() and not passed[:, 1 - down].any():
        hint = say("Only positive differences pass. Fix: take their absolute value (abs).")
        if down:
            hint = say("Only negative differences pass. Fix: take their absolute value (abs).")
    elif size != BIG:
        hint = say("Is the tolerance too wide, or is something rounded?")
    elif passed.all():
        hint = say("It returned True for each wrong output that was tried. When must it return False?")
    else:
        hint = say("Look at every output.")
    raise NotYet(say("Output {} wrong by {:g} passes your check.", k + 1, -size if down else size), hint=hint)
