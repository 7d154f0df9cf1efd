"""Operations that are no views of flask-smorest: feeds, calendars, the catalogue, neighbours, and the service itself.

Here: one entry for each address, in PATHS. A new view of a plain blueprint gets its entry here; a test names those
that have none. Not here: pages for people, which are no part of the API (PAGES of tests/api/test_description.py).
"""

from collections.abc import Mapping
from typing import Any

from opendata.api.description.notes_of_views import COMES_IN_PARTS, PRIVATE, SPEAKS
from opendata.api.description.shapes import ref

TAGS: Mapping[str, str] = {
    "feeds": "Feeds: every change in one sentence",
    "calendars": "Calendars of deadlines",
    "catalogue": "The catalogue for data portals (DCAT-AP.de)",
    "neighbours": "Addresses that pages of LocalMonitoring read",
    "service": "The service itself: health, its description, well-known addresses",
}
TEXT = {"type": "string"}
SPEAKING = ("feeds", "calendars")  # groups whose addresses take lang; others refuse it, or take no notice
ARCHIVE = {
    "in": "query",
    "name": "archive",
    "description": "number of an archive page (RFC 5005), from the links of a feed; its entries never change",
    "schema": {"type": "integer", "minimum": 1},
}
CHOICES = (
    {
        "in": "query",
        "name": "event",
        "description": "only this event, by a name that /api/v1/changes has as well",
        "schema": {"type": "string"},
        "example": "measure.phase_changed",
    },
    {
        "in": "query",
        "name": "group",
        "description": "only rows of this group, such as a field of action, written as in the table",
        "schema": {"type": "string", "maxLength": 200},
        "example": "Mobilität",
    },
    {
        "in": "query",
        "name": "phase",
        "description": "only rows with this status, by its code",
        "schema": {"type": "string"},
        "example": "completed",
    },
)
PAGE = {
    "in": "query",
    "name": "page",
    "description": "which page of the catalogue, from 1 on",
    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
}
COUNTED = {
    "in": "query",
    "name": "executionStatusCount",
    "description": "if it is there, whatever it is: count the tasks of each status as well",
    "schema": {"type": "string"},
    "example": "1",
}
TURTLE, JSON_LD, RDF_XML = "text/turtle", "application/ld+json", "application/rdf+xml"


def reading(name: str, tag: str, summary: str, about: str, content: Mapping[str, Any], /, *more: Any) -> Any:
    """An address that is read. name: the operation's id. content: the schema by media type. more: parameters."""
    return {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        "description": about,
        "parameters": list(more),
        COMES_IN_PARTS: True,
        SPEAKS: tag in SPEAKING or name in ("get_description", "get_documentation", "get_part_of_documentation"),
        "responses": {
            "200": {
                "description": "What was asked for",
                "content": {media_type: {"schema": dict(schema)} for media_type, schema in content.items()},
            }
        },
    }


def feed(place: str, name: str, summary: str) -> dict[str, Any]:
    """A feed as Atom and as JSON Feed, with the same entries; place: the address without its ending."""
    about = "The newest page; links in it lead to archive pages, which never change (RFC 5005)."
    return {
        f"{place}.atom": reading(
            f"{name}_as_atom", "feeds", f"{summary} As Atom.", about,
            {"application/atom+xml": TEXT}, ARCHIVE, *CHOICES,
        ),
        f"{place}.json": reading(
            f"{name}_as_json", "feeds", f"{summary} As JSON Feed.", about,
            {"application/feed+json": ref("JsonFeed")}, ARCHIVE, *CHOICES,
        ),
    }  # fmt: skip


def calendar(place: str, name: str, summary: str) -> dict[str, Any]:
    """A calendar to subscribe to."""
    about = "For programs that subscribe to calendars: one entry for each deadline that is still open (RFC 5545)."
    return {place: reading(name, "calendars", summary, about, {"text/calendar": TEXT})}


def health(name: str, summary: str, about: str, shape: str, *other_statuses: str) -> dict[str, Any]:
    """A check of the service itself, which no cache keeps; other_statuses: with the same body."""
    operation: dict[str, Any] = reading(name, "service", summary, about, {JSON: ref(shape)})
    content = {JSON: {"schema": ref(shape)}}
    others = {status: {"description": summary, "content": content} for status in other_statuses}
    return {
        **operation,
        COMES_IN_PARTS: False,
        PRIVATE: True,
        "responses": {**operation["responses"], **others},
    }


JSON = "application/json"
COMPAT = "/compat/localmonitoring/api"
CITY, TASK = ref("LocalMonitoringCity"), ref("LocalMonitoringTask")
XML = {"application/xml": TEXT}
PATHS: Mapping[str, Mapping[str, Any]] = {
    **feed("/feeds/all", "get_feed_of_all", "Everything that happens."),
    **feed("/feeds/{publisher}", "get_feed_of_publisher", "Everything that happens to data of a publisher."),
    **feed("/feeds/{publisher}/{dataset}", "get_feed_of_dataset", "Everything that happens to a dataset."),
    **feed("/feeds/{publisher}/{dataset}/{resource}/{key}", "get_feed_of_row", "Everything that happens to a row."),
    **calendar("/{publisher}/calendar.ics", "get_calendar_of_publisher", "The deadlines of a publisher."),
    **calendar("/{publisher}/{dataset}/calendar.ics", "get_calendar_of_dataset", "The deadlines of a dataset."),
    "/catalog.{ending}": reading(
        "get_catalogue", "catalogue", "The catalogue of all datasets.",
        "DCAT-AP.de 3.0 with datasets, versions, files, licences and contacts; paged, with links between the pages.",
        {TURTLE: TEXT, JSON_LD: ref("JsonLd"), RDF_XML: TEXT}, PAGE,
    ),
    "/catalog": {
        **reading(
            "find_catalogue", "catalogue", "The catalogue in the format that Accept names.",
            "Redirects to one of the three formats.", {},
        ),
        COMES_IN_PARTS: False,
        "responses": {"303": {"description": "The catalogue is there"}},
    },
    f"{COMPAT}/cities": reading(
        "list_localmonitoring_cities", "neighbours", "All cities with published measures.",
        "In the shape of LocalMonitoring's own API; see docs/localmonitoring.md.",
        {JSON: {"type": "array", "items": CITY}}, COUNTED,
    ),
    f"{COMPAT}/cities/{{publisher}}": reading(
        "get_localmonitoring_city", "neighbours", "One city.",
        "In the shape of LocalMonitoring's own API; see docs/localmonitoring.md.", {JSON: CITY}, COUNTED,
    ),
    f"{COMPAT}/cities/{{publisher}}/tasks": reading(
        "list_localmonitoring_tasks", "neighbours", "The measures of a city as a tree.",
        "In the shape of LocalMonitoring's own API; see docs/localmonitoring.md.",
        {JSON: {"type": "array", "items": TASK}},
    ),
    "/healthz": health("get_health", "Whether the process answers.", "For the operator's monitoring.", "Alive"),
    "/readyz": health(
        "get_readiness", "Whether each part of the service answers.",
        "200 if every part answers that is needed, else 503; the body names each part.", "Ready", "503",
    ),
    "/api/v1/openapi.json": reading(
        "get_description", "service", "This description of the API.", "OpenAPI 3.1.", {JSON: ref("OpenApi")},
    ),
    "/api/v1/docs": reading(
        "get_documentation", "service", "This description as a page for people.",
        "In German and English, with a form in which requests can be tried.", {"text/html": TEXT},
    ),
    "/api/v1/docs/{tag}": reading(
        "get_part_of_documentation", "service", "A group of operations as a page, or schemas for all shapes.",
        "In German and English.", {"text/html": TEXT},
    ),
    "/.well-known/api-catalog": reading(
        "get_api_catalogue", "service", "What there is for programs (RFC 9727).",
        "Links to the API, the feeds and the catalogue.", {"application/linkset+json": ref("Linkset")},
    ),
    "/robots.txt": reading(
        "get_robots", "service", "What crawlers may read.", "With the address of the sitemap.", {"text/plain": TEXT},
    ),
    "/sitemap.xml": reading(
        "get_sitemap", "service", "The sitemap, or the list of its parts.", "For crawlers (sitemaps.org).", XML,
    ),
    "/sitemap.{name}.xml": reading(
        "get_part_of_sitemap", "service", "A part of the sitemap.", "For crawlers (sitemaps.org).", XML,
    ),
    "/sitemap-publishers-{name}.xml": reading(
        "get_sitemap_of_publishers", "service", "A part of the sitemap: publishers.", "For crawlers (sitemaps.org).",
        XML,
    ),
}  # fmt: skip
