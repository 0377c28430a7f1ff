"""Where PyTorch is not installed, the files that import it are skipped."""

import importlib.util
import os

import pytest

# Several tests run side by side, and no matrix is large: more threads in each would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")

TORCH = importlib.util.find_spec("torch") is not None


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Turn the error of a file that imports torch into a skip, if torch is not installed."""
    report = yield
    if not TORCH and report.failed and "No module named 'torch'" in str(report.longrepr):
        report.outcome = "skipped"
        report.longrepr = (str(collector.path), 0, "Skipped: torch is not installed")
    return report
