"""How much processor time a benchmark took, by program; other work on the machine changes it less than seconds."""

import os
from collections import defaultdict
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds_by_program() -> dict[str, float]:
    """Seconds so far of this process and all below it, those that have ended included, by the program's name."""
    parents: dict[int, list[int]] = defaultdict(list)
    known: dict[int, tuple[str, float]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
            except OSError:  # it has just ended
                continue
            values = rest.split()
            known[int(folder.name)] = (name, sum(map(int, values[11:15])) / TICKS)
            parents[int(values[1])].append(int(folder.name))
    found: dict[str, float] = defaultdict(float)
    waiting = [os.getpid()]
    while waiting:
        process = waiting.pop()
        name, seconds = known[process]
        found["this program" if process == os.getpid() else name] += seconds
        waiting += parents[process]
    return found
