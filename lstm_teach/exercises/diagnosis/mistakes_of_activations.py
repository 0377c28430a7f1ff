"""Mistakes in the activations: tanh and sigmoid left out, exchanged, or written in another way."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_teach.core.activations import LINEAR, SIGMOID, STEP, TANH, Activation
from lstm_teach.core.signals import GATE_ORDER, MEANINGS
from lstm_teach.exercises.diagnosis.mistake import Phrase, changed, entries

__all__ = ["ACTIVATIONS"]


def _other(function, name="own"):
    return Activation(name, function, np.ones_like)  # nothing is differentiated here


RELU = _other(lambda z: np.maximum(z, 0), "relu")
#: Functions that people write or take in place of the sigmoid, with what is said of them.
SIGMOIDS: dict[Any, Callable] = {
    "sigmoid with the wrong sign, 1 / (1 + exp(z))": lambda z: 1 / (1 + np.exp(z)),
    "sigmoid to base 2, 1 / (1 + 2^-z)": lambda z: 1 / (1 + np.exp2(-z)),
    "sigmoid without the minus in the power, exp(z) / (1 + exp(-z))": lambda z: np.exp(z) / (1 + np.exp(-z)),
    "sigmoid(2z), as in (1 + tanh(z)) / 2": lambda z: 1 / (1 + np.exp(-2 * z)),
    "sigmoid(z/2)": lambda z: 1 / (1 + np.exp(-z / 2)),
    **{
        ("e taken as {} in the sigmoid", e): lambda z, e=e: 1 / (1 + e**-z)
        for e in (2.7, 2.71, 2.718, 2.7182, 2.7183, 2.71828, 2.72, 3.0)
    },
    "brackets missing in the sigmoid, 1 / 1 + exp(-z)": lambda z: 1 + np.exp(-z),
    **{
        ("z cut to -{0} … {0} before the sigmoid", k): lambda z, k=k: SIGMOID(np.clip(z, -k, k))
        for k in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20)
    },
    "sigmoid taken twice": lambda z: SIGMOID(SIGMOID(z)),
    "the slope of the sigmoid for the sigmoid": SIGMOID.derivative,
    "a hard sigmoid, 0.2 z + 0.5 between 0 and 1 (old Keras)": lambda z: np.clip(0.2 * z + 0.5, 0, 1),
    "a hard sigmoid, z / 6 + 0.5 between 0 and 1 (PyTorch, new Keras)": lambda z: np.clip(z / 6 + 0.5, 0, 1),
    "a hard sigmoid, z / 4 + 0.5 between 0 and 1": lambda z: np.clip(z / 4 + 0.5, 0, 1),
    "relu in place of sigmoid at the gates": RELU.function,
}


MINUS_TANH = _other(lambda z: -np.tanh(z))
#: The same for tanh; {} is where.
TANHS = {
    "tanh taken twice {}": _other(lambda z: np.tanh(np.tanh(z))),
    "tanh with the wrong sign {}": MINUS_TANH,
    "sinh in place of tanh {}": _other(np.sinh),
    "tanh(z/2) {}": _other(lambda z: np.tanh(z / 2)),
    "tanh(2z) {}": _other(lambda z: np.tanh(2 * z)),
    "z cut to -1 … 1 in place of tanh {}": _other(lambda z: np.clip(z, -1, 1)),
    "softsign in place of tanh {}": _other(lambda z: z / (1 + np.abs(z))),
}
#: What people do at one gate and not at the others.
ONE_GATE = {
    "tanh in place of sigmoid at the {}": lambda a, z: np.tanh(z),
    "no activation at the {}": lambda a, z: z,
    "sigmoid(-z) at the {}": lambda a, z: a.gate.function(-z),
    "the activation taken twice at the {}": lambda a, z: a.gate.function(a.gate.function(z)),
    "always 1 at the {}": lambda a, z: np.ones_like(z),
}
ALWAYS_0 = {"always 0 at the {}": lambda a, z: np.zeros_like(z)}


def _softmax(attempt):
    """The gates by softmax over the units."""
    H = attempt.H

    def gates(s):
        for name, z in (("i", s.z[..., :H]), ("f", s.z[..., H : 2 * H]), ("o", s.z[..., -H:])):
            powers = np.exp(z - z.max(axis=-1, keepdims=True))
            setattr(s, name, powers / powers.sum(axis=-1, keepdims=True))

    return attempt.with_(gates=gates) if H > 1 and attempt.gate is SIGMOID else None


def _at_one_gate(gate, function):
    def gates(s):
        setattr(s, gate, function(s.a, np.split(s.z, 4, axis=-1)[GATE_ORDER.index(gate)]))

    return changed(gates=gates)


def _replaced(old, new):
    """An effect: new activations by role, where they are the old ones now."""

    def effect(attempt):
        return attempt.with_(**new) if all(getattr(attempt, role) is old[role] for role in old) else None

    return effect


def _gates(old, new):
    """An effect: another activation, or another function, at the gates."""
    return _replaced({"gate": old}, {"gate": new if isinstance(new, Activation) else _other(new)})


STANDARD = {"gate": SIGMOID, "candidate": TANH, "memory": TANH}
LECTURE = {"gate": STEP, "candidate": LINEAR, "memory": LINEAR}
PLACES = {
    ("candidate",): Phrase("on the candidate"),
    ("memory",): Phrase("on the memory for the output"),
    ("candidate", "memory"): Phrase("on the candidate and on the memory for the output"),
}
TANH_FIX = "sigmoid for i, f and o; g = tanh(z_g) and h = o · tanh(c)."
AS_THEY_ARE = ("The lecture's cell lets numbers through as they are.",
               'candidate_activation="linear", memory_activation="linear".')  # fmt: skip


def _in_place_of_tanh(roles, where):
    """What people write in some roles in place of tanh; and what where the lecture's cell has nothing."""
    family = f"activation of {' and '.join(roles)}"
    for old, new, name, why, fix, alone in [
        (TANH, LINEAR, "no tanh {}",
         "The lecture's cell has none; the standard cell has two.", TANH_FIX, False),
        (TANH, SIGMOID, "sigmoid in place of tanh {}",
         "Candidate and output may be negative; a sigmoid never is.", TANH_FIX, False),
        (TANH, RELU, "relu in place of tanh {}",
         "Other networks use relu; the LSTM does not.", TANH_FIX, True),
        *[(TANH, new, name, "It is tanh(z), once.", TANH_FIX, True) for name, new in TANHS.items()
          if len(roles) == 1 or new is not MINUS_TANH],  # the two signs cancel
        (LINEAR, TANH, "tanh {}, where the lecture has none", *AS_THEY_ARE, False),
        (LINEAR, SIGMOID, "sigmoid {}, where the lecture has none", *AS_THEY_ARE, False),
    ]:  # fmt: skip
        effects = {(name, where): _replaced(dict.fromkeys(roles, old), dict.fromkeys(roles, new))}
        yield from entries(family, why, fix, effects, alone)


GATES = "A gate is a number between 0 and 1. The slide draws 0 or 1; the standard cell uses sigmoid."
SIGMOID_FIX = "sigmoid(z) = 1 / (1 + exp(-z))."
AT_GATES = "activation of gates"  # the family

ACTIVATIONS = (
    *(mistake for roles, where in PLACES.items() for mistake in _in_place_of_tanh(roles, where)),
    *entries(AT_GATES, GATES, "Use sigmoid for i, f and o.", {
        "hard gates (0 or 1) in place of soft ones": _gates(SIGMOID, STEP)}),
    *entries(AT_GATES, GATES, "Use step for i, f and o: 1 where z >= 0.", {
        "soft gates (sigmoid) in place of hard ones": _gates(STEP, SIGMOID)}, alone=True),
    *entries(AT_GATES, GATES, "A gate is open where z = 0, too.", {
        "z > 0 in place of z >= 0": _gates(STEP, lambda z: (z > 0) * 1.0)}, alone=True),
    *entries(AT_GATES, GATES, "A closed gate is 0.", {
        "sign in place of step: a closed gate is -1": _gates(
            STEP, lambda z: np.where(z < 0, -1.0, 1.0))}, alone=True),
    *entries(AT_GATES, GATES, "A gate is 1 where z >= 0.", {
        "open and closed exchanged: 1 where z < 0": _gates(STEP, lambda z: (z < 0) * 1.0)}, alone=True),
    *entries(AT_GATES, GATES, SIGMOID_FIX, {
        name: _gates(SIGMOID, function) for name, function in SIGMOIDS.items()}, alone=True),
    *entries(AT_GATES, GATES, SIGMOID_FIX, {
        "tanh in place of sigmoid at the gates": _gates(SIGMOID, np.tanh)}),
    *entries(AT_GATES, GATES, SIGMOID_FIX, {
        "no activation at the gates": _gates(SIGMOID, np.positive)}, alone=True),
    *entries(AT_GATES,
             "The lecture's cell has hard gates and no tanh; the standard cell has soft gates and two.",
             "Take the cell that the exercise names.", {
                 "the lecture's cell in place of the standard cell": _replaced(STANDARD, LECTURE),
                 "the standard cell in place of the lecture's cell": _replaced(LECTURE, STANDARD),
             }, alone=True),
    *entries("one gate", "The line of this gate differs from the lines of the other two.",
             "i, f and o: sigmoid of their own sums.", {
        (name, Phrase(MEANINGS[gate])): _at_one_gate(gate, function)
        for gate, more in {"i": {}, "f": ALWAYS_0, "o": ALWAYS_0}.items()  # i: nothing but zeros
        for name, function in (ONE_GATE | more).items()
    }, alone=True),
    *entries("one gate", "softmax makes the units share a sum of 1; a gate of a unit is its own.",
             "sigmoid, element by element.", {
                 "softmax over the units in place of sigmoid": _softmax}, alone=True),
)  # fmt: skip
