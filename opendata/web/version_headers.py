"""Headers that tell programs what belongs to an answer: links (RFC 8288), and when a version's files last changed.

Here: answers about datasets and versions, in one place for all views, which only say what they answer about.
Not here: links in bodies (addresses.py), ETags and how long an answer holds (http_caching.py).
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from flask import Flask, Response, current_app, g, request

from opendata.domain.model import Dataset, Version, licence
from opendata.domain.packages.descriptor import DESCRIPTOR
from opendata.steps.reading import LATEST
from opendata.web.addresses import dataset_url, feed_url, page_url, version_url

ATOM, HTML, JSON = "application/atom+xml", "text/html", "application/json"
# The forms of a version's table, by the ending of their address; those that the application has are found in its map.
MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "json": JSON,
    "ndjson": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_TABLE = re.compile(r".*/versions/<number>/<resource>\.(\w+)")
GOOD = (200, 206, 304)


def answers_about(dataset: Dataset, version: Version | None = None) -> None:
    """Note what this request is answered with: its headers are added when the answer is there."""
    g.answers_about = dataset, version


def register(app: Flask) -> None:
    """Add these headers to the answers of views that have said what they answer about."""
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    dataset, version = g.pop("answers_about", (None, None))
    if dataset is None or response.status_code not in GOOD:
        return response
    values = request.view_args or {}
    if "number" not in values:
        links = _of_dataset(dataset) if version is None else iter([("license", licence(dataset.licence).path, "")])
    else:
        links = _of_version(dataset, version, values.get("resource"))
        # A list of changes, and a package with it, are made anew when the version before is withdrawn. `latest` has
        # no time: two versions may come in one second, and after a withdrawal it is an older one.
        if values["number"] != LATEST and ("resource" in values or request.path.endswith(f"/{DESCRIPTOR}")):
            response.last_modified = version.published_at
    for rel, target, media_type in links:
        told = f'; type="{media_type}"' if media_type else ""
        response.headers.add("Link", f'<{target}>; rel="{rel}"{told}')
    return response


def _of_dataset(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    place = (dataset.publisher.name, dataset.name)
    yield "canonical", dataset_url(*place), JSON
    yield "collection", dataset_url(dataset.publisher.name, "").rstrip("/"), JSON
    yield "license", licence(dataset.licence).path, ""
    yield "alternate", page_url(*place), HTML
    yield "alternate", feed_url(*place), ATOM


def _of_version(dataset: Dataset, version: Version, resource: str | None) -> Iterator[tuple[str, str, str]]:
    file = request.path.rpartition("/")[2]
    about = version_url(version)
    is_about = file in (version.number, LATEST)
    yield "canonical", about if is_about else version_url(version, file), ""
    yield "collection", dataset_url(version.publisher, version.dataset, "versions") if is_about else about, JSON
    yield "license", licence(dataset.licence).path, ""
    if file != DESCRIPTOR:
        yield "describedby", version_url(version, DESCRIPTOR), JSON
    if resource is None:
        yield "alternate", page_url(version.publisher, version.dataset, "versions", version.number), HTML
        return
    for ending in _endings(current_app._get_current_object()):  # type: ignore[attr-defined]
        if file != f"{resource}.{ending}":
            yield "alternate", version_url(version, f"{resource}.{ending}"), MEDIA_TYPES.get(ending, "")


@lru_cache(maxsize=8)
def _endings(app: Flask) -> list[str]:
    """The endings of the addresses of a version's table."""
    found = (_TABLE.fullmatch(rule.rule) for rule in app.url_map.iter_rules())
    return sorted({each[1] for each in found if each})
