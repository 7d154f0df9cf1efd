"""Notes of views: what a view says of its operation in `@blueprint.doc(...)`, beside its schemas and its docstring.

Here: the words that views use. Not here: what becomes of them in the document (operations.py).
"""

from typing import Any

MORE_PARAMETERS = "x-more-parameters"  # those that no schema of arguments describes
PROBLEMS = "x-problems"  # names of problems that nothing else tells of the operation
COMES_IN_PARTS = "x-in-parts"  # the answer takes Range
# Problems that several views may answer with: of files that are read, publishing, rows, and drafts.
OF_FILES = (
    *("unreadable-file", "upload-too-demanding", "mapping-not-valid", "service-busy", "reading-unavailable"),
    *("kind-not-found", "schema-not-valid", "kind-broken"),
)
NO_ROOM = "no-room-left"  # of whatever stores more
OF_PUBLISHING = (
    *("answers-missing", "version-conflict", "date-before-last", "upload-not-valid", "upload-not-ready"),
    *("four-eyes-needed", "version-withdrawn", "upload-changed", "upload-published", "earlier-part-open"),
)
OF_ROWS = ("resource-not-found", "row-not-found", "row-removed", "nothing-published", "version-withdrawn")
OF_DRAFTS = ("upload-not-ready", "upload-published", "upload-changed", "upload-not-valid")
SPEAKS = "x-speaks"  # whether the answer heeds lang; every view of flask-smorest does
OR_ELSE = "x-or-else"  # another schema of the answer, by name
PRIVATE = "x-private"  # of an address that is read: its answers are nothing for caches
BINARY = {"type": "string", "format": "binary"}


def needs(scope: str) -> dict[str, Any]:
    """A token with this scope is needed: upload, publish or admin."""
    return {"security": [{"token": [scope]}]}


def may_answer(*problems: str) -> dict[str, Any]:
    """The problems that the view may answer with, by name, beside those that its address, token and body can have."""
    return {PROBLEMS: list(problems)}


def in_parts() -> dict[str, Any]:
    """The answer is a file, or made like one: Range asks for parts of it."""
    return {COMES_IN_PARTS: True}


def not_for_caches() -> dict[str, Any]:
    """What is read without a token is no public answer: caches keep nothing of it, and it has no ETag."""
    return {PRIVATE: True}


def or_else(name: str) -> dict[str, Any]:
    """The answer may be one of that schema as well."""
    return {OR_ELSE: name}


def shape(name: str) -> dict[str, str]:
    """The schema of that name, where the answer has no marshmallow schema: one of shapes.py."""
    return {"$ref": f"#/components/schemas/{name}"}


def shaped(name: str) -> dict[str, Any]:
    """The same of a field, in its metadata."""
    return {"allOf": [shape(name)]}


def shape_or_null(name: str) -> dict[str, Any]:
    """The schema of that name, or null."""
    return {"anyOf": [shape(name), {"type": "null"}]}


def list_of(name: str) -> dict[str, Any]:
    """A JSON list of values of that schema."""
    return {"type": "array", "items": shape(name)}
