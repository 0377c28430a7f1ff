"""The catalogue of mistakes: name, effect, why it happens and the mend.

An effect maps an Attempt to the attempt with this mistake, or to None where it cannot be made. Two
mistakes of one family do not go together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from lstm_teach.activations import LINEAR, SIGMOID, STEP, TANH
from lstm_teach.cell import GATE_ORDER

__all__ = ["CATALOGUE", "Mistake", "rounded_to"]


@dataclass(frozen=True)
class Mistake:
    """A mistake that people make: name, family, effect on an Attempt, why, and the mend."""

    name: str
    family: str
    effect: Callable
    why: str
    mend: str

    def __str__(self):
        return self.name


SWAPS = {
    "figo": "input and forget gate swapped",
    "iogf": "forget and output gate swapped",
    "ofgi": "input and output gate swapped",
    "iofg": "the order of ONNX",
    "ifog": "candidate and output gate swapped",
}


def _row_orders():
    for order in permutations(GATE_ORDER):
        letters = "".join(order)
        if order == GATE_ORDER:
            continue
        places = [GATE_ORDER.index(gate) for gate in order]
        note = f" ({SWAPS[letters]})" if letters in SWAPS else ""
        yield Mistake(
            f"rows in the order {', '.join(order)}{note}",
            "rows",
            lambda attempt, places=places: attempt.with_rows(places),
            "Books and frameworks stack the gates in other orders. Nothing fails: the shapes fit.",
            "PyTorch's order is i, f, g, o. Fill rows by name: lt.LSTMCell.from_gates(i=…, f=…, g=…, o=…).",
        )


def _activations(role, old, new):
    """An effect: the cell with new activations in some roles, where all of them are the old one now."""
    roles = [f"{name}_activation" for name in role]

    def effect(attempt):
        if any(getattr(attempt.cell, name).name != old.name for name in roles):
            return None
        return attempt.with_(cell=attempt.cell.replace(**dict.fromkeys(roles, new)))

    return effect


def _activation_mistakes():
    roles = [
        ("on the candidate", ["candidate"]),
        ("on the way out", ["memory"]),
        ("on the candidate and on the way out", ["candidate", "memory"]),
    ]
    for where, role in roles:
        names = " and ".join(role)
        yield Mistake(
            f"no tanh {where}", f"activation of {names}", _activations(role, TANH, LINEAR),
            "The lecture's cell has none; the standard cell has tanh in both places.",
            "g = tanh(z_g), and h = o · tanh(c).",
        )  # fmt: skip
        yield Mistake(
            f"sigmoid for tanh {where}", f"activation of {names}", _activations(role, TANH, SIGMOID),
            "The candidate and the output may be negative; a sigmoid never is.",
            "sigmoid for i, f and o; tanh for g and on the way out.",
        )  # fmt: skip
        yield Mistake(
            f"tanh {where}, where the lecture has none", f"activation of {names}",
            _activations(role, LINEAR, TANH),
            "The lecture's cell lets numbers through as they are.",
            'candidate_activation="linear", memory_activation="linear".',
        )  # fmt: skip
    for name, old, new in [
        ("tanh for sigmoid at the gates", SIGMOID, TANH),
        ("hard gates (0 or 1) for soft ones", SIGMOID, STEP),
        ("soft gates (sigmoid) for hard ones", STEP, SIGMOID),
    ]:
        yield Mistake(
            name, "activation of gates", _activations(["gate"], old, new),
            "A gate is a number between 0 and 1. The slide draws 0 or 1; the standard cell uses sigmoid.",
            f"Use {old.name} for i, f and o.",
        )  # fmt: skip


def _bias(keep_ih, keep_hh):
    def effect(attempt):
        b_ih, b_hh = attempt.biases
        return attempt.with_(biases=(keep_ih * b_ih, keep_hh * b_hh))

    return effect


TWO_BIASES = "PyTorch has two biases and adds them; books have one."
PUT_BIAS = "Put the bias into bias_ih and zeros into bias_hh; or add the two."


def _forget_constant(attempt):
    if attempt.x is None:
        return None
    constant = (attempt.x == 1).all(axis=tuple(range(attempt.x.ndim - 1)))
    if not constant.any():
        return None
    return attempt.with_(cell=attempt.cell.replace(weight_ih=np.where(constant, 0, attempt.cell.weight_ih)))


def _blocks_transposed(name):
    def effect(attempt):
        weights, H = getattr(attempt.cell, name), attempt.cell.hidden_size
        if weights.shape[1] == len(weights):  # square as a whole
            turned = weights.T
        elif weights.shape[1] == H > 1:
            turned = np.concatenate([block.T for block in np.split(weights, 4)])
        else:
            return None
        return attempt.with_(cell=attempt.cell.replace(**{name: turned}))

    return effect


def _both_transposed(attempt):
    first = _blocks_transposed("weight_ih")(attempt)
    return first and _blocks_transposed("weight_hh")(first)


TRANSPOSED = "x @ W and W @ x are two things; square matrices let both pass."
BATCH = "PyTorch's first axis is the step, unless batch_first=True."


def _batched(**changes):
    return lambda attempt: attempt.with_(**changes) if attempt.x is not None and attempt.x.ndim == 3 else None


def _flip_inputs(attempt):
    return None if attempt.x is None else attempt.with_(x=attempt.x[::-1])


def _show_before(attempt):
    return attempt.with_(shows="c_prev") if attempt.shows == "c" else attempt.with_(late=True)


def rounded_to(decimals):
    """Return the mistake of rounding to so many decimals."""
    return Mistake(
        f"rounded to {decimals} decimals",
        "rounding",
        lambda attempt: attempt.with_(decimals=decimals),
        "Rounded numbers hide mistakes: in the lecture's example five wrong orders round to the right ones.",
        "Compare and hand in all digits: y.tolist(), np.testing.assert_allclose, torch.testing.assert_close.",
    )


def _left_random(name):
    return Mistake(
        f"{name} left random",
        f"{name} random",
        lambda attempt: attempt.with_(random=(*attempt.random, name)),
        "A new module of PyTorch starts with random numbers in all its parameters; it was never set.",
        f"Set it: with torch.no_grad(): module.{name}.zero_(), or copy your weights.",
    )


CATALOGUE = (
    Mistake("c returned for h", "shown", lambda a: a.with_(shows="c") if a.shows == "h" else None,
            "The module returns (output, (h, c)); the memory c and the output h are easily confused.",
            "h = o · tanh(c). For nn.LSTMCell it is the first of the two."),
    Mistake("h returned for c", "shown", lambda a: a.with_(shows="h") if a.shows == "c" else None,
            "The state is the pair (h, c): the output first, the memory second.",
            "c is the second of the two."),
    Mistake("the output before the step", "shown",
            lambda a: a.with_(shows="h_prev") if a.shows == "h" else None,
            "The output was stored before the step was made: the list begins with the 0 of the start.",
            "First h, c = cell(x_t, (h, c)), then store h."),
    Mistake("the memory before the update", "update", _show_before,
            "The slide's row shows the memory before the step; PyTorch's c is the one after it.",
            "First c = f·c + i·g, then look at c and make h of it."),
    Mistake("the sum of the memory written as a product", "update", lambda a: a.with_(product=True),
            "c = f·c + i·g: what is kept and what is written are added.",
            "Write + between f·c and i·g."),
    *_row_orders(),
    *_activation_mistakes(),
    Mistake("bias_ih lost", "bias", _bias(0, 1), TWO_BIASES, PUT_BIAS),
    Mistake("bias_hh lost", "bias", _bias(1, 0), TWO_BIASES, PUT_BIAS),
    Mistake("both biases lost", "bias", _bias(0, 0), TWO_BIASES, PUT_BIAS),
    Mistake("bias_ih doubled", "bias", _bias(2, 1), TWO_BIASES, PUT_BIAS),
    Mistake("bias_hh doubled", "bias", _bias(1, 2), TWO_BIASES, PUT_BIAS),
    Mistake("the whole bias doubled (put into both)", "bias", _bias(2, 2), TWO_BIASES, PUT_BIAS),
    Mistake("bias_ih taken for both", "bias", _bias(2, 0), TWO_BIASES, PUT_BIAS),
    Mistake("bias_hh taken for both", "bias", _bias(0, 2), TWO_BIASES, PUT_BIAS),
    Mistake("the constant input forgotten", "constant", _forget_constant,
            "The lecture's fourth input is always 1: its weight is the bias of the gate.",
            "Append a 1 to each step, or put these weights into the bias."),
    Mistake("the recurrent weights forgotten", "recurrent",
            lambda a: a.with_(cell=a.cell.replace(weight_hh=np.zeros_like(a.cell.weight_hh))),
            "With the lecture's example they are 0, so nothing shows.",
            "z = W_ih x + W_hh h + b: h is the output of the step before."),
    Mistake("weight_ih transposed", "transposed", _blocks_transposed("weight_ih"), TRANSPOSED,
            "z = weight_ih @ x, one row of weights for each gate and unit."),
    Mistake("weight_hh transposed", "transposed", _blocks_transposed("weight_hh"), TRANSPOSED,
            "z = weight_ih @ x + weight_hh @ h: one row for each gate and unit."),
    Mistake("weight_ih and weight_hh transposed", "transposed", _both_transposed, TRANSPOSED,
            "z = weight_ih @ x + weight_hh @ h: one row for each gate and unit."),
    Mistake("the state not reset before a sequence", "state", lambda a: a.with_(carried=True),
            "The state of the last run or sequence was still there.",
            "Each sequence starts with h = c = 0: leave the state out, or give zeros."),
    Mistake("the state reset at every step", "state", lambda a: a.with_(reset=True),
            "nn.LSTMCell starts with zeros when it gets no state: the memory cannot last.",
            "Hand the state on: h, c = cell(x_t, (h, c))."),
    Mistake("batch and time axes swapped", "axes", _batched(across=True), BATCH,
            "Give (T, N, D), or use batch_first=True."),
    Mistake("batch and time axes of the result swapped", "axes", _batched(transposed=True), BATCH,
            "The result is (T, N, H), or (N, T, H) with batch_first=True."),
    Mistake("the steps reversed", "time", _flip_inputs,
            "The sequence went in from its end.", "Step 1 goes in first."),
    Mistake("the result begins with the last step", "time", lambda a: a.with_(backwards=True),
            "The list was turned round after the run.", "The output of step 1 comes first."),
    Mistake("the steps reversed, the result in their order (a backward direction)", "time",
            lambda a: None if a.x is None else a.with_(x=a.x[::-1], backwards=True),
            "This is what the backward direction of a bidirectional nn.LSTM gives.",
            "Take the forward half: output[..., :H]."),
    _left_random("weight_hh"),
    _left_random("bias_hh"),
)  # fmt: skip
