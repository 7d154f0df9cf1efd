"""The catalogue for data portals: which datasets are on which page of it, and with which addresses.

Here: pages of the catalogue as values. Not here: what the catalogue says about a dataset (formats/dcat/).
"""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import RequestNotValid
from opendata.domain.model import Dataset, Version
from opendata.steps.reading import LATEST
from opendata.web.addresses import api_url, catalog_path, file_url, page_url, site_url, version_path
from opendata.web.http_caching import cached_by_content
from opendata.web.services import services

if TYPE_CHECKING:
    from opendata.formats.dcat.catalogue_graph import CataloguePage, ListedDataset, ListedFile

blueprint = Blueprint("catalog", __name__)
DATASETS_ON_A_PAGE = 50
MOST_VERSIONS = 12  # of a dataset that are described; each links to the one before
ENDINGS = ("csv", "json", "ndjson", "xlsx", "parquet")
MOST_DIGITS = 9
NEGOTIATED = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/rdf+xml": "rdf"}


@blueprint.route("/catalog")
def any_catalog() -> AnyResponse:
    """Redirect to the format that the reader prefers."""
    preferred = request.accept_mimetypes.best_match(list(NEGOTIATED), default="text/turtle")
    answer = redirect(site_url(catalog_path(NEGOTIATED[preferred])), 303)
    answer.vary.add("Accept")
    return answer


@blueprint.route("/catalog.<any(ttl, jsonld, rdf):ending>")
def catalog(ending: str) -> Response:
    """A page of the catalogue in one of three formats."""
    # rdflib takes long to import, and most processes are never asked for the catalogue.
    from opendata.formats.dcat.catalogue_files import FORMATS, catalogue_file  # noqa: PLC0415

    unknown = sorted(set(request.args) - {"page"})
    if unknown:
        raise RequestNotValid(unknown[0], "unknown parameter", ["page"], "gibt es nicht")
    return cached_by_content(
        Response(catalogue_file(_page(ending), ending), content_type=FORMATS[ending].media_type), "catalog"
    )


def _page(ending: str) -> "CataloguePage":
    """The page that is asked for, with everything that is listed on it."""
    from opendata.formats.dcat.catalogue_graph import CataloguePage  # noqa: PLC0415 - as above

    number, config = _page_number(), services().config
    start = (number - 1) * DATASETS_ON_A_PAGE
    datasets, total = services().catalogue.published_datasets(start, DATASETS_ON_A_PAGE)
    last = max(1, -(-total // DATASETS_ON_A_PAGE))
    if number > last:
        german = f"Die Seite {number} gibt es nicht; es gibt {last}"
        raise RequestNotValid("page", f"there is no page {number}; there are {last}", german=german)
    listed = [_listed(dataset) for dataset in datasets]
    around = {"this": number, "first": 1, "last": last, "previous": number - 1, "next": number + 1}
    return CataloguePage(
        site=page_url(),
        api=api_url(),
        api_description=api_url("openapi.json"),
        operator=config.operator_name,
        operator_email=config.operator_email,
        contributor=config.catalog_contributor,
        datasets=listed,
        total=total,
        modified=max((each.versions[0].version.published_at for each in listed if each.versions), default=None),
        pages={name: site_url(catalog_path(ending, other)) for name, other in around.items() if 1 <= other <= last},
    )


def _page_number() -> int:
    asked = request.args.get("page", "1")
    if not asked.isascii() or not asked.isdigit() or len(asked) > MOST_DIGITS or int(asked) < 1:
        german = f"„{asked}“ ist keine Seite; schreiben Sie eine Zahl ab 1"
        raise RequestNotValid("page", f"'{asked}' is no page; write a number from 1 on", german=german)
    return int(asked)


def _listed(dataset: Dataset) -> "ListedDataset":
    """A dataset with its newest versions that are not withdrawn."""
    from opendata.formats.dcat.catalogue_graph import ListedDataset, ListedVersion  # noqa: PLC0415 - as above

    versions, place = services().versions, (dataset.publisher.name, dataset.name)
    oldest, total = versions.part_of_history(dataset, 0, MOST_VERSIONS)
    newest = versions.part_of_history(dataset, total - MOST_VERSIONS, None)[0] if total > MOST_VERSIONS else oldest
    shown = [version for version in reversed(newest) if not version.withdrawal]
    if shown and shown[0].number != dataset.current:
        shown = [version for version in shown if version.number == dataset.current] or shown
    first = next((version for version in oldest if not version.withdrawal), None)
    return ListedDataset(
        dataset=dataset,
        kind=services().kinds[dataset.kind],
        schema=api_url("kinds", dataset.kind),
        page=page_url(*place),
        publisher_page=page_url(dataset.publisher.name),
        files=_files(shown[0], LATEST, ENDINGS) if shown else (),
        versions=[
            ListedVersion(version, page_url(*place, "versions", version.number), _files(version, None, ("csv",)))
            for version in shown
        ],
        first_as_of=first.as_of if first else None,
        first_published_at=first.published_at if first else None,
    )


def _files(version: Version, number: str | None, endings: tuple[str, ...]) -> "list[ListedFile]":
    from opendata.formats.dcat.catalogue_graph import ListedFile  # noqa: PLC0415 - as above

    tables = [
        ListedFile(file_url(version, resource.name, ending, number=number), ending, resource.name)
        for resource in version.resources
        if resource.rows
        for ending in endings
    ]
    package = site_url(version_path(version, "package.zip", number=number))
    return [*tables, ListedFile(package, "zip")]
