"""Mistakes in the parameters: biases lost or doubled, matrices transposed, reshaped or rounded."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.exercises.diagnosis.attempt import blocks
from lstm_teach.exercises.diagnosis.mistake import Effect, changed, entries

__all__ = ["BOTH", "WEIGHTS", "each", "stack"]

BOTH = ("weight_ih", "weight_hh")


def stack(groups: dict[str, np.ndarray]) -> np.ndarray:
    """Return the four groups of rows of each gate as one array, the inverse of blocks."""
    return np.concatenate([groups[gate] for gate in GATE_ORDER])


def each(change: Callable[..., Any], names: Sequence[str] = BOTH, biases: bool = True) -> Effect:
    """Return an effect: change(array) for some matrices and, or not, the biases."""

    def effect(attempt):
        changes: dict[str, Any] = {name: change(getattr(attempt, name)) for name in names}
        if biases:
            changes["biases"] = tuple(change(bias) for bias in attempt.biases)
        return attempt.with_(**changes)

    return effect


def _bias(keep_ih, keep_hh):
    def effect(attempt):
        b_ih, b_hh = attempt.biases
        if keep_ih != keep_hh and not (b_ih.any() and b_hh.any()):
            return None  # there is one bias only
        return attempt.with_(biases=(keep_ih * b_ih, keep_hh * b_hh))

    return effect


def _forget_bias(value, added):
    def effect(attempt):
        b_ih, b_hh = (blocks(bias) for bias in attempt.biases)
        b_ih = b_ih | {"f": (b_ih["f"] if added else 0) + value * np.ones(attempt.H)}
        b_hh = b_hh if added else b_hh | {"f": np.zeros(attempt.H)}
        return attempt.with_(biases=(stack(b_ih), stack(b_hh)))

    return effect


def _fresh_bias(attempt):
    if not attempt.bias.any():
        return None
    return _forget_bias(1, False)(attempt.with_(biases=(0 * attempt.bias, 0 * attempt.bias)))


def _square(array, H):
    """Transposed: as a whole where it is square, else each square block; None where nothing is square."""
    if array.shape[1] == len(array):
        return array.T
    if array.shape[1] == H > 1:
        return np.concatenate([block.T for block in np.split(array, 4)])
    return None


def _transposed(*names):
    def effect(attempt):
        turned = {name: _square(getattr(attempt, name), attempt.H) for name in names}
        return None if any(array is None for array in turned.values()) else attempt.with_(**turned)

    return effect


def _columns(order):
    def effect(attempt):
        W = attempt.weight_ih
        return attempt.with_(weight_ih=order(W)) if W.shape[1] > 1 else None

    return effect


def _exchanged(attempt):
    if attempt.weight_ih.shape != attempt.weight_hh.shape:
        return None
    return attempt.with_(weight_ih=attempt.weight_hh, weight_hh=attempt.weight_ih)


def _joined(turn):
    """One matrix on [h, x] whose columns stand in the order [x, h]."""

    def sums(s):
        W = np.concatenate([s.a.weight_ih, s.a.weight_hh], axis=1)
        return np.concatenate(turn(s.x, s.h), axis=-1) @ W.T + s.a.bias

    return lambda attempt: attempt.with_(sums=sums)


def _without_bias(s):
    return s.x @ s.a.weight_ih.T + s.h @ s.a.weight_hh.T


def _bias_after(s):
    bias = blocks(s.a.bias)
    s.i, s.f, s.g, s.o = s.i + bias["i"], s.f + bias["f"], s.g + bias["g"], s.o + bias["o"]


def _reshaped(array):
    """The numbers of the transposed matrix, read row by row into the wanted shape."""
    return array.T.reshape(array.shape)


def _reshaped_for_product(array):
    """The numbers read row by row into the shape of the transposed matrix, for x @ W."""
    return array.reshape(array.shape[::-1]).T


TWO_BIASES = ("PyTorch has two biases and adds them; books have one.",
              "Put the bias into bias_ih and zeros into bias_hh; or add the two.")  # fmt: skip
TRANSPOSED = ("x @ W and W @ x are two things; square matrices let both pass.",
              "z = weight_ih @ x + weight_hh @ h: one row of weights for each gate and unit.")  # fmt: skip
RESHAPED = ("reshape keeps the sequence of the numbers and cuts it into other rows; .T turns the matrix.",
            "Keras keeps kernels as (inputs, 4H): take kernel.T, not kernel.reshape(…).")  # fmt: skip

WEIGHTS = (
    *entries("bias", *TWO_BIASES, {
        "bias_ih lost": _bias(0, 1), "bias_hh lost": _bias(1, 0), "both biases lost": _bias(0, 0),
        "bias_ih doubled": _bias(2, 1), "bias_hh doubled": _bias(1, 2),
        "the whole bias doubled (put into both)": _bias(2, 2),
        "bias_ih taken for both": _bias(2, 0), "bias_hh taken for both": _bias(0, 2),
        "bias_hh subtracted": _bias(1, -1), "the biases subtracted": _bias(-1, -1),
    }),
    *entries("bias", "Keras adds 1 to the forget bias (unit_forget_bias); others set it to 1 or 2.",
             "Take the forget bias as it is given.", {
                 "1 added to the forget bias (as Keras does)": _forget_bias(1, True),
                 "2 added to the forget bias (1 in both biases)": _forget_bias(2, True),
                 "no bias but 1 at the forget gate (what Keras starts with)": _fresh_bias,
                 "the forget bias set to 1": _forget_bias(1, False),
                 "the forget bias set to 2 (1 in both biases)": _forget_bias(2, False),
             }),
    *entries("bias", *TWO_BIASES, {
        "the mean of the two biases": _bias(0.5, 0.5),
        "the bias added after the activation": changed(sums=_without_bias, gates=_bias_after),
    }, alone=True),
    *entries("rounded weights", "Printed weights are rounded: PyTorch prints four decimals.",
             "Copy weights with .tolist() or .numpy(), not from what is printed.", {
                 ("weights rounded to {} decimals", k): each(lambda array, k=k: np.round(array, k))
                 for k in range(6)
             }, alone=True),
    *entries("recurrent", "With the lecture's example they are 0, so nothing shows.",
             "z = W_ih x + W_hh h + b: h is the output of the step before.", {
                 "the recurrent weights forgotten": each(lambda array: 0 * array, ["weight_hh"], False),
             }),
    *entries("transposed", *TRANSPOSED, {
        "weight_ih transposed": _transposed("weight_ih"),
        "weight_hh transposed": _transposed("weight_hh"),
        "weight_ih and weight_hh transposed": _transposed("weight_ih", "weight_hh"),
        "weight_ih and weight_hh exchanged": _exchanged,
    }),
    *entries("transposed", *RESHAPED, {
        "weight_ih reshaped in place of transposed": each(_reshaped, ["weight_ih"], False),
        "weight_hh reshaped in place of transposed": each(_reshaped, ["weight_hh"], False),
        "weight_ih and weight_hh reshaped in place of transposed": each(_reshaped, biases=False),
        "weight_ih reshaped to (D, 4H) for x @ W": each(_reshaped_for_product, ["weight_ih"], False),
        "weight_hh reshaped to (H, 4H) for h @ W": each(_reshaped_for_product, ["weight_hh"], False),
        "weight_ih and weight_hh reshaped for x @ W and h @ W": each(_reshaped_for_product, biases=False),
    }),
    *entries("columns", "The columns of weight_ih belong to the inputs, in their order.",
             "Column k of weight_ih meets input k.", {
                 "the columns of weight_ih in reverse": _columns(lambda W: W[:, ::-1]),
                 "the columns of weight_ih one place to the right": _columns(lambda W: np.roll(W, 1, 1)),
                 "the columns of weight_ih one place to the left": _columns(lambda W: np.roll(W, -1, 1)),
             }, alone=True),
    *entries("sums", "Some books write one matrix on [h, x], others on [x, h].",
             "weight_ih meets x, weight_hh meets h.", {
                 "[h, x] joined in the other order than the columns": _joined(lambda x, h: (h, x)),
             }, alone=True),
)  # fmt: skip
