"""The rest of a body that was answered before it was read: a table over the limit, or one sent without a token.

Here: reading it to its end, and not keeping it. Not here: what bodies mean, and which are refused.

A server that closes a connection while the other side still sends makes the network drop the answer as well, and a
proxy in between tells the client that the service is not available. So what remains is taken off the line first.
"""

import logging
import time
from typing import Any

from flask import Flask, Response, request

log = logging.getLogger("opendata.bodies")

# Over this the connection is closed after all: who sends so much more than is allowed need not be told why.
MARGIN_BYTES = 64 * 2**20
PATIENCE_SECONDS = 30.0
PART_BYTES = 2**18


def register(app: Flask) -> None:
    """Have each answer wait until its request was received."""
    app.after_request(_received)


def _received(response: Response) -> Response:
    environ = request.environ
    sent = environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING")
    # Only of a server that says so is it known that reading ends where the body does.
    if sent and environ.get("wsgi.input_terminated"):
        read_rest(environ["wsgi.input"], _most())
    return response


def _most() -> int:
    return int(request.max_content_length or 0) + MARGIN_BYTES


def read_rest(body: Any, most: int, patience: float = PATIENCE_SECONDS) -> int:
    """Read what is left of a body, and forget it; how many bytes were read.

    Ends early after `most` bytes or `patience` seconds, and when the client is gone.
    """
    read, until = 0, time.monotonic() + patience
    try:
        while read < most and time.monotonic() < until:
            part = body.read(min(PART_BYTES, most - read))
            if not part:
                break
            read += len(part)
    except Exception as error:  # each server has its own for what breaks off
        log.info("a body broke off after its answer: %s", type(error).__name__)
    return read
