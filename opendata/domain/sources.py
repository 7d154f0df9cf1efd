"""Sources: an address that a dataset follows, on which rhythm it is fetched, and what came of each fetch.

Here: values and rules. Not here: fetching (steps/fetching_sources.py), portals of CKAN (ckan.py), what people are
told (source_words.py), where sources are kept (storage/sources/).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, unquote, urlsplit

from opendata.domain.model import Upload
from opendata.domain.webhooks import DELAYS

# How often an address is fetched. A month is thirty days, so that every rhythm is a length of time.
RHYTHMS: Mapping[str, timedelta] = {
    "PT1H": timedelta(hours=1),
    "P1D": timedelta(days=1),
    "P1W": timedelta(weeks=1),
    "P1M": timedelta(days=30),
}
# What the date of the figures is taken from: the day of fetching, the header Last-Modified, or last_modified in the
# metadata of CKAN.
FETCHED, HEADER, METADATA = "fetched", "last-modified", "metadata"
AS_OF_RULES = (FETCHED, HEADER, METADATA)
# What came of a fetch.
UNCHANGED, DRAFT, PUBLISHED, INVALID, FAILED = "unchanged", "draft", "published", "invalid", "failed"
OUTCOMES = (UNCHANGED, DRAFT, PUBLISHED, INVALID, FAILED)
# Why a fetch failed, where a later attempt may well succeed by itself.
PASSING = frozenset(("name-unknown", "not-reached", "too-slow", "no-answer", "not-encrypted", "cut-off", "broke-off"))
PASSING_STATUSES = frozenset((408, 425, 429))  # and everything from 500 on
TELL_AFTER = timedelta(days=3)  # of failures in a row, after which somebody gets a mail
WHOLE_AFTER = timedelta(days=7)  # after which the whole file is asked for, whatever the server says of changes
LONGEST_WAIT_AFTER_FAILURE, SHORTEST_WAIT_AT_THE_END = timedelta(days=1), timedelta(hours=8)
JITTER_SHARE, MOST_JITTER = 0.1, timedelta(hours=1)
LONGEST_NAME = 120
SIGNS_OF_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True)
class Source:
    """An address that a dataset follows, and how far it was followed."""

    id: str
    publisher: str
    dataset: str
    url: str
    rhythm: str
    as_of_from: str
    publish: bool  # straight to a version, where nothing needs an answer
    made_by: str  # who said so last, as the audit log names them
    made_by_person: str | None  # the e-mail address of the person who answers for it
    made_at: datetime
    turn: int = 0  # which job fetches now: another one with each fetch that has ended
    next_at: datetime | None = None
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    told_at: datetime | None = None  # when a mail told of these failures
    checked_at: datetime | None = None  # when it was fetched last, whatever came of it
    whole_at: datetime | None = None  # when the whole file came last
    digest: str | None = None  # of the content that was dealt with last
    etag: str | None = None  # of that content, at that address
    modified: str | None = None
    etag_url: str | None = None

    @property
    def path(self) -> str:
        """publisher/dataset, as in addresses and folders."""
        return f"{self.publisher}/{self.dataset}"

    @property
    def hand(self) -> str:
        """Who has a hand in the drafts that are made of it: whoever chose the address."""
        return self.made_by_person or self.made_by


@dataclass(frozen=True)
class SourceFetch:
    """One attempt to fetch a source, and what came of it."""

    id: str
    at: datetime
    outcome: str
    reason: str | None = None  # why it failed, or why nothing was made of it
    status: int | None = None  # what the server answered
    upload: str | None = None
    version: str | None = None
    as_of: date | None = None
    bytes: int | None = None
    words: Mapping[str, str] | None = None  # what reading the file found, German and English


@dataclass(frozen=True)
class FetchedContent:
    """What an address led to: files, whose date is still to be found by the rule of the source."""

    files: Mapping[str, bytes]  # by name
    digest: str
    modified: str | None = None  # the header Last-Modified
    metadata_modified: str | None = None  # last_modified of CKAN
    etag: str | None = None
    url: str | None = None  # from which the file came in the end


class FetchFailed(Exception):
    """A fetch brought nothing that could be used; reason: one of those that source_words.py has words for."""

    def __init__(
        self, reason: str, status: int | None = None, words: Mapping[str, str] | None = None, size: int | None = None
    ) -> None:
        super().__init__(reason)
        self.reason, self.status, self.words, self.size = reason, status, words, size

    @property
    def may_pass(self) -> bool:
        """Whether a later attempt may well succeed though nobody does anything."""
        if self.reason == "status":
            return self.status in PASSING_STATUSES or (self.status or 0) >= 500
        return self.reason in PASSING


def next_fetch(rhythm: str, now: datetime, luck: float) -> datetime:
    """When to fetch after a fetch that succeeded; luck: from 0 to 1, so that not all are fetched at once."""
    every = RHYTHMS[rhythm]
    return now + every + min(every * JITTER_SHARE, MOST_JITTER) * luck


def next_attempt_at(rhythm: str, failures: int, now: datetime, luck: float, *, may_pass: bool) -> datetime:
    """When to fetch after so many failures in a row: soon, then less often; never given up, and within a day."""
    if may_pass and failures <= len(DELAYS):
        return now + DELAYS[failures - 1]
    wait = min(max(RHYTHMS[rhythm], SHORTEST_WAIT_AT_THE_END), LONGEST_WAIT_AFTER_FAILURE)
    return now + wait + min(wait * JITTER_SHARE, MOST_JITTER) * luck


def conditions(source: Source, url: str, now: datetime) -> dict[str, str]:
    """The headers by which a server says that nothing has changed; none after a while, since it may be wrong."""
    if source.etag_url != url or source.whole_at is None or now - source.whole_at >= WHOLE_AFTER:
        return {}
    if source.etag:
        return {"If-None-Match": source.etag}
    return {"If-Modified-Since": source.modified} if source.modified else {}


def is_untouched(upload: Upload) -> bool:
    """Whether nobody has mapped, mended, answered or said anything about what the service fetched."""
    is_as_it_came = upload.run is None and not upload.edits and not upload.answers and upload.review is None
    return upload.state in (DRAFT, INVALID) and is_as_it_came


def header_day(text: str | None) -> datetime | None:
    """The moment that a header such as Last-Modified tells; None where it tells none."""
    try:
        moment = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else None


def plain_address(text: str) -> str:
    """An address as it is sent: letters of other alphabets and blanks are written as servers know them."""
    scheme, mark, rest = text.strip().partition("://")
    host, slash, path = rest.partition("/")
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    return quote(f"{scheme}{mark}{host}{slash}{path}", safe=SIGNS_OF_ADDRESSES, errors="replace")


def shown_address(url: str) -> str:
    """An address without what stands after its question mark, which may be a secret."""
    place, mark, _ = url.partition("?")
    return f"{place}?…" if mark else place


def file_name(url: str) -> str:
    """What the file at an address is called, for people."""
    name = unquote(urlsplit(url).path.rpartition("/")[2], errors="replace")
    name = "".join(sign for sign in name if sign.isprintable() and sign not in "/\\")
    return name[-LONGEST_NAME:] or "file"
