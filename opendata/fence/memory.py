"""Memory of processes: how much one holds, and the limits that the system sets to it.

Here: the numbers of /proc, and setrlimit. Not here: how much an upload may take (allowances.py).
"""

import os
import resource
from pathlib import Path

PAGE_BYTES = resource.getpagesize()


def own_bytes(pid: int | str = "self") -> int:
    """The memory that a process holds for itself alone, without libraries; 0 if the process is gone."""
    try:
        # The service asks this several times for each upload, and pathlib takes longer than the kernel.
        file = os.open(f"/proc/{pid}/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        _, resident, shared, *_ = os.read(file, 200).split()
    except (OSError, ValueError):
        return 0
    finally:
        os.close(file)
    return (int(resident) - int(shared)) * PAGE_BYTES


def mapped_bytes() -> int:
    """The memory that this process has mapped for data, used or not: what RLIMIT_DATA counts."""
    *_, data, _ = Path("/proc/self/statm").read_text().split()
    return int(data) * PAGE_BYTES


def allow_more(more_bytes: int | None) -> None:
    """Let this process map so many more bytes than it has mapped already; None: as many as it likes."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = resource.RLIM_INFINITY if more_bytes is None else mapped_bytes() + more_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))
