"""Time of the processor that a process has had.

Here: the numbers of /proc. Not here: how much of it an upload may take (allowances.py).
"""

import os
from pathlib import Path

TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> float:
    """How long a process was at work on a processor, all of its threads together; 0 if it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return 0.0
    # The name of the program stands in brackets, and may hold anything.
    values = stat.rpartition(b")")[2].split()
    return (int(values[11]) + int(values[12])) * TICK_SECONDS
