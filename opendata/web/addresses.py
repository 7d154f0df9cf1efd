"""Addresses: those of publishers, datasets, versions, rows, feeds and pages, made in one place.

Here: paths, which begin where this service is mounted, and the two forms in which readers get a path: a link within
this site and a full address. Not here: the names of the pages' endpoints (site/links.py).
"""

import re
from urllib.parse import quote

from flask import request
from werkzeug.urls import iri_to_uri, uri_to_iri

from opendata.domain.model import Dataset, Entry, Version

API = "/api/v1"
FEEDS = "/feeds"
CATALOG = "/catalog"
COMPAT = "/compat"
CALENDAR = "calendar.ics"
_CALENDARS = re.compile(r"/[^/]+(/[^/]+)?/calendar\.ics")
AS_IT_IS = "~"
SENT_IN_QUERIES = "!$&'()*+,/:;=?@%"
DOTS = re.compile(r"~*\.{1,2}")
_PLAIN = re.compile(r"[\w:/?#@!$&'()*+,;=.~-]*", re.ASCII)
HEALTH = ("/healthz", "/readyz")
MAIL = "/mail"
PRIVATE = (*HEALTH, "/metrics", "/portal", MAIL, f"{API}/uploads", f"{API}/mail")


def local_url(path: str) -> str:
    """A path of this service as a link within this site."""
    return f"{request.script_root}{path}"


def site_url(path: str) -> str:
    """The full address of a path of this service."""
    return f"{request.host_url.rstrip('/')}{local_url(path)}"


def asked_url() -> str:
    """The full address of this request."""
    return with_query(asked_place(), request.query_string)


def asked_place() -> str:
    """The full address of this request without its query; Werkzeug's own leaves a percent sign of a key as it is."""
    return site_url(quote(request.path, safe="!$&'()*+,/:;=@"))


def with_query(place: str, query: bytes) -> str:
    """An escaped address with a query as it was sent, each letter escaped that no address has and no other."""
    url = f"{place}?{quote(query, safe=SENT_IN_QUERIES)}" if query else place
    return url if _PLAIN.fullmatch(url) else iri_to_uri(uri_to_iri(url))


def is_open_to_programs(path: str) -> bool:
    """Whether pages of other hosts may read a path by script (CORS): all that is made for programs."""
    for_programs = path.startswith(("/api/", f"{FEEDS}/", f"{CATALOG}.", f"{COMPAT}/"))
    return for_programs or (_CALENDARS.fullmatch(path) is not None and not is_private(path))


def is_for_programs(path: str) -> bool:
    """Whether a path answers programs alone, and never with a page: the API, feeds, health, neighbours."""
    return is_open_to_programs(path) or path.startswith(HEALTH)


def is_private(path: str) -> bool:
    """Whether a path is no business of the public: its answers depend on who asks, or on the moment."""
    return path in PRIVATE or path.startswith(tuple(f"{place}/" for place in PRIVATE))


def api_path(*parts: str) -> str:
    """The path of something in the API; parts are escaped."""
    return _joined(API, *parts)


def dataset_path(publisher: str, dataset: str, *parts: str) -> str:
    """The path of a dataset in the API, or of something below it."""
    return api_path("publishers", publisher, "datasets", dataset, *parts)


def version_path(version: Version, *parts: str, number: str | None = None) -> str:
    """The path of a version in the API, or of something below it; number: named instead of the version's own."""
    return dataset_path(version.publisher, version.dataset, "versions", number or version.number, *parts)


def changes_path(publisher: str, dataset: str, before: str, after: str, ending: str) -> str:
    """The path of what changed between two versions, as JSON or CSV."""
    return dataset_path(publisher, dataset, "versions", f"{before}...{after}", f"changes.{ending}")


def feed_path(*parts: str, ending: str = "atom") -> str:
    """The path of a feed: of everything, a publisher, a dataset or a row; ending: atom or json."""
    return f"{_joined(FEEDS, *(parts or ['all']))}.{ending}"


def calendar_path(publisher: str, dataset: str | None = None) -> str:
    """The path of the calendar of deadlines of a publisher, or of one dataset."""
    return _joined("", *filter(None, (publisher, dataset)), CALENDAR)


def catalog_path(ending: str, page: int = 1) -> str:
    """The path of a page of the catalogue for data portals, in the format of that ending."""
    return f"{CATALOG}.{ending}" if page == 1 else f"{CATALOG}.{ending}?page={page}"


def file_url(version: Version, resource: str, ending: str, *, number: str | None = None) -> str:
    """The full address of a table of a version as a file; number: named instead of the version's own."""
    return site_url(version_path(version, f"{resource}.{ending}", number=number))


def api_url(*parts: str) -> str:
    """The full address of something in the API."""
    return site_url(api_path(*parts))


def dataset_url(publisher: str, dataset: str, *parts: str) -> str:
    """The full address of a dataset in the API, or of something below it."""
    return site_url(dataset_path(publisher, dataset, *parts))


def version_url(version: Version, *parts: str) -> str:
    """The full address of a version in the API, or of something below it."""
    return site_url(version_path(version, *parts))


def feed_url(*parts: str, ending: str = "atom") -> str:
    """The full address of a feed; ending: atom or json."""
    return site_url(feed_path(*parts, ending=ending))


def page_path(*parts: str) -> str:
    """The path of a page for people."""
    return _joined("", *parts) or "/"


def page_url(*parts: str) -> str:
    """The full address of a page for people."""
    return site_url(page_path(*parts))


def event_url(entry: Entry) -> str:
    """The full address of the page that tells of an event: that of its row, its version or its dataset."""
    place, event = (entry.publisher, entry.dataset), entry.event
    if event.resource and event.key is not None:
        return f"{page_url(*place, event.resource, event.key)}#{event_anchor(entry.serial)}"
    return page_url(*place, "versions", entry.version) if entry.version else page_url(*place)


def event_anchor(serial: int) -> str:
    """The name of an event on the page of its row."""
    return f"event-{serial}"


def dataset_links(dataset: Dataset) -> dict[str, str]:
    """Where everything about a dataset is."""
    publisher, name = dataset.publisher.name, dataset.name
    links = {
        "self": dataset_url(publisher, name),
        "versions": dataset_url(publisher, name, "versions"),
        "changes": f"{api_url('changes')}?publisher={publisher}&dataset={name}",
        "feed": feed_url(publisher, name),
        "page": page_url(publisher, name),
    }
    if dataset.current:
        links["latest"] = dataset_url(publisher, name, "versions", "latest")
        links["workbook"] = dataset_url(publisher, name, "workbook.xlsx")
    return links


def version_links(version: Version, compared: Version | None) -> dict[str, str]:
    """Where everything about a version is; compared: the version against which its changes can be seen, if any."""
    links = {"self": version_url(version)}
    for name in ("datapackage.json",) if version.withdrawal else ("datapackage.json", "package.zip"):
        links[name] = version_url(version, name)
    place = (version.publisher, version.dataset)
    if compared:
        links["changes"] = site_url(changes_path(*place, compared.number, version.number, "json"))
    if version.previous:
        links["previous"] = dataset_url(*place, "versions", version.previous)
    links["page"] = page_url(version.publisher, version.dataset, "versions", version.number)
    return links


def row_links(publisher: str, dataset: str, resource: str, key: str) -> dict[str, str]:
    """Where everything about a row is."""
    row = (publisher, dataset, resource, key)
    return {
        "self": dataset_url(*row),
        "history": f"{dataset_url(*row)}/history",
        "feed": feed_url(*row),
        "page": page_url(*row),
    }


def part_of_address(text: str) -> str:
    """A text, such as a row's key, as a part of an address; it is not escaped yet.

    Browsers and proxies take "." and ".." for instructions, escaped or not, and would ask for another address. These
    two get a sign in front, and so does a key that would then be mistaken for one of them.
    """
    return f"{AS_IT_IS}{text}" if DOTS.fullmatch(text) else text


def text_of_part(part: str) -> str:
    """The text that a part of an address stands for."""
    return part.removeprefix(AS_IT_IS) if DOTS.fullmatch(part) else part


def _joined(beginning: str, *parts: str) -> str:
    return "/".join([beginning, *(quote(part_of_address(part), safe="") for part in parts)])
