"""What will become public, for others: the preview that a link leads to without an account, and pages of rows in it.

Here: these pages, and the page of a row as staff see it before publishing. Not here: making links (release_pages.py),
which values a page of a row shows (site/row_page.py, handed over by app.py).
"""

from functools import partial
from typing import Any

from flask import Response, current_app, redirect
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import DateBeforeLast, UploadNotReady, UploadNotValid, VersionWithdrawn
from opendata.domain.local_times import local_moment_text
from opendata.portal.blueprint import blueprint
from opendata.portal.draft_changes import ROWS, draft_changes
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.own_uploads import upload_place
from opendata.portal.publishing_pages import MOST_SENTENCES, asked_page
from opendata.steps.future_rows import future_story
from opendata.steps.preview_by_link import Opened, open_link
from opendata.steps.previewing import Preview
from opendata.steps.previewing import preview as preview_of
from opendata.web.addresses import page_url
from opendata.web.language import language
from opendata.web.services import services

ROW_PAGES = "opendata.row_pages"  # under this name the application keeps what makes the page of a row
NOT_NOW = (UploadNotValid, UploadNotReady, DateBeforeLast, VersionWithdrawn)  # why a draft shows no preview


@blueprint.get("/link/preview/<secret>")
def preview_by_link(secret: str) -> AnyResponse:
    """What a draft will make public, for whoever has the link; once it is published, the link leads on to it."""
    opened = open_link(services().desk, secret, services().now())
    if opened.upload.state == "published":
        return _private(redirect(page_url(opened.upload.publisher, opened.upload.dataset), 303))
    seen = _seen(opened)
    zone = services().desk.office.rules.time_zone(opened.link.publisher)
    about = {
        "dataset": services().catalogue.dataset(opened.upload.publisher, opened.upload.dataset),
        "upload": opened.upload,
        "until": local_moment_text(opened.link.expires_at, zone, language()),
    }
    if seen is None:
        return _private(page("public_preview.html", **about, plan=None))
    total = sum(seen.plan.counts.values())
    last = max(1, -(-total // ROWS))
    number = min(asked_page(), last)
    told = [event.sentence[language()] for event in seen.events[: min(MOST_SENTENCES, max(0, len(seen.events) - 1))]]
    return _private(
        page(
            "public_preview.html",
            **about,
            plan=seen.plan,
            changes=draft_changes(seen, number, language()),
            number_of_page=number,
            last_page=last,
            total=total,
            headline=seen.events[-1].sentence[language()] if len(seen.events) else "",
            sentences=told,
            more_sentences=max(0, len(seen.events) - 1 - len(told)),
            page_link=lambda wanted: portal_link("preview_by_link", secret=secret, page=wanted),
            row_link=partial(_row_link, secret),
        )
    )


@blueprint.get("/link/preview/<secret>/<resource>/<key:key>")
def row_by_link(secret: str, resource: str, key: str) -> AnyResponse:
    """The page of a row as it will be, for whoever has the link."""
    opened = open_link(services().desk, secret, services().now())
    seen = None if opened.upload.state == "published" else _seen(opened)
    way_back = portal_link("preview_by_link", secret=secret)
    if seen is None or seen.plan.number is None:
        return _private(redirect(way_back, 303))
    return _private(_row_page(seen, resource, key, way_back))


@blueprint.get("/<publisher>/uploads/<upload_id>/rows/<resource>/<key:key>")
def future_row(publisher: str, upload_id: str, resource: str, key: str) -> AnyResponse:
    """The page of a row as it will be, for those who decide whether it will."""
    place = upload_place(publisher, upload_id)
    way_back = portal_link("preview", publisher=publisher, upload_id=upload_id)
    try:
        seen = preview_of(services().desk, place.upload) if place.upload.state == "draft" else None
    except NOT_NOW:
        seen = None
    if seen is None or seen.plan.number is None:
        return redirect(way_back, 303)
    return _row_page(seen, resource, key, way_back, publisher=place.publisher)


def _seen(opened: Opened) -> Preview | None:
    """What the draft will make public; None while it cannot be published. Whoever has a link changes nothing."""
    if opened.upload.state != "draft":
        return None
    try:
        return preview_of(services().desk, opened.upload, confirmed=True, keeps=False)
    except NOT_NOW:
        return None


def _row_page(seen: Preview, resource: str, key: str, way_back: str, **about: Any) -> Response:
    story = future_story(services().reading, seen, resource, key, services().now())
    row = current_app.extensions[ROW_PAGES](story, resource, key, language())
    return page(
        "future_row.html",
        **about,
        dataset=seen.draft.dataset,
        upload=seen.upload,
        number_of_version=seen.plan.number,
        row=row,
        way_back=f"{way_back}#changes",
    )


def _row_link(secret: str, resource: str, key: str) -> str:
    return portal_link("row_by_link", secret=secret, resource=resource, key=key)


def _private(response: AnyResponse) -> AnyResponse:
    """The answer so that no site learns the link by which somebody came; no-store and noindex hold for the portal."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
