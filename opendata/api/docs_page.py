"""The API's description: as an OpenAPI document, and as pages for people that are made from it.

Here: answering with both. Not here: what the document says (description/), what pages show of it (documentation/).
"""

from functools import partial
from threading import Lock
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request, url_for

from opendata.api.description.document import made_whole
from opendata.api.documentation.page_words import word
from opendata.api.documentation.shown_operations import Pages, rules
from opendata.api.documentation.shown_shapes import shapes_of
from opendata.api.lists import json_response
from opendata.domain.errors import RequestNotValid
from opendata.web.addresses import API, site_url
from opendata.web.http_caching import cached_by_content
from opendata.web.known_operations import known_operations
from opendata.web.language import language
from opendata.web.services import services

blueprint = Blueprint(
    "docs",
    __name__,
    url_prefix=API,
    template_folder="templates",
    static_folder="static",
    static_url_path="/docs/static",
)
MADE = "opendata.openapi-document"  # among the extensions of an application
SCHEMAS = "schemas"  # the page of all shapes, beside the pages of groups
_MAKING = Lock()


def document(app: Flask) -> dict[str, Any]:
    """The document of this application, made once; nobody may change it."""
    with _MAKING:
        if MADE not in app.extensions:
            app.extensions[MADE] = made_whole(known_operations(app), services().kinds.values())
    made: dict[str, Any] = app.extensions[MADE]
    return made


@blueprint.route("/openapi.json")
def openapi_document() -> Response:
    """The OpenAPI document; its addresses begin where this service is mounted."""
    _refuse_unknown()
    return cached_by_content(json_response({**_known(), "servers": [{"url": request.script_root or "/"}]}), "openapi")


@blueprint.route("/docs")
def page() -> Response:
    """What can be asked, group by group."""
    pages = _pages()
    return _page("documentation/overview.html", groups=pages.groups(), rules=rules(pages.language))


@blueprint.route("/docs/<tag>")
def part(tag: str) -> Response:
    """A group of operations with everything about them, or all shapes of answers."""
    pages = _pages()
    if tag == SCHEMAS:
        return _page("documentation/shapes.html", shapes=list(shapes_of(pages.document, pages.language)))
    operations = list(pages.operations(tag))
    if not operations:
        abort(404)
    return _page("documentation/group.html", title=pages.title_of(tag), operations=operations)


def _page(template: str, **values: Any) -> Response:
    tongue = language()
    chosen: dict[str, Any] = {"lang": tongue} if "lang" in request.args else {}
    html = render_template(
        template,
        **values,
        w=partial(word, language=tongue),
        docs_link=lambda tag=None: url_for("docs.part", tag=tag, **chosen) if tag else url_for("docs.page", **chosen),
    )
    response = Response(html, content_type="text/html; charset=utf-8")
    response.vary.add("Accept-Language")
    return cached_by_content(response)


def _pages() -> Pages:
    _refuse_unknown()
    return Pages(_known(), language(), site_url(""), _real_examples())


def _known() -> dict[str, Any]:
    return document(current_app._get_current_object())  # type: ignore[attr-defined]


def _real_examples() -> dict[str, str]:
    """Parts of addresses that lead to something here, so that examples can be tried at once."""
    datasets, _ = services().catalogue.published_datasets(0, 1)
    if not datasets:
        return {}
    dataset = datasets[0]
    current = services().versions.current([dataset]).get(dataset.path)
    tables = [resource.name for resource in current.resources if resource.rows] if current else []
    table = {"resource": tables[0]} if tables else {}
    return {"publisher": dataset.publisher.name, "dataset": dataset.name, "kind": dataset.kind, **table}


def _refuse_unknown() -> None:
    if unknown := sorted(set(request.args) - {"lang"}):
        raise RequestNotValid(unknown[0], "unknown parameter", ["lang"], "gibt es nicht")
    language()  # raises where it is none that is spoken here
