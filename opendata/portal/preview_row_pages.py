"""The public page of a row, such as a measure, as it will look once a draft is published.

Here: the page of the draft's row in the template of the public pages. Not here: what such a page holds
(site/row_page.py, which the application hands over), the preview as a whole (publishing_pages.py).
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, redirect
from werkzeug.wrappers import Response as AnyResponse

from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.own_uploads import upload_place
from opendata.steps.ports.journal import Scope
from opendata.steps.previewing import Preview, preview
from opendata.steps.previewing_rows import row_of_draft
from opendata.steps.row_story import RowStory
from opendata.web.language import language
from opendata.web.services import services

EXTENSION = "opendata.portal.row_page"
DrawRow = Callable[[RowStory, str, str, str], Any]  # story, resource, key, language


def register(app: Flask, draw_row: DrawRow) -> None:
    """Let pages of rows be drawn as the public pages draw them."""
    app.extensions[EXTENSION] = draw_row


@blueprint.get("/<publisher>/uploads/<upload_id>/preview/<resource>/<key:key>")
def preview_row(publisher: str, upload_id: str, resource: str, key: str) -> AnyResponse:
    """The page of one row of a draft."""
    place = upload_place(publisher, upload_id)
    if place.upload.state != "draft":
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    return _row_page(publisher, upload_id, resource, key)


def _row_page(publisher: str, upload_id: str, resource: str, key: str) -> Response:
    place = upload_place(publisher, upload_id)
    back = portal_link("preview", publisher=publisher, upload_id=upload_id)
    return row_page_of(preview(services().desk, place.upload), resource, key, back)


def row_page_of(seen: Preview, resource: str, key: str, back: str) -> Response:
    """The page of one row of a draft, for staff and for whoever has a link; raises ResourceNotFound, RowNotFound."""
    dataset = seen.draft.dataset
    story = row_of_draft(services().reading, seen, resource, key, services().now())
    draw: DrawRow = current_app.extensions[EXTENSION]
    return page(
        "preview_row.html",
        dataset=dataset,
        version=story.snapshot.version,
        row=draw(story, resource, key, language()),
        scope=Scope(dataset.publisher.name, dataset.name, resource, key),
        back=back,
        # Its links would lead to what is not published yet.
        link=_nowhere,
        feed_link=_nowhere,
        api_link=_nowhere,
    )


def _nowhere(*_about: Any, **_values: Any) -> str:
    return "#content"
