"""What the server has to know of the application: which requests come first, and how much of everything there may be.

Here: reading it from the application's configuration, and what holds where an application says nothing. Not here: the
values for this service (opendata/app.py), so that the server knows none of its addresses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from opendata.server.ready_answers import ReadyAnswers

SETTING = "SERVED"
ABOUT = "opendata.about"  # in the environment of a request: what its answer is about, for those who count answers
MAKER = "opendata.maker"  # and what a view leaves there, with which other queries of the address are answered
UNMET = "opendata.unmet"  # and what is set there where the answer is not the one that the request wants: it is 412
# Makes the bytes of a 200 from a query as it is written, and the headers in which it differs from the answer of the
# view that left the maker; None where the view is to answer.
Maker = Callable[[str], tuple[bytes, Mapping[str, str]] | None]
MOST_BODY_BYTES = 100 * 2**20


def _all_alike(_method: str, _path: str, _query: str, _body_bytes: int) -> str:
    return "other"


@dataclass(frozen=True)
class WhatIsServed:
    """How requests of an application are treated before it sees them."""

    reserved_paths: frozenset[str] = frozenset()  # answered by threads of their own
    open_paths: frozenset[str] = frozenset()  # take large bodies without credentials
    sort_of: Callable[[str, str, str, int], str] = _all_alike  # by method, path, query and bytes of the body
    most_threads: Mapping[str, int] = field(default_factory=dict)  # of each sort at a time; not named: all
    # Seconds that a request of each sort waits for a thread; not named: as long as the server lets any request wait.
    most_wait: Mapping[str, float] = field(default_factory=dict)
    most_of_one_address: int | None = None  # connections; None: no limit, as behind a proxy
    trusted_proxies: int = 0  # how many proxies add to X-Forwarded-For, by which requests take turns
    most_body_bytes: int = MOST_BODY_BYTES
    ready: ReadyAnswers | None = None  # answers that are given without a thread
    most_bytes_of_type: Mapping[str, int] = field(default_factory=dict)  # bodies of a media type that may have less

    @classmethod
    def of(cls, application: Any) -> Self:
        """What the application says under SERVED in its configuration."""
        config = getattr(application, "config", None)
        told = config.get(SETTING) if isinstance(config, Mapping) else None
        return told if isinstance(told, cls) else cls()
