"""Memory that is given back: what a process keeps for later, or freed, goes back to the system four times a minute.

A large request leaves many freed pages behind in the heaps of several threads, which glibc gives back only from the
ends of heaps. With other C libraries than glibc nothing is done here.
"""

import ctypes
import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

PAUSE_SECONDS = 15.0
# Each thread would otherwise fill a heap of its own, of which a large answer leaves some forty megabytes behind.
MOST_HEAPS = 2
# As soon as a large block is freed, glibc takes blocks of up to that size from heaps, and keeps up to twice as much
# at the end of each heap, from where malloc_trim() gives back nothing but for the first heap. Once these two numbers
# are set, it leaves them as they are: blocks over the first go back at once, and so does what is over the second at
# the end of a heap.
LARGE_BLOCK_BYTES, END_OF_HEAP_BYTES = 2**20, 2**20
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8  # the names of these numbers in glibc's malloc.h


def bound_heaps() -> None:
    """Bound what the heaps of this process keep, and of those that it forks; it has no other threads yet."""
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        for number, value in (
            (M_ARENA_MAX, MOST_HEAPS),
            (M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES),
            (M_TRIM_THRESHOLD, END_OF_HEAP_BYTES),
        ):
            libc.mallopt(number, value)


def begin(let_go: Callable[[], None], pause: float = PAUSE_SECONDS) -> None:
    """Give memory back again and again, in a thread that ends with the process.

    let_go: frees what the application keeps and does not need at present.
    """
    threading.Thread(target=_again_and_again, args=[let_go, pause], name="given-back-memory", daemon=True).start()


def give_back() -> bool:
    """Give freed memory back to the system now; whether this C library can do that."""
    # Arrow has memory of its own, where a table was written as Parquet, or read.
    if (arrow := sys.modules.get("pyarrow")) is not None:
        arrow.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        return True
    return False


def _again_and_again(let_go: Callable[[], None], pause: float) -> None:
    while True:
        time.sleep(pause)
        try:
            let_go()
        except Exception:  # the thread must live as long as the process
            logging.getLogger("opendata").exception("memory was not given back")
        give_back()
