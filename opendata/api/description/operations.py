"""Operations: what every operation of the document gets beside that which its view says of it.

Here: ids, whole descriptions, headers, and the statuses that follow from an operation's address, token, body and
method. Not here: what views say (notes_of_views.py), operations that are no views of flask-smorest
(plain_operations.py).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opendata.api.description import headers, problem_shapes
from opendata.api.description.address_parts import part_of
from opendata.api.description.notes_of_views import (
    COMES_IN_PARTS,
    MORE_PARAMETERS,
    OR_ELSE,
    PRIVATE,
    PROBLEMS,
    SPEAKS,
    shape,
)
from opendata.web.addresses import is_for_programs

METHODS = ("get", "put", "post", "delete", "patch")
NAMES = re.compile(r"{(\w+)}")
ALWAYS = ("request-not-valid", "bad-request", "host-not-allowed", "internal-error")
UNAVAILABLE = ("storage-unavailable", "not-available", "answers-busy")
OF_TOKENS = ("access-missing", "access-denied", "too-many-requests")
OF_BODIES = ("body-too-large", "media-type-not-supported")
OF_READING, OF_PARTS = ("precondition-failed",), ("range-not-satisfiable",)
OF_STORED = ("package-damaged",)
LANGUAGE = {
    "in": "query",
    "name": "lang",
    "required": False,
    "description": "language of texts; without it, that of Accept-Language, or else the service's own",
    "schema": {"type": "string", "enum": ["de", "en"]},
    "example": "de",
}
PHRASES = ("OK", "Created", "Accepted", "No Content")  # what flask-smorest says where a view says nothing
SCOPES = {
    "upload": "Needs a token with the scope `upload`.",
    "publish": "Needs a token with the scope `publish`.",
    "admin": "Needs a token with the scope `admin`, which only `flask tokens add` gives.",
}
PUBLIC = "Public: no token is needed, pages of other sites may ask by script, and answers have an ETag."
FOR_EVERYBODY = "No token is needed."


def whole(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    """The operation with everything that follows from what it is; path: with {names}."""
    needs_token, has_body = bool(operation.get("security")), "requestBody" in operation
    is_public_reading = method == "get" and not needs_token and not operation.pop(PRIVATE, False)
    in_parts = operation.pop(COMES_IN_PARTS, False)
    named, speaks = operation.pop(PROBLEMS, ()), operation.pop(SPEAKS, True)
    operation["description"] = _description(operation, is_public_reading=is_public_reading)
    parameters = [*operation.pop("parameters", ()), *operation.pop(MORE_PARAMETERS, ())]
    # Nobody could read half of a JSON text, so it is not told how to ask for one.
    is_file = in_parts and not any("json" in kind for kind in operation["responses"]["200"].get("content", {}))
    of_readers = ["IfNoneMatch", "IfMatch"] if is_public_reading else ["IfMatch"] if in_parts else []
    more = _more_parameters(parameters, [*of_readers, *(["Range"] if is_file else ())], speaks=speaks)
    operation["parameters"] = [*map(_with_example, parameters), *more]
    responses = operation["responses"]
    if other := operation.pop(OR_ELSE, None):
        for content in responses["200"]["content"].values():
            content["schema"] = {"anyOf": [content["schema"], shape(other)]}
    for status in ("default", "422", "409", "400", "410"):
        responses.pop(status, None)  # flask-smorest's own, or said by a view in words alone
    if is_public_reading:
        responses.setdefault("304", {"description": problem_shapes.MEANINGS[304]})
    if in_parts:
        responses["206"] = _part_of(responses["200"])
    problems = {*named, *ALWAYS, *UNAVAILABLE, *OF_STORED}
    problems |= {*OF_TOKENS} if needs_token else set()
    problems |= {*OF_BODIES} if has_body else set()
    problems |= {*OF_READING} if is_public_reading or in_parts else set()
    problems |= {*OF_PARTS} if in_parts else set()
    problems |= {problem for name in NAMES.findall(path) for problem in (*part_of(name).problems, "not-found")}
    for status, answer in responses.items():
        if answer["description"] in PHRASES:
            answer["description"] = problem_shapes.MEANINGS[int(status)]
        of_status = headers.OF_STATUS.get(status, headers.OF_PUBLIC_ANSWERS if is_public_reading else ())
        answer["headers"] = {**headers.headers(*of_status), **answer.get("headers", {})}
    for number, names in _by_status(problems):
        responses[str(number)] = _problem_answer(path, number, names, responses.get(str(number), {}))
    operation["responses"] = dict(sorted(responses.items()))
    first = ("operationId", "tags", "summary", "description", "security", "parameters", "requestBody")
    return {name: operation[name] for name in (*first, "responses") if name in operation}


def path_parameters(path: str) -> list[dict[str, Any]]:
    """The parameters that stand in an address."""
    return [part_of(name).parameter(name) for name in NAMES.findall(path)]


def _description(operation: Mapping[str, Any], *, is_public_reading: bool) -> str:
    told = " ".join(operation.get("description", "").split())
    scopes = [SCOPES[scope] for item in operation.get("security", ()) for scope in item.get("token", ())]
    who = scopes or ([PUBLIC] if is_public_reading else [FOR_EVERYBODY])
    return "\n\n".join(filter(None, [told, *who]))


def _more_parameters(
    parameters: Sequence[Mapping[str, Any]], of_readers: Sequence[str], *, speaks: bool
) -> Iterator[dict[str, Any]]:
    """The language, which every answer heeds at least where it tells of a problem, and headers of requests."""
    if speaks and "lang" not in [parameter.get("name") for parameter in parameters]:
        yield {"$ref": "#/components/parameters/Language"}
    for name in ("AcceptLanguage", *of_readers):
        yield {"$ref": f"#/components/parameters/{name}"}


# Parameters of requests by name: a value that leads somewhere.
EXAMPLES: Mapping[str, Any] = {
    "limit": 10, "cursor": 0, "since": 0, "wait": 0, "publisher": "beispielstadt-auental",
    "dataset": "klimaschutzmassnahmen",
    "event": "measure.phase_changed", "as_of": "2024-12-31", "q": "radweg", "sort": "-planned_end",
    "fields": "measure_id,title,phase", "dialect": "excel-de", "publish": False, "days": 30, "page": 1, "archive": 1,
    "file": "Massnahmen.xlsx", "publishers": "beispielstadt-auental,beispielstadt-musterhuetten", "lang": "de",
}  # fmt: skip
DESCRIPTIONS: Mapping[str, str] = {
    "lang": "language of texts; without it, that of Accept-Language, or else the service's own",
    "since": "the last serial that you have; 0 for the beginning",
    "limit": "how many at most; 0 for as many as one answer holds",
    "publisher": "only what belongs to the publisher with this slug",
    "dataset": "only what belongs to the dataset with this slug, with publisher",
    "event": "only events of this name, such as measure.phase_changed",
    "days": "how many days back",
}


def _with_example(parameter: dict[str, Any]) -> dict[str, Any]:
    """The parameter with a description and an example."""
    name = parameter.get("name")
    if name is None:
        return parameter
    told = {**parameter, "description": parameter.get("description") or DESCRIPTIONS.get(name, name)}
    # The cursor of rows is a word that only the service makes.
    if "example" not in told and name in EXAMPLES and (name != "cursor" or _is_number(told)):
        told["example"] = EXAMPLES[name]
    return told


def _is_number(parameter: Mapping[str, Any]) -> bool:
    return bool(parameter["schema"].get("type") == "integer")


def shared_answers() -> dict[str, Any]:
    """The answers that many operations have in common, by the names of components."""
    return {
        _component(status): problem_shapes.answer(status, names)
        for status, names in _by_status(
            {*ALWAYS, *UNAVAILABLE, *OF_STORED, *OF_TOKENS, *OF_BODIES, *OF_READING, *OF_PARTS}
        )
    }


def _problem_answer(path: str, status: int, names: list[str], other: Mapping[str, Any]) -> dict[str, Any]:
    """The answer with one of these problems; other: an answer of the same status that is no problem."""
    answer = problem_shapes.answer(status, names)
    # Where people come as well, problems are pages for whoever takes HTML.
    pages = {} if is_for_programs(path) else {"text/html": {"schema": {"type": "string"}}}
    contents = {**other.get("content", {}), **answer["content"], **pages}
    if contents == answer["content"]:
        return _shared(status, names) or answer
    return {**answer, "content": contents}


def _shared(status: int, names: list[str]) -> dict[str, str] | None:
    """A reference to the answer that many operations have in common, if this is one."""
    is_shared = shared_answers().get(_component(status)) == problem_shapes.answer(status, names)
    return {"$ref": f"#/components/responses/{_component(status)}"} if is_shared else None


def _component(status: int) -> str:
    return f"Problem{status}"


def _part_of(whole_answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a request for one part of another answer, or for several."""
    # A part of a JSON text is no JSON, and so of no type.
    bytes_alone = {"schema": {"description": "a part of the bytes"}}
    parts = dict.fromkeys(whole_answer.get("content", {}), bytes_alone)
    several = {"multipart/byteranges": {"schema": {"type": "string"}}}
    return {"description": problem_shapes.MEANINGS[206], "content": {**parts, **several}}


def _by_status(problems: set[str]) -> Iterator[tuple[int, list[str]]]:
    found = defaultdict(list)
    for name in sorted(problems):
        found[problem_shapes.KNOWN[name][0]].append(name)
    yield from sorted(found.items())
