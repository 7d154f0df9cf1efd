"""Verifying: recompute every digest and the chain from the packages, and hold the index against them.

Here: what `flask verify` finds. Not here: how digests are made (domain/package.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from opendata.domain import numbering
from opendata.domain.errors import PackageDamaged
from opendata.domain.model import Version
from opendata.domain.package import (
    CHANGES,
    DESCRIPTOR,
    checked_file,
    events_from_changes,
    read_descriptor,
    version_from_descriptor,
)
from opendata.storage.database import Database
from opendata.storage.schema import datasets, journal, publishers, unfinished, versions
from opendata.storage.store import PackageStore


@dataclass
class Verdict:
    """What was looked at, and what is wrong with it."""

    versions: int = 0
    problems: list[str] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)  # of a crash; not public, cleared by the next publish

    @property
    def sound(self) -> bool:
        """Whether nothing published was changed or lost."""
        return not self.problems


@dataclass(frozen=True)
class Verifying:
    """Verifies packages against themselves, each other, and the index."""

    database: Database
    packages: PackageStore

    def verify(self, below: str = "") -> Verdict:
        """Verify everything, one publisher, or one publisher/dataset."""
        verdict = Verdict()
        indexed, left = self._indexed(below), self._left_behind()
        stored: dict[str, list[Version]] = {}
        unreadable = set()
        for path in self.packages.paths(below):
            if path in left and path not in indexed:
                verdict.left_behind.append(path)
                continue
            verdict.versions += 1
            try:
                descriptor = read_descriptor(self.packages.read(path, DESCRIPTOR), path)
                version = version_from_descriptor(descriptor)
            except PackageDamaged as error:
                verdict.problems.append(str(error))
                unreadable.add(path)
                continue
            verdict.problems += self._file_problems(path, descriptor, version)
            stored.setdefault(f"{version.publisher}/{version.dataset}", []).append(version)
            if path not in indexed:
                verdict.problems.append(f"{path}: is in the store but not in the index; run 'flask reindex'")
            elif indexed[path] != version.digest:
                verdict.problems.append(f"{path}: is not the package that was published: its digest is another")
        found = unreadable | {version.path for each in stored.values() for version in each}
        for path in sorted(set(indexed) - found):
            verdict.problems.append(f"{path}: was published and its package is missing")
        for each in stored.values():
            verdict.problems += _chain_problems(each)
        verdict.problems += self._journal_problems(stored)
        return verdict

    def _file_problems(self, path: str, descriptor: Mapping[str, Any], version: Version) -> Iterator[str]:
        """Where a package's files are not what its descriptor says."""
        if version.path != path:
            yield f"{path}: says that it is {version.path}"
        for expected in (*descriptor["resources"], descriptor["changes"]):
            try:
                checked_file(self.packages.read(path, expected["path"]), expected, path)
            except PackageDamaged as error:
                yield str(error)
                continue
            if expected["path"] == CHANGES:
                events = events_from_changes(self.packages.read(path, CHANGES))
                if len(events) != version.last_serial - version.first_serial + 1:
                    yield f"{path}: has not as many events as serials"

    def _indexed(self, below: str) -> dict[str, str]:
        query = (
            select(publishers.c.name, datasets.c.name, versions.c.number, versions.c.digest)
            .join_from(versions, datasets)
            .join(publishers)
        )
        with self.database.reading() as connection:
            rows = connection.execute(query).all()
        indexed = {f"{publisher}/{dataset}/{number}": digest for publisher, dataset, number, digest in rows}
        return {p: d for p, d in indexed.items() if not below or p == below or p.startswith(f"{below}/")}

    def _left_behind(self) -> set[str]:
        with self.database.reading() as connection:
            return set(connection.execute(select(unfinished.c.path)).scalars())

    def _journal_problems(self, stored: dict[str, list[Version]]) -> Iterable[str]:
        """Serials of the index that packages do not account for, and the other way round."""
        with self.database.reading() as connection:
            for path, each in stored.items():
                publisher, name = path.split("/")
                query = (
                    select(journal.c.serial)
                    .join_from(journal, datasets, journal.c.dataset_id == datasets.c.id)
                    .join(publishers, datasets.c.publisher_id == publishers.c.id)
                    .where(publishers.c.name == publisher, datasets.c.name == name)
                )
                serials = set(connection.execute(query).scalars())
                expected = {s for v in each for s in range(v.first_serial, v.last_serial + 1)}
                if serials != expected:
                    odd = sorted(serials ^ expected)
                    yield f"{path}: journal and packages disagree about serial {odd[0]} ({len(odd)} in all)"


def _chain_problems(chain: Sequence[Version]) -> Iterable[str]:
    """Where the versions of one dataset do not follow one another."""
    by_number = sorted(chain, key=lambda version: numbering.parts(version.number))
    for before, after in zip([None, *by_number], by_number, strict=False):
        expected = before.number if before else None
        if after.previous != expected:
            yield f"{after.path}: follows version {after.previous}, but the one before it is {expected}"
        elif before and after.previous_digest != before.digest:
            yield f"{after.path}: the chain is broken: version {before.number} has another digest than it says"
        elif before and after.first_serial <= before.last_serial:
            yield f"{after.path}: its serials do not come after those of version {before.number}"
