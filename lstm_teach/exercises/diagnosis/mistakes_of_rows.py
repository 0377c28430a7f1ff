"""Mistakes in the rows of the parameters: another order, rows of another gate, rows left empty."""

from itertools import permutations

import numpy as np

from lstm_teach.core.signals import GATE_ORDER, MEANINGS
from lstm_teach.exercises.diagnosis.attempt import blocks
from lstm_teach.exercises.diagnosis.mistake import Phrase, entries
from lstm_teach.exercises.diagnosis.mistakes_of_weights import BOTH, each, stack
from lstm_teach.words import later

__all__ = ["ROWS", "ROW_ORDERS"]

SWAPS = {
    "figo": Phrase("input and forget gate swapped"),
    "iogf": Phrase("forget and output gate swapped"),
    "ofgi": Phrase("input and output gate swapped"),
    "iofg": Phrase("the order of ONNX"),
    "ifog": Phrase("candidate and output gate swapped"),
}
#: What is changed in one place alone: its name, the matrices, and whether the biases are.
PLACES = [
    ("weight_ih", ["weight_ih"], False),
    ("weight_hh", ["weight_hh"], False),
    (Phrase("the bias"), [], True),
]
GATES = {gate: Phrase(MEANINGS[gate]) for gate in GATE_ORDER}
ORDERS = [order for order in permutations(GATE_ORDER) if order != GATE_ORDER]


def _rows(order, names=BOTH, biases=True):
    return each(lambda array: np.concatenate([blocks(array)[gate] for gate in order]), names, biases)


def _apart(effect, names, biases):
    """The effect on some parameters, where not all others are 0: else it is an effect on all."""

    def apart(attempt):
        others = [
            name for name in ("weight_ih", "weight_hh", "bias")[: 2 if biases else 3] if name not in names
        ]
        return effect(attempt) if any(attempt.parameters()[name].any() for name in others) else None

    return apart


def _name_of_order(order):
    text, letters = ", ".join(order), "".join(order)
    if letters in SWAPS:
        return later("rows in the order {} ({})"), text, SWAPS[letters]
    return later("rows in the order {}"), text


def _copied(to, source, names=BOTH, biases=True):
    """The weights of one gate used for another: a line copied and not changed."""
    return each(lambda array: stack(blocks(array) | {to: blocks(array)[source]}), names, biases)


def _emptied(gate, names, biases):
    return each(lambda a: stack(blocks(a) | {gate: 0 * blocks(a)[gate]}), names, biases)


def _unit_by_unit(array):
    return array.reshape(4, -1, *array.shape[1:]).swapaxes(0, 1).reshape(array.shape)


def _gate_by_gate(array):
    return array.reshape(-1, 4, *array.shape[1:]).swapaxes(0, 1).reshape(array.shape)


#: The rows of all parameters in another order; the first value of each is this order.
ROW_ORDERS = entries(
    "rows", "Books and frameworks stack the gates in other orders. Nothing fails: the shapes fit.",
    "PyTorch's order is i, f, g, o: stack W_i, W_f, W_g, W_o. lt.LSTMCell.from_gates and lt.to_torch do it "
    "for you.",
    {_name_of_order(order): _rows(order) for order in ORDERS},
)  # fmt: skip

ROWS = (
    *ROW_ORDERS,
    *entries("rows", "The rows of all units of a gate stand together: first H rows for i, then H for f.",
             "Stack whole gates: np.concatenate([W_i, W_f, W_g, W_o]).", {
                 "rows unit by unit, not gate by gate": each(_unit_by_unit),
                 "rows cut into gates as if they stood unit by unit": each(_gate_by_gate),
             }),
    *entries("rows", "The rows were cut or counted one place off.",
             "Rows 0 to H-1 belong to i, H to 2H-1 to f, then g, then o.", {
                 "rows one place too low": each(lambda array: np.roll(array, 1, axis=0)),
                 "rows one place too high": each(lambda array: np.roll(array, -1, axis=0)),
             }, alone=True),
    *entries("rows of one", "The rows were brought into another order in one place and not in the others.",
             "weight_ih, weight_hh and both biases have their rows in the same order: i, f, g, o.", {
                 ("only the rows of {} in the order {}", what, ", ".join(order)): _apart(
                     _rows(order, names, biases), names, biases)
                 for what, names, biases in PLACES
                 for order in ORDERS
             }, alone=True),
    *entries("copied", "A line was copied, and its weights were not changed.",
             "Each gate has its own rows of weight_ih, weight_hh and bias.", {
                 ("the weights of the {} used for the {}", GATES[source], GATES[to]): _copied(to, source)
                 for source, to in permutations(GATE_ORDER, 2)
             } | {
                 ("{} of the {} used for the {}", what, GATES[source], GATES[to]): _apart(
                     _copied(to, source, names, biases), names, biases)
                 for source, to in permutations(GATE_ORDER, 2) for what, names, biases in PLACES
             }, alone=True),
    *entries("emptied", "Each sum has three parts: inputs, last output, bias.",
             "z = W_ih x + W_hh h + b, for every gate.", {
                 (text, GATES[gate]): _emptied(gate, names, biases)
                 for gate in GATE_ORDER for text, names, biases in [
                     ("no bias in the sum of the {}", (), True),
                     ("no recurrent weights in the sum of the {}", ["weight_hh"], False),
                     ("no input weights in the sum of the {}", ["weight_ih"], False)]
             }, alone=True),
)  # fmt: skip
