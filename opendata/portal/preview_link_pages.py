"""What will become public, for others: the preview that a link leads to without an account, and pages of rows in it.

Here: these pages. Not here: making links (release_pages.py), the page of a row (preview_row_pages.py).
"""

from functools import partial

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import DateBeforeLast, UploadNotReady, UploadNotValid, VersionWithdrawn
from opendata.domain.local_times import local_moment_text
from opendata.portal.blueprint import blueprint
from opendata.portal.draft_changes import ROWS, draft_changes
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.preview_row_pages import row_page_of
from opendata.portal.publishing_pages import MOST_SENTENCES, asked_page
from opendata.steps.preview_by_link import Opened, open_link
from opendata.steps.previewing import Preview
from opendata.steps.previewing import preview as preview_of
from opendata.web.addresses import page_url
from opendata.web.language import language
from opendata.web.services import services

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
    return _private(row_page_of(seen, resource, key, f"{way_back}#changes"))


def _seen(opened: Opened) -> Preview | None:
    """What the draft will make public; None while it cannot be published. Whoever has a link changes nothing."""
    if opened.upload.state != "draft":
        return None
    try:
        return preview_of(services().desk, opened.upload, confirmed=True, keeps=False)
    except NOT_NOW:
        return None


def _row_link(secret: str, resource: str, key: str) -> str:
    return portal_link("row_by_link", secret=secret, resource=resource, key=key)


def _private(response: AnyResponse) -> AnyResponse:
    """The answer, which tells other sites nothing of the link; the whole portal says no-store and noindex."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
