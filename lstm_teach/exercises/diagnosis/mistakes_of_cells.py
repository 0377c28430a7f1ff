"""Another cell in place of the LSTM, with its weights: peepholes, a plain RNN, a GRU."""

from itertools import permutations

import numpy as np

from lstm_teach.exercises.diagnosis.mistake import changed, entries

__all__ = ["CELLS"]


def _peepholes(weight, gates, new):
    """An effect: some gates look at the memory, too; the output gate at the new one, or not."""

    def sums(s):
        seen = np.repeat([gate in gates and not (new and gate == "o") for gate in "ifgo"], s.a.H)
        return s.x @ s.a.weight_ih.T + s.h @ s.a.weight_hh.T + s.a.bias + seen * weight(s, s.c)

    def output(s, c):
        z_o = s.z[..., -s.a.H :] + weight(s, c)[..., -s.a.H :]
        return s.a.gate.function(z_o) * s.a.memory.function(c)

    return changed(sums=sums, output=output) if new else changed(sums=sums)


def _ones(s, c):
    return np.concatenate([c] * 4, axis=-1)


def _recurrent(s, c):
    return c @ s.a.weight_hh.T


def _rnn(gate):
    k = "ifgo".index(gate)
    return changed(output=lambda s, c: s.a.candidate.function(np.split(s.z, 4, axis=-1)[k]))


def _gru(order, keeps, late):
    """A GRU made of three of the groups of rows; order: which are reset, update and candidate."""

    def output(s, c):
        x, h = s.x @ s.a.weight_ih.T + s.a.biases[0], s.h @ s.a.weight_hh.T + s.a.biases[1]
        (r_x, z_x, n_x), (r_h, z_h, n_h) = ([np.split(a, 4, axis=-1)[k] for k in order] for a in (x, h))
        r, z = s.a.gate.function(r_x + r_h), s.a.gate.function(z_x + z_h)
        if not late:  # reset before the product
            n_h = (r * s.h) @ np.split(s.a.weight_hh, 4)[order[2]].T + np.split(s.a.biases[1], 4)[order[2]]
        n = s.a.candidate.function(n_x + (r * n_h if late else n_h))
        return z * s.h + (1 - z) * n if keeps else (1 - z) * s.h + z * n

    return changed(output=output)


GRU = "a GRU with three of the four groups of rows (reset {}, update {}, candidate {}; {})"
GRU_EARLY = (
    "a GRU with three of the four groups of rows (reset {}, update {}, candidate {}; {}, reset before the "
    "product)"
)

CELLS = (
    *entries("sums", "The standard cell has no peepholes: its gates do not see the memory.",
             "z = W_ih x + W_hh h + b.", {
                 "peepholes: the gates see c through W_hh": _peepholes(_recurrent, "ifo", False),
                 "peepholes: i and f see the old c, o the new one, through W_hh": _peepholes(
                     _recurrent, "ifo", True),
                 "peepholes of weight 1: c added to the sums of the gates": _peepholes(_ones, "ifo", False),
                 "peepholes of weight 1: c added to i and f, the new c to o": _peepholes(_ones, "ifo", True),
                 "a peephole of weight 1: the new c added to the sum of o": _peepholes(_ones, "o", True),
                 **{("a peephole of weight 1: c added to the sum of {}", gate): _peepholes(_ones, gate, False)
                    for gate in "ifo"},
             }, alone=True),
    *entries("another cell", "A plain RNN has one sum and no gates.", "An LSTM has four sums: i, f, g, o.", {
        ("a plain RNN with the rows of {}", gate): _rnn(gate) for gate in "gifo"
    }, alone=True),
    *entries("another cell", "A GRU has three sums and no memory of its own.",
             "nn.LSTM, not nn.GRU; an LSTM has a memory c beside its output h.", {
        (GRU if late else GRU_EARLY, *("ifgo"[k] for k in order),
         "h = z·h + (1 - z)·n" if keeps else "h = (1 - z)·h + z·n"): _gru(order, keeps, late)
        for order in [(0, 1, 2), (1, 0, 2), *permutations((0, 1, 3))][:4]
        for keeps in (True, False) for late in (True, False)
    }, alone=True),
)  # fmt: skip
