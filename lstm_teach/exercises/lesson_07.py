"""The exercises of lesson 07: the homework."""

import numpy as np

from lstm_teach.cell import LSTMCell
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.diagnosis import diagnose
from lstm_teach.exercises.judging import NotYet, as_cell, call, compare, exercise, numbers
from lstm_teach.exercises.lesson_01 import draw_inputs
from lstm_teach.gradients import backward

#: What is wrong with the six solutions of exercise 7j, by the letters of its list.
FAULTY = "DAFBGC"


@exercise("7a")
def gradients(answer):
    """Judge a function of (cell, trace, dL_dh) -> the gradients of weight_ih, weight_hh and bias."""
    rng = np.random.default_rng(7)
    for D, H, T in [(4, 3, 6), (2, 1, 4), (3, 5, 9)]:
        cell = LSTMCell(*(rng.normal(size=shape) for shape in ((4 * H, D), (4 * H, H), (4 * H,))))
        trace, dL_dh = cell.run(rng.normal(size=(T, D))), rng.normal(size=(T, H))
        mine, right = call(answer, cell, trace, dL_dh), backward(cell, trace, dL_dh)
        if not isinstance(mine, (tuple, list)) or len(mine) != 3:
            raise NotYet("return three arrays: the gradients of weight_ih, weight_hh and bias.")
        for name, gradient in zip(("weight_ih", "weight_hh", "bias"), mine, strict=True):
            likely = [
                (hint, dict(zip(("weight_ih", "weight_hh", "bias"), wrong, strict=True))[name])
                for hint, wrong in _wrong_derivations(cell, trace, dL_dh)
            ]
            axes = ("row", "column")[: np.ndim(getattr(right, name))]
            hint = "Check one line after the other against lesson 05, section 3."
            what = f"the gradient of {name}"
            compare(gradient, getattr(right, name), what, axes=axes, hint=hint, likely=likely)


def _wrong_derivations(cell, trace, dL_dh):
    """Yield a hint and the three gradients of each wrong derivation of lesson 05."""
    i, f, g, o, c_prev, c = trace.i, trace.f, trace.g, trace.o, trace.c_prev, trace.c
    hints = {
        "h": "The path through h is missing: h_t goes into the sums z of step t + 1, too.",
        "tanh": "The slope of tanh(c) is missing in δc.",
        "one": "δc_t needs what comes from the next memory: δc_{t+1} · f_{t+1}.",
        "f": "What the memory hands back is multiplied by the f of its own step, f_{t+1}.",
        "c": "δz_f needs the memory before the step, c_{t-1}.",
    }
    for mistake, hint in hints.items():
        dz, from_h, from_c = np.zeros((len(trace), 4 * cell.hidden_size)), 0, 0
        for t in reversed(range(len(trace))):
            dh = dL_dh[t] + from_h * (mistake != "h")
            slope = 1 if mistake == "tanh" else 1 - np.tanh(c[t]) ** 2
            dc = from_c * (mistake != "one") + dh * o[t] * slope
            kept = c[t] if mistake == "c" else c_prev[t]
            dz[t] = np.concatenate([
                dc * g[t] * i[t] * (1 - i[t]), dc * kept * f[t] * (1 - f[t]),
                dc * i[t] * (1 - g[t] ** 2), dh * np.tanh(c[t]) * o[t] * (1 - o[t]),
            ])  # fmt: skip
            from_h, from_c = cell.weight_hh.T @ dz[t], dc * f[t - 1 if mistake == "f" else t]
        yield hint, (dz.T @ trace.x, dz.T @ trace.h_prev, dz.sum(axis=0))


def judge_run(answer, name, convert=np.array):
    """Judge a function of x (T, 4): the outputs of the standard cell with the lecture's weights."""
    standard, rng = LSTMCell.standard(), np.random.default_rng(70)
    for x in [NINE_STEPS, *(draw_inputs(rng, T, x2=[-1, 0, 1]) for T in (12, 1, 30))]:
        mine, what = call(answer, convert(x), what=name), f"{name}, {len(x)} steps: output"
        found, hint = diagnose(mine, x=x, cell=standard), ""
        if found.found:
            hint = f"This is what you get with: {' + '.join(found.names[0])}. {found.found[0][0].fix}"
        elif convert is _tensor:
            again = numbers(call(answer, convert(x)))
            hint = "" if np.array_equal(numbers(mine), again) else "Each call gives other numbers. "
            hint += "A new module starts with random numbers: set weight_ih, weight_hh and both biases."
        compare(mine, standard.run(x).h[:, 0], what, hint=hint)


def _tensor(x):
    import torch

    return torch.tensor(x, dtype=torch.get_default_dtype())


@exercise("7b")
def run_in_numpy(answer):
    """Judge the lecture's run in NumPy."""
    judge_run(answer, "my_numpy")


@exercise("7c")
def run_with_lstmcell(answer):
    """Judge the lecture's run with nn.LSTMCell: a function of a tensor."""
    judge_run(answer, "my_lstmcell", _tensor)


@exercise("7d")
def run_with_lstm(answer):
    """Judge the lecture's run with nn.LSTM: a function of a tensor."""
    judge_run(answer, "my_lstm", _tensor)


def judge_challenge(answer, draw, wanted, hint):
    """Judge a cell on 100 unseen sequences. draw: rng -> x (T, D); wanted: x -> outputs (T,)."""
    rng = np.random.default_rng(77)
    sequences = [draw(rng, T) for T in rng.integers(5, 40, 100)]
    cell, first, right = as_cell(answer, D=sequences[0].shape[1]), None, 0
    for x in sequences:
        try:
            compare(cell.run(x).h[:, 0], wanted(x), tolerance=0.01 / max(1, np.abs(wanted(x)).max()))
            right += 1
        except NotYet as problem:
            first = first or (problem, x)
    if first:
        problem, x = first
        step = int(problem.said.removeprefix("output, step ").split(":")[0])
        inputs = ", ".join("(" + ", ".join(f"{v:g}" for v in x_t) + ")" for x_t in x[max(0, step - 3) : step])
        score = f"right on {right} of 100 unseen sequences."
        raise NotYet(f"{score} {problem.said} The inputs up to there end with {inputs}.",
                     f"{score} {problem.shown} The inputs up to there end with {inputs}.", hint)  # fmt: skip


def _signed(rng, T):
    """x from -9 to 9, never 0, and the constant 1."""
    return np.column_stack([rng.choice([-1, 1], T) * rng.integers(1, 10, T), np.ones(T)])


@exercise("7e")
def running_sum(answer):
    """Judge a cell over (x, 1) whose output is the sum of all x so far."""
    judge_challenge(answer, _signed, lambda x: x[:, 0].cumsum(),
                    "All gates are open at every step. Without tanh.")  # fmt: skip


@exercise("7f")
def last_written(answer):
    """Judge a cell over (x1, x2, 1): its output is x1 of the last step with x2 = 1, 0 before the first."""

    def wanted(x):
        last = [np.flatnonzero(x[: t + 1, 1]) for t in range(len(x))]
        return np.array([x[k[-1], 0] if len(k) else 0 for k in last])

    def draw(rng, T):
        return draw_inputs(rng, T, x2=[0, 1])[:, [0, 1, 3]]

    judge_challenge(answer, draw, wanted, "Where x2 = 1 the input gate opens, and the forget gate closes.")


@exercise("7g")
def keep_through_reset(answer):
    """Judge a cell over (x1, x2, x3, 1) like the lecture's, on which x2 = -1 has no effect."""
    judge_challenge(answer, lambda rng, T: draw_inputs(rng, T, x2=[-1, 0, 1]),
                    lambda x: x[:, 2] * np.cumsum(x[:, 0] * (x[:, 1] == 1)),
                    "The forget gate must be open for every x2.")  # fmt: skip


@exercise("7h")
def count(answer):
    """Judge a cell over (x, 1) whose output is the number of positive x so far."""
    judge_challenge(answer, _signed, lambda x: np.cumsum(x[:, 0] > 0),
                    "Write a 1 where x is positive: the candidate can read the constant.")  # fmt: skip


@exercise("7i")
def ignore_negatives(answer):
    """Judge a cell over (x, 1) whose output is the sum of the positive x so far."""
    judge_challenge(answer, _signed, lambda x: np.cumsum(np.maximum(x[:, 0], 0)),
                    "The input gate decides by the sign of x.")  # fmt: skip


@exercise("7j")
def find_the_mistake(answer):
    """Judge a text of six letters: what is wrong with each of six solutions."""
    letters = "".join(str(part) for part in answer) if isinstance(answer, (list, tuple, str)) else ""
    letters = letters.replace(" ", "").replace(",", "").upper()
    if len(letters) != len(FAULTY) or not letters.isalpha():
        raise NotYet('give six letters, such as "ABCDEF": one for each solution.')
    wrong = [k + 1 for k in range(len(FAULTY)) if letters[k] != FAULTY[k]]
    if wrong:
        raise NotYet(
            f"{len(FAULTY) - len(wrong)} of {len(FAULTY)} are right.",
            f"{len(FAULTY) - len(wrong)} of {len(FAULTY)} are right; solution {wrong[0]} is not.",
            "Run it beside the right one: at which step do they part, and what is special about that step?",
        )
