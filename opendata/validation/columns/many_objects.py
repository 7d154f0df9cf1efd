"""Many objects: building long lists without Python looking through them for garbage again and again.

A third of the time that a list of a million errors takes went there. Not here: freeing anything; counting
references goes on as always.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Iterator[None]:
    """Put off the search for cyclic garbage, in all threads, while a list of plain data is built."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
