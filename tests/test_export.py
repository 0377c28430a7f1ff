"""What a student takes home: whole files, safe names, the same bytes each time, and what made them inside."""

import csv
import errno
import hashlib
import html
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tracemalloc
import unicodedata
import xml.dom.minidom
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

import lstm_teach as lt
from lstm_teach import CellExplorer, LSTMCell, report
from lstm_teach.examples import NINE_STEPS
from lstm_teach.takehome import save, stamp, stamp_reader
from lstm_teach.takehome.save import (
    HERE,
    check_name,
    save_figure,
    save_table,
    write_whole,
)
from lstm_teach.takehome.stamp_reader import load_figure, read_stamp
from lstm_teach.widgets.explorer.page import page_html

FIGURES, TABLES = (".png", ".svg", ".pdf"), (".csv", ".md", ".tex")


@pytest.fixture
def trace():
    return LSTMCell.standard().run(NINE_STEPS)


def draw(trace, layout=None):
    figure = Figure(layout=layout)
    for ax in figure.subplots(2, sharex=True):
        ax.plot(trace.c, label="memory")
        ax.legend()
        ax.set(ylabel="memory", title="after each step")
        ax.trace = trace
    return figure


def positions(figure):
    return [ax.get_position().bounds for ax in figure.axes]


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def digests(folder):
    return {name: hashlib.sha256(data).hexdigest() for name, data in contents(folder).items()}


def fail_once(monkeypatch, module, call, after, error):
    """Let a function work some times, then fail once."""
    real, calls = getattr(module, call), []

    def fails(*args, **kwargs):
        calls.append(call)
        if len(calls) == after + 1:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(module, call, fails)


# --- what is written ------------------------------------------------------------------------------


def test_a_figure_becomes_png_svg_and_pdf(trace, tmp_path):
    paths = save_figure(draw(trace), "mine", tmp_path)
    assert [path.suffix for path in paths] == list(FIGURES)
    png, svg, pdf = (path.read_bytes() for path in paths)
    assert png.startswith(b"\x89PNG") and b"IEND" in png[-12:]  # noqa: PT018
    assert svg.rstrip().endswith(b"</svg>")
    assert pdf.startswith(b"%PDF") and pdf.rstrip().endswith(b"%%EOF")  # noqa: PT018


def test_a_png_has_300_dots_per_inch(trace, tmp_path):
    figure = draw(trace)
    figure.set_size_inches(3, 2)
    png = save_figure(figure, "mine", tmp_path)[0].read_bytes()
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (900, 600)


def test_a_figure_may_be_given_by_its_axes(trace, tmp_path):
    figure = draw(trace)
    for k, thing in enumerate([figure, figure.axes[0], np.array(figure.axes)]):
        save_figure(thing, f"mine{k}", tmp_path)
    assert len({data for name, data in contents(tmp_path).items() if name.endswith("png")}) == 1


def test_axes_in_a_part_of_a_figure_stand_for_the_whole(tmp_path):
    figure = Figure()
    ax = figure.subfigures(1, 2)[0].subplots()
    assert save_figure(ax, "part", tmp_path)[0].read_bytes() == (
        save_figure(figure, "whole", tmp_path)[0].read_bytes()
    )


@pytest.mark.slow
@pytest.mark.parametrize("layout", [None, "constrained", "compressed", "tight"])
def test_saving_does_not_change_the_figure_or_the_settings(trace, tmp_path, layout):
    figure = draw(trace, layout)
    settings = {"svg.hashsalt": "mine", "svg.fonttype": "none", "pdf.fonttype": 3, "savefig.dpi": 50}

    def state():
        margins = {name: getattr(figure.subplotpars, name) for name in ("left", "right", "top", "hspace")}
        looks = (figure.dpi, tuple(figure.get_size_inches()), figure.get_facecolor(), margins)
        return (
            *looks,
            positions(figure),
            figure.get_layout_engine(),
            [ax.get_in_layout() for ax in figure.axes],
        )

    before = state()
    with mpl.rc_context(settings):
        save_figure(figure, "mine", tmp_path)
        assert settings.items() <= mpl.rcParams.items()
    assert state() == before


def test_a_refused_figure_is_as_it_was(trace, tmp_path, monkeypatch):
    figure = draw(trace, "constrained")
    engine, before = figure.get_layout_engine(), positions(figure)
    broken = MemoryError("too large")
    fail_once(monkeypatch, mpl.backends.backend_svg.FigureCanvasSVG, "print_svg", 0, broken)
    with pytest.raises(MemoryError):
        save_figure(figure, "mine", tmp_path)
    assert (figure.get_layout_engine(), positions(figure)) == (engine, before)
    assert list(tmp_path.iterdir()) == []


def test_a_layout_that_was_settled_by_hand_stays(trace, tmp_path):
    figure = draw(trace, "constrained")
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    settled = io.BytesIO()
    figure.savefig(settled, dpi=300, facecolor="white")
    png = save_figure(figure, "mine", tmp_path)[0]
    assert np.array_equal(np.asarray(Image.open(png)), np.asarray(Image.open(settled)))


def test_csv_has_every_digit_and_one_row_per_step(trace, tmp_path):
    path = save_table(trace, "mine", tmp_path)[0]
    rows = list(csv.DictReader(line for line in path.read_text().splitlines() if line[0] != "#"))
    assert [row["step"] for row in rows] == [str(t) for t in range(1, 10)]
    for name in ("i", "f", "g", "o", "c_prev", "c", "h"):
        assert [float(row[name]) for row in rows] == getattr(trace, name).ravel().tolist()
    assert [float(row["x2"]) for row in rows] == NINE_STEPS[:, 1].tolist()


def test_numpy_reads_the_csv(trace, tmp_path):
    path = save_table(trace, "mine", tmp_path)[0]
    data = np.genfromtxt(path, delimiter=",", names=True, skip_header=1)
    assert data.dtype.names[-3:] == ("c_prev", "c", "h")
    assert data["h"].tolist() == trace.h.ravel().tolist()
    assert np.genfromtxt(path, delimiter=",")[1:, -1].tolist() == trace.h.ravel().tolist()


def test_numbers_of_single_precision_are_written_to_their_last_digit(rng, tmp_path):
    trace = LSTMCell(rng.standard_normal((4, 1)).astype(np.float32)).run(rng.standard_normal((3, 1)))
    lines = save_table(trace, "mine", tmp_path)[0].read_text().splitlines()[2:]
    assert [float(line.split(",")[-1]) for line in lines] == trace.h.ravel().tolist()


def test_markdown_is_the_slide(tmp_path):
    text = save_table(LSTMCell.lee().run(NINE_STEPS), "mine", tmp_path)[1].read_text()
    lines = text.splitlines()
    assert lines[0] == "| step | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |"
    assert "| c\\_prev | 0 | 0 | 3 | 3 | 7 | 7 | 7 | 0 | 6 |" in lines
    assert len({line.count("|") for line in lines[:13]}) == 1


def test_latex_is_a_booktabs_table(trace, tmp_path):
    lines = save_table(trace, "mine", tmp_path)[2].read_text().splitlines()
    assert lines[0].startswith("% {")
    assert lines[1:3] == [r"\begin{tabular}{lrrrrrrrrr}", r"\toprule"]
    assert lines[-2:] == [r"\bottomrule", r"\end{tabular}"]
    body = [line for line in lines if line.endswith(r"\\")]
    assert {line.count("&") for line in body} == {9}
    assert r"$c_{t-1}$ memory before" in body[9]
    assert r"$4.53979 \cdot 10^{-5}$" in body[5]


def test_special_characters_in_labels_stay_text(tmp_path):
    trace = LSTMCell.lee().replace(input_labels=("a_%|\\", "-->", 'b,"c"', "1")).run(NINE_STEPS)
    csv_path, md, tex = save_table(trace, "mine", tmp_path)
    header = next(csv.reader(csv_path.read_text().splitlines()[1:]))
    assert header[1:5] == ["a_%|\\", "-->", 'b,"c"', "1"]
    assert md.read_text().count("-->") == 1  # the end of the comment
    assert r"a\_\%\textbar{}\textbackslash{} &" in tex.read_text()
    for path in (csv_path, md, tex):
        assert read_stamp(path)["traces"][0]["cell"]["input_labels"] == list(trace.input_labels)


def test_labels_cannot_become_arguments_of_the_latex_row_before_them(tmp_path):
    trace = LSTMCell.lee().replace(input_labels=("[2cm]", "*", "i[$", "c[0]")).run(NINE_STEPS)
    lines = save_table(trace, "mine", tmp_path)[2].read_text().splitlines()
    assert [line.partition(" & ")[0] for line in lines[5:9]] == [
        "{[}2cm]",
        "{*}",
        r"i{[}\$",
        "$c_t[0]$ memory after",
    ]


def test_a_long_run_stands_upright(rng, tmp_path):
    trace = LSTMCell(rng.standard_normal((8, 2))).run(rng.standard_normal((13, 2)))
    lines = save_table(trace, "mine", tmp_path)[1].read_text().splitlines()
    assert lines[0].startswith("| step | x1 | x2 | i[0] | i[1] | f[0] |")
    assert len(lines) == 2 + 13 + 2


def test_no_line_of_latex_is_longer_than_tex_can_read(rng, tmp_path):
    trace = LSTMCell(np.ones((4, 1))).run(rng.standard_normal((9000, 1)))
    path = save_table(trace, "mine", tmp_path)[2]
    lines = path.read_text().splitlines()
    assert max(map(len, lines)) < 150_000
    assert all(line.startswith("%") for line in lines[: lines.index(r"\begin{tabular}{lrrrrrrrr}")])
    assert np.array_equal(read_stamp(path)["traces"][0]["x"], trace.x)


def test_a_table_needs_no_matplotlib():
    code = (
        "import sys, tempfile, lstm_teach as lt\n"
        "lt.save_table(lt.LSTMCell.lee().run(lt.examples.NINE_STEPS), 'mine', tempfile.mkdtemp())\n"
        "sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


ODD_LABELS = [
    "$$",
    "$x$",
    "$$x$$",
    "\\",
    "\\(x\\)",
    "\\begin{x}",
    "a\nb",
    "a\r\n\r\n# b",
    "#",
    "# b",
    "|",
    "a | b",
    "\\|",
]
ODD_LABELS += [
    "<script>alert(1)</script>",
    "<b>",
    "<!-- -->",
    "&lt;",
    "[x](http://a.b)",
    "![x](http://a.b/c.png)",
]
ODD_LABELS += [
    "http://a.b/c",
    "HTTPS://a.b",
    "www.a.b",
    "a@b.cd",
    "mailto:a@b.cd",
    "<http://a.b>",
    "[x]",
    "[x]: http://a.b",
]
ODD_LABELS += [
    "`x`",
    "``",
    "~~x~~",
    "*x*",
    "__x__",
    "- x",
    "1. x",
    "> x",
    "---",
    "    x",
    "\tx",
    "{x}",
    "%",
    "a_b^c",
    "[^1]",
]
ODD_LABELS += [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "-->",
    "'x",
    '"x"',
    "a,b",
    "\0",
    "\x07\x1b[0m",
    "\u202eabc\u202c",
    "a\u200fb",
    "a\u2028b",
]
ODD_LABELS += ["\ud800", "\ufeffx", "x" * 300, "作", "😀", "", " ", "h[0]\n", "c_prev[٣]", "i "]


def with_label(label):
    return LSTMCell.lee().replace(input_labels=(label, "v", "w", "2")).run(NINE_STEPS)


def seen(text):
    """What can be seen of a text, without the white space."""
    odd = "[\x00-\x1f\x7f-\x9f\u200f\u2028\u202c\u202e\ufeff\ud800-\udfff]"
    return "".join(re.sub(odd, "", text).split())


def is_plain(markdown, wanted, tags):
    """Whether Markdown, with every plug-in that changes text, shows this text and no other tags."""
    mistune = pytest.importorskip("mistune")
    plugins = [
        "table",
        "strikethrough",
        "math",
        "url",
        "footnotes",
        "mark",
        "insert",
        "superscript",
        "spoiler",
        "ruby",
        "subscript",
    ]
    shown = mistune.create_markdown(escape=False, plugins=plugins)(markdown)
    shown = re.sub(r"<!-- \{.*\} -->\n", "", shown)
    assert set(re.findall(r"</?(\w+)", shown)) <= tags, shown
    return seen(wanted) in seen(html.unescape(re.sub(r"<[^>]*>", "", shown)))


@pytest.mark.parametrize("label", ODD_LABELS, ids=ascii)
def test_any_label_stays_text_in_every_file(tmp_path, label):
    run = with_label(label)
    csv_path, md, tex = save_table(run, "mine", tmp_path)
    assert is_plain(md.read_text(), label, {"table", "thead", "tbody", "tr", "th", "td"})
    rows = md.read_text().splitlines()[:13]
    assert len(rows) == 13
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows} == {11}
    with csv_path.open(newline="", encoding="utf-8") as file:
        _, header, *lines = csv.reader(file)
    assert {len(line) for line in lines} == {len(header)} == {12}
    assert header[1] in (label, f"'{label}", label.replace("\ud800", "?"))
    assert not re.match(r"[=@]|[-+]\w", header[1])  # a spreadsheet's formulas
    row = tex.read_text().splitlines()[5].partition(" & 1 & 3 & ")[0]
    plain = re.sub(r"\\(text\w+\{\}|[{}$&#_%])|\{[\[*]\}", "", row)
    assert not re.search(r"[\\{}$&#_%~^<>|\x00-\x1f\x7f\ud800-\udfff]|^[\[*]", plain), row
    for path in (csv_path, md, tex):
        assert read_stamp(path)["traces"][0]["cell"]["input_labels"][0] == label


@pytest.mark.parametrize("label", ODD_LABELS[::4], ids=ascii)
def test_any_label_stays_text_in_figures_and_reports(tmp_path, label):
    run = with_label(label)
    figure = Figure(figsize=(2, 1))
    figure.add_axes((0, 0, 1, 1)).trace = run
    figure.text(0, 0, re.sub("[\ud800\ufeff]", "", label), parse_math=False)
    paths = report("mine", [(label, run), (label, figure), (label, label)], title=label, folder=tmp_path)
    paths += save_figure(figure, "figure", tmp_path, caption=label if seen(label) else None)
    tags = {"table", "thead", "tbody", "tr", "th", "td", "p", "h1", "img"}
    text = (tmp_path / "mine.md").read_text()
    if label not in ("$x$", "$$x$$"):  # in a text, but not in a table, these are formulas
        assert is_plain(text, label, tags)
    assert text.count("](") == len(re.findall(r"^!\[.*\]\(mine-1\.png\)$", text, re.MULTILINE)) + text.count(
        "\\]("
    )
    xml.dom.minidom.parse(str(tmp_path / "figure.svg"))
    for path in paths:
        if path.suffix != ".md":
            assert read_stamp(path)["traces"][0]["cell"]["input_labels"][0] == label


# --- where it goes --------------------------------------------------------------------------------


def test_the_default_folder_is_the_projects(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert save.homework_folder() == Path(save.__file__).parents[2] / "figures" / "homework"


def test_away_from_its_project_the_folder_is_looked_for_upwards(monkeypatch, tmp_path):
    monkeypatch.setattr(
        save, "__file__", str(tmp_path / "site-packages" / "lstm_teach" / "takehome" / "save.py")
    )
    (tmp_path / "course" / "figures" / "homework").mkdir(parents=True)
    (tmp_path / "course" / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "course" / "notebooks")
    assert save.homework_folder() == tmp_path / "course" / "figures" / "homework"
    monkeypatch.chdir(tmp_path)
    assert save.homework_folder() == tmp_path / "figures" / "homework"


def test_without_a_folder_files_go_to_homework(trace, homework):
    assert {path.parent for path in save_table(trace, "mine")} == {homework}


def test_a_missing_folder_is_made(trace, tmp_path):
    assert save_table(trace, "mine", str(tmp_path / "a" / "b"))[0].is_file()


def test_a_tilde_is_the_home_folder(trace, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert save_table(trace, "mine", "~/course")[0] == tmp_path / "course" / "mine.csv"


@pytest.mark.parametrize("folder", ["~nobody-of-that-name/course", "a\0b"])
def test_a_folder_that_cannot_be_is_told(trace, folder):
    with pytest.raises(OSError, match=r"cannot write to .*: choose another folder with folder=…"):
        save_table(trace, "mine", folder)


# --- names ----------------------------------------------------------------------------------------

ODD = "has '.+' in it: use letters, digits, - and _"
BAD_NAMES = {
    **dict.fromkeys(["a/b", "../a", "/a"], "has '/' in it: give the name alone"),
    **dict.fromkeys(["a\\b", "..\\a"], r"has '\\\\' in it: give the name alone"),
    **dict.fromkeys(["..", ".hidden", "a.b", "mine.png", "mine.TEX", "a b.png"], "leave out the ending"),
    **dict.fromkeys(["作业/1", "/作业"], "has '/' in it: give the name alone"),
    **dict.fromkeys(["作业1.png", "作业.", "nul.txt", ".作业", "作业。.", "con."], "leave out the ending"),
    **dict.fromkeys(
        ["a b", "a\n", "\x07", "a\0", "作业 ", " 作业", "作业\u3000", "a\u202eb", "a\u200bb"], ODD
    ),
    **dict.fromkeys(["作业：1", "作业（1）", "😀", "½", "Ⅷ", "COM¹", "\ud800", "\ufeffa", "\ue000"], ODD),
    **dict.fromkeys(["-rf", "_a", "-作业", "\u0301a"], "start with a letter or digit"),
    "𠮷" * 50: "has 200 bytes: use a shorter one",
    **dict.fromkeys(["CON", "nul", "Aux", "prn", "Com1", "com0", "lpt9"], "reserved on Windows"),
    **dict.fromkeys([None, 7, b"mine", Path("mine")], "must be text"),
    "": "empty",
    "a" * 65: "has 65 characters: use at most 64",
}


@pytest.mark.parametrize(("name", "message"), BAD_NAMES.items(), ids=repr)
def test_a_bad_name_is_refused_in_a_sentence_and_nothing_written(trace, tmp_path, name, message):
    for write, thing in ((save_figure, draw(trace)), (save_table, trace)):
        with pytest.raises((ValueError, TypeError), match=message) as caught:
            write(thing, name, tmp_path)
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_name_of_many_lines_is_refused_in_one():
    for name in (np.zeros((3, 3)), "a\nb", "\n" * 100):
        with pytest.raises((ValueError, TypeError)) as caught:
            check_name(name)
        assert "\n" not in str(caught.value)


@given(st.text() | st.text("aZ0-_./\\~: ", max_size=8) | st.from_regex(r"\A\w[\w-]{0,63}\Z"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_refused_or_stays_inside_the_folder(tmp_path, name):
    try:
        check_name(name)
    except ValueError:
        return
    for old in tmp_path.rglob("*.csv"):
        old.unlink()
    (path,) = write_whole({f"{name}.csv": b"1"}, tmp_path / "in")
    assert path.parent == tmp_path / "in"
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]
    assert path.read_bytes() == b"1"


GOOD_NAMES = ["a", "Lee-nine_steps", "9", "console", "com10", "a" * 64, "作业1", "作业_第2题", "作" * 64]
GOOD_NAMES += ["devoir-été", "Übung", "домашка", "宿題", "숙제", "गृहकार्य", "واجب١"]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_good_name_is_taken(name):
    assert check_name(name) == name


@pytest.mark.slow
@pytest.mark.parametrize("name", ["作业1", "e\u0301tude"])
def test_every_export_takes_a_name_of_any_script_and_writes_it_in_one_form(trace, homework, name):
    """A letter and its accent become one character, as a keyboard types it, wherever the name came from."""
    explorer = CellExplorer(LSTMCell.lee(), NINE_STEPS)
    paths = [
        *save_figure(draw(trace), name),
        *save_table(trace, name),
        *report(name, ["a text", draw(trace)]),
    ]
    paths += [*explorer.export(name), explorer.save_html(f"{name}.html")]
    wanted = unicodedata.normalize("NFC", name)
    assert {path.name.partition(".")[0].removesuffix("-1") for path in paths} == {wanted}
    assert {path.parent for path in paths} == {homework}
    assert {path.name for path in paths} == {path.name for path in homework.iterdir()}
    explorer.close()


@pytest.mark.parametrize(("name", "message"), [*BAD_NAMES.items()], ids=repr)
def test_report_and_page_refuse_the_same_names(trace, tmp_path, name, message):
    explorer = CellExplorer(LSTMCell.lee(), NINE_STEPS)
    with pytest.raises((ValueError, TypeError), match=message):
        report(name, ["a text"], folder=tmp_path)
    with pytest.raises((ValueError, TypeError), match=message):
        explorer.export(name, tmp_path)
    if isinstance(name, str) and name and not set(name) & {"/", "\\", "\0", ".", "\ud800"}:
        with pytest.raises(ValueError, match=message):
            explorer.save_html(tmp_path / f"{name}.html")
    assert list(tmp_path.iterdir()) == []
    explorer.close()


# --- whole files or none --------------------------------------------------------------------------


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("before", [TABLES, TABLES[:1], ()], ids=["all", "one", "none"])
@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_leaves_what_was_there_and_no_litter(tmp_path, monkeypatch, call, after, before):
    old = {f"mine{ending}": b"old" for ending in before}
    write_whole(old, tmp_path)
    fail_once(monkeypatch, os, call, after, FULL)
    with pytest.raises(OSError, match=r"cannot write to .*No space left.*: choose another folder") as caught:
        write_whole({f"mine{ending}": b"new" for ending in TABLES}, tmp_path)
    assert "\n" not in str(caught.value)
    assert contents(tmp_path) == old


def test_a_copy_that_cannot_be_kept_stops_before_anything_is_moved(tmp_path, monkeypatch):
    old = {f"mine{ending}": b"old" for ending in TABLES}
    write_whole(old, tmp_path)
    fail_once(monkeypatch, save.shutil, "copy2", 1, FULL)
    with pytest.raises(OSError, match="No space left"):
        write_whole(dict.fromkeys(old, b"new"), tmp_path)
    assert contents(tmp_path) == old


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_the_stop_button_leaves_what_was_there_and_no_litter(tmp_path, monkeypatch, call):
    old = {f"mine{ending}": b"old" for ending in TABLES}
    write_whole(old, tmp_path)
    fail_once(monkeypatch, os, call, 1, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        write_whole(dict.fromkeys(old, b"new"), tmp_path)
    assert contents(tmp_path) == old


def test_the_stop_button_right_after_a_move_takes_it_back(tmp_path, monkeypatch):
    def replace_and_stop(source, target):
        os.rename(source, target)
        if Path(target).read_bytes() == b"new":
            raise KeyboardInterrupt

    write_whole({"mine.csv": b"old"}, tmp_path)
    monkeypatch.setattr(os, "replace", replace_and_stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole({"mine.csv": b"new", "mine.md": b"new"}, tmp_path)
    assert contents(tmp_path) == {"mine.csv": b"old"}


def test_a_figure_that_cannot_be_drawn_writes_nothing(trace, tmp_path):
    figure = draw(trace)
    figure.axes[0].set_title("$\\nothing$")
    with pytest.raises(ValueError, match="nothing"):
        save_figure(figure, "mine", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_folders_place_is_told(trace, tmp_path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OSError, match=r"cannot write to .*taken"):
        save_table(trace, "mine", tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "mine"


def test_an_unwritable_folder_is_told(trace, tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(PermissionError, match=r"Permission denied.*choose another folder with folder="):
        save_table(trace, "mine", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_the_files_name_is_told_before_anything_is_moved(trace, tmp_path):
    (tmp_path / "mine.tex").mkdir()
    with pytest.raises(OSError, match=r"\(mine\.tex is a folder there\)"):
        save_table(trace, "mine", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.tex"]


KILLS = """
import os, random, signal, sys, time
from lstm_teach.takehome.save import HERE, write_whole

names, kills = ("mine.csv", "mine.md", "mine.tex"), 0
write_whole({name: b"0" * 300_000 for name in names}, sys.argv[1])
for _ in range(200):
    child = os.fork()
    if not child:
        for k in range(10**9):
            write_whole({name: str(k % 10).encode() * 300_000 for name in names}, sys.argv[1])
    time.sleep(random.uniform(0, 0.02))
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    for name in names:
        data = open(os.path.join(sys.argv[1], name), "rb").read()
        assert len(data) == 300_000 and len(set(data)) == 1, name
    kills += 1
print(kills)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.slow
def test_two_hundred_killed_processes_leave_the_old_or_the_new_file(tmp_path):
    run = subprocess.run([sys.executable, "-c", KILLS, tmp_path], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("200\n", "")


@pytest.mark.slow
def test_a_killed_save_leaves_figures_that_can_be_read(trace, tmp_path, rng):
    code = (
        "import sys, itertools, lstm_teach as lt\nfrom matplotlib.figure import Figure\n"
        "for k in itertools.count():\n"
        "    trace = lt.LSTMCell.lee().run([[k % 10, 1, 0, 1]])\n"
        "    lt.save_figure(lt.plot_gates(trace, Figure().subplots()), 'mine', sys.argv[1])\n"
        "    print(k, flush=True)\n"
    )
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"0\n"
            time.sleep(rng.uniform(0, 1))
            process.send_signal(signal.SIGKILL)
        for ending in FIGURES:
            cell, x = load_figure(tmp_path / f"mine{ending}")
            assert cell.run(x).c.item() == x[0, 0]


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_is_told_and_nothing_is_lost(trace, tmp_path, monkeypatch, call):
    before = {path: path.read_bytes() for path in save_table(trace, "mine", tmp_path)}
    calls = 0

    def full(*_):
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    class Disk(io.FileIO):
        def write(self, data):
            full()
            return super().write(data)

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(save, "open", lambda path, mode: Disk(path, mode), raising=False)
    with pytest.raises(
        OSError, match=r"cannot write to .* \(No space left on device\): choose another folder"
    ):
        save_table(LSTMCell.lee().run(NINE_STEPS), "mine", tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


# --- the same bytes, and what made them -----------------------------------------------------------


@pytest.mark.slow
def test_the_same_run_gives_the_same_bytes_in_every_process(tmp_path):
    code = (
        "import sys, numpy as np, lstm_teach as lt\nfrom matplotlib.figure import Figure\n"
        "trace = lt.LSTMCell.standard().run(lt.examples.NINE_STEPS)\n"
        "wide = lt.LSTMCell(np.sin(np.arange(240.0)).reshape(80, 3)).run(np.eye(30, 3))\n"
        "lt.save_figure(lt.plot_trace(trace, Figure()), 'mine', sys.argv[1])\n"
        "lt.save_figure(lt.plot_memory(wide, Figure(layout='constrained').subplots()), 'wide', sys.argv[1])\n"
        "lt.save_table(trace, 'mine', sys.argv[1])\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, tmp_path / seed],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"},
        )
        for seed in ("1", "2")
    ]
    assert [process.wait() for process in processes] == [0, 0]
    first, second = digests(tmp_path / "1"), digests(tmp_path / "2")
    assert len(first) == 9
    assert first == second


@pytest.mark.parametrize("layout", [None, "constrained", "tight"])
@pytest.mark.slow
def test_the_same_figure_gives_the_same_bytes_each_time(trace, tmp_path, layout):
    figure = draw(trace, layout)
    for k in range(3):
        save_figure(figure, "mine", tmp_path / str(k))
    first, *others = (digests(tmp_path / str(k)) for k in range(3))
    assert others == [first, first]


@pytest.mark.parametrize("units", [1, 20])
@pytest.mark.slow
def test_a_figure_shown_before_gives_the_bytes_of_a_fresh_one(rng, tmp_path, units):
    trace = LSTMCell(rng.standard_normal((4 * units, 3))).run(rng.standard_normal((9, 3)))
    for k in range(2):
        axes = lt.plot_trace(trace, Figure())
        for _ in range(2 * k):
            axes[0].figure.savefig(io.BytesIO(), dpi=72)
        save_figure(axes, "mine", tmp_path / str(k))
    assert digests(tmp_path / "0") == digests(tmp_path / "1")


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("units", [1, 2, 7])
def test_every_file_gives_the_run_back_to_the_last_bit(rng, tmp_path, dtype, units):
    shapes = ((4 * units, 3), (4 * units, units), (4 * units,))
    cell = LSTMCell(
        *(rng.standard_normal(shape).astype(dtype) for shape in shapes), memory_activation="linear"
    )
    trace = cell.run(rng.standard_normal((5, 3)), *rng.standard_normal((2, units)))
    paths = [*save_figure(draw(trace), "mine", tmp_path), *save_table(trace, "mine", tmp_path)]
    assert [path.suffix for path in paths] == [*FIGURES, *TABLES]
    for path in paths:
        (entry,) = read_stamp(path)["traces"]
        again = LSTMCell(**entry["cell"]).run(entry["x"], entry["h0"], entry["c0"])
        assert again.c.dtype == dtype
        assert again.c.tobytes() == trace.c.tobytes()
        assert again.h.tobytes() == trace.h.tobytes()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("units", [1, 3])
def test_load_figure_gives_cell_and_inputs_back_to_the_last_bit(rng, tmp_path, dtype, units):
    shapes = ((4 * units, 2), (4 * units, units), (4 * units,))
    cell = LSTMCell(*(rng.standard_normal(shape).astype(dtype) for shape in shapes),
                    gate_activation="step", input_labels=("作", "1"))  # fmt: skip
    traces = [cell.run(rng.standard_normal((5, 2)).astype(dtype)) for _ in range(2)]
    fig = Figure()
    for ax, trace in zip(fig.subplots(2, 1), traces, strict=True):
        lt.plot_gates(trace, ax)
    for path in save_figure(fig, "mine", tmp_path):
        for k, trace in enumerate(traces):
            again, x = load_figure(path, k)
            assert x.tobytes() == trace.x.tobytes()
            assert x.dtype == again.weight_ih.dtype == dtype
            assert repr(again) == repr(cell)
            for name in ("weight_ih", "weight_hh", "bias"):
                assert getattr(again, name).tobytes() == getattr(cell, name).tobytes()


def test_a_loaded_figure_is_ready_for_an_explorer(trace, tmp_path):
    explorer = lt.CellExplorer(*load_figure(save_figure(draw(trace), "mine", tmp_path)[1]))
    np.testing.assert_array_equal(explorer.trace.h, trace.h)
    explorer.close()


@pytest.mark.slow
def test_what_cannot_be_loaded_is_told(trace, tmp_path, monkeypatch):
    def path(trace):
        return save_figure(draw(trace), "mine", tmp_path)[0]

    with pytest.raises(ValueError, match=r"mine\.png carries 1 run, number 0: there is no '1'"):
        load_figure(path(trace), 1)
    with pytest.raises(ValueError, match=r"mine\.png carries no run"):
        load_figure(save_figure(Figure(), "mine", tmp_path)[0])
    with pytest.raises(ValueError, match="did not start from zeros: read_stamp"):
        load_figure(path(LSTMCell.lee().run(NINE_STEPS, [0], [3])))
    squash = lt.Activation("squash", np.tanh, np.ones_like)
    with pytest.raises(ValueError, match="'gate_activation' is 'squash', not one of step"):
        load_figure(path(LSTMCell.lee().replace(gate_activation=squash).run(NINE_STEPS)))
    monkeypatch.setattr(stamp, "MAX_NUMBERS", 10)
    with pytest.raises(ValueError, match="only the shapes of this run: it is too large"):
        load_figure(path(trace))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda values: st.lists(values, max_size=4) | st.dictionaries(st.text(max_size=9), values, max_size=4),
    max_leaves=12,
)


@given(data=st.data())
def test_a_forged_stamp_is_refused_in_a_sentence_or_gives_a_cell(data):
    """Whatever stands in a file: a ValueError in one line, or a cell and inputs that run."""
    text = stamp.stamp_text(stamp.make_stamp([LSTMCell.standard().run(NINE_STEPS)], []))
    entry = json.loads(text)
    target = entry["traces"][0]
    if data.draw(st.booleans()):
        target = target["cell"]
    target[data.draw(st.sampled_from(sorted(target)) | st.text(max_size=5))] = data.draw(JSON)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "forged.csv")
        path.write_text(f"# {stamp.stamp_text(entry)}\n")
        try:
            cell, x = load_figure(path)
        except ValueError as error:
            said = str(error)
        else:
            said = f"{len(cell.run(x))} steps"
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("ending", TABLES)
def test_a_stamp_is_one_flat_object_of_ascii(trace, tmp_path, ending):
    save_table(trace, "mine", tmp_path)
    (line,) = (line for line in (tmp_path / f"mine{ending}").read_text().splitlines() if '"traces"' in line)
    text = line[line.index("{") : line.rindex("}") + 1]
    read = json.loads(text)
    assert text.isascii()
    assert text == json.dumps(read, sort_keys=True, separators=(",", ":"))
    assert read.keys() == {"lstm_teach", "numpy", "traces"}
    assert read["numpy"] == np.__version__
    assert read["traces"][0]["x"] == NINE_STEPS.tolist()


def test_other_programs_find_the_stamp_in_a_png(trace, tmp_path):
    with Image.open(save_figure(draw(trace), "mine", tmp_path)[0]) as picture:
        assert json.loads(picture.text["lstm_teach"])["matplotlib"] == mpl.__version__


def test_labels_cannot_break_out_of_a_stamp(tmp_path):
    labels = ('-->"<!--', "</dc:description>--", "a)\\(b\n%", "作--->业")
    trace = LSTMCell.lee().replace(input_labels=labels).run(NINE_STEPS)
    for path in [*save_figure(draw(trace), "mine", tmp_path), *save_table(trace, "mine", tmp_path)]:
        assert read_stamp(path)["traces"][0]["cell"]["input_labels"] == list(labels)
    comment = (tmp_path / "mine.md").read_text().partition("\n<!-- {")[2]
    assert comment.index("--") == len(comment) - len("-->\n")


def test_a_figure_without_a_trace_is_stamped_with_versions_only(tmp_path):
    figure = Figure()
    figure.subplots().plot([1, 2])
    stamp = read_stamp(save_figure(figure, "mine", tmp_path)[2])
    assert stamp["traces"] == []
    assert stamp.keys() == {"lstm_teach", "numpy", "matplotlib", "traces"}


def test_each_trace_is_stamped_once_in_the_order_of_the_axes(trace, tmp_path):
    figure, other = draw(trace), LSTMCell.lee().run(NINE_STEPS)
    figure.add_axes([0, 0, 0.1, 0.1]).trace = other
    figure.add_axes([0, 0.2, 0.1, 0.1]).trace = trace
    entries = read_stamp(save_figure(figure, "mine", tmp_path)[0])["traces"]
    assert [entry["cell"]["gate_activation"] for entry in entries] == ["sigmoid", "step"]


def test_a_trace_without_a_recipe_is_stamped_with_its_inputs(trace, tmp_path):
    entry = read_stamp(save_table(replace(trace, recipe={}), "mine", tmp_path)[0])["traces"][0]
    assert entry["cell"] == {}
    assert np.array_equal(entry["x"], trace.x)


def test_a_huge_trace_is_stamped_with_its_shapes(tmp_path):
    trace = LSTMCell(np.zeros((400, 600))).run(np.zeros((2, 600)))
    entry = read_stamp(save_table(trace, "mine", tmp_path)[1])["traces"][0]
    assert entry["whole"] is False
    assert entry["cell"]["weight_ih"] == {"shape": [400, 600]}


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_trace_with_numbers_that_json_lacks_is_stamped_with_its_shapes(trace, tmp_path, value):
    broken = replace(trace, x=np.full_like(trace.x, value))
    entry = read_stamp(save_table(broken, "mine", tmp_path)[0])["traces"][0]
    assert entry["x"] == {"shape": [9, 4]}


def test_a_package_that_is_not_installed_is_stamped_as_such(trace, tmp_path, monkeypatch):
    def missing(name):
        raise stamp.PackageNotFoundError(name)

    monkeypatch.setattr(stamp, "version", missing)
    assert read_stamp(save_table(trace, "mine", tmp_path)[0])["lstm_teach"] == "not installed"


def test_a_stamp_survives_a_windows_editor_and_a_loud_ending(trace, tmp_path):
    for path in save_table(trace, "mine", tmp_path):
        loud = path.with_suffix(path.suffix.upper())
        loud.write_bytes(b"my notes\r\n" + path.read_bytes().replace(b"\n", b"\r\n"))
        assert read_stamp(loud)["traces"][0]["cell"]["gate_activation"] == "sigmoid"


@pytest.mark.parametrize("ending", FIGURES + TABLES)
@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"{}", b"# {lstm_teach", b"lstm_teach", b"/Subject (lstm_teach)"]
)
def test_a_file_without_a_stamp_is_told(tmp_path, ending, data):
    path = tmp_path / f"other{ending}"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=f"other{ending} carries no stamp"):
        read_stamp(path)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"lstm_teach":"1"}',
        '{"lstm_teach":"1","traces":3}',
        '{"lstm_teach":1,"traces":[]}',
        '{"lstm_teach":"1","traces":[],"numpy":NaN}',
        '{"lstm_teach":"1","traces":[{}]}',
        '{"lstm_teach":"1","traces":""}',
        '{"lstm_teach":"1","traces":[{"whole":[1,2],"dtype":"float64","cell":{}}]}',
        '{"lstm_teach":"1","traces":[{"whole":true,"dtype":"float32","cell":{},"x":[1e99]}]}',
        '{"lstm_teach":"1","traces":[{"whole":true,"dtype":"float64","cell":{},"x":[1e999]}]}',
        '{"lstm_teach":"1","traces":[{"whole":true,"dtype":"object","cell":{}}]}',
        '{"lstm_teach":"1","traces":[{"whole":true,"dtype":"float64","cell":{"a":[1,[2]]}}]}',
        '{"lstm_teach":"1","traces":[{"whole":true,"dtype":"float64","cell":[]}]}',
        '{"lstm_teach":"1","traces":' + "[" * 100_000 + "}",
        '{"lstm_teach":' + "1" * 5000 + "}",
    ],
    ids=lambda text: text[:70],
)
def test_a_stamp_of_another_shape_is_told(tmp_path, text):
    path = tmp_path / "other.csv"
    path.write_text(f"# {text}\n")
    with pytest.raises(
        ValueError, match=r"^other\.csv carries no stamp: only files that lstm_teach saved do$"
    ):
        read_stamp(path)


@pytest.mark.parametrize(
    ("ending", "piece"),
    [(".pdf", b"/Subject ("), (".pdf", b"/Subject (\\"), (".svg", b"<dc:description>"), (".png", bytes(8))]
    + [(ending, piece) for ending in TABLES for piece in (b"# {", b"{}", b"\n%+", b"<!-- {}\n")],
)
def test_a_file_made_to_be_slow_is_told_at_once(tmp_path, ending, piece):
    path = tmp_path / f"slow{ending}"
    path.write_bytes(piece * (2_000_000 // len(piece)))
    start = time.perf_counter()
    with pytest.raises(ValueError, match="carries no stamp"):
        read_stamp(path)
    assert time.perf_counter() - start < 5  # searching anew from each piece takes minutes


def test_a_file_too_large_is_told_without_reading_it(tmp_path, monkeypatch):
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.truncate(10**12)  # a sparse file: it takes no room on the disk
    monkeypatch.setattr(stamp_reader, "MAX_BYTES", 1_000_000)
    with pytest.raises(ValueError, match=r"endless\.csv is larger than 1 MB"):
        read_stamp(path)


MB20, HEAD = 20_000_000, b'# {"lstm_teach":"1","traces":['
CRAFTED = [  # ending, and what stands at the start, over and over, and behind that
    (".pdf", b"/Subject (", b"\\)", MB20, b")"),
    (".png", bytes(8), bytes(4) + b"IDAT" + bytes(4), MB20, b""),
    (".png", b"\1\0\0\0tEXtlstm_teach\0", b"[", MB20, b""),
    (".svg", b"<dc:description>", b"a", MB20, b"</dc:description>"),
    (".md", b"", b'<!-- {"lstm_teach":1} ', MB20, b""),
    (".tex", b'% {"lstm_teach":"', b"\n%+", MB20, b'"}'),
    (".csv", HEAD, b"[],", 7_900_000, b"0]}"),
    (".csv", HEAD, b'{"":{}},', 7_900_000, b"0]}"),
    (".csv", HEAD, b'{"":{}},', 1_500_000, b"0]}"),
    (".csv", HEAD, b'"%x",', 6_000_000, b"0]}"),
    (".csv", HEAD, b"1", 7_900_000, b"]}"),
    (".csv", HEAD + b"0.", b"1", 7_900_000, b"]}"),
    (".csv", HEAD, b"[", 7_900_000, b"]}"),
]


@pytest.mark.parametrize(("ending", "head", "piece", "size", "tail"), CRAFTED)
def test_a_crafted_file_costs_little_memory(tmp_path, ending, head, piece, size, tail):
    count = size // len(piece)
    body = b"".join(piece % k for k in range(count)) if b"%x" in piece else piece * count
    path = tmp_path / f"crafted{ending}"
    path.write_bytes(head + body + tail + b"\n" + bytes(MB20 - size))
    del body
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="carries no stamp"):
            read_stamp(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5 * MB20


# --- what is no path, and no file ------------------------------------------------------------------


def kind(value):
    """The name of a value in a test's name: the same in each process."""
    return type(value).__name__


class OddPath:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


NO_PATHS = [None, 3, 2.5, b"mine.png", ["mine.png"], {}, object(), OddPath(b"mine.png"), OddPath(3)]
NO_PATHS += ["", " ", "\0", "a\0b.png", "\ud800.png", "~nobody-of-that-name/mine.png"]


def is_a_sentence(error):
    text = str(error)
    return 0 < len(text) <= 300 and len(text.splitlines()) == 1 and text.isprintable()


@pytest.mark.parametrize("read", [read_stamp, load_figure])
@pytest.mark.parametrize("path", NO_PATHS, ids=kind)
def test_what_is_no_path_is_told(read, path):
    with pytest.raises((ValueError, TypeError), match=r"^path is ") as caught:
        read(path)
    assert is_a_sentence(caught.value)


@pytest.mark.parametrize("read", [read_stamp, load_figure])
@pytest.mark.parametrize(
    ("path", "error"),
    [("missing.png", FileNotFoundError), ("x" * 10_000, OSError), ("x" * 200 + ".png", FileNotFoundError),
     ("a\nb\u202e.png", FileNotFoundError), (".", IsADirectoryError), ("/", IsADirectoryError),
     (OddPath("missing.png"), FileNotFoundError)],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_a_file_that_is_not_there_is_told(read, path, error, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=r"cannot be read \(.+\): give the path of a file$") as caught:
        read(path)
    assert is_a_sentence(caught.value)


def test_a_file_without_an_ending_carries_no_stamp(tmp_path):
    (tmp_path / "mine").write_bytes(b"text")
    with pytest.raises(ValueError, match=r"^mine carries no stamp"):
        load_figure(tmp_path / "mine")


def test_a_path_of_another_kind_is_read(trace, tmp_path):
    class MyPath(type(tmp_path)):
        pass

    path = save_table(trace, "mine", OddPath(str(tmp_path)))[0]
    for kind in (str, MyPath, OddPath):
        assert np.array_equal(load_figure(kind(str(path)))[1], trace.x)


@pytest.mark.parametrize("folder", [3, 2.5, b"folder", ["folder"], {}, object()], ids=kind)
def test_what_is_no_folder_is_told(trace, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for write in (
        lambda: save_table(trace, "mine", folder),
        lambda: save_figure(Figure(figsize=(1, 1)), "mine", folder),
        lambda: report("mine", ["text"], folder=folder),
    ):
        with pytest.raises(TypeError, match=r"^folder is .*: it is a path") as caught:
            write()
        assert is_a_sentence(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "folder", ["", " ", "\ud800", OddPath(b"folder"), "x" * 10_000, "/dev/null"], ids=kind
)
def test_text_that_is_no_folder_is_told(trace, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match=r"^cannot write to .*: choose another folder with folder=…$") as caught:
        save_table(trace, "mine", folder)
    assert is_a_sentence(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("kind", ["pipe", "device", "socket"])
def test_what_is_no_file_is_neither_read_nor_written(trace, tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    if kind == "pipe":
        os.mkfifo("mine.csv")
    elif kind == "device":
        os.symlink("/dev/zero", "mine.csv")
    else:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("mine.csv")
    for read in (read_stamp, load_figure):
        with pytest.raises(OSError, match=r"^mine\.csv cannot be read \(it is a pipe or a device\)"):
            read("mine.csv")
    with pytest.raises(OSError, match=r"\(mine\.csv is a pipe or a device there\): choose another folder"):
        save_table(trace, "mine", tmp_path)
    assert os.listdir() == ["mine.csv"]
    with pytest.raises(OSError, match=r"^cannot write to"):
        save_table(trace, "mine", tmp_path / "mine.csv")


# --- what killed saves leave ----------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.slow
def test_the_next_save_clears_what_killed_saves_left(tmp_path, monkeypatch):
    def unfinished():
        return [path for path in tmp_path.iterdir() if path.name.startswith(".mine")]

    names = ("mine.csv", "mine.md")
    write_whole(dict.fromkeys(names, b"0" * 300_000), tmp_path)
    for pause in np.linspace(0.001, 0.02, 30):
        child = os.fork()
        if not child:
            while True:
                write_whole(dict.fromkeys(names, b"1" * 300_000), tmp_path)
        time.sleep(pause)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    left = unfinished()
    assert left
    users = [".mine.csv.1a2b3c4d", ".mine.csv.unfinished", "mine.csv.1a2b3c4d.unfinished", ".notes"]
    users += [".mine.csv.1A2B3C4D.unfinished", ".mine.csv.1a2b3c4d-1-1a2b3c4d.unfinished~"]
    for name in users:
        (tmp_path / name).write_bytes(b"mine")
    folder = f".mine.csv.{HERE}-999999999-00000000.unfinished"
    (tmp_path / folder).mkdir()
    another = [  # of a process that runs, and of another computer
        tmp_path / f".mine.csv.{HERE}-{os.getppid()}-00000000.unfinished",
        tmp_path / ".mine.csv.00000000-999999999-00000000.unfinished",
    ]
    for path in another:
        path.write_bytes(b"1")
    write_whole(dict.fromkeys(names, b"2" * 300_000), tmp_path)
    found = {path.name: path.is_dir() or path.read_bytes() for path in tmp_path.iterdir()}
    wanted = dict.fromkeys(names, b"2" * 300_000) | dict.fromkeys(users, b"mine") | {folder: True}
    assert found == wanted | {path.name: b"1" for path in another}
    monkeypatch.setattr(save, "OLD", -1)
    write_whole(dict.fromkeys(names, b"3" * 300_000), tmp_path)
    assert not any(path.exists() for path in another)


def test_a_copy_of_an_old_file_is_not_an_old_copy(tmp_path, monkeypatch):
    """Another save may run while one holds its copy of a file of last year."""
    real = os.replace

    def another_save_first(source, target):
        monkeypatch.setattr(os, "replace", real)
        write_whole({"other.csv": b"other"}, tmp_path)
        raise FULL

    (path,) = write_whole({"mine.csv": b"old"}, tmp_path)
    os.utime(path, (0, 0))
    monkeypatch.setattr(os, "replace", another_save_first)
    with pytest.raises(OSError, match="No space left"):
        write_whole({"mine.csv": b"new"}, tmp_path)
    assert contents(tmp_path) == {"mine.csv": b"old", "other.csv": b"other"}


def test_a_stamp_too_long_is_told_without_parsing_it(trace, tmp_path, monkeypatch):
    path = save_table(trace, "mine", tmp_path)[0]
    monkeypatch.setattr(stamp_reader, "MAX_STAMP", 100)
    with pytest.raises(ValueError, match="carries no stamp"):
        read_stamp(path)


def test_a_batch_and_what_is_no_trace_or_figure_are_refused(trace, tmp_path):
    with pytest.raises(ValueError, match="choose one"):
        save_table(LSTMCell.lee().run(NINE_STEPS[:, None]), "mine", tmp_path)
    with pytest.raises(TypeError, match=r"trace is a ndarray: give what cell\.run"):
        save_table(trace.h, "mine", tmp_path)
    line = draw(trace).axes[0].lines[0]
    two = np.array([*draw(trace).axes, *draw(trace).axes])
    for thing in (trace, None, np.array([]), "figure", line, two, np.array([two[0], 3], object), list(two)):
        with pytest.raises(TypeError, match="fig is a"):
            save_figure(thing, "mine", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["x", "h", "c", "i", "h_prev"])
def test_a_trace_with_numbers_that_are_none_is_saved(trace, tmp_path, kind, name):
    array = getattr(trace, name).copy()
    array[0] = kind
    broken = replace(trace, **{name: array})
    csv_path, md, tex = save_table(broken, "mine", tmp_path)
    row = {"x": "x1", "h_prev": "c_prev"}.get(name, name)
    with csv_path.open(newline="") as file:
        value = next(csv.DictReader(list(file)[1:]))[row]
    if name != "h_prev":  # no row of the table
        assert str(float(value)) == str(kind)
        assert "| – |" in md.read_text() and "& – &" in tex.read_text()  # noqa: PT018
    for path in save_figure(draw(broken), "mine", tmp_path):
        read = read_stamp(path)["traces"][0]
        assert read["whole"] is (name in ("h", "c", "i"))


def draw_empty(trace):
    figure = Figure(figsize=(1, 1))
    figure.add_axes((0, 0, 1, 1)).trace = trace
    return figure


@pytest.mark.parametrize("dtype", [np.float16, np.longdouble, np.int64, np.bool_, ">f4"])
def test_numbers_of_any_kind_are_stamped_as_numbers(trace, tmp_path, dtype):
    recipe = dict(trace.recipe) | {"weight_ih": trace.recipe["weight_ih"].astype(dtype)}
    other = replace(trace, recipe=recipe)
    for path in [*save_table(other, "mine", tmp_path), *save_figure(draw_empty(other), "mine", tmp_path)]:
        (entry,) = read_stamp(path)["traces"]
        assert entry["cell"]["weight_ih"].tolist() == recipe["weight_ih"].astype(float).tolist()


def test_a_recipe_of_someones_own_is_stamped_as_text(trace, tmp_path):
    recipe = {"a": None, 3: np.float16(2), "b": {"c": object}, "d": 1j, "e": [1, None], "f": "text"}
    (entry,) = read_stamp(save_table(replace(trace, recipe=recipe), "mine", tmp_path)[0])["traces"]
    assert entry["cell"] == {"a": "None", "3": "np.float16(2.0)", "b": "{'c': <class 'object'>}", "d": "1j",
                             "e": ["1", "None"], "f": "text"}  # fmt: skip


@pytest.mark.parametrize("name", ["step", "sigmoid", "tanh", "linear"])
def test_an_activation_named_like_one_of_the_package_is_not_taken_for_it(trace, tmp_path, name):
    own = lt.Activation(name, np.sin, np.cos)
    run = LSTMCell.standard().replace(gate_activation=own).run(NINE_STEPS)
    assert run.recipe["gate_activation"] is own
    assert run.recipe["memory_activation"] == "tanh"
    for path in [*save_table(run, "mine", tmp_path), *save_figure(draw_empty(run), "mine", tmp_path)]:
        assert read_stamp(path)["traces"][0]["cell"]["gate_activation"] == f"{name} (own)"
        with pytest.raises(
            ValueError, match=rf"'gate_activation' is '{name} \(own\)', not one of step"
        ) as caught:
            load_figure(path)
        assert is_a_sentence(caught.value)


@pytest.mark.parametrize(
    ("k", "error"),
    [(True, TypeError), (0.0, TypeError), ("0", TypeError), (None, TypeError), (-1, ValueError),
     (10**5000, ValueError), (np.int64(7), ValueError)],
    ids=range(7),
)  # fmt: skip
def test_an_odd_number_of_a_run_is_told(trace, tmp_path, k, error):
    path = save_table(trace, "mine", tmp_path)[0]
    with pytest.raises(error, match=r"^k is |there is no") as caught:
        load_figure(path, k)
    assert is_a_sentence(caught.value)
    assert np.array_equal(load_figure(path, np.int64(0))[1], trace.x)


def test_runs_that_are_too_many_numbers_together_leave_a_stamp_that_can_be_read(tmp_path, monkeypatch):
    figure = Figure(figsize=(1, 1))
    for steps in (9000, 9000, 900):
        run = LSTMCell(np.ones((4, 1))).run(np.ones((steps, 1)))
        figure.add_axes((0, 0, 1, 1)).trace = run
    monkeypatch.setattr(stamp, "MAX_NUMBERS", 10_000)
    for path in save_figure(figure, "mine", tmp_path):
        assert [entry["whole"] for entry in read_stamp(path)["traces"]] == [True, False, True]


@pytest.mark.parametrize(
    ("thing", "caption", "message"),
    [
        (Figure(figsize=(100, 100)), None, "fig is 100 by 100 inches: make it smaller"),
        (np.zeros(10**7), None, "fig is a ndarray"),
        (Figure(), 3, "caption is 3: give text"),
        (Figure(), " ", "caption is empty"),
        (Figure(), "x" * 10_000, "caption has 10000 characters: use at most 1000"),
        (Figure(), b"x", "caption is b'x': give text"),
    ],
)
def test_an_odd_figure_or_caption_is_told(tmp_path, thing, caption, message):
    with pytest.raises((ValueError, TypeError), match=f"^{message}") as caught:
        save_figure(thing, "mine", tmp_path, caption=caption)
    assert is_a_sentence(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_cannot_be_drawn_is_told_in_a_sentence(tmp_path):
    figure = Figure()
    figure.suptitle("$" + "\\nothing" * 1000 + "$")
    for write in (save_figure, lambda fig, name, folder: report(name, [fig], folder=folder)):
        with pytest.raises(ValueError, match=r"^fig cannot be drawn \(.*nothing") as caught:
            write(figure, "mine", tmp_path)
        assert is_a_sentence(caught.value)


def test_a_page_holds_half_a_character_as_a_question_mark():
    html = page_html({"labels": ["\ud800<"]}, {}, "<p>\ud800</p>")
    assert b"<p>?</p>" in html.encode()
    assert r"\ud800\u003c" in html


def test_the_package_hands_these_on():
    assert lt.save_figure is save_figure
    assert lt.save_table is save_table
