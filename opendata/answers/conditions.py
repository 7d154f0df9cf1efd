"""Conditions of requests (RFC 9110, section 13): whether a reader has the answer already, or a part of the same one.

Here: all five of them, as values. Not here: those of requests with a token, which views heed (web/http_caching.py).
"""

import re
from email.utils import parsedate_to_datetime

from opendata.answers.content_codings import CODINGS

ANY = "*"
_TAG = re.compile(r'(?:[Ww]/)?"([^"]*)"')
_STRONG_TAG = re.compile(r'(?<![Ww]/)"([^"]*)"(?=\s*(?:,|$))')
_ENDINGS = tuple(f"-{coding}" for coding in CODINGS)


def tag_of(etag: str, coding: str | None) -> str:
    """The ETag of an answer in a coding: other bytes, and so another strong tag."""
    return f'{etag[:-1]}-{coding}"' if coding in CODINGS else etag


def plain_tags(header: str) -> str:
    """An If-None-Match header with the tags of answers in codings turned into those of the answers themselves."""
    tags = list(_TAG.findall(header))
    plain = [tag.removesuffix(ending) for tag in tags for ending in _ENDINGS if tag.endswith(ending)]
    return ", ".join(f'"{tag}"' for tag in dict.fromkeys([*tags, *plain]))


def known_tag(header: str, etag: str) -> str | None:
    """The tag, among those that the reader has, that names this answer in any coding; None if there is none.

    Compared weakly, as RFC 9110 (section 13.1.2) has it: some caches make strong tags weak when they pack answers.
    """
    if header.strip() == ANY:
        return etag
    core = etag[1:-1]
    found = next((tag for tag in _TAG.findall(header) if _is_of(tag, core)), None)
    return None if found is None else f'"{found}"'


def is_met(match: str | None, unmodified_since: str | None, etag: str | None, last_modified: str | None) -> bool:
    """Whether the answer is the one that a request wants and no other: its If-Match, or else If-Unmodified-Since.

    Tags are compared strongly, as RFC 9110 (section 13.1.1) has it; a time that cannot be read counts for nothing.
    """
    if match is not None:
        core = etag[1:-1] if etag is not None and not etag.startswith("W/") else None
        known = core is not None and any(_is_of(tag, core) for tag in _STRONG_TAG.findall(match))
        return known or match.strip() == ANY
    if unmodified_since is None or last_modified is None:
        return True
    try:
        return parsedate_to_datetime(last_modified) <= parsedate_to_datetime(unmodified_since)
    except (ValueError, TypeError):  # TypeError: one of the two has no zone
        return True


def _is_of(tag: str, core: str) -> bool:
    """Whether a tag is that of an answer, or of the same answer in a coding."""
    return tag == core or (tag.startswith(core) and tag[len(core) :] in _ENDINGS)


def is_unchanged_since(header: str, last_modified: str | None) -> bool:
    """Whether the answer was last modified at exactly that time.

    A later time will not do: after a withdrawal the latest version is older than the one that the reader has.
    """
    return last_modified is not None and header.strip() == last_modified


def still_holds(header: str, etag: str | None, last_modified: str | None) -> bool:
    """Whether an If-Range header names this answer, so that its parts go together with those that the reader has."""
    header = header.strip()
    if header.startswith('"'):
        return header == etag
    return not header.startswith(("W/", "w/")) and last_modified is not None and header == last_modified
