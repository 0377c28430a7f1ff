"""The notebooks as the tests see them."""

import base64
import functools
import io
from pathlib import Path

import nbformat
import numpy as np
from PIL import Image

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = sorted(p for p in (PROJECT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


def read(path):
    """Return the notebook, checked against the format's own schema."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def sources(name, kind="code"):
    """Return the cells of one kind of a lesson, as a mapping of cell id to source."""
    return {cell: source for cell, (its_kind, source) in _cells(name).items() if its_kind == kind}


@functools.cache
def _cells(name):
    """The cells of a lesson, read once: pairs (kind, source) by id."""
    return {cell.id: (cell.cell_type, cell.source) for cell in read(PROJECT / "notebooks" / name).cells}


def pictures(notebook):
    """Return the pictures of the cells tagged figure=NAME in a run notebook, as PNG bytes by name."""
    found = {}
    for cell in notebook.cells:
        for tag in cell.metadata.get("tags", []):
            if tag.startswith("figure="):
                outputs = [output.get("data", {}) for output in cell.outputs]
                png = next(data["image/png"] for data in outputs if "image/png" in data)
                found[tag.removeprefix("figure=")] = base64.b64decode(png)
    return found


def unlike(one, other):
    """Return the share of pixels that differ clearly between two pictures, 1 if their sizes differ.

    one, other: paths, or PNG bytes.
    """
    grey = [
        np.asarray(Image.open(io.BytesIO(p) if isinstance(p, bytes) else p).convert("L"), float)
        for p in (one, other)
    ]
    return (np.abs(grey[0] - grey[1]) > 48).mean() if grey[0].shape == grey[1].shape else 1.0


def homework_env(homework, ipython):
    """Return the environment in which kernels save to the folder homework, not to a student's own.

    ipython: a folder for IPython's settings, written here.
    """
    startup = ipython / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    homework.mkdir(exist_ok=True)
    (startup / "homework.py").write_text(
        "import pathlib\nimport lstm_teach.takehome.save\n"
        f"lstm_teach.takehome.save.homework_folder = lambda: pathlib.Path({str(homework)!r})\n"
    )
    return {"IPYTHONDIR": str(ipython)}
