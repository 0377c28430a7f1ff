"""Who may import whom: a broken slider cannot hide a broken cell, and no lesson needs more than it uses."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import lstm_teach

PACKAGE = Path(lstm_teach.__file__).parent
MATPLOTLIB, WIDGETS = {"numpy", "matplotlib"}, {"anywidget", "ipywidgets", "traitlets", "IPython"}

#: What a folder, or a file beside the folders, may import: of ours, beside itself and words; of others.
ALLOWED = {
    "__init__": ({"plots"}, set()),
    "__main__": ({"health"}, set()),
    "words": (set(), set()),
    "examples": (set(), {"numpy"}),
    "core": ({"examples"}, {"numpy"}),
    "table": ({"core"}, set()),
    "plots": ({"core"}, MATPLOTLIB | {"PIL"}),
    "takehome": ({"core", "plots"}, MATPLOTLIB | {"psutil", "PIL"}),
    "torch_bridge": ({"core"}, {"numpy", "torch"}),
    "widgets": ({"core", "plots", "takehome"}, MATPLOTLIB | WIDGETS),
    "exercises": ({"core", "examples", "takehome", "torch_bridge"}, {"numpy", "torch"}),
    "health": (set(), {"packaging", "jupyter_client", "jupyter_core", "jupyterlab_server"}),
}
FILES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path):
    """Yield the name of every module that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively: write the full name"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if module_file(name) else node.module for name in names)


def module_file(name):
    """Return the file of a module of ours, or None if a name is none."""
    top, *rest = name.split(".")
    path = PACKAGE.joinpath(*rest)
    files = [path / "__init__.py"] if path.is_dir() else [path.with_suffix(".py")] if rest else []
    return files[0] if top == "lstm_teach" and files and files[0].is_file() else None


def folder_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_what_its_folder_may(path):
    ours, others = ALLOWED[folder_of(path)]
    for module in imports_of(path):
        top, _, rest = module.partition(".")
        if top == "lstm_teach":
            assert rest.partition(".")[0] in ours | {folder_of(path), "words"}, module
        elif top not in sys.stdlib_module_names:
            assert top in others, module


def test_no_imports_go_in_a_circle():
    graph = {path: {module_file(module) for module in imports_of(path)} - {None, path} for path in FILES}
    assert sum(map(len, graph.values())) > len(FILES)
    list(TopologicalSorter(graph).static_order())  # raises CycleError


def test_importing_the_package_loads_nothing_heavy():
    heavy = "numpy torch matplotlib ipywidgets anywidget traitlets IPython"
    code = f"import sys, lstm_teach; print([m for m in '{heavy}'.split() if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_passes_on_only_what_it_defines(path):
    """A name in __all__ that comes from another file belongs to an __init__, which exists for that."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    shared = {
        node.value
        for statement in tree.body
        if isinstance(statement, (ast.Assign, ast.AugAssign)) and "__all__" in ast.dump(statement)
        for node in ast.walk(statement.value)
        if isinstance(node, ast.Constant)
    }
    if path.stem != "__init__" and path != PACKAGE / "table.py":
        assert not imported & shared
