"""Unread bodies: the rest of a body that was refused before it was read, over the limit or without a token.

Here: reading the rest to its end without keeping it. Not here: what bodies mean, and which are refused.

If a server closes a connection while the client still sends, the client loses the answer too, and a proxy in between
reports that the service is not available. So the rest of the body is read before the answer is sent.
"""

import logging
import time
from typing import Any

from flask import Flask, Response, request

log = logging.getLogger("opendata.bodies")

# Beyond this margin over the limit the connection is closed, and the client may not learn why.
MARGIN_BYTES = 64 * 2**20
PATIENCE_SECONDS = 30.0
PART_BYTES = 2**18


def register(app: Flask) -> None:
    """Let every answer wait until the body of its request is received."""
    app.after_request(_received)


def _received(response: Response) -> Response:
    environ = request.environ
    sent = environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING")
    # Only with a server that sets input_terminated does reading surely end where the body does.
    if sent and environ.get("wsgi.input_terminated"):
        read_rest(environ["wsgi.input"], _most())
    return response


def _most() -> int:
    return int(request.max_content_length or 0) + MARGIN_BYTES


def read_rest(body: Any, most: int, patience: float = PATIENCE_SECONDS) -> int:
    """Read what is left of a body and discard it; returns how many bytes were read.

    Ends early after `most` bytes or `patience` seconds, or when the client is gone.
    """
    read, until = 0, time.monotonic() + patience
    try:
        while read < most and time.monotonic() < until:
            part = body.read(min(PART_BYTES, most - read))
            if not part:
                break
            read += len(part)
    except Exception as error:  # each server raises its own error when a body breaks off
        log.info("a body broke off after its answer: %s", type(error).__name__)
    return read
