"""Mistakes that show in how an answer and the right numbers go together, whatever the program was."""

import numpy as np

from lstm_teach.exercises.diagnosis.mistake import Mistake

__all__ = ["patterns"]

ENOUGH = 4  # numbers that must agree with a line through them: two would lie on any


def _nothing(attempt):
    return None


def patterns(answer, right):
    """Return the Mistakes whose pattern an answer shows, at most one."""
    y, r = answer.numbers.ravel(), right.numbers.ravel()
    tolerance = answer.tolerance(right.numbers).ravel()
    if mistake := _both_halves(answer, right):
        return [mistake]
    if y.shape != r.shape:
        return []
    for find in (_sixteen_bits, _dropout, _line):
        if mistake := find(answer, y, r, tolerance):
            return [mistake]
    return []


def _both_halves(answer, right):
    """Twice as many numbers in the last axis as units, and the first half is right."""
    y, r, H = answer.numbers, right.numbers, right.H
    if y.ndim < 2 or y.shape[-1] != 2 * H or y.size != 2 * r.size:
        return None
    half = y[..., :H].reshape(r.shape)
    if (np.abs(half - r) > answer.tolerance(r)).any():
        return None
    return Mistake(
        "both directions handed in", "shape", _nothing,
        "A bidirectional nn.LSTM puts the backward direction behind the forward one: 2H numbers a step.",
        "bidirectional=False; or take the forward half, output[..., :H].",
    )  # fmt: skip


def _sixteen_bits(answer, y, r, tolerance):
    with np.errstate(over="ignore"):
        narrow = (y.astype(np.float16) == y).all() and (answer.decimals is None or answer.decimals > 4)
    if not narrow or (np.abs(y - r) > 0.03 * np.maximum(1, np.abs(r))).any():
        return None
    return Mistake(
        "calculated or stored with 16 bits (float16)", "precision", _nothing,
        "float16 and half() keep three digits: the answer is right as far as these reach.",
        "Use float32 (PyTorch's default) or float64 (NumPy's).",
    )  # fmt: skip


def _dropout(answer, y, r, tolerance):
    there = (np.abs(r) > 100 * tolerance) & (y != 0)
    lost = (np.abs(r) > 100 * tolerance) & (y == 0)
    if there.sum() < 3 or not lost.any():
        return None
    ratio = y[there] / r[there]
    factor = np.median(ratio)
    if factor <= 1 or (np.abs(y - factor * r * (y != 0)) > 4 * factor * tolerance).any():
        return None
    return Mistake(
        f"dropout left on (p = {1 - 1 / factor:.2g})", "pattern", _nothing,
        f"{lost.sum()} of the numbers are 0 and the others are {factor:.4g} times too large: this is what "
        "dropout does in training.",
        "module.eval() before the run, or dropout=0.",
    )  # fmt: skip


def _line(answer, y, r, tolerance):
    """All numbers lie on one line over the right ones."""
    telling = np.unique(np.round(r[np.abs(r) > 1000 * tolerance], 9)).size
    if telling < ENOUGH or answer.decimals is not None:
        return None
    A = np.column_stack([r, np.ones_like(r)])
    (factor, shift), *_ = np.linalg.lstsq(A, y, rcond=None)
    if abs(factor) < 1e-6 or (np.abs(y - factor * r - shift) > 100 * (1 + abs(factor)) * tolerance).any():
        return None
    if abs(shift) <= 100 * tolerance.max():
        return Mistake(
            f"all numbers multiplied by {factor:.10g}", "pattern", _nothing,
            "The right numbers were scaled at the end.", "Hand in the outputs as the run gives them.",
        )  # fmt: skip
    return Mistake(
        f"all numbers scaled and shifted: {factor:.6g} · right {'+' if shift > 0 else '-'} {abs(shift):.6g}",
        "pattern", _nothing,
        "The right numbers were normalised at the end, or went through one more layer.",
        "Hand in the outputs as the run gives them.",
    )  # fmt: skip
