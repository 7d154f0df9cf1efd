"""Whose turn it is: complete requests that wait for a thread, one of each client address after the other.

Here: the order, and how many requests of one sort may have threads at a time. Not here: threads and connections.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """Requests of many addresses; an address with many of them waits for its own, and others do not."""

    def __init__(self, most: Mapping[str, int], threads: int) -> None:
        self._most, self._threads = most, threads
        self._waiting: OrderedDict[Hashable, deque[tuple[str, Item]]] = OrderedDict()
        self._busy: Counter[str] = Counter()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, address: Hashable, sort: str, item: Item) -> None:
        """Let a request wait."""
        self._waiting.setdefault(address, deque()).append((sort, item))

    def give_way(self, is_named: Callable[[Item], bool]) -> Item:
        """The newest request of the address with the most of them, which waits no longer.

        is_named: whether the sender of a request says who it is; of addresses with equally many, such a one stays.
        """
        in_order = enumerate(self._waiting.items())
        _, (address, requests) = max(
            in_order, key=lambda each: (len(each[1][1]), not is_named(each[1][1][-1][1]), each[0])
        )
        _, item = requests.pop()
        if not requests:
            del self._waiting[address]
        return item

    def next(self) -> tuple[str, Item] | None:
        """The next request that may have a thread, with its sort; done() is called when it has been answered."""
        if self._busy.total() >= self._threads:
            return None
        for address, requests in self._waiting.items():
            for place, (sort, item) in enumerate(requests):
                if self._busy[sort] < self._most.get(sort, self._threads):
                    del requests[place]
                    self._busy[sort] += 1
                    self._waiting.move_to_end(address)
                    if not requests:
                        del self._waiting[address]
                    return sort, item
        return None

    def done(self, sort: str) -> None:
        """Give back the thread of a request of this sort."""
        self._busy[sort] -= 1

    def remove(self, which: Callable[[Item], bool]) -> list[Item]:
        """The waiting requests of which this is true; they wait no longer."""
        removed = []
        for address, requests in list(self._waiting.items()):
            stay = deque(each for each in requests if not which(each[1]))
            removed += [item for _, item in requests if which(item)]
            if stay:
                self._waiting[address] = stay
            else:
                del self._waiting[address]
        return removed
