"""Calendars of deadlines, of a publisher and of one dataset, for programs that subscribe to them.

Here: addresses and titles. Not here: which deadlines (steps/reading_deadlines.py), bytes (formats/calendar_file.py).
"""

from collections.abc import Sequence
from heapq import nsmallest

from flask import Blueprint, Response, request

from opendata.domain.errors import RequestNotValid
from opendata.formats.calendar_file import MEDIA_TYPE, CalendarEntry, CalendarPage, calendar_file
from opendata.steps.reading_deadlines import (
    MOST_DEADLINES,
    DatasetDeadlines,
    dataset_deadlines,
    publisher_deadlines,
)
from opendata.web.addresses import CALENDAR, calendar_path, page_url, site_url
from opendata.web.http_caching import cached_by_content
from opendata.web.language import language
from opendata.web.services import services

blueprint = Blueprint("calendars", __name__)

TITLE = {"de": "{}: Fristen", "en": "{}: deadlines"}
DESCRIPTION = {
    "de": "Fristen, die noch offen sind, nach dem Stand der Veröffentlichung.",
    "en": "Deadlines that are still open, as last published.",
}
CUT = {"de": " Enthalten sind die ersten {}.", "en": " It holds the first {}."}


@blueprint.route(f"/<publisher:publisher>/{CALENDAR}")
def publisher_calendar(publisher: str) -> Response:
    """The deadlines of all datasets of a publisher."""
    about = services().catalogue.publisher(publisher)
    told = publisher_deadlines(services().reading, services().catalogue.datasets(publisher))
    return _calendar(about.title, (publisher,), told)


@blueprint.route(f"/<publisher:publisher>/<dataset>/{CALENDAR}")
def dataset_calendar(publisher: str, dataset: str) -> Response:
    """The deadlines of one dataset; the calendar is empty before the first version."""
    about = services().catalogue.dataset(publisher, dataset)
    told = dataset_deadlines(services().reading, about)
    return _calendar(f"{about.publisher.title}: {about.title}", (publisher, dataset), [told] if told else [])


def _calendar(name: str, place: tuple[str, ...], told: Sequence[DatasetDeadlines]) -> Response:
    unknown = set(request.args) - {"lang"}
    if unknown:
        raise RequestNotValid(sorted(unknown)[0], "unknown parameter", ["lang"], "gibt es nicht")
    tongue = language()
    entries = _entries(told)
    cut = CUT[tongue].format(MOST_DEADLINES) if len(entries) == MOST_DEADLINES else ""
    source = site_url(calendar_path(*place)) + (f"?lang={tongue}" if "lang" in request.args else "")
    content = calendar_file(
        CalendarPage(
            title=TITLE[tongue].format(name),
            description=DESCRIPTION[tongue] + cut,
            link=page_url(*place),
            source=source,
            entries=entries,
            language=tongue,
        )
    )
    response = Response(content, content_type=MEDIA_TYPE)
    response.vary.add("Accept-Language")
    if told:
        response.last_modified = max(part.changed_at for part in told)
    return cached_by_content(response, "calendar")


def _entries(told: Sequence[DatasetDeadlines]) -> list[CalendarEntry]:
    entries = (_entry(part, place) for part in told for place in range(len(part.deadlines)))
    return nsmallest(MOST_DEADLINES, entries, key=lambda entry: entry.deadline.last_day)


def _entry(part: DatasetDeadlines, place: int) -> CalendarEntry:
    deadline, names = part.deadlines[place], (part.dataset.publisher.name, part.dataset.name)
    link = page_url(*names, deadline.resource, deadline.key)
    return CalendarEntry(*names, deadline, link, part.changed_at, part.serial)
