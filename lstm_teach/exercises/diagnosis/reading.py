"""What diagnose is given becomes a right Attempt, and an answer as arrays by name."""

import sys

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.labels import by_label
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import check_kind, finite_array, one_of
from lstm_teach.exercises.diagnosis.attempt import right_attempt
from lstm_teach.exercises.judging import NotYet, numbers, plain
from lstm_teach.exercises.wording import in_short

__all__ = ["read_answer", "read_right"]


def read_right(cell, x, of):
    """Return the right Attempt, the names of its inputs, and whether its weights are numbers of 32 bits.

    Raises ValueError or TypeError for what does not fit.
    """
    one_of("of", of, ("h", "c"))
    torch = sys.modules.get("torch")
    modules = (torch.nn.LSTMCell, torch.nn.LSTM) if torch else ()
    check_kind("cell", cell, (LSTMCell, *modules), "the right LSTMCell, nn.LSTMCell or nn.LSTM, as cell=…")
    if isinstance(cell, LSTMCell):
        biases = cell.bias, np.zeros_like(cell.bias)
    else:
        cell, biases = _read_module(cell)
    if x is not None:
        x = _read_inputs(x, cell)
    return right_attempt(cell, biases, x, of), cell.input_labels, cell.weight_ih.dtype == np.float32


def _read_module(module):
    """The LSTMCell of a module, and its two biases."""
    from lstm_teach.torch_bridge import from_torch

    try:
        cell = from_torch(module)
        biases = [value for name, value in _arrays(module.state_dict()).items() if name.startswith("bias")]
    except Exception as error:
        reason = error.said if isinstance(error, NotYet) else error
        raise ValueError(f"cell cannot be read as the right cell ({in_short(reason, 200)})") from None
    return cell, tuple(biases) or (cell.bias, cell.bias)


def _read_inputs(x, cell):
    """The inputs as an array that fits a cell; ValueError or TypeError for any other."""
    try:
        x = plain("x", by_label("x", x, cell.input_labels))
    except ValueError:
        raise
    except Exception:  # such as a tensor without numbers
        raise TypeError("x cannot be read as numbers: give an array (T, D) or (T, N, D)") from None
    x = finite_array("x", x)
    cell.run(x)  # tells what does not fit
    return x


def _arrays(state_dict):
    """The four parameters of one layer by name, from a state_dict of nn.LSTMCell or nn.LSTM."""
    values = {in_short(name, 40): value for name, value in state_dict.items()}
    odd = [
        name for name in values if name.endswith("_reverse") or ("_l" in name and not name.endswith("_l0"))
    ]
    if odd:
        raise NotYet(f"{odd[0]} belongs to a second layer or direction: give one of one layer.")
    return {name.removesuffix("_l0"): numbers(value, name) for name, value in values.items()}


def read_answer(answer, right):
    """Return an answer as arrays by name: "numbers" for a sequence, else parameters.

    A cell or a trace gives its parameters beside its numbers. Raises NotYet for what cannot be read.
    """
    if isinstance(answer, type):
        raise NotYet(
            f"this is the class {in_short(answer.__name__, 40)}: give what it makes, or its numbers."
        )
    if hasattr(answer, "state_dict") and not hasattr(answer, "shape"):
        answer = answer.state_dict()
    if isinstance(answer, LSTMCell):
        answer = _read_cell(answer, right)
    if isinstance(answer, Trace):
        if right.x is None:
            raise NotYet("this is a run: give its inputs, too, as x=….")
        made_by = [np.asarray(answer.recipe[name]) for name in ("weight_ih", "weight_hh", "bias")
                   if name in answer.recipe]  # fmt: skip
        parameters = dict(zip(("weight_ih", "weight_hh", "bias"), made_by, strict=False))
        shapes = {name: value.shape for name, value in right.parameters().items()}
        fitting = {name: value.shape for name, value in parameters.items()} == shapes
        return {"numbers": numbers(getattr(answer, right.shows))} | (parameters if fitting else {})
    if isinstance(answer, dict):
        return _read_parameters(answer, right)
    array = numbers(answer)
    if not array.size:
        raise NotYet(f"the shape is {in_short(array.shape, 60)}: there are no numbers in it.")
    if right.x is not None:
        return {"numbers": array}
    shapes = {name: value.shape for name, value in right.parameters().items()}
    for name in ("weight_ih", "weight_hh", "bias"):
        if array.shape == shapes[name]:
            return {name: array}
    if array.shape == shapes["weight_ih"][::-1]:
        raise NotYet(
            f"the shape {array.shape} is that of weight_ih transposed: rows are gates, columns inputs."
        )
    shape, known = in_short(array.shape, 60), list(shapes.values())
    raise NotYet(f"the shape {shape} is that of no weights {known}; for a sequence give x=…")


def _read_parameters(state_dict, right):
    shapes = {name: value.shape for name, value in right.parameters().items()}
    shapes |= {"bias_ih": shapes["bias"], "bias_hh": shapes["bias"]}
    arrays = _arrays(state_dict)
    unknown = set(arrays) - {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}
    if unknown or not {"weight_ih", "weight_hh"} <= set(arrays):
        there = in_short(", ".join(arrays), 100)
        raise NotYet(f"weight_ih, weight_hh, bias_ih and bias_hh are wanted, there are {there}.")
    arrays |= {name: np.zeros(shapes["bias"]) for name in ("bias_ih", "bias_hh") if name not in arrays}
    wrong = [name for name in arrays if arrays[name].shape != shapes[name]]
    if wrong:
        name = wrong[0]
        shape = in_short(arrays[name].shape, 60)
        raise NotYet(f"{name} has the shape {shape}, wanted is {shapes[name]}.")
    arrays["bias"] = arrays["bias_ih"].astype(float) + arrays["bias_hh"]
    return arrays


def _read_cell(cell, right):
    """Return the Trace of a cell where there are inputs, else its weights by name."""
    if right.x is not None and cell.input_size == right.weight_ih.shape[1]:
        try:
            return cell.run(right.x)
        except ValueError as error:  # its numbers outgrow floats
            raise NotYet(f"{error}") from None
    for role in ("gate", "candidate", "memory"):
        mine, wanted = getattr(cell, f"{role}_activation"), getattr(right, role)
        if mine != wanted:
            names = [
                in_short(a, 40) + ("" if a.is_known else " (an Activation of your own)")
                for a in (mine, wanted)
            ]
            raise NotYet(
                f"its {role}_activation is {names[0]}, wanted is {names[1]}. To compare what it gives, "
                "write x=…, too."
            )
    return {"weight_ih": cell.weight_ih, "weight_hh": cell.weight_hh, "bias_ih": cell.bias}
