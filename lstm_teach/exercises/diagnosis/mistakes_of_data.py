"""Mistakes around the steps: the inputs, the state of the start, and the list of outputs."""

from itertools import combinations

import numpy as np

from lstm_teach.exercises.diagnosis.mistake import Mistake, changed, entries

__all__ = ["DATA"]


def _inputs(change):
    """An effect: other inputs, of the same shape."""

    def effect(attempt):
        if attempt.x is None:
            return None
        with np.errstate(all="ignore"):
            x = change(attempt.x)
        return attempt.with_(x=x) if x is not None and np.isfinite(x).all() else None

    return effect


def _constant(times):
    """An effect: the input that is always 1 counts so many times."""

    def effect(attempt):
        if attempt.x is None:
            return None
        constant = (attempt.x == 1).all(axis=tuple(range(attempt.x.ndim - 1)))
        if not constant.any():
            return None
        return attempt.with_(weight_ih=np.where(constant, times, 1) * attempt.weight_ih)

    return effect


def _by_column(change):
    """Change the columns that are not constant; each on its own, over all steps."""

    def apply(x):
        columns = x.reshape(-1, x.shape[-1])
        moving = columns.std(axis=0) > 0
        return np.where(moving, change(x, columns), x) if moving.any() else None

    return apply


def _swap_columns(a, b):
    def swap(x):
        if b >= x.shape[-1]:
            return None
        order = list(range(x.shape[-1]))
        order[a], order[b] = b, a
        return x[..., order]

    return swap


def _batch(change):
    """An effect on a batch; one sequence has no batch axis."""
    return lambda a: change(a) if a.x is not None and a.x.ndim == 3 else None


def _result(change):
    return lambda a: a.then(change) if a.x is not None else None


def _start(h, c):
    return changed(start=lambda shape: (np.full(shape, float(h)), np.full(shape, float(c))))


def _without_first(a):
    return a.with_(x=a.x[1:]) if a.x is not None and len(a.x) > 1 else None


def _reshaped_batch(x):
    """The steps that a net with batch_first sees in x.reshape(N, T, D)."""
    T, N, D = x.shape
    return x.reshape(N, T, D).swapaxes(0, 1)


def _first_row_empty(a):
    first = _without_first(a)
    return first and first.then(lambda y: np.concatenate([0 * y[:1], y]))


def _twice(a):
    """The outputs of the cell go through the same cell again."""
    if a.x is None or a.weight_ih.shape[1] != a.H:
        return None
    return a.with_(x=a.with_(shows="h").numbers)


def _every(k):
    return lambda a: a.with_(every=k) if a.x is not None and k < len(a.x) else None


def _shift(y, by):
    """The list of outputs some places later or earlier; where nothing is left, the last one again."""
    return y[np.clip(np.arange(len(y)) - by, 0, len(y) - 1)]


def _of_unit(k):
    return _result(lambda y: y[..., k] if 1 < y.shape[-1] > k else _no_such())


def _no_such():
    raise ValueError("there is no such place")


def _of_sequence(n):
    return _batch(lambda a: a.then(lambda y: y[:, n]) if a.x.shape[1] > max(n, 1) else None)


ONES = ("The lecture's fourth input is always 1: its weight is the bias of the gate.",
        "Append a 1 to each step, or put these weights into the bias.")  # fmt: skip
AS_GIVEN = ("Nets for real data often get normalised inputs; here the numbers go in as they are.",
            "Give x as it stands in the exercise.")  # fmt: skip
ORDER = ("Column k of x meets column k of weight_ih.", "Keep the inputs in the order x1, x2, x3, 1.")
TURN = ("reshape cuts the numbers into other rows; it does not turn a table.",
        "Where steps are columns, write x.T (for a batch x.transpose(…) or x.swapaxes(0, 1)).")  # fmt: skip
ZEROS = ("The state of the start is 0: nothing was read, nothing is remembered.",
         "h = c = zeros, or leave the state out.")  # fmt: skip
BATCH = ("PyTorch's first axis is the step, unless batch_first=True.",
         "Give (T, N, D) and read (T, N, H); or use batch_first=True.")  # fmt: skip
LIST = ("Something happened to the list of outputs after the run, or while it was filled.",
        "y.append(h) at the end of each step, once; then hand y in as it is.")  # fmt: skip
SHAPE = ("Part of what the run gives was handed in.", "Hand in h of every step, for every unit and sequence.")
CUT = ("Whole numbers drop what stands after the point: an integer array takes 0.96 as 0.",
       "Make float arrays: np.zeros(T), not np.zeros(T, dtype=int) or zeros_like of integers.")  # fmt: skip

INPUTS = (
    *entries("constant", *ONES, {"the constant input forgotten": _constant(0)}),
    *entries("constant", *ONES, {
        "the constant input counted twice (as an input and as a bias)": _constant(2),
        "the constant input counted three times": _constant(3),
        "the constant input with the wrong sign": _constant(-1),
        "the constant input is 0.5": _constant(0.5),
    }, alone=True),
    *entries("x", *AS_GIVEN, {
        "inputs divided by their largest": _inputs(lambda x: x / x.max()),
        "inputs divided by their largest size": _inputs(lambda x: x / np.abs(x).max()),
        "each input divided by its largest": _inputs(_by_column(lambda x, c: x / c.max(axis=0))),
        "each input divided by its largest size": _inputs(_by_column(lambda x, c: x / np.abs(c).max(axis=0))),
        "inputs standardised": _inputs(lambda x: (x - x.mean()) / x.std()),
        "each input standardised": _inputs(_by_column(lambda x, c: (x - c.mean(0)) / c.std(0))),
        "each input standardised (n - 1)": _inputs(
            _by_column(lambda x, c: (x - c.mean(0)) / c.std(0, ddof=1))),
        "each input standardised without its mean": _inputs(_by_column(lambda x, c: x / c.std(0))),
        "the mean taken off each input": _inputs(_by_column(lambda x, c: x - c.mean(0))),
        "inputs scaled to 0 … 1": _inputs(lambda x: (x - x.min()) / (x.max() - x.min())),
        "each input scaled to 0 … 1": _inputs(
            _by_column(lambda x, c: (x - c.min(0)) / (c.max(0) - c.min(0)))),
        "each input scaled to -1 … 1": _inputs(
            _by_column(lambda x, c: 2 * (x - c.min(0)) / (c.max(0) - c.min(0)) - 1)),
        **{f"inputs multiplied by {k:g}": _inputs(lambda x, k=k: k * x) for k in (0.01, 0.1, 0.5, 2, 10, -1)},
        **{f"inputs multiplied by {k:g}, but for the constant": _inputs(_by_column(lambda x, c, k=k: k * x))
           for k in (0.01, 0.1, 0.5, 2, 10, -1)},
        "inputs without their signs": _inputs(np.abs),
        "inputs cut off to whole numbers": _inputs(np.trunc),
        **{f"inputs rounded to {k} decimals": _inputs(lambda x, k=k: np.round(x, k)) for k in range(6)},
    }, alone=True, whole=True),
    *entries("x", *ORDER, {
        **{f"inputs {a + 1} and {b + 1} swapped": _inputs(_swap_columns(a, b))
           for a, b in combinations(range(5), 2)},
        "inputs in reverse order": _inputs(lambda x: x[..., ::-1] if x.shape[-1] > 2 else None),
        "inputs one place to the right": _inputs(lambda x: np.roll(x, 1, -1) if x.shape[-1] > 2 else None),
        "inputs one place to the left": _inputs(lambda x: np.roll(x, -1, -1) if x.shape[-1] > 2 else None),
    }, alone=True),
    *entries("x", *TURN, {
        "x transposed": _inputs(lambda x: x.T if x.ndim == 2 and x.shape[0] == x.shape[1] else None),
        "x reshaped in place of transposed": _inputs(
            lambda x: x.swapaxes(-1, -2).reshape(x.shape) if x.ndim == 2
            else x.transpose(2, 1, 0).reshape(x.shape)),
        "the batch reshaped in place of transposed": _batch(
            _inputs(lambda x: x.swapaxes(0, 1).reshape(x.shape))),
        "the batch reshaped to (N, T, D), the result transposed back": _batch(_inputs(_reshaped_batch)),
        "the batch reshaped to (N, T, D), the result reshaped back": _batch(
            lambda a: a.with_(x=_reshaped_batch(a.x)).then(lambda y: y.swapaxes(0, 1).reshape(y.shape))),
    }, alone=True, whole=True),
    *entries("time", "The sequence went in from its end.", "Step 1 goes in first.", {
        "the steps reversed": _inputs(lambda x: x[::-1]),
        "the steps reversed, the result in their order (a backward direction)": lambda a: (
            None if a.x is None else a.with_(x=a.x[::-1]).then(lambda y: y[::-1])),
    }, whole=True),
    *entries("time", "Step t reads x[t], counted from 0.", "for x_t in x: …", {
        "every step reads the input of the next one": _inputs(lambda x: np.concatenate([x[1:], x[-1:]])),
        "every step reads the input of the next one, the last one the first": _inputs(
            lambda x: np.roll(x, -1, 0)),
        "the last input first, then the others": _inputs(lambda x: np.roll(x, 1, 0)),
    }, alone=True, whole=True),
)  # fmt: skip

STATES = (
    *entries("start", *ZEROS, {
        "the start is h = c = 1": _start(1, 1), "the start is c = 1": _start(0, 1),
        "the start is h = 1": _start(1, 0),
    }, alone=True),
    *entries("state", "The state of the last run or sequence was still there.",
             "Each sequence starts with h = c = 0: leave the state out, or give zeros.", {
                 "the state not reset before a sequence": changed(carried=True)}, whole=True),
    *entries("state",
             "nn.LSTMCell starts with zeros when it gets no state; nn.LSTM does so for each sequence.",
             "Loop: h, c = cell(x_t, (h, c)). nn.LSTM: the first axis of x is the step (T, N, D).", {
                 "the state reset at every step": changed(every=1)}),
    *entries("state", "The sequence was cut into pieces, and each piece started with zeros.",
             "Hand the state on from piece to piece, or give the whole sequence at once.", {
                 f"the state reset every {k} steps": _every(k) for k in range(2, 33)}, alone=True),
    *entries("axes", *BATCH, {
        "batch and time axes swapped": _batch(changed(across=True)),
        "batch and time axes of the result swapped": _batch(_result(lambda y: y.swapaxes(0, 1))),
    }, whole=True),
    *entries("axes", *BATCH, {
        "the result reshaped in place of transposed": _batch(
            _result(lambda y: y.swapaxes(0, 1).reshape(y.shape))),
    }, alone=True, whole=True),
)  # fmt: skip

LAYERS = entries(
    "layers", "num_layers=2 puts a second LSTM on top of the first.", "num_layers=1.", {
        "two layers with the same weights": _twice,
    }, alone=True)  # fmt: skip

OUTPUTS = (
    Mistake("c handed in in place of h", "shown", lambda a: a.with_(shows="c") if a.shows == "h" else None,
            "The module returns (output, (h, c)); the memory c and the output h are easily confused.",
            "The output h is o · (memory activation of c). For nn.LSTMCell it is the first of the two."),
    Mistake("h handed in in place of c", "shown", lambda a: a.with_(shows="h") if a.shows == "c" else None,
            "The state is the pair (h, c): the output first, the memory second.",
            "c is the second of the two."),
    Mistake("the output before the step", "shown",
            lambda a: a.with_(shows="h_prev") if a.shows == "h" else None,
            "The output was stored before the step was made: the list begins with the 0 of the start.",
            "First h, c = cell(x_t, (h, c)), then store h."),
    *entries("shown", "Another signal of the step was stored.", "Store h (or c) at the end of each step.", {
        "the input gate handed in": changed(shows=lambda s: s.i),
        "the forget gate handed in": changed(shows=lambda s: s.f),
        "the output gate handed in": changed(shows=lambda s: s.o),
        "the candidate handed in": changed(shows=lambda s: s.g),
        "tanh(c) handed in, without the output gate": changed(shows=lambda s: s.a.memory(s.new_c)),
        "an output made of the old memory handed in": changed(shows=lambda s: s.o * s.a.memory(s.c)),
        "o·c handed in, without tanh": changed(shows=lambda s: s.o * s.new_c),
        "tanh once more around the output": changed(shows=lambda s: np.tanh(s.new_h)),
        "sigmoid around the output": changed(shows=lambda s: 1 / (1 + np.exp(-s.new_h))),
        "what is written handed in, i·g": changed(shows=lambda s: s.i * s.g),
        "what is kept handed in, f·c": changed(shows=lambda s: s.f * s.c),
    }, alone=True),
    *entries("list", *LIST, {
        "the result begins with the last step": _result(lambda y: y[::-1]),
    }, whole=True),
    *entries("list", *LIST, {
        "every row is the last one (one array stored again and again)": _result(lambda y: y[-1:] + 0 * y),
        "the first step left out, and its row left at 0": _first_row_empty,
        "the last row left at 0": _result(lambda y: np.concatenate([y[:-1], 0 * y[:1]])),
        "every row is the first one": _result(lambda y: y[:1] + 0 * y),
        "one step early: the list begins with step 2": _result(lambda y: _shift(y, -1)),
        "one step early, and step 1 at the end": _result(lambda y: np.roll(y, -1, 0)),
        "one step early, and 0 at the end": _result(lambda y: np.concatenate([y[1:], 0 * y[:1]])),
        "one step late: step 1 stands there twice": _result(lambda y: _shift(y, 1)),
        "one step late, and the last step in front": _result(lambda y: np.roll(y, 1, 0)),
        "outputs added up": _result(lambda y: np.cumsum(y, axis=0)),
        "outputs without their signs": _result(np.abs),
        "outputs with the wrong sign": _result(np.negative),
        "units in reverse order": _result(lambda y: y[..., ::-1] if y.shape[-1] > 1 else _no_such()),
        "sequences in reverse order": _batch(_result(lambda y: y[:, ::-1])),
        "the outputs of the first sequence for all": _batch(_result(lambda y: y[:, :1] + 0 * y)),
    }, alone=True, whole=True),
    *entries("list", *CUT, {"outputs cut off to whole numbers": _result(np.trunc)}, alone=True),
    *entries("shape", *SHAPE, {
        "the last step missing": _result(lambda y: y[:-1]),
        "the first step missing": _result(lambda y: y[1:]),
        "the first step left out": _without_first,
        "the 0 of the start in the list": _result(lambda y: np.concatenate([0 * y[:1], y])),
        "only the last step handed in (h_n)": _result(lambda y: y[-1]),
        "only the first step handed in": _result(lambda y: y[0]),
        "the mean over the steps handed in": _result(lambda y: y.mean(axis=0)),
        "the mean over the units handed in": _result(
            lambda y: y.mean(axis=-1) if y.shape[-1] > 1 else _no_such()),
        "h and c side by side": changed(shows=lambda s: np.concatenate([s.new_h, s.new_c], axis=-1)),
        "units and steps exchanged": _result(
            lambda y: y.swapaxes(0, -1) if y.ndim == 2 and y.shape[-1] > 1 else _no_such()),
        "all numbers in one row": _result(
            lambda y: y.ravel() if y.shape[-1] > 1 or y.ndim > 2 else _no_such()),
        **{f"only unit {k + 1} handed in": _of_unit(k) for k in range(8)},
        **{f"only sequence {n + 1} handed in": _of_sequence(n) for n in range(8)},
    }, alone=True, whole=True),
)  # fmt: skip

DATA = (*INPUTS, *STATES, *LAYERS, *OUTPUTS)
