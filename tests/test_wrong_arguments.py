"""Every entrance of the package x every kind of wrong argument: one plain sentence, or it works.

An entrance is one argument of a public function, or a key, or an attribute that is set. The values are those
of wrong_arguments.py, which was written without a look at the package. The test draws some pairs with a
seed; all of them take some minutes:

    python -m tests.test_wrong_arguments              # all pairs
    python -m tests.test_wrong_arguments 500 7        # 500 pairs, drawn with the seed 7
"""

import collections
import contextlib
import io
import linecache
import random
import re
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

import lstm_teach as lt
from lstm_teach.core.validation import shown
from lstm_teach.examples import LEE_WEIGHTS, NINE_STEPS
from lstm_teach.takehome import save
from tests.wrong_arguments import WRONG, WRONG_PANDAS, WRONG_TORCH

PACKAGE = Path(lt.__file__).parent
VALUES = {**WRONG, **WRONG_TORCH, **WRONG_PANDAS}
for liar in [kind for kind in VALUES if re.search("says it is a|mock|never made", kind)]:
    del VALUES[liar]  # isinstance believes them, and so does the package
MOST = 300  # characters of a message

lee, standard = lt.LSTMCell.lee(), lt.LSTMCell.standard()
trace = lee.run(NINE_STEPS)
batch = lee.run(np.repeat(NINE_STEPS[:, None], 2, axis=1))
gradients = np.ones_like(trace.h)


def with_folder(call):
    """Return a function of a value that calls with an empty folder, too."""

    def run(value):
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            return call(value, Path(folder))

    return run


def closed(make, act=None):
    """Return a function of a value that makes a widget of it, does something with it, and frees it."""

    def run(value):
        widget = make(value)
        try:
            return act(widget, value) if act else widget
        finally:
            widget.close()

    return run


def cell_of(**settings):
    return lt.LSTMCell(np.ones((4, 4)), **settings)


def trace_of(**changes):
    return lt.Trace(**{**trace.arrays(), "input_labels": lee.input_labels, **changes})


def from_gates(**changes):
    return lt.LSTMCell.from_gates(**{**LEE_WEIGHTS, **changes})


def with_derivative(value):
    cell = standard.replace(candidate_activation=lt.Activation("own", np.tanh, value))
    return lt.backward(cell, cell.run(NINE_STEPS), gradients)


def report(folder, **changes):
    return lt.report(**{"name": "r", "parts": [trace], "folder": folder, **changes})


def explorer():
    return lt.CellExplorer(lee, NINE_STEPS)


def setting(name):
    return closed(lambda _: explorer(), lambda widget, value: setattr(widget, name, value))


def draw(fig, k):
    fig.subplots().plot([0, k if isinstance(k, (int, float)) else 1])


#: Function of a value, by (entrance, what a message about it may call the argument).
ENTRANCES = {
    **{(name, "z"): getattr(lt, name) for name in ("LINEAR", "SIGMOID", "STEP", "TANH")},
    **{(f"{name}.derivative", "z"): getattr(lt, name).derivative for name in ("SIGMOID", "TANH")},
    ("Activation", "name"): lambda v: lt.Activation(v, np.tanh, np.ones_like),
    ("Activation", "function"): lambda v: lee.replace(
        candidate_activation=lt.Activation("own", v, np.ones_like)
    ).run(NINE_STEPS),
    ("Activation", "derivative"): with_derivative,
    ("LSTMCell", "weight_ih"): lt.LSTMCell,
    ("LSTMCell", "weight_hh"): lambda v: cell_of(weight_hh=v),
    ("LSTMCell", "bias"): lambda v: cell_of(bias=v),
    ("LSTMCell", "gate_activation|activation"): lambda v: cell_of(gate_activation=v).run(NINE_STEPS),
    ("LSTMCell", "candidate|activation"): lambda v: cell_of(candidate_activation=v).run(NINE_STEPS),
    ("LSTMCell", "memory_activation|activation"): lambda v: cell_of(memory_activation=v).run(NINE_STEPS),
    ("LSTMCell", "input_labels"): lambda v: lee.replace(input_labels=v).run(NINE_STEPS).table(),
    ("LSTMCell.replace", "argument"): lambda v: lee.replace(**{shown(v): v}),
    ("from_gates", "i"): lambda v: from_gates(i=v),
    ("from_gates", "g"): lambda v: from_gates(g=v),
    ("from_gates", "weight_hh"): lambda v: from_gates(weight_hh=v),
    ("from_gates", "weight_hh['f']"): lambda v: from_gates(weight_hh={"f": v}),
    ("from_gates", "bias"): lambda v: from_gates(bias=v),
    ("from_gates", "bias['o']"): lambda v: from_gates(bias={"o": v}),
    ("run", "x|numbers"): lee.run,
    ("run", "h0"): lambda v: lee.run(NINE_STEPS, v),
    ("run", "c0"): lambda v: lee.run(NINE_STEPS, c0=v),
    ("step", "x_t|numbers"): lee.step,
    ("step", "state|h|c"): lambda v: lee.step([1, 0, 0, 1], v),
    ("step", "h"): lambda v: lee.step([1, 0, 0, 1], (v, [0])),
    ("sequence", "n|sequences"): batch.sequence,
    ("table[]", "row"): lambda v: trace.table()[v],
    ("Table", "row|rows|numbers"): lambda v: type(trace.table())(v),
    ("Trace", "x|inputs"): lambda v: trace_of(x=v),
    ("Trace", "h"): lambda v: trace_of(h=v).table(),
    ("Trace", "input_labels"): lambda v: trace_of(input_labels=v),
    ("Trace", "recipe"): lambda v: trace_of(recipe=v),
    ("backward", "LSTMCell|cell"): lambda v: lt.backward(v, trace, gradients),
    ("backward", "trace|Trace|dL_dh"): lambda v: lt.backward(lee, v, gradients),
    ("backward", "dL_dh"): lambda v: lt.backward(lee, trace, v),
    ("backward", "dL_dc_last"): lambda v: lt.backward(lee, trace, gradients, v),
    ("memory_jacobian", "LSTMCell|cell"): lambda v: lt.memory_jacobian(v, trace),
    ("memory_jacobian", "trace|Trace"): lambda v: lt.memory_jacobian(lee, v),
    ("span", "s"): lambda v: lt.memory_jacobian(lee, trace).span(v, 9),
    ("span", "t|span"): lambda v: lt.memory_jacobian(lee, trace).span(0, v),
    ("span", "path"): lambda v: lt.memory_jacobian(lee, trace).span(0, 9, v),
    ("plot_trace", "trace|Trace"): lt.plot_trace,
    ("plot_trace", "fig|Figure"): lambda v: lt.plot_trace(trace, v),
    ("plot_gates", "trace|Trace"): lt.plot_gates,
    ("plot_gates", "ax|Axes"): lambda v: lt.plot_gates(trace, v),
    ("plot_memory", "trace|Trace"): lt.plot_memory,
    ("plot_memory", "ax|Axes"): lambda v: lt.plot_memory(trace, v),
    ("plot_cell", "trace|Trace"): lambda v: lt.plot_cell(v, 1),
    ("plot_cell", "step"): lambda v: lt.plot_cell(trace, v),
    ("plot_cell", "fig|Figure"): lambda v: lt.plot_cell(trace, 1, v),
    ("plot_weights", "weights|names|rows|w|shape|numbers"): lt.plot_weights,
    ("plot_weights", "w"): lambda v: lt.plot_weights({"w": v}),
    ("plot_weights", "fig|Figure"): lambda v: lt.plot_weights({"w": np.ones((4, 4))}, v),
    ("live_plot", "draw"): closed(lt.live_plot),
    ("live_plot", "size"): closed(lambda v: lt.live_plot(draw, size=v, k=(1, 5))),
    ("live_plot", "k"): closed(lambda v: lt.live_plot(draw, k=v)),
    ("live_plot", "k|low|start"): closed(lambda v: lt.live_plot(draw, k=(v, 5))),
    ("live_plot", "k|step"): closed(lambda v: lt.live_plot(draw, k=(1, 5, v))),
    ("save_figure", "fig|figure"): with_folder(lambda v, folder: lt.save_figure(v, "a", folder)),
    ("save_figure", "name|is a folder"): with_folder(
        lambda v, folder: lt.save_figure(lt.plot_gates(trace), v, folder)
    ),
    ("save_figure", "folder"): with_folder(lambda v, _: lt.save_figure(lt.plot_gates(trace), "a", v)),
    ("save_figure", "caption"): with_folder(
        lambda v, folder: lt.save_figure(lt.plot_gates(trace), "a", folder, caption=v)
    ),
    ("save_table", "trace|sequences"): with_folder(lambda v, folder: lt.save_table(v, "a", folder)),
    ("save_table", "name"): with_folder(lambda v, folder: lt.save_table(trace, v, folder)),
    ("save_table", "folder"): with_folder(lambda v, _: lt.save_table(trace, "a", v)),
    ("load_figure", "path"): with_folder(lambda v, _: lt.load_figure(v)),
    ("load_figure", "k|run"): with_folder(
        lambda v, folder: lt.load_figure(lt.save_table(trace, "a", folder)[0], v)
    ),
    ("read_stamp", "path"): with_folder(lambda v, _: lt.read_stamp(v)),
    ("report", "name"): with_folder(lambda v, folder: report(folder, name=v)),
    ("report", "parts|holds|part"): with_folder(lambda v, folder: report(folder, parts=v)),
    ("report", "part|parts|text|trace"): with_folder(lambda v, folder: report(folder, parts=[v])),
    ("report", "part|caption|title|text"): with_folder(lambda v, folder: report(folder, parts=[(v, trace)])),
    ("report", "title"): with_folder(lambda v, folder: report(folder, title=v)),
    ("report", "folder"): with_folder(lambda v, _: report(v)),
    ("CellExplorer", "cell"): closed(lambda v: lt.CellExplorer(v, NINE_STEPS)),
    ("CellExplorer", "x|numbers"): closed(lambda v: lt.CellExplorer(lee, v)),
    ("CellExplorer", "second"): closed(lambda v: lt.CellExplorer(lee, NINE_STEPS, second=v)),
    ("CellExplorer", "step"): closed(lambda v: lt.CellExplorer(lee, NINE_STEPS, step=v)),
    ("CellExplorer.compare", "cells|cell"): closed(lambda v: lt.CellExplorer.compare(v, NINE_STEPS)),
    ("CellExplorer.compare", "cell"): closed(lambda v: lt.CellExplorer.compare([lee, v], NINE_STEPS)),
    ("CellExplorer.from_url", "link|url"): closed(lt.CellExplorer.from_url),
    ("explorer.cell", "cell"): setting("cell"),
    ("explorer.x", "x"): setting("x"),
    ("explorer.weights", "weights"): setting("weights"),
    ("explorer.activations", "activation"): setting("activations"),
    ("explorer.second", "second|activation"): setting("second"),
    ("explorer.step", "step"): setting("step"),
    ("explorer.save_html", "path|name"): with_folder(
        lambda v, _: closed(lambda _: explorer(), lambda widget, value: widget.save_html(value))(v)
    ),
    ("explorer.export", "name"): with_folder(
        lambda v, folder: closed(lambda _: explorer(), lambda widget, value: widget.export(value, folder))(v)
    ),
    ("explorer.export", "folder"): with_folder(
        lambda v, _: closed(lambda _: explorer(), lambda widget, value: widget.export("a", value))(v)
    ),
    **{
        ("ShapeExplorer", name): closed(lambda v, name=name: lt.ShapeExplorer(**{name: v}))
        for name in ("layout", "N", "D", "H", "num_layers", "bias", "bidirectional", "proj_size", "dropout")
    },
    ("ShapeExplorer", "option|argument"): closed(lambda v: lt.ShapeExplorer(**{shown(v): v})),
    ("check", "name|exercise"): lambda v: lt.check(v, 1),
    **{
        ("check", f"answer {name}"): lambda v, name=name: lt.check(name, v)
        for name in ("1a", "2b", "3c", "5a", "7d")
    },
    ("diagnose", "answer"): lambda v: lt.diagnose(v, cell=standard),
    ("diagnose", "cell"): lambda v: lt.diagnose(NINE_STEPS[:, 0], cell=v),
    ("diagnose", "x|numbers"): lambda v: lt.diagnose(NINE_STEPS[:, 0], cell=standard, x=v),
    ("diagnose", "of"): lambda v: lt.diagnose(NINE_STEPS[:, 0], cell=standard, of=v),
}  # fmt: skip

if WRONG_TORCH:
    import torch
    from torch import nn

    def module():
        return lt.TorchLSTMCell(4, 1)

    lstm, x32 = nn.LSTM(4, 1, num_layers=2, bidirectional=True), torch.ones(9, 4)
    ENTRANCES |= {
        ("to_torch", "cell|LSTMCell|memory_activation"): lt.to_torch,
        ("to_torch", "kind"): lambda v: lt.to_torch(standard, v),
        ("from_torch", "module|nn.LSTM|weight_ih"): lt.from_torch,
        ("from_torch", "layer"): lambda v: lt.from_torch(lstm, v),
        ("from_torch", "direction"): lambda v: lt.from_torch(lstm, 0, v),
        ("trace_lstm", "lstm|nn.LSTM|weight_ih"): lambda v: lt.trace_lstm(v, torch.ones(9, 4)),
        ("trace_lstm", "x"): lambda v: lt.trace_lstm(lstm, v),
        ("trace_lstm", "state|h_0"): lambda v: lt.trace_lstm(lstm, x32, v),
        ("trace_lstm", "state|h_0|h_n"): lambda v: lt.trace_lstm(lstm, x32, (v, torch.zeros(4, 1))),
        ("xray[]", "X-ray"): lambda v: lt.trace_lstm(lstm, x32)[v],
        ("xray[0, ]", "X-ray"): lambda v: lt.trace_lstm(lstm, x32)[0, v],
        ("TorchLSTMCell", "input_size|columns"): lambda v: lt.TorchLSTMCell(v, 1),
        ("TorchLSTMCell", "hidden_size|columns"): lambda v: lt.TorchLSTMCell(4, v),
        ("TorchLSTMCell", "bias"): lambda v: lt.TorchLSTMCell(4, 1, v),
        ("TorchLSTMCell", "device"): lambda v: lt.TorchLSTMCell(4, 1, device=v),
        ("TorchLSTMCell", "dtype"): lambda v: lt.TorchLSTMCell(4, 1, dtype=v),
        ("TorchLSTMCell", "activation"): lambda v: lt.TorchLSTMCell(4, 1, gate_activation=v)(torch.ones(4)),
        ("TorchLSTMCell.from_cell", "cell|LSTMCell|memory_activation"): lt.TorchLSTMCell.from_cell,
        ("TorchLSTMCell()", "input"): lambda v: module()(v),
        ("TorchLSTMCell()", "state|hx"): lambda v: module()(torch.ones(4), v),
    }  # fmt: skip

PAIRS = [(entrance, kind) for entrance in ENTRANCES for kind in VALUES]


def problem(entrance, kind):
    """Return what is wrong with the answer of an entrance to a kind of value; "" if nothing is."""
    function, value = ENTRANCES[entrance], VALUES[kind]()
    told = io.StringIO()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(told):
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", "no font here has")  # which tells what to do
            function(value)
    except (ValueError, TypeError) as error:
        return of_error(error, entrance[1])
    except OSError as error:
        is_file = re.search("path|folder|name", entrance[1])
        return of_error(error, entrance[1]) if is_file else f"{type(error).__name__}: {error}"[:200]
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:200]
    finally:
        plt.close("all")
    lines = told.getvalue().splitlines()
    if "check" in entrance[0] and "name" not in entrance[1] and any(": right" in line for line in lines):
        return f"said to be right: {lines}"[:200]
    return f"prints a line of {max(map(len, lines))} characters" if any(len(k) > MOST for k in lines) else ""


def of_error(error, named):
    message, frame = str(error), traceback.extract_tb(error.__traceback__)[-1]
    source = linecache.getline(frame.filename, frame.lineno)
    ours = PACKAGE in Path(frame.filename).parents and "raise" in source
    if type(error).__name__ == "TraitError":
        ours = True  # of a trait that is set: traitlets calls, and says what the trait's own check says
    if not ours:
        return f"raised by {Path(frame.filename).name}:{frame.lineno}: {type(error).__name__}: {message}"[
            :200
        ]
    if len(message) > MOST:
        return f"{len(message)} characters: {message}"[:200]
    if "\n" in message:
        return f"several lines: {message!r}"[:200]
    if not re.search(rf"(?<![A-Za-z0-9])({named.replace('[', '.').replace(']', '.')})", message):
        return f"does not name {named}: {message}"[:250]
    return ""


SAMPLE = random.Random(13).sample(PAIRS, 1200)


@pytest.mark.parametrize("part", range(8))
@pytest.mark.usefixtures("homework")
def test_a_wrong_argument_is_one_plain_sentence(part):
    found = {pair: problem(*pair) for pair in SAMPLE[part::8]}
    assert not {pair: said for pair, said in found.items() if said}


def leaves(value):
    """Return the numbers in a value one by one as Python reads them, or None where it is no such value."""
    value = value.tolist() if hasattr(value, "tolist") else value
    value = value.to_numpy().tolist() if hasattr(value, "to_numpy") else value
    value = value.__array__().tolist() if hasattr(value, "__array__") else value
    if isinstance(value, collections.abc.Sequence | collections.deque):
        return [number for part in value for number in leaves(part)]
    return [float(value)]


@pytest.mark.parametrize("read", [lt.LINEAR, lambda v: lee.run(v).x], ids=["LINEAR", "run"])
def test_what_is_accepted_as_numbers_is_read_as_these_numbers(read):
    accepted = {}
    for kind in VALUES:
        with contextlib.suppress(TypeError, ValueError):
            accepted[kind] = np.ravel(read(VALUES[kind]())).tolist()
    assert len(accepted) > 25
    for kind, numbers in accepted.items():
        wanted = leaves(VALUES[kind]())
        if kind == "DataFrame with its columns in another order" and len(numbers) == NINE_STEPS.size:
            wanted = NINE_STEPS.ravel() if read is not lt.LINEAR else wanted  # a cell reads their names
        np.testing.assert_array_equal(numbers, wanted, kind)
    refused = {"masked array with a mask", "datetime64 array", "timedelta64 array", "string array"}
    assert not refused & accepted.keys()


def main(count=None, seed=0):
    folder = tempfile.mkdtemp()
    save.homework_folder = lambda: Path(folder)
    pairs = random.Random(int(seed)).sample(PAIRS, int(count)) if count else PAIRS
    counts = collections.Counter()
    for entrance, kind in pairs:
        said = problem(entrance, kind)
        counts["problems" if said else "held"] += 1
        if said:
            print(f"{entrance} <- {kind}: {said}", flush=True)
    print(f"{len(ENTRANCES)} entrances, {len(VALUES)} kinds of value, {len(pairs)} calls: {dict(counts)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
