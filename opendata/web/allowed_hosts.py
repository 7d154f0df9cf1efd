"""Hosts by which the service may be called: links in answers begin with the name that a request was sent to.

Here: refusing a request whose name is none of the service's, so that nobody can have links to another host put into
answers that caches keep. With BASE_URL no name of a request goes into an answer, and none is refused.
"""

import ipaddress
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Response, request

from opendata.domain.tables.json_values import dumps
from opendata.web.addresses import HEALTH, local_url
from opendata.web.http_problem_details import foreign_host
from opendata.web.language import language_of_problems

LOOPBACK = "localhost"
EVERY = "*"
STATUS, NAME, TITLE = 421, "host-not-allowed", "The service is not called by this name"


def register(app: Flask, allowed: Sequence[str]) -> None:
    """Refuse requests to hosts that are neither allowed nor this machine's own address for them."""
    if EVERY not in allowed:
        app.before_request(partial(_refuse, frozenset(allowed)))


def _refuse(allowed: frozenset[str]) -> Response | None:
    # Health checks call a host by its address, and their answers have no links.
    if request.path in HEALTH or _is_own(request.host, allowed):
        return None
    tongue = language_of_problems()
    # Nothing here may begin with the name that is refused, as other problems do.
    body = {
        "type": local_url(f"/problems/{NAME}"),
        "title": TITLE,
        "status": STATUS,
        "detail": foreign_host(request.host[:200], tongue),
    }
    response = Response(dumps(body), STATUS, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_own(host: str, allowed: frozenset[str]) -> bool:
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:  # no address at all, such as half of one of IPv6
        return False
    if name in allowed or name == LOOPBACK or name.endswith(f".{LOOPBACK}"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or str(address) == _called_at()


def _called_at() -> str | None:
    """The address of this machine to which the client is connected, where the server tells it."""
    connection = request.environ.get("gunicorn.socket")
    try:
        local = connection.getsockname() if connection is not None else None
    except OSError:  # the client is gone
        return None
    return str(local[0]).removeprefix("::ffff:") if isinstance(local, tuple) else None
