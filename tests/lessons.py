"""The notebooks as the tests see them."""

from pathlib import Path

import nbformat

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = sorted(p for p in (PROJECT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


def read(path):
    """Return the notebook, checked against the format's own schema."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def sources(name, kind="code"):
    """Return the cells of one kind of a lesson, as a mapping of cell id to source."""
    notebook = read(PROJECT / "notebooks" / name)
    return {cell.id: cell.source for cell in notebook.cells if cell.cell_type == kind}


def homework_env(homework, ipython):
    """Return the environment in which kernels save to the folder homework, not to a student's own.

    ipython: a folder for IPython's settings, written here.
    """
    startup = ipython / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    homework.mkdir(exist_ok=True)
    (startup / "homework.py").write_text(
        "import pathlib\nimport lstm_teach.export\n"
        f"lstm_teach.export.homework_folder = lambda: pathlib.Path({str(homework)!r})\n"
    )
    return {"IPYTHONDIR": str(ipython)}
