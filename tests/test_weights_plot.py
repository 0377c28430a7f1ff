from types import SimpleNamespace

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from torch import nn

from lstm_teach import GATE_ORDER, LSTMCell, plot_weights, to_torch
from lstm_teach.plots.palette import SIGNALS

MODULES = {
    "lecture": to_torch(LSTMCell.standard()),
    "one weight": nn.LSTMCell(1, 1),
    "three units": nn.LSTMCell(4, 3),
    "no bias": nn.LSTMCell(4, 2, bias=False),
    "a map": nn.LSTMCell(5, 5),
    "a large map": nn.LSTMCell(10, 32),
    "two layers": nn.LSTM(2, 2, num_layers=2),
}


@pytest.fixture(autouse=True)
def no_display_and_no_figure_left_open():
    matplotlib.use("Agg")
    yield
    plt.close("all")


def bands(ax):
    """The rows that each colour covers, from the top."""
    return [(to_rgb(p.get_facecolor()), p.get_y(), p.get_y() + p.get_height()) for p in ax.patches]


def test_every_number_stands_in_its_row_on_the_colour_of_its_gate():
    module = nn.LSTMCell(4, 3)
    axes = plot_weights(module.state_dict(), Figure())
    for ax, (name, tensor) in zip(axes, module.state_dict().items(), strict=True):
        array = tensor.reshape(12, -1).numpy()
        assert ax.get_title().splitlines() == [name, str(tuple(tensor.shape))]
        written = {
            (round(t.get_position()[1]), round(t.get_position()[0])): t.get_text()
            for t in ax.texts
            if t.get_text()[0] in "−0123456789"
        }
        assert len(written) == array.size
        for place, text in written.items():
            assert float(text.replace("−", "-")) == pytest.approx(array[place], abs=0.005001)
        assert bands(ax) == [
            (to_rgb(SIGNALS[gate].colour), 3 * k - 0.5, 3 * k + 2.5) for k, gate in enumerate(GATE_ORDER)
        ]


def test_the_gates_are_named_beside_their_rows():
    axes = plot_weights(nn.LSTMCell(4, 3).state_dict(), Figure())
    named = {text.get_text(): text.xy[1] for text in axes[0].texts if ": " in text.get_text()}
    assert named == {
        "i: input gate, rows 0–2": 1, "f: forget gate, rows 3–5": 4,
        "g: candidate, rows 6–8": 7, "o: output gate, rows 9–11": 10,
    }  # fmt: skip
    axes = plot_weights(nn.LSTMCell(4, 1).state_dict(), Figure())
    assert "f: forget gate, row 1" in [text.get_text() for text in axes[0].texts]


def test_many_weights_are_a_heat_map_of_the_same_numbers_with_its_scale():
    state = nn.LSTMCell(10, 32).state_dict()
    axes = plot_weights(state, Figure())
    largest = max(tensor.abs().max().item() for tensor in state.values())
    for ax, tensor in zip(axes, state.values(), strict=True):
        (image,) = ax.images
        np.testing.assert_array_equal(image.get_array(), tensor.reshape(128, -1).numpy())
        assert image.get_clim() == (-largest, largest)
    assert (
        axes[0].figure.get_supxlabel() == f"column (purple: negative, orange: positive, up to {largest:.3g})"
    )


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_nothing_is_cut_off_or_lies_on_something_else(module):
    fig = Figure()
    axes = plot_weights(module.state_dict(), fig)
    fig.draw_without_rendering()
    page = fig.bbox
    for ax in axes:
        for text in [*ax.texts, ax.title]:
            box = text.get_window_extent()
            assert page.x0 - 1 <= box.x0, text
            assert box.x1 <= page.x1 + 1, text
    titles = [ax.title.get_window_extent() for ax in axes]
    numbers = [text.get_window_extent() for ax in axes for text in ax.texts]
    for boxes in (titles, numbers):
        assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_plain_arrays_and_lists_do_too():
    axes = plot_weights({"W": [[1, 2], [3, 4], [5, 6], [7, 8]], "b": np.zeros(4)})
    assert [ax.get_title() for ax in axes] == ["W\n(4, 2)", "b\n(4,)"]
    assert axes[0].figure in map(plt.figure, plt.get_fignums())


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        (np.zeros((4, 2)), TypeError, "^plot_weights draws a mapping of names to arrays"),
        ({}, TypeError, "^plot_weights draws a mapping"),
        ({"W": np.zeros((6, 2))}, ValueError, "^W has 6 rows: all weights of a cell have 4H rows"),
        ({"W": np.zeros((4, 2)), "b": np.zeros(8)}, ValueError, "^b has 8 rows"),
        ({"W": np.zeros((4, 2, 2))}, ValueError, r"^W has shape \(4, 2, 2\)"),
        ({"W": np.full((4, 2), np.nan)}, ValueError, r"^W\[0, 0\] is nan"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(weights, error, message):
    with pytest.raises(error, match=message):
        plot_weights(weights)
    assert not plt.get_fignums()


def test_the_style_of_the_notebook_stays():
    before = dict(plt.rcParams)
    plot_weights(nn.LSTMCell(4, 3).state_dict())
    assert dict(plt.rcParams) == before


@pytest.mark.parametrize(
    "module", [nn.LSTMCell(3, 2).half(), nn.LSTMCell(3, 2).bfloat16(), nn.LSTM(3, 2)], ids=str
)
def test_parameters_do_too_in_half_precision_also(module):
    axes = plot_weights(dict(module.named_parameters()), Figure())
    weight = next(module.parameters())
    assert axes[0].get_title().endswith(f"\n{tuple(weight.shape)}")
    if axes[0].images:
        np.testing.assert_array_equal(axes[0].images[0].get_array(), weight.detach().float())


ODD = {
    "math": {"$x_$": np.ones((4, 1)), "$": np.ones(4), "$$": np.ones(4)},
    "lines": {"a\nb\tc": np.ones((4, 2)), "": np.ones(4), " ": np.ones(4)},
    "long": {"W" * 1000: np.ones((4, 1)), "weight_ih_l0" * 9: np.ones((4, 1))},
    "both directions": nn.LSTM(2, 2, bidirectional=True).state_dict(),
    "all zero": {"W": np.zeros((8, 3))},
    **{f"{size:g}": {"W": np.linspace(-size, size, 24).reshape(8, 3), "U": np.full((8, 3), size)}
       for size in (1e300, 123456.7, 1e-9, 5e-324)},
    **{f"a map of {size:g}": {"W": np.linspace(-size, size, 160).reshape(16, 10)}
       for size in (1e300, 5e-324)},
    "float32 at its end": {"W": np.full((4, 3), 3.4e38, np.float32)},
    "float32 at its end, a map": {"W": np.full((4, 20), -3.4e38, np.float32)},
}  # fmt: skip


@pytest.mark.parametrize("weights", ODD.values(), ids=ODD)
def test_any_names_and_numbers_are_drawn_whole(weights):
    test_nothing_is_cut_off_or_lies_on_something_else(SimpleNamespace(state_dict=lambda: weights))


BAD = [
    ({1: np.ones((4, 2))}, TypeError, "^a name of the weights is 1: give text$"),
    ({(1, 2): np.ones((4, 2))}, TypeError, r"^a name of the weights is \(1, 2\)"),
    ({"W": "abc"}, TypeError, "^W holds 'abc'"),
    ({"W": None}, TypeError, "^W holds None"),
    ({"W": object()}, TypeError, "^W holds <object"),
    ({"W": [[1, 2], [3]]}, ValueError, "^W is ragged"),
    ({"W": np.ones((0, 2))}, ValueError, r"^W has shape \(0, 2\)"),
    ({"W": 3.0}, ValueError, r"^W has shape \(\)"),
    ({"W": np.full((4, 2), 1.7e308)}, ValueError, "^W goes beyond 1e300: "),
    ({"x" * 999: np.ones((6, 2))}, ValueError, "^xxx.*xxx has 6 rows: "),
    ({"x" * 999: np.ones((4, 2, 2))}, ValueError, "^xxx.*xxx has shape"),
    (
        nn.LSTM(2, 2, num_layers=4).state_dict(),
        ValueError,
        "^plot_weights draws at most 12 arrays but these are 16",
    ),
    (nn.LSTMCell(3, 2, device="meta").state_dict(), TypeError, "^weight_ih cannot be read as numbers"),
    (nn.LSTMCell(3, 2), TypeError, "^plot_weights draws a mapping"),
    ([("W", np.ones((4, 2)))], TypeError, "^plot_weights draws a mapping"),
    ("W", TypeError, "^plot_weights draws a mapping"),
    (None, TypeError, "^plot_weights draws a mapping"),
]


@pytest.mark.parametrize(("weights", "error", "message"), BAD)
def test_odd_mappings_are_told_in_one_sentence(weights, error, message):
    test_what_does_not_fit_is_told_in_one_sentence(weights, error, message)
    with pytest.raises(error) as caught:
        plot_weights(weights)
    assert len(str(caught.value)) <= 300
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("fig", [Figure().subplots(), plt, "fig", np.array(Figure().subplots(2)), Figure])
def test_what_cannot_be_drawn_in_is_named(fig):
    with pytest.raises(TypeError, match=r"^plot_weights draws into one Figure of Matplotlib, not a \w+$"):
        plot_weights({"W": np.ones((4, 2))}, fig)
