"""Ports that remember what they answered: a copy asks the same of storage for each language and form of an answer.

Here: which questions are remembered, and for how long. A copy thereby also shows one state of what changes meanwhile.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, cast

from cachetools import LRUCache

from opendata.domain.model import Dataset, Version
from opendata.web.services import Services

MOST_KEPT = 5_000  # answers of a port; what belongs to one row is asked for in a row
OF_THE_CATALOGUE = ("publisher", "datasets", "dataset", "some_publishers", "published_datasets")
OF_VERSIONS = ("get", "get_with_previous", "last", "base_of", "following", "some")
OF_THE_JOURNAL = ("last_serial", "newest", "between", "neighbour", "successions", "telling")


def remembering(services: Services) -> Services:
    """The services, with ports that remember."""
    ports = {
        "catalogue": Remembered(services.catalogue, OF_THE_CATALOGUE),
        "versions": Remembered(services.versions, OF_VERSIONS),
        "journal": Remembered(services.journal, OF_THE_JOURNAL),
    }
    named = cast(Any, ports)
    return replace(services, reading=replace(services.reading, **named), **named)


class Remembered:
    """A port, some of whose methods remember what they returned."""

    def __init__(self, port: Any, names: Iterable[str]) -> None:
        self._port = port
        self._kept: LRUCache[Any, Any] = LRUCache(MOST_KEPT)
        for name in names:
            setattr(self, name, self._remembered(name, getattr(port, name)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)

    def _remembered(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*arguments: Any, **named: Any) -> Any:
            key = (name, _key(arguments), _key(sorted(named.items())))
            if key not in self._kept:
                self._kept[key] = method(*arguments, **named)
            return self._kept[key]

        return asked


def _key(value: Any) -> Any:
    """What a question is told from others by."""
    if isinstance(value, (Dataset, Version)):
        return value.path
    return tuple(map(_key, value)) if isinstance(value, (list, tuple)) else value
