"""Mistakes inside a step: the sums, the two equations, and what is handed on to the next step."""

import numpy as np

from lstm_teach.exercises.diagnosis.mistake import changed, entries

__all__ = ["STEPS"]


def _gates(change):
    """An effect: change(s) sets gates of a step."""

    def gates(s):
        for name, value in change(s).items():
            setattr(s, name, value)

    return changed(gates=gates)


def _sums(of):
    """An effect: the sums made of other inputs or states; of(s) -> x, h."""

    def sums(s):
        x, h = of(s)
        return x @ s.a.weight_ih.T + h @ s.a.weight_hh.T + s.a.bias

    return changed(sums=sums)


def _some_see(gates, of):
    """An effect: as _sums, but for the sums of some gates only."""

    def sums(s):
        x, h = of(s)
        right = s.x @ s.a.weight_ih.T + s.h @ s.a.weight_hh.T + s.a.bias
        wrong = x @ s.a.weight_ih.T + h @ s.a.weight_hh.T + s.a.bias
        return np.where(np.repeat([gate in gates for gate in "ifgo"], s.a.H), wrong, right)

    return changed(sums=sums)


def _number_by_number(s):
    """The recurrent weights of a gate applied number by number: only their diagonal is used."""
    diagonal = np.concatenate([np.diag(block) for block in np.split(s.a.weight_hh, 4)])
    return s.x @ s.a.weight_ih.T + np.concatenate([s.h] * 4, axis=-1) * diagonal + s.a.bias


def _unit_after_unit(s):
    """The gates of each unit, from an h in which the units before it are already new."""
    H, h = s.a.H, s.h.copy()
    for k in range(H):
        z = s.x @ s.a.weight_ih.T + h @ s.a.weight_hh.T + s.a.bias
        gates, g = s.a.gate.function(z), s.a.candidate.function(z[..., 2 * H + k])
        for name, value in zip(
            "ifgo", (gates[..., k], gates[..., H + k], g, gates[..., -H + k]), strict=True
        ):
            getattr(s, name)[..., k] = value
        h[..., k] = s.o[..., k] * s.a.memory.function(s.f[..., k] * s.c[..., k] + s.i[..., k] * g)


def _update(update):
    return changed(update=update)


def _output(output):
    return changed(output=output)


def _dot(a, b):
    """The scalar product of two vectors, where each number should meet its own."""
    return (a * b).sum(axis=-1, keepdims=True)


def _wide(effect):
    """The effect, where there is more than one unit: with one, both products are the same."""
    return lambda attempt: effect(attempt) if attempt.H > 1 else None


EQUATION = ("c = f·c + i·g: what is kept and what is written are multiplied by their gates and added.",
            "c = f * c + i * g")  # fmt: skip
SHOWING = ("h = o · tanh(c): the new memory, through tanh, through the output gate.", "h = o * np.tanh(c)")
STATE = ("The state is the pair (h, c): the sums look at h, the equation of the memory at c.",
         "h, c = cell(x_t, (h, c)).")  # fmt: skip
SEEN = ("The four sums of a step look at this step's input x_t and at the previous output h.",
        "z = W_ih x_t + W_hh h + b, for all four.")  # fmt: skip

STEPS = (
    *entries("update", *EQUATION, {
        "no input gate: c = f·c + g": _update(lambda s: s.f * s.c + s.g),
        "no forget gate: c = c + i·g": _update(lambda s: s.c + s.i * s.g),
        "no input and no forget gate: c = c + g": _update(lambda s: s.c + s.g),
        "h in place of c in the update: c = f·h + i·g": _update(lambda s: s.f * s.h + s.i * s.g),
    }),
    *entries("update", *EQUATION, {
        "the forget gate on the whole sum: c = f·(c + i·g)": _update(lambda s: s.f * (s.c + s.i * s.g)),
        "the input gate on the whole sum: c = i·(f·c + g)": _update(lambda s: s.i * (s.f * s.c + s.g)),
        "minus in place of plus: c = f·c - i·g": _update(lambda s: s.f * s.c - s.i * s.g),
        "added to the old memory once more: c += f·c + i·g": _update(lambda s: s.c + s.f * s.c + s.i * s.g),
        "plus in place of times: c = f·c + i + g": _update(lambda s: s.f * s.c + s.i + s.g),
        "plus in place of times: c = f + c + i·g": _update(lambda s: s.f + s.c + s.i * s.g),
        "gates exchanged in the update: c = i·c + f·g": _update(lambda s: s.i * s.c + s.f * s.g),
        "the output gate in place of the input gate: c = f·c + o·g": _update(lambda s: s.f * s.c + s.o * s.g),
        "the old memory forgotten: c = i·g": _update(lambda s: s.i * s.g),
        "the memory through tanh, and kept so: c = tanh(f·c + i·g), h = o·c": changed(
            update=lambda s: np.tanh(s.f * s.c + s.i * s.g), output=lambda s, c: s.o * c),
        "the memory kept after tanh: c = tanh(f·c + i·g), h = o·tanh(c)": _update(
            lambda s: np.tanh(s.f * s.c + s.i * s.g)),
        "tanh of the old memory: c = f·tanh(c) + i·g": _update(lambda s: s.f * np.tanh(s.c) + s.i * s.g),
        "coupled gates: i = 1 - f": _gates(lambda s: {"i": 1 - s.f}),
        "coupled gates: f = 1 - i": _gates(lambda s: {"f": 1 - s.i}),
        "the forget gate turned round: c = (1 - f)·c + i·g": _gates(lambda s: {"f": 1 - s.f}),
        "all gates turned round: 1 - i, 1 - f, 1 - o": _gates(
            lambda s: {"i": 1 - s.i, "f": 1 - s.f, "o": 1 - s.o}),
        "the memory cut off to whole numbers": _update(lambda s: np.trunc(s.f * s.c + s.i * s.g)),
        **{("the memory rounded to {} decimals at each step", k): _update(
            lambda s, k=k: np.round(s.f * s.c + s.i * s.g, k)) for k in range(5)},
        "one minus the forget gate, too: c = f·c + (1 - f)·i·g": _update(
            lambda s: s.f * s.c + (1 - s.f) * s.i * s.g),
        "writing replaces the memory: c = (1 - i)·f·c + i·g": _update(
            lambda s: (1 - s.i) * s.f * s.c + s.i * s.g),
        "tanh of what is kept: c = tanh(f·c) + i·g": _update(lambda s: np.tanh(s.f * s.c) + s.i * s.g),
        "the memory cut to -1 … 1": _update(lambda s: np.clip(s.f * s.c + s.i * s.g, -1, 1)),
        "a scalar product in place of f·c": _wide(_update(lambda s: _dot(s.f, s.c) + s.i * s.g)),
        "a scalar product in place of i·g": _wide(_update(lambda s: s.f * s.c + _dot(s.i, s.g))),
        "scalar products in place of f·c and i·g": _wide(_update(lambda s: _dot(s.f, s.c) + _dot(s.i, s.g))),
    }, alone=True),
    *entries("output", "The slide's row shows the memory before the step; PyTorch's c is the one after it.",
             "First c = f·c + i·g; then look at c, and make h of it.", {
                 "the memory before the update": lambda a: (
                     a.with_(shows="c_prev") if a.shows == "c"
                     else a.with_(output=lambda s, c: s.o * s.a.memory.function(s.c))),
             }),
    *entries("output", *SHOWING, {
        "no output gate: h = tanh(c)": _output(lambda s, c: s.a.memory.function(c)),
    }),
    *entries("output", *SHOWING, {
        "tanh around the gate, too: h = tanh(o·c)": _output(lambda s, c: s.a.memory.function(s.o * c)),
        "tanh once more, and handed on so: h = tanh(o·tanh(c))": _output(
            lambda s, c: np.tanh(s.o * s.a.memory.function(c))),
        "the input gate in place of the output gate: h = i·tanh(c)": _output(
            lambda s, c: s.i * s.a.memory.function(c)),
        "the forget gate in place of the output gate: h = f·tanh(c)": _output(
            lambda s, c: s.f * s.a.memory.function(c)),
        "the candidate in place of the memory: h = o·g": _output(lambda s, c: s.o * s.g),
        "tanh of the candidate in place of the memory: h = o·tanh(g)": _output(
            lambda s, c: s.o * s.a.memory.function(s.g)),
        "plus in place of times: h = o + tanh(c)": _output(lambda s, c: s.o + s.a.memory.function(c)),
        "the output gate turned round: h = (1 - o)·tanh(c)": _output(
            lambda s, c: (1 - s.o) * s.a.memory.function(c)),
        "the output gate taken twice": _output(lambda s, c: s.o * s.o * s.a.memory.function(c)),
        "neither output gate nor tanh: h = c": _output(lambda s, c: c),
        "a scalar product in place of o·tanh(c)": _wide(
            _output(lambda s, c: _dot(s.o, s.a.memory.function(c)) + 0 * c)),
        "the new memory takes the place of the output gate's sum (a peephole)": _output(
            lambda s, c: s.a.gate(s.x @ s.a.weight_ih[-s.a.H :].T + c @ s.a.weight_hh[-s.a.H :].T
                                  + s.a.bias[-s.a.H :]) * s.a.memory.function(c)),
    }, alone=True),
    *entries("handed on", *STATE, {
        "h and c swapped when they are handed on": changed(hand_on=lambda s, h, c: (c, h)),
        "h and c swapped when the result is unpacked": changed(
            hand_on=lambda s, h, c: (c, h), shows=lambda s: s.new_c if s.a.of == "h" else s.new_h),
        "units updated one after another: later ones see the new h of earlier ones": _wide(
            changed(gates=_unit_after_unit)),
        "the output not handed on, only the memory": changed(hand_on=lambda s, h, c: (0 * h, c)),
        "c handed on in place of h": changed(hand_on=lambda s, h, c: (c, c)),
        "h handed on in place of c": changed(hand_on=lambda s, h, c: (h, h)),
        "the memory not handed on, only the output": changed(hand_on=lambda s, h, c: (h, 0 * c)),
        "tanh(c) handed on in place of h": changed(hand_on=lambda s, h, c: (s.a.memory.function(c), c)),
        "tanh(c) handed on in place of c": changed(hand_on=lambda s, h, c: (h, s.a.memory.function(c))),
        "the output added up: h = h + o·tanh(c)": changed(hand_on=lambda s, h, c: (s.h + h, c)),
        "the candidate handed on in place of h": changed(hand_on=lambda s, h, c: (s.g, c)),
        "the memory before the update handed on as h": changed(hand_on=lambda s, h, c: (s.c, c)),
    }, alone=True),
    *entries("sums", *SEEN, {
        "the previous input in all sums": _sums(lambda s: (s.x_before, s.h)),
        "the previous input in the gates, this one in the candidate": _some_see(
            "ifo", lambda s: (s.x_before, s.h)),
        **{("the previous input in the sum of {}", gate): _some_see(gate, lambda s: (s.x_before, s.h))
           for gate in "ifgo"},
        **{("the sum of {} of the step before", gate): _some_see(gate, lambda s: (s.x_before, s.h_before))
           for gate in "ifgo"},
        "the recurrent weights in the candidate only": _some_see("ifo", lambda s: (s.x, 0 * s.h)),
        "the output of two steps before in the sums": _sums(lambda s: (s.x, s.h_before)),
        "the recurrent weights number by number (only the diagonal of each block)": _wide(
            changed(sums=_number_by_number)),
        "the last input at every step": _sums(lambda s: (s.all_x[-1], s.h)),
        "the first input at every step": _sums(lambda s: (s.all_x[0], s.h)),
        "tanh(h) in the sums": _sums(lambda s: (s.x, np.tanh(s.h))),
        "x counted twice, h not at all": lambda a: (
            _sums(lambda s: (s.x, s.x))(a) if a.weight_ih.shape == a.weight_hh.shape else None),
    }, alone=True, whole=True),
)  # fmt: skip
