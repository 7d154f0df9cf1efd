"""The tests; CONTRIBUTING.md says how to run them.

Test files run side by side, more of them than there are processors, and threads of Polars that wait for each other
take a fifth of all processor time. So all processes of the tests but one have one such thread, as a web process has
on two processors. The second one has as many as there are processors, as commands have, and so has a run that starts
no processes side by side. Both are tried in this way.
"""

import os

RUN = "PYTEST_XDIST_TESTRUNUID"  # in the environment of those that test side by side, the same in all of them

if os.environ.get("PYTEST_XDIST_WORKER", "gw1") != "gw1":
    for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when they first compute
        os.environ.setdefault(name, "1")


def run_name() -> str:
    """What no other run of the tests on this machine is called at this moment."""
    return os.environ.get(RUN) or str(os.getpid())
