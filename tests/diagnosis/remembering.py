"""The mistakes made of one right program, made once for many answers: most of the time goes there.

What diagnose finds is a function of the right program and the answer; here only the first half of it is
remembered, by value, and every answer is compared anew.
"""

from collections import OrderedDict

from lstm_teach.exercises.diagnosis import catalogue, reading

MOST = 64  # right programs, with some hundred attempts each
_make, _made = catalogue.singles, OrderedDict()


def remembered_singles(right):
    """Return what catalogue.singles makes of a right program, from memory if it was made before."""
    arrays = (right.weight_ih, right.weight_hh, *right.biases, right.x)
    key = (
        *((array.shape, array.tobytes()) for array in arrays),
        *(id(activation) for activation in (right.gate, right.candidate, right.memory)),
        right.of,
    )
    if key not in _made:
        _made[key] = right, _make(right)  # right keeps its activations alive, and so their ids
        if len(_made) > MOST:
            _made.popitem(last=False)
    _made.move_to_end(key)
    return _made[key][1]


def remember(monkeypatch):
    """Let diagnose remember the attempts during a test."""
    for module in (catalogue, reading):
        monkeypatch.setattr(module, "singles", remembered_singles)
