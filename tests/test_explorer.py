"""The explorer's Python side: state in, cell and trace out, and no rubbish in between."""

import re
from pathlib import Path

import comm
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances

import lstm_teach as lt
from lstm_teach import CellExplorer, LSTMCell, words
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS
from lstm_teach.widgets.explorer import browser, places


@pytest.fixture(autouse=True)
def no_kernel(monkeypatch):
    """Widgets outside a kernel, also where another test of this process has imported ipykernel."""
    monkeypatch.setattr(comm, "create_comm", comm._create_comm)


@pytest.fixture
def explorer():
    explorer = CellExplorer(LSTMCell.lee(), NINE_STEPS)
    yield explorer
    explorer.close()


def test_cell_and_trace_are_those_it_was_opened_with(explorer):
    assert explorer.trace.h.ravel().tolist() == [0, 0, 0, 0, 0, 7, 0, 0, 6]
    assert explorer.trace.input_labels == ("x1", "x2", "x3", "1")
    assert explorer.cell.weight_ih.tolist() == LSTMCell.lee().weight_ih.tolist()


def test_recurrent_weights_and_bias_have_their_columns(rng):
    cell = LSTMCell(rng.standard_normal((4, 2)), rng.standard_normal((4, 1)), rng.standard_normal(4))
    explorer = CellExplorer(cell, rng.standard_normal((6, 2)))
    assert np.array(explorer.weights)[:, 2].tolist() == cell.weight_hh.ravel().tolist()
    assert np.array(explorer.weights)[:, 3].tolist() == cell.bias.tolist()
    np.testing.assert_array_equal(explorer.trace.h, cell.run(explorer.x).h)


def test_what_the_browser_sends_changes_cell_and_trace(explorer):
    weights = [list(row) for row in explorer.weights]
    weights[2][0] = 2
    explorer.set_state({"weights": weights, "activations": ["sigmoid", "tanh", "tanh"], "step": 4})
    assert explorer.cell.weight_ih[2, 0] == 2
    assert explorer.cell.gate_activation is lt.SIGMOID
    assert explorer.step == 4


def test_what_the_browser_sends_is_not_sent_back(explorer):
    """An echo would pull a slider back to where it was while the hand moves on."""
    sent = []
    explorer._send = lambda message, buffers=None: sent.append(message)
    weights = [[1, 2, 3, 4, 5, 6]] * 4
    explorer.set_state({"weights": weights, "x": [[1, 2, 3, 1]], "activations": ["step", "tanh", "linear"]})
    assert [message["state"] for message in sent if message["method"] == "update"] == []


def by_hand(explorer, *changes, tab="a", number=1):
    """Send changes of a hand in a browser tab to the kernel; return what the kernel sends to all tabs."""
    sent = []
    explorer._send = lambda message, buffers=None: sent.append(message)
    changes = [dict(zip(("key", "value", "at"), change, strict=False)) for change in changes]
    explorer._handle_custom_msg({"kind": "hand", "tab": tab, "number": number, "changes": changes}, [])
    del explorer._send
    return [message["state"] for message in sent if message["method"] == "update"]


def test_python_confirms_a_change_by_hand_together_with_what_it_made_of_it(explorer):
    """In one message: what Python sets from here on is newer than the hand."""
    explorer.observe(lambda change: explorer.set_trait("weights", np.round(change.new)), "weights")
    rows = [[0, *row[1:]] if k == 1 else list(row) for k, row in enumerate(explorer.weights)]
    rows[2][1] = 3
    sent = by_hand(explorer, ("weights", 0.4, [1, 0]), ("weights", 2.9, [2, 1]), number=7)
    assert sent == [{"_confirmed": ("a", 7), "weights": rows}]


def test_two_tabs_that_move_two_numbers_lose_none(explorer):
    for number in range(1, 51):
        by_hand(explorer, ("weights", number, [2, 0]), ("x", number, [3, 0]), tab="a", number=number)
        by_hand(explorer, ("weights", -number, [0, 1]), ("x", -number, [3, 1]), tab="b", number=number)
    assert (explorer.weights[2][0], explorer.weights[0][1]) == (50, -50)
    assert explorer.x[3] == (50, -50, 0, 1)


def test_a_change_that_a_tab_repeats_counts_once_and_is_answered_again(explorer):
    by_hand(explorer, ("weights", 2, [2, 0]), number=1)
    explorer.cell = LSTMCell.lee()
    assert by_hand(explorer, ("weights", 2, [2, 0]), number=1) == [{"_confirmed": ("a", 1)}]
    assert explorer.weights[2][0] == 1


def test_a_change_by_hand_that_no_longer_fits_is_left_out(explorer):
    explorer.x = FIVE_STEPS
    sent = by_hand(explorer, ("x", 9, [8, 0]), ("step", 9), ("weights", 2, [2, 0]), ("second", ["linear"]))
    assert sent[0].keys() == {"_confirmed", "weights"}
    assert explorer.x == tuple(map(tuple, FIVE_STEPS.tolist()))
    assert explorer.step == 1
    assert explorer.second == ()
    by_hand(explorer, ("x", [[1, 2, 3, 1], [0, 0, 0, 1]]), ("x", 5, [1, 2]), ("step", 2), number=2)
    assert explorer.x == ((1, 2, 3, 1), (0, 0, 5, 1))
    assert explorer.step == 2


def test_python_can_set_cell_and_inputs(explorer):
    explorer.step = 9
    explorer.x = FIVE_STEPS
    assert explorer.step == 5
    explorer.cell = LSTMCell.standard()
    np.testing.assert_array_equal(explorer.trace.h, LSTMCell.standard().run(FIVE_STEPS).h)


def test_two_explorers_do_not_share_their_state(explorer):
    other = CellExplorer(LSTMCell.lee(), NINE_STEPS)
    other.x = FIVE_STEPS
    assert len(explorer.trace) == 9
    other.close()


def test_a_closed_explorer_is_gone():
    before = set(_instances)
    explorer = CellExplorer(LSTMCell.lee(), NINE_STEPS)
    assert set(_instances) > before
    explorer.close()
    assert set(_instances) == before


@pytest.fixture
def notebook(monkeypatch):
    """notebook(cell, run) says which cell runs; explorers are shown without a page."""
    monkeypatch.setattr("IPython.display.display", lambda *_, **__: None)

    def notebook(cell, run):
        monkeypatch.setattr(places, "_running_cell", lambda: (cell, run))

    yield notebook
    for explorer in list(places._places):
        explorer.close()


def new_explorer():
    return CellExplorer(LSTMCell.lee(), NINE_STEPS)


def test_an_explorer_is_closed_when_its_cell_is_run_again(notebook):
    before, made = set(_instances), []
    for run in range(30):
        notebook("a", run)
        made += [new_explorer(), new_explorer()]  # two in one cell
        made[-1]._ipython_display_()
        made[-2]._ipython_display_()
        assert len(set(_instances) - before) == 2 * 2  # each with its layout
        assert all(explorer.comm is not None for explorer in made[-2:])
    assert made[0].trace.h[5] == 7  # and its state is still there


def test_an_explorer_that_another_cell_shows_stays_until_that_one_is_run_again(notebook):
    notebook("a", 1)
    first = new_explorer()
    first._ipython_display_()
    notebook("b", 2)
    first._ipython_display_()
    notebook("a", 3)
    second = new_explorer()
    assert first.comm is not None
    notebook("b", 4)
    second._ipython_display_()
    assert first.comm is None
    assert second.comm is not None


def test_a_closed_explorer_opens_again_as_it_was(notebook):
    notebook("a", 1)
    kept = new_explorer()
    old = kept.model_id
    notebook("a", 2)
    new_explorer()
    assert kept.comm is None
    kept.weights = np.full((4, 6), 2)
    notebook("b", 3)
    kept._ipython_display_()
    assert kept.model_id != old
    state = kept.get_state()
    assert state["_code"] == browser.module()
    assert state["_config"]["labels"] == ("x1", "x2", "x3", "1")
    assert state["weights"] == [[2] * 6] * 4


RUBBISH = {
    "text": ("x", "rubbish", "x holds 'rubbish'"),
    "None": ("weights", None, "weights holds None"),
    "a number": ("x", 3, r"x has shape \(\): in this explorer it must be \(steps, 4\)"),
    "other columns": ("x", [[1, 2]], r"x has shape \(1, 2\): in this explorer it must be \(steps, 4\)"),
    "ragged": ("x", [[1, 2, 3, 1], [1]], "x is ragged"),
    "no steps": ("x", np.ones((0, 4)), "x has 0 rows: an explorer shows 1 to 500"),
    "too many steps": ("x", np.ones((501, 4)), "x has 501 rows"),
    "NaN": ("weights", np.full((4, 6), np.nan), r"weights\[0, 0\] is nan"),
    "infinity": ("x", [[np.inf, 0, 0, 1]], r"x\[0, 0\] is inf"),
    "complex": ("x", [[1j, 0, 0, 1]], "x holds 1j"),
    "weights without bias": ("weights", np.ones((4, 5)), r"weights has shape \(4, 5\): .* \(4, 6\)"),
    "activations as text": ("activations", "step", "activations is 'step': it must be three names"),
    "unknown activation": (
        "activations",
        ["step", "relu", "tanh"],
        "holds 'relu': .*step, sigmoid, tanh, linear",
    ),
    "a second cell with an unbounded gate": ("second", ["linear", "tanh", "tanh"], "second holds 'linear'"),
    "half a second cell": ("second", ["step"], "second is .*: it must be three names"),
    "an unbounded gate": ("activations", ["tanh", "tanh", "tanh"], "holds 'tanh': .* step, sigmoid"),
    "activation no text": ("activations", ["step", None, "tanh"], "holds None"),
    "step 0": ("step", 0, "step is 0: the steps are numbered 1 to 9"),
    "step 10": ("step", 10, "step is 10"),
    "step as text": ("step", "1", "step is '1'"),
    "step True": ("step", True, "step is True"),
    "no cell": ("cell", "lee", "cell is a str: an explorer takes an LSTMCell"),
    "two units": ("cell", LSTMCell(np.ones((8, 4)), input_labels=lt.examples.INPUT_LABELS), "H = 2"),
    "other inputs": ("cell", LSTMCell(np.ones((4, 2))), "the cell has x1, x2: make a new explorer"),
}


@pytest.mark.parametrize(("name", "value", "message"), RUBBISH.values(), ids=RUBBISH)
def test_rubbish_is_refused_in_a_sentence_and_nothing_changes(explorer, name, value, message):
    before = explorer.get_state()
    with pytest.raises((ValueError, TypeError), match=message) as caught:
        setattr(explorer, name, value)
    assert "\n" not in str(caught.value)
    assert explorer.get_state() == before


def test_rows_cannot_be_changed_in_place(explorer):
    with pytest.raises(TypeError):
        explorer.weights[0][0] = "rubbish"


relu = lt.Activation("relu", lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0)
BAD_START = {
    "H > 1": (LSTMCell(np.ones((8, 4))), NINE_STEPS, r"one unit but this cell has H = 2: plot_trace"),
    "no cell": (None, NINE_STEPS, "cell is a NoneType"),
    "forgotten 1": (LSTMCell.lee(), NINE_STEPS[:, :3], "leave out the constant 1"),
    "a batch": (
        LSTMCell.lee(),
        NINE_STEPS[:, None],
        r"x has shape \(9, 1, 4\): an explorer shows one sequence",
    ),
    "too long": (LSTMCell.lee(), np.ones((501, 4)), "x has 501 rows"),
    "too wide": (LSTMCell(np.ones((4, 17))), np.ones((2, 17)), "17 inputs: an explorer shows at most 16"),
    "unknown function": (LSTMCell.lee().replace(memory_activation=relu), NINE_STEPS, "this cell has 'relu'"),
    "same names": (LSTMCell.lee().replace(input_labels="aabc"), NINE_STEPS, "a name of its own"),
    "taken name": (
        LSTMCell.lee().replace(input_labels=("x", "h", "y", "1")),
        NINE_STEPS,
        "a name of its own",
    ),
}


@pytest.mark.parametrize(("cell", "x", "message"), BAD_START.values(), ids=BAD_START)
def test_what_it_cannot_show_is_refused_in_a_sentence(cell, x, message):
    with pytest.raises((ValueError, TypeError), match=message):
        CellExplorer(cell, x)


@pytest.mark.parametrize("role", ["gate", "candidate", "memory"])
def test_an_activation_counts_by_what_it_is_not_by_its_name(explorer, role):
    own = lt.Activation("sigmoid", lambda z: 0.5 + 0 * z, lambda z: 0 * z)
    cell = LSTMCell.lee().replace(**{f"{role}_activation": own})
    before = explorer.get_state()
    for give in (
        lambda: CellExplorer(cell, NINE_STEPS),
        lambda: CellExplorer.compare([LSTMCell.lee(), cell], NINE_STEPS),
        lambda: setattr(explorer, "cell", cell),
    ):
        with pytest.raises(ValueError, match="this cell has 'sigmoid' of your own"):
            give()
    for name in ("activations", "second"):
        with pytest.raises(ValueError, match=f"{name} holds <activation sigmoid>: here it must be one of"):
            setattr(explorer, name, ("sigmoid", own, "tanh"))
    assert explorer.get_state() == before


def test_numbers_of_numpy_are_numbers(explorer):
    explorer.step = np.int64(4)
    assert type(explorer.step) is int
    again = CellExplorer(LSTMCell.lee(), NINE_STEPS.astype(np.float32), step=np.uint8(9))
    assert again.step == 9
    again.close()


class Odd:
    def __repr__(self):
        raise RuntimeError

    def __fspath__(self):
        raise RuntimeError


ODD = {
    "None": None, "True": True, "a number": 1.5, "a huge number": 10**400, "NaN": np.nan,
    "a book": "x" * 10**5,
    "two lines": "a\nb", "a dict": {}, "a set": {1}, "bytes": b"x", "a class": object, "no repr": Odd(),
    "no reprs": [Odd()] * 3, "half a letter": "\ud800", "complex": 1j, "a date": np.datetime64(0, "s"),
    "ragged": [[1, [2]]], "masked": np.ma.masked_array([1, 2], [1, 0]), "an empty array": np.zeros(0),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_whatever_is_given_the_answer_is_one_short_sentence(explorer, odd):
    cell, before, alive = LSTMCell.lee(), explorer.get_state(), set(_instances)
    calls = {
        "cell": lambda: CellExplorer(odd, NINE_STEPS),
        "x": lambda: CellExplorer(cell, odd),
        "second": lambda: CellExplorer(cell, NINE_STEPS, second=odd),
        "step": lambda: CellExplorer(cell, NINE_STEPS, step=odd),
        "compare": lambda: CellExplorer.compare(odd, NINE_STEPS),
        "compare one": lambda: CellExplorer.compare([cell, odd], NINE_STEPS),
        "link": lambda: CellExplorer.from_url(odd),
        "page": lambda: explorer.save_html(odd),
        "name": lambda: explorer.export(odd),
    }
    for name in ("weights", "x", "activations", "second", "step", "cell"):
        calls[f"set {name}"] = lambda name=name: setattr(explorer, name, odd)
    for call, give in calls.items():
        with pytest.raises((ValueError, TypeError)) as caught:
            give()
        message = str(caught.value)
        assert 10 < len(message) <= 300, call
        assert "\n" not in message, call
        assert message.isprintable(), call
        assert type(caught.value) in (ValueError, TypeError), call
        assert str(Path(lt.__file__).parent) in str(caught.traceback[-1].path), f"{call}: raised elsewhere"
    assert explorer.get_state() == before
    assert set(_instances) == alive


@pytest.mark.parametrize("folder", [b"x", 3, "\0", "\ud800"], ids=repr)
def test_a_folder_that_can_be_none_is_refused_in_a_sentence(explorer, folder):
    with pytest.raises((ValueError, TypeError), match="folder is"):
        explorer.export("mine", folder)


def test_an_input_with_half_a_letter_in_its_name_is_refused():
    with pytest.raises(ValueError, match="half a letter") as caught:
        CellExplorer(LSTMCell.lee().replace(input_labels=("x1", "a\ud800", "x3", "1")), NINE_STEPS)
    str(caught.value).encode()


class Sent(list):
    """Collects what the explorer answers to its button."""

    def __call__(self, content, buffers=None):
        self.append(content)


def press(explorer, **content):
    explorer.send = sent = Sent()
    explorer._handle_custom_msg(content, [])
    return sent


def on_screen(explorer, **changes):
    state = explorer.get_state(["weights", "x", "activations", "second"])
    return {"kind": "export", "name": "mine", **state, **changes}


def test_the_button_saves_what_the_screen_shows(explorer, homework):
    weights = np.array(explorer.weights)
    weights[2, 0] = 5
    (answer,) = press(explorer, **on_screen(explorer, weights=weights.tolist()))
    assert answer["kind"] == "exported"
    assert sorted(path.name for path in homework.iterdir()) == [
        f"mine.{ending}" for ending in ("csv", "md", "pdf", "png", "svg", "tex")
    ]
    assert explorer.weights[2][0] == 5
    assert "15" in (homework / "mine.csv").read_text()


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../away"},
        {"name": None},
        {"name": ""},
        {"weights": "rubbish", "x": [[0] * 4]},
        {"x": [[1]]},
        {"x": None},
    ],
    ids=str,
)
def test_the_button_refuses_in_a_sentence_and_writes_nothing(explorer, homework, changes):
    (answer,) = press(explorer, **on_screen(explorer, **changes))
    assert answer["kind"] == "refused"
    assert len(answer["reason"]) > 20
    assert list(homework.iterdir()) == []
    assert explorer.trace.h[5] == 7


def test_an_unknown_message_is_ignored(explorer):
    assert press(explorer, kind="dance") == []


# --- two cells, links and pages ---------------------------------------------------------------------------


@pytest.fixture
def pair():
    explorer = CellExplorer.compare([LSTMCell.lee(), LSTMCell.standard()], NINE_STEPS, step=6)
    yield explorer
    explorer.close()


def test_two_cells_share_weights_and_inputs(pair):
    assert pair.step == 6
    assert [trace.h[5, 0] for trace in pair.traces] == pytest.approx([7, 0.963624], abs=5e-7)
    weights = np.array(pair.weights)
    weights[2, 0] = 2
    pair.weights = weights
    pair.x = FIVE_STEPS
    lecture, standard = pair.cells
    assert lecture.weight_ih[2, 0] == standard.weight_ih[2, 0] == 2
    np.testing.assert_array_equal(pair.traces[1].h, standard.run(FIVE_STEPS).h)
    assert pair.cell.gate_activation is lt.STEP
    pair.cell = LSTMCell.lee().replace(gate_activation="sigmoid")
    assert pair.cells[1].memory_activation is lt.TANH


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([LSTMCell.lee()], "two cells"),
        (LSTMCell.lee(), "two cells"),
        ([LSTMCell.lee()] * 3, "two cells"),
        ([LSTMCell.lee(), None], "cell is a NoneType"),
        (
            [LSTMCell.lee(), LSTMCell(np.ones((4, 4)), input_labels=("x1", "x2", "x3", "1"))],
            "differ in their weights or inputs",
        ),
        ([LSTMCell.lee(), LSTMCell.lee().replace(input_labels="pqrs")], "differ in their weights or inputs"),
        ([LSTMCell.lee(), LSTMCell(np.ones((4, 2)))], "differ in their weights or inputs"),
        ([LSTMCell.lee(), LSTMCell(np.ones((8, 4)))], "H = 2"),
    ],
    ids=str,
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(cells, message):
    with pytest.raises((ValueError, TypeError), match=message) as caught:
        CellExplorer.compare(cells, NINE_STEPS)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_both_cells_are_exported(pair, homework):
    paths = pair.export("both")
    assert {path.stem for path in paths} == {"both", "both-2"}
    assert "0.9636" in (homework / "both-2.csv").read_text()


def test_a_link_gives_the_same_explorer(rng):
    for _ in range(20):
        inputs = int(rng.integers(1, 6))
        cell = LSTMCell(
            rng.standard_normal((4, inputs)) * 10 ** rng.uniform(-20, 20, (4, inputs)),
            rng.standard_normal((4, 1)),
            rng.standard_normal(4),
            gate_activation="step",
            input_labels=[f'输入 {k} <&>"' for k in range(inputs)],
        )
        explorer = CellExplorer(cell, rng.standard_normal((7, inputs)), step=3)
        again = CellExplorer.from_url("https://example.org/a/page.html?x=1" + explorer.link)
        state = ["weights", "x", "activations", "second", "step"]
        assert again.get_state(state) == explorer.get_state(state)
        assert again.cell.input_labels == cell.input_labels
        explorer.close()
        again.close()


def test_a_link_of_two_cells_gives_two_cells(pair):
    again = CellExplorer.from_url(pair.link)
    assert [trace.h.tolist() for trace in again.traces] == [trace.h.tolist() for trace in pair.traces]
    again.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (None, "the link is a NoneType"),
        ("", "holds no explorer"),
        ("https://example.org", "holds no explorer"),
        ("#lstm=", "damaged"),
        ("#lstm=%%%", "damaged"),
        ("#lstm=" + "A" * 300_000, "longer than 300000"),
        ("#lstm=W10", "it must hold labels, weights"),
    ],
)
def test_what_is_no_link_is_refused_in_a_sentence(url, message):
    before = set(_instances)
    with pytest.raises((ValueError, TypeError), match=message):
        CellExplorer.from_url(url)
    assert set(_instances) == before


def test_a_page_of_200_steps_is_small(rng, tmp_path):
    cell = LSTMCell(rng.standard_normal((4, 4)), rng.standard_normal((4, 1)), rng.standard_normal(4))
    explorer = CellExplorer(cell, rng.standard_normal((200, 4)))
    assert explorer.save_html(tmp_path / "page.html").stat().st_size < 110_000
    explorer.close()


def test_a_page_is_one_file_that_names_nothing_outside(explorer, tmp_path):
    path = explorer.save_html(tmp_path / "new folder" / "page.html")
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < 100_000
    namespaces = {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"(?:https?:)?//[\w.]+\.\w+[^\s\"')]*", text)) <= namespaces
    assert "import " not in re.sub(r"^ *//.*$", "", text, flags=re.M).split('<script type="module">')[1]
    for word in ("src=", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "eval("):
        assert word not in text
    assert "<noscript>" in text


@pytest.mark.parametrize("name", ["page", "page.txt", "", "page.html.exe"])
def test_a_page_of_another_ending_is_refused(explorer, tmp_path, name):
    with pytest.raises(ValueError, match=r"let it end in \.html"):
        explorer.save_html(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_page_without_a_folder_goes_where_every_export_goes(explorer, homework, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert explorer.save_html("my-explorer.html") == homework / "my-explorer.html"
    assert explorer.save_html(Path("other.htm")) == homework / "other.htm"
    assert {path.name for path in homework.iterdir()} == {"my-explorer.html", "other.htm"}
    for path in ("./here.html", "sub/there.html", str(tmp_path / "absolute.html")):
        assert explorer.save_html(path).resolve() == (tmp_path / path).resolve()
        assert (tmp_path / path).is_file()
    assert explorer.save_html(tmp_path / "path.html") == tmp_path / "path.html"


def test_a_page_that_cannot_be_written_is_told(explorer, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        explorer.save_html(tmp_path / "file" / "page.html")


def test_where_no_widgets_run_the_table_has_the_numbers(pair):
    html = pair._still_html()
    assert html.count("<table>") == 2
    for trace in pair.traces:
        assert trace.table()._repr_html_() in html


def test_the_browser_gets_the_language_that_was_chosen(monkeypatch, tmp_path):
    monkeypatch.setitem(words.LANGUAGES, "xx", {"memory after": "M"})
    monkeypatch.setattr(words, "_chosen", "xx")
    explorer = new_explorer()
    assert explorer._config["language"] == "xx"
    assert explorer._config["meanings"]["c"] == "M"
    assert '<html lang="xx">' in explorer.save_html(tmp_path / "page.html").read_text(encoding="utf-8")
    explorer.close()


def test_the_files_of_the_browser_use_only_those_before_them():
    seen = set()
    for name in browser.FILES:
        text = browser.file(name).read_text(encoding="utf-8")
        used = browser.IMPORT.findall(text)
        assert set(used) <= seen, f"{name}.js uses a file that comes after it"
        assert len(text.splitlines()) <= 250
        seen.add(name)
    files = {*browser.HERE.glob("*.js"), *browser.PLOTS.glob("*.js")}
    assert {path.stem for path in files} == seen
    assert "import {" not in browser.module()
