"""Feeds, as Atom and as JSON Feed, of everything, a publisher, a dataset or one row: newest page and archive pages.

An archive page holds the entries of a fixed range of serials, so neither its entries nor its address ever change
(RFC 5005). The newest page holds all entries after the last full range, and enough before them to be useful.
"""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from opendata.domain.errors import RequestNotValid
from opendata.domain.model import Entry
from opendata.formats import atom_feed, json_feed
from opendata.formats.atom_feed import FeedItem, FeedPage
from opendata.steps.ports.journal import Scope
from opendata.steps.row_story import row_title
from opendata.web.addresses import FEEDS, feed_url, page_url
from opendata.web.http_caching import cached_by_content
from opendata.web.language import LANGUAGES, language
from opendata.web.services import services

blueprint = Blueprint("feeds", __name__, url_prefix=FEEDS)
ARCHIVE_SERIALS = 250  # never changes, so that the entries of an archive page stay the same
NEWEST_ENTRIES = 50
MOST_DIGITS = 18  # of the number of an archive page
FEED_IDS = uuid.UUID("0f9c35a4-6f0d-5d4b-8a5c-7a7a90c5ad1f")  # never changes: feed ids are made from it

ATOM, JSON = "atom", "json"
WRITERS = {ATOM: atom_feed.atom, JSON: json_feed.json_feed}
MEDIA_TYPES = {ATOM: atom_feed.MEDIA_TYPE, JSON: json_feed.MEDIA_TYPE}

TITLES = {
    "all": {"de": "Klimaschutzmaßnahmen: alle Änderungen", "en": "Climate measures: all changes"},
    "subtitle": {
        "de": "Ein Satz für jede Änderung, sobald sie veröffentlicht ist.",
        "en": "One sentence for every change as soon as it is published.",
    },
    "changes": {"de": "Änderungen", "en": "changes"},
}


@blueprint.route("/all.atom", defaults={"form": ATOM})
@blueprint.route("/all.json", defaults={"form": JSON})
def all_feed(form: str) -> Response:
    """Everything that happens."""
    return _feed(Scope(), TITLES["all"][language()], form)


@blueprint.route("/<publisher>.atom", defaults={"form": ATOM})
@blueprint.route("/<publisher>.json", defaults={"form": JSON})
def publisher_feed(publisher: str, form: str) -> Response:
    """Everything of one publisher."""
    about = services().catalogue.publisher(publisher)
    return _feed(Scope(publisher), f"{about.title}: {TITLES['changes'][language()]}", form)


@blueprint.route("/<publisher>/<dataset>.atom", defaults={"form": ATOM})
@blueprint.route("/<publisher>/<dataset>.json", defaults={"form": JSON})
def dataset_feed(publisher: str, dataset: str, form: str) -> Response:
    """Everything of one dataset."""
    about = services().catalogue.dataset(publisher, dataset)
    return _feed(Scope(publisher, dataset), f"{about.publisher.title}: {about.title}", form)


@blueprint.route("/<publisher>/<dataset>/<resource>/<key:key>.atom", defaults={"form": ATOM})
@blueprint.route("/<publisher>/<dataset>/<resource>/<key:key>.json", defaults={"form": JSON})
def row_feed(publisher: str, dataset: str, resource: str, key: str, form: str) -> Response:
    """Everything that happens to one row."""
    about = services().catalogue.dataset(publisher, dataset)
    title = row_title(services().reading, about, resource, key)
    other_keys = services().reading.lineage(about, resource, key).feed()
    return _feed(Scope(publisher, dataset, resource, key, other_keys), f"{title} ({about.publisher.title})", form)


def _feed(scope: Scope, title: str, form: str) -> Response:
    unknown = set(request.args) - {"lang", "archive"}
    if unknown:
        raise RequestNotValid(sorted(unknown)[0], "unknown parameter", ["archive", "lang"], "gibt es nicht")
    tongue, asked = language(), request.args.get("archive")
    journal = services().journal
    archive = _archive_number(asked, journal.last_serial()) if asked is not None else None
    items = _archived(scope, archive) if archive is not None else _newest(scope)
    # Pages of the archive never change, so that nobody has to be told of them.
    hub = services().config.websub_hub if archive is None else None
    page = FeedPage(
        feed_id=uuid.uuid5(FEED_IDS, "/".join(filter(None, _parts(scope)))).urn,
        title=title,
        subtitle=TITLES["subtitle"][tongue],
        author=_author(scope),
        links=_links(scope, archive, tongue, form),
        items=[_item(entry) for entry in items],
        is_archive=archive is not None,
        language=tongue,
        hub=hub,
    )
    content, media_type = WRITERS[form](page), MEDIA_TYPES[form]
    response = Response(content, content_type=media_type)
    response.vary.add("Accept-Language")
    if hub:
        response.headers["Link"] = f'<{hub}>; rel="hub", <{page.links[0][1]}>; rel="self"'
    if items:
        response.last_modified = max(entry.updated_at for entry in items)
    # The ETag follows from the bytes, because entries lose their values when their version is withdrawn.
    return cached_by_content(response, "feed")


def _newest(scope: Scope) -> list[Entry]:
    """The entries of the range that is not full yet, and older ones up to NEWEST_ENTRIES in all; newest first."""
    journal = services().journal
    full = journal.last_serial() // ARCHIVE_SERIALS * ARCHIVE_SERIALS
    recent = list(reversed(journal.between(full + 1, full + 2 * ARCHIVE_SERIALS, scope, with_fields=False)))
    if len(recent) < NEWEST_ENTRIES:
        recent += journal.newest(NEWEST_ENTRIES - len(recent), scope, before=full + 1, with_fields=False)
    return recent


def _archived(scope: Scope, archive: int) -> list[Entry]:
    last = archive * ARCHIVE_SERIALS
    first = last - ARCHIVE_SERIALS + 1
    return list(reversed(services().journal.between(first, last, scope, with_fields=False)))


def _archive_number(asked: str, last_serial: int) -> int:
    full = last_serial // ARCHIVE_SERIALS
    if not asked.isascii() or not asked.isdigit() or len(asked) > MOST_DIGITS or not 1 <= int(asked) <= full:
        german = f"Die Archivseite „{asked}“ gibt es nicht; es gibt {full}"
        raise RequestNotValid("archive", f"'{asked}' is no archive page; there are {full} of them", german=german)
    return int(asked)


def _links(scope: Scope, archive: int | None, tongue: str, form: str) -> list[tuple[str, str, str]]:
    """Links to self, alternates and neighbours, the latter as archive (RFC 5005, 4) and as pages (RFC 5005, 3)."""
    base, kind = feed_url(*filter(None, _parts(scope)), ending=form), MEDIA_TYPES[form].partition(";")[0]

    def address(number: int | None) -> str:
        arguments = {"archive": number, "lang": tongue if "lang" in request.args else None}
        given = urlencode({name: value for name, value in arguments.items() if value})
        return f"{base}?{given}" if given else base

    other_language = next(name for name in LANGUAGES if name != tongue)
    around = [(rel, address(number), kind) for rel, number in _neighbours(scope, archive)]
    return [
        ("self", address(archive), kind),
        ("alternate", page_url(*filter(None, _parts(scope))), "text/html"),
        ("alternate", f"{base}?lang={other_language}", kind),
        *around,
    ]


def _neighbours(scope: Scope, archive: int | None) -> list[tuple[str, int | None]]:
    """The pages before and after this one, as (rel, number); number None: the newest. Empty ranges are skipped."""
    journal = services().journal
    full = journal.last_serial() // ARCHIVE_SERIALS
    begin = (archive - 1 if archive else full) * ARCHIVE_SERIALS + 1
    neighbours: list[tuple[str, int | None]] = [("first", None)]
    before = journal.neighbour(begin, scope, later=False)
    if before is not None:
        older = _range_of(before)
        neighbours += [("prev-archive", older), ("next", older)]
    if archive:
        after = journal.neighbour(archive * ARCHIVE_SERIALS, scope, later=True)
        newer = _range_of(after) if after is not None and _range_of(after) <= full else None
        neighbours += [("current", None), ("previous", newer)]
        if newer:
            neighbours.append(("next-archive", newer))
    oldest = journal.neighbour(0, scope, later=True)
    last = _range_of(oldest) if oldest is not None and _range_of(oldest) <= full else None
    return [*neighbours, ("last", last)]


def _range_of(serial: int) -> int:
    return (serial - 1) // ARCHIVE_SERIALS + 1


def _item(entry: Entry) -> FeedItem:
    place = (entry.publisher, entry.dataset)
    if entry.event.resource and entry.event.key is not None:
        link = page_url(*place, entry.event.resource, entry.event.key)
    else:
        link = page_url(*place, "versions", entry.version or "")
    return FeedItem(entry, link, _publisher_title(entry.publisher))


def _publisher_title(name: str) -> str:
    titles: dict[str, str] = g.setdefault("publisher_titles", {})
    if name not in titles:
        titles[name] = services().catalogue.publisher(name).title
    return titles[name]


def _author(scope: Scope) -> str:
    return _publisher_title(scope.publisher) if scope.publisher else "opendata"


def _parts(scope: Scope) -> Sequence[Any]:
    return (scope.publisher, scope.dataset, scope.resource, scope.key)
