import os

import numpy as np
import pytest
from hypothesis import settings

from lstm_teach.takehome import save

# No time limits on a loaded machine; in CI the same examples each time.
settings.register_profile("lstm_teach", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("lstm_teach")


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
