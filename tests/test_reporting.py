"""A report is whole, says what was put into it, and nothing in it breaks out; CJK titles find a font."""

import html
import re
import shutil
import subprocess
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from lstm_teach.takehome import figure_files, fonts
from lstm_teach.takehome.fonts import CJK_FONTS, fonts_for, pdf_font_type
from lstm_teach.takehome.report import report
from lstm_teach.takehome.report_text import FORMULA, escaped, with_formulas, wrapped
from lstm_teach.takehome.save import save_figure


@pytest.fixture
def trace():
    return lt.LSTMCell.standard().run(NINE_STEPS)


@pytest.fixture
def parts(trace):
    return [
        "# Exercise 6-4",
        "The memory is *kept*, <b>not</b> bold, and costs $5.\n\nA second paragraph.",
        ("The nine steps.", lt.plot_trace(trace, Figure())),
        ("As numbers.", trace),
        ("My outputs", trace.h.ravel()),
        ("Exercise 2b", 6),
        "# Circuits",
        lt.plot_cell(trace, 6),
    ]


def pdf_text(path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_a_report_is_a_pdf_a_markdown_file_and_its_pictures(parts, tmp_path):
    paths = report("mine", parts, title="My homework", folder=tmp_path)
    assert [path.name for path in paths] == ["mine.pdf", "mine-1.png", "mine-2.png", "mine.md"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in paths)
    data = paths[0].read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") == 4
    assert all(b"/MediaBox [ 0 0 595" in page for page in re.findall(rb"/MediaBox \[[^\]]*\]", data))
    for path in paths[1:3]:
        with Image.open(path) as picture:
            assert round(picture.info["dpi"][0]) == 300


@pytest.mark.slow
def test_the_markdown_holds_every_part_and_shows_every_picture(parts, trace, tmp_path):
    text = report("mine", parts, title="My homework", folder=tmp_path)[-1].read_text()
    assert text.startswith("# My homework\n\n## Exercise 6-4\n\n")
    assert r"The memory is \*kept\*, \<b\>not\</b\> bold, and costs \$5." in text
    assert "![The nine steps.](mine-1.png)\n\nThe nine steps.\n" in text
    assert "![Figure 2](mine-2.png)\n" in text
    assert "| h | 1.56962e-09 |" in text
    assert "Exercise 2b\n\n    6\n" in text
    numbers = re.search(r"My outputs\n\n    \[([^\]]*)\]", text)[1]
    assert [float(number) for number in numbers.split()] == trace.h.ravel().tolist()  # every digit
    for name in re.findall(r"\]\((.*?)\)", text):
        assert (tmp_path / name).is_file()


def test_the_pdf_holds_every_part_as_text(parts, tmp_path):
    text = pdf_text(report("mine", parts, title="My homework", folder=tmp_path)[0])
    shown = [
        "My homework",
        "Exercise 6-4",
        "<b>not</b> bold, and costs $5.",
        "The nine steps.",
        "As numbers.",
    ]
    shown += ["0.963624", "9.6362368364863882e-01", "Circuits", "memory before", "step 6: x1 = 1"]
    for words in shown:
        assert words in text, words
    assert text.count("\f") == 4


@pytest.mark.slow
def test_the_runs_come_back_from_the_report(parts, trace, tmp_path):
    for path in report("mine", parts, folder=tmp_path)[:3]:
        cell, x = lt.load_figure(path)
        np.testing.assert_array_equal(cell.run(x).h, trace.h)


@pytest.mark.slow
def test_the_same_report_has_the_same_bytes_and_leaves_the_figures_alone(parts, tmp_path):
    fig = figure_files.figure_of(parts[2][1])
    before = fig.get_size_inches().tolist(), len(fig.texts), fig.axes[0].get_position().bounds
    first = {path.name: path.read_bytes() for path in report("mine", parts, folder=tmp_path)}
    second = {path.name: path.read_bytes() for path in report("mine", parts, folder=tmp_path)}
    assert first == second
    assert before == (fig.get_size_inches().tolist(), len(fig.texts), fig.axes[0].get_position().bounds)


@pytest.mark.slow
def test_long_texts_and_tables_go_on_over_pages(tmp_path, rng):
    long = lt.LSTMCell(rng.normal(size=(4, 3))).run(rng.normal(size=(150, 3)))
    path = report("mine", ["word " * 3000, ("A long run.", long), "x" * 500], folder=tmp_path)[0]
    text = pdf_text(path)
    assert text.count("\f") >= 5
    assert text.count("word") == 3000
    assert re.search(r"^\s*150\s", text, re.MULTILINE)
    assert len(re.sub(r"[^x]", "", text.rpartition("A long run.")[2].partition("x1")[2])) >= 500


def test_a_large_figure_gets_a_larger_page_of_the_same_shape(tmp_path):
    fig = Figure(figsize=(20, 4))
    fig.subplots().plot([1, 2])
    data = report("mine", [("wide", fig)], folder=tmp_path)[0].read_bytes()
    _, _, width, height = map(float, re.search(rb"/MediaBox \[([^\]]*)\]", data)[1].split())
    assert width > 20 * 72
    assert abs(height / width - 11.69 / 8.27) < 0.01


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("text", "parts is a str"), (None, "parts is a NoneType"), ([3], "a part is a int"),
        ([object()], "a part is a object"), ([("caption", "b", "c")], "a part is a tuple"),
    ],
)  # fmt: skip
def test_what_is_no_part_is_refused_and_nothing_written(tmp_path, parts, message):
    with pytest.raises(TypeError, match=message):
        report("mine", parts, folder=tmp_path)
    with pytest.raises(ValueError, match="the file name"):
        report("../mine", [], folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


class Silent:
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


@pytest.mark.parametrize(
    ("parts", "title", "message"),
    [
        ([], None, "parts holds nothing to write"), ([], "title", "parts holds nothing to write"),
        ([""], None, "parts holds nothing to write"), ([" \n", "# ", ("", "")], None, "parts holds nothing"),
        (["a"], 3, "title is 3: give text"), (["a"], ["b"], r"title is \['b'\]: give text"),
        (["a" * 100_001], None, "a text has 100001 characters"),
        (["a"], "b" * 10**6, "title has 1000000 char"),
        ([("c" * 100_001, "a")], None, "a caption has 100001 characters"),
        ([("c", list(range(10**5)))], None, "a value has 688890 characters"),
        ([("c", 10**5000)], None, "a part, <int>, cannot be written"),
        ([("c", Silent())], None, "a part, .*, cannot be written .RuntimeError: 'no'.: give it as text"),
        ([Figure(figsize=(0, 0))], None, "fig cannot be drawn"),
        ([Figure], None, "a part is a type"), ([("a", 1, 2)], None, "a part is a tuple"),
    ],
    ids=range(15),
)  # fmt: skip
def test_odd_parts_and_titles_are_told_in_a_sentence(tmp_path, parts, title, message):
    with pytest.raises((ValueError, TypeError), match=rf"^{message}") as caught:
        report("mine", parts, title=title, folder=tmp_path)
    assert len(str(caught.value)) <= 300
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("changes", [{"dtype": "bfloat16"}, {"device": "meta"}], ids=str)
def test_a_tensor_that_numpy_cannot_read_is_told(tmp_path, changes):
    torch = pytest.importorskip("torch")
    changes = {name: getattr(torch, value, value) for name, value in changes.items()}
    with pytest.raises(TypeError, match=r"^a part, .*, cannot be written .*: give it as text$"):
        report("mine", [torch.zeros(2, **changes)], folder=tmp_path)


@pytest.mark.slow
def test_a_long_word_is_broken_without_delay(tmp_path):
    path = report("mine", ["x" * 20_000], title="y" * 2000, folder=tmp_path)[0]
    text = pdf_text(path)
    assert text.count("x") == 20_000
    assert text.count("y") == 2000


def test_lines_of_a_long_word_are_full():
    lines = list(wrapped("x" * 1000, "text"))
    assert "".join(lines) == "x" * 1000
    assert len({len(line) for line in lines[:-1]}) == 1
    assert 60 < len(lines[0]) < 120


def test_what_no_page_can_show_is_shown_as_such(tmp_path):
    parts = ["a\x07b\ud800c\r# d\x0b- e", ("f\n# g\x1b", 1), ("h", "i\0")]
    pdf, markdown = report("mine", parts, title="t\n# u\0", folder=tmp_path)
    assert markdown.read_text(encoding="utf-8") == (
        "# t \\# u�\n\na�b�c\n\\# d\n\\- e\n\nf \\# g�\n\n    1\n\nh\n\ni�\n"
    )
    assert pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("text", ["http://a.b/c", "see HTTPS://a.b.", "www.a.b", "a@b.cd", "<ftp://a.b>"])
def test_an_address_becomes_no_link(text):
    mistune = pytest.importorskip("mistune")
    shown = mistune.create_markdown(escape=False, plugins=["table", "math", "url"])(escaped(text))
    assert "<a" not in shown
    assert html.unescape(re.sub(r"</?p>|\n", "", shown)) == text
    assert not re.search(r"(https?|ftp):|www\.|[^\\]@", escaped(text), re.IGNORECASE)  # for other readers


def test_values_of_every_kind_are_answers(tmp_path):
    torch = pytest.importorskip("torch")
    parts = [("a", [1, 2]), ("b", torch.tensor([0.5], requires_grad=True)), ("c", None), np.arange(3)]
    text = report("mine", parts, folder=tmp_path)[-1].read_text()
    assert text == "a\n\n    [1, 2]\n\nb\n\n    [0.5]\n\nc\n\n    None\n\n    [0 1 2]\n"


PRINTABLE = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])


@given(st.text(PRINTABLE | st.sampled_from("\n#*_-+=1.)`<>[]()!|~&\\$ "), max_size=60))
def test_no_text_becomes_markdown_or_html(text):
    assume(not FORMULA.search(text))
    mistune = pytest.importorskip("mistune")
    markdown = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "math", "url"])
    shown = markdown(escaped(text))
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<p>", "</p>"}
    plain = html.unescape(re.sub(r"</?p>", "", shown))
    assert "".join(plain.split()) == "".join(text.split())


@given(st.text(PRINTABLE, max_size=300))
def test_wrapping_keeps_every_letter(text):
    assert "".join("".join(wrapped(text, "text")).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "markdown", "line"),
    [
        (r"As $f_t < 1$, *it* fades.", r"As $f_t \lt  1$, \*it\* fades.", r"As $f_t < 1$, *it* fades."),
        (r"$$\frac{\partial c_t}{\partial c_{t-1}}$$", None, r"$\frac{\partial c_t}{\partial c_{t-1}}$"),
        ("It costs $5 and $6.", r"It costs \$5 and \$6.", None),
        ("$a$ for $5", r"$a$ for \$5", r"$a$ for \$5"),
        (r"$\nosuchthing{x}$ stays", r"$\nosuchthing{x}$ stays", None),
        ("$<b>$", r"$\lt b\gt $", "$<b>$"),
    ],
)
def test_formulas_are_set(text, markdown, line):
    assert escaped(text) == (markdown or text)
    assert with_formulas(text, "text") == (line or text, line is not None)


@pytest.mark.slow
def test_formulas_stand_on_the_pages(tmp_path):
    formula = r"$\frac{\partial c_t}{\partial c_{t-1}} = f_t$"
    paths = report("mine", ["Before " + f"and {formula} " * 300, ("# $f$", "x")], folder=tmp_path)
    text = pdf_text(paths[0])
    assert "frac" not in text
    assert "∂" in text
    assert text.count("and") == 300
    assert formula in paths[-1].read_text()


@given(st.text(st.sampled_from("ab $\\_^{}中"), max_size=200))
def test_wrapping_keeps_every_letter_of_formulas(text):
    assert "".join("".join(wrapped(text, "text")).split()) == "".join(text.split())


# Characters that the bundled font lacks


def test_a_caption_is_the_title_of_the_files(trace, tmp_path):
    png, svg, pdf = save_figure(lt.plot_gates(trace), "mine", tmp_path, caption="作业 <1>")
    with Image.open(png) as picture:
        assert picture.text["Title"] == "作业 <1>"
    assert "<dc:title>作业 &lt;1&gt;</dc:title>" in svg.read_text(encoding="utf-8")
    assert b"/Title" in pdf.read_bytes()
    plt.close("all")


def test_text_is_text_in_svg(trace, tmp_path):
    svg = save_figure(lt.plot_trace(trace), "mine", tmp_path)[1].read_text(encoding="utf-8")
    assert ">memory</text>" in svg
    assert "DejaVu Sans" in svg
    plt.close("all")


def chinese():
    fig = Figure()
    fig.subplots().set_title("记忆单元 memory")
    return fig


def test_without_a_font_one_warning_names_one_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_fonts_with", lambda characters: ([], characters))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        paths = save_figure(chinese(), "mine", tmp_path)
    assert [path.exists() for path in paths] == [True] * 3
    (warning,) = told
    assert "no font here has the characters" in str(warning.message)
    assert "install one that has, such as Noto Sans CJK SC" in str(warning.message)


@pytest.mark.slow
def test_a_font_of_the_system_is_found_and_the_figure_stays(tmp_path, recwarn):
    added, boxes = fonts._fonts_with("记忆单元")
    if not added:
        pytest.skip("no font with Chinese characters is installed here")
    assert set(added) <= set(CJK_FONTS)
    assert boxes == ""
    fig = chinese()
    title = fig.axes[0].title
    family = title.get_fontfamily()
    with fonts_for(fig):
        assert title.get_fontfamily() == [*family, *added]
    assert title.get_fontfamily() == family
    pdf = save_figure(fig, "mine", tmp_path)[2]
    assert not recwarn.list
    assert "记忆单元 memory" in pdf_text(pdf)


def test_a_chinese_answer_is_written(tmp_path, trace, recwarn, caplog):
    parts = [
        "# 作业",
        "遗忘门 $f_t$ 接近 1 时，梯度不会消失。" * 9,
        ("记忆", lt.plot_memory(trace)),
        ("输出", trace),
    ]
    paths = report("mine", parts, title="我的作业", folder=tmp_path)
    assert all(path.stat().st_size > 300 for path in paths)
    assert "遗忘门 $f_t$ 接近" in paths[-1].read_text(encoding="utf-8")
    told = [str(warning.message) for warning in recwarn]
    assert not caplog.records
    if not told:
        assert "遗忘门" in pdf_text(paths[0]).replace(" ", "")
    assert all(CJK_FONTS[0] in text for text in told)


def test_texts_in_the_bundled_font_are_left_alone():
    fig = Figure()
    fig.subplots().set_title("é → ⊙ σ −")
    family = fig.axes[0].title.get_fontfamily()
    with fonts_for(fig):
        assert fig.axes[0].title.get_fontfamily() == family


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"OTTO", 3), (b"ttcf" + bytes(8) + (16).to_bytes(4, "big") + b"OTTO", 3), (b"\0\1\0\0", 42)],
)
def test_fonts_of_postscript_are_embedded_so_that_viewers_show_them(tmp_path, monkeypatch, data, kind):
    (tmp_path / "font").write_bytes(data)
    monkeypatch.setattr(fonts, "_fonts_with", lambda characters: (["A Font"] if characters else [], ""))
    monkeypatch.setattr(fonts.font_manager, "findfont", lambda name: tmp_path / "font")
    assert pdf_font_type("记") == kind
    assert pdf_font_type("") == 42


def test_a_value_is_written_whole_and_what_is_missing_stays_missing(tmp_path):
    pd = pytest.importorskip("pandas")
    parts = [
        ("Masked", np.ma.array([1.0, 777.0, 3.0], mask=[0, 1, 0])),
        ("Long", np.arange(1200)),
        ("Frame", pd.DataFrame({"a": range(1000, 1100)})),
        ("Open", ...),
    ]
    text = report("mine", parts, folder=tmp_path)[1].read_text(encoding="utf-8")
    assert "[1.0 -- 3.0]" in text
    assert "777" not in text.split("Long")[0]
    assert set(map(str, range(1200))) <= set(re.findall(r"\d+", text.split("Long")[1].split("Frame")[0]))
    assert set(map(str, range(1000, 1100))) <= set(re.findall(r"\d+", text.split("Frame")[1]))
    assert "(no answer yet)" in text
