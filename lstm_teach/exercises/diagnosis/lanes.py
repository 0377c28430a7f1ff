"""Many variants of one program side by side: they run as one batch, so that trying thousands is quick."""

import numpy as np

__all__ = ["run_inputs", "run_parameter", "run_start", "run_weights"]


def run_inputs(right, xs):
    """Return what a program gives for L other inputs (L, T, …, D) of one shape: (L, T, …, H)."""
    return _run(right, np.asarray(xs))


def run_weights(right, changes):
    """Return what a program gives if weights of each of L variants are changed: (L, T, …, H).

    changes: triples (rows, columns, what is added), each (L,), made one after the other; the columns are
    those of [weight_ih, weight_hh, bias].
    """
    count = len(changes[0][0])
    lanes, each = _lanes(right, count)
    changes = [[np.repeat(values, each) for values in change] for change in changes]

    def sums(s):
        z = s.x @ s.a.weight_ih.T + s.h @ s.a.weight_hh.T + s.a.bias
        seen = np.concatenate([s.x, s.h, np.ones_like(s.x[:, :1])], axis=1)
        for rows, columns, added in changes:
            z[lanes, rows] += added * seen[lanes, columns]
        return z

    return _run(right.with_(sums=sums), _tiled(right, count))


def run_parameter(right, name, values):
    """Return what a program gives with L values of weight_hh (L, 4H, H) or bias_hh (L, 4H): (L, T, …, H)."""
    _, each = _lanes(right, len(values))
    values = np.repeat(values, each, axis=0)

    def sums(s):
        z = s.x @ s.a.weight_ih.T + s.a.biases[0]
        if name == "weight_hh":
            return z + s.a.biases[1] + np.einsum("lij,lj->li", values, s.h)
        return z + s.h @ s.a.weight_hh.T + values

    return _run(right.with_(sums=sums), _tiled(right, len(values) // each))


def run_start(right, states):
    """Return what a program gives with L states of the start, (L, 2, H): (L, T, …, H)."""
    _, each = _lanes(right, len(states))
    h, c = np.moveaxis(np.repeat(states, each, axis=0), 1, 0)
    return _run(right.with_(start=lambda shape: (h, c)), _tiled(right, len(states)))


def _lanes(right, count):
    """The numbers of all lanes, and how many lanes each variant has: one for each sequence of a batch."""
    each = 1 if right.x.ndim == 2 else right.x.shape[1]
    return np.arange(count * each), each


def _tiled(right, count):
    return np.broadcast_to(right.x, (count, *right.x.shape))


def _run(right, xs):
    L, T, *batch, D = xs.shape
    shown = right.with_(x=np.moveaxis(xs, 0, 1).reshape(T, -1, D)).shown()
    return np.moveaxis(shown.reshape(T, L, *batch, right.H), 1, 0)
