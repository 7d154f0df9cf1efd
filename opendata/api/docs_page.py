"""The API's description as a page, made from the OpenAPI document: no script, no foreign host."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template

from opendata.web.addresses import API, feed_path, local_url
from opendata.web.http_caching import REVALIDATE

blueprint = Blueprint("docs", __name__, url_prefix=API, template_folder="templates")


@blueprint.route("/docs")
def page() -> Response:
    """What can be asked, and with which arguments."""
    spec: dict[str, Any] = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    operations = [
        (tag["name"], tag.get("description", ""), _operations(spec, tag["name"])) for tag in spec.get("tags", [])
    ]
    page = render_template("api_docs.html", groups=operations, all_feed=local_url(feed_path()), home=local_url("/"))
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = REVALIDATE
    return response


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
