"""Many objects: building long lists without Python looking through them for garbage again and again.

Half of the time that the report of a million errors takes would go there. Not here: freeing anything; counting
references goes on as always.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Iterator[None]:
    """Put off the search for cyclic garbage while a list of plain data is built.

    The search can only be put off for the whole process. So this does nothing where other threads run, such as those
    of a server: their garbage may be cyclic, and nobody would collect it meanwhile.
    """
    alone = gc.isenabled() and threading.active_count() == 1
    if alone:
        gc.disable()
    try:
        yield
    finally:
        if alone:
            gc.enable()
