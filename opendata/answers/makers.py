"""Makers: what a view leaves behind, so that answers to other queries of its address are made without it.

Here: keeping some of them as long as the public state is the one that they were left in. Not here: the makers
themselves (api/), and what they are (server/what_is_served.py).

A view finds out what an address means, and most of its headers, anew for each request, though both are the same for
every query of the address. A maker knows them, and makes the rest.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from opendata.server.what_is_served import Maker

MOST_MAKERS = 256


@dataclass(frozen=True)
class LeftMaker:
    """A maker, with the headers of the answer that it was left with."""

    maker: Maker
    state: Hashable
    headers: tuple[tuple[str, str], ...]
    about: Any  # what the view has told that its answers are about

    def answer(self, query: str) -> tuple[list[tuple[str, str]], bytes] | None:
        """Headers and bytes of the answer to a query; None: the view is to answer it."""
        made = self.maker(query)
        if made is None:
            return None
        content, changed = made
        return [(name, changed.get(name, value)) for name, value in self.headers], content


class KeptMakers:
    """The makers of one process that were left last."""

    def __init__(self) -> None:
        self._left: OrderedDict[Hashable, LeftMaker] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, state: Hashable) -> LeftMaker | None:
        """The maker of an address in this state."""
        left = self._left.get(key)
        return left if left is not None and left.state == state else None

    def keep(self, key: Hashable, left: LeftMaker) -> None:
        """Keep a maker in the place of an earlier one of its address."""
        with self._lock:
            self._left[key] = left
            self._left.move_to_end(key)
            while len(self._left) > MOST_MAKERS:
                self._left.popitem(last=False)

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._left.clear()
