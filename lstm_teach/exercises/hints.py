"""From a diagnosis to the hint of a check: the one place that knows how a Diagnosis looks."""

from lstm_teach.exercises.diagnosis.explanation import joined

__all__ = ["hint_of"]


def hint_of(diagnosis):
    """Return the hint that a Diagnosis gives: what the numbers are, and what to do; or no text."""
    if diagnosis.right or not diagnosis.found:
        return ""
    names = [joined(mistakes) for mistakes in diagnosis.found]
    if len(names) == 1:
        return f"This is what you get with: {names[0]}. Fix: {diagnosis.found[0][0].fix}"
    return f"Each of these mistakes gives just your numbers: {'; '.join(names[:3])}."
