"""Known tables: a draft that holds exactly what is published already, as an older version or by another publisher.

Here: finding such a version. Not here: what is asked about it (domain/continuity/known_tables.py), and a draft of the
files of the current version, which changes nothing (sent_again.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Resource, Version
from opendata.domain.packages.canonical_tables import CanonicalTable
from opendata.domain.packages.descriptor import table_files
from opendata.steps.ports.versions import Versions

FEWEST_ROWS = 5  # of the kind's first table; a shorter one may be the same by chance, and each of its changes is seen


def published_like(
    dataset: Dataset, tables: Mapping[str, CanonicalTable], kind: Kind, versions: Versions
) -> tuple[tuple[str, date] | None, tuple[str, str] | None]:
    """An older version of the dataset with these tables, number and as_of; and who else has published them.

    The latter are the titles of a publisher and its dataset. Nothing is found of the current version.
    """
    resources = table_files(tables, kind)[0]
    if not resources or resources[0].rows < FEWEST_ROWS:
        return None, None
    filled = [resource for resource in resources if resource.rows]
    older: tuple[str, date] | None = None
    elsewhere: tuple[str, str] | None = None
    for version, publisher_title, dataset_title in versions.with_first_table(resources[0].hash):
        if f"{version.publisher}/{version.dataset}" == dataset.path:
            if older is None and version.number != dataset.current and _are_of(version, filled):
                older = version.number, version.as_of
        elif elsewhere is None and version.publisher != dataset.publisher.name:
            elsewhere = publisher_title, dataset_title
    return older, elsewhere


def _are_of(version: Version, filled: Sequence[Resource]) -> bool:
    """Whether a version has just these tables with rows."""
    theirs = {resource.name: resource.hash for resource in version.resources if resource.rows}
    return theirs == {resource.name: resource.hash for resource in filled}
