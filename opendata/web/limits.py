"""Limits of one client address: how often it may do what is dear, and how much of it at the same time.

Here: what is limited, whose request it is, and the answer to one too many (429 with Retry-After). Not here: counting
(storage/limits/), and how many requests of all addresses together are worked on at once (thread_shares.py).
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from werkzeug.exceptions import TooManyRequests

from opendata.server.client_networks import group_of
from opendata.steps.ports.limits import AllowedRate
from opendata.web.language import language_of_problems
from opendata.web.services import services

OPEN_CHECKS = AllowedRate("open-checks", 30, 60)
# A check ends long before its place does: the time is for a process that was killed.
OPEN_CHECKS_AT_ONCE = AllowedRate("open-checks-at-once", 2, 120)
# Tokens that do not exist. A valid one is never refused for those of others behind the same address.
FAILED_TOKENS = AllowedRate("failed-tokens", 30, 300)
RETRY_SECONDS = 5


def client() -> str:
    """The address of this request's client, as TRUSTED_PROXIES lets it be known; of IPv6 its network (/64)."""
    return group_of(request.remote_addr or "")


def count(limit: AllowedRate) -> None:
    """Count this request; raises TooManyRequests if it is one too many for its client."""
    if wait := services().limits.count(limit, client()):
        raise TooManyRequests(_often(limit), retry_after=math.ceil(wait))


@contextmanager
def one_at_a_time(limit: AllowedRate) -> Iterator[None]:
    """Hold one of the client's places while the block runs; raises TooManyRequests if it has them all."""
    who = client()
    place = services().limits.hold(limit, who)
    if place is None:
        raise TooManyRequests(_at_once(limit), retry_after=RETRY_SECONDS)
    try:
        yield
    finally:
        services().limits.let_go(limit, who, place)


def _often(limit: AllowedRate) -> str:
    return f"{limit.most} in {limit.seconds} {'Sekunden' if language_of_problems() == 'de' else 'seconds'}"


def _at_once(limit: AllowedRate) -> str:
    return f"{limit.most} {'gleichzeitig' if language_of_problems() == 'de' else 'at a time'}"
