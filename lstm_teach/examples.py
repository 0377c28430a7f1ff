"""The lecture's numbers: two input sequences and one set of weights; and one series of real data.

Source: Hung-yi Lee (李宏毅), Machine Learning, Recurrent Neural Network part I, the slides
"LSTM - Example" (nine steps) and the hand calculation that follows it (five steps).
x2 = 1 writes x1 into the memory, x2 = -1 resets the memory, x3 = 1 lets the memory out.
"""

from pathlib import Path

import numpy as np

from lstm_teach.words import say

__all__ = ["FIVE_STEPS", "INPUT_LABELS", "LEE_WEIGHTS", "NINE_STEPS", "sunspots"]


class _Fixed(dict):
    """A dict that cannot be changed; any copy of it is a plain dict."""

    def _refuse(self, *_, **__):
        raise TypeError(say("LEE_WEIGHTS are the lecture's: change a copy, as in dict(LEE_WEIGHTS)"))

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self):
        return dict, (dict(self),)


#: The columns of the sequences and of the weights; the last one is the constant 1.
INPUT_LABELS = ("x1", "x2", "x3", "1")

#: One row of weights per gate, over (x1, x2, x3, 1). g is the candidate: what may be written.
LEE_WEIGHTS = _Fixed(
    i=(0.0, 100.0, 0.0, -10.0),
    f=(0.0, 100.0, 0.0, 10.0),
    g=(1.0, 0.0, 0.0, 0.0),
    o=(0.0, 0.0, 100.0, -10.0),
)


def _sequence(x1, x2, x3):
    x = np.array([x1, x2, x3, [1] * len(x1)], dtype=float).T
    x.flags.writeable = False
    return x


#: The nine-step example, shape (9, 4); y = 0 0 0 0 0 7 0 0 6.
NINE_STEPS = _sequence(
    x1=[1, 3, 2, 4, 2, 1, 3, 6, 1],
    x2=[0, 1, 0, 1, 0, 0, -1, 1, 0],
    x3=[0, 0, 0, 0, 0, 1, 0, 0, 1],
)

#: The five-step example worked by hand, shape (5, 4); y = 0 0 0 7 0.
FIVE_STEPS = _sequence(
    x1=[3, 4, 2, 1, 3],
    x2=[1, 1, 0, 0, -1],
    x3=[0, 0, 0, 1, 0],
)


def sunspots() -> tuple[np.ndarray, np.ndarray]:
    """Return (year, spots), two arrays of 309 numbers: the sunspots counted in each year, 1700 to 2008.

    Source: National Geophysical Data Center, in the public domain; see sunspots.csv.
    """
    year, spots = np.loadtxt(Path(__file__).with_name("sunspots.csv"), delimiter=",").T
    return year.astype(int), spots
