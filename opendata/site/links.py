"""Links: where pages, feeds and the API are found, as a page names them.

Here: addresses, escaped, in the language that the reader chose. Not here: what stands at them.
"""

from typing import Any
from urllib.parse import quote, urlencode

from flask import request, url_for

from opendata.domain.model import Entry, Version
from opendata.steps.ports.journal import Scope
from opendata.web.language import LANGUAGES

DOCUMENTS = ("datapackage.json", "package.zip")


def page_link(endpoint: str, **values: Any) -> str:
    """A page of this site; the language stays where the reader chose one by ?lang=."""
    if (chosen := request.args.get("lang")) in LANGUAGES:
        values.setdefault("lang", chosen)
    return url_for(f"site.{endpoint}", **values)


def row_link(publisher: str, dataset: str, resource: str, key: str) -> str:
    """The page of a row."""
    return page_link("row", publisher=publisher, dataset=dataset, resource=resource, key=key)


def entry_link(entry: Entry) -> str:
    """The page that says more about an event: of its row, its version, or its dataset."""
    event = entry.event
    if event.resource and event.key:
        return row_link(entry.publisher, entry.dataset, event.resource, event.key)
    if entry.version:
        return page_link("version", publisher=entry.publisher, dataset=entry.dataset, number=entry.version)
    return page_link("dataset", publisher=entry.publisher, dataset=entry.dataset)


def feed_link(scope: Scope) -> str:
    """The feed of everything, a publisher, a dataset or a row."""
    parts = [each for each in (scope.publisher, scope.dataset, scope.resource, scope.key) if each is not None]
    return _path("feeds", *(parts or ["all"])) + ".atom" + _chosen_language()


def api_link(*parts: str) -> str:
    """Something in the API."""
    return _path("api", "v1", *parts)


def version_link(version: Version, *parts: str, latest: bool = False) -> str:
    """Something of a version in the API; latest: of the one that holds whenever the link is followed."""
    number = "latest" if latest else version.number
    return api_link("publishers", version.publisher, "datasets", version.dataset, "versions", number, *parts)


def changes_link(publisher: str, dataset: str, before: str, after: str, ending: str) -> str:
    """What changed between two versions, as CSV or JSON."""
    where = ("publishers", publisher, "datasets", dataset, "versions", f"{before}...{after}")
    return api_link(*where, f"changes.{ending}")


def language_links() -> list[tuple[str, str]]:
    """This page in each language. Relative, so that the path stays as the reader's browser wrote it."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [(each, "?" + urlencode([*kept, ("lang", each)])) for each in LANGUAGES]


def alternates() -> list[tuple[str, str]]:
    """The full addresses of this page by hreflang; none for an error page, which has no address of its own."""
    if request.endpoint is None or request.blueprint != "site" or request.routing_exception:
        return []
    values = {**request.args.to_dict(), **(request.view_args or {})}
    values.pop("lang", None)
    found = [(each, url_for(request.endpoint, _external=True, **values, lang=each)) for each in LANGUAGES]
    return [*found, ("x-default", url_for(request.endpoint, _external=True, **values))]


def _path(*parts: str) -> str:
    return request.script_root + "".join(f"/{quote(part, safe='')}" for part in parts)


def _chosen_language() -> str:
    chosen = request.args.get("lang")
    return f"?lang={chosen}" if chosen in LANGUAGES else ""
