"""Codes of the tables that DCAT-AP.de refers to: languages, rhythms, licences, file types, themes, places.

Here: which code stands for which value of ours. Not here: the graph in which they are used (catalogue_graph.py).
The tables: publications.europa.eu/resource/authority, dcat-ap.de/def, www.iana.org/assignments/media-types.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

EU = "http://publications.europa.eu/resource/authority"
DE = "http://dcat-ap.de/def"
ADMS_PUBLISHER = "http://purl.org/adms/publishertype"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
LANGUAGES = {"de": f"{EU}/language/DEU", "en": f"{EU}/language/ENG"}
PUBLIC = f"{EU}/access-right/PUBLIC"
KEPT_FOR_EVER, MAY_BE_REPLACED = f"{EU}/planned-availability/STABLE", f"{EU}/planned-availability/AVAILABLE"
FREE_CITIES = ("02000000", "11000000")  # Hamburg and Berlin are states as well

# ISO 8601 durations as people write them, and the rhythm that the European table has for each.
RHYTHMS: Mapping[str, str] = {
    "P1D": "DAILY",
    "P1W": "WEEKLY",
    "P7D": "WEEKLY",
    "P2W": "BIWEEKLY",
    "P14D": "BIWEEKLY",
    "P1M": "MONTHLY",
    "P2M": "BIMONTHLY",
    "P3M": "QUARTERLY",
    "P4M": "ANNUAL_3",
    "P6M": "ANNUAL_2",
    "P12M": "ANNUAL",
    "P1Y": "ANNUAL",
    "P24M": "BIENNIAL",
    "P2Y": "BIENNIAL",
    "P3Y": "TRIENNIAL",
    "P4Y": "QUADRENNIAL",
    "P5Y": "QUINQUENNIAL",
    "P10Y": "DECENNIAL",
}
# Licences as the registers name them, in lower case, and their codes in the German table.
LICENCES: Mapping[str, str] = {
    "dl-de-by-2.0": f"{DE}/licenses/dl-by-de/2.0",
    "dl-de-zero-2.0": f"{DE}/licenses/dl-zero-de/2.0",
    "cc-by-4.0": f"{DE}/licenses/cc-by/4.0",
    "cc-by-sa-4.0": f"{DE}/licenses/cc-by-sa/4.0",
    "cc0-1.0": f"{DE}/licenses/cc-zero",
    "odbl-1.0": f"{DE}/licenses/odbl",
    "odc-by-1.0": f"{DE}/licenses/odby",
}
WITH_ATTRIBUTION = frozenset({"dl-de-by-2.0", "cc-by-4.0", "cc-by-sa-4.0"})


@dataclass(frozen=True)
class FileType:
    """A format of files: its name for people, its media type, and its code in the European table, if it has one."""

    title: str
    media_type: str
    code: str | None = None

    @property
    def format(self) -> str | None:
        """The code as an address."""
        return f"{EU}/file-type/{self.code}" if self.code else None


FILE_TYPES: Mapping[str, FileType] = {
    "csv": FileType("CSV", "text/csv", "CSV"),
    "json": FileType("JSON", "application/json", "JSON"),
    "ndjson": FileType("NDJSON", "application/x-ndjson"),
    "xlsx": FileType("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
    "parquet": FileType("Parquet", "application/vnd.apache.parquet"),
    "zip": FileType("Data Package", "application/zip", "ZIP"),
}


def frequency(rhythm: str | None) -> str:
    """The rhythm of a dataset as a code; one that the table does not have is `OTHER`, and none is `UNKNOWN`."""
    name = "UNKNOWN" if rhythm is None else RHYTHMS.get(rhythm.upper(), "OTHER")
    return f"{EU}/frequency/{name}"


def theme(name: str) -> str:
    """A category of the European table of data themes, such as ENVI."""
    return f"{EU}/data-theme/{name}"


def places(ags: str | None) -> tuple[str, ...]:
    """The places for which a municipality, a district or a state speaks, by its Amtlicher Gemeindeschlüssel.

    A town that is a district of its own, such as 07315000, has a municipality's key and a district's.
    """
    if ags is None or not re.fullmatch(r"\d{8}", ags):
        return ()
    key = f"{DE}/politicalGeocoding"
    if ags in FREE_CITIES:
        return (f"{key}/stateKey/{ags[:2]}", f"{key}/municipalityKey/{ags}")
    district = f"{key}/districtKey/{ags[:5]}"
    if ags.endswith("000"):
        return (district, f"{key}/municipalityKey/{ags}")
    return (f"{key}/municipalityKey/{ags}",)


def geocoding_level(ags: str | None) -> str | None:
    """The political level for which a publisher speaks; None if it has no key."""
    if not places(ags):
        return None
    return f"{DE}/politicalGeocoding/Level/{'state' if ags in FREE_CITIES else 'municipality'}"
