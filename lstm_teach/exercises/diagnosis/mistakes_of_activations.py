"""Mistakes in the activations: tanh and sigmoid left out, exchanged, or written in another way."""

import numpy as np

from lstm_teach.core.activations import LINEAR, SIGMOID, STEP, TANH, Activation
from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.exercises.diagnosis.mistake import Mistake, changed, entries

__all__ = ["ACTIVATIONS"]


def _other(function, name="own"):
    return Activation(name, function, np.ones_like)  # nothing is differentiated here


RELU = _other(lambda z: np.maximum(z, 0), "relu")
#: Functions that people write or take in place of the sigmoid, with what is said of them.
SIGMOIDS = {
    "sigmoid with the wrong sign, 1 / (1 + exp(z))": lambda z: 1 / (1 + np.exp(z)),
    "sigmoid to base 2, 1 / (1 + 2^-z)": lambda z: 1 / (1 + np.exp2(-z)),
    "sigmoid without the minus in the power, exp(z) / (1 + exp(-z))": lambda z: np.exp(z) / (1 + np.exp(-z)),
    "sigmoid(2z), as in (1 + tanh(z)) / 2": lambda z: 1 / (1 + np.exp(-2 * z)),
    "sigmoid(z/2)": lambda z: 1 / (1 + np.exp(-z / 2)),
    **{
        f"e taken as {e} in the sigmoid": lambda z, e=e: 1 / (1 + e**-z)
        for e in (2.7, 2.71, 2.718, 2.7182, 2.7183, 2.71828, 2.72, 3.0)
    },
    "brackets missing in the sigmoid, 1 / 1 + exp(-z)": lambda z: 1 + np.exp(-z),
    **{
        f"z cut to -{k} … {k} before the sigmoid": lambda z, k=k: SIGMOID(np.clip(z, -k, k))
        for k in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20)
    },
    "sigmoid taken twice": lambda z: SIGMOID(SIGMOID(z)),
    "the slope of the sigmoid for the sigmoid": SIGMOID.derivative,
    "a hard sigmoid, 0.2 z + 0.5 between 0 and 1 (old Keras)": lambda z: np.clip(0.2 * z + 0.5, 0, 1),
    "a hard sigmoid, z / 6 + 0.5 between 0 and 1 (PyTorch, new Keras)": lambda z: np.clip(z / 6 + 0.5, 0, 1),
    "a hard sigmoid, z / 4 + 0.5 between 0 and 1": lambda z: np.clip(z / 4 + 0.5, 0, 1),
    "relu in place of sigmoid at the gates": RELU.function,
    "tanh in place of sigmoid at the gates": np.tanh,
    "no activation at the gates": np.positive,
}


#: The same for tanh.
TANHS = {
    name: _other(function)
    for name, function in {
        "tanh taken twice": lambda z: np.tanh(np.tanh(z)),
        "tanh with the wrong sign": lambda z: -np.tanh(z),
        "sinh in place of tanh": np.sinh,
        "tanh(z/2)": lambda z: np.tanh(z / 2),
        "tanh(2z)": lambda z: np.tanh(2 * z),
        "z cut to -1 … 1 in place of tanh": lambda z: np.clip(z, -1, 1),
        "softsign in place of tanh": lambda z: z / (1 + np.abs(z)),
    }.items()
}
#: What people do at one gate and not at the others.
ONE_GATE = {
    "tanh in place of sigmoid": lambda a, z: np.tanh(z),
    "no activation": lambda a, z: z,
    "sigmoid(-z)": lambda a, z: a.gate(-z),
    "the activation taken twice": lambda a, z: a.gate(a.gate(z)),
    "always 1": lambda a, z: np.ones_like(z),
    "always 0": lambda a, z: np.zeros_like(z),
}


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


def _activations(roles, old, new):
    """An effect: new activations in some roles, where all of them are the old one now."""

    def effect(attempt):
        if any(getattr(attempt, role) is not old for role in roles):
            return None
        return attempt.with_(**dict.fromkeys(roles, new))

    return effect


def _another_cell(old, new):
    """An effect: another activation at the gates and another one in both other places."""

    def effect(attempt):
        if (attempt.gate, attempt.candidate, attempt.memory) != (*old, old[1]):
            return None
        return attempt.with_(gate=new[0], candidate=new[1], memory=new[1])

    return effect


def _places():
    yield "on the candidate", ["candidate"]
    yield "on the memory for the output", ["memory"]
    yield "on the candidate and on the memory for the output", ["candidate", "memory"]


def _activation_mistakes():
    for where, roles in _places():
        family = f"activation of {' and '.join(roles)}"
        fix = "sigmoid for i, f and o; g = tanh(z_g) and h = o · tanh(c)."
        for name, new, why in [
            (f"no tanh {where}", LINEAR, "The lecture's cell has none; the standard cell has two."),
            (
                f"sigmoid in place of tanh {where}",
                SIGMOID,
                "Candidate and output may be negative; a sigmoid never is.",
            ),
            (f"relu in place of tanh {where}", RELU, "Other networks use relu; the LSTM does not."),
            *[(f"{name} {where}", function, "It is tanh(z), once.") for name, function in TANHS.items()],
        ]:
            if len(roles) == 2 and new is TANHS["tanh with the wrong sign"]:
                continue  # the two signs cancel
            effect = _activations(roles, TANH, new)
            yield Mistake(name, family, effect, why, fix, alone=new not in (LINEAR, SIGMOID))
        yield Mistake(
            f"tanh {where}, where the lecture has none", family, _activations(roles, LINEAR, TANH),
            "The lecture's cell lets numbers through as they are.",
            'candidate_activation="linear", memory_activation="linear".',
        )  # fmt: skip
        yield Mistake(
            f"sigmoid {where}, where the lecture has none", family, _activations(roles, LINEAR, SIGMOID),
            "The lecture's cell lets numbers through as they are.",
            'candidate_activation="linear", memory_activation="linear".',
        )  # fmt: skip
    gates = "A gate is a number between 0 and 1. The slide draws 0 or 1; the standard cell uses sigmoid."
    for name, old, new, fix in [
        ("hard gates (0 or 1) in place of soft ones", SIGMOID, STEP, "Use sigmoid for i, f and o."),
        ("soft gates (sigmoid) in place of hard ones", STEP, SIGMOID,
         "Use step for i, f and o: 1 where z >= 0."),
        ("z > 0 in place of z >= 0", STEP, _other(lambda z: (z > 0) * 1.0),
         "A gate is open where z = 0, too."),
        ("sign in place of step: a closed gate is -1", STEP, _other(lambda z: np.where(z < 0, -1.0, 1.0)),
         "A closed gate is 0."),
        ("open and closed exchanged: 1 where z < 0", STEP, _other(lambda z: (z < 0) * 1.0),
         "A gate is 1 where z >= 0."),
        *[(name, SIGMOID, _other(function), "sigmoid(z) = 1 / (1 + exp(-z)).")
          for name, function in SIGMOIDS.items()],
    ]:  # fmt: skip
        pairs = name in ("hard gates (0 or 1) in place of soft ones", "tanh in place of sigmoid at the gates")
        yield Mistake(name, "activation of gates", _activations(["gate"], old, new), gates, fix, not pairs)


ACTIVATIONS = (
    *_activation_mistakes(),
    *entries("activation of gates",
             "The lecture's cell has hard gates and no tanh; the standard cell has soft gates and two.",
             "Take the cell that the exercise names.", {
                 "the lecture's cell in place of the standard cell": _another_cell(
                     (SIGMOID, TANH), (STEP, LINEAR)),
                 "the standard cell in place of the lecture's cell": _another_cell(
                     (STEP, LINEAR), (SIGMOID, TANH)),
             }, alone=True),
    *entries("one gate", "The line of this gate differs from the lines of the other two.",
             "i, f and o: sigmoid of their own sums.", {
        f"{name} at the {words}": _at_one_gate(gate, function)
        for gate, words in {"i": "input gate", "f": "forget gate", "o": "output gate"}.items()
        for name, function in ONE_GATE.items()
        if (gate, name) != ("i", "always 0")  # nothing but zeros
    }, alone=True),
    *entries("one gate", "softmax makes the units share a sum of 1; a gate of a unit is its own.",
             "sigmoid, element by element.", {
                 "softmax over the units in place of sigmoid": _softmax}, alone=True),
)  # fmt: skip
