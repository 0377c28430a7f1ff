"""health: is everything in place for the lessons? `python -m lstm_teach`, or health_report() in a notebook.

This is the one module that has to work where nothing else does, also in too old a Python: up here it
imports only the standard library, and whatever fails below becomes a line of the report with its fix.
"""

import importlib
import os
import re
import sys
import warnings
from dataclasses import dataclass

__all__ = ["Line", "Report", "health_report"]

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)  # as in pyproject.toml, for a Python in which nothing is installed
WITHOUT = {"torch": " (lessons 00, 01 and the NumPy half of 02 and 05 work without it)"}
BASES = ("numpy", "ipywidgets", "jupyter-server")  # others import these, so they come first
LAB_EXTENSIONS = {"anywidget": "anywidget", "jupyterlab_widgets": "@jupyter-widgets/jupyterlab-manager"}
DLLS = "install the Microsoft Visual C++ Redistributable (x64): aka.ms/vs/17/release/vc_redist.x64.exe"


@dataclass(frozen=True)
class Line:
    """One finding: what was looked at, what was found, a remark, and the fix if it is a problem."""

    subject: str
    found: str
    remark: str
    fix: str = ""


@dataclass(frozen=True, repr=False)
class Report:
    """What health_report() found, line by line; prints as the text that a student reads."""

    lines: tuple

    @property
    def ok(self):
        """True if a student can start."""
        return not any(line.fix for line in self.lines)

    def __str__(self):
        text = ""
        for line in self.lines:
            mark, remark = "PROBLEM" if line.fix else "ok", " ".join(line.remark.split())[:300]
            text += f"{mark:<7}  {line.subject:<27}  {line.found:<11}  {remark}\n"
            text += f"         fix: {line.fix}\n" if line.fix else ""
        problems = sum(bool(line.fix) for line in self.lines)
        if not problems:
            return text + "\nEverything is in place: open notebooks/00_start_here.ipynb"
        which = "1 problem: fix it" if problems == 1 else f"{problems} problems: fix the first one"
        return text + f"\n{which} and run this again"

    __repr__ = __str__


def health_report():
    """Return a Report, .ok if a student can start. Takes some seconds: it imports every package."""
    if sys.version_info < OLDEST:  # then nothing else matters
        return Report((_python(),))
    lines = [_python()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for subject, check in {"packages": _packages, "kernel": _kernel, "widgets": _widgets}.items():
            try:
                lines += check()
            except Exception as error:
                lines.append(Line(subject, "not checked", f"{type(error).__name__}: {error}", _install()))
    return Report(tuple(lines))


def main():
    """Print the report in whatever the terminal can show, and return the exit code."""
    report = health_report()
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    print(f"{report}\n".encode(encoding, "backslashreplace").decode(encoding), end="")
    return 0 if report.ok else 1


def _python():
    """Return the line of Python itself."""
    found, wanted = (".".join(map(str, numbers)) for numbers in (sys.version_info[:3], OLDEST))
    fix = f"install Python {wanted} or later and begin again with README.md"
    return Line("Python", found, f"wanted >={wanted}", fix if sys.version_info < OLDEST else "")


def _packages():
    """Yield the lines of this package and of all that its own metadata require."""
    from importlib import metadata

    try:
        about, requirements = metadata.metadata("lstm_teach"), [*metadata.requires("lstm_teach")]
    except Exception:  # not there, or what describes it is in pieces
        start = f"in the folder {ROOT}, type the command to start that README.md shows"
        fix = start if sys.prefix == sys.base_prefix else _install()  # outside or in an environment
        yield Line("lstm_teach", "missing", f"not installed in this Python, {sys.executable}", fix)
        return
    from packaging.requirements import Requirement

    yield Line("lstm_teach", str(about["Version"]), f"in {ROOT}")
    for requirement in sorted(map(Requirement, requirements), key=lambda r: r.name not in BASES):
        needed = not requirement.marker or requirement.marker.evaluate({"extra": ""})
        if needed or requirement.name in WITHOUT:
            yield _package(requirement, needed)


def _package(requirement, needed):
    """Return the line of one requirement: is it there, in the version wanted, and does it import?"""
    name, remark = requirement.name, f"wanted {requirement.specifier or 'any'}"
    try:
        version = importlib.metadata.version(name) or "missing"
        fits = requirement.specifier.contains(version, prereleases=True)
    except Exception:  # not there, or what describes it is in pieces
        version, fits = "missing", False
    if not fits and not needed:
        return Line(name, version, f"there is no build for this Python on this computer{WITHOUT[name]}")
    problem, fix = _import_problem(name) if fits else ("", _install())
    return Line(name, version, remark + (WITHOUT.get(name, "") if fix else "") + problem, fix)


def _import_problem(name):
    """Return what is wrong with importing an installed package, and its fix: "" and "" if nothing is."""
    import importlib.util

    module = name.replace("-", "_")
    try:
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None:
            return ", but its files are gone", _install(afresh=name)
        if spec.submodule_search_locations is None:
            return f", but {spec.origin} stands in its place", "give that file another name"
        importlib.import_module(module)
    except Exception as error:
        dll = sys.platform == "win32" and (isinstance(error, OSError) or "DLL load failed" in str(error))
        gone = str(error.name).partition(".")[0] if isinstance(error, ModuleNotFoundError) else name
        culprit = importlib.metadata.packages_distributions().get(gone, [gone])[0]
        fix = DLLS if dll else _install(afresh=culprit)
        return f", but it does not import: {type(error).__name__}: {error}", fix
    return "", ""


def _kernel():
    """Yield one line: does a notebook start this Python?"""
    from jupyter_client.kernelspec import KernelSpecManager

    importlib.import_module("ipykernel.kernelapp")
    specs = {name: entry["spec"] for name, entry in KernelSpecManager().get_all_specs().items()}
    ours = [name for name, spec in specs.items() if spec["language"] == "python" and _is_this_python(spec)]
    python3 = f"python3 starts {specs['python3']['argv'][0]}" if "python3" in specs else "there is no python3"
    if "python3" in ours:
        yield Line("kernel", "python3", "starts this Python")
    elif ours:
        yield Line("kernel", specs[ours[0]]["display_name"], f"choose it in each notebook: {python3}")
    else:
        fix = f"type  {_command('-m ipykernel install --user --name lstm_teach')}"
        yield Line("kernel", "missing", f"no notebook can start this Python: {python3}", fix)


def _is_this_python(spec):
    """True for the same file in the same folder: all environments of one Python link to one file."""
    program, bare = (spec["argv"] or [""])[0], f"python{sys.version_info.major}"
    if program in ("python", bare, f"{bare}.{sys.version_info.minor}"):
        return True  # stands for the Python that runs JupyterLab
    pairs = ((program, sys.executable), (os.path.dirname(program), os.path.dirname(sys.executable)))
    return os.path.exists(program) and all(os.path.samefile(*pair) for pair in pairs)


def _widgets():
    """Yield a line for each lab extension: is it where JupyterLab looks, whole and not disabled?"""
    from jupyter_core.paths import jupyter_path
    from jupyterlab_server.config import get_federated_extensions, get_page_config, get_static_page_config

    folders = jupyter_path("labextensions")
    extensions, disabled = get_federated_extensions(folders), get_page_config(folders)["disabledExtensions"]
    by_user = get_static_page_config(level="user").get("disabledExtensions", {})
    for package, name in LAB_EXTENSIONS.items():
        subject, extension = f"browser: {package}", extensions.get(name)
        script = extension and os.path.join(extension["ext_path"], extension["jupyterlab"]["_build"]["load"])
        off = [plugin for plugin in disabled if plugin.partition(":")[0] == name]
        if not script or not os.path.exists(script):
            yield Line(subject, "missing", f"JupyterLab has no extension {name}", _install(afresh=package))
        elif off:
            level = "user" if by_user.get(off[0]) else "sys_prefix"
            enable = _command(f"-m jupyterlab.labextensions enable --level={level} {' '.join(off)}")
            yield Line(subject, "disabled", f"in JupyterLab: {' '.join(off)}", f"type  {enable}")
        else:
            yield Line(subject, extension["version"], f"in {extension['ext_dir']}")


def _install(afresh=None):
    """Return how to install what is missing; afresh: the broken package to take away first."""
    here = os.path.exists(os.path.join(ROOT, "requirements.txt"))
    where = f"in the folder {ROOT}" if here else "in the folder of the course"
    uninstall = _command(f"-m pip uninstall -y {afresh}")
    first = f"close JupyterLab, type  {uninstall}  and then, " if afresh else ""
    return f"{first}{where}, type  {_command('-m pip install -r requirements.txt')}"


def _command(arguments):
    """Return a command for this Python, quoted only if need be: PowerShell runs no quoted name."""
    if re.fullmatch(r"[\w@%+=:,./\\~-]+", sys.executable):
        return f"{sys.executable} {arguments}"
    powershell = "  (in PowerShell: & and a space in front)" if sys.platform == "win32" else ""
    return f'"{sys.executable}" {arguments}{powershell}'
