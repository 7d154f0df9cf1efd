"""Memory that is given back: what a process freed and its allocator keeps goes back to the system twice a minute.

A large request leaves many freed pages behind in the heaps of several threads, which glibc gives back only from the
ends of heaps. With other C libraries than glibc nothing is done here.
"""

import ctypes
import threading
import time
from contextlib import suppress

PAUSE_SECONDS = 30.0


def begin(pause: float = PAUSE_SECONDS) -> None:
    """Give freed memory back again and again, in a thread that ends with the process."""
    threading.Thread(target=_again_and_again, args=[pause], name="given-back-memory", daemon=True).start()


def give_back() -> bool:
    """Give freed memory back to the system now; whether this C library can do that."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        return True
    return False


def _again_and_again(pause: float) -> None:
    while give_back():
        time.sleep(pause)
