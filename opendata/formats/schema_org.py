"""What pages say to search engines, in the words of schema.org, as JSON-LD: a catalogue, a dataset, a version of it.

Here: values to objects that are ready for JSON. Not here: addresses (site/structured_data.py), the catalogue for data
portals (dcat/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from opendata.domain.descriptor_values import without_none
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Version, licence
from opendata.domain.tables.timestamps import moment_json
from opendata.domain.tables.values_for_people import day_text

CONTEXT = "https://schema.org"
DESCRIPTIONS: Mapping[str, str] = {
    "de": "{title}: offene Daten von {publisher}, Stand {day}, Version {number}. {about}",
    "en": "{title}: open data of {publisher}, as of {day}, version {number}. {about}",
}


@dataclass(frozen=True)
class OfferedFile:
    """A file in which a dataset can be had. resource: the table in it; None: all of them."""

    url: str
    media_type: str
    name: str
    resource: str | None = None


@dataclass(frozen=True)
class DescribedDataset:
    """A dataset, or one of its versions, with the addresses under which readers find it."""

    page: str
    dataset: Dataset
    version: Version
    first_as_of: date  # the day from which there are figures
    kind: Kind | None
    publisher_page: str
    files: Sequence[OfferedFile]
    is_part_of: str | None = None  # of a version: the page of its dataset


def data_catalog(home: str, name: str, description: str, operator: str, email: str | None) -> dict[str, Any]:
    """The service as a catalogue of datasets."""
    return {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "@id": catalog_id(home),
        "url": home,
        "name": name,
        "description": description,
        "inLanguage": ["de", "en"],
        "isAccessibleForFree": True,
        "publisher": without_none({"@type": "Organization", "name": operator, "email": email}),
    }


def catalog_id(home: str) -> str:
    """The name of the catalogue, which is the one that it has in DCAT."""
    return f"{home}#catalog"


def described_dataset(described: DescribedDataset, home: str, language: str) -> dict[str, Any]:
    """A dataset or a version as schema.org has it."""
    dataset, version = described.dataset, described.version
    first, last = described.first_as_of.isoformat(), version.as_of.isoformat()
    title = f"{dataset.title}, Version {version.number}" if described.is_part_of else dataset.title
    publisher = {
        "@type": "GovernmentOrganization",
        "@id": described.publisher_page,
        "name": dataset.publisher.title,
        "url": dataset.publisher.homepage or described.publisher_page,
        "email": dataset.email or dataset.publisher.email,
    }
    return without_none(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": described.page,
            "url": described.page,
            "identifier": described.page,
            "name": title,
            "description": _description(described, language),
            "inLanguage": "de",
            "isAccessibleForFree": True,
            "license": licence(dataset.licence).path,
            "publisher": without_none(publisher),
            "creator": {"@id": described.publisher_page},
            "keywords": list(described.kind.keywords) if described.kind and described.kind.keywords else None,
            "version": version.number,
            "dateModified": None if described.is_part_of else moment_json(version.published_at),
            "datePublished": moment_json(version.published_at) if described.is_part_of else None,
            "temporalCoverage": last if first == last else f"{first}/{last}",
            "includedInDataCatalog": {"@type": "DataCatalog", "@id": catalog_id(home), "url": home},
            "isPartOf": {"@type": "Dataset", "@id": described.is_part_of} if described.is_part_of else None,
            "distribution": [_file(file, version) for file in described.files],
        }
    )


def _description(described: DescribedDataset, language: str) -> str:
    dataset, version, kind = described.dataset, described.version, described.kind
    about = ""
    if kind is not None:
        about = kind.description if language == "de" and kind.description else f"{kind.label(language)}."
    return (
        DESCRIPTIONS[language]
        .format(
            title=dataset.title,
            publisher=dataset.publisher.title,
            day=day_text(version.as_of, language),
            number=version.number,
            about=about,
        )
        .strip()
    )


def _file(file: OfferedFile, version: Version) -> dict[str, Any]:
    offered = {
        "@type": "DataDownload",
        "contentUrl": file.url,
        "encodingFormat": file.media_type,
        "name": file.name,
    }
    for resource in version.resources:
        if resource.name == file.resource and file.media_type == "text/csv":
            offered["contentSize"] = f"{resource.bytes} B"
            offered["sha256"] = resource.hash.removeprefix("sha256:")
    return offered
