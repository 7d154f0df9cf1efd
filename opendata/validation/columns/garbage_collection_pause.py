"""Many objects: building long lists without Python looking through them for garbage again and again.

The search would take half of the time that the report of a million errors takes. Not here: freeing objects;
Python counts references as always.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Iterator[None]:
    """Put off the search for cyclic garbage while a list of plain data is built.

    Python can only put off the search for the whole process. So this does nothing where other threads run, such as
    those of a server: nobody would collect their cyclic garbage meanwhile.
    """
    alone = gc.isenabled() and threading.active_count() == 1
    if alone:
        gc.disable()
    try:
        yield
    finally:
        if alone:
            gc.enable()
