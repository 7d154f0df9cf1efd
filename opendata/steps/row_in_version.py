"""A row as it stood in one version: the same story, told up to that version.

Here: which version and which entries of the journal are meant. Not here: a row as it stands (row_story.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from opendata.domain.errors import RowNotFound
from opendata.domain.model import Dataset, Version
from opendata.steps.reading import Reading, must_hold, resource_of
from opendata.steps.row_story import RowStory, row_story

MOST_VERSIONS = 100  # in which a row is looked for, the newest


@dataclass(frozen=True)
class RowInTwo:
    """A row in two versions; before or after is None where the version does not contain it."""

    before: RowStory
    after: RowStory


def row_story_in(reading: Reading, dataset: Dataset, version: Version, resource: str, key: str) -> RowStory:
    """A row as it stood in a version; raises ResourceNotFound, RowNotFound, VersionWithdrawn."""
    told = _story_in(reading, dataset, version, resource, key)
    if told.values is None:
        raise RowNotFound(resource, key)
    return told


def row_in_two(
    reading: Reading, dataset: Dataset, versions: tuple[Version, Version], resource: str, key: str
) -> RowInTwo:
    """A row in two versions, of which at least one contains it.

    Raises ResourceNotFound, RowNotFound, VersionWithdrawn.
    """
    before, after = (_story_in(reading, dataset, version, resource, key) for version in versions)
    if before.values is None and after.values is None:
        raise RowNotFound(resource, key)
    return RowInTwo(before, after)


def versions_with(reading: Reading, dataset: Dataset, story: RowStory) -> Sequence[Version]:
    """The versions that hold and contain the row, newest first; of a very long history the newest."""
    entries = story.own_entries
    _, total = reading.versions.part_of_history(dataset, 0, 1)
    newest, _ = reading.versions.part_of_history(dataset, max(0, total - MOST_VERSIONS), MOST_VERSIONS)
    shown: list[Version] = []
    for version in newest:
        last = [entry for entry in entries if entry.serial <= version.last_serial]
        is_before = not last and not story.is_cut
        if version.withdrawal is None and not is_before and not (last and last[-1].event.event.endswith(".removed")):
            shown.append(version)
    return list(reversed(shown))


def _story_in(reading: Reading, dataset: Dataset, version: Version, resource: str, key: str) -> RowStory:
    must_hold(version)
    resource_of(version, resource)
    snapshot = reading.snapshot(dataset, version)
    table = snapshot.kind.table(resource)
    told = row_story(reading, dataset, resource, key)
    entries = [entry for entry in told.entries if entry.serial <= version.last_serial]
    return replace(told, snapshot=snapshot, values=snapshot.row(table, key), entries=entries)
