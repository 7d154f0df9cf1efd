"""The document: what flask-smorest knows of the views, made whole, once in a process.

Here: joining the parts. Not here: the parts themselves (the modules beside this one), answering with it
(docs_page.py).
"""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from opendata.api.description import (
    answer_examples,
    headers,
    mapping_shape,
    neighbour_shapes,
    operations,
    plain_operations,
    problem_shapes,
    row_shapes,
    shapes,
)
from opendata.domain.kinds import Kind

ABOUT = "\n\n".join(
    (
        "Climate measures of cities, and other tables that cities keep: checked, in versions that never change, with "
        "every change as an event.",
        "Reading needs no token, and pages of other sites may read by script. GET takes HEAD as well, and OPTIONS "
        "tells the methods of an address; every other method is answered with 405 and the header Allow. Unknown "
        "parameters and fields are 400 problems that name what there is. Lists come in pages: follow `links.next`.",
        "Errors are problems (RFC 9457, application/problem+json), in German or English by `lang` or "
        "Accept-Language. The server itself answers with 408, 414 or 431, before any operation is known, where a "
        "request is too slow, or its address or its headers are too long.",
    )
)
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of a publisher: `flask tokens add`, or the portal. Its scopes are upload and publish.",
}
FLASK_SMOREST = ("Error", "PaginationMetadata")  # schemas that it adds, and that nothing here answers with


def made_whole(spec: Mapping[str, Any], kinds: Iterable[Kind]) -> dict[str, Any]:
    """The OpenAPI document; spec: what flask-smorest knows."""
    known = [*kinds]
    document = deepcopy(dict(spec))
    document["info"]["description"] = ABOUT
    document["tags"] = [*document.get("tags", ()), *(_tag(*about) for about in plain_operations.TAGS.items())]
    document["paths"] = {
        path: _path(path, methods) for path, methods in {**document["paths"], **_plain_paths()}.items()
    }
    components = document["components"]
    components["responses"] = operations.shared_answers()
    components["securitySchemes"] = {"token": TOKEN}
    components["headers"] = headers.header_components()
    components["parameters"] = {**headers.parameter_components(), "Language": operations.LANGUAGE}
    components["schemas"] = _schemas(components["schemas"], known)
    answer_examples.add(document)
    named = _named(document)
    problems = {name for name in problem_shapes.KNOWN if problem_shapes.schema_name(name) in named}
    components["schemas"] |= problem_shapes.schemas(sorted(problems))
    return document


def _tag(name: str, about: str) -> dict[str, str]:
    return {"name": name, "description": about}


def _plain_paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for path, operation in plain_operations.PATHS.items():
        paths[path] = {"get": deepcopy(dict(operation))}
    return paths


def _path(path: str, methods: Mapping[str, Any]) -> dict[str, Any]:
    """An address with its operations; the parts of it are described once for all of them."""
    done = {
        method: operations.whole(path, method, operation)
        for method, operation in methods.items()
        if method in operations.METHODS
    }
    parts = operations.path_parameters(path)
    return {**({"parameters": parts} if parts else {}), **done}


def _schemas(views: Mapping[str, Any], kinds: Iterable[Kind]) -> dict[str, Any]:
    """All schemas by name; those of bodies of requests allow no member that they do not name."""
    of_views = {name: schema for name, schema in views.items() if name not in FLASK_SMOREST}
    for name, schema in of_views.items():
        if name.endswith("Body"):
            schema.setdefault("additionalProperties", False)
    entry = of_views["Entry"]
    event = {**shapes.ROW_EVENT, "properties": {**entry["properties"], **shapes.ROW_EVENT["properties"]}}
    parts = (shapes.SHAPES, neighbour_shapes.SHAPES, mapping_shape.SHAPES, row_shapes.schemas(kinds))
    ours = {name: deepcopy(dict(schema)) for part in parts for name, schema in part.items()}
    return dict(sorted({**of_views, **ours, "RowEvent": {**event, "required": entry.get("required", [])}}.items()))


def _named(document: Mapping[str, Any]) -> set[str]:
    """The names of the schemas to which the document refers anywhere."""
    return set(re.findall(r"#/components/schemas/([\w.-]+)", str(document)))
