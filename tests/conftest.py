import os
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from lstm_teach import words
from lstm_teach.takehome import save

# No time limits on a loaded machine; in CI the same examples each time.
settings.register_profile("lstm_teach", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("lstm_teach")

HERE = Path(__file__).parent
#: Of one test with many parameters the quick tier (-m "not slow") runs so many, drawn by the test's name …
QUICK = 20
#: … and so many in the files whose tests draw pictures, run notebooks or search for mistakes.
COSTLY = {
    "test_check_answers.py": 6,
    "test_circuit.py": 1,
    "test_diagnose.py": 2,
    "test_export.py": 1,
    "test_hidden_inputs.py": 5,
    "test_mutated_files.py": 1,
    "test_plots.py": 1,
    "test_programs.py": 6,
    "test_readme.py": 1,
    "test_reporting.py": 1,
    "test_shapes.py": 2,
    "test_solutions.py": 4,
    "test_torch_bridge.py": 2,
    "test_weights_plot.py": 2,
    "test_wrong_arguments.py": 1,
    "test_xray.py": 2,
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark as slow what runs in a browser and, of tests with many parameters, all but a sample."""
    cases = defaultdict(list)
    for item in items:
        if HERE / "browser" in item.path.parents:
            item.add_marker(pytest.mark.slow)
        elif hasattr(item, "callspec") and not item.get_closest_marker("slow"):
            cases[item.path.name, item.nodeid.partition("[")[0]].append(item)
    for (file, name), found in cases.items():
        count = COSTLY.get(file, QUICK)
        if len(found) > count:
            kept = random.Random(name).sample(found, count)
            for item in found:
                if item not in kept:
                    item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A folder that all workers of this test run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture
def rng():
    """A seeded generator: a failing test fails again."""
    return np.random.default_rng(20240611)


@pytest.fixture
def homework(tmp_path, monkeypatch):
    """The folder where exports go by default, here an empty one."""
    folder = tmp_path / "figures" / "homework"
    folder.mkdir(parents=True)
    monkeypatch.setattr(save, "homework_folder", lambda: folder)
    return folder


@pytest.fixture
def brackets(monkeypatch):
    """A language, chosen during the test, that puts every text into brackets."""

    class Brackets(dict):
        def get(self, text, default=None):
            return f"⟦{text}⟧"

    monkeypatch.setitem(words.LANGUAGES, "xx", Brackets())
    words.use_language("xx")
    yield
    words.use_language("en")
