"""How long does LSTMCell.run take, which keeps every gate, beside what a student would use instead?

    python benchmarks/cell_speed.py
    THREADS=1 python benchmarks/cell_speed.py

- nn.LSTMCell loop: PyTorch's cell, one step at a time, the outputs stacked; gradients off
- the same loop with gradients on, as most students run it
- nn.LSTM: the whole sequence in one call, gradients off
- textbook NumPy: one product per gate and step, the outputs appended to a list, nothing else kept

All compute the same numbers (checked first) in float32 with two threads. They run by turns in one
process, each for a few milliseconds with one unmeasured run before, and the ratio is taken in each
round: what else the machine does meets all alike. Printed are the median of the rounds and, in brackets,
the ratio of the quickest rounds. Run it on a machine that does nothing else: where other programs use the
cores, two threads wait for one another, and only THREADS=1 gives ratios that mean something. Exits with 1
if a promised ratio is missed.

Peak memory: of fresh processes, by how much the resident memory (RSS) grew at its peak during one run,
after a warm-up of two steps; read from /proc, so on Linux only. For the two in NumPy also what
tracemalloc counts; PyTorch's memory it does not see.
"""

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from statistics import median
from time import perf_counter

THREADS = int(os.environ.get("THREADS", "2"))
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(THREADS)  # read once, when NumPy and PyTorch are imported

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

from lstm_teach import from_torch  # noqa: E402

SIZES = [(9, 1, 4, 1), (100, 1, 8, 16), (100, 32, 32, 128), (200, 64, 64, 256)]
OURS, LOOP, LSTM = "lstm_teach run()", "nn.LSTMCell loop", "nn.LSTM"
LIMITS = {(LOOP, size): 1.0 for size in SIZES} | {(LSTM, SIZES[0]): 1.2}
IN_NUMPY = (OURS, "textbook NumPy")
ROUNDS, SECONDS = 40, 0.02  # SECONDS: the least that one contestant runs in one round


def contestants(steps, batch, inputs, hidden):
    """Return functions by name; each takes a number of steps and returns all outputs (T, N, H)."""
    torch.manual_seed(0)
    torch.set_num_threads(THREADS)
    lstm, cell = nn.LSTM(inputs, hidden), nn.LSTMCell(inputs, hidden)
    cell.load_state_dict({name.removesuffix("_l0"): value for name, value in lstm.state_dict().items()})
    x = torch.randn(steps, batch, inputs)
    numbers, ours = x.numpy(), from_torch(lstm)
    return {
        OURS: lambda t: ours.run(numbers[:t]).h,
        LOOP: torch.no_grad()(lambda t: loop(cell, x[:t])),
        "the same with gradients": lambda t: loop(cell, x[:t]),
        LSTM: torch.no_grad()(lambda t: lstm(x[:t])[0]),
        "textbook NumPy": textbook(ours, numbers),
    }


def loop(cell, x):
    state, outputs = None, []
    for x_t in x:
        state = cell(x_t, state)
        outputs.append(state[0])
    return torch.stack(outputs)


def textbook(cell, x):
    """Return the loop of a textbook over x: each gate has weights and a product of its own."""
    w_i, w_f, w_g, w_o = (w.T.copy() for w in np.split(cell.weight_ih, 4))
    u_i, u_f, u_g, u_o = (u.T.copy() for u in np.split(cell.weight_hh, 4))
    b_i, b_f, b_g, b_o = np.split(cell.bias, 4)

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def run(steps):
        h = c = np.zeros((x.shape[1], cell.hidden_size), x.dtype)
        outputs = []
        for x_t in x[:steps]:
            i = sigmoid(x_t @ w_i + h @ u_i + b_i)
            f = sigmoid(x_t @ w_f + h @ u_f + b_f)
            g = np.tanh(x_t @ w_g + h @ u_g + b_g)
            o = sigmoid(x_t @ w_o + h @ u_o + b_o)
            c = f * c + i * g
            h = o * np.tanh(c)
            outputs.append(h)
        return np.stack(outputs)

    return run


def seconds(run, steps, times):
    """Return the seconds of one run: the mean of some, after one that is not measured."""
    run(steps)
    start = perf_counter()
    for _ in range(times):
        run(steps)
    return (perf_counter() - start) / times


def race(size):
    """Return the seconds of every round by name, the contestants by turns."""
    runs, steps = contestants(*size), size[0]
    wanted = runs[LSTM](steps).numpy()
    for name, run in runs.items():
        with torch.no_grad():
            np.testing.assert_allclose(np.asarray(run(steps)), wanted, rtol=0, atol=1e-5, err_msg=name)
    times = {name: 1 + int(SECONDS / seconds(run, steps, 3)) for name, run in runs.items()}
    rounds = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            rounds[name].append(seconds(run, steps, times[name]))
    return rounds


def peak_memory(name, *size):
    """Print the bytes by which one run made this process grow, and what tracemalloc counted."""
    run = contestants(*size)[name]
    run(2)
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is forgotten
    before = memory("VmRSS")
    run(size[0])
    grown = memory("VmHWM") - before
    tracemalloc.start()
    run(size[0])
    print(grown, tracemalloc.get_traced_memory()[1])


def memory(field):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(field))


def megabytes(name, size):
    """Return the peak memory of a contestant in words, from a fresh process."""
    if not sys.platform.startswith("linux"):
        return "not measured"
    command = [sys.executable, __file__, name, *map(str, size)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    grown, traced = (int(word) / 1e6 for word in run.stdout.split())
    return f"{grown:6.1f} MB" + (f" (tracemalloc {traced:.1f})" if name in IN_NUMPY else "")


def main():
    missed = 0
    print(f"torch {torch.__version__}, numpy {np.__version__}, {THREADS} threads, median of {ROUNDS} rounds")
    for size in SIZES:
        print("\nT {}, N {}, D {}, H {}".format(*size))
        rounds = race(size)
        for name, theirs in rounds.items():
            ratio = median(ours / other for ours, other in zip(rounds[OURS], theirs, strict=True))
            limit = LIMITS.get((name, size))
            verdict = ""
            if limit is not None:
                missed += ratio > limit
                verdict = f"promised {limit:.1f}" + (", MISSED" if ratio > limit else "")
            least = min(rounds[OURS]) / min(theirs)
            compared = f"{OURS} / this {ratio:5.2f} ({least:.2f})" if name != OURS else ""
            print(
                f"  {name:<24}{1e6 * median(theirs):9.0f} us  {compared:<37}{verdict:<22}"
                f"peak {megabytes(name, size)}"
            )
    return 1 if missed else 0


if __name__ == "__main__":
    if sys.argv[1:]:
        peak_memory(sys.argv[1], *map(int, sys.argv[2:]))
    else:
        sys.exit(main())
