"""Trials: a piece of Python that may never end is run under a time limit, in a process that can be ended.

Python's pattern matching cannot be interrupted within a process. Here: running the program. Not here: the programs
(columns/cells/slow_patterns.py and limits/csv_sniffing_limit.py).
"""

import json
import signal
import subprocess
import sys
from typing import Any

# The limit is in seconds of processor time, so that a busy machine does not make a trial fail.
BEGINNING = """
import json, signal, sys, time
most, question = json.load(sys.stdin)
signal.setitimer(signal.ITIMER_PROF, most)
begin = time.process_time()
"""
END = """
print(time.process_time() - begin)
"""
WAITED_TIMES, WAITED_SECONDS = 5, 10.0  # limit by the clock, for a machine that gives the trial little processor time


def seconds_taken(program: str, question: Any, most: float) -> float | None:
    """The seconds of processor time that a program takes for a question, which is given as JSON.

    Returns None for a program that takes more than `most` seconds, and 0 for one that fails: the caller meets the
    same failure later and reports it.
    """
    try:
        # A new process, not a fork of this one: other threads here may hold locks that a fork would never release.
        trial = subprocess.run(
            [sys.executable, "-I", "-S", "-c", f"{BEGINNING}{program}{END}"],
            input=json.dumps([most, question]).encode(),
            timeout=WAITED_TIMES * most + WAITED_SECONDS,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return None if trial.returncode == -signal.SIGPROF else float(trial.stdout or 0)
