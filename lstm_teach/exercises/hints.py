"""From a Diagnosis to the hint of a check."""

from lstm_teach.exercises.diagnosis import Diagnosis
from lstm_teach.exercises.diagnosis.explanation import joined
from lstm_teach.words import say

__all__ = ["hint_of"]


def hint_of(diagnosis: Diagnosis) -> str:
    """Return the hint that a Diagnosis gives: what the numbers are, and what to do; or no text."""
    if diagnosis.right or not diagnosis.found:
        return ""
    names = [joined(mistakes) for mistakes in diagnosis.found]
    if len(names) == 1:
        return say("This is what you get with: {}. Fix: {}", names[0], diagnosis.found[0][0].fix)
    return say("Each of these mistakes gives just your numbers: {}.", "; ".join(names[:3]))
