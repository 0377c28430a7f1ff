"""An answer that does not end is stopped, and nothing is left behind."""

import contextlib
import signal
import sys
import threading
import time

import pytest

import lstm_teach as lt
from lstm_teach.exercises import checking, time_limit
from lstm_teach.exercises.time_limit import TooLong, within
from lstm_teach.takehome import save

REAL = time_limit.SECONDS  # the tests have a shorter one
FUNCTIONS = ["1c", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "4d", "5a", "5c", "6a", "7a", "7b", "7c", "7d"]


def loop(*arguments):
    while True:
        pass


def loop_that_catches_exceptions(*arguments):
    n = 0
    while True:
        try:
            n = abs(n)
        except Exception:
            n = 0


def generator_without_end(*arguments):
    return sum(1 for _ in iter(lambda: 1, 2))


LOOPS = [
    loop,
    loop_that_catches_exceptions,
    generator_without_end,
]


@pytest.fixture(autouse=True)
def clean(tmp_path, monkeypatch):
    monkeypatch.setattr(save, "homework_folder", lambda: tmp_path)
    monkeypatch.setattr(checking, "_wrong_answers", {})
    monkeypatch.setattr(checking, "_done", set())
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)


@pytest.fixture
def nothing_left():
    """After the test there are the same threads, trace function and handler of Ctrl-C as before."""
    before = sys.gettrace(), signal.getsignal(signal.SIGINT)
    there = set(threading.enumerate())  # pytest-xdist has one of its own, which does not end
    yield
    new = set(threading.enumerate()) - there
    for thread in new:
        thread.join(timeout=5)
    assert (sys.gettrace(), signal.getsignal(signal.SIGINT)) == before
    assert not any(thread.is_alive() for thread in new)


@pytest.mark.parametrize("endless", LOOPS)
def test_a_loop_without_end_is_stopped(endless, nothing_left):
    with pytest.raises(TooLong):
        within(0.2, endless)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_exercise_that_calls_an_answer_stops_it(name, capsys, nothing_left):
    if name in ("3b", "4c", "4d", "7c", "7d"):  # their checks use PyTorch
        pytest.importorskip("torch")
    lt.check(name, loop)
    told = capsys.readouterr().out
    assert "was stopped: after 0.2 seconds it had not ended.\nHint: Does a loop go on for ever?" in told


def test_a_module_whose_forward_does_not_end_is_stopped(capsys, nothing_left):
    torch = pytest.importorskip("torch")

    class Endless(torch.nn.LSTMCell):
        def forward(self, *arguments):
            loop()

    lt.check("7c", Endless(4, 1))
    assert "my_lstmcell on 9 steps was stopped" in capsys.readouterr().out
    module = Endless(4, 1)
    right = lt.to_torch(lt.LSTMCell.from_gates(**{**lt.examples.LEE_WEIGHTS, "f": (0, -100, 0, 10)}))
    module.load_state_dict(right.state_dict())
    lt.check("3c", module)
    assert "Your module was stopped" in capsys.readouterr().out


def test_a_cell_whose_activation_does_not_end_is_stopped(capsys, nothing_left):
    endless = lt.Activation("mine", loop, loop)
    lt.check("7e", lt.LSTMCell([[0, 0]] * 4, candidate_activation=endless))
    assert "Your cell was stopped" in capsys.readouterr().out


def test_what_ends_in_time_returns_what_it_returns(nothing_left):
    assert within(60, divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        within(60, divmod, 7, 0)


@pytest.mark.slow
def test_an_answer_of_a_second_has_the_time_that_it_needs(monkeypatch, capsys, nothing_left):
    end = time.monotonic() + 1

    def slow_steps(f, left):
        while time.monotonic() < end:
            pass
        return 0

    monkeypatch.setattr(time_limit, "SECONDS", REAL)
    lt.check("6a", slow_steps)
    assert "was stopped" not in capsys.readouterr().out
    assert REAL == 10


@pytest.fixture
def ctrl_c():
    """Ctrl-C interrupts, also where this process was started in the background and would not hear it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_students_own_interrupt_goes_through(ctrl_c, nothing_left):
    def interrupted():
        signal.raise_signal(signal.SIGINT)
        loop()

    with pytest.raises(KeyboardInterrupt):
        within(60, interrupted)


def test_functions_that_end_just_at_the_limit_leave_nothing_behind(nothing_left):
    def until(end):
        while time.monotonic() < end:
            pass

    for k in range(40):
        with contextlib.suppress(TooLong):
            within(0.01, until, time.monotonic() + 0.005 + 0.00025 * k)
    loops = list(map(abs, range(100_000)))  # a late one would come here
    assert len(loops) == 100_000


def test_it_works_outside_the_main_thread(nothing_left):
    caught = []

    def run():
        try:
            within(0.2, loop_that_catches_exceptions)
        except TooLong:
            caught.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert caught == [True]


def test_an_import_is_left_to_end(tmp_path, monkeypatch, nothing_left):
    """Half a module that stays behind would break what comes after it: PyTorch has many late imports."""
    (tmp_path / "imported_late.py").write_text(
        "import time\nend = time.monotonic() + 0.5\nwhile time.monotonic() < end:\n    pass\nwhole = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    def imports():
        import imported_late

        return imported_late.whole

    assert within(0.2, imports) is True
    assert sys.modules.pop("imported_late").whole


def test_under_a_debugger_there_is_no_limit(nothing_left):
    def mine(*arguments):
        return None

    def waits():
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            pass
        return sys.gettrace()

    sys.settrace(mine)
    try:
        assert within(0.1, waits) is mine
    finally:
        sys.settrace(None)


def test_without_threads_the_answer_is_called_all_the_same(monkeypatch):
    def no_threads(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_threads)
    assert within(1, divmod, 7, 2) == (3, 1)
