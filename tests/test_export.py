"""What a student takes home: whole files, safe names, the same bytes each time, and what made them inside."""

import csv
import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

import lstm_teach as lt
from lstm_teach import LSTMCell, export
from lstm_teach.examples import NINE_STEPS
from lstm_teach.export import check_name, read_stamp, save_figure, save_table, write_whole

FIGURES, TABLES = (".png", ".svg", ".pdf"), (".csv", ".md", ".tex")


@pytest.fixture
def trace():
    return LSTMCell.standard().run(NINE_STEPS)


def draw(trace):
    figure = Figure()
    ax = figure.subplots()
    ax.plot(trace.c, label="memory")
    ax.legend()
    ax.trace = trace
    return figure


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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


def test_saving_does_not_change_the_figure(trace, tmp_path):
    figure = draw(trace)
    before = (figure.dpi, tuple(figure.get_size_inches()), figure.get_facecolor())
    save_figure(figure, "mine", tmp_path)
    assert (figure.dpi, tuple(figure.get_size_inches()), figure.get_facecolor()) == before


def test_csv_has_every_digit_and_one_row_per_step(trace, tmp_path):
    path = save_table(trace, "mine", tmp_path)[0]
    rows = list(csv.DictReader(line for line in path.read_text().splitlines() if line[0] != "#"))
    assert [row["step"] for row in rows] == [str(t) for t in range(1, 10)]
    for name in ("i", "f", "g", "o", "c_prev", "c", "h"):
        assert [float(row[name]) for row in rows] == getattr(trace, name).ravel().tolist()
    assert [float(row["x2"]) for row in rows] == NINE_STEPS[:, 1].tolist()


def test_numpy_reads_the_csv(trace, tmp_path):
    path = save_table(trace, "mine", tmp_path)[0]
    data = np.loadtxt(path, delimiter=",", skiprows=2)
    assert data[:, -1].tolist() == trace.h.ravel().tolist()


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
    assert r"a\_\%|\textbackslash{} &" in tex.read_text()
    for path in (csv_path, md, tex):
        assert read_stamp(path)["traces"][0]["cell"]["input_labels"] == list(trace.input_labels)


def test_a_long_run_stands_upright(rng, tmp_path):
    trace = LSTMCell(rng.standard_normal((8, 2))).run(rng.standard_normal((13, 2)))
    lines = save_table(trace, "mine", tmp_path)[1].read_text().splitlines()
    assert lines[0].startswith("| step | x1 | x2 | i[0] | i[1] | f[0] |")
    assert len(lines) == 2 + 13 + 2


def test_a_table_needs_no_matplotlib():
    code = (
        "import sys, tempfile, lstm_teach as lt\n"
        "lt.save_table(lt.LSTMCell.lee().run(lt.examples.NINE_STEPS), 'mine', tempfile.mkdtemp())\n"
        "sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- where it goes --------------------------------------------------------------------------------


def test_the_default_folder_is_the_projects(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert export.homework_folder() == Path(export.__file__).parents[1] / "figures" / "homework"


def test_away_from_its_project_the_folder_is_looked_for_upwards(monkeypatch, tmp_path):
    monkeypatch.setattr(export, "__file__", str(tmp_path / "site-packages" / "lstm_teach" / "export.py"))
    (tmp_path / "course" / "figures" / "homework").mkdir(parents=True)
    (tmp_path / "course" / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "course" / "notebooks")
    assert export.homework_folder() == tmp_path / "course" / "figures" / "homework"
    monkeypatch.chdir(tmp_path)
    assert export.homework_folder() == tmp_path / "figures" / "homework"


def test_without_a_folder_files_go_to_homework(trace, homework):
    assert {path.parent for path in save_table(trace, "mine")} == {homework}


def test_a_missing_folder_is_made(trace, tmp_path):
    assert save_table(trace, "mine", str(tmp_path / "a" / "b"))[0].is_file()


# --- names ----------------------------------------------------------------------------------------

BAD_NAMES = {
    **dict.fromkeys(
        ["a/b", "a\\b", "..", "../a", "a b", ".hidden", "-rf", "a\n", "作业", "a.b"], "letters a-z"
    ),
    **dict.fromkeys(["CON", "nul", "Aux", "Com1", "lpt9"], "reserved on Windows"),
    **dict.fromkeys(["mine.png", "mine.TEX"], "leave out the ending"),
    **dict.fromkeys([None, 7], "must be text"),
    "": "empty",
    "a" * 65: "1 to 64",
}


@pytest.mark.parametrize(("name", "message"), BAD_NAMES.items(), ids=repr)
def test_a_bad_name_is_refused_in_a_sentence_and_nothing_written(trace, tmp_path, name, message):
    for save, thing in ((save_figure, draw(trace)), (save_table, trace)):
        with pytest.raises((ValueError, TypeError), match=message) as caught:
            save(thing, name, tmp_path)
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_refused_or_stays_inside_the_folder(tmp_path, name):
    try:
        check_name(name)
    except ValueError:
        return
    (path,) = write_whole({f"{name}.csv": b"1"}, tmp_path / "in")
    assert path.parent == tmp_path / "in"
    assert path.read_bytes() == b"1"


@pytest.mark.parametrize("name", ["a", "Lee-nine_steps", "9", "console", "com10", "a" * 64])
def test_a_good_name_is_taken(name):
    assert check_name(name) == name


# --- whole files or none --------------------------------------------------------------------------


@pytest.mark.parametrize("call", ["fsync", "replace", "fdopen"])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_failure_leaves_each_file_old_or_new_and_no_litter(tmp_path, monkeypatch, call, after):
    old = {f"mine{ending}": b"old" for ending in TABLES}
    new = dict.fromkeys(old, b"new")
    write_whole(old, tmp_path)
    real, calls = getattr(os, call), []

    def full(*args, **kwargs):
        calls.append(call)
        if len(calls) > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError, match=r"cannot write to .*No space left.*: choose another folder") as caught:
        write_whole(new, tmp_path)
    assert "\n" not in str(caught.value)
    moved = list(new)[: after if call == "replace" else 0]  # before the first move nothing is changed
    assert contents(tmp_path) == old | dict.fromkeys(moved, b"new")


def test_a_file_in_the_folders_place_is_told(trace, tmp_path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OSError, match=r"cannot write to .*taken"):
        save_table(trace, "mine", tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "mine"


def test_an_unwritable_folder_is_told(trace, tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(export.tempfile, "mkstemp", refuse)
    with pytest.raises(PermissionError, match=r"Permission denied.*choose another folder with folder="):
        save_table(trace, "mine", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_the_files_name_is_told_before_anything_is_moved(trace, tmp_path):
    (tmp_path / "mine.tex").mkdir()
    with pytest.raises(OSError, match="there is a folder of that name"):
        save_table(trace, "mine", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.tex"]


def test_a_killed_process_leaves_the_old_or_the_new_file(tmp_path, rng):
    code = (
        "import sys, itertools\nfrom lstm_teach.export import write_whole\n"
        "for k in itertools.count():\n"
        "    write_whole({f'mine.{e}': str(k % 10).encode() * 300_000 for e in ('csv', 'md')}, sys.argv[1])\n"
    )
    for _ in range(15):
        process = subprocess.Popen([sys.executable, "-c", code, tmp_path])
        while not (tmp_path / "mine.md").exists():
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for ending in ("csv", "md"):
            data = (tmp_path / f"mine.{ending}").read_bytes()
            assert len(data) == 300_000
            assert len(set(data)) == 1


# --- the same bytes, and what made them -----------------------------------------------------------


def test_the_same_run_gives_the_same_bytes_in_every_process(tmp_path):
    code = (
        "import sys, lstm_teach as lt\nfrom matplotlib.figure import Figure\n"
        "trace = lt.LSTMCell.standard().run(lt.examples.NINE_STEPS)\n"
        "lt.save_figure(lt.plot_trace(trace, Figure()), 'mine', sys.argv[1])\n"
        "lt.save_table(trace, 'mine', sys.argv[1])\n"
    )
    for seed in ("1", "2"):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
        subprocess.run([sys.executable, "-c", code, tmp_path / seed], env=env, check=True)
    first, second = contents(tmp_path / "1"), contents(tmp_path / "2")
    assert len(first) == 6
    assert first == second


@pytest.mark.parametrize("ending", FIGURES + TABLES)
def test_the_stamp_gives_the_run_back_to_the_last_bit(rng, tmp_path, ending):
    cell = LSTMCell(*(rng.standard_normal(shape) for shape in ((8, 3), (8, 2), (8,))))
    trace = cell.run(rng.standard_normal((5, 3)), *rng.standard_normal((2, 2)))
    save_figure(draw(trace), "mine", tmp_path)
    save_table(trace, "mine", tmp_path)
    stamp = read_stamp(tmp_path / f"mine{ending}")
    assert stamp["lstm_teach"].keys() >= {"lstm_teach", "numpy"}
    (entry,) = stamp["traces"]
    again = LSTMCell(**entry["cell"]).run(entry["x"], entry["h0"], entry["c0"])
    assert again.c.tolist() == trace.c.tolist()
    assert again.h.tolist() == trace.h.tolist()


def test_a_figure_without_a_trace_is_stamped_with_versions_only(tmp_path):
    figure = Figure()
    figure.subplots().plot([1, 2])
    stamp = read_stamp(save_figure(figure, "mine", tmp_path)[2])
    assert stamp["traces"] == []
    assert set(stamp["lstm_teach"]) == {"lstm_teach", "numpy", "matplotlib"}


def test_a_trace_shown_twice_is_stamped_once(trace, tmp_path):
    figure = draw(trace)
    figure.add_axes([0, 0, 0.1, 0.1]).trace = trace
    assert len(read_stamp(save_figure(figure, "mine", tmp_path)[0])["traces"]) == 1


def test_a_huge_trace_is_stamped_with_its_shapes(tmp_path):
    trace = LSTMCell(np.zeros((400, 600))).run(np.zeros((2, 600)))
    entry = read_stamp(save_table(trace, "mine", tmp_path)[1])["traces"][0]
    assert entry["whole"] is False
    assert entry["cell"]["weight_ih"] == {"shape": [400, 600]}


@pytest.mark.parametrize("ending", FIGURES + TABLES)
@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"{}", b"# {lstm_teach", b"lstm_teach", b"/Subject (lstm_teach)"]
)
def test_a_file_without_a_stamp_is_told(tmp_path, ending, data):
    path = tmp_path / f"other{ending}"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=f"other{ending} carries no stamp"):
        read_stamp(path)


def test_a_batch_and_what_is_no_trace_or_figure_are_refused(trace, tmp_path):
    with pytest.raises(ValueError, match="choose one"):
        save_table(LSTMCell.lee().run(NINE_STEPS[:, None]), "mine", tmp_path)
    with pytest.raises(TypeError, match=r"trace is a ndarray: give what cell\.run"):
        save_table(trace.h, "mine", tmp_path)
    for thing in (trace, None, np.array([]), "figure"):
        with pytest.raises(TypeError, match="fig is a"):
            save_figure(thing, "mine", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_package_hands_these_on():
    assert lt.save_figure is save_figure
    assert lt.save_table is save_table
