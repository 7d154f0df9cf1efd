"""Structured data: what the home page and the pages of datasets and versions say to search engines beside their text.

Here: which addresses and files belong to what is described. Not here: its form (formats/schema_org.py). Templates
write it with `tojson`, which leaves no sign in it that could end the element or begin a comment.
"""

from typing import Any

from opendata.domain.model import Dataset, Version
from opendata.formats.schema_org import DescribedDataset, OfferedFile, data_catalog, described_dataset
from opendata.site.page_texts import text
from opendata.steps.reading import LATEST
from opendata.web.addresses import file_url, page_url, site_url, version_path
from opendata.web.services import services
from opendata.web.version_headers import MEDIA_TYPES

MOST_EARLY_VERSIONS = 12  # among which the first one is sought that holds


def of_home(language: str) -> dict[str, Any]:
    """The service."""
    config = services().config
    return data_catalog(
        page_url(), text("service", language), text("slogan", language), config.operator_name, config.operator_email
    )


def of_dataset(dataset: Dataset, version: Version, language: str) -> dict[str, Any]:
    """A dataset with its current version; its files are those of `latest`."""
    early, _ = services().versions.part_of_history(dataset, 0, MOST_EARLY_VERSIONS)
    described = DescribedDataset(
        page=page_url(dataset.publisher.name, dataset.name),
        dataset=dataset,
        version=version,
        first_as_of=next((each.as_of for each in early if not each.withdrawal), version.as_of),
        kind=services().kinds.get(dataset.kind),
        publisher_page=page_url(dataset.publisher.name),
        files=_files(version, LATEST),
    )
    return described_dataset(described, page_url(), language)


def of_version(dataset: Dataset, version: Version, language: str) -> dict[str, Any]:
    """A version, which is a part of its dataset; its files never change."""
    dataset_page = page_url(dataset.publisher.name, dataset.name)
    described = DescribedDataset(
        page=page_url(dataset.publisher.name, dataset.name, "versions", version.number),
        dataset=dataset,
        version=version,
        first_as_of=version.as_of,
        kind=services().kinds.get(dataset.kind),
        publisher_page=page_url(dataset.publisher.name),
        files=_files(version, None),
        is_part_of=dataset_page,
    )
    return described_dataset(described, page_url(), language)


def _files(version: Version, number: str | None) -> list[OfferedFile]:
    tables = [
        OfferedFile(
            file_url(version, resource.name, ending, number=number),
            media_type,
            f"{resource.name}.{ending}",
            resource.name,
        )
        for resource in version.resources
        if resource.rows
        for ending, media_type in MEDIA_TYPES.items()
    ]
    package = site_url(version_path(version, "package.zip", number=number))
    return [*tables, OfferedFile(package, "application/zip", "package.zip")]
