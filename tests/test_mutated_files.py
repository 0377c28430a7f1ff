"""Files that were damaged or forged: they are refused in a sentence, or give a run that runs.

Each file that save_figure, save_table and report write is changed at random, above all in its stamp. For a
longer run by hand: python -m tests.test_mutated_files --count 100000 --seed 1
"""

import argparse
import json
import sys
import tempfile
import time
import warnings
from collections import Counter
from copy import deepcopy
from pathlib import Path
from random import Random

import numpy as np
import pytest
from matplotlib.figure import Figure

from lstm_teach import Activation, LSTMCell, load_figure, read_stamp, report, save_figure, save_table
from lstm_teach.examples import NINE_STEPS
from lstm_teach.takehome import stamp

ENDINGS = (".png", ".svg", ".pdf", ".csv", ".md", ".tex")
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
#: What a forger might write in the place of a value; text that starts with ! is written as it is.
ODD = [
    None,
    True,
    False,
    0,
    -1,
    1,
    0.5,
    2**63,
    10**30,
    1e308,
    1e-320,
    "",
    "x",
    "1",
    "sigmoid",
    "step",
    "\ud800",
]
ODD += [
    "float32",
    "float64",
    "lstm_teach",
    [],
    {},
    [[]],
    [{}],
    [0],
    [[0]],
    [1e308],
    [None],
    ["a", 1],
    [[1], [2, 3]],
]
ODD += [
    {"shape": [3]},
    {"a": 1},
    [0] * 50,
    [[0.5] * 4] * 4,
    [[[1.0, 2.0]]],
    "!NaN",
    "!-Infinity",
    "!1e999",
    "!01",
]
ODD += [
    "!" + "[" * 2000,
    "!" + "[" * 2000 + "]" * 2000,
    "!" + "9" * 5000,
    "!" + "[" * 60 + "1" + "]" * 60,
    "!\\",
    "!)(",
]


def originals(folder):
    """Write files of every kind; return (ending, bytes, stamp as text) of each."""
    own = Activation("sigmoid", np.tanh, np.ones_like)
    small = LSTMCell.lee().replace(input_labels=("a)(\\", "--><", "作", "1")).run(NINE_STEPS[:2])
    wide = LSTMCell(np.eye(8, 2, dtype=np.float32), gate_activation=own).run(np.ones((3, 2)), [0, 1], [1, 0])
    deep = LSTMCell(np.eye(8, 2)).run(np.ones((3, 2)))
    figure = Figure(figsize=(1, 0.5))
    for run in (small, wide, deep):
        figure.add_axes((0, 0, 1, 1)).trace = run
    paths = [*save_figure(figure, "figure", folder), *report("report", [figure], folder=folder)]
    for name, run in (("small", small), ("wide", wide), ("deep", deep)):
        paths += save_table(run, name, folder)
    files = []
    for path in paths:
        if path.name != "report.md":  # a report's text has no stamp
            packages = ["numpy", *(["matplotlib"] if path.suffix in ENDINGS[:3] else [])]
            runs = (
                [small, wide, deep]
                if len(packages) == 2
                else [{"small": small, "wide": wide}.get(path.stem, deep)]
            )
            text = stamp.stamp_text(stamp.make_stamp(runs, packages))
            assert path.read_bytes().count(written(path.suffix, text)) == 1
            files.append((path.suffix, path.read_bytes(), text))
    assert {ending for ending, _, _ in files} == set(ENDINGS)
    return files


def written(ending, text):
    """A stamp as the files of an ending hold it."""
    if ending == ".pdf":
        text = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return text.encode()


# --- mutations ------------------------------------------------------------------------------------


def damaged(random, data, low=0, high=None):
    """Change some bytes from low to high, in one of the ways that disks, editors and forgers have."""
    high = len(data) if high is None else high
    start, stop = sorted(random.randint(low, high) for _ in range(2))
    stop = min(stop, start + random.choice([1, 4, 30, 300, len(data)]))
    part, place = data[start:stop], random.randint(low, high)
    change = random.randrange(8)
    if change == 0 and data:  # bits
        changed = bytearray(data)
        for _ in range(random.choice([1, 1, 3, 20])):
            changed[random.randrange(low, max(high, low + 1)) % len(data)] ^= 1 << random.randrange(8)
        return bytes(changed)
    if change == 1:
        return data[:place]
    if change == 2:
        return data[:place] + random.randbytes(random.choice([1, 2, 9])) + data[place:]
    if change == 3:
        return data[:place] + bytes(random.choices(b'[]{}",:0123456789eE+-.\\()<>\n% #', k=3)) + data[place:]
    if change == 4:
        return data[:start] + data[stop:]
    if change == 5:
        return data[:place] + part + data[place:]
    if change == 6:
        return data[:start] + bytes(len(part)) + data[stop:]
    middle = (start + stop) // 2
    return data[:start] + data[middle:stop] + data[start:middle] + data[stop:]


def forged(random, text):
    """Change some values, keys or types of a stamp; return it as text."""
    tree = json.loads(text)
    for _ in range(random.choice([1, 1, 1, 2, 5])):
        node, key = random.choice(list(places(tree)))
        change = random.randrange(6)
        if change == 0:
            del node[key]
        elif change == 1 and isinstance(node, dict):
            node[random.choice(["", "x", "whole", "cell", "traces", "bias", "more", "lstm_teach"])] = (
                node.pop(key)
            )
        elif change == 2:
            other, name = random.choice(list(places(tree)))
            node[key] = deepcopy(other[name])
        elif change == 3 and isinstance(node, list):
            node.insert(key, deepcopy(random.choice([node[key], *ODD])))
        else:
            node[key] = deepcopy(random.choice(ODD))
        if not list(places(tree)):
            break
    text = json.dumps(tree, sort_keys=random.random() < 0.9, separators=(",", ":"))
    for odd in ODD:
        if isinstance(odd, str) and odd.startswith("!"):
            text = text.replace(json.dumps(odd), odd[1:])
    return text


def places(node):
    """Yield every (container, key) in a tree of JSON."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, (dict, list)):
            yield from places(value)


def mutated(random, files):
    """Return (ending, bytes) of a file after one to three mutations."""
    ending, data, text = random.choice(files)
    kept = written(ending, text)
    start = data.index(kept)
    change = random.random()
    if change < 0.45:
        new = written(ending, forged(random, text))
    elif change < 0.65:
        new = damaged(random, kept)
    else:
        new = kept
    if change > 0.9:  # a second stamp, before or behind the first
        second = random.choice(files)
        new = random.choice(
            [new + written(second[0], second[2]), written(ending, forged(random, text)) + new]
        )
    head, tail = data[:start], data[start + len(kept) :]
    if ending == ".png" and random.random() < 0.9:  # the chunk's length stands 15 bytes before its text
        head = head[:-19] + (len(new) + 11).to_bytes(4, "big") + head[-15:]
    data = head + new + tail
    if 0.65 < change < 0.9:
        near = random.random() < 0.3  # what stands around the stamp
        data = damaged(random, data, *((max(0, start - 40), min(len(data), start + 40)) if near else ()))
    if random.random() < 0.1:
        data = damaged(random, data)
    if random.random() < 0.05:
        ending = random.choice([*ENDINGS, "", ".PNG", ".Csv", ".json"])
    return ending, data


# --- what is wanted -------------------------------------------------------------------------------


def outcome(path, k):
    """Read a file; return "run" or "refused" after checking that it was done as it should be."""
    try:
        read_stamp(path)
        cell, x = load_figure(path, k)
    except (ValueError, OSError) as error:
        text = str(error)
        assert 0 < len(text) <= 300 and "\n" not in text, text  # noqa: PT018
        assert path.name in text, text
        return "refused"
    try:
        assert np.isfinite(cell.run(x).h).all()
    except ValueError as error:
        if "outgrow" not in str(error):  # the weights were changed to huge ones
            raise
    return "run"


def try_many(count, seed):
    """Try so many mutated files; return how many gave a run and how many were refused, by ending."""
    random, counts = Random(seed), Counter()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        files = originals(folder)
        for number in range(count):
            ending, data = mutated(random, files)
            path = Path(folder, f"mutated{ending}")
            path.write_bytes(data)
            start = time.perf_counter()
            try:
                counts[ending, outcome(path, random.choice([0, 0, 0, 1, 2]))] += 1
            except BaseException as error:
                kept = Path(tempfile.gettempdir(), f"mutated-{seed}-{number}{ending}")
                kept.write_bytes(data)
                raise AssertionError(f"mutation {number} of seed {seed}: {kept}") from error
            assert time.perf_counter() - start < 5, f"mutation {number} of seed {seed}"
            path.unlink()
    return counts


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_file_is_refused_in_a_sentence_or_gives_a_run(seed):
    resource = pytest.importorskip("resource")  # not on Windows
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counts = try_many(500, seed)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000_000 / MAXRSS_UNIT
    assert counts.total() == 500
    for ending in ENDINGS:
        assert counts[ending, "run"] > 0
        assert counts[ending, "refused"] > counts[ending, "run"] // 9


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    for (ending, result), number in sorted(try_many(asked.count, asked.seed).items()):
        print(f"{ending or 'no ending':>10} {result:>8} {number}")
