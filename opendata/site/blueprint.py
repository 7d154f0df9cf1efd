"""The blueprint of the pages for readers, and how a page is answered.

Here: what all modules with views of this site share. Not here: views (views.py, overview_views.py, row_views.py).
"""

from typing import Any

from flask import Blueprint, Response, render_template

from opendata.web.http_caching import PRIVATE, cached_by_content
from opendata.web.language import language

blueprint = Blueprint("site", __name__, static_folder="static", static_url_path="/static")
DATASET = "/<publisher:publisher>/<dataset>"


def page(template: str, status: int = 200, /, **values: Any) -> Response:
    """A page with an ETag, so that it is not sent again unchanged; raises RequestNotValid if ?lang= is unknown."""
    language()
    return page_of(render_template(template, **values), status)


def page_of(html: str, status: int = 200) -> Response:
    """A rendered page, with an ETag."""
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.vary.add("Accept-Language")
    if status != 200:
        response.headers["Cache-Control"] = PRIVATE
        return response
    return cached_by_content(response)
