"""Lists: `{"items", "total", "links"}` with ?limit= and ?cursor=, the same everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import marshmallow as ma
from flask import Response, request

from opendata.domain.tables.json_values import dumps
from opendata.web.addresses import site_url

DEFAULT_LIMIT = 100
LARGEST = (
    2**53 - 1
)  # of a number in a request; the largest that every program reads exactly, and every database takes


class ListQuery(ma.Schema):
    """The arguments of every list."""

    limit = ma.fields.Integer(
        load_default=DEFAULT_LIMIT,
        validate=ma.validate.Range(min=0, max=LARGEST),
        metadata={"description": "how many at most; 0 for all"},
    )
    cursor = ma.fields.Integer(
        load_default=0,
        validate=ma.validate.Range(min=0, max=LARGEST),
        metadata={"description": "from links.next or links.prev of the page before"},
    )
    lang = ma.fields.String(validate=ma.validate.OneOf(["de", "en"]), metadata={"description": "language of texts"})


class LanguageQuery(ma.Schema):
    """The only argument of answers that are not lists."""

    lang = ma.fields.String(validate=ma.validate.OneOf(["de", "en"]), metadata={"description": "language of texts"})


@dataclass(frozen=True)
class ListPart:
    """Which part of a list is asked for."""

    limit: int
    start: int

    @property
    def stop(self) -> int | None:
        """Where the part ends, None at the end of the list."""
        return self.start + self.limit if self.limit else None

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
    around = {"self": request.url}
    if part.stop is not None and part.stop < total:
        around["next"] = _url(*base, cursor=part.stop)
    if part.start > 0 and part.limit:
        around["prev"] = _url(*base, cursor=max(0, part.start - part.limit))
    return around


def list_body(items: Sequence[Any], part: ListPart) -> dict[str, Any]:
    """The body with one part of a list; items: the whole list."""
    return {"items": list(part.of(items)), "total": len(items), "links": links(part, len(items))}


def part_body(items: Sequence[Any], total: int, part: ListPart) -> dict[str, Any]:
    """The body with one part of a list; items: this part alone, since no other was read."""
    return {"items": list(items), "total": total, "links": links(part, total)}


def json_response(body: Any, status: int = 200) -> Response:
    """A JSON answer whose numbers are exact."""
    return Response(dumps(body), status, content_type="application/json")


def _url(path: str, arguments: Mapping[str, str], *, cursor: int) -> str:
    return f"{site_url(path)}?{urlencode({**arguments, 'cursor': str(cursor)})}"
