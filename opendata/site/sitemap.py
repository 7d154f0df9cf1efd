"""What crawlers ask for first: robots.txt, and the sitemap in parts (sitemaps.org).

Here: which addresses stand in which part. Each part has a limited size and takes limited work: the index names the
datasets page by page, a dataset has one part for its pages and others for its rows. All parts stand at the top,
because a sitemap speaks only of addresses below its own folder. Not here: the catalogue for data portals
(api/catalog.py).
"""

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

import polars as pl
from flask import Blueprint, Response, abort
from werkzeug.exceptions import NotFound

from opendata.domain.model import Dataset, Version
from opendata.domain.tables.row_keys import key_text
from opendata.domain.tables.timestamps import moment_json
from opendata.web.addresses import local_url, page_url, site_url
from opendata.web.http_caching import cached_by_content
from opendata.web.language import LANGUAGES
from opendata.web.services import services

blueprint = Blueprint("sitemap", __name__)
# Each dataset has at most a hundred parts, so that no index names more than the 50,000 that one may name.
DATASETS_IN_AN_INDEX = 490
PUBLISHERS_IN_A_PART = 10_000  # each has several pages
PAGES_OF_ALL = ((), ("funding",), ("methods",), ("press",), ("reuse",))
PAGES_OF_A_PUBLISHER = ((), ("funding",), ("out-of-sight",))
ROWS_IN_A_PART = 10_000
MOST_PARTS_OF_ROWS = 99
MOST_VERSIONS = 1_000  # of a dataset: its newest ones
MOST_DIGITS = 6
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"

Listed = tuple[str, datetime | None]  # an address, and when what is there changed last


@blueprint.route("/robots.txt")
def robots() -> Response:
    """Everything may be read but the pages for staff; the sitemap is named, every index of it."""
    _, total = services().catalogue.published_datasets(0, 1)
    lines = ["User-agent: *", f"Disallow: {local_url('/portal/')}", f"Disallow: {local_url('/mail/')}", ""]
    lines += [f"Sitemap: {site_url(_index_path(number))}" for number in range(1, _indexes(total) + 1)]
    return cached_by_content(Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8"))


@blueprint.route("/sitemap.xml")
def first_index() -> Response:
    """The first index; most services have no other."""
    return _index(1)


@blueprint.route("/sitemap-publishers-<name>.xml")
def publishers(name: str) -> Response:
    """A part with the pages of publishers; the first one has the pages about all of them too."""
    number = _number(name)
    start = (number - 1) * PUBLISHERS_IN_A_PART
    some, _ = services().catalogue.some_publishers(start, PUBLISHERS_IN_A_PART)
    if number > 1 and not some:
        abort(404)
    of_all: list[Listed] = [(page_url(*parts), None) for parts in PAGES_OF_ALL] if number == 1 else []
    cities = [(page_url(publisher.name, *parts), None) for publisher in some for parts in PAGES_OF_A_PUBLISHER]
    return _pages([*of_all, *cities])


@blueprint.route("/sitemap.<name>.xml")
def part(name: str) -> Response:
    """A further index (2), the pages of a dataset (city.plans), or a part of its rows (city.plans.1).

    Names of publishers and datasets hold no full stop, so the three cannot be mistaken for one another.
    """
    match name.split("."):
        case [number]:
            if _number(number) == 1:
                abort(404)  # it has its own address
            return _index(_number(number))
        case [publisher, dataset]:
            return _pages(list(_pages_of(*_current(publisher, dataset))))
        case [publisher, dataset, number]:
            return _pages(_rows_of(*_current(publisher, dataset), _number(number)))
    raise NotFound


def _index(number: int) -> Response:
    start = (number - 1) * DATASETS_IN_AN_INDEX
    datasets, total = services().catalogue.published_datasets(start, DATASETS_IN_AN_INDEX)
    if number > _indexes(total):
        abort(404)
    parts: list[Listed] = []
    if number == 1:
        _, count = services().catalogue.some_publishers(0, 1)
        last = max(1, -(-count // PUBLISHERS_IN_A_PART))
        parts += [(site_url(f"/sitemap-publishers-{place}.xml"), None) for place in range(1, last + 1)]
    versions = services().versions.current(datasets)
    for dataset in datasets:
        if version := versions.get(dataset.path):
            named = f"/sitemap.{dataset.publisher.name}.{dataset.name}"
            of_rows = (f"{named}.{place}.xml" for place in range(1, _parts_of_rows(version) + 1))
            parts += [(site_url(path), version.published_at) for path in (f"{named}.xml", *of_rows)]
    content = "".join(f"<sitemap>{_address(*listed)}</sitemap>\n" for listed in parts)
    return _xml(f'<sitemapindex xmlns="{NAMESPACE}">\n{content}</sitemapindex>\n')


def _current(publisher: str, dataset: str) -> tuple[Dataset, Version]:
    """A dataset and its current version; raises DatasetNotFound, NothingPublished, VersionWithdrawn."""
    about = services().reading.dataset(publisher, dataset)
    return about, services().reading.latest(about)


def _pages_of(dataset: Dataset, current: Version) -> Iterator[Listed]:
    """The pages of a dataset but those of rows: its own, its tables', and its newest versions that hold."""
    place = (dataset.publisher.name, dataset.name)
    yield page_url(*place), current.published_at
    yield page_url(*place, "versions"), None
    for resource in current.resources:
        if resource.rows:
            yield page_url(*place, resource.name), current.published_at
    _, total = services().versions.part_of_history(dataset, 0, 1)
    newest, _ = services().versions.part_of_history(dataset, max(0, total - MOST_VERSIONS), None)
    for version in reversed(newest):
        if not version.withdrawal:
            yield page_url(*place, "versions", version.number), version.published_at


def _rows_of(dataset: Dataset, version: Version, number: int) -> list[Listed]:
    """The pages of the rows of one part; answers 404 behind the last part."""
    if number > _parts_of_rows(version):
        abort(404)
    kind, start = services().versions.kind(version), (number - 1) * ROWS_IN_A_PART
    end, before = start + ROWS_IN_A_PART, 0
    listed: list[Listed] = []
    for resource in version.resources:
        first, last = max(start - before, 0), min(end - before, resource.rows)
        key = kind.table(resource.name).primary_key
        if first < last and key:
            rows = services().reading.snapshot(dataset, version).rows(kind.table(resource.name))
            keys = rows.at(pl.int_range(first, last, dtype=pl.UInt32, eager=True), key).select(key)
            place = (dataset.publisher.name, dataset.name, resource.name)
            listed += [(page_url(*place, key_text(values)), version.published_at) for values in keys.iter_rows()]
        before += resource.rows
    return listed


def _parts_of_rows(version: Version) -> int:
    rows = sum(resource.rows for resource in version.resources)
    return min(-(-rows // ROWS_IN_A_PART), MOST_PARTS_OF_ROWS)


def _indexes(datasets: int) -> int:
    return max(1, -(-datasets // DATASETS_IN_AN_INDEX))


def _index_path(number: int) -> str:
    return "/sitemap.xml" if number == 1 else f"/sitemap.{number}.xml"


def _number(text: str) -> int:
    """The number of a part as its address has it; answers 404 for anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS or text.startswith("0"):
        abort(404)
    return int(text)


def _pages(listed: list[Listed]) -> Response:
    """Pages, each with its addresses by language."""
    content = "".join(f"<url>{_address(*page)}{_alternates(page[0])}</url>\n" for page in listed)
    return _xml(f'<urlset xmlns="{NAMESPACE}" xmlns:xhtml="{XHTML}">\n{content}</urlset>\n')


def _address(url: str, changed: datetime | None) -> str:
    told = f"<lastmod>{moment_json(changed)}</lastmod>" if changed else ""
    return f"<loc>{escape(url)}</loc>{told}"


def _alternates(url: str) -> str:
    addresses = [*((tongue, f"{url}?lang={tongue}") for tongue in LANGUAGES), ("x-default", url)]
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{tongue}" href="{escape(address)}"/>' for tongue, address in addresses
    )


def _xml(content: str) -> Response:
    return cached_by_content(
        Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{content}', content_type="application/xml")
    )
