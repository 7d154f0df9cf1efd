"""The API's description: as an OpenAPI document, and as a page for people that is made from it.

Here: answering with both. Not here: what the document says (description/), what the page shows of it
(documentation/).
"""

from threading import Lock
from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template, request

from opendata.api.description.document import made_whole
from opendata.api.lists import json_response
from opendata.api.openapi import KNOWN_OPERATIONS
from opendata.domain.errors import RequestNotValid
from opendata.web.addresses import API, feed_path, local_url
from opendata.web.http_caching import cached_by_content
from opendata.web.services import services

blueprint = Blueprint("docs", __name__, url_prefix=API, template_folder="templates")
MADE = "opendata.openapi-document"  # among the extensions of an application
_MAKING = Lock()


def document(app: Flask) -> dict[str, Any]:
    """The document of this application, made once; nobody may change it."""
    with _MAKING:
        if MADE not in app.extensions:
            app.extensions[MADE] = made_whole(app.extensions[KNOWN_OPERATIONS].to_dict(), services().kinds.values())
    made: dict[str, Any] = app.extensions[MADE]
    return made


@blueprint.route("/openapi.json")
def openapi_document() -> Response:
    """The OpenAPI document; its addresses begin where this service is mounted."""
    _refuse_unknown()
    known = document(current_app._get_current_object())  # type: ignore[attr-defined]
    return cached_by_content(json_response({**known, "servers": [{"url": request.script_root or "/"}]}), "openapi")


@blueprint.route("/docs")
def page() -> Response:
    """What can be asked, and with which arguments."""
    spec = document(current_app._get_current_object())  # type: ignore[attr-defined]
    operations = [
        (tag["name"], tag.get("description", ""), _operations(spec, tag["name"])) for tag in spec.get("tags", [])
    ]
    page = render_template("api_docs.html", groups=operations, all_feed=local_url(feed_path()), home=local_url("/"))
    return cached_by_content(Response(page, content_type="text/html; charset=utf-8"))


def _refuse_unknown() -> None:
    if unknown := sorted(set(request.args) - {"lang"}):
        raise RequestNotValid(unknown[0], "unknown parameter", ["lang"], "gibt es nicht")


def _operations(spec: dict[str, Any], tag: str) -> list[dict[str, Any]]:
    return [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("summary", ""),
            "parameters": [item for item in operation.get("parameters", []) if item.get("in") == "query"],
            "needs_token": bool(operation.get("security")),
        }
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
        if method != "parameters" and tag in operation.get("tags", [])
    ]
