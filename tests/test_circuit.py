"""The drawing of a step says what the trace holds, is legible, and is a good guest in the notebook."""

import itertools
import json
from collections import Counter
from dataclasses import replace
from itertools import combinations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon
from torch import nn

from lstm_teach import Activation, LSTMCell, plot_cell, trace_lstm
from lstm_teach.core.numbers import format_number
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS
from lstm_teach.plots.circuit_texts import LAYOUT, cell_texts, sum_lines, terms_at
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS
from lstm_teach.takehome.save import save_figure
from lstm_teach.takehome.stamp_reader import read_stamp


@pytest.fixture(autouse=True)
def no_display_and_no_figure_left_open():
    matplotlib.use("Agg")
    yield
    plt.close("all")


CELLS = {
    "lee": LSTMCell.lee(),
    "sigmoid gates": LSTMCell.lee().replace(gate_activation="sigmoid"),
    "standard": LSTMCell.standard(),
}
RUNS = {name: cell.run(NINE_STEPS) for name, cell in CELLS.items()}
LEE, STANDARD = RUNS["lee"], RUNS["standard"]


def run(inputs, steps=6, size=1.0):
    """A run of a random cell of one unit, its weights times size."""
    draw = np.random.default_rng([inputs, steps]).standard_normal
    cell = LSTMCell(size * draw((4, inputs)), draw((4, 1)), draw(4), candidate_activation="linear")
    return cell.run(draw((steps, inputs)))


def scaled(trace, scale):
    """The trace with its memory, candidate and output multiplied by scale."""
    return replace(trace, **{name: scale * getattr(trace, name) for name in ("g", "c", "c_prev", "h")})


ODD = {
    "1 input": run(1),
    "5 inputs": run(5),
    "6 inputs": run(6),
    "16 inputs": run(16),
    "huge weights": run(4, size=1.234e20),
    "tiny weights": run(4, size=1.234e-20),
    "huge memory": scaled(run(4), -1.2345678e200),
    "tiny memory": scaled(run(4), -1.2345678e-200),
    "negative": scaled(STANDARD, -1),
    "all zero": LSTMCell.lee().run(np.zeros((3, 4))),
    "no recipe": replace(STANDARD, recipe={}),
    "other functions": replace(STANDARD, recipe={**STANDARD.recipe, "memory_activation": "relu"}),
    "float32": LSTMCell(np.full((4, 2), 0.1, np.float32)).run(np.ones((3, 2))),
    "long labels": LSTMCell.lee()
    .replace(input_labels=("price in $", "$ and $", "x" * 50, "1"))
    .run(NINE_STEPS),
}
ALL = RUNS | ODD


def shown(axes):
    """The texts of Axes, without the titles."""
    return [text.get_text() for ax in np.ravel(axes) for text in ax.texts]


# ---- what is written


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (1, ["i = 0", "f = 1", "o = 0", "i·g = 0", "f·c_prev = 0", "c = 0", "h = 0"]),
        (2, ["z_i = 90", "i = 1", "g = 3", "i·g = 3", "f·c_prev = 0", "c_prev = 0", "c = 3", "h = 0"]),
        (4, ["i·g = 4", "f·c_prev = 3", "c_prev = 3", "c = 7", "linear(c) = 7", "o = 0", "h = 0"]),
        (6, ["z_o = 90", "o = 1", "i = 0", "f·c_prev = 7", "c = 7", "h = 7"]),
        (7, ["z_f = -90", "f = 0", "f·c_prev = 0", "c_prev = 7", "c = 0", "h = 0"]),
        (9, ["c_prev = 6", "c = 6", "h = 6"]),
    ],
)
def test_a_step_of_the_lecture_shows_the_numbers_of_the_slide(step, expected):
    assert set(expected) <= set(shown(plot_cell(LEE, step)))


def test_the_sums_are_written_out_as_on_paper():
    texts = shown(plot_cell(LEE, 7))
    for line in (
        "z_i = 100·(-1) + (-10)·1 = -110",
        "z_f = 100·(-1) + 10·1 = -90",
        "z_g = 1·3 = 3",
        "z_o = 100·0 + (-10)·1 = -10",
    ):
        assert line in texts


def test_every_term_has_a_box_with_its_value_and_beside_it_its_weight():
    boxes = cell_texts(STANDARD, 7).boxes
    assert list(boxes) == ["i", "f", "g", "o"]
    terms = ["x1 = 3", "x2 = -1", "x3 = 0", "1", "h_prev ≈ 0.9636", "bias"]
    assert boxes["i"] == list(zip(terms, ["0", "100", "0", "-10", "0", "0"], strict=True))


def test_equals_means_equal_and_about_means_rounded():
    texts = shown(plot_cell(STANDARD, 2))
    assert {"o ≈ 4.54e-05", "z_o = -10", "i = 1"} <= set(texts)
    assert cell_texts(ODD["float32"], 1).sums["i"] == ["z_i = 0.1·1 + 0.1·1 ≈ 0.2"]


def test_a_rounded_factor_is_not_called_equal_though_it_is_the_sum():
    cell = LSTMCell.from_gates(i=[1.2345], f=[1], g=[1], o=[1])
    assert cell_texts(cell.run([[1]]), 1).sums["i"] == [f"z_i = {format_number(1.2345, 4)}·1 ≈ 1.2345"]


@pytest.mark.slow
def test_all_texts_of_the_drawing_are_those_of_cell_texts():
    for trace in ALL.values():
        texts = cell_texts(trace, 2)
        expected = [*texts.values.values(), *(line for lines in texts.sums.values() for line in lines)]
        expected += [part for boxes in texts.boxes.values() for pair in boxes for part in pair]
        (ax,) = plot_cell(trace, 2)
        assert Counter(shown(ax)) == Counter(expected)
        assert ax.get_title() == texts.title


def test_of_many_terms_the_six_largest_have_boxes_and_the_others_are_counted():
    trace = run(16)
    terms = terms_at(trace, 3)
    for row, boxes in cell_texts(trace, 3).boxes.items():
        sizes = sorted((abs(term.weight * term.value) for term in terms[row]), reverse=True)
        drawn = [term for term in terms[row] if abs(term.weight * term.value) >= sizes[5]]
        assert [weight for _, weight in boxes] == [format_number(term.weight, 4) for term in drawn]
    lines = cell_texts(trace, 3).sums["o"]
    assert len(lines) <= 2
    assert " more ≈ " in " ".join(lines)


def test_a_sum_names_each_product_once_or_counts_it():
    terms = terms_at(run(16), 3)["i"]
    text = " ".join(sum_lines("z_i", terms, 1.5, 40, 3))
    left = int(text.partition(" more")[0].rpartition("+ ")[2])
    assert text.count("·") + left == len(terms)


@pytest.mark.parametrize("value", [0.0, -0.0, 7, -7.5, 1e5, 1e-4, 0.99999951, 1e300, -5e-324, 1 / 3])
@pytest.mark.parametrize("digits", [4, 6])
def test_a_number_is_written_as_python_would(value, digits):
    assert format_number(value, digits) == f"{value + 0.0:.{digits}g}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.995055, "0.99506"),
        (-1.994312, "-1.99431"),
        (1.63414e-39, "1.6e-39"),
        (1e-200, "1e-200"),
        (90, "90"),
    ],
)
def test_a_number_with_few_characters_has_fewer_digits(value, text):
    assert format_number(value, characters=7) == text


def test_halves_are_rounded_up_as_a_browser_does():
    assert [format_number(value, 4) for value in (12.125, -12.125, 0.0078125)] == [
        "12.13",
        "-12.13",
        "0.007813",
    ]
    assert format_number(0.5**10) == "0.000976563"
    assert format_number(999999.5) == "1e+06"


def test_a_number_that_is_not_finite_is_a_dash():
    with np.errstate(invalid="ignore"):
        texts = shown(plot_cell(scaled(LEE, np.inf), 4))
    assert {"c ≈ –", "h ≈ –"} & set(texts)


def test_the_title_names_the_step_and_its_inputs_without_the_constant():
    (ax,) = plot_cell(LEE, 6)
    assert ax.get_title() == "step 6: x1 = 1, x2 = 0, x3 = 1"
    assert plot_cell(run(16), 2)[0].get_title().endswith("more")


def test_the_letters_are_of_the_size_that_the_layout_says():
    (ax,) = plot_cell(LEE, 6)
    sizes = [text.get_fontsize() for text in ax.texts if text.get_text() in ("h = 7", "c = 7")]
    assert sizes == pytest.approx([12.5 / 840 * 6.3 * 72] * 2)


# ---- what is drawn


def wires(ax):
    """What each wire looks like, by what it carries: the first wire that carries it."""
    lines = {tuple(map(tuple, line.get_xydata())): line for line in ax.lines}
    looks = {}
    for wire in LAYOUT["wires"]:
        line = lines[tuple(tuple(map(float, point)) for point in wire["points"])]
        looks.setdefault(wire["carries"], (line.is_dashed(), to_hex(line.get_color())))
    return looks


@pytest.mark.parametrize("step", range(1, 10))
def test_a_wire_is_thin_and_dashed_if_and_only_if_it_carries_zero(step):
    (ax,) = plot_cell(LEE, step)
    t = step - 1
    carried = {
        name: getattr(LEE, name)[t, 0] for name in ("i", "f", "g", "o", "c_prev", "c", "h", "z_i", "z_g")
    }
    looks = wires(ax)
    for name, value in carried.items():
        dashed, colour = looks[name]
        assert dashed == (value == 0)
        if dashed:
            assert colour == "#696969"
        elif name in SIGNALS:
            assert colour == SIGNALS[name].colour.lower()


def test_a_wire_that_carries_almost_zero_is_not_dashed():
    assert wires(plot_cell(STANDARD, 7)[0])["written"][0] is False


def circle(ax, name):
    """The circle of a node."""
    at = tuple(LAYOUT["nodes"][name]["at"])
    return next(patch for patch in ax.patches if isinstance(patch, Circle) and tuple(patch.center) == at)


def test_gates_are_filled_by_their_opening():
    (ax,) = plot_cell(LEE, 2)
    assert to_hex(circle(ax, "i").get_facecolor()) == SEQUENTIAL[-1].lower()
    assert to_hex(circle(ax, "o").get_facecolor()) == SEQUENTIAL[0].lower()


def test_memory_halves_are_filled_on_the_scale_of_the_whole_run():
    def halves(trace, step):
        (ax,) = plot_cell(trace, step)
        rectangles = [p for p in ax.patches if hasattr(p, "get_xy") and np.size(p.get_xy()) == 2]
        inside = [p for p in rectangles if p.get_width() == LAYOUT["nodes"]["memory"]["size"][0]]
        return [to_hex(p.get_facecolor()) for p in sorted(inside, key=lambda p: p.get_y())]

    assert halves(LEE, 7) == [DIVERGING[2].lower(), DIVERGING[4].lower()]
    assert halves(scaled(LEE, -1), 6) == [DIVERGING[0].lower()] * 2


def filled(ax, product):
    """How much of the way through a valve is dark, in grey, between its plates."""
    figure = ax.figure
    figure.canvas.draw()
    red, green, blue, _ = np.moveaxis(np.asarray(figure.canvas.buffer_rgba(), float), -1, 0)
    grey = 0.3 * red + 0.59 * green + 0.11 * blue
    (x, y), r = LAYOUT["nodes"][product]["at"], LAYOUT["radius"]["product"]
    inner = r - LAYOUT["valve"]["plate"] - 1
    corners = ax.transData.transform([(x - r + 1, y + inner), (x + r - 1, y - inner)])
    (left, bottom), (right, top) = np.round(corners).astype(int)
    height = len(grey)
    return (grey[height - top : height - bottom, left:right] < 128).mean()


@pytest.mark.parametrize("step", [6, [6], None], ids=["one step", "a small sheet", "the contact sheet"])
def test_one_look_tells_an_open_gate_from_a_closed_one(step):
    """In grey and small: an open gate is filled but for its arrow, a closed one is a gap, whichever gate."""
    ax = plot_cell(LEE, step)[5 if step is None else 0]
    assert filled(ax, "write") == 0  # step 6: the input gate is closed, the others are open
    assert min(filled(ax, "keep"), filled(ax, "read")) > 0.6


@pytest.mark.parametrize("opening", [0.0001, 0.25, 0.5, 0.75, 0.9999])
def test_a_valve_is_filled_as_far_as_its_gate_is_open(opening):
    z = np.log(opening / (1 - opening))
    (ax,) = plot_cell(LSTMCell.from_gates(i=[z], f=[z], g=[1.0], o=[z]).run(np.ones((1, 1))), 1)
    pipes = []
    for product in ("write", "keep", "read"):
        at, r = np.array(LAYOUT["nodes"][product]["at"]), LAYOUT["radius"]["product"]
        corners = [patch.get_xy()[:4] - at for patch in ax.patches if isinstance(patch, Polygon)]
        (pipe,) = [c for c in corners if len(c) == 4 and np.allclose(np.abs(c[:, 1]), r)]
        pipes.append(np.ptp(pipe[:, 0]) / (2 * r))
    assert pipes == pytest.approx([opening] * 3, rel=1e-12)


def test_positive_negative_and_zero_weights_are_told_apart_by_colour():
    (ax,) = plot_cell(LEE, 2)
    centre = LAYOUT["nodes"]["z_i"]["at"]
    x_edge = LAYOUT["sums"]["i"]["first"][0] + LAYOUT["box"][0]
    terms = [
        line
        for line in ax.lines
        if line.get_xydata()[0, 0] == x_edge and (line.get_xydata()[1] == centre).all()
    ]
    colours = [to_hex(line.get_color()) for line in terms]
    assert colours == ["#696969", "#3b82c4", "#696969", "#d04a35", "#696969", "#696969"]


def test_a_trace_without_a_recipe_has_neither_boxes_nor_icons_but_its_sums_as_numbers():
    texts = shown(plot_cell(replace(LEE, recipe={}), 7))
    assert {"z_i = -110", "z_f = -90", "z_g = 3", "z_o = -10", "c = 0", ""} <= set(texts)
    assert not [text for text in texts if "·1" in text or "linear" in text or "bias" in text]
    sheet = shown(plot_cell(replace(LEE, recipe={}), [7]))
    assert [text for text in sheet if text.startswith("z_")] == [
        "z_i = -110",
        "z_f = -90",
        "z_g = 3",
        "z_o = -10",
    ]
    with_icons = len(plot_cell(LEE, [7])[0].lines)
    assert len(plot_cell(replace(LEE, recipe={}), [7])[0].lines) == with_icons - 5


def test_what_memory_becomes_is_left_out_if_its_function_is_unknown():
    texts = shown(plot_cell(ODD["other functions"], 6))
    assert not [text for text in texts if "(c)" in text]
    assert f"tanh(c) ≈ {np.tanh(STANDARD.c[5, 0]):.6g}" in shown(plot_cell(STANDARD, 6))


# ---- the contact sheet


def test_all_steps_stand_on_one_page_of_a4_in_three_columns():
    axes = plot_cell(LEE)
    figure = axes[0].figure
    width, height = figure.get_size_inches()
    assert width <= 7
    assert height < 10
    assert [ax.get_title().partition(":")[0] for ax in axes] == [f"step {k}" for k in range(1, 10)]
    lefts = [round(ax.get_position().x0, 6) for ax in axes]
    assert lefts == [0, 0.333333, 0.666667] * 3
    assert [round(ax.get_position().y0, 3) for ax in axes[::3]] == sorted(
        {round(ax.get_position().y0, 3) for ax in axes}, reverse=True
    )


def test_fifteen_steps_fit_on_a_page_of_a4():
    trace = LSTMCell.lee().run(np.tile(NINE_STEPS, (2, 1))[:15])
    assert plot_cell(trace)[0].figure.get_size_inches()[1] < 11.2


@pytest.mark.slow
@pytest.mark.parametrize(("steps", "columns"), [(1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (24, 3)])
def test_up_to_four_steps_have_two_columns_and_more_have_three(steps, columns):
    axes = plot_cell(LSTMCell.lee().run(np.tile(NINE_STEPS, (3, 1))[:steps]))
    assert len(axes) == steps
    assert len({round(ax.get_position().x0, 6) for ax in axes}) == columns


def test_the_contact_sheet_is_the_hand_calculation():
    axes = plot_cell(LSTMCell.lee().run(FIVE_STEPS))
    outputs = [next(t for t in shown(ax) if t.startswith("h = ")) for ax in axes]
    assert outputs == ["h = 0", "h = 0", "h = 0", "h = 7", "h = 0"]
    assert "z_i = 100·1 + (-10)·1 = 90" in shown(axes[0])
    for ax in axes:
        assert [text[:3] for text in shown(ax) if text.startswith("z_")] == ["z_i", "z_f", "z_g", "z_o"]


@pytest.mark.parametrize("step", [[2, 4], (2, 4), range(2, 5, 2), np.array([2, 4]), iter([2, 4])])
def test_several_steps_can_be_chosen(step):
    axes = plot_cell(LEE, step)
    assert [ax.get_title()[:6] for ax in axes] == ["step 2", "step 4"]


def test_one_step_in_a_list_is_a_contact_sheet_of_one():
    (ax,) = plot_cell(LEE, [6])
    assert "h = 7" in shown(ax)
    assert "bias" not in shown(ax)


# ---- legible


def texts_of(figure):
    """All that is written, with its box."""
    figure.draw_without_rendering()
    texts = [text for ax in figure.axes for text in (ax.title, *ax.texts) if text.get_text()]
    return [(text.get_text(), text.get_window_extent()) for text in texts]


def check_inside(figure):
    texts = texts_of(figure)
    assert len(texts) > 10
    for text, box in texts:
        assert figure.bbox.x0 <= box.x0 < box.x1 <= figure.bbox.x1, f"{text!r} is cropped"
        assert figure.bbox.y0 <= box.y0 < box.y1 <= figure.bbox.y1, f"{text!r} is cropped"


def check_apart(figure):
    pixel = figure.dpi / 72  # a box is a little larger than its letters
    for (one, a), (other, b) in combinations(texts_of(figure), 2):
        beside = a.x1 <= b.x0 + pixel or b.x1 <= a.x0 + pixel
        above = a.y1 <= b.y0 + pixel or b.y1 <= a.y0 + pixel
        assert beside or above, f"{one!r} overlaps {other!r}"


@pytest.mark.parametrize("step", range(1, 10))
@pytest.mark.parametrize("trace", RUNS.values(), ids=RUNS)
def test_no_text_of_the_lectures_steps_is_cropped_or_overlaps_another(trace, step):
    figure = plot_cell(trace, step)[0].figure
    check_inside(figure)
    check_apart(figure)


@pytest.mark.parametrize("step", [None, [2, 4, 6, 7], [8]])
@pytest.mark.parametrize("trace", RUNS.values(), ids=RUNS)
def test_no_text_of_the_lectures_contact_sheet_is_cropped_or_overlaps_another(trace, step):
    figure = plot_cell(trace, step)[0].figure
    check_inside(figure)
    check_apart(figure)
    assert min(text.get_fontsize() for ax in figure.axes for text in (ax.title, *ax.texts)) >= 6


@pytest.mark.slow
@pytest.mark.parametrize("trace", ODD.values(), ids=ODD)
def test_no_text_of_an_odd_run_is_cropped_or_overlaps_another(trace):
    for step in (1, 2, 3, None, [1, 3]):
        figure = plot_cell(trace, step)[0].figure
        check_inside(figure)
        check_apart(figure)
        plt.close(figure)


@pytest.mark.slow
def test_a_text_in_a_box_stays_in_it():
    width, _ = LAYOUT["box"]
    for step in range(1, 10):
        (ax,) = plot_cell(STANDARD, step)
        ax.figure.draw_without_rendering()
        unit = ax.bbox.width / LAYOUT["size"][0]
        for text in ax.texts:
            if text.get_text().startswith("h_prev"):
                assert text.get_window_extent().width <= width * unit


# ---- a good guest


def test_a_trace_of_several_units_is_refused():
    trace = LSTMCell(np.zeros((8, 2))).run(np.zeros((3, 2)))
    with pytest.raises(
        ValueError, match=r"^plot_cell draws one unit but this trace has H = 2: plot_trace\(trace\)"
    ):
        plot_cell(trace, 1)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("step", [0, -1, 10, [3, 10], range(12), np.int64(10)])
def test_a_step_that_is_not_there_is_named(step):
    with pytest.raises(ValueError, match=r"^this trace has the steps 1 to 9: there is no step (0|-1|10)$"):
        plot_cell(LEE, step)
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("step", "kind"), [(2.0, "float"), ("2", "str"), (True, "bool"), ([1, None], "NoneType")]
)
def test_what_is_no_step_number_is_named(step, kind):
    with pytest.raises(TypeError, match=rf"^a step is a whole number such as 2, .* not a {kind}$"):
        plot_cell(LEE, step)


@pytest.mark.slow
def test_too_many_steps_or_none_ask_to_choose():
    trace = LSTMCell.lee().run(np.tile(NINE_STEPS, (3, 1)))
    words = r"^plot_cell draws at most 24 steps on a sheet but these are 27: choose .* range\(1, 25\)\)$"
    with pytest.raises(ValueError, match=words):
        plot_cell(trace)
    with pytest.raises(ValueError, match=r"^no step is chosen: "):
        plot_cell(trace, [])
    assert len(plot_cell(trace, range(1, 25))) == 24


def test_a_batch_asks_which_sequence():
    trace = LSTMCell.lee().run(np.stack([NINE_STEPS] * 4, axis=1))
    with pytest.raises(
        ValueError, match=r"^this trace holds 4 sequences: .* plot_cell\(trace\.sequence\(0\)\)$"
    ):
        plot_cell(trace)
    plot_cell(trace.sequence(0), 1)


def test_what_cannot_be_drawn_or_drawn_on_is_named():
    with pytest.raises(TypeError, match=r"^plot_cell draws a Trace, .* not a LSTMCell$"):
        plot_cell(LSTMCell.lee())
    with pytest.raises(TypeError, match=r"^plot_cell draws into one Figure of .* not a ndarray$"):
        plot_cell(LEE, 1, Figure().subplots(2))


def test_a_figure_given_is_cleared_and_becomes_the_sheet():
    figure = Figure(facecolor="red")
    figure.add_subplot().plot([1, 2])
    for step, count in ((6, 1), (None, 9)):
        axes = plot_cell(LEE, step, figure)
        assert axes.tolist() == figure.axes
        assert len(axes) == count
        assert figure.get_facecolor() == (1, 1, 1, 1)
    assert plt.get_fignums() == []


def test_a_new_figure_belongs_to_pyplot_so_that_a_notebook_shows_and_frees_it():
    (ax,) = plot_cell(LEE, 1)
    assert plt.get_fignums() == [ax.figure.number]


@pytest.mark.parametrize("step", [6, [2, 6]])
def test_the_notebooks_settings_stay_and_do_not_reach_the_figure(step):
    def picture():
        figure = plot_cell(STANDARD, step)[0].figure
        figure.canvas.draw()
        return np.array(figure.canvas.buffer_rgba())

    plain = picture()
    loud = {"font.size": 20, "axes.grid": True, "lines.linestyle": ":", "text.color": "red"}
    with plt.style.context("dark_background"), plt.rc_context(loud):
        before = dict(plt.rcParams)
        assert np.array_equal(picture(), plain)
        assert dict(plt.rcParams) == before
    assert plain[0, 0].tolist() == [255, 255, 255, 255]


@pytest.mark.parametrize("step", [6, None])
@pytest.mark.slow
def test_the_figure_is_stamped_and_saved_with_the_same_bytes_each_time(step, tmp_path):
    axes = plot_cell(STANDARD, step)
    assert all(ax.trace is STANDARD for ax in axes)
    first = [path.read_bytes() for path in save_figure(axes, "cell", tmp_path)]
    paths = save_figure(plot_cell(STANDARD, step), "cell", tmp_path)
    assert [path.read_bytes() for path in paths] == first
    assert max(map(len, first)) < 2_000_000
    for path in paths:
        stamp = read_stamp(path)
        assert len(stamp["traces"]) == 1
        assert stamp["traces"][0]["x"].tolist() == NINE_STEPS.tolist()


def test_the_layout_is_plain_data_inside_its_frame():
    assert json.loads(json.dumps(LAYOUT)) == LAYOUT
    for wire in LAYOUT["wires"]:
        assert np.all((np.array(wire["points"]) >= 0) & (np.array(wire["points"]) <= LAYOUT["size"]))


def test_a_projection_is_refused_with_its_reason():
    torch.manual_seed(1)
    lstm = nn.LSTM(3, 2, proj_size=1, dtype=torch.float64)
    trace = trace_lstm(lstm, torch.randn(4, 3, dtype=torch.float64))[0, "forward"]
    with pytest.raises(
        ValueError, match=r"^plot_cell draws one unit but this trace has H = 2: plot_trace\(trace\)"
    ):
        plot_cell(trace)


@pytest.mark.parametrize("step", [itertools.count(1), range(1, 10**9), itertools.repeat(2)], ids=str)
def test_steps_without_end_ask_to_choose(step):
    trace = LSTMCell.lee().run(np.tile(NINE_STEPS, (3, 1)))
    with pytest.raises(
        ValueError, match=r"^plot_cell draws at most 24 steps on a sheet but these are "
    ) as caught:
        plot_cell(trace, step)
    assert len(str(caught.value)) <= 300


@pytest.mark.parametrize(
    "step", [{}, object(), np.float64(2), np.array([2.5]), [[1]], "1" * 500, ..., np.array(2)]
)
def test_any_other_step_is_one_sentence(step):
    with pytest.raises(
        (TypeError, ValueError), match=r"^(a step is a whole number|no step is chosen)"
    ) as caught:
        plot_cell(LEE, step)
    assert len(str(caught.value)) <= 300
    assert plt.get_fignums() == []


def test_whole_numbers_of_numpy_are_steps():
    assert len(plot_cell(LEE, np.int64(2))) == 1
    assert len(plot_cell(LEE, np.arange(1, 4, dtype=np.uint8))) == 3


@pytest.mark.parametrize("label", ["$x_$", "$", "a\nb", "a\tb", "", "W" * 1000, "\x07\u200d", "\ud800"])
@pytest.mark.parametrize("step", [2, None])
def test_any_name_is_shown_whole_and_as_plain_text(label, step):
    own = Activation(f"{label}f"[:100], np.tanh, lambda z: 1 - np.tanh(z) ** 2)
    cell = LSTMCell.lee().replace(memory_activation=own, input_labels=(label, "x2", f"{label}3", "1"))
    axes = plot_cell(cell.run(NINE_STEPS), step)
    figure = axes[0].figure
    figure.draw_without_rendering()
    for ax in axes:
        for text in [*ax.texts, ax.title]:
            box = text.get_window_extent()
            assert figure.bbox.x0 - 1 <= box.x0 <= box.x1 <= figure.bbox.x1 + 1, text
            assert "\n" not in text.get_text() or text is ax.title


def test_a_valve_of_a_gate_beyond_1_is_open_and_not_wider():
    (ax,) = plot_cell(LSTMCell.lee().replace(gate_activation="linear").run(NINE_STEPS), 2)
    (left, right), (top, bottom) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
    for patch in ax.patches:
        box = patch.get_path().get_extents(patch.get_patch_transform())
        assert left - 1 <= box.x0 <= box.x1 <= right + 1
        assert top - 1 <= box.y0 <= box.y1 <= bottom + 1
