"""Mistakes that show in how an answer and the right numbers go together, whatever the program was."""

import numpy as np

from lstm_teach.exercises.diagnosis.mistake import Candidate, Mistake, no_effect
from lstm_teach.exercises.diagnosis.reading import Case
from lstm_teach.words import later

__all__ = ["patterns"]

ENOUGH = 4  # numbers that must agree with a line through them: two would lie on any
SCALED = later("Hand in the outputs as the run gives them.")


def patterns(case: Case) -> list[Candidate]:
    """The mistake whose pattern an answer shows, if it shows one."""
    mistake = _both_halves(case)
    y, r = case.answer.numbers.ravel(), case.wanted.ravel()
    if not mistake and y.shape == r.shape:
        tolerance = case.answer.tolerance(r)
        mistake = _sixteen_bits(case.answer, y, r) or _dropout(y, r, tolerance)
        if not mistake and case.answer.decimals is None:
            mistake = _line(y, r, tolerance)
    return [Candidate((mistake,))] if mistake else []


def _both_halves(case):
    """Twice as many numbers in the last axis as units, and the first half is right."""
    y, r, H = case.answer.numbers, case.wanted, case.right.H
    if y.ndim < 2 or y.shape[-1] != 2 * H or y.size != 2 * r.size:
        return None
    half = y[..., :H].reshape(r.shape)
    if (np.abs(half - r) > case.answer.tolerance(r)).any():
        return None
    return Mistake(
        "both directions handed in", "shape", no_effect,
        "A bidirectional nn.LSTM puts the backward direction behind the forward one: 2H numbers a "
              "step.",
        "bidirectional=False; or take the forward half, output[..., :H].",
    )  # fmt: skip


def _sixteen_bits(answer, y, r):
    with np.errstate(over="ignore"):
        half = (y.astype(np.float16) == y).all() and (answer.decimals is None or answer.decimals > 4)
    if not half or (np.abs(y - r) > 0.03 * np.maximum(1, np.abs(r))).any():
        return None
    return Mistake(
        "calculated or stored with 16 bits (float16)", "precision", no_effect,
        "float16 and half() keep three digits: the answer is right as far as these reach.",
        "Use float32 (PyTorch's default) or float64 (NumPy's).",
    )  # fmt: skip


def _dropout(y, r, tolerance):
    kept = (np.abs(r) > 100 * tolerance) & (y != 0)
    lost = (np.abs(r) > 100 * tolerance) & (y == 0)
    if kept.sum() < 3 or not lost.any():
        return None
    factor = np.median(y[kept] / r[kept])
    if factor <= 1 or (np.abs(y - factor * r * (y != 0)) > 4 * factor * tolerance).any():
        return None
    return Mistake(
        "dropout left on (p = {0:.2g})", "pattern", no_effect,
        "{1} of the numbers are 0 and the others are {2:.4g} times too large: this is what dropout "
              "does in training.",
        "module.eval() before the run, or dropout=0.",
        values=(1 - 1 / factor, lost.sum(), factor),
    )  # fmt: skip


def _line(y, r, tolerance):
    """All numbers lie on one line over the right ones."""
    if np.unique(np.round(r[np.abs(r) > 1000 * tolerance], 9)).size < ENOUGH:
        return None
    A = np.column_stack([r, np.ones_like(r)])
    (factor, shift), *_ = np.linalg.lstsq(A, y, rcond=None)
    if abs(factor) < 1e-6 or (np.abs(y - factor * r - shift) > 100 * (1 + abs(factor)) * tolerance).any():
        return None
    if abs(shift) <= 100 * tolerance.max():
        return Mistake(
            "all numbers multiplied by {:.10g}", "pattern", no_effect,
            "The right numbers were scaled at the end.", SCALED, values=(factor,),
        )  # fmt: skip
    text = later("all numbers scaled and shifted: {:.6g} · right + {:.6g}")
    if shift <= 0:
        text = later("all numbers scaled and shifted: {:.6g} · right - {:.6g}")
    return Mistake(
        text, "pattern", no_effect,
        "The right numbers were normalised at the end, or went through one more layer.", SCALED,
        values=(factor, abs(shift)),
    )  # fmt: skip
