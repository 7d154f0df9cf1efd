"""Feeds, as Atom and as JSON Feed, of everything, a publisher, a dataset or one row: newest page and archive pages.

An archive page holds the entries of a fixed range of serials, so neither its entries nor its address ever change
(RFC 5005). Nor does anything else on it: it names no page that may come later, but the number behind its own, at
which the next page that has entries is given. The newest page holds all entries after the last full range, and enough
before them to be useful. Not here: which part of a feed a reader wants (feed_choices.py), what is said of each entry
(feed_items.py).
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from opendata.api.feed_choices import NAMES, FeedChoice, feed_choice
from opendata.api.feed_items import feed_items, licence_of
from opendata.domain.errors import RequestNotValid
from opendata.domain.model import Entry, Licence
from opendata.formats import atom_feed, json_feed
from opendata.formats.atom_feed import FeedPage
from opendata.steps.ports.journal import Scope
from opendata.steps.row_story import row_title
from opendata.web.addresses import FEEDS, feed_url, page_url
from opendata.web.http_caching import cached_by_content
from opendata.web.language import LANGUAGES, language
from opendata.web.services import services

blueprint = Blueprint("feeds", __name__, url_prefix=FEEDS)
# Never changes, so that the entries of an archive page stay the same. It bounds the newest page as well, which many
# programs ask for every few minutes.
ARCHIVE_SERIALS = 50
NEWEST_ENTRIES = 50
LONGEST_FIELDS = 20_000  # characters of the values of an entry; one with more is told by its sentence alone
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
PARAMETERS = ("archive", "lang", *NAMES)


@dataclass(frozen=True)
class _Subject:
    """What a feed is about. title: gives it, as it was before a serial; None: as it is now."""

    scope: Scope
    title: Callable[[int | None], str]
    author: str = "opendata"
    licence: Licence | None = None


@blueprint.route("/all.atom", defaults={"form": ATOM})
@blueprint.route("/all.json", defaults={"form": JSON})
def all_feed(form: str) -> Response:
    """Everything that happens."""
    return _feed(_Subject(Scope(), lambda _: TITLES["all"][language()]), form)


@blueprint.route("/<publisher>.atom", defaults={"form": ATOM})
@blueprint.route("/<publisher>.json", defaults={"form": JSON})
def publisher_feed(publisher: str, form: str) -> Response:
    """Everything of one publisher."""
    about = services().catalogue.publisher(publisher)
    title = f"{about.title}: {TITLES['changes'][language()]}"
    return _feed(_Subject(Scope(publisher), lambda _: title, about.title), form)


@blueprint.route("/<publisher>/<dataset>.atom", defaults={"form": ATOM})
@blueprint.route("/<publisher>/<dataset>.json", defaults={"form": JSON})
def dataset_feed(publisher: str, dataset: str, form: str) -> Response:
    """Everything of one dataset."""
    about = services().catalogue.dataset(publisher, dataset)
    holder = about.publisher.title
    subject = _Subject(Scope(publisher, dataset), lambda _: f"{holder}: {about.title}", holder, licence_of(about))
    return _feed(subject, form)


@blueprint.route("/<publisher>/<dataset>/<resource>/<key:key>.atom", defaults={"form": ATOM})
@blueprint.route("/<publisher>/<dataset>/<resource>/<key:key>.json", defaults={"form": JSON})
def row_feed(publisher: str, dataset: str, resource: str, key: str, form: str) -> Response:
    """Everything that happens to one row."""
    reading, about = services().reading, services().catalogue.dataset(publisher, dataset)
    holder = about.publisher.title
    row_title(reading, about, resource, key)  # raises what is to be said where there is no such row
    scope = Scope(publisher, dataset, resource, key, reading.lineage(about, resource, key).feed())

    def title(before: int | None) -> str:
        return f"{row_title(reading, about, resource, key, before)} ({holder})"

    return _feed(_Subject(scope, title, holder, licence_of(about)), form)


def _feed(subject: _Subject, form: str) -> Response:
    if unknown := set(request.args) - set(PARAMETERS):
        raise RequestNotValid(sorted(unknown)[0], "unknown parameter", sorted(PARAMETERS), "gibt es nicht")
    if twice := [name for name in PARAMETERS if len(request.args.getlist(name)) > 1]:
        raise RequestNotValid(twice[0], "is given twice", german="steht zweimal da")
    tongue, asked, choice = language(), _archive_number(), feed_choice()
    scope = choice.of(subject.scope)
    archive = _leading_on(scope, asked) if asked is not None else None
    entries = _archived(scope, archive) if archive is not None else _newest(scope)
    parts = [subject.title(None if archive is None else _last_of(archive) + 1), choice.words(tongue)]
    # Pages of the archive never change, so that nobody has to be told of them; hubs are not told of choices.
    hub = services().config.websub_hub if archive is None and not choice.arguments() else None
    page = FeedPage(
        feed_id=_feed_id(scope, choice),
        title=" – ".join(filter(None, parts)),
        subtitle=TITLES["subtitle"][tongue],
        author=subject.author,
        links=_links(scope, archive, choice, form),
        items=feed_items(entries, scope, tongue),
        is_archive=archive is not None,
        language=tongue,
        licence=subject.licence,
        hub=hub,
    )
    response = Response(WRITERS[form](page), content_type=MEDIA_TYPES[form])
    response.vary.add("Accept-Language")
    if archive != asked:
        response.headers["Content-Location"] = _address(scope, archive, choice, form)
    if hub:
        response.headers["Link"] = f'<{hub}>; rel="hub", <{page.links[0][1]}>; rel="self"'
    if entries:
        response.last_modified = max(entry.updated_at for entry in entries)
    # The ETag follows from the bytes, because entries lose their values when their version is withdrawn.
    return cached_by_content(response, "feed")


def _feed_id(scope: Scope, choice: FeedChoice) -> str:
    name = "/".join(filter(None, _parts(scope)))
    chosen = choice.arguments()
    return uuid.uuid5(FEED_IDS, f"{name}?{urlencode(chosen)}" if chosen else name).urn


def _newest(scope: Scope) -> list[Entry]:
    """The entries of the range that is not full yet, and older ones up to NEWEST_ENTRIES in all; newest first."""
    journal = services().journal
    full = _full_ranges() * ARCHIVE_SERIALS
    recent = list(reversed(journal.between(full + 1, full + 2 * ARCHIVE_SERIALS, scope, longest=LONGEST_FIELDS)))
    if len(recent) < NEWEST_ENTRIES:
        recent += journal.newest(NEWEST_ENTRIES - len(recent), scope, before=full + 1, longest=LONGEST_FIELDS)
    return recent


def _archived(scope: Scope, archive: int) -> list[Entry]:
    first, last = _last_of(archive - 1) + 1, _last_of(archive)
    return list(reversed(services().journal.between(first, last, scope, longest=LONGEST_FIELDS)))


def _archive_number() -> int | None:
    """The number of the archive page that is asked for; that behind the last full one leads on to the newest page."""
    asked = request.args.get("archive")
    if asked is None:
        return None
    full = _full_ranges()
    if not asked.isascii() or not asked.isdigit() or len(asked) > MOST_DIGITS or not 1 <= int(asked) <= full + 1:
        german = f"Die Archivseite „{asked}“ gibt es nicht; es gibt {full}"
        raise RequestNotValid("archive", f"'{asked}' is no archive page; there are {full} of them", german=german)
    return int(asked)


def _leading_on(scope: Scope, archive: int) -> int | None:
    """The number of an archive page, or of the next one with entries where it has none, or is not full yet.

    None: there is none any more, and the newest page is the next one.
    """
    nearest = services().journal.neighbour(_last_of(archive - 1), scope, later=True)
    return _range_of(nearest) if nearest is not None and _range_of(nearest) <= _full_ranges() else None


def _links(scope: Scope, archive: int | None, choice: FeedChoice, form: str) -> list[tuple[str, str, str]]:
    """Links to self, alternates and neighbours, the latter as archive (RFC 5005, 4) and as pages (RFC 5005, 3)."""
    kind, tongue = MEDIA_TYPES[form].partition(";")[0], language()
    other_language = next(name for name in LANGUAGES if name != tongue)
    around = [(rel, _address(scope, number, choice, form), kind) for rel, number in _neighbours(scope, archive)]
    return [
        ("self", _address(scope, archive, choice, form), kind),
        ("alternate", page_url(*filter(None, _parts(scope))), "text/html"),
        ("alternate", _address(scope, None, choice, form, lang=other_language), kind),
        *around,
    ]


def _address(scope: Scope, archive: int | None, choice: FeedChoice, form: str, lang: str | None = None) -> str:
    """The address of a page of a feed; archive None: the newest."""
    base = feed_url(*filter(None, _parts(scope)), ending=form)
    chosen = lang or (language() if "lang" in request.args else None)
    given = {**choice.arguments(), "archive": archive, "lang": chosen}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{base}?{query}" if query else base


def _neighbours(scope: Scope, archive: int | None) -> list[tuple[str, int | None]]:
    """The pages before and after this one, as (rel, number); number None: the newest. Empty ranges are skipped.

    What an archive page names behind itself is the number behind its own, whatever there is by then: what there will
    be is not known when the page is made, and the page never changes.
    """
    journal = services().journal
    full = _full_ranges()
    begin = _last_of(archive - 1 if archive else full) + 1
    neighbours: list[tuple[str, int | None]] = [("first", None)]
    before = journal.neighbour(begin, scope, later=False)
    if before is not None:
        older = _range_of(before)
        neighbours += [("prev-archive", older), ("next", older)]
    if archive:
        neighbours += [("current", None), ("previous", archive + 1), ("next-archive", archive + 1)]
    oldest = journal.neighbour(0, scope, later=True)
    last = _range_of(oldest) if oldest is not None and _range_of(oldest) <= full else None
    return [*neighbours, ("last", last)]


def _full_ranges() -> int:
    """How many archive pages are full, the same throughout a request."""
    if "full_ranges" not in g:
        g.full_ranges = services().journal.last_serial() // ARCHIVE_SERIALS
    return int(g.full_ranges)


def _range_of(serial: int) -> int:
    return (serial - 1) // ARCHIVE_SERIALS + 1


def _last_of(archive: int) -> int:
    """The last serial of an archive page."""
    return archive * ARCHIVE_SERIALS


def _parts(scope: Scope) -> Sequence[Any]:
    return (scope.publisher, scope.dataset, scope.resource, scope.key)
