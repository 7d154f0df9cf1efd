"""Finished answers: status, headers and bytes, and what each reader gets of them.

Here: 200, 206 or 304, in a coding or plain, with or without a body, all from one answer that a view made. Not here:
who made it and how long it holds (answers_made_once.py, kept_answers.py).
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, NamedTuple

from opendata.answers.byte_ranges import content_range, parts_asked, several_parts
from opendata.answers.conditions import is_met, is_unchanged_since, known_tag, still_holds, tag_of
from opendata.answers.content_codings import IDENTITY, codings_taken, is_worth_packing, packed
from opendata.server.what_is_served import Maker

Headers = list[tuple[str, str]]
# What is said of the bytes of an answer, and not said where there are none (RFC 9110, section 15.4.5).
ABOUT_BYTES = frozenset(
    (
        *("content-type", "content-length", "content-encoding", "content-range", "content-disposition"),
        *("accept-ranges", "last-modified", "repr-digest", "x-row-count"),
    )
)
OK, UNCHANGED, PART = "200 OK", "304 Not Modified", "206 Partial Content"


class AskedForm(NamedTuple):
    """What a request says of the form of its answer."""

    is_head: bool = False
    none_match: str | None = None
    modified_since: str | None = None
    match: str | None = None
    unmodified_since: str | None = None
    ranges: str | None = None
    if_range: str | None = None
    encodings: str = ""


class GivenAnswer(NamedTuple):
    """What a reader gets."""

    status: str
    headers: Headers
    body: bytes
    is_whole: bool = True  # as it is kept, and not cut for this reader


class NoSuchPart(Exception):
    """The request asks for parts behind the end alone."""


class ConditionNotMet(Exception):
    """The request wants another answer than this one, or none."""


@dataclass
class FinishedAnswer:
    """An answer as a view made it, without a coding. content: None where only its ETag is known."""

    status: str
    headers: Headers
    content: bytes | None
    may_be_packed: bool = False  # it is kept, so that packing it is worth the time
    about: Any = None  # what the view has told of it, for those who count answers
    maker: Maker | None = None  # what the view has left for other queries of the address
    _packed: dict[str, bytes | None] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        named = {name.lower(): value for name, value in self.headers}
        self.etag: str | None = named.get("etag")
        self.last_modified: str | None = named.get("last-modified")
        self.content_type = named.get("content-type", "")
        self.takes_ranges = named.get("accept-ranges") == "bytes" and self.status == OK

    @property
    def size(self) -> int:
        """About how many bytes of memory the answer takes."""
        heads = sum(len(name) + len(value) + 100 for name, value in self.headers)
        packed = tuple(self._packed.values())  # another thread may pack it in another coding just now
        return 1_000 + heads + len(self.content or b"") + sum(len(each or b"") for each in packed)

    @property
    def is_packable(self) -> bool:
        """Whether readers who take codings get it in one."""
        return (
            self.may_be_packed
            and self.status == OK
            and self.etag is not None
            and is_worth_packing(self.content_type, len(self.content or b""))
        )

    def is_enough_for(self, asked: AskedForm) -> bool:
        """Whether this request can be answered with it."""
        return self.content is not None or self._unchanged(asked) is not None

    def took_over(self, other: "FinishedAnswer") -> "FinishedAnswer":
        """This answer, with what is packed already of an earlier one that has the same bytes."""
        if self.content == other.content and self.etag == other.etag:
            self._packed = other._packed
        return self

    def renewed(self, headers: Headers) -> "FinishedAnswer":
        """The same answer, which a view has said still holds, with the headers that it said so with."""
        names = {name.lower() for name, _ in headers} - ABOUT_BYTES
        kept = [pair for pair in self.headers if pair[0].lower() not in names]
        new = [pair for pair in headers if pair[0].lower() in names]
        return replace(self, headers=[*kept, *new])

    def given(self, asked: AskedForm) -> GivenAnswer:
        """What this request gets; raises ConditionNotMet, NoSuchPart."""
        if self.status == OK and not is_met(asked.match, asked.unmodified_since, self.etag, self.last_modified):
            raise ConditionNotMet
        if (tag := self._unchanged(asked)) is not None:
            headers = [pair for pair in self.headers if pair[0].lower() not in (*ABOUT_BYTES, "etag")]
            return GivenAnswer(UNCHANGED, [*self._varied(headers), ("ETag", tag)], b"")
        assert self.content is not None
        if asked.ranges is not None and self.takes_ranges:
            # Parts are parts of the plain bytes, in which whoever asks for them counts.
            holds = asked.if_range is None or still_holds(asked.if_range, self.etag, self.last_modified)
            parts = parts_asked(asked.ranges, len(self.content)) if holds else None
            if parts is not None:
                return self._parts(parts, self.content)
            return self._whole(self.content, None, asked)
        coding = self._coding(asked.encodings)
        content = self._packed_as(coding) if coding else self.content
        return self._whole(content or self.content, coding if content else None, asked)

    def _unchanged(self, asked: AskedForm) -> str | None:
        """The ETag under which the reader has the answer already."""
        if self.status != OK or self.etag is None:
            return None
        if asked.none_match is not None:
            return known_tag(asked.none_match, self.etag)
        if asked.modified_since is not None and is_unchanged_since(asked.modified_since, self.last_modified):
            return self.etag
        return None

    def _whole(self, content: bytes, coding: str | None, asked: AskedForm) -> GivenAnswer:
        headers = self._varied(self.headers)
        if coding:
            about = ("content-length", "etag", "repr-digest", "accept-ranges")
            headers = [pair for pair in headers if pair[0].lower() not in about]
            headers += [("Content-Encoding", coding), ("ETag", tag_of(self.etag or '""', coding))]
            headers.append(("Repr-Digest", digest_of(content)))
        else:
            headers = [pair for pair in headers if pair[0].lower() != "content-length"]
        headers.append(("Content-Length", str(len(content))))
        return GivenAnswer(self.status, headers, b"" if asked.is_head else content)

    def _parts(self, parts: Sequence[tuple[int, int]], content: bytes) -> GivenAnswer:
        if not parts:
            raise NoSuchPart
        length = len(content)
        headers = [pair for pair in self._varied(self.headers) if pair[0].lower() != "content-length"]
        if len(parts) == 1:
            body = content[parts[0][0] : parts[0][1]]
            headers.append(("Content-Range", content_range(parts[0], length)))
        else:
            kind, body = several_parts(content, parts, self.content_type, self.etag or "")
            headers = [pair for pair in headers if pair[0].lower() != "content-type"] + [("Content-Type", kind)]
        headers.append(("Content-Length", str(len(body))))
        return GivenAnswer(PART, headers, body, is_whole=False)

    def _coding(self, encodings: str) -> str | None:
        if not encodings or not self.is_packable:
            return None
        best = codings_taken(encodings)[0]
        return None if best == IDENTITY else best

    def _packed_as(self, coding: str) -> bytes | None:
        """The bytes in a coding, packed for the first who asks; None if they do not become fewer."""
        with self._lock:
            if coding not in self._packed:
                assert self.content is not None
                made = packed(self.content, coding)
                self._packed[coding] = made if len(made) < len(self.content) else None
            return self._packed[coding]

    def _varied(self, headers: Headers) -> Headers:
        """The headers, which tell caches that the answer depends on the codings that are taken.

        Where only the tag is known, it may be that of an answer that others get in a coding.
        """
        if not self.is_packable and self.content is not None:
            return list(headers)
        told = [value for name, value in headers if name.lower() == "vary"]
        rest = [pair for pair in headers if pair[0].lower() != "vary"]
        return [*rest, ("Vary", ", ".join([*told, "Accept-Encoding"]))]


def digest_of(content: bytes) -> str:
    """The Repr-Digest of bytes (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"
