"""Requests as nobody would send them: any address of the service with any parameter, header and body.

Here: what such requests are made of. Not here: the service to which they are sent (filled_service.py), what must hold
of its answers (test_no_request_breaks_the_service.py).
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from opendata.intake.matching.mapping_files import RESOURCE_KEYS
from opendata.intake.own_fields import FIELD_CONSTRAINTS, FIELD_TYPES
from tests.service import CITY, Service, table
from tests.web.filled_service import Known

NUMBERS = (
    "0",
    "-1",
    "1",
    "9" * 10,
    "9" * 19,
    "9" * 20,
    "-" + "9" * 20,
    "9" * 5000,
    "1e400",
    "0x1",
    "٣",
    "1_0",
    "NaN",
)
TEXTS = (
    *("", " ", ".", "..", "%", "%2", "50%", "/", "//", "\\", "?", "#", "&", "=", "+", "a/../b", "https:host"),
    *("\x00", "\r\nSet-Cookie: a=b", "\x1b[2J", "\u2028", "\x85", "\ufeff", "\ufffe", "\u202e", "é", "ß" * 300),
    *("'", '"', "<script>", "{{7*7}}", "${x}", "' OR 1=1--", "null", "true", "[]", "{}", "\U0001f600", "x" * 3000),
    *("latest", "all", "2024-12-31", "0000-00-00", "9999-99-99", "2024-12-31T00:00:00Z", "%Y%Y%Y", "1.0.0...1.1.0"),
)
WORDS = (*NUMBERS, *TEXTS)
# One of so many pairs of a place and what stands there is sent, the same ones in each run; `make made-up` sends the
# others as well.
ONE_IN = int(os.environ.get("ONE_IN", "3"))
HEADERS = {
    "Accept": ("*/*", "text/html", "application/json;q=x", "application/json;q=9e999", "a/b;" * 500, "é"),
    "Accept-Language": ("de", "en;q=nan", "de;q=" + "9" * 400, "*" * 100, "x" * 3000, "de-" * 300),
    "Authorization": ("Bearer", "Bearer ", "Bearer \xff", "Basic Og==", "Basic é", "Bearer " + "x" * 3000),
    "Range": (
        "bytes=0-",
        "bytes=-0",
        f"bytes={'9' * 20}-",
        f"bytes=-{'9' * 20}",
        "bytes=5-1",
        "bytes=0-1,2-3",
        "x=1",
    ),
    "If-Range": ("x", '"x"', "Mon, 99 Foo 0000", "9" * 50),
    "If-None-Match": ("*", '"x"', "W/", '"' * 50, "\xff"),
    "If-Match": ("*", '"x"', "\xff"),
    "If-Modified-Since": ("Thu, 01 Jan 99999 00:00:00 GMT", "Thu, 01 Jan 0000 00:00:00 +9999", "x", "9" * 50),
    "Cookie": ("a", "session=x; " * 100, "=\xff;"),
    "X-Forwarded-For": ("1.2.3.4", "x" * 500),
    "Origin": ("null", "https://example.org"),
    "Host": ("localhost", "127.0.0.1:8000"),
}
TYPES = (
    *("application/json", "application/json; charset=x", "application/vnd.api+json", "application/problem+json", ""),
    *("application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain"),
    *("multipart/form-data; boundary=" + "x" * 300, "text/csv; charset=utf-7", "é", "/", ";"),
)

KEPT = [text for text in TEXTS if "\x00" not in text]
word = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))
leaf = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**25, -(10**39), 1e308, 0.1]),
    st.sampled_from(["id", "title", "phase", "plans", "Was", "planning", *KEPT]),
    st.text(max_size=8),
)
any_json = st.recursive(
    leaf, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(word, inner, max_size=3)), max_leaves=6
)
own_field = st.fixed_dictionaries(
    {"name": st.one_of(st.just("x_own"), st.just("x_own"), any_json)},
    optional={
        "type": st.one_of(st.sampled_from(sorted(FIELD_TYPES)), st.sampled_from(sorted(FIELD_TYPES)), any_json),
        "format": st.one_of(st.sampled_from(["%Y%Y%Y", "%", "%d.%m.%Y", "any", "%Q", "\\", "%y%"]), any_json),
        "constraints": st.one_of(st.dictionaries(st.sampled_from(FIELD_CONSTRAINTS), any_json, max_size=2), any_json),
        **dict.fromkeys(("title", "unit", "factor", "codes", "decimalChar", "groupChar"), any_json),
    },
)
# A mapping whose outside is right: what is wrong is found only further in.
part_of_mapping = st.one_of(
    any_json,
    st.dictionaries(st.sampled_from(["id", "title", "Was", "phase", "end", "text"]), any_json, max_size=3),
    st.lists(st.dictionaries(st.sampled_from(["Was", "id"]), any_json, max_size=2), max_size=2),
    st.fixed_dictionaries({"Was": st.fixed_dictionaries({"name": st.sampled_from(["end", "x_a", "cost"])})}),
    own_field.map(lambda about: {"Was": about}),
)
resource_mapping = st.dictionaries(st.sampled_from(RESOURCE_KEYS), part_of_mapping, max_size=3)
mapping = st.one_of(any_json, resource_mapping.map(lambda about: {"resources": {"plans": about}}))
answer = st.dictionaries(st.sampled_from(["yes", "reason", "disposition", "into", "x"]), any_json, max_size=3)
body_json = st.one_of(
    any_json,
    st.fixed_dictionaries({"answers": st.dictionaries(word, st.one_of(answer, any_json), max_size=2)}),
    st.fixed_dictionaries({"reason": any_json}),
)


@dataclass(frozen=True)
class MadeUp:
    """A request."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str | None = None

    def sent_to(self, service: Service, token: Mapping[str, str], number: int) -> Any:
        """The answer; number: of the request, which comes from an address of its own, so that no limit stops it."""
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        headers = {**token, **{name: value.encode().decode("latin-1") for name, value in self.headers.items()}}
        answer = service.client.open(
            f"http://localhost{self.path}",  # a path may begin with two slashes
            method=self.method,
            headers=headers,
            data=self.body,
            content_type=self.content_type,
            environ_overrides={"REMOTE_ADDR": address},
            buffered=True,
        )
        answer.request.environ["wsgi.input"].close()
        return answer


def requests(known: Known) -> st.SearchStrategy[MadeUp]:
    """Requests to a service."""
    return st.one_of(_reading(known), _reading(known), _writing(known))


@st.composite
def uploads(draw: st.DrawFn, known: Known) -> MadeUp:
    """Tables with mappings, dates and answers, sent to where they belong."""
    place = f"/api/v1/publishers/{CITY}/datasets/plaene/uploads"
    path = draw(st.sampled_from(["/api/v1/validate", place, f"{place}?publish=true"]))
    content_type, body = draw(_form())
    return MadeUp("POST", path, {}, body, content_type)


@st.composite
def answers(draw: st.DrawFn, known: Known) -> MadeUp:
    """Bodies of JSON, sent to where they belong."""
    upload, number = draw(st.sampled_from(known.values["upload_id"])), draw(st.sampled_from(["0.9.0", "1.1.0"]))
    withdraw = f"/api/v1/publishers/{CITY}/datasets/plaene/versions/{number}/withdraw"
    path = draw(st.sampled_from([f"/api/v1/uploads/{upload}/publish", withdraw]))
    content_type, body = draw(_json_body())
    return MadeUp("POST", path, {}, body, content_type)


@st.composite
def _address(draw: st.DrawFn, known: Known, methods: Sequence[str]) -> tuple[str, str]:
    """A method, and an address with a query."""
    rule, allowed = draw(
        st.sampled_from([(rule, allowed) for rule, allowed in known.rules if {*allowed} & {*methods}])
    )
    values = {
        name: draw(st.one_of(st.sampled_from(known.values[name]), st.sampled_from(known.values[name]), word))
        for name in known.names_in(rule)
    }
    names = st.one_of(st.sampled_from(known.parameters), st.sampled_from(known.parameters), word)
    query = draw(st.lists(st.tuples(names, word), max_size=3))
    path = known.path_of(rule, values) or "/"
    return draw(st.sampled_from([method for method in allowed if method in methods])), with_query(path, query)


@st.composite
def _reading(draw: st.DrawFn, known: Known) -> MadeUp:
    method, path = draw(_address(known, ("GET", "HEAD", "OPTIONS")))
    return MadeUp(method, path, draw(_headers()))


@st.composite
def _writing(draw: st.DrawFn, known: Known) -> MadeUp:
    method, path = draw(_address(known, ("POST", "DELETE", "PUT")))
    content_type, body = draw(st.one_of(_json_body(), _form(), _form(), _any_body()))
    return MadeUp(method, path, draw(_headers()), body, content_type)


@st.composite
def _headers(draw: st.DrawFn) -> dict[str, str]:
    names = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True))
    return {name: draw(st.sampled_from(HEADERS[name])) for name in names}


@st.composite
def _json_body(draw: st.DrawFn) -> tuple[str, bytes]:
    text = draw(st.one_of(body_json.map(json.dumps), st.sampled_from(BROKEN_JSON)))
    return "application/json", text.encode("utf-8", "surrogatepass")


@st.composite
def _any_body(draw: st.DrawFn) -> tuple[str, bytes]:
    return draw(st.sampled_from(TYPES)), draw(st.one_of(st.binary(max_size=60), st.sampled_from(FORM_BODIES)))


@st.composite
def _form(draw: st.DrawFn) -> tuple[str, bytes]:
    """An upload that could be one: a table with a mapping, a date and answers, each of which may be anything."""
    parts = {"as_of": "2024-12-31", "kind": "plans", "mapping": json.dumps(draw(mapping)), "message": "Neu."}
    name = "plans.csv"
    # One part is wrong at most: the first that is ends the reading of all others.
    match draw(st.integers(0, 9)):
        case 0:
            parts[draw(st.sampled_from(["as_of", "kind", "message", "x"]))] = draw(word)
        case 1:
            parts["mapping"] = draw(st.sampled_from(BROKEN_JSON))
        case 2:
            parts["answers"] = draw(st.one_of(body_json.map(json.dumps), st.sampled_from(BROKEN_JSON)))
        case 3:
            name = draw(st.sampled_from(["../x.csv", "\x00", "ä.xlsx", "", "\ufffe", "a" * 300]))
        case 4:
            del parts[draw(st.sampled_from(sorted(parts)))]
        case _:
            pass
    file = ("file", draw(st.sampled_from(FILES)), name)
    return "multipart/form-data; boundary=teil", multipart(
        [file, *((key, text, None) for key, text in parts.items())]
    )


BROKEN_JSON = (
    *("", "{", "[" * 100_000, '{"a":' * 5000, "9" * 5000, f'{{"answers": {{"a": {"9" * 5000}}}}}', "NaN", "1e999"),
    *('{"resources": NaN}', '"\\ud800"', '{"\\u0000": 1}', '{"reason": "\\udfff\\u0000"}', "\ufeff{}", "'x'"),
    '{"resources": {"plans": {"fields": {"\\ud800": "\\u0000"}}}}',
)
FORM_BODIES = (b"a=b&" * 3000, b"as_of=%00&mapping=%FF", b"--x\r\n\r\n", b"--x--", b"{}", b"\x00", b"a" * 70_000)
FILES = (
    table("1,Radweg,planning,2024,12,x"),
    "id,Was,Wann\n1,Radweg,2024\n",
    "id,Was,Was\n1,a,b\n",
    "id;title\n..;x\n",
    "\x00",
    "",
)


def multipart(parts: Sequence[tuple[str, str, str | None]]) -> bytes:
    """A form of several parts: (name, content, name of the file)."""
    lines = b""
    for name, content, filename in parts:
        named = f'; filename="{filename}"' if filename is not None else ""
        head = f'--teil\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
        lines += head.encode() + content.encode("utf-8", "surrogatepass") + b"\r\n"
    return lines + b"--teil--\r\n"


def with_query(path: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query, errors='replace')}" if query else path
