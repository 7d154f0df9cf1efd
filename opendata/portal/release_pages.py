"""Acts about releasing a draft: calling off its set time, sending it back, links to its preview; and the rules of it.

Here: these forms and their answers. Not here: publishing, setting the time and asking a colleague, which the form of
the preview does (publishing_pages.py), and what links lead to (preview_link_pages.py).
"""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import RequestNotValid, UploadNotValid, UploadPublished
from opendata.domain.release_errors import NoAppointment, PreviewLinkNotFound, TooLateToCancel
from opendata.portal.access import require
from opendata.portal.blueprint import blueprint
from opendata.portal.form_marks import secret_of_form
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.messages import tell
from opendata.portal.own_uploads import upload_place
from opendata.portal.publishing_pages import preview_page
from opendata.portal.seen_marks import is_unseen, mark_of
from opendata.portal.upload_pages import told
from opendata.steps import preview_by_link, releasing, set_times
from opendata.steps.preview_by_link import DAYS
from opendata.web.language import language
from opendata.web.services import services

UPLOAD = "/<publisher>/uploads/<upload_id>"
ZONES = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Luxembourg", "Europe/Brussels", "UTC")


@blueprint.post(f"{UPLOAD}/cancel-time")
def cancel_time(publisher: str, upload_id: str) -> AnyResponse:
    """Call off the set time of the draft."""
    place = upload_place(publisher, upload_id, "publisher")
    try:
        set_times.cancel(services().desk, place.upload, services().now())
    except (NoAppointment, TooLateToCancel) as error:
        tell("release.too_late" if isinstance(error, TooLateToCancel) else "release.no_time")
    else:
        tell("release.time.cancelled")
    return _back(publisher, upload_id)


@blueprint.post(f"{UPLOAD}/send-back")
def send_back(publisher: str, upload_id: str) -> AnyResponse:
    """Send the draft back to those who had a hand in it."""
    place = upload_place(publisher, upload_id, "publisher")
    try:
        releasing.send_back(services().desk, place.upload, request.form.get("reason", ""), services().now())
    except RequestNotValid as error:
        typed = {"send_back": request.form.get("reason", "")}
        return preview_page(place, status=422, wrong={"send_back": told(error)}, typed_words=typed)
    except (UploadPublished, UploadNotValid):
        return _back(publisher, upload_id)
    tell("release.sent_back.done")
    return _back(publisher, upload_id)


@blueprint.post(f"{UPLOAD}/preview-links")
def make_preview_link(publisher: str, upload_id: str) -> AnyResponse:
    """Make a link to the preview; the answer shows it, this once."""
    place = upload_place(publisher, upload_id)
    text = request.form.get("days", str(DAYS))
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    mark = secret_of_form("preview link", place.upload.id, text)
    try:
        link, secret = preview_by_link.make_link(services().desk, place.upload, days, services().now(), mark)
    except RequestNotValid as error:
        return preview_page(place, status=422, wrong={"days": told(error)})
    except (UploadPublished, UploadNotValid):
        return _back(publisher, upload_id)
    address = portal_link("preview_by_link", secret=secret, _external=True, lang=None)
    about = {"publisher": place.publisher, "dataset": place.dataset, "upload": place.upload}
    return page("preview_link_made.html", **about, address=address, link_about=link)


@blueprint.post(f"{UPLOAD}/preview-links/revoke")
def revoke_preview_link(publisher: str, upload_id: str) -> AnyResponse:
    """Let a link to the preview lead nowhere any more."""
    place = upload_place(publisher, upload_id)
    try:
        link_id = request.form.get("link") or "-"
        preview_by_link.revoke_link(services().desk, place.upload, link_id, services().now())
    except PreviewLinkNotFound:
        tell("release.link.none")
    else:
        tell("release.link.revoked")
    return _back(publisher, upload_id)


@blueprint.get("/<publisher>/rules")
def rules(publisher: str) -> Response:
    """How a publisher publishes: by two people or not, and in which time zone."""
    require("admin", publisher)
    return _rules_page(publisher)


@blueprint.post("/<publisher>/rules")
def post_rules(publisher: str) -> AnyResponse:
    """Change how a publisher publishes."""
    require("admin", publisher)
    desk = services().desk
    four_eyes, zone = request.form.get("four_eyes") == "on", request.form.get("time_zone", "")
    is_news = (four_eyes, zone) != (desk.office.rules.four_eyes(publisher), desk.office.rules.time_zone(publisher))
    if is_news and is_unseen(_mark(publisher)):
        return _rules_page(publisher, 409, is_changed=True)
    try:
        releasing.set_time_zone(desk, publisher, zone)
    except RequestNotValid as error:
        return _rules_page(publisher, 422, {error.name: error.reason_in(language())})
    releasing.set_four_eyes(desk, publisher, four_eyes)
    tell("rules.done")
    return redirect(portal_link("rules", publisher=publisher), 303)


def _mark(publisher: str) -> str:
    """A mark of the rules as they are."""
    kept = services().desk.office.rules
    return mark_of([kept.four_eyes(publisher), kept.time_zone(publisher)])


def _rules_page(
    publisher: str, status: int = 200, errors: dict[str, str] | None = None, *, is_changed: bool = False
) -> Response:
    kept = services().desk.office.rules
    zone = request.form.get("time_zone") or kept.time_zone(publisher)
    people = services().door.people.of_publisher(publisher)
    return page(
        "rules.html",
        status,
        publisher=services().catalogue.publisher(publisher),
        four_eyes=request.form.get("four_eyes") == "on" if errors or is_changed else kept.four_eyes(publisher),
        zone=zone,
        zones=ZONES,
        publishing=sum(person.may("publisher", publisher) for person in people),
        errors=errors or {},
        seen=_mark(publisher),
        is_changed=is_changed,
    )


def _back(publisher: str, upload_id: str) -> AnyResponse:
    return redirect(portal_link("preview", publisher=publisher, upload_id=upload_id), 303)
