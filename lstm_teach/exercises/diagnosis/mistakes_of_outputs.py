"""Mistakes around a run: the state of its start, the list of outputs, and what is handed in."""

import numpy as np

from lstm_teach.exercises.diagnosis.mistake import Mistake, changed, entries, in_batches

__all__ = ["OUTPUTS"]


def _start(h, c):
    return changed(start=lambda shape: (np.full(shape, float(h)), np.full(shape, float(c))))


def _every(k):
    return lambda a: a.with_(every=k) if a.x is not None and k < len(a.x) else None


def _result(change):
    return lambda a: a.then(change) if a.x is not None else None


def _without_first(a):
    return a.with_(x=a.x[1:]) if a.x is not None and len(a.x) > 1 else None


def _first_row_empty(a):
    first = _without_first(a)
    return first and first.then(lambda y: np.concatenate([0 * y[:1], y]))


def _twice(a):
    """The outputs of the cell go through the same cell again."""
    if a.x is None or a.weight_ih.shape[1] != a.H:
        return None
    return a.with_(x=a.with_(shows="h").numbers)


def _shift(y, by):
    """The list of outputs some places later or earlier; where nothing is left, the last one again."""
    return y[np.clip(np.arange(len(y)) - by, 0, len(y) - 1)]


def _of_unit(k):
    return _result(lambda y: y[..., k] if 1 < y.shape[-1] > k else _no_such())


def _no_such():
    raise IndexError


def _of_sequence(n):
    return in_batches(lambda a: a.then(lambda y: y[:, n]) if np.asarray(a.x).shape[1] > max(n, 1) else None)


ZEROS = ("The state of the start is 0: nothing was read, nothing is remembered.",
         "h = c = zeros, or leave the state out.")  # fmt: skip
BATCH = ("PyTorch's first axis is the step, unless batch_first=True.",
         "Give (T, N, D) and read (T, N, H); or use batch_first=True.")  # fmt: skip
LIST = ("Something happened to the list of outputs after the run, or while it was filled.",
        "y.append(h) at the end of each step, once; then hand y in as it is.")  # fmt: skip
SHAPE = ("Part of what the run gives was handed in.", "Hand in h of every step, for every unit and sequence.")
CUT = ("Whole numbers drop what stands after the point: an integer array takes 0.96 as 0.",
       "Make float arrays: np.zeros(T), not np.zeros(T, dtype=int) or zeros_like of integers.")  # fmt: skip

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
                 ("the state reset every {} steps", k): _every(k) for k in range(2, 33)}, alone=True),
    *entries("axes", *BATCH, {
        "batch and time axes swapped": in_batches(changed(across=True)),
        "batch and time axes of the result swapped": in_batches(_result(lambda y: y.swapaxes(0, 1))),
    }, whole=True),
    *entries("axes", *BATCH, {
        "the result reshaped in place of transposed": in_batches(
            _result(lambda y: y.swapaxes(0, 1).reshape(y.shape))),
    }, alone=True, whole=True),
)  # fmt: skip

LAYERS = entries(
    "layers", "num_layers=2 puts a second LSTM on top of the first.", "num_layers=1.", {
        "two layers with the same weights": _twice,
    }, alone=True)  # fmt: skip

OUTPUTS = (
    *STATES,
    *LAYERS,
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
        "tanh(c) handed in, without the output gate": changed(shows=lambda s: s.a.memory.function(s.new_c)),
        "an output made of the old memory handed in": changed(shows=lambda s: s.o * s.a.memory.function(s.c)),
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
        "sequences in reverse order": in_batches(_result(lambda y: y[:, ::-1])),
        "the outputs of the first sequence for all": in_batches(_result(lambda y: y[:, :1] + 0 * y)),
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
        **{("only unit {} handed in", k + 1): _of_unit(k) for k in range(8)},
        **{("only sequence {} handed in", n + 1): _of_sequence(n) for n in range(8)},
    }, alone=True, whole=True),
)  # fmt: skip
