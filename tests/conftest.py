import numpy as np
import pytest

from lstm_teach import export


@pytest.fixture
def rng():
    """A seeded generator: a failing test fails again."""
    return np.random.default_rng(20240611)


@pytest.fixture
def homework(tmp_path, monkeypatch):
    """The folder where exports go by default, here an empty one."""
    folder = tmp_path / "figures" / "homework"
    folder.mkdir(parents=True)
    monkeypatch.setattr(export, "homework_folder", lambda: folder)
    return folder
