"""The search runs the first steps of a mistake alone; where that is not enough, it is marked as whole."""

import numpy as np
import pytest

from lstm_teach.exercises.diagnosis.attempt import FIRST_STEPS
from lstm_teach.exercises.diagnosis.catalogue import singles
from lstm_teach.exercises.diagnosis.reading import read_right
from tests.test_diagnose import draw


@pytest.mark.parametrize("seed", range(12))
def test_the_first_outputs_need_the_first_steps_only_or_the_mistake_is_marked(seed):
    right = read_right(*draw(seed))[0]
    for single in singles(right):
        if single.numbers is not None and not single.mistakes[0].whole:
            first = single.attempt.first_numbers
            np.testing.assert_allclose(
                single.numbers[:FIRST_STEPS], first, rtol=1e-12, atol=1e-13, err_msg=str(single.mistakes[0])
            )
