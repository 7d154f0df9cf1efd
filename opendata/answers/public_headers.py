"""What an answer's headers say to those who may keep it: whether it is everybody's, and by which tag it is known.

Here: values. Not here: which requests are answered from what is kept (answers_made_once.py).
"""

import hashlib

from opendata.answers.finished_answers import OK, FinishedAnswer, Headers, digest_of

KNOWN_VARY = {"accept-encoding", "accept-language"}
REVALIDATE = "public, no-cache"


def told_of(status: str, headers: Headers, content: bytes) -> Headers:
    """The headers, with an ETag and a digest where the view gives none, and word that caches must ask again."""
    named = {name.lower(): value for name, value in headers}
    if status != OK or not _may_be_held(named.get("cache-control", "")):
        return headers
    told = list(headers)
    if "etag" not in named:
        told.append(("ETag", f'"{hashlib.sha256(content).hexdigest()[:32]}"'))
    if "cache-control" not in named:
        told.append(("Cache-Control", REVALIDATE))
    if "repr-digest" not in named:
        told.append(("Repr-Digest", digest_of(content)))
    return told


def is_public(answer: FinishedAnswer) -> bool:
    """Whether everybody may get this answer."""
    named = {name.lower(): value for name, value in answer.headers}
    varied = {name.strip().lower() for name in named.get("vary", "").split(",") if name.strip()}
    return (
        _may_be_held(named.get("cache-control", ""))
        and "set-cookie" not in named
        and "retry-after" not in named
        and varied <= KNOWN_VARY
    )


def _may_be_held(cache_control: str) -> bool:
    return not {"no-store", "private"} & {part.strip().partition("=")[0].lower() for part in cache_control.split(",")}
