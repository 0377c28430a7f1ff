"""How long does backward() take, in NumPy and readable, beside PyTorch's autograd?

    python benchmarks/gradient_speed.py

- nn.LSTMCell loop: PyTorch's cell, one step at a time, the outputs stacked, as a student writes it
- nn.LSTM: the whole sequence in one call

Measured is the way back alone, with the forward pass done before the clock starts (for backward() its
trace, for autograd its graph), and both ways together. Autograd is handed dL/dh, so that it has no loss
to compute. It is asked for the gradients of the weights only, as in training; one more contestant asks it
for those by x, h0 and c0 too. backward() always returns these, and those by every z, c and h as well.

All compute the same gradients of the weights (checked first) in float32 with two threads. They run by
turns in one process, each for a few milliseconds with one unmeasured run before, and the ratio is taken
in each round: what else the machine does meets all alike. Printed is the median of the rounds. Run it on
a machine that does nothing else; it takes a few minutes. Exits with 1 if a promised ratio is missed.
"""

import os
import sys
from statistics import median
from time import perf_counter

THREADS = 2
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(THREADS)  # read once, when NumPy and PyTorch are imported

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

from lstm_teach import backward, from_torch  # noqa: E402

SIZES = [(9, 1, 4, 1), (100, 1, 8, 16), (100, 32, 32, 128), (200, 64, 64, 256)]
OURS, LOOP, ALL, LSTM = "lstm_teach", "nn.LSTMCell loop", "and by x, h0, c0", "nn.LSTM"
BACK, BOTH = "back alone", "there and back"
LIMITS = {(BACK, ALL, size): 1.0 for size in SIZES} | {(BACK, LOOP, size): 1.0 for size in SIZES[:3]}
ROUNDS, SECONDS = 15, 0.02  # SECONDS: the least that one contestant runs in one round


def contestants(steps, batch, inputs, hidden):
    """Return by (way, name) a pair of functions: prepare(), not measured, and run(what it returned)."""
    torch.manual_seed(0)
    torch.set_num_threads(THREADS)
    lstm, cell = nn.LSTM(inputs, hidden), nn.LSTMCell(inputs, hidden)
    cell.load_state_dict({name.removesuffix("_l0"): value for name, value in lstm.state_dict().items()})
    x, dL_dh = torch.randn(steps, batch, inputs), torch.randn(steps, batch, hidden)
    ours, numbers, direct = from_torch(lstm), x.numpy(), dL_dh.numpy()
    state = tuple(torch.zeros(batch, hidden, requires_grad=True) for _ in "hc")
    leaves = (x.clone().requires_grad_(), *state)

    def back(trace):
        gradients = backward(ours, trace, direct)
        return gradients.weight_ih, gradients.weight_hh, gradients.bias

    def autograd(module, outputs):
        for tensor in (*module.parameters(), *leaves):
            tensor.grad = None
        outputs.backward(dL_dh)
        return [parameter.grad for parameter in list(module.parameters())[:3]]

    ways = {
        OURS: (lambda: ours.run(numbers), back),
        LOOP: (lambda: loop(cell, x), lambda outputs: autograd(cell, outputs)),
        ALL: (lambda: loop(cell, leaves[0], state), lambda outputs: autograd(cell, outputs)),
        LSTM: (lambda: lstm(x)[0], lambda outputs: autograd(lstm, outputs)),
    }
    pairs = {(BACK, name): pair for name, pair in ways.items()}
    return pairs | {(BOTH, name): (lambda: None, there_and_back(*pair)) for name, pair in ways.items()}


def there_and_back(there, back):
    return lambda _: back(there())


def loop(cell, x, state=None):
    outputs = []
    for x_t in x:
        state = cell(x_t, state)
        outputs.append(state[0])
    return torch.stack(outputs)


def seconds(prepare, run, times):
    """Return the seconds of one run: the mean of some, after one that is not measured."""
    run(prepare())
    total = 0.0
    for _ in range(times):
        prepared = prepare()
        start = perf_counter()
        run(prepared)
        total += perf_counter() - start
    return total / times


def race(size):
    """Return the seconds of every round by (way, name), the contestants by turns."""
    runs = contestants(*size)
    wanted = [g.numpy().copy() for g in runs[BACK, LSTM][1](runs[BACK, LSTM][0]())]
    for key, (prepare, run) in runs.items():
        for gradient, right in zip(run(prepare()), wanted, strict=True):
            scale = np.abs(right).max()
            np.testing.assert_allclose(gradient, right, rtol=0, atol=1e-5 * scale, err_msg=str(key))
    times = {key: 1 + int(SECONDS / seconds(*pair, 3)) for key, pair in runs.items()}
    rounds = {key: [] for key in runs}
    for _ in range(ROUNDS):
        for key, pair in runs.items():
            rounds[key].append(seconds(*pair, times[key]))
    return rounds


def main():
    missed = 0
    print(f"torch {torch.__version__}, numpy {np.__version__}, {THREADS} threads, median of {ROUNDS} rounds")
    for size in SIZES:
        print("\nT {}, N {}, D {}, H {}".format(*size))
        rounds = race(size)
        for (way, name), theirs in rounds.items():
            ratio = median(ours / other for ours, other in zip(rounds[way, OURS], theirs, strict=True))
            told = f"{OURS} / this {ratio:5.2f}" if name != OURS else ""
            limit = LIMITS.get((way, name, size))
            verdict = ""
            if limit is not None:
                missed += ratio > limit
                verdict = f"promised {limit:.1f}" + (", MISSED" if ratio > limit else "")
            line = f"  {way:<16}{name:<18}{1e6 * median(theirs):9.0f} us  {told:<26}{verdict}"
            print(line.rstrip())
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
