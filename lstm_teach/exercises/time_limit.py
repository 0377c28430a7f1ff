"""A student's function gets some seconds, then it is stopped: an endless loop must not take the kernel along.

A second thread waits, and then raises TooLong in the first one: this works on every system, in every
thread, and costs the function nothing. What runs in C without coming back to Python cannot be stopped, nor
a loop with a bare "except" around all that it does; and an import is left to end.
"""

import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Any

__all__ = ["SECONDS", "TooLong", "within"]

SECONDS = 10.0
AGAIN = 0.05  # seconds until TooLong is raised again in a function that goes on all the same


class TooLong(BaseException):
    """Raised in a function that has not ended in time; no "except Exception" catches it."""


def within(seconds: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """Return function(*arguments); raise TooLong in it after so many seconds, but not under a debugger."""
    if sys.gettrace():
        return function(*arguments)
    thread = threading.get_ident()
    ended, lock = threading.Event(), threading.Lock()

    def watch():
        wait = seconds
        while not ended.wait(wait):
            if _imports(thread):  # half a module must not stay behind: another time
                continue
            with lock:
                if not ended.is_set():
                    _raise_in(thread)
            wait = AGAIN

    def end():
        while not ended.is_set():
            try:
                with lock:
                    ended.set()
                for _ in range(3):  # one that is under way arrives here at the latest
                    pass
            except TooLong:
                pass

    try:
        try:
            with contextlib.suppress(RuntimeError):  # Python in a browser has no threads: no limit there
                threading.Thread(target=watch, daemon=True).start()
            return function(*arguments)
        finally:
            end()
    except TooLong:
        end()
        raise


def _imports(thread):
    """True if a thread is in the middle of an import."""
    frame = sys._current_frames().get(thread)
    while frame and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is not None


def _raise_in(thread):
    """Raise TooLong in a thread, at its next step in Python."""
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooLong))
