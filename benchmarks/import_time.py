"""How long does `import lstm_teach` take, beside the `import numpy` that it cannot do without?

    python benchmarks/import_time.py

Each import runs in fresh processes, the two by turns in one run, after a warm-up of each that leaves
the .pyc files. The clock runs inside the process around the import alone: the start of Python, the
same for both, would only make the ratio look better. LSTMCell is asked for as well, so that nothing
is hidden by importing it later. Exits with 1 if the ratio of the medians is above the limit.
"""

import os
import subprocess
import sys
from statistics import median

LIMIT = 1.5
RUNS = 10
IMPORTS = {"numpy": "import numpy", "lstm_teach": "import lstm_teach; lstm_teach.LSTMCell"}
ENVIRONMENT = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # empty: not set, so that .pyc files are kept
CLOCK = "from time import perf_counter; start = perf_counter(); {}; print(perf_counter() - start)"


def seconds(statement):
    """Return the seconds that a statement takes in a fresh process."""
    command = [sys.executable, "-c", CLOCK.format(statement)]
    run = subprocess.run(command, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True)
    return float(run.stdout)


def main():
    for statement in IMPORTS.values():
        seconds(statement)
    times = {name: [] for name in IMPORTS}
    for _ in range(RUNS):
        for name, statement in IMPORTS.items():
            times[name].append(seconds(statement))
    medians = {name: median(runs) for name, runs in times.items()}
    for name, value in medians.items():
        print(f"import {name:<10}  {1000 * value:6.1f} ms  (median of {RUNS} fresh processes)")
    ratio = medians["lstm_teach"] / medians["numpy"]
    print(f"ratio {ratio:.2f}, limit {LIMIT}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
