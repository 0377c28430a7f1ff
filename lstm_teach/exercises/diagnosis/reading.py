"""What diagnose is given becomes a Case: the right program, and what was handed in as arrays."""

import sys
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.labels import by_label
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import check_kind, finite_array, one_of
from lstm_teach.exercises.diagnosis.attempt import Attempt
from lstm_teach.exercises.diagnosis.catalogue import singles
from lstm_teach.exercises.diagnosis.evidence import Answer, same_shape, wrong_weights
from lstm_teach.exercises.diagnosis.mistake import Candidate
from lstm_teach.exercises.judging import NotYet, numbers, plain
from lstm_teach.exercises.wording import in_short, reason_of
from lstm_teach.words import say

__all__ = ["NOTHING", "Case", "read_answer", "read_right"]

LONGEST = 300  # characters of a message
NOTHING = 1e-12  # of the largest right number: what is smaller says nothing
PARAMETERS = ("weight_ih", "weight_hh", "bias")


@dataclass(eq=False)
class Case:
    """What was handed in, beside what is right.

    - mine: arrays by name, "numbers" for a sequence and the names of parameters
    - right: the right program; labels: the names of its inputs; asked_in_32_bits: its weights have 32 bits
    - pairs_tried: how many pairs of mistakes were tried on it
    """

    mine: dict[str, np.ndarray]
    right: Attempt
    labels: tuple[str, ...]
    asked_in_32_bits: bool
    pairs_tried: int = 0

    @cached_property
    def kind(self) -> str:
        """What was handed in: "weights"; or a sequence of another shape, of zeros, or of numbers."""
        if not all(np.isfinite(value).all() for value in self.mine.values()):
            return "not finite"
        if "numbers" not in self.mine:
            return "weights"
        answer = self.answer.numbers
        if answer.shape != self.wanted.shape:
            return "another shape"
        return "zeros" if np.abs(answer).max() <= NOTHING * np.abs(self.wanted).max() else "numbers"

    @property
    def is_right(self) -> bool:
        """Whether all that was handed in is right."""
        if self.kind in ("not finite", "weights"):
            return self.kind == "weights" and not wrong_weights(self.mine, self.right)
        return self.answer.equals(self.wanted)

    @cached_property
    def wanted(self) -> np.ndarray:
        """The right numbers."""
        return np.asarray(self.right.numbers)

    @cached_property
    def answer(self) -> Answer:
        """The sequence that was handed in, in the shape of the right one but for axes of length 1."""
        numbers = self.mine["numbers"]
        if same_shape(numbers.shape, self.wanted.shape):
            numbers = numbers.reshape(self.wanted.shape)
        return Answer(numbers, self.right, self.asked_in_32_bits)

    @cached_property
    def singles(self) -> list[Candidate]:
        """The right program with each mistake of the catalogue."""
        return singles(self.right)

    @cached_property
    def digits(self) -> np.ndarray:
        """How many digits a match of each wrong number would explain."""
        return self.answer.digits(self.wanted)


def read_right(cell: Any, x: Any, of: str) -> tuple[Attempt, tuple[str, ...], bool]:
    """Return the right program, the names of its inputs, and whether its weights are numbers of 32 bits.

    Raises ValueError or TypeError for what does not fit.
    """
    try:
        return _read_right(cell, x, of)
    except (Exception, SystemExit) as error:
        if type(error) in (TypeError, ValueError) and "\n" not in str(error) and len(str(error)) <= LONGEST:
            raise
        reason = reason_of(error)  # a thing that fails when it is read
        raise TypeError(say("cell, x or of cannot be read ({}: {}): give others", *reason)) from None


def _read_right(cell, x, of):
    one_of("of", of, ("h", "c"))
    torch = sys.modules.get("torch")
    modules = (torch.nn.LSTMCell, torch.nn.LSTM) if torch else ()
    wanted = say("the right LSTMCell, nn.LSTMCell or nn.LSTM, as cell=…")
    check_kind("cell", cell, (LSTMCell, *modules), wanted)
    if isinstance(cell, LSTMCell):
        biases = cell.bias, np.zeros_like(cell.bias)
    else:
        cell, biases = _read_module(cell)
    if x is not None:
        x = np.asarray(_read_inputs(x, cell), dtype=float)
    W, U, b, d = (np.asarray(a, dtype=float) for a in (cell.weight_ih, cell.weight_hh, *biases))
    right = Attempt(
        W, U, (b, d), cell.gate_activation, cell.candidate_activation, cell.memory_activation,
        x, of=of, shows=of,
    )  # fmt: skip
    return right, cell.input_labels, cell.weight_ih.dtype == np.float32


def _read_module(module):
    """The LSTMCell of a module, and its two biases."""
    from lstm_teach.torch_bridge import from_torch

    try:
        cell = from_torch(module)
        arrays = _arrays(module.state_dict())
    except Exception as error:
        reason = in_short(error.said if isinstance(error, NotYet) else error, 200)
        raise ValueError(say("cell cannot be read as the right cell ({})", reason)) from None
    if "bias_ih" not in arrays:
        return cell, (cell.bias, cell.bias)
    return cell, (arrays["bias_ih"], arrays["bias_hh"])


def _read_inputs(x, cell):
    """The inputs as an array that fits a cell; ValueError or TypeError for any other."""
    try:
        x = plain("x", by_label("x", x, cell.input_labels))
    except ValueError:
        raise
    except Exception:  # such as a tensor without numbers
        raise TypeError(say("x cannot be read as numbers: give an array (T, D) or (T, N, D)")) from None
    x = finite_array("x", x)
    cell.run(x)  # raises what does not fit
    return x


def _arrays(state_dict):
    """The four parameters of one layer by name, from a state_dict of nn.LSTMCell or nn.LSTM."""
    values = {in_short(name, 40): value for name, value in state_dict.items()}
    for name in values:
        if name.endswith("_reverse") or ("_l" in name and not name.endswith("_l0")):
            raise NotYet(say("{} belongs to a second layer or direction: give one of one layer.", name))
    return {name.removesuffix("_l0"): numbers(value, name) for name, value in values.items()}


def read_answer(answer: Any, right: Attempt) -> dict[str, np.ndarray]:
    """Return an answer as arrays by name: "numbers" for a sequence, else parameters.

    A cell or a trace gives its parameters beside its numbers. Raises NotYet for what cannot be read.
    """
    if isinstance(answer, type):
        name = in_short(answer.__name__, 40)
        raise NotYet(say("This is the class {}: give what it makes, or its numbers.", name))
    if hasattr(answer, "state_dict") and not hasattr(answer, "shape"):
        answer = answer.state_dict()
    if isinstance(answer, LSTMCell):
        answer = _read_cell(answer, right)
    if isinstance(answer, Trace):
        return _read_trace(answer, right)
    if isinstance(answer, dict):
        return _read_parameters(answer, right)
    array = numbers(answer)
    shape = in_short(array.shape, 60)
    if not array.size:
        raise NotYet(say("The shape is {}: there are no numbers in it.", shape))
    if right.x is not None:
        return {"numbers": array}
    shapes = _shapes(right.parameters())
    for name in PARAMETERS:
        if array.shape == shapes[name]:
            return {name: array}
    if array.shape == shapes["weight_ih"][::-1]:
        raise NotYet(
            say("The shape {} is that of weight_ih transposed: rows are gates, columns inputs.", array.shape)
        )
    known = list(shapes.values())
    raise NotYet(say("The shape {} is that of no weights {}; for a sequence give x=…", shape, known))


def _shapes(parameters):
    return {name: value.shape for name, value in parameters.items()}


def _read_trace(trace, right):
    if right.x is None:
        raise NotYet(say("This is a run: give its inputs, too, as x=…."))
    made_by = {name: np.asarray(trace.recipe[name]) for name in PARAMETERS if name in trace.recipe}
    fitting = _shapes(made_by) == _shapes(right.parameters())
    return {"numbers": numbers(getattr(trace, right.of))} | (made_by if fitting else {})


def _read_parameters(state_dict, right):
    shapes = _shapes(right.parameters())
    shapes |= {"bias_ih": shapes["bias"], "bias_hh": shapes["bias"]}
    arrays = _arrays(state_dict)
    unknown = set(arrays) - {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}
    if unknown or not {"weight_ih", "weight_hh"} <= set(arrays):
        there = in_short(", ".join(arrays), 100)
        raise NotYet(say("weight_ih, weight_hh, bias_ih and bias_hh are wanted, there are {}.", there))
    arrays |= {name: np.zeros(shapes["bias"]) for name in ("bias_ih", "bias_hh") if name not in arrays}
    for name, array in arrays.items():
        if array.shape != shapes[name]:
            shape = in_short(array.shape, 60)
            raise NotYet(say("{} has the shape {}, wanted is {}.", name, shape, shapes[name]))
    arrays["bias"] = arrays["bias_ih"].astype(float) + arrays["bias_hh"]
    return arrays


def _read_cell(cell, right):
    """Return the Trace of a cell where there are inputs, else its weights by name."""
    if right.x is not None and cell.input_size == right.weight_ih.shape[1]:
        try:
            return cell.run(right.x)
        except ValueError as error:  # its numbers outgrow floats
            text = str(error)
            raise NotYet(text[:1].upper() + text[1:]) from None
    for role in ("gate", "candidate", "memory"):
        mine, wanted = getattr(cell, f"{role}_activation"), getattr(right, role)
        if mine != wanted:
            values = f"{role}_activation", _activation(mine), _activation(wanted)
            raise NotYet(
                say("Its {} is {}, wanted is {}. To compare what it gives, write x=…, too.", *values)
            )
    return {"weight_ih": cell.weight_ih, "weight_hh": cell.weight_hh, "bias_ih": cell.bias}


def _activation(activation):
    name = in_short(activation, 40)
    return name if activation.is_known else say("{} (an Activation of your own)", name)
