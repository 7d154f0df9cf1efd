"""Links: the addresses in pages, in the language that the reader chose.

Here: the pages' endpoints and ?lang=. Not here: paths of the API and of feeds (web/addresses.py).
"""

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from opendata.domain.model import Entry, Version
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import LATEST
from opendata.web import addresses
from opendata.web.language import LANGUAGES


def page_link(endpoint: str, **values: Any) -> str:
    """The link to a page of this site; it keeps ?lang= where the reader chose a language by it."""
    if (chosen := request.args.get("lang")) in LANGUAGES:
        values.setdefault("lang", chosen)
    return url_for(f"site.{endpoint}", **values)


def full_page_link(endpoint: str, **values: Any) -> str:
    """The full address of a page of this site, for other sites; it keeps ?lang= as links do."""
    return page_link(endpoint, _external=True, **values)


def row_link(publisher: str, dataset: str, resource: str, key: str) -> str:
    """The page of a row."""
    return page_link("row", publisher=publisher, dataset=dataset, resource=resource, key=key)


def entry_link(entry: Entry) -> str:
    """The link to the page that says more about an event: its row's, its version's or its dataset's."""
    event = entry.event
    if event.resource and event.key:
        return row_link(entry.publisher, entry.dataset, event.resource, event.key)
    if entry.version:
        return page_link("version", publisher=entry.publisher, dataset=entry.dataset, number=entry.version)
    return page_link("dataset", publisher=entry.publisher, dataset=entry.dataset)


def feed_link(scope: Scope, **choice: str) -> str:
    """The feed of everything, a publisher, a dataset or a row; choice: the event, the group or the phase it is of."""
    parts = [name for name in (scope.publisher, scope.dataset, scope.resource, scope.key) if name is not None]
    if (chosen := request.args.get("lang")) in LANGUAGES:
        choice["lang"] = chosen
    return addresses.local_url(addresses.feed_path(*parts)) + (f"?{urlencode(choice)}" if choice else "")


def calendar_link(publisher: str, dataset: str | None = None) -> str:
    """The calendar of deadlines of a publisher, or of one dataset."""
    return addresses.local_url(addresses.calendar_path(publisher, dataset)) + _chosen_language()


def api_link(*parts: str) -> str:
    """The link to something in the API."""
    return addresses.local_url(addresses.api_path(*parts))


def version_link(version: Version, *parts: str, latest: bool = False) -> str:
    """The link to a part of a version in the API; latest: to whichever version holds when a reader follows it."""
    return addresses.local_url(addresses.version_path(version, *parts, number=LATEST if latest else None))


def changes_link(publisher: str, dataset: str, before: str, after: str, ending: str) -> str:
    """What changed between two versions, as CSV or JSON."""
    return addresses.local_url(addresses.changes_path(publisher, dataset, before, after, ending))


def language_links() -> list[tuple[str, str]]:
    """Links to this page in each language; they are relative, so that the path stays as the browser wrote it."""
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [(tongue, "?" + urlencode([*others, ("lang", tongue)])) for tongue in LANGUAGES]


def alternates() -> list[tuple[str, str]]:
    """The full addresses of this page by hreflang; none for an error page, which has no address of its own."""
    if request.endpoint is None or request.blueprint != "site" or request.routing_exception:
        return []
    here = url_for(request.endpoint, _external=True, **(request.view_args or {}))
    # The query is added here: url_for() takes some names, such as _scheme, for instructions.
    query = [(name, value) for name, value in request.args.items() if name != "lang"]
    pages = [(tongue, f"{here}?{urlencode([*query, ('lang', tongue)])}") for tongue in LANGUAGES]
    return [*pages, ("x-default", f"{here}?{urlencode(query)}" if query else here)]


def _chosen_language() -> str:
    chosen = request.args.get("lang")
    return f"?lang={chosen}" if chosen in LANGUAGES else ""
