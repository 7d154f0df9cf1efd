"""Makers: what a view leaves, so that other queries of its address are answered without it (docs/performance.md).

Here: leaving one. Not here: keeping and asking it (answers/makers.py), and the makers themselves (api/).
"""

from flask import request

from opendata.server.what_is_served import MAKER, Maker


def leave_maker(maker: Maker) -> None:
    """Let those who keep answers make answers to other queries of this request's address, while its answer holds."""
    request.environ[MAKER] = maker
