"""The two cells of the lessons and their runs, as the lists of the numbers told need them."""

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS

LEE, STANDARD = lt.LSTMCell.lee(), lt.LSTMCell.standard()
NINE, NINE_STANDARD = LEE.run(NINE_STEPS), STANDARD.run(NINE_STEPS)
SOFT = LEE.replace(gate_activation="sigmoid").run(NINE_STEPS)


def with_weight(gate, column, value, cell=LEE):
    """The run on the nine steps with one weight changed, as with a slider."""
    weight_ih = cell.weight_ih.copy()
    weight_ih[lt.GATE_ORDER.index(gate), cell.input_labels.index(column)] = value
    return cell.replace(weight_ih=weight_ih).run(NINE_STEPS)


def with_input(step, column, value, cell=LEE):
    """The run on the nine steps with one input changed. step: from 1."""
    x = NINE_STEPS.copy()
    x[step - 1, cell.input_labels.index(column)] = value
    return cell.run(x)


def row(name, values):
    """A row of a Markdown table as it is printed."""
    return f"| {name} | {' | '.join(f'{v:g}' for v in values)} |".replace("-", "−")
