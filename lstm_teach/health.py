"""health: is everything in place for the lessons? `python -m lstm_teach`, or health_report() in a notebook.

This module has to work where nothing else does, also in a Python that is too old: at the top it imports
only the standard library and words, and whatever fails below becomes a line of the report with its fix.
"""

from __future__ import annotations  # in a Python that is too old, health still has to say so

import importlib
import os
import re
import sys
import warnings
from dataclasses import dataclass

from lstm_teach.words import later, say

__all__ = ["Line", "Report", "health_report"]

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)  # as in pyproject.toml, for a Python in which nothing is installed
#: By package that the lessons can do without: what works then.
WITHOUT = {"torch": later("(lessons 00, 01 and the NumPy half of 02 and 05 work without it)")}
BASES = ("numpy", "ipywidgets", "jupyter-server")  # others import these, so they come first
LAB_EXTENSIONS = {"anywidget": "anywidget", "jupyterlab_widgets": "@jupyter-widgets/jupyterlab-manager"}
DLLS = later("install the Microsoft Visual C++ Redistributable (x64): aka.ms/vs/17/release/vc_redist.x64.exe")


@dataclass(frozen=True)
class Line:
    """One finding: what was looked at, what was found, a remark, and the fix if it is a problem."""

    subject: str
    found: str
    remark: str
    fix: str = ""


@dataclass(frozen=True, repr=False)
class Report:
    """What health_report() found, line by line; printed it is the text for students."""

    lines: tuple[Line, ...]

    @property
    def ok(self) -> bool:
        """True if a student can start."""
        return not any(line.fix for line in self.lines)

    def __str__(self):
        text = ""
        for line in self.lines:
            mark = say("PROBLEM") if line.fix else say("ok")
            remark = " ".join(line.remark.split())[:300]
            text += f"{mark:<7}  {line.subject:<27}  {line.found:<11}  {remark}\n"
            text += f"         {say('fix: {}', line.fix)}\n" if line.fix else ""
        problems = sum(bool(line.fix) for line in self.lines)
        if not problems:
            return f"{text}\n{say('Everything is in place: open notebooks/00_start_here.ipynb')}"
        if problems == 1:
            return f"{text}\n{say('1 problem: fix it and run this again')}"
        return f"{text}\n{say('{} problems: fix the first one and run this again', problems)}"

    __repr__ = __str__


def health_report() -> Report:
    """Return a Report, .ok if a student can start. Takes some seconds: it imports every package."""
    if sys.version_info < OLDEST:  # then nothing else matters
        return Report((_python(),))
    lines = [_python()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for subject, check in CHECKS.items():
            try:
                lines += check()
            except Exception as error:
                remark = f"{type(error).__name__}: {error}"
                lines.append(Line(say(subject), say("not checked"), remark, _install()))
    return Report(tuple(lines))


def main() -> int:
    """Print the report in whatever the terminal can show, and return the exit code."""
    report = health_report()
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    print(f"{report}\n".encode(encoding, "backslashreplace").decode(encoding), end="")
    return 0 if report.ok else 1


def _python():
    """Return the line of Python itself."""
    found, wanted = (".".join(map(str, numbers)) for numbers in (sys.version_info[:3], OLDEST))
    fix = say("install Python {} or later and begin again with README.md", wanted)
    return Line("Python", found, say("wanted {}", f">={wanted}"), fix if sys.version_info < OLDEST else "")


def _packages():
    """Yield the lines of this package and of all that its own metadata require."""
    from importlib import metadata

    try:
        about, requirements = metadata.metadata("lstm_teach"), list(metadata.requires("lstm_teach") or ())
    except Exception:  # not there, or what describes it is in pieces
        start = say("in the folder {}, type the command to start that README.md shows", ROOT)
        fix = start if sys.prefix == sys.base_prefix else _install()  # outside or in an environment
        remark = say("not installed in this Python, {}", sys.executable)
        yield Line("lstm_teach", say("missing"), remark, fix)
        return
    from packaging.requirements import Requirement

    yield Line("lstm_teach", str(about["Version"]), say("in {}", ROOT))
    for requirement in sorted(map(Requirement, requirements), key=lambda r: r.name not in BASES):
        needed = not requirement.marker or requirement.marker.evaluate({"extra": ""})
        if needed or requirement.name in WITHOUT:
            yield _package(requirement, needed)


def _package(requirement, needed):
    """Return the line of one requirement: is it there, in the version wanted, and does it import?"""
    name, remark = requirement.name, say("wanted {}", requirement.specifier or say("any"))
    try:
        version = importlib.metadata.version(name) or say("missing")
        fits = requirement.specifier.contains(version, prereleases=True)
    except Exception:  # not there, or what describes it is in pieces
        version, fits = say("missing"), False
    if not fits and not needed:
        remark = say("there is no build for this Python on this computer")
        return Line(name, version, f"{remark} {say(WITHOUT[name])}")
    problem, fix = _import_problem(name) if fits else ("", _install())
    if fix and name in WITHOUT:
        remark = f"{remark} {say(WITHOUT[name])}"
    return Line(name, version, f"{remark}, {problem}" if problem else remark, fix)


def _import_problem(name):
    """Return what is wrong with importing an installed package, and its fix: "" and "" if nothing is."""
    import importlib.util

    module = name.replace("-", "_")
    try:
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None:
            return say("but its files are gone"), _install(broken=name)
        if spec.submodule_search_locations is None:
            return say("but {} stands in its place", spec.origin), say("give that file another name")
        importlib.import_module(module)
    except Exception as error:
        dll = sys.platform == "win32" and (isinstance(error, OSError) or "DLL load failed" in str(error))
        gone = str(error.name).partition(".")[0] if isinstance(error, ModuleNotFoundError) else name
        culprit = importlib.metadata.packages_distributions().get(gone, [gone])[0]
        fix = say(DLLS) if dll else _install(broken=culprit)
        return say("but it does not import: {}: {}", type(error).__name__, error), fix
    return "", ""


def _kernel():
    """Yield one line: does a notebook start this Python?"""
    from jupyter_client.kernelspec import KernelSpecManager

    importlib.import_module("ipykernel.kernelapp")
    specs = {name: entry["spec"] for name, entry in KernelSpecManager().get_all_specs().items()}
    ours = [name for name, spec in specs.items() if spec["language"] == "python" and _is_this_python(spec)]
    python3 = say("there is no python3")
    if "python3" in specs:
        python3 = say("python3 starts {}", specs["python3"]["argv"][0])
    if "python3" in ours:
        yield Line(say("kernel"), "python3", say("starts this Python"))
    elif ours:
        remark = say("choose it in each notebook: {}", python3)
        yield Line(say("kernel"), specs[ours[0]]["display_name"], remark)
    else:
        fix = say("type  {}", _command("-m ipykernel install --user --name lstm_teach"))
        remark = say("no notebook can start this Python: {}", python3)
        yield Line(say("kernel"), say("missing"), remark, fix)


def _is_this_python(spec):
    """True for the same file in the same folder: all environments of one Python link to one file."""
    program, bare = (spec["argv"] or [""])[0], f"python{sys.version_info.major}"
    if program in ("python", bare, f"{bare}.{sys.version_info.minor}"):
        return True  # stands for the Python that runs JupyterLab
    pairs = ((program, sys.executable), (os.path.dirname(program), os.path.dirname(sys.executable)))
    return os.path.exists(program) and all(os.path.samefile(*pair) for pair in pairs)


def _widgets():
    """Yield a line for each lab extension: does JupyterLab find it, whole and not disabled?"""
    from jupyter_core.paths import jupyter_path
    from jupyterlab_server.config import get_federated_extensions, get_page_config, get_static_page_config

    folders = jupyter_path("labextensions")
    extensions, disabled = get_federated_extensions(folders), get_page_config(folders)["disabledExtensions"]
    by_user = get_static_page_config(level="user").get("disabledExtensions", {})
    for package, name in LAB_EXTENSIONS.items():
        subject, extension = say("browser: {}", package), extensions.get(name)
        off = [plugin for plugin in disabled if plugin.partition(":")[0] == name]
        if not extension or not os.path.exists(_script(extension)):
            remark = say("JupyterLab has no extension {}", name)
            yield Line(subject, say("missing"), remark, _install(broken=package))
        elif off:
            level = "user" if by_user.get(off[0]) else "sys_prefix"
            enable = _command(f"-m jupyterlab.labextensions enable --level={level} {' '.join(off)}")
            remark = say("in JupyterLab: {}", " ".join(off))
            yield Line(subject, say("disabled"), remark, say("type  {}", enable))
        else:
            yield Line(subject, extension["version"], say("in {}", extension["ext_dir"]))


def _script(extension):
    """Return the path of the file that JupyterLab loads for an extension."""
    return os.path.join(extension["ext_path"], extension["jupyterlab"]["_build"]["load"])


def _install(broken=None):
    """Return how to install what is missing; broken: a package to uninstall first."""
    here = os.path.exists(os.path.join(ROOT, "requirements.txt"))
    folder = say("in the folder {}", ROOT) if here else say("in the folder of the course")
    install = _command("-m pip install -r requirements.txt")
    if broken is None:
        return say("{}, type  {}", folder, install)
    uninstall = _command(f"-m pip uninstall -y {broken}")
    return say("close JupyterLab, type  {}  and then, {}, type  {}", uninstall, folder, install)


def _command(arguments):
    """Return a command for this Python, quoted only if need be: PowerShell runs no quoted name."""
    if re.fullmatch(r"[\w@%+=:,./\\~-]+", sys.executable):
        return f"{sys.executable} {arguments}"
    command = f'"{sys.executable}" {arguments}'
    if sys.platform != "win32":
        return command
    return say("{}  (in PowerShell: & and a space in front)", command)


#: By subject of the line that says that a check failed.
CHECKS = {later("packages"): _packages, later("kernel"): _kernel, later("widgets"): _widgets}
