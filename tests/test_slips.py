"""What a student or a lecturer really slips into: told in one sentence, or right; never silently wrong."""

import os
import textwrap
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

import lstm_teach as lt
from tests.slips import SLIPS

PACKAGE = Path(lt.__file__).parent
torch = pytest.importorskip("torch")


@pytest.mark.parametrize(("code", "wanted"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS])
@pytest.mark.usefixtures("homework")
def test_a_slip_is_told_or_is_right(code, wanted, tmp_path, monkeypatch):
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    if "pd." in code:
        pytest.importorskip("pandas")
    space = {"lt": lt, "np": np, "torch": torch, "tmp": folder, "os": os, "print": print}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if wanted != "error":
            exec(textwrap.dedent(code), space)
            assert wanted == "works" or bool(eval(wanted, space)), space.get("result")
            plt.close("all")
            return
        with pytest.raises((TypeError, ValueError)) as caught:
            exec(textwrap.dedent(code), space)
    plt.close("all")
    message = str(caught.value)
    assert len(message) <= 300
    assert "\n" not in message
