"""The page about the address that a dataset follows: choosing it, fetching it now, what came of it, and stopping.

Here: the form and its answers. Not here: the rules (steps/managing_sources.py), fetching (steps/fetching_sources.py).
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import RequestNotValid, UploadNotFound
from opendata.domain.people_errors import RoleMissing
from opendata.domain.source_words import fetch_words
from opendata.domain.sources import (
    AS_OF_RULES,
    DRAFT,
    INVALID,
    RHYTHMS,
    Source,
    SourceFetch,
    plain_address,
    shown_address,
)
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.messages import tell
from opendata.portal.own_uploads import AtDataset, dataset_place
from opendata.portal.seen_marks import is_unseen, mark_of
from opendata.steps import managing_sources
from opendata.steps.managing_sources import SourceWish
from opendata.web.language import language
from opendata.web.services import services

PLACE = "/<publisher>/datasets/<dataset>/source"
SHOWN_FETCHES = 20


@blueprint.get(PLACE)
def source(publisher: str, dataset: str) -> Response:
    """The address that a dataset follows, or the form for one."""
    return _page(dataset_place(publisher, dataset))


@blueprint.post(PLACE)
def post_source(publisher: str, dataset: str) -> AnyResponse:
    """Follow an address, in place of the one that was followed before."""
    place = dataset_place(publisher, dataset)
    before = services().source_desk.sources.get(place.dataset)
    wish = _wish()
    if (wish.publish or (before and before.publish)) and not place.may_publish:
        raise RoleMissing(publisher, "publisher")
    if is_unseen(_mark(before)):
        if before and _mark(before) == mark_of([plain_address(wish.url), *_ways(wish)]):  # sent a second time
            return _back(place)
        return _page(place, 409, typed=wish, is_changed=True)
    try:
        managing_sources.follow(services().source_desk, services().desk, place.dataset, wish, services().now())
    except RequestNotValid as error:
        return _page(place, 422, {error.name: error.reason_in(language())}, wish)
    tell("source.change.done" if before and before.url == wish.url else "source.follow.done")
    return _back(place)


@blueprint.post(f"{PLACE}/fetch")
def fetch_source(publisher: str, dataset: str) -> AnyResponse:
    """Let the address be fetched now."""
    place = dataset_place(publisher, dataset)
    managing_sources.fetch_now(services().source_desk, services().desk, place.dataset, services().now())
    tell("source.fetch.done")
    return _back(place)


@blueprint.post(f"{PLACE}/stop")
def stop_source(publisher: str, dataset: str) -> AnyResponse:
    """Follow the address no more."""
    place = dataset_place(publisher, dataset)
    managing_sources.stop(services().source_desk, services().desk, place.dataset)
    tell("source.stop.done")
    return _back(place)


def _wish() -> SourceWish:
    form = request.form
    return SourceWish(
        form.get("url", "").strip(),
        form.get("rhythm", ""),
        form.get("as_of_from", ""),
        form.get("then") == "publish",
    )


def _mark(followed: Source | None) -> str:
    """A mark of what is said about the address; fetches, which come and go meanwhile, leave it as it is."""
    return mark_of([followed.url, *_ways(followed)] if followed else [])


def _ways(said: Source | SourceWish) -> tuple[str, str, bool]:
    return said.rhythm, said.as_of_from, said.publish


def _back(place: AtDataset) -> AnyResponse:
    return redirect(portal_link("source", publisher=place.publisher.name, dataset=place.dataset.name), 303)


def _page(
    place: AtDataset,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    typed: SourceWish | None = None,
    *,
    is_changed: bool = False,
) -> Response:
    source_desk = services().source_desk
    followed: Source | None = source_desk.sources.get(place.dataset)
    fetches = source_desk.sources.fetches(followed)[:SHOWN_FETCHES] if followed else []
    return page(
        "source.html",
        status,
        publisher=place.publisher,
        dataset=place.dataset,
        source=followed,
        shown=shown_address(followed.url) if followed else None,
        is_soon=followed is not None and followed.next_at is not None and followed.next_at <= services().now(),
        fetches=[(fetch, fetch_words(fetch)[language()], _upload_there(fetch)) for fetch in fetches],
        typed=typed or followed or SourceWish(""),
        rhythms=list(RHYTHMS),
        rules=AS_OF_RULES,
        may_publish=place.may_publish,
        errors=errors or {},
        seen=_mark(followed),
        is_changed=is_changed,
    )


def _upload_there(fetch: SourceFetch) -> Any:
    """The upload that was made of a fetch, while it still waits."""
    if fetch.upload is None or fetch.outcome not in (DRAFT, INVALID):
        return None
    try:
        upload = services().uploads.get(fetch.upload)
    except UploadNotFound:
        return None
    return upload if upload.state in (DRAFT, INVALID) else None
