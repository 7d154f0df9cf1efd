"""Headers in the description: those of answers, and those of requests that change the answer."""

from collections.abc import Mapping
from typing import Any

TEXT = {"type": "string"}
# By name: the schema and the description of a header of answers.
HEADERS: Mapping[str, tuple[Mapping[str, Any], str, Any]] = {
    "ETag": (TEXT, "names these bytes; sent as If-None-Match, it makes the next answer a 304", '"5d41402a-plans"'),
    "Cache-Control": (TEXT, "how long the answer holds: a numbered version for ever", "public, no-cache"),
    "Last-Modified": (TEXT, "when the answer last changed, where that is known", "Sat, 01 Mar 2025 12:00:00 GMT"),
    "Link": (TEXT, "what belongs to the answer: canonical, collection, license, describedby, alternate, next", (
        '<https://opendata.example/api/v1/publishers/beispielstadt>; rel="collection"')),
    "Repr-Digest": (TEXT, "the SHA-256 of the whole answer (RFC 9530)", (
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:")),
    "X-Row-Count": ({"type": "integer"}, "how many rows the answer has", 50),
    "X-Total-Count": ({"type": "integer"}, "how many rows the query has on all pages", 300),
    "Content-Disposition": (TEXT, "a name for the file", 'inline; filename="beispielstadt-klimaschutz-1.1.0.zip"'),
    "Accept-Ranges": (TEXT, "bytes: parts may be asked for by the header Range", "bytes"),
    "Content-Range": (TEXT, "which part this is, and how long the whole is", "bytes 0-99/4210"),
    "Vary": (TEXT, "the headers of requests on which the answer depends", "Accept-Language"),
    "Retry-After": ({"type": "integer"}, "after how many seconds to ask again", 10),
    "WWW-Authenticate": (TEXT, "how to send a token", 'Bearer realm="opendata"'),
    "Allow": (TEXT, "the methods that the address takes", "GET, HEAD, OPTIONS"),
    "Accept": (TEXT, "the media types that the address takes", "application/json"),
    "Location": ({"type": "string", "format": "uri-reference"}, "where it is", "/catalog.ttl"),
}  # fmt: skip
OF_PUBLIC_ANSWERS = ("ETag", "Cache-Control", "Last-Modified", "Link", "Repr-Digest", "Accept-Ranges", "Vary")
OF_STATUS: Mapping[str, tuple[str, ...]] = {
    "206": ("Content-Range", "ETag", "Repr-Digest"),
    "303": ("Location",),
    "304": ("ETag", "Cache-Control"),
    "401": ("WWW-Authenticate",),
    "405": ("Allow",),
    "415": ("Accept",),
    "416": ("Content-Range",),
    "429": ("Retry-After",),
    "503": ("Retry-After",),
}
# Headers of requests, as parameters that every operation of a sort refers to.
PARAMETERS: Mapping[str, tuple[Mapping[str, Any], str, Any]] = {
    "IfNoneMatch": (TEXT, "an ETag: the answer is 304 while it is still that one", '"5d41402a-plans"'),
    "IfMatch": (TEXT, "an ETag: the answer is 412 if it is another one", '"5d41402a-plans"'),
    "Range": (TEXT, "a part of the answer, which is then 206", "bytes=0-99"),
    "AcceptLanguage": (TEXT, "the language of texts, de or en, where lang does not say it", "de"),
}
NAMES = {
    "IfNoneMatch": "If-None-Match", "IfMatch": "If-Match", "Range": "Range", "AcceptLanguage": "Accept-Language",
}  # fmt: skip


def header_components() -> dict[str, Any]:
    """All headers of answers."""
    return {
        name: {"description": about, "schema": dict(schema), "example": example}
        for name, (schema, about, example) in HEADERS.items()
    }


def parameter_components() -> dict[str, Any]:
    """All headers of requests."""
    return {
        name: {"in": "header", "name": NAMES[name], "description": about, "schema": dict(schema), "example": example}
        for name, (schema, about, example) in PARAMETERS.items()
    }


def headers(*names: str) -> dict[str, Any]:
    """These headers of an answer, as references."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
