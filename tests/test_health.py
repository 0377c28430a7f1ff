import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lstm_teach import health
from lstm_teach.health import health_report, main

ROOT = Path(__file__).resolve().parents[1]
READY = "Everything is in place: open notebooks/00_start_here.ipynb"
INSTALL = f"in the folder {ROOT}, type  {sys.executable} -m pip install -r requirements.txt"
MANAGER = "@jupyter-widgets/jupyterlab-manager"
REQUIRES = importlib.metadata.requires("lstm_teach")
ELSEWHERE = ["torch>=2.6; python_version < '3'" if r.startswith("torch") else r for r in REQUIRES]
TORCH = importlib.util.find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not TORCH, reason="torch is not installed")


@pytest.fixture(scope="module", autouse=True)
def report():
    """The report on the real environment; now all that it looks at is imported.

    Where PyTorch is not installed, this is taken for a computer on which it need not be.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not TORCH:
            patch.setattr(importlib.metadata, "requires", lambda name: ELSEWHERE)
        yield health_report()


@pytest.fixture
def problem(capsys):
    """Return the one problem and its fix, as a student reads them."""

    def run():
        assert main() == 1
        lines = capsys.readouterr().out.splitlines()
        marked = [k for k, line in enumerate(lines) if not line.startswith("ok ")][:-2]
        assert lines[-1] == "1 problem: fix it and run this again"
        first, second = (lines[k] for k in marked)
        assert first.startswith("PROBLEM  ")
        assert second.startswith("         fix: ")
        return " ".join(first.split()[1:]), second.removeprefix("         fix: ")

    return run


@pytest.fixture
def version(monkeypatch):
    """Let a package have another version; an exception is raised."""
    real = importlib.metadata.version

    def pretend(package, found):
        def fake(name):
            if name == package and isinstance(found, Exception):
                raise found
            return found if name == package else real(name)

        monkeypatch.setattr(importlib.metadata, "version", fake)

    return pretend


@pytest.fixture
def torch(monkeypatch, tmp_path):
    """Put a file before the real PyTorch."""
    pytest.importorskip("torch")

    def write(path, text):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "torch", raising=False)
        return file

    return write


def write_json(path, **content):
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content))


def write_extension(folder, name):
    load = "static/remoteEntry.js"
    write_json(
        folder / name / "package.json", name=name, version="1.0", jupyterlab={"_build": {"load": load}}
    )
    script = folder / name / load
    script.parent.mkdir()
    script.touch()
    return script


def type_mend(fix):
    """Type what a fix says."""
    subprocess.run(fix.partition("type  ")[2], shell=True, check=True, capture_output=True)


def run_module(**environment):
    command = [sys.executable, "-W", "error", "-m", "lstm_teach"]
    run = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True)
    return run.returncode, run.stdout, run.stderr


@pytest.mark.slow
@needs_torch
def test_a_good_environment_ends_with_where_to_start():
    code, out, err = run_module(PYTHONUTF8="1")
    lines = out.decode().splitlines()
    assert (code, err) == (0, b"")
    assert lines[-1] == READY
    assert all(line.startswith("ok       ") for line in lines[:-2])


@pytest.mark.slow
def test_without_numpy_the_report_says_so(tmp_path):
    (tmp_path / "numpy").mkdir()
    (tmp_path / "numpy" / "__init__.py").write_text("raise ImportError('numpy._core is broken')")
    code, out, err = run_module(PYTHONPATH=str(tmp_path))
    first = next(line for line in out.decode().splitlines() if line.startswith("PROBLEM"))
    assert (code, err) == (1, b"")
    assert first.split()[1] == "numpy"
    assert first.endswith("but it does not import: ImportError: numpy._core is broken")


@needs_torch
@pytest.mark.slow
def test_a_terminal_that_knows_only_ascii_is_no_obstacle(tmp_path):
    folder = tmp_path / "课程"
    write_extension(folder / "labextensions", "anywidget")
    code, out, err = run_module(JUPYTER_PATH=str(folder), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (code, err) == (0, b"")
    assert rb"\u8bfe\u7a0b" in out
    assert out.isascii()


def test_in_a_notebook_the_report_shows_itself(report):
    assert report.ok
    assert repr(report) == str(report)
    assert str(report).endswith(READY)


@needs_torch
def test_every_requirement_of_the_package_has_its_line(report):
    from packaging.requirements import Requirement

    text = [" ".join(line.split()) for line in str(report).splitlines()]
    for requirement in map(Requirement, importlib.metadata.requires("lstm_teach")):
        version = importlib.metadata.version(requirement.name)
        assert f"ok {requirement.name} {version} wanted {requirement.specifier}" in text


def test_what_others_import_comes_first(report):
    order = [line.subject for line in report.lines]
    for base, user in [
        ("numpy", "matplotlib"),
        ("ipywidgets", "anywidget"),
        ("jupyter-server", "jupyterlab"),
    ]:
        assert order.index(base) < order.index(user)


def test_what_is_wanted_comes_from_the_metadata(monkeypatch, problem):
    wanted = ["numpy>=99", "matplotlib>=1", 'absent>=1; extra == "dev"', 'gone; python_version < "3"']
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: wanted)
    line, fix = problem()
    assert line == f"numpy {importlib.metadata.version('numpy')} wanted >=99"
    assert fix == INSTALL


@pytest.mark.parametrize("found", ["3.8.4", "3.11rc1"])
def test_too_old_a_version_is_a_problem(version, problem, found):
    version("matplotlib", found)
    assert problem() == (f"matplotlib {found} wanted >=3.11.1", INSTALL)


@pytest.mark.parametrize(
    ("package", "found"),
    [pytest.param("torch", "2.13.0+cu130", marks=needs_torch), ("matplotlib", "3.12.0rc1")],
)
def test_another_build_or_a_release_candidate_will_do(version, package, found):
    version(package, found)
    assert health_report().ok


@pytest.mark.parametrize(
    "found", [importlib.metadata.PackageNotFoundError(), None, KeyError("Version")], ids=repr
)
def test_a_package_missing_or_in_pieces_is_a_problem(version, problem, found):
    version("anywidget", found)
    line, fix = problem()
    assert (line, fix) == ("anywidget missing wanted >=0.9.13", INSTALL)


@needs_torch
def test_without_pytorch_the_lessons_that_work_are_named(version, problem):
    version("torch", importlib.metadata.PackageNotFoundError())
    line, _ = problem()
    assert line.endswith("(lessons 00, 01 and the NumPy half of 02 and 05 work without it)")


@pytest.mark.parametrize("found", ["2.2.2", importlib.metadata.PackageNotFoundError()], ids=repr)
def test_where_pytorch_has_no_build_its_absence_is_no_problem(version, monkeypatch, found):
    """As on a Mac with an Intel processor, where 2.2.2 was the last."""
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ELSEWHERE)
    version("torch", found)
    report = health_report()
    assert report.ok
    (line,) = (line for line in report.lines if line.subject == "torch")
    assert line.found == (found if isinstance(found, str) else "missing")
    assert line.remark == (
        "there is no build for this Python on this computer "
        "(lessons 00, 01 and the NumPy half of 02 and 05 work without it)"
    )


@needs_torch
def test_where_pytorch_has_no_build_another_one_will_do(monkeypatch):
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ELSEWHERE)
    (line,) = (line for line in health_report().lines if line.subject == "torch")
    assert line.remark == "wanted >=2.6"


@pytest.mark.parametrize("error", ["OSError", "RuntimeError", "SyntaxError", "DeprecationWarning"])
def test_a_package_that_does_not_import_is_installed_afresh(torch, problem, error):
    torch("torch/__init__.py", f"raise {error}('first\\n\\nsecond')")
    line, fix = problem()
    assert line.endswith(f"work without it), but it does not import: {error}: first second")
    assert fix == (f"close JupyterLab, type  {sys.executable} -m pip uninstall -y torch  and then, {INSTALL}")


@pytest.mark.parametrize("error", ["OSError('[WinError 126] c10.dll')", "ImportError('DLL load failed: _C')"])
def test_a_missing_dll_on_windows_is_mended_by_the_redistributable(torch, problem, monkeypatch, error):
    torch("torch/__init__.py", f"raise {error}")
    monkeypatch.setattr(sys, "platform", "win32")
    _, fix = problem()
    assert fix.startswith("install the Microsoft Visual C++ Redistributable (x64): ")


def test_a_warning_while_importing_is_no_problem(torch):
    torch("torch/__init__.py", "import warnings; warnings.warn('soon', FutureWarning)")
    assert health_report().ok


@pytest.mark.parametrize(
    ("gone", "package"), [("torch.gone", "torch"), ("zmq.gone", "pyzmq"), ("lost", "lost")]
)
def test_what_an_import_misses_is_installed_afresh(torch, problem, gone, package):
    torch("torch/__init__.py", f"import {gone}")
    line, fix = problem()
    assert f"No module named '{gone}'" in line
    assert f"-m pip uninstall -y {package}  and then, {INSTALL}" in fix


def test_an_empty_folder_is_no_package(version, problem, monkeypatch, tmp_path):
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: ["left-over"])
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "left_over").mkdir()
    version("left-over", "1.0")
    line, fix = problem()
    assert line == "left-over 1.0 wanted any, but its files are gone"
    assert "uninstall -y left-over " in fix


def test_a_file_of_the_same_name_is_found_out(torch, problem):
    file = torch("torch.py", "")
    line, fix = problem()
    assert f"but {file} stands in its place" in line
    assert fix == "give that file another name"


@pytest.mark.parametrize(
    ("base", "fix"),
    [
        ("/another", INSTALL),
        (sys.prefix, f"in the folder {ROOT}, type the command to start that README.md shows"),
    ],
    ids=["in an environment", "outside"],
)
def test_a_package_only_on_the_path_is_a_problem(monkeypatch, problem, base, fix):
    def requires(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", requires)
    monkeypatch.setattr(sys, "base_prefix", base)
    assert problem() == (f"lstm_teach missing not installed in this Python, {sys.executable}", fix)


def test_too_old_a_python_is_the_one_problem(monkeypatch, problem):
    """Also where nothing is installed: it comes before all the rest."""
    monkeypatch.setattr(sys, "version_info", (3, 10, 13, "final", 0))
    monkeypatch.setattr(importlib.metadata, "metadata", None)
    monkeypatch.setitem(sys.modules, "jupyter_core.paths", None)
    assert problem() == (
        "Python 3.10.13 wanted >=3.11",
        "install Python 3.11 or later and begin again with README.md",
    )


def test_the_oldest_python_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=" + ".".join(map(str, health.OLDEST))


@pytest.mark.parametrize(
    ("module", "subject"),
    [
        ("packaging.requirements", "packages"),
        ("ipykernel.kernelapp", "kernel"),
        ("jupyter_core.paths", "widgets"),
    ],
)
def test_a_check_that_cannot_be_made_is_a_problem(monkeypatch, problem, module, subject):
    monkeypatch.setitem(sys.modules, module, None)
    line, fix = problem()
    assert line.startswith(f"{subject} not checked ModuleNotFoundError: import of {module} halted")
    assert fix == INSTALL


def test_several_problems_are_mended_in_their_order(version, monkeypatch, capsys):
    version("numpy", "1.0")
    monkeypatch.setitem(sys.modules, "ipykernel.kernelapp", None)
    assert main() == 1
    assert capsys.readouterr().out.endswith("\n\n2 problems: fix the first one and run this again\n")


@pytest.fixture
def another_python3(monkeypatch, tmp_path):
    """A kernel python3 that starts another environment's Python, before ours: two links to one file."""
    program = tmp_path / "other" / "python"
    program.parent.mkdir()
    if os.name == "nt":
        program.touch()
    else:
        program.symlink_to(os.path.realpath(sys.executable))
    argv = [str(program), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    write_json(
        tmp_path / "kernels" / "python3" / "kernel.json", argv=argv, language="python", display_name="Other"
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "user"))
    return program


def test_a_kernel_of_another_python_is_a_problem_and_the_mend_mends(another_python3, problem):
    line, fix = problem()
    assert line == f"kernel missing no notebook can start this Python: python3 starts {another_python3}"
    assert fix == f"type  {sys.executable} -m ipykernel install --user --name lstm_teach"
    type_mend(fix)
    report = health_report()
    assert report.ok
    assert f"lstm_teach   choose it in each notebook: python3 starts {another_python3}" in str(report)


@pytest.mark.parametrize(
    "kernel",
    [
        {"argv": [sys.executable, "-m", "bash_kernel"], "language": "bash", "display_name": "Bash"},
        {"argv": [], "language": "python", "display_name": "Nothing"},
        {"argv": ["/gone/python"], "language": "python", "display_name": "Gone"},
        {"no": "argv"},
    ],
    ids=str,
)
def test_a_kernel_that_does_not_run_our_python_is_not_taken_for_it(
    another_python3, problem, tmp_path, kernel
):
    write_json(tmp_path / "kernels" / "second" / "kernel.json", **kernel)
    assert problem()[0].startswith("kernel missing")


def test_a_missing_or_half_deleted_lab_extension_is_a_problem(monkeypatch, problem, tmp_path):
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *parts: [str(tmp_path.joinpath(*parts))])
    script = write_extension(tmp_path / "labextensions", "anywidget")
    line, fix = problem()
    assert line == f"browser: jupyterlab_widgets missing JupyterLab has no extension {MANAGER}"
    assert "uninstall -y jupyterlab_widgets " in fix
    write_extension(tmp_path / "labextensions", MANAGER)
    assert health_report().ok
    script.unlink()
    line, fix = problem()
    assert line == "browser: anywidget missing JupyterLab has no extension anywidget"
    assert "uninstall -y anywidget " in fix


@pytest.mark.parametrize("plugin", ["anywidget", f"{MANAGER}:plugin"])
@pytest.mark.slow
def test_a_disabled_lab_extension_is_a_problem_and_the_mend_mends(monkeypatch, problem, tmp_path, plugin):
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    write_json(tmp_path / "labconfig" / "page_config.json", disabledExtensions={plugin: True, "other": True})
    line, fix = problem()
    assert line.endswith(f"disabled in JupyterLab: {plugin}")
    assert fix == f"type  {sys.executable} -m jupyterlab.labextensions enable --level=user {plugin}"
    type_mend(fix)
    assert health_report().ok


def test_a_python_in_a_folder_with_a_space_is_quoted(monkeypatch, version, problem):
    version("numpy", "1.0")
    monkeypatch.setattr(sys, "executable", "/home/Li Ming/python")
    assert '"/home/Li Ming/python" -m pip install' in problem()[1]
