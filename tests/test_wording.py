"""The words of the lessons: one term for one thing, one way to say where tanh stands, plain English."""

import re

import pytest

from tests.lessons import NOTEBOOKS, PROJECT, sources

TEXTS = {
    **{path.stem: "\n".join(sources(path.name, "markdown").values()) for path in NOTEBOOKS},
    "README": (PROJECT / "README.md").read_text(encoding="utf-8"),
}
each_text = pytest.mark.parametrize("name", TEXTS)

#: Chinese terms that the sources of the course do not use in this sense, and what is said in their place.
AVOIDED = {
    "隐藏状态": "隐状态",
    "忘记门": "遗忘门",
    "(?<!随)时间反向传播": "随时间反向传播",
    "通过时间": "随时间反向传播",
    "后向": "反向",
    "权值": "权重",
    "偏差": "偏置",
    "长短期存储": "长短期记忆网络",
    "批次": "批量",
    "(?<!隐藏)(?<!记忆)(?<!循环)单元": "隐藏单元, 记忆单元, 门控循环单元",
    "前向[^传]": "正向 (of a direction)",
}


@each_text
def test_chinese_terms_are_those_of_the_course(name):
    for term, better in AVOIDED.items():
        found = re.search(f".{{0,20}}{term}.{{0,5}}", TEXTS[name])
        assert not found, f"{found[0]}: better {better}"


@each_text
def test_no_text_says_that_tanh_stands_around_the_memory(name):
    """The memory's equation has no tanh: g = tanh(z_g) and h = o tanh(c) have one each."""
    assert not re.search(r"tanh around|tanh bounds the memory|around \$g\$ and \$c\$|way out\b", TEXTS[name])


def test_the_three_lessons_that_introduce_tanh_give_both_equations():
    for name in ("01_lee_cell", "02_standard_cell", "04_lstm"):
        assert "$g = \\tanh(z_g)$" in TEXTS[name]
        assert re.search(r"h(_t)? = o \\cdot \\tanh\(c(_t)?\)", TEXTS[name])


@each_text
def test_words_are_plain(name):
    for hard in (
        r"\bmend",
        r"as near to .* as you like",
        r"\bknow nothing of it",
        r"\bis made of what it does",
    ):
        assert not re.search(hard, TEXTS[name]), hard
