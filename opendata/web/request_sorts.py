"""Sorts of requests: which share of a worker's threads each may take, as the server asks before it gives one.

Here: the shares. Not here: threads (server/fair_queue.py), and places that a view takes by itself (thread_shares.py).
"""

from urllib.parse import parse_qs, unquote

from opendata.config import Config
from opendata.server.ready_answers import ReadyAnswers
from opendata.server.what_is_served import WhatIsServed
from opendata.web.addresses import API, FEEDS
from opendata.web.form_limits import MOST_FORM_BYTES, URLENCODED

VALIDATE = f"{API}/validate"
CHANGES = f"{API}/changes"
HEALTHZ = "/healthz"
SIGN_IN = "/portal/login"
MUCH = (
    "/history",
    "/package.zip",
    "/calendar.ics",
    "/elsewhere",
    "/tasks",
    "/changes.json",
    ".csv",
    ".ndjson",
    ".xlsx",
    ".parquet",
    ".png",
)
MOST_FIELDS = 50  # of a query; one with more is refused by the view
READING_METHODS = ("GET", "HEAD", "OPTIONS")
# Of the sixteen threads of a worker: those who wait for news and those who ask for much leave eight to all others,
# and those who publish leave four. What needs much processor time is done by two at a time: more would not be done
# sooner, and would make everybody slower. The same holds for passwords, each of which takes 64 MiB while it is tried;
# whoever guesses them takes no thread from those who publish.
MOST_THREADS = {
    "writing": 10,
    "writing a large body": 2,
    "checking": 3,
    "checking a large body": 1,
    "waiting for news": 6,
    "much reading": 2,
    "signing in": 2,
}
# Strangers whose files wait for others' files are told soon to come again.
MOST_WAIT_SECONDS = {"checking": 2.0, "checking a large body": 2.0}
CONNECTIONS_OF_ONE_ADDRESS = 400
LARGE_PART = 1_000  # rows or entries
LARGE_BODY_BYTES = 16 * 2**20  # lie on disk while they wait for a thread, and in memory while a thread works on them


def sort_of(method: str, path: str, query: str, body_bytes: int = 0) -> str:
    """The sort of a request. path: as it was sent; "/portal/%6Cogin" is the page for signing in as well."""
    path, is_large_body = unquote(path), body_bytes > LARGE_BODY_BYTES
    if path == VALIDATE:
        return "checking a large body" if is_large_body else "checking"
    if method not in READING_METHODS:
        if path.rstrip("/") == SIGN_IN:
            return "signing in"
        return "writing a large body" if is_large_body else "writing"
    asked = parse_qs(query, max_num_fields=MOST_FIELDS) if query.count("&") < MOST_FIELDS else {}
    if path == CHANGES and asked.get("wait", ["0"]) != ["0"]:
        return "waiting for news"
    is_much = path == CHANGES or path.endswith(MUCH) or "..." in path or path.startswith(f"{FEEDS}/")
    return "much reading" if is_much or any(map(_is_large, asked.get("limit", []))) else "reading"


def _is_large(limit: str) -> bool:
    """Whether a part of a list is large; 0 means all of it."""
    return limit in ("", "0") or not limit.isdigit() or len(limit) > 4 or int(limit) > LARGE_PART


def what_is_served(config: Config, ready: ReadyAnswers | None = None) -> WhatIsServed:
    """What the server has to know of this application. ready: answers that it may give by itself."""
    return WhatIsServed(
        reserved_paths=frozenset({HEALTHZ}),
        open_paths=frozenset({VALIDATE}),
        sort_of=sort_of,
        most_threads=MOST_THREADS,
        most_wait=MOST_WAIT_SECONDS,
        # Behind a proxy all connections are the proxy's, which limits those of its clients.
        most_of_one_address=None if config.trusted_proxies else CONNECTIONS_OF_ONE_ADDRESS,
        trusted_proxies=config.trusted_proxies,
        ready=ready,
        most_body_bytes=config.upload_limit_bytes,
        most_bytes_of_type={URLENCODED: MOST_FORM_BYTES},
    )
