"""The explorer on a page, as a person's hands and eyes meet it."""

import numpy as np

import lstm_teach as lt
from lstm_teach.plots.palette import SIGNALS


class Screen:
    """One explorer on a page of the browser."""

    def __init__(self, page, view=0):
        self.page = page
        self.root = page.locator(".lstm-explorer").nth(view)
        self.root.scroll_into_view_if_needed()

    def click(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def slider(self, row, column):
        return self.root.locator(f'input[type="range"][aria-label="weight {row} {column}"]')

    def box(self, row, column):
        return self.root.locator(f'input[type="number"][aria-label="weight {row} {column}"]')

    def input(self, row, step):
        return self.root.locator(f'td[data-row="{row}"][data-step="{step}"] input')

    def cell(self, row, step, cell=1):
        return self.root.locator(f'[data-cell="{cell}"] td[data-row="{row}"][data-step="{step}"]')

    def select_step(self, step):
        self.root.get_by_role("button", name=f"show step {step}", exact=True).first.click()

    @property
    def status(self):
        return self.root.get_by_role("status").inner_text()

    def on_screen(self, cell=1):
        """Every row of the strip in full precision; what is hidden is None."""
        cells = self.root.locator(f'[data-cell="{cell}"] td[data-row]').evaluate_all(
            """(cells) => cells.map(({dataset: d}) =>
                [d.row, Number(d.step), 'value' in d ? Number(d.value) : null])"""
        )
        rows = {}
        for row, step, value in cells:
            rows.setdefault(row, []).append(value)
            assert len(rows[row]) == step
        return rows

    def weights_on_screen(self):
        columns = self.root.locator(".weights thead th").all_text_contents()[:-1]
        return [[float(self.box(row, column).input_value()) for column in columns] for row in "ifgo"]

    def circuit(self):
        """The texts of the drawing."""
        return [text for text in self.root.locator("svg.circuit text").all_text_contents() if text]

    def drag(self, slider, start, end, moves=20):
        """Move a slider with the mouse from one fraction of its width to another; yield at every move."""
        slider.scroll_into_view_if_needed()
        area = slider.bounding_box()
        y = area["y"] + area["height"] / 2
        self.page.mouse.move(area["x"] + start * area["width"], y)
        self.page.mouse.down()
        for k in range(1, moves + 1):
            self.page.mouse.move(area["x"] + (start + (end - start) * k / moves) * area["width"], y)
            yield float(slider.input_value())
        self.page.mouse.up()


def rows_of(trace):
    """The strip of a trace: every row as a list."""
    inputs = dict(zip(trace.input_labels, trace.x.T.tolist(), strict=True))
    return inputs | {name: getattr(trace, name).ravel().tolist() for name in SIGNALS}


def assert_same_rows(screen, rows):
    """The screen shows these rows, to 1e-12."""
    for row, values in screen.items():
        np.testing.assert_allclose(values, rows[row], rtol=1e-12, atol=1e-12, err_msg=row)


def drawn_cell(rng, inputs=4, size=3.0):
    """A cell of one unit with any activations, its weights up to about size."""
    gate, other, memory = (
        str(rng.choice(names)) for names in (["step", "sigmoid"], *[["linear", "tanh", "sigmoid"]] * 2)
    )
    return lt.LSTMCell(
        rng.uniform(-size, size, (4, inputs)), rng.uniform(-1, 1, (4, 1)), rng.uniform(-size, size, 4),
        gate_activation=gate, candidate_activation=other, memory_activation=memory,
        input_labels=("x1", "x2", "x3", "1") if inputs == 4 else None,
    )  # fmt: skip
