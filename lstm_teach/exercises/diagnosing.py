"""diagnose: which known mistake gives exactly these numbers?

Every mistake of the catalogue, and every pair of them, is made on purpose, and what it gives is compared
with the answer, unrounded. Nothing is guessed: a mistake is named only if its numbers are the answer's.
"""

from itertools import combinations

import numpy as np

from lstm_teach.cell import LSTMCell
from lstm_teach.exercises.attempts import Attempt
from lstm_teach.exercises.fitting import fit, looks_drawn
from lstm_teach.exercises.judging import NotYet, numbers
from lstm_teach.exercises.matching import LOOSE, TIGHT, decimals, fits, gives, matches
from lstm_teach.exercises.mistakes import CATALOGUE, rounded_to
from lstm_teach.exercises.telling import Diagnosis, tell_found, tell_random, tell_right, tell_unknown
from lstm_teach.trace import Trace

__all__ = ["Diagnosis", "diagnose", "why_module"]


def diagnose(answer, *, cell, x=None, of="h"):
    """Return a Diagnosis: right, or the mistakes that give exactly these numbers, or no known one.

    - answer: a sequence of outputs or memories, (T, H) or (T, N, H), for H = 1 also (T,) or (T, N), or a
      Trace or LSTMCell that gives it; or weights: an array like weight_ih or weight_hh, a state_dict, an
      nn.LSTMCell or nn.LSTM of one layer, or without x an LSTMCell
    - cell: the right LSTMCell, or the right nn.LSTMCell or nn.LSTM (then its two biases are known)
    - x: the inputs (T, D) or (T, N, D), for a sequence; of: "h" or "c", what the sequence should be

    What cannot be read or does not fit is told in the Diagnosis; only a wrong cell, x or of raises
    ValueError or TypeError.
    """
    right = _right(cell, x, of)
    try:
        mine = _read(answer, right)
    except NotYet as problem:
        return Diagnosis(False, (), f"This cannot be diagnosed: {problem.said} {problem.hint}".rstrip())
    return _explain(mine, right)


def why_module(module, cell):
    """Return a hint for a module whose weights are not those of a cell: the mistake, or no text."""
    found = diagnose(module, cell=cell)
    return (
        f"This is what you get with: {' + '.join(found.names[0])}. {found.found[0][0].mend}"
        if found.found
        else ""
    )


def _right(cell, x, of):
    if of not in ("h", "c"):
        raise ValueError(f"of is {of!r}: write 'h' for outputs or 'c' for memories")
    if isinstance(cell, LSTMCell):
        biases = cell.bias, np.zeros_like(cell.bias)
    else:
        from lstm_teach.torch_bridge import from_torch

        module, cell = cell, from_torch(cell)
        biases = [value for name, value in _arrays(module.state_dict()).items() if name.startswith("bias")]
        biases = tuple(biases) or (cell.bias, cell.bias)
    if x is not None:
        x = cell.run(numbers(x, "x")).x  # told here what does not fit
    return Attempt(cell, biases, x, of)


def _arrays(state_dict):
    """The four parameters of one layer by name, from a state_dict of nn.LSTMCell or nn.LSTM."""
    names = [str(name) for name in state_dict]
    odd = [name for name in names if name.endswith("_reverse") or ("_l" in name and not name.endswith("_l0"))]
    if odd:
        raise NotYet(f"{odd[0]} belongs to a second layer or direction: give one of one layer.")
    return {name.removesuffix("_l0"): numbers(value, name) for name, value in state_dict.items()}


def _read(answer, right):
    """Return the answer as arrays by name: "numbers" for a sequence, else parameters."""
    shapes = {name: value.shape for name, value in right.parameters().items()}
    if hasattr(answer, "state_dict") and not hasattr(answer, "shape"):
        answer = answer.state_dict()
    if isinstance(answer, LSTMCell):
        answer = _read_cell(answer, right)
    if isinstance(answer, Trace):
        answer = getattr(answer, right.shows)
    if isinstance(answer, dict):
        arrays = _arrays(answer)
        unknown = set(arrays) - {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}
        if unknown or not {"weight_ih", "weight_hh"} <= set(arrays):
            raise NotYet(
                f"weight_ih, weight_hh, bias_ih and bias_hh are wanted, there are {', '.join(arrays)}."
            )
        arrays |= {name: np.zeros(shapes["bias"]) for name in ("bias_ih", "bias_hh") if name not in arrays}
        arrays["bias"] = arrays["bias_ih"] + arrays["bias_hh"]
        wrong = [name for name in shapes if arrays[name].shape != shapes[name]]
        if wrong:
            name = wrong[0]
            raise NotYet(f"{name} has the shape {arrays[name].shape}, wanted is {shapes[name]}.")
        return arrays
    array = numbers(answer)
    if right.x is not None:
        return {"numbers": array}
    for name in ("weight_ih", "weight_hh"):
        if array.shape == shapes[name]:
            return {name: array}
    if array.shape == shapes["weight_ih"][::-1]:
        raise NotYet(
            f"the shape {array.shape} is that of weight_ih transposed: rows are gates, columns inputs."
        )
    raise NotYet(
        f"the shape {array.shape} is that of no weights {list(shapes.values())}; for a sequence give x=…"
    )


def _read_cell(cell, right):
    """Return the Trace of a cell where there are inputs, else its weights by name."""
    if right.x is not None and cell.input_size == right.cell.input_size:
        try:
            return cell.run(right.x)
        except ValueError as error:  # its numbers outgrow floats
            raise NotYet(f"{error}") from None
    for role in ("gate_activation", "candidate_activation", "memory_activation"):
        mine, wanted = (getattr(one, role).name for one in (cell, right.cell))
        if mine != wanted:
            raise NotYet(f"its {role} is {mine}, wanted is {wanted}. Give x=…, too.")
    return {"weight_ih": cell.weight_ih, "weight_hh": cell.weight_hh, "bias_ih": cell.bias}


def _explain(mine, right):
    given = gives(right, mine)
    finite = all(np.isfinite(value).all() for value in mine.values())
    if "numbers" in mine:
        shape = right.numbers.shape
        if given is None and not fits(mine["numbers"].shape, (shape[1], shape[0], *shape[2:])):
            return Diagnosis(False, (), f"The shape is {mine['numbers'].shape}, wanted is {shape}: "
                                        "is a step missing, or shown twice?")  # fmt: skip
    if not finite:
        return Diagnosis(
            False, (), "There is NaN or infinity among these numbers: where does it first appear?"
        )
    narrow = any(value.dtype == np.float32 for value in mine.values())
    catalogue = list(CATALOGUE)
    if "numbers" in mine and (digits := decimals(mine["numbers"])) is not None:
        catalogue.append(rounded_to(digits))
    singles, pairs, fitted = _attempts(right, catalogue, 1), [], None
    for tolerance in [LOOSE] if narrow else [TIGHT, LOOSE]:
        if matches(right, mine, tolerance):
            return tell_right(mine)
        if found := _matching(singles, mine, tolerance):
            return tell_found(found, right, mine)
        if matches(right, mine, LOOSE):  # right in 32 bits
            continue
        if "numbers" in mine and fitted is None:
            fitted = _fitted(right, mine)
            for mistake, name, value in fitted:
                if looks_drawn(value, right.parameter(name)):
                    return tell_random(mistake, name, value)
        pairs = pairs or _attempts(right, catalogue, 2)
        if found := _matching(pairs, mine, tolerance):
            return tell_found(found, right, mine)
    tried = f"{len(singles)} single ones and {len(pairs)} pairs were tried"
    return tell_unknown(tried, right, mine, fitted or [])


def _attempts(right, catalogue, size):
    """The attempts with one mistake, or with two of different families: pairs (mistakes, attempt)."""
    attempts = []
    for mistakes in combinations(catalogue, size):
        attempt = right if len({mistake.family for mistake in mistakes}) == size else None
        for mistake in mistakes:
            attempt = attempt and mistake.effect(attempt)
        if attempt:
            attempts.append((mistakes, attempt))
    return attempts


def _matching(attempts, mine, tolerance):
    return [(mistakes, attempt) for mistakes, attempt in attempts if matches(attempt, mine, tolerance)]


def _fitted(right, mine):
    """The parameters in which some numbers explain all: triples (mistake, name, value)."""
    found = []
    for mistake in CATALOGUE:
        name = mistake.name.removesuffix(" left random")
        if name != mistake.name and (value := fit(name, right, mine)) is not None:
            found.append((mistake, name, value))
    return found
