import re
from dataclasses import replace
from itertools import combinations, pairwise

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch
from matplotlib.text import Text
from torch import nn

from lstm_teach import Activation, LSTMCell, plot_gates, plot_memory, plot_trace, trace_lstm
from lstm_teach.core.signals import GATES
from lstm_teach.examples import NINE_STEPS
from lstm_teach.plots.palette import SIGNALS

PLOTS = [plot_gates, plot_memory, plot_trace]


@pytest.fixture(autouse=True)
def no_display_and_no_figure_left_open():
    matplotlib.use("Agg")
    yield
    plt.close("all")


def run(steps, units, inputs=3, scale=1.0):
    """A run of a random cell, its memory and output multiplied by scale."""
    draw = np.random.default_rng([steps, units, inputs]).standard_normal
    cell = LSTMCell(draw((4 * units, inputs)), draw((4 * units, units)) / units, draw(4 * units))
    trace = cell.run(draw((steps, inputs)))
    return replace(trace, **{name: scale * getattr(trace, name) for name in ("g", "c", "c_prev", "h")})


LEE = LSTMCell.lee().run(NINE_STEPS)
#: Kept and written parts of every combination of signs.
SIGNS = LSTMCell.from_gates(
    i=[1, 0, 0], f=[0, 1, 0], g=[0, 0, 1], o=[1, 0, 0], candidate_activation="linear"
).run([[9, 0, 5], [9, 1, 3], [9, 1, -4], [9, 2, -9], [9, 1, -1], [9, 2, 2], [-9, 1, 2]])  # fmt: skip

SIZES = [(1, 1), (1, 5), (1, 6), (9, 1), (9, 3), (9, 5), (9, 6), (9, 64), (20, 1), (21, 2)]
SIZES += [(59, 1), (59, 5), (60, 1), (60, 5), (500, 1), (500, 64)]
CASES = {
    "the lecture": LEE,
    "the standard cell": LSTMCell.standard().run(NINE_STEPS),
    "both signs": SIGNS,
    "all zero": LSTMCell.lee().run(np.zeros((9, 4))),
    "all zero in a map": LSTMCell(np.zeros((24, 2))).run(np.zeros((9, 2))),
    "below zero": replace(LEE, g=-LEE.g, c=-LEE.c, c_prev=-LEE.c_prev, h=-LEE.h),
    **{f"{steps} steps, {units} units": run(steps, units) for steps, units in SIZES},
    **{f"{units} units, 1e6": run(9, units, scale=1e6) for units in (1, 3, 6)},
    **{f"{units} units, 1e-6": run(9, units, scale=1e-6) for units in (1, 3, 6)},
    **{f"{inputs} inputs": run(9, 2, inputs) for inputs in (1, 5, 6, 40)},
}


@pytest.fixture(params=CASES.values(), ids=CASES, scope="module")
def sheet(request):
    """The four Axes of a sheet, laid out; not to be changed by a test."""
    axes = plot_trace(request.param, Figure())
    axes[0].figure.draw_without_rendering()
    return axes


def y_on_page(artist, values):
    """Where values of an artist stand on the page, in pixels."""
    return [artist.get_transform().transform((1, value))[1] for value in np.ravel(values)]


def strips_of(ax):
    """The outlines of the strips of an Axes, from top to bottom."""
    return [patch for patch in ax.findobj(StepPatch) if not patch.fill]


def levels_of(ax):
    """The lines of the memory before and after: for each unit the two, in this order."""
    return [line for line in ax.lines if line.get_markevery()]


# ---- the numbers drawn are the numbers of the trace


@pytest.mark.parametrize("trace", [LEE, run(9, 3), run(59, 5)], ids=repr)
def test_every_gate_of_every_unit_is_drawn_unrounded_in_a_strip_of_its_own(trace):
    ax = plot_gates(trace)
    ax.figure.draw_without_rendering()
    strips = strips_of(ax)
    gates = np.concatenate([trace.i.T, trace.f.T, trace.o.T])
    assert [strip.get_data().values.tolist() for strip in strips] == gates.tolist()
    edges = np.arange(0.5, len(trace) + 1).tolist()
    assert all(strip.get_data().edges.tolist() == edges for strip in strips)
    for (closed, opened), (_, next_opened) in pairwise(y_on_page(strip, [0, 1]) for strip in strips):
        assert next_opened < closed < opened


def test_hard_gates_are_told_apart_by_line_and_marker():
    ax = plot_gates(LEE)
    assert [s.get_linestyle() for s in strips_of(ax)] == [SIGNALS[gate].linestyle for gate in GATES]
    dots = [line for line in ax.lines if len(line.get_xdata()) == len(LEE)]
    assert [line.get_marker() for line in dots] == [SIGNALS[gate].marker for gate in GATES]
    assert [line.get_ydata().tolist() for line in dots] == [getattr(LEE, g).ravel().tolist() for g in GATES]


@pytest.mark.parametrize("trace", [LEE, SIGNS, run(9, 3), run(59, 5, scale=2**20)], ids=repr)
def test_kept_and_written_bars_add_up_to_the_memory(trace):
    bars = plot_memory(trace).containers
    assert len(bars) == 2 * trace.c.shape[1]
    for unit, (kept, written) in enumerate(zip(bars[::2], bars[1::2], strict=True)):
        assert [bar.get_y() for bar in kept] == [0] * len(trace)
        assert [bar.get_height() for bar in kept] == (trace.f * trace.c_prev)[:, unit].tolist()
        assert [bar.get_y() for bar in written] == [bar.get_height() for bar in kept]
        assert [bar.get_height() for bar in written] == (trace.i * trace.g)[:, unit].tolist()
        assert [bar.get_y() + bar.get_height() for bar in written] == trace.c[:, unit].tolist()


def test_a_part_written_against_the_kept_one_leads_from_its_end_to_the_memory_after():
    kept, written = SIGNS.f * SIGNS.c_prev, SIGNS.i * SIGNS.g
    signs = np.sign(np.hstack([kept, written]))
    assert {(1, 1), (1, -1), (-1, -1), (-1, 1)} <= {tuple(pair) for pair in signs.tolist()}
    ax = plot_memory(SIGNS)
    ax.figure.draw_without_rendering()
    _, after = levels_of(ax)
    zero = y_on_page(after, 0) * len(SIGNS)
    ends = zip(zero, y_on_page(after, kept), y_on_page(after, SIGNS.c), *ax.containers, strict=True)
    for zero, kept_end, c, kept_bar, written_bar in ends:
        assert sorted(kept_bar.get_window_extent().intervaly) == pytest.approx(sorted([zero, kept_end]))
        assert sorted(written_bar.get_window_extent().intervaly) == pytest.approx(sorted([kept_end, c]))
        assert kept_bar.get_hatch() != written_bar.get_hatch()


@pytest.mark.parametrize("trace", [LEE, run(9, 3), run(59, 5)], ids=repr)
def test_memory_before_stands_left_and_memory_after_right_of_the_bars(trace):
    ax = plot_memory(trace)
    levels = levels_of(ax)
    for unit in range(trace.c.shape[1]):
        before, after = levels[2 * unit : 2 * unit + 2]
        kept, written = ax.containers[2 * unit : 2 * unit + 2]
        assert before.get_ydata()[1::4].tolist() == trace.c_prev[:, unit].tolist()
        assert after.get_ydata()[1::4].tolist() == trace.c[:, unit].tolist()
        starts, ends = before.get_xdata()[1::4], after.get_xdata()[1::4]
        columns = zip(range(len(trace)), starts, kept, written, ends, strict=True)
        for k, start, kept_bar, written_bar, end in columns:
            middle = kept_bar.get_x() + kept_bar.get_width()
            assert k + 0.5 < start < kept_bar.get_x() < middle == pytest.approx(k + 1)
            assert written_bar.get_x() == pytest.approx(middle)
            assert middle + written_bar.get_width() < end < k + 1.5


def test_memory_before_and_after_have_the_look_of_their_signals():
    for line, name in zip(levels_of(plot_memory(LEE)), ("c_prev", "c"), strict=True):
        assert (line.get_color(), line.get_marker()) == (SIGNALS[name].colour, SIGNALS[name].marker)
        assert line.get_markevery() == (1, 4)


def test_the_line_of_the_memory_after_leads_to_the_memory_before_the_next_step():
    before, after = levels_of(plot_memory(LEE))
    arrivals = np.transpose(before.get_data())[2::4]
    departures = np.transpose(after.get_data())[2::4]
    assert departures[:-1].tolist() == arrivals[1:].tolist()


def test_the_memory_of_one_unit_can_be_annotated_in_its_own_numbers():
    ax = plot_memory(LEE)
    ax.figure.draw_without_rendering()
    assert y_on_page(ax.containers[0][4], 1) == pytest.approx([ax.transData.transform((1, 7))[1]])


def test_the_sheet_writes_the_inputs_as_numbers_where_they_fit():
    inputs = plot_trace(LEE)[0]
    numbers = [float(text.get_text().replace("−", "-")) for text in inputs.texts]
    assert numbers == LEE.x.ravel().tolist()
    places = [text.get_position() for text in inputs.texts]
    assert places == [(step, row) for step in range(1, 10) for row in range(4)]
    assert [label.get_text() for label in inputs.get_yticklabels()] == ["x1", "x2", "x3", "1"]


def test_the_sheet_draws_the_inputs_as_strips_or_a_map_where_numbers_do_not_fit():
    few, many = run(500, 1, inputs=3), run(9, 1, inputs=6)
    assert [strip.get_data().values.tolist() for strip in strips_of(plot_trace(few)[0])] == few.x.T.tolist()
    (image,) = plot_trace(many)[0].images
    assert image.get_array().tolist() == many.x.T.tolist()


@pytest.mark.parametrize("trace", [LEE, run(59, 5)], ids=repr)
def test_the_sheet_draws_the_output_unrounded(trace):
    output = plot_trace(trace)[3]
    assert [strip.get_data().values.tolist() for strip in strips_of(output)] == trace.h.T.tolist()


# ---- heat maps


@pytest.mark.parametrize(("steps", "units"), [(59, 1), (59, 5), (1, 5), (60, 1), (9, 6), (60, 6), (500, 64)])
def test_signals_are_heat_maps_from_6_units_or_60_steps_on(steps, units):
    trace = run(steps, units)
    signals = {
        plot_gates(trace): [trace.i, trace.f, trace.o],
        plot_memory(trace): [trace.c_prev, trace.f * trace.c_prev, trace.i * trace.g, trace.c],
        plot_trace(trace)[3]: [trace.h],
    }
    for ax, arrays in signals.items():
        if steps >= 60 or units >= 6:
            assert [image.get_array().tolist() for image in ax.images] == [a.T.tolist() for a in arrays]
            assert not ax.patches
        else:
            assert not ax.images
            assert ax.patches


def test_maps_of_gates_go_from_0_to_1_and_maps_of_memory_are_centred_on_0():
    trace = run(9, 6)
    assert {image.get_clim() for image in plot_gates(trace).images} == {(0, 1)}
    largest = max(
        np.abs(part).max() for part in (trace.c_prev, trace.f * trace.c_prev, trace.i * trace.g, trace.c)
    )
    assert {image.get_clim() for image in plot_memory(trace).images} == {(-largest, largest)}


def test_a_cell_of_a_map_stands_at_its_step_and_unit():
    trace = run(9, 6)
    ax = plot_gates(trace)
    ax.figure.draw_without_rendering()
    rows = dict(zip(ax.get_yticks(), (label.get_text() for label in ax.get_yticklabels()), strict=True))
    assert list(rows.values()) == ["0", "2", "4"] * 3
    for image, ticks in zip(ax.images, np.reshape(list(rows), (3, 3)), strict=True):
        left, right, bottom, top = image.get_extent()
        assert (left, right) == (0.5, 9.5)
        middles = [top + (bottom - top) * (unit + 0.5) / 6 for unit in (0, 2, 4)]
        assert y_on_page(image, middles) == pytest.approx([ax.transData.transform((1, y))[1] for y in ticks])


def test_a_map_has_its_colour_bar_in_its_own_axes():
    ax = plot_gates(run(9, 6))
    (bar,) = ax.child_axes
    assert [label.get_text() for label in bar.get_yticklabels()] == ["0", "0.5", "1"]
    assert bar.get_ylabel() == "0 closed, 1 open"
    ax.clear()
    assert not ax.child_axes


def test_negative_cells_of_a_map_are_marked_for_grey_print():
    trace = run(9, 6)
    (line,) = plot_trace(trace)[3].lines
    marked = {(x - 1, y - 0.5) for x, y in zip(*line.get_data(), strict=True)}
    assert marked == {tuple(cell) for cell in np.argwhere(trace.h < 0).tolist()}
    (line,) = plot_trace(CASES["all zero in a map"])[3].lines
    assert not len(line.get_xdata())


# ---- legible


def check_texts(figure):
    """Fail if a text is cropped or overlaps another one."""
    shown = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown]
    assert len(boxes) > 4
    for text, box in boxes:
        assert figure.bbox.x0 <= box.x0 < box.x1 <= figure.bbox.x1, f"{text!r} is cropped"
        assert figure.bbox.y0 <= box.y0 < box.y1 <= figure.bbox.y1, f"{text!r} is cropped"
    for (one, a), (other, b) in combinations(boxes, 2):
        beside = a.x1 <= b.x0 + 0.5 or b.x1 <= a.x0 + 0.5
        above = a.y1 <= b.y0 + 0.5 or b.y1 <= a.y0 + 0.5
        assert beside or above, f"{one!r} overlaps {other!r}"


def test_no_text_of_a_sheet_is_cropped_or_overlaps_another(sheet):
    check_texts(sheet[0].figure)


@pytest.mark.parametrize("trace", CASES.values(), ids=CASES)
@pytest.mark.parametrize("plot", [plot_gates, plot_memory])
def test_no_text_of_a_plot_is_cropped_or_overlaps_another(plot, trace):
    figure = plot(trace).figure
    figure.draw_without_rendering()
    check_texts(figure)


def test_a_sheet_fits_a4_with_margins(sheet):
    width, height = sheet[0].figure.get_size_inches()
    assert width == 6.3
    assert height < 9.7


def test_steps_are_whole_numbers_from_1_on_the_bottom_only(sheet):
    *upper, bottom = sheet
    steps = len(bottom.trace)
    numbers = [int(label.get_text()) for label in bottom.get_xticklabels()]
    assert numbers == bottom.get_xticks().tolist()
    if steps <= 20:
        assert numbers == list(range(1, steps + 1))
    else:
        assert numbers[0] == 1
        assert 5 <= len(numbers) <= 12
        assert 0.8 * steps < numbers[-1] <= steps
    assert [ax.get_xlabel() for ax in sheet] == ["", "", "", "step $t$"]
    for ax in upper:
        assert not any(label.get_visible() for label in ax.get_xticklabels())
        assert ax.get_xlim() == bottom.get_xlim()
        assert ax.get_position().intervalx == pytest.approx(bottom.get_position().intervalx)


def test_all_that_is_drawn_lies_inside_its_axes(sheet):
    for ax in sheet:
        frame = ax.bbox.padded(1)
        for artist in (*ax.patches, *ax.images):
            box = artist.get_window_extent()
            assert frame.x0 <= box.x0 <= box.x1 <= frame.x1
            assert frame.y0 <= box.y0 <= box.y1 <= frame.y1


def test_every_axes_of_a_sheet_has_a_label_and_carries_its_trace(sheet):
    assert len({id(ax.trace) for ax in sheet}) == 1
    assert any(sheet[0].trace is trace for trace in CASES.values())
    assert all(ax.get_ylabel() for ax in sheet)


@pytest.mark.parametrize("plot", [plot_gates, plot_memory])
def test_axes_carry_their_trace(plot):
    ax = plot(LEE)
    assert ax.trace is LEE
    assert ax.get_xlabel() == "step $t$"
    assert ax.get_ylabel()


def test_a_tick_stands_where_its_number_is_drawn():
    for scale, units in ((1, 1), (1e6, 3)):
        ax = plot_memory(run(9, units, scale=scale))
        ax.figure.draw_without_rendering()
        zeros = [
            y
            for y, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)
            if label.get_text() == "0"
        ]
        drawn = [y_on_page(after, 0)[0] for after in levels_of(ax)[1::2]]
        assert [ax.transData.transform((1, y))[1] for y in zeros] == pytest.approx(drawn)


@pytest.mark.parametrize(("scale", "power"), [(1, ""), (1e6, "×10⁶"), (1e-6, "×10⁻⁶")])
def test_large_and_small_numbers_read_as_powers_of_ten(scale, power):
    trace = replace(LEE, g=-LEE.g * scale, c=-LEE.c * scale, c_prev=-LEE.c_prev * scale)
    labels = [label.get_text() for label in plot_memory(trace).get_yticklabels()]
    assert labels == [f"−6{power}", f"−4{power}", f"−2{power}", "0"]


def test_an_input_label_is_shown_as_it_stands():
    labels = ("price in $", "$ and $", "x" * 50, "1")
    ax = plot_trace(LSTMCell.lee().replace(input_labels=labels).run(NINE_STEPS))[0]
    ax.figure.draw_without_rendering()
    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert shown == [r"price in \$", r"\$ and \$", "x" * 20, "1"]


def test_the_sheet_names_the_activations_if_the_recipe_does():
    def title(trace):
        return plot_trace(trace)[0].figure.get_suptitle()

    assert title(LEE) == "LSTM: step gates, linear candidate, linear memory"
    assert title(run(3, 1)) == "LSTM: sigmoid gates, tanh candidate, tanh memory"
    assert title(replace(LEE, recipe={"source": "a file"})) == "LSTM"


def test_the_legend_stands_above_the_drawing_in_the_order_of_a_step():
    ax = plot_memory(LEE)
    ax.figure.draw_without_rendering()
    legend = ax.get_legend()
    assert legend.get_window_extent().y0 >= ax.bbox.y1
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts[:2] == ["memory before $c_{t-1}$", r"kept $f_t \odot c_{t-1}$"]
    assert texts[2:] == [r"written $i_t \odot g_t$", "memory after $c_t$"]
    before, kept, written, after = legend.legend_handles
    assert [line.get_marker() for line in (before, after)] == [line.get_marker() for line in levels_of(ax)]
    assert [bar.get_hatch() for bar in (kept, written)] == [bars[0].get_hatch() for bars in ax.containers]


@pytest.mark.parametrize("units", [1, 2, 3, 6])
def test_every_gate_and_unit_is_named_beside_its_strip_or_map(units):
    ax = plot_gates(run(9, units))
    ax.figure.draw_without_rendering()
    numbers = {1: ["0", "1"], 2: ["0", "1"], 3: ["0", "1", "2"], 6: ["0", "2", "4"]}  # values, then units
    assert [label.get_text() for label in ax.get_yticklabels()] == 3 * numbers[units]
    names = [label.get_text() for label in ax.get_yticklabels(minor=True)]
    assert names == ["input\ngate $i_t$", "forget\ngate $f_t$", "output\ngate $o_t$"]


# ---- a good guest in the notebook


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("trace", [LEE, run(9, 3), run(60, 6)], ids=repr)
def test_the_notebooks_settings_stay_and_do_not_reach_the_figure(plot, trace):
    def picture():
        figure = np.ravel(plot(trace))[0].figure
        figure.canvas.draw()
        return np.array(figure.canvas.buffer_rgba())

    plain = picture()
    loud = {"font.size": 20, "axes.grid": True, "xtick.labelsize": 20, "ytick.color": "red"}
    with plt.style.context("dark_background"), plt.rc_context(loud):
        before = dict(plt.rcParams)
        assert np.array_equal(picture(), plain)
        assert dict(plt.rcParams) == before
    assert plain[0, 0].tolist() == [255, 255, 255, 255]


@pytest.mark.parametrize("plot", [plot_gates, plot_memory])
@pytest.mark.parametrize("trace", [LEE, run(60, 6)], ids=repr)
def test_axes_given_are_drawn_on_and_returned(plot, trace):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert plot(trace, ax=right) is right
    assert [*right.patches, *right.images]
    assert not [*left.patches, *left.images]
    assert figure.axes == [left, right]
    assert plt.get_fignums() == []


@pytest.mark.parametrize("plot", PLOTS)
def test_a_new_figure_belongs_to_pyplot_so_that_a_notebook_shows_and_frees_it(plot):
    ax = np.ravel(plot(LEE))[0]
    assert plt.get_fignums() == [ax.figure.number]


def test_a_figure_given_is_cleared_and_becomes_the_sheet():
    figure = Figure(facecolor="red")
    figure.add_subplot().plot([1, 2])
    axes = plot_trace(LEE, figure)
    assert axes.tolist() == figure.axes
    assert len(axes) == 4
    assert figure.get_facecolor() == (1, 1, 1, 1)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_sheet_can_be_written_in_every_format(suffix, tmp_path):
    for trace in (LEE, run(60, 6)):
        path = tmp_path / f"sheet.{suffix}"
        plot_trace(trace)[0].figure.savefig(path)
        assert path.stat().st_size > 10_000


@pytest.mark.parametrize("plot", PLOTS)
def test_a_batch_asks_which_sequence(plot):
    trace = LSTMCell.lee().run(np.stack([NINE_STEPS] * 4, axis=1))
    words = rf"^this trace holds 4 sequences: choose one, as in {plot.__name__}\(trace\.sequence\(0\)\)$"
    with pytest.raises(ValueError, match=words):
        plot(trace)
    assert plt.get_fignums() == []
    plot(trace.sequence(0))


@pytest.mark.parametrize("plot", PLOTS)
def test_what_cannot_be_drawn_or_drawn_on_is_named(plot):
    with pytest.raises(TypeError, match=rf"^{plot.__name__} draws a Trace, .* not a LSTMCell$"):
        plot(LSTMCell.lee())
    place = "Figure" if plot is plot_trace else "Axes"
    with pytest.raises(TypeError, match=rf"^{plot.__name__} draws into one {place} of .* not a ndarray$"):
        plot(LEE, Figure().subplots(2))
    assert plt.get_fignums() == []


# ---- any numbers, any names


def drawn(plot, trace):
    """The figure of a plot, drawn; warnings are errors here."""
    figure = np.ravel(plot(trace))[0].figure
    figure.draw_without_rendering()
    return figure


def projected(units, outputs, steps=9):
    """The trace of an nn.LSTM with a projection; in float64, where PyTorch has nothing to warn of."""
    torch.manual_seed(units)
    lstm = nn.LSTM(3, units, proj_size=outputs, dtype=torch.float64)
    return trace_lstm(lstm, torch.randn(steps, 3, dtype=torch.float64))[0, "forward"]


@pytest.mark.parametrize(("units", "outputs"), [(2, 1), (3, 1), (5, 2), (6, 5), (8, 3), (8, 7)])
def test_a_projection_has_its_memory_units_in_the_gates_and_its_outputs_in_the_output(units, outputs):
    trace = projected(units, outputs)
    inputs, gates, memory, output = plot_trace(trace)
    inputs.figure.draw_without_rendering()
    if units < 6:
        assert len(strips_of(gates)) == 3 * units
        assert len(levels_of(memory)) == 2 * units
        names = [label.get_text() for label in memory.get_yticklabels(minor=True)]
        assert names == [f"unit {k}" for k in range(units)]
        heights = [abs(np.diff(y_on_page(strip, [0, 1]))[0]) for strip in strips_of(gates)]
        assert min(heights) > 15  # pixels: a strip as high as elsewhere
    else:
        assert [image.get_array().shape for image in gates.images] == 3 * [(units, 9)]
        assert [image.get_array().shape for image in memory.images] == 4 * [(units, 9)]
    if outputs < 6:
        assert [s.get_data().values.tolist() for s in strips_of(output)] == trace.h.T.tolist()
    else:
        np.testing.assert_array_equal(output.images[0].get_array(), trace.h.T)


HUGE, TINY = (3.4e38, np.float32), (1e-45, np.float32)


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("units", [1, 3, 6])
@pytest.mark.parametrize(("largest", "dtype"), [HUGE, TINY, (1e300, float), (1e-300, float), (5e-324, float)])
def test_numbers_at_the_ends_of_the_floats_are_drawn(plot, units, largest, dtype):
    trace = run(9, units)
    names = ("x", "g", "c", "c_prev", "h")
    arrays = {name: getattr(trace, name) for name in names}
    arrays = {name: (a / np.abs(a).max() * largest).astype(dtype) for name, a in arrays.items()}
    drawn(plot, replace(trace, **arrays))


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("value", [0.0, 1.0, -7.0, 1e-310])
def test_constant_numbers_are_drawn(plot, value):
    drawn(plot, replace(LEE, **{name: np.full_like(LEE.c, value) for name in ("g", "c", "c_prev", "h")}))


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("units", [1, 6])
@pytest.mark.parametrize("name", ["x", "i", "f", "g", "o", "c_prev", "c", "h"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1.7e308])
def test_numbers_that_cannot_be_drawn_are_named(plot, units, name, value):
    trace = run(9, units)
    array = getattr(trace, name).copy()
    array[2, 0] = value
    message = rf"^trace\.{name}\[2, 0\] is {value}: every number must be finite"
    message = message if not np.isfinite(value) else rf"^{name} of this trace goes beyond 1e300: "
    with pytest.raises(ValueError, match=message):
        plot(replace(trace, **{name: array}))
    assert plt.get_fignums() == []


@pytest.mark.parametrize("plot", PLOTS)
def test_parts_that_become_too_large_are_named(plot):
    too_much = replace(LEE, i=np.full_like(LEE.i, 1e200), g=np.full_like(LEE.g, 1e200))
    with pytest.raises(ValueError, match=r"^i \* g of this trace goes beyond 1e300: "):
        plot(too_much)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("units", [1, 3, 6])
def test_gates_that_do_not_end_at_1_stay_in_their_strips(units):
    trace = run(9, units)
    trace = replace(trace, i=9 * trace.i, o=-2 * trace.o)
    ax = plot_gates(trace)
    ax.figure.draw_without_rendering()
    for artist in (*ax.patches, *ax.images):
        box = artist.get_window_extent()
        assert ax.bbox.y0 - 1 <= box.y0 <= box.y1 <= ax.bbox.y1 + 1
    if units < 6:
        for upper, lower in pairwise(strips_of(ax)):
            assert upper.get_window_extent().y0 >= lower.get_window_extent().y1 - 1


LABELS = [
    "$",
    "$$",
    "a$b$c",
    "$x_$",
    r"\$x$",
    "a\nb",
    "a\tb",
    "",
    " ",
    "x" * 1000,
    "W" * 1000,
    "\x07\u200d",
    "😀",
]
LABELS += ["\ud800", r"$\frac{", "price in $", "%d {0} & # _ ^"]


@pytest.mark.parametrize("steps", [3, 25])
@pytest.mark.parametrize("label", LABELS)
def test_any_label_and_any_name_is_shown_whole_and_as_plain_text(label, steps):
    own = Activation(f"my {label}"[:100], np.tanh, lambda z: 1 - np.tanh(z) ** 2)
    cell = LSTMCell.standard().replace(
        input_labels=(label, "b", label + "c", "1"), gate_activation=own, memory_activation=own
    )
    axes = plot_trace(cell.run(np.tile([[1.5, 0.25, 1 / 3, 1]], (steps, 1))))
    figure = axes[0].figure
    figure.draw_without_rendering()
    assert axes[0].bbox.width > 0.5 * figure.bbox.width
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible():
            box = text.get_window_extent()
            assert figure.bbox.x0 - 1 <= box.x0 <= box.x1 <= figure.bbox.x1 + 1, text
            assert figure.bbox.y0 - 1 <= box.y0 <= box.y1 <= figure.bbox.y1 + 1, text
    title = figure.get_suptitle()
    assert title.startswith("LSTM: my")
    assert "tanh candidate" in " ".join(title.split())


@pytest.mark.parametrize("plot", PLOTS)
def test_every_odd_place_is_refused(plot):
    places = [
        plt,
        "fig",
        3,
        LEE,
        {},
        [Figure()],
        Figure,
        np.array(Figure().subplots(2)),
        Figure().subfigures(1, 2),
    ]
    places += [Figure().subplots()] if plot is plot_trace else [Figure()]
    kind = "Figure" if plot is plot_trace else "Axes"
    for place in places:
        with pytest.raises(
            TypeError, match=rf"^{plot.__name__} draws into one {kind} of Matplotlib, not a \w+$"
        ):
            plot(LEE, place)
    for trace in ({}, None, LSTMCell, [LEE], LEE.h, type("A" * 500, (), {})()):
        with pytest.raises(
            TypeError, match=rf"^{plot.__name__} draws a Trace, as cell\.run\(x\) returns it"
        ) as caught:
            plot(trace)
        assert len(str(caught.value)) <= 300
    assert plt.get_fignums() == []


@pytest.mark.parametrize("plot", [plot_gates, plot_memory])
def test_axes_that_cannot_be_drawn_on_are_refused(plot):
    removed = Figure().subplots()
    removed.remove()
    with pytest.raises(
        ValueError, match=rf"^{plot.__name__} draws on Axes .* removed from their Figure: leave out"
    ):
        plot(LEE, removed)
    for kind in ("polar", "3d"):
        with pytest.raises(
            ValueError, match=rf"^{plot.__name__} draws on Axes with x and y but these are {kind}: "
        ):
            plot(LEE, Figure().add_subplot(projection=kind))


def test_a_closed_figure_can_be_drawn_in():
    figure = plt.figure()
    plt.close(figure)
    assert len(plot_trace(LEE, figure)) == 4
    figure.draw_without_rendering()


def test_an_axes_shows_the_run_that_was_drawn_last():
    last = LSTMCell.standard().run(NINE_STEPS)
    ax, again = plot_memory(last, plot_memory(LEE)), plot_memory(last)
    assert ax.trace is last
    assert ax.get_ylim() == again.get_ylim()
    assert len(ax.lines) == len(again.lines)


@pytest.mark.usefixtures("brackets")
def test_every_text_is_in_the_language_that_was_chosen():
    sheets = [plot_trace(run(9, 1)), plot_trace(run(9, 3)), plot_trace(run(60, 3, inputs=7))]
    texts = {text.get_text() for axes in sheets for text in axes[0].figure.findobj(Text)}
    labels = {f"x{k}" for k in range(1, 8)}
    english = {text for text in texts - labels if re.search("[A-Za-z]{2}", text) and "⟦" not in text}
    assert english == set()
    assert "⟦step $t$⟧" in texts
