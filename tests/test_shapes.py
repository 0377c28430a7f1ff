"""The shapes that the explorer shows are those of the real nn.LSTM: its own code is run and compared."""

import itertools
import re
import subprocess
import sys

import numpy as np
import pytest
import torch
from ipywidgets.widgets.widget import _instances

import lstm_teach as lt
from lstm_teach.widgets.tensor_shapes import LAYOUTS, ShapeRow, lstm_code, lstm_remarks, lstm_shapes
from lstm_teach.widgets.tensor_shapes.explorer import table_html

# PyTorch says once that projections in float32 run on its slower way; any other warning is a failure.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")

CHOICES = {
    "layout": list(LAYOUTS),
    "num_layers": [1, 2, 3],
    "bidirectional": [False, True],
    "proj_size": [0, 3],
    "bias": [True, False],
    "dropout": [0.0, 0.5],
    "sizes": [
        {"L": 11, "N": 5, "D": 4, "H": 7},
        {"L": 1, "N": 2, "D": 1, "H": 4},
    ],
}
COMBINATIONS = [
    (chosen := dict(zip(CHOICES, values, strict=True))) | chosen.pop("sizes")
    for values in itertools.product(*CHOICES.values())
]


def run(options):
    names = {}
    with torch.no_grad():
        exec(lstm_code(**options), names)
    return names


@pytest.fixture
def explorer():
    explorer = lt.ShapeExplorer()
    yield explorer
    explorer.close()


def choose(explorer, **options):
    for name, value in options.items():
        explorer._controls[name].value = value


def test_every_combination_of_options_is_tried():
    assert len(COMBINATIONS) == 384


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("num_layers", CHOICES["num_layers"])
def test_every_shape_shown_is_the_real_one_and_every_parameter_is_there(layout, num_layers):
    """Names of rows are code, so each is asked for its shape after the shown code has run."""
    for options in COMBINATIONS:
        if (options["layout"], options["num_layers"]) == (layout, num_layers):
            names = run(options)
            for row in lstm_shapes(**options):
                assert eval(row.name, names).shape == row.shape, (row, options)
            shown = [row.name for row in lstm_shapes(**options) if row.name.startswith("lstm.")]
            assert shown == [f"lstm.{name}" for name, _ in names["lstm"].named_parameters()]


def test_sizes_that_all_differ_keep_the_names_of_axes_honest():
    """With a size of its own for each name, the right numbers cannot stand under a wrong name."""
    sizes = {"L": 11, "N": 5, "D": 4, "H": 7, "proj_size": 3}
    for layout, two in itertools.product(LAYOUTS, [False, True]):
        known = {name: size for name, size in sizes.items() if name != "proj_size"}
        known |= {"P": 3, "4·H": 28, "2·P": 6, "num_layers": 17, "num_layers·2": 34}
        known |= {"directions": 1 + two, "sum of lengths": 11 + 9 + 7 + 5 + 3}
        for row in lstm_shapes(layout=layout, bidirectional=two, num_layers=17, **sizes):
            for name, size in row.axes:
                assert known[name] == size, row


def test_the_batch_axis_is_where_the_layout_says():
    names = {layout: [name for name, _ in lstm_shapes(layout=layout)[0].axes] for layout in LAYOUTS}
    assert names == {
        "seq_first": ["L", "N", "D"],
        "batch_first": ["N", "L", "D"],
        "unbatched": ["L", "D"],
        "packed": ["L", "N", "D"],
    }


def test_comments_in_the_code_name_the_axes_of_their_tensor():
    for options in COMBINATIONS:
        axes = {row.name: ", ".join(name for name, _ in row.axes) for row in lstm_shapes(**options)}
        comments = re.findall(r"^(\w+) = .*# \((.*)\)$", lstm_code(**options), re.MULTILINE)
        assert comments == [(name, axes[name]) for name in ("x", "h_0", "c_0")]


def test_a_row_reads_like_a_shape():
    assert str(lstm_shapes(bidirectional=True)[3]) == "output (L = 9, N = 2, 2·H = 6)"
    assert str(ShapeRow("lengths", (("N", 2),), "")) == "lengths (N = 2,)"


@pytest.mark.parametrize("proj_size", [3, 4])
def test_a_projection_as_large_as_the_cell_is_refused_as_pytorch_does(proj_size):
    for function in (lstm_shapes, lstm_code, lstm_remarks):
        with pytest.raises(ValueError, match=rf"^proj_size = {proj_size} is impossible .*hidden_size = 3,"):
            function(H=3, proj_size=proj_size)
    with pytest.raises(ValueError, match="proj_size has to be smaller than hidden_size"):
        torch.nn.LSTM(4, 3, proj_size=proj_size)


def test_dropout_with_one_layer_is_told_and_left_out_where_pytorch_would_warn():
    assert "no effect with one layer" in lstm_remarks(dropout=0.5)[0]
    assert "dropout" not in lstm_code(dropout=0.5)
    with pytest.warns(UserWarning, match="num_layers greater than 1"):
        torch.nn.LSTM(4, 3, dropout=0.5)
    assert "no effect" not in " ".join(lstm_remarks(dropout=0.5, num_layers=2))
    assert "dropout=0.5" in lstm_code(dropout=0.5, num_layers=2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layout": "time_major"}, r"^layout is 'time_major': write one of seq_first, "),
        ({"L": 0}, r"^L is 0: it must be a whole number from 1 on$"),
        ({"H": 2.5}, r"^H is 2\.5: it must be a whole number"),
        ({"num_layers": True}, r"^num_layers is True: "),
        ({"proj_size": -1}, r"^proj_size is -1: it must be a whole number from 0 on$"),
        ({"dropout": 1.5}, r"^dropout is 1\.5: it is a probability"),
        ({"dropout": float("nan")}, r"^dropout is nan"),
        ({"dropout": "half"}, r"^dropout is 'half'"),
        ({"bias": "no"}, r"^bias is 'no': write True or False$"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(options, message):
    for function in (lstm_shapes, lstm_code, lstm_remarks, lt.ShapeExplorer):
        with pytest.raises(ValueError, match=message):
            function(**options)


def test_it_needs_no_torch():
    code = "import sys, lstm_teach as lt; lt.ShapeExplorer(); print('torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


class TestExplorer:
    def test_it_starts_where_it_is_told(self):
        explorer = lt.ShapeExplorer(layout="packed", L=30, N=3, bidirectional=True, dropout=0.25)
        assert explorer.rows == lstm_shapes(layout="packed", L=30, N=3, bidirectional=True, dropout=0.25)
        explorer.close()

    def test_it_shows_every_row_and_the_code_of_what_is_chosen(self, explorer):
        choose(explorer, layout="batch_first", num_layers=3, bidirectional=True, proj_size=2, bias=False)
        rows = lstm_shapes(layout="batch_first", num_layers=3, bidirectional=True, proj_size=2, bias=False)
        assert explorer.rows == rows
        html = explorer._table.value
        lines = re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", html)
        for row, line in zip(rows, lines, strict=True):
            cells = [re.sub("<[^>]*>", "", cell) for cell in re.split("</t[hd]>", line)[:-1]]
            axes = [f"{name} = {size}" for name, size in row.axes]
            assert cells == [row.name, *axes, *[""] * (4 - len(axes)), row.note]
        assert explorer._code.value == f"<pre>{explorer.code}</pre>"

    def test_no_choice_changes_a_height(self, explorer):
        boxes = (explorer._message, explorer._table, explorer._code)
        before = [box.layout.height for box in boxes]
        choose(explorer, layout="packed", num_layers=4, bidirectional=True, proj_size=8)
        assert [box.layout.height for box in boxes] == before
        assert all(height.endswith("px") for height in before)

    def test_impossible_options_are_told_and_the_way_back_is_open(self, explorer):
        choose(explorer, proj_size=3)
        assert "<b>proj_size = 3 is impossible here: " in explorer._message.value
        assert "<td>" not in explorer._table.value
        assert explorer._code.value == "<pre></pre>"
        with pytest.raises(ValueError, match="impossible"):
            _ = explorer.rows
        choose(explorer, H=4)
        assert "h has P numbers" in explorer._message.value
        assert explorer.rows == lstm_shapes(H=4, proj_size=3)

    def test_the_number_of_sequences_is_switched_off_where_there_is_no_batch(self, explorer):
        choose(explorer, layout="unbatched")
        assert explorer._controls["N"].disabled
        choose(explorer, layout="packed")
        assert not explorer._controls["N"].disabled

    def test_every_control_has_a_description_and_a_tooltip(self, explorer):
        for control in explorer._controls.values():
            assert control.description
            assert control.tooltip

    def test_text_is_escaped(self):
        row = ShapeRow("<b>", (("<i>", 1),), "a & <u>")
        html = table_html([row])
        assert "<b>" not in html
        assert "<i>" not in html
        assert "a &amp; &lt;u&gt;" in html

    def test_close_frees_every_widget(self):
        before = set(_instances)
        explorer = lt.ShapeExplorer()
        choose(explorer, num_layers=2)
        assert set(_instances) > before
        explorer.close()
        assert set(_instances) == before

    def test_its_name_in_a_terminal_says_what_is_chosen(self, explorer):
        assert repr(explorer).startswith("<ShapeExplorer of nn.LSTM: layout='seq_first', L=9, N=2, ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"L": None}, "^L is None: it must be a whole number from 1 on$"),
        ({"N": 10**12}, "^N is 1000000000000: it must be a whole number from 1 to 1000$"),
        ({"num_layers": 10**12}, "^num_layers is 1000000000000: .* from 1 to 100$"),
        ({"H": 10**400}, "^H is 1000.*000: it must be a whole number from 1 to 1000000$"),
        ({"D": "4" * 1000}, "^D is '444.*444': it must be a whole number"),
        ({"proj_size": np.float64(1)}, "^proj_size is .*1.0.*: it must be a whole number"),
        ({"layout": ["packed"]}, r"^layout is \['packed'\]: write one of seq_first, "),
        ({"dropout": True}, "^dropout is True: it is a probability"),
        ({"dropout": [0.5] * 1000}, r"^dropout is \[0.5, 0.5, 0.5, ...\]: it is"),
        ({"bidirectional": 1}, "^bidirectional is 1: write True or False$"),
    ],
)
def test_odd_options_are_told_in_one_sentence(options, message):
    for function in (lstm_shapes, lstm_code, lstm_remarks, lt.ShapeExplorer):
        with pytest.raises(ValueError, match=message) as caught:
            function(**options)
        assert len(str(caught.value)) <= 300


def test_an_unknown_option_is_told_with_those_that_there_are():
    for function in (lstm_shapes, lstm_code, lstm_remarks, lt.ShapeExplorer):
        for name in ("hidden_size", "x" * 1000):
            message = "^a table of shapes has no argument '.*': it has layout, L, N, D, H, "
            with pytest.raises(TypeError, match=message) as caught:
                function(**{name: 3})
            assert len(str(caught.value)) <= 300


def test_numbers_of_numpy_are_numbers():
    odd = {"L": np.int64(5), "H": np.uint8(4), "num_layers": np.int32(2), "dropout": np.float32(0.5)}
    plain = {"L": 5, "H": 4, "num_layers": 2, "dropout": 0.5}
    for function in (lstm_shapes, lstm_code, lstm_remarks):
        assert function(**odd) == function(**plain)
    explorer = lt.ShapeExplorer(**odd)
    assert explorer.code == lstm_code(**plain)
    explorer.close()
