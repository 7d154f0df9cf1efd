"""Problems in the description: a schema for each type of problem, with its own members, and an example of it.

Here: which members a problem has. Not here: status and title of problems (web/problem_answers.py), which operation
may answer with which (operations.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from opendata.api.description import headers
from opendata.web.problem_answers import HTTP_PROBLEMS, MEDIA_TYPE, PROBLEMS

TEXT, NUMBER, TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
TEXTS = {"type": "array", "items": TEXT}
OR_NULL = {"type": ["string", "null"]}
LINKS = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}
QUESTIONS = {"type": "array", "items": {"$ref": "#/components/schemas/Question"}}
REPORT = {"anyOf": [{"$ref": "#/components/schemas/Report"}, {"type": "null"}]}
SITE = "https://opendata.example"

# By the name of a problem: its members beside those that all problems have; a name with ? is not always there.
MEMBERS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "kind-broken": {"kind": TEXT, "reason": TEXT},
    "kind-not-found": {"kind": TEXT, "known": TEXTS},
    "publisher-not-found": {"publisher": TEXT},
    "dataset-not-found": {"publisher": TEXT, "dataset": TEXT},
    "version-not-found": {"dataset": TEXT, "number": TEXT},
    "nothing-published": {"dataset": TEXT, "number": TEXT},
    "version-withdrawn": {"dataset": TEXT, "version": TEXT, "reason": TEXT, "withdrawn_at": TEXT},
    "already-withdrawn": {"dataset": TEXT, "version": TEXT, "reason": TEXT, "withdrawn_at": TEXT},
    "resource-not-found": {"resource": TEXT, "known": TEXTS},
    "row-not-found": {"resource": TEXT, "key": TEXT},
    "place-not-found": {"resource": TEXT, "row": NUMBER, "field": TEXT},
    "row-removed": {
        "resource": TEXT,
        "key": TEXT,
        "version": TEXT,
        "continued_as?": TEXT,
        "answers?": {"type": "array", "items": {"$ref": "#/components/schemas/PublicAnswer"}},
        "links?": LINKS,
    },
    "upload-not-found": {"upload": TEXT},
    "upload-published": {"upload": TEXT, "version": TEXT},
    "upload-changed": {"upload": TEXT},
    "edit-not-valid": {"address": TEXT, "reason": TEXT},
    "upload-not-ready": {"upload": TEXT},
    "already-exists": {"what": TEXT, "name": TEXT},
    "name-not-allowed": {"name": TEXT, "reason": TEXT},
    "answers-missing": {"id": TEXT, "questions": QUESTIONS, "links": LINKS, "report": REPORT},
    "earlier-part-open": {
        "id": TEXT,
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}},
        "links": LINKS,
    },
    "version-conflict": {"dataset": TEXT, "expected": OR_NULL, "current": OR_NULL},
    "date-before-last": {"as_of": TEXT, "last": TEXT},
    "upload-not-valid": {"upload": TEXT, "state": TEXT, "report": REPORT},
    "unreadable-file": {
        "file": TEXT,
        "reason": TEXT,
        "messages": {"type": "object", "properties": {"de": TEXT, "en": TEXT}, "required": ["de", "en"]},
    },
    "upload-too-demanding": {"limit": {"enum": ["memory", "time", "breakdown"]}},
    "no-room-left": {"publisher": TEXT, "used_bytes": NUMBER, "most_bytes": NUMBER, "sent_bytes": NUMBER},
    "mapping-not-valid": {"where": TEXT, "reason": TEXT},
    "request-not-valid": {"name": TEXT, "reason": TEXT, "known": TEXTS},
    "serial-not-reached": {"since": NUMBER, "last_serial": NUMBER},
    "storage-unavailable": {"part": TEXT, "is_uncertain": TRUTH},
    "service-busy": {"retry_seconds": NUMBER},
    "reading-unavailable": {"retry_seconds": NUMBER},
    "package-damaged": {"path": TEXT, "reason": TEXT},
    "four-eyes-needed": {"upload": TEXT, "links": LINKS},
    "too-late-to-cancel": {"upload": TEXT},
    "no-appointment": {"upload": TEXT},
    "preview-link-not-found": {"upload": TEXT, "link": TEXT},
    "source-not-found": {"publisher": TEXT, "dataset": TEXT},
    "webhook-not-found": {"publisher": TEXT, "webhook": TEXT},
    "too-many-webhooks": {"publisher": TEXT, "most": NUMBER},
    "too-many-test-events": {"webhook": TEXT},
    "access-denied": {"scope": TEXT, "publisher": TEXT},
}
# Name: status and title of every problem.
KNOWN: Mapping[str, tuple[int, str]] = {
    **{name: (status, title) for status, (name, title) in HTTP_PROBLEMS.items()},
    **{name: (status, title) for status, name, title in PROBLEMS.values()},
}
MEANINGS = {
    200: "What was asked for",
    201: "It was made",
    202: "It was taken, and is still being worked on",
    204: "It is done; the answer has no body",
    206: "The part that the header Range asks for",
    303: "See there",
    304: "The answer is the one that you have already",
    400: "A parameter, a field or a part of the request is unknown or has no sense; the problem names what there is",
    401: "A token is needed, or the one that was sent does not exist any more",
    403: "The token may not do this",
    404: "There is no such thing",
    405: "The address does not take this method; the header Allow names those that it takes",
    409: "The state of things does not allow this just now",
    410: "It is gone, and the problem says why",
    412: "The answer is another one than If-Match or If-Unmodified-Since asks for",
    413: "The body is over the limit, or more than the publisher may store",
    415: "The body is of another media type than the address takes; the header Accept names it",
    416: "There is no such part",
    421: "The service is not called by this name",
    422: "What was sent was understood, and cannot be used",
    429: "Too many requests; the header Retry-After says when to ask again",
    500: "Something is wrong with the service itself; nothing was changed",
    503: "Not available at the moment; the header Retry-After says when to ask again",
}


def schema_name(problem: str) -> str:
    """The name of a problem's schema: ProblemRowNotFound."""
    return "Problem" + "".join(word.capitalize() for word in problem.split("-"))


def schemas(names: Sequence[str]) -> dict[str, Any]:
    """The schemas of these problems, by their names."""
    return {schema_name(name): _schema(name) for name in names}


def answer(status: int, names: Sequence[str]) -> dict[str, Any]:
    """An answer that is one of these problems, which have the same status."""
    refs = [{"$ref": f"#/components/schemas/{schema_name(name)}"} for name in sorted(set(names))]
    schema = refs[0] if len(refs) == 1 else {"anyOf": refs}
    told = headers.headers(*headers.OF_STATUS.get(str(status), ()))
    return {
        "description": MEANINGS[status],
        **({"headers": told} if told else {}),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def example(name: str) -> dict[str, Any]:
    """A problem as it may look."""
    status, title = KNOWN[name]
    members = {key: _example_of(key, about) for key, about in MEMBERS.get(name, {}).items() if not key.endswith("?")}
    return {"type": f"{SITE}/problems/{name}", "title": title, "status": status, "detail": f"{title}.", **members}


def _schema(name: str) -> dict[str, Any]:
    status, title = KNOWN[name]
    members = MEMBERS.get(name, {})
    return {
        "type": "object",
        "title": title,
        "description": f"The problem `{name}` (RFC 9457); the page at its type explains it.",
        "examples": [example(name)],
        "additionalProperties": False,
        "required": ["type", "title", "status", "detail", *(key for key in members if not key.endswith("?"))],
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "pattern": f"/problems/{name}$"},
            "title": {"type": "string", "description": "in the language of the request"},
            "status": {"const": status},
            "detail": {"type": "string", "description": "what went wrong, and what to do"},
            "instance": {"type": "string", "description": "the path that was asked for"},
            **{key.removesuffix("?"): dict(about) for key, about in members.items()},
        },
    }


EXAMPLES: Mapping[str, Any] = {
    "kind": "climate-measures", "publisher": "beispielstadt", "dataset": "klimaschutz", "number": "9.0.0",
    "version": "1.1.0", "withdrawn_at": "2025-03-01T12:00:00Z", "resource": "measures", "key": "M-01",
    "upload": "0" * 31 + "1", "id": "0" * 31 + "1", "link": "0" * 31 + "2", "address": "F12", "what": "dataset",
    "name": "limit", "expected": "1.0.0", "current": "1.1.0", "as_of": "2023-12-31", "last": "2024-12-31",
    "state": "invalid", "file": "Massnahmen.xlsx", "limit": "memory", "where": "resources.measures.fields",
    "since": 900, "last_serial": 120, "part": "database", "retry_seconds": 10, "path": "packages/measures.csv",
    "scope": "publish", "reason": "why, in a sentence", "known": ["measures"], "questions": [], "report": None,
    "used_bytes": 21_474_000_000, "most_bytes": 21_474_836_480, "sent_bytes": 900_000,
    "webhook": "0" * 31 + "4", "most": 10, "row": 12, "field": "status_note",
    "parts": [{"id": "0" * 31 + "5", "as_of": "2016-12-31", "state": "draft"}],
    "is_uncertain": False, "messages": {"de": "Sie ist leer.", "en": "It is empty."},
    "links": {"self": f"{SITE}/api/v1/uploads/{'0' * 31}1"},
}  # fmt: skip


def _example_of(key: str, schema: Mapping[str, Any]) -> Any:
    return EXAMPLES[key] if key in EXAMPLES else schema.get("type")
