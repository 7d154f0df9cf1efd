"""The tests; CONTRIBUTING.md says how to run them.

Test files run side by side, more of them than there are processors, so Polars and the libraries for matrices get one
thread in each process: more would wait for each other, which costs a fifth of the processor time of all tests.
"""

import os

for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when the library first computes
    os.environ.setdefault(name, "1")
