"""Links to previews: somebody without an account, such as a council, sees what a draft will make public.

Here: making, opening and revoking such links. Not here: the pages that they lead to (portal/).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from opendata.domain.actors import BY_LINK
from opendata.domain.errors import RequestNotValid, UploadNotFound
from opendata.domain.model import Upload
from opendata.domain.people_errors import LinkNotValid
from opendata.domain.release_errors import PreviewLinkNotFound
from opendata.steps.desk import Desk
from opendata.steps.ports.preview_links import PreviewLink
from opendata.steps.releasing import must_be_draft
from opendata.steps.uploading import about_upload

DAYS, MOST_DAYS = 14, 90
MOST_LINKS = 20  # of one draft at a time


@dataclass(frozen=True)
class Opened:
    """A preview link that leads somewhere, and its draft; the draft may be published by now, or have errors."""

    link: PreviewLink
    upload: Upload


def make_link(
    desk: Desk, upload: Upload, days: int, now: datetime, secret: str | None = None
) -> tuple[PreviewLink, str]:
    """Make a link that holds for so many days; returns it with its secret, which nothing else can tell.

    secret: None makes one; where there is a link of that secret, this is it. Raises UploadNotReady, UploadPublished,
    UploadNotValid, RequestNotValid.
    """
    must_be_draft(upload)
    secret = secret or secrets.token_urlsafe(32)
    if known := _known(desk, secret, now):
        return known, secret
    if not 1 <= days <= MOST_DAYS:
        german = f"ein Link gilt 1 bis {MOST_DAYS} Tage"
        raise RequestNotValid("days", f"a link holds for 1 to {MOST_DAYS} days", german=german)
    if len(open_links(desk, upload, now)) >= MOST_LINKS:
        german = f"es gibt schon {MOST_LINKS} Links; ziehen Sie erst einen zurück"
        raise RequestNotValid("days", f"there are {MOST_LINKS} links already; revoke one first", german=german)
    new = PreviewLink("", upload.id, upload.publisher, desk.by.hand, now, now + timedelta(days=days))
    link = desk.office.preview_links.make(new, secret)
    if link is None:  # the same form came twice at the same moment
        return desk.office.preview_links.find(secret) or new, secret
    about = {**about_upload(upload), "until": f"{link.expires_at:%Y-%m-%d}", "link": link.id}
    desk.note("preview_link.made", upload.publisher, **about)
    return link, secret


def _known(desk: Desk, secret: str, now: datetime) -> PreviewLink | None:
    """The link of a secret if there is one; raises RequestNotValid where it does not hold any more."""
    known = desk.office.preview_links.find(secret)
    if known and not known.is_open(now):
        german = "dieses Formular wurde schon einmal abgeschickt, und sein Link gilt nicht mehr"
        raise RequestNotValid("days", "this form was sent before, and its link holds no more", german=german)
    return known


def open_links(desk: Desk, upload: Upload, now: datetime) -> Sequence[PreviewLink]:
    """The links of a draft that still lead somewhere, oldest first."""
    return [link for link in desk.office.preview_links.of_upload(upload.id) if link.is_open(now)]


def open_link(desk: Desk, secret: str, now: datetime) -> Opened:
    """What a link leads to; raises LinkNotValid where it expired, was revoked, or never was, or the draft is gone."""
    link = desk.office.preview_links.find(secret)
    if link is None or not link.is_open(now):
        raise LinkNotValid
    try:
        upload = desk.uploads.get(link.upload)
    except UploadNotFound:
        raise LinkNotValid from None
    if desk.office.preview_links.note_opened(link, now):
        replace(desk, by=BY_LINK).note("preview_link.opened", link.publisher, **about_upload(upload), link=link.id)
    return Opened(link, upload)


def revoke_link(desk: Desk, upload: Upload, link_id: str, now: datetime) -> None:
    """Let a link lead nowhere any more; raises PreviewLinkNotFound."""
    if not desk.office.preview_links.revoke(upload.id, link_id, now):
        raise PreviewLinkNotFound(upload.id, link_id)
    desk.note("preview_link.revoked", upload.publisher, **about_upload(upload), link=link_id)
