"""Whether answers are what the OpenAPI document says of them: status, media type, and JSON to the last member.

Here: judging answers by the document while tests of other things ask for them. Not here: who asks: every service that
tests/service.py opens hands its answers over, and tests/conftest.py fails a test that got one which is not described.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from flask import Flask
from werkzeug.exceptions import HTTPException

from opendata.api.description.document import made_whole
from opendata.kind_folders import KindFolders
from opendata.web.known_operations import known_operations

PART = re.compile(r"<(?:[^<>:]+:)?(\w+)>")
# Views whose answers are pages for people, their parts, or redirects to them: no part of the API.
PAGES = (
    *("site.", "portal.", "mail.", "static", "docs.static"),
    *("well-known.security", "well-known.change_password", "well-known.void"),
)
MOST_BYTES = 2**21  # a longer answer is not judged
FAULTS: list[str] = []


def openapi_path(rule: str) -> str:
    """The address of a rule of Flask as OpenAPI writes it."""
    return PART.sub(r"{\1}", rule)


class JudgedAnswers:
    """An application whose answers are held against its document; what does not fit is added to FAULTS."""

    def __init__(self, app: Flask, kinds_dir: Path) -> None:
        self.app, self.kinds_dir, self.inner = app, kinds_dir, app.wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, as WSGI has it."""
        told: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], fault: Any = None) -> Any:
            told[:] = [int(status[:3]), {name.lower(): value for name, value in headers}]
            return start_response(status, headers, fault)

        rule, method = self._asked(environ), environ["REQUEST_METHOD"]
        body = self.inner(environ, start)
        if rule is None or method == "OPTIONS":
            return body
        return self._read(body, lambda content: self._judge(rule, method, told[0], told[1], content))

    def _asked(self, environ: dict[str, Any]) -> str | None:
        """The rule of a request; None where it leads nowhere, or to a page."""
        try:
            rule, _ = self.app.url_map.bind_to_environ(environ).match(return_rule=True)
        except HTTPException:
            return None
        return None if rule.endpoint.startswith(PAGES) else rule.rule

    def _read(self, body: Iterable[bytes], judge: Callable[[bytes], None]) -> Iterator[bytes]:
        content, length = [], 0
        try:
            for part in body:
                length += len(part)
                if length <= MOST_BYTES:
                    content.append(part)
                yield part
            if length <= MOST_BYTES:
                judge(b"".join(content))
        finally:
            if close := getattr(body, "close", None):
                close()

    def _judge(self, rule: str, method: str, status: int, headers: Mapping[str, str], content: bytes) -> None:
        document = _document(self.app, self.kinds_dir)
        path = openapi_path(rule)
        fault = document.fault(path, "get" if method == "HEAD" else method.lower(), status, headers, content, method)
        if fault:
            FAULTS.append(f"{method} {path}: {status}: {fault}")


class StrictDocument:
    """A document in which no answer may have a member that it does not name."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.paths, self.components = document["paths"], _closed(document["components"])
        self._validators: dict[str, Any] = {}

    def fault(
        self, path: str, operation: str, status: int, headers: Mapping[str, str], content: bytes, method: str
    ) -> str | None:
        """What the document does not say of this answer; None if it says everything."""
        known = self.paths.get(path, {}).get(operation)
        if known is None:
            return f"{path} has no such operation"
        answer = known["responses"].get(str(status))
        if answer is None:
            return f"the status is none of {', '.join(known['responses'])}: {content[:300]!r}"
        if "$ref" in answer:
            answer = self.components["responses"][answer["$ref"].rpartition("/")[2]]
        contents, media_type = answer.get("content"), headers.get("content-type", "").partition(";")[0]
        if not contents or method == "HEAD":
            return None if not contents or not content else "there is a body"
        if media_type not in contents:
            return f"{media_type!r} is none of {', '.join(contents)}"
        if not media_type.endswith(("/json", "+json")) or status == 206:
            return None
        return self._misfit(contents[media_type].get("schema"), content)

    def _misfit(self, schema: Any, content: bytes) -> str | None:
        if not schema:
            return "the answer has no schema"
        name = json.dumps(schema)
        if name not in self._validators:
            whole = {"allOf": [_closed(schema)], "components": self.components}
            self._validators[name] = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        errors = self._validators[name].iter_errors(json.loads(content))
        return "; ".join(text for error in errors for text in _texts(error)) or None


def _texts(error: Any) -> list[str]:
    """What is wrong, and where; of alternatives, what is wrong by the one that comes nearest."""
    if alternatives := getattr(error.kind, "context", None):
        return _texts(max((min(each, key=_depth) for each in alternatives), key=_depth))
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}"]


def _depth(error: Any) -> int:
    return len(error.instance_path)


def _closed(schema: Any) -> Any:
    """The schema, with no members but those that it names."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(part) for name, part in schema.items() if name != "examples"}
    is_joined = {"patternProperties", "allOf", "anyOf"} & set(closed)
    if isinstance(closed.get("properties"), dict) and closed.get("type") == "object" and not is_joined:
        closed.setdefault("additionalProperties", False)
    return closed


_DOCUMENTS: dict[str, StrictDocument] = {}


def _document(app: Flask, kinds_dir: Path) -> StrictDocument:
    """The document of this application; those of most services are the same."""
    kinds = _kinds_text(kinds_dir)
    if kinds not in _DOCUMENTS:
        spec = known_operations(app)
        _DOCUMENTS[kinds] = StrictDocument(made_whole(deepcopy(spec), KindFolders(kinds_dir).values()))
    return _DOCUMENTS[kinds]


@cache
def _kinds_text(kinds_dir: Path) -> str:
    return "".join(path.read_text() for path in sorted(kinds_dir.glob("*/datapackage.json")))
