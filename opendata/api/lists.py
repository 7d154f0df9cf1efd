"""Lists: `{"items", "total", "links"}` with ?limit= and ?cursor=, the same everywhere.

No part of a list is longer than MOST_BYTES, unless all is asked for (limit=0): it then ends earlier, and links.next
goes on there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import Any
from urllib.parse import urlencode

import marshmallow as ma
from flask import Response, request

from opendata.api.json_fields import WholeNumber
from opendata.domain.tables.json_values import dumps
from opendata.web.addresses import asked_url, site_url

DEFAULT_LIMIT = 100
LARGEST = 2**53 - 1  # number in a request: the largest that every program reads exactly, and every database takes
MOST_BYTES = 4 * 2**20  # of the items of one part of a list
MANY_ITEMS = 1_000
IN_MEMORY = 2**20  # a longer answer is written to a temporary file, which waits for its reader instead of memory
CHUNK = 2**18


class ListQuery(ma.Schema):
    """The arguments of every list."""

    limit = WholeNumber(
        load_default=DEFAULT_LIMIT,
        validate=ma.validate.Range(min=0, max=LARGEST),
        metadata={"description": "how many at most; 0 for all"},
    )
    cursor = WholeNumber(
        load_default=0,
        validate=ma.validate.Range(min=0, max=LARGEST),
        metadata={"description": "from links.next or links.prev of the page before"},
    )
    lang = ma.fields.String(validate=ma.validate.OneOf(["de", "en"]), metadata={"description": "language of texts"})


class LanguageQuery(ma.Schema):
    """The only argument of answers that are not lists."""

    lang = ma.fields.String(validate=ma.validate.OneOf(["de", "en"]), metadata={"description": "language of texts"})


def links_field() -> ma.fields.Dict:
    """The links of a body: addresses by what they lead to."""
    return ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String())


class ListBodySchema(ma.Schema):
    """What every list is; a list of something says what its items are."""

    items = ma.fields.List(ma.fields.Raw())
    total = ma.fields.Integer()
    links = links_field()


@dataclass(frozen=True)
class ListPart:
    """Which part of a list is asked for."""

    limit: int
    start: int

    @property
    def stop(self) -> int | None:
        """Where the part ends, None at the end of the list."""
        return self.start + self.limit if self.limit else None

    @property
    def is_long(self) -> bool:
        """Whether so many items are asked for that making the answer takes long."""
        return not self.limit or self.limit > MANY_ITEMS

    def of(self, items: Sequence[Any]) -> Sequence[Any]:
        """This part of the items."""
        return items[self.start : self.stop]


def asked_part(arguments: Mapping[str, Any]) -> ListPart:
    """The part that the arguments of a ListQuery ask for."""
    return ListPart(arguments["limit"], arguments["cursor"])


def links(part: ListPart, total: int, path: str | None = None) -> dict[str, str]:
    """Links to this part, and to the next and the previous part where there is one.

    path: where the other parts are, if not at this address: the parts of `latest` are at the version it means now.
    """
    base = (path or request.path, {k: v for k, v in request.args.items() if k not in ("cursor", "as_of")})
    around = {"self": asked_url()}
    if part.stop is not None and part.stop < total:
        around["next"] = _url(*base, cursor=part.stop)
    if part.start > 0 and part.limit:
        around["prev"] = _url(*base, cursor=max(0, part.start - part.limit))
    return around


def list_body(items: Sequence[Any], part: ListPart) -> dict[str, Any]:
    """The body with one part of a list; items: the whole list."""
    return {"items": list(part.of(items)), "total": len(items), "links": links(part, len(items))}


def list_response(items: Iterable[Any], total: int, part: ListPart, head: Mapping[str, Any]) -> Response:
    """The answer with one part of a list whose items may be large, made item by item.

    items: from the start of the part on, to the end of the list. head: what stands in front of the items.
    """
    return list_of_texts_response(map(dumps, items), total, part, head)


def list_of_texts_response(texts: Iterable[str], total: int, part: ListPart, head: Mapping[str, Any]) -> Response:
    """As list_response(), for items that are JSON texts already."""
    body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the answer
    beginning = dumps(dict(head))[:-1]
    body.write(f'{beginning}{"," if head else ""}"items":['.encode())
    count = 0
    for text in _as_many_as_fit(texts, part):
        body.write(f"{',' if count else ''}{text}".encode())
        count += 1
    rest = dumps({"total": total, "links": links(ended(part, count, total), total)})
    body.write(f"],{rest[1:]}".encode())
    return file_of_response(body)


def texts_of_part(items: Iterable[Any], part: ListPart) -> Iterator[str]:
    """The JSON text of each item of the part, until they are MOST_BYTES long; at least one, and all for limit=0."""
    return _as_many_as_fit(map(dumps, items), part)


def _as_many_as_fit(texts: Iterable[str], part: ListPart) -> Iterator[str]:
    length = 0
    for count, text in enumerate(texts):
        if part.limit and count == part.limit:
            return
        length += len(text.encode())
        if part.limit and count and length > MOST_BYTES:
            return
        yield text


def ended(part: ListPart, count: int, total: int) -> ListPart:
    """The part as it was given, with so many items: shorter than asked for where it would have been too long."""
    return (
        replace(part, limit=count)
        if part.limit and part.start + count < min(part.start + part.limit, total)
        else part
    )


def file_of_response(body: "SpooledTemporaryFile[bytes]") -> Response:
    """The answer that was written to a file; the file is closed, and removed, when the reader has it."""
    length = body.tell()
    body.seek(0)
    if length <= IN_MEMORY:
        with body:
            return Response(body.read(), content_type="application/json")
    response = Response(_chunks(body), content_type="application/json")
    response.content_length = length
    return response


def _chunks(body: "SpooledTemporaryFile[bytes]") -> Iterator[bytes]:
    with body:
        while chunk := body.read(CHUNK):
            yield chunk


def part_body(items: Sequence[Any], total: int, part: ListPart) -> dict[str, Any]:
    """The body with one part of a list; items: this part alone, since no other was read."""
    return {"items": list(items), "total": total, "links": links(part, total)}


def json_response(body: Any, status: int = 200) -> Response:
    """A JSON answer whose numbers are exact."""
    return Response(dumps(body), status, content_type="application/json")


def _url(path: str, arguments: Mapping[str, str], *, cursor: int) -> str:
    return f"{site_url(path)}?{urlencode({**arguments, 'cursor': str(cursor)})}"
