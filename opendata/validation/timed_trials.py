"""Trials: a piece of Python that may take for ever, tried under a limit in a process that can be ended.

Python's own matching of patterns cannot be ended otherwise. Here: running it. Not here: what is tried
(columns/cells/slow_patterns.py and limits/slow_sniffing.py).
"""

import json
import signal
import subprocess
import sys
from typing import Any

# Seconds are those of the processor, so that nothing is refused because others use it.
BEGINNING = """
import json, signal, sys, time
most, question = json.load(sys.stdin)
signal.setitimer(signal.ITIMER_PROF, most)
begin = time.process_time()
"""
END = """
print(time.process_time() - begin)
"""
WAITED_TIMES, WAITED_SECONDS = 5, 10.0  # by the clock, where there is little of the processor


def seconds_taken(program: str, question: Any, most: float) -> float | None:
    """The seconds of processor time a program takes for a question, put as JSON; None for more than so many.

    What it says of a question that it fails at is 0: that is for others to say.
    """
    try:
        # A new program, not a fork of this one, whose other threads may hold locks.
        ran = subprocess.run(
            [sys.executable, "-I", "-S", "-c", f"{BEGINNING}{program}{END}"],
            input=json.dumps([most, question]).encode(),
            timeout=WAITED_TIMES * most + WAITED_SECONDS,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return None if ran.returncode == -signal.SIGPROF else float(ran.stdout or 0)
