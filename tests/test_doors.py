"""Who may import whom: a broken slider cannot hide a broken cell, and no lesson needs more than it uses."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lstm_teach

PACKAGE = Path(lstm_teach.__file__).parent
LAYER_0 = {"activations", "examples", "palette", "validation", "table", "trace", "labels"}
LAYER_1 = LAYER_0 | {"cell"}
MATPLOTLIB, WIDGETS = {"matplotlib"}, {"anywidget", "traitlets", "IPython"}

# room: (rooms of the package that it may import, beside validation; packages that it may import)
DOORS = {
    "__init__": (
        LAYER_1 | {"gradients", "plots", "export", "explorer", "torch_bridge", "health", "theme"},
        {"numpy"},
    ),
    "__main__": ({"health"}, set()),
    "activations": (set(), {"numpy"}),
    "labels": (set(), {"numpy"}),
    "examples": (set(), {"numpy"}),
    "palette": (set(), set()),
    "validation": (set(), {"numpy"}),
    "table": ({"palette"}, set()),
    "trace": ({"labels", "table"}, {"numpy"}),
    "cell": (LAYER_0, {"numpy"}),
    "gradients": ({"cell", "trace"}, {"numpy"}),
    "sheet": ({"trace"}, {"numpy"} | MATPLOTLIB),
    "circuit_texts": ({"activations", "sheet", "table"}, {"numpy"}),
    "circuit": ({"circuit_texts", "palette", "sheet"}, {"numpy"} | MATPLOTLIB),
    "plots": ({"palette", "sheet", "circuit"}, {"numpy"} | MATPLOTLIB),
    "theme": (set(), {"PIL"}),
    "live": ({"sheet", "theme"}, {"ipywidgets"} | MATPLOTLIB),
    "shapes": ({"shapes"}, {"ipywidgets"}),
    "weights_plot": (LAYER_1 | {"sheet"}, {"numpy"} | MATPLOTLIB),
    "stamp": (LAYER_1, {"numpy"}),
    "table_files": ({"table"}, set()),
    "fonts": (set(), MATPLOTLIB),
    "figure_files": ({"fonts", "stamp", "table_files", "trace"}, {"numpy"} | MATPLOTLIB),
    "export": ({"stamp", "trace", "table_files", "figure_files"}, {"psutil"}),
    "report_text": ({"fonts", "table_files"}, MATPLOTLIB),
    "reporting": (
        {"trace", "export", "figure_files", "fonts", "report_text", "stamp", "table_files"},
        {"numpy"} | MATPLOTLIB,
    ),
    "explorer": (LAYER_1 | {"explorer", "plots", "export", "theme"}, {"numpy"} | MATPLOTLIB | WIDGETS),
    "torch_bridge": (LAYER_1 | {"torch_bridge"}, {"numpy", "torch"}),
    "exercises": (LAYER_1 | {"exercises", "export", "gradients", "torch_bridge"}, {"numpy", "torch"}),
    "health": (set(), {"packaging", "jupyter_client", "jupyter_core", "jupyterlab_server"}),
}


def imports_of(path):
    """Yield the name of every module that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively: write the full name"
            if node.module == "lstm_teach":
                yield from (f"lstm_teach.{alias.name}" for alias in node.names)
            else:
                yield node.module


def room_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_a_room_uses_its_own_doors_only(path):
    rooms, packages = DOORS[room_of(path)]
    for module in imports_of(path):
        top, _, rest = module.partition(".")
        if top == "lstm_teach":
            assert rest.partition(".")[0] in rooms | {"validation"}, (
                f"{room_of(path)} may not import {module}"
            )
        elif top not in sys.stdlib_module_names:
            assert top in packages, f"{room_of(path)} may not import {top}"


def test_importing_the_package_loads_numpy_only():
    heavy = "torch matplotlib ipywidgets anywidget traitlets IPython"
    code = f"import sys, lstm_teach; print([m for m in '{heavy}'.split() if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_public_name_is_there():
    pytest.importorskip("torch")
    for name in lstm_teach.__all__:
        assert getattr(lstm_teach, name) is not None
    assert set(lstm_teach.__all__) <= set(dir(lstm_teach))
    with pytest.raises(AttributeError, match="lstm_teach has no 'Lstm'"):
        _ = lstm_teach.Lstm
