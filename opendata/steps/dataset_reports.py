"""Dataset reports: the versions of a dataset and what the journal tells of it, each read once for several figures.

Here: reading. Not here: the figures (domain/overview/), which of them are told together (overviews.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from opendata.domain.model import Dataset, Entry, Version
from opendata.domain.overview.out_of_sight import Removal
from opendata.domain.overview.progress import ReportRows
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.report.questions import DISPOSITION, INTO, REASON
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import Reading, Snapshot

MOST_REPORTS = 120  # versions of which figures are compared; the newest ones
MOST_REMOVALS = 3_000  # entries of the journal about removed rows; the first ones
BYTES_OF_A_ROW = 500  # about, of an overview in memory

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class DatasetReports:
    """The reports of a dataset, for one request: what is published while it is answered is not in them.

    known: the version that holds now, where it was read already. Raises NothingPublished, VersionWithdrawn,
    AnswersBusy.
    """

    reading: Reading
    dataset: Dataset
    known: Version | None = None

    @cached_property
    def current(self) -> Version:
        """The version that holds now."""
        return self.known or self.reading.latest(self.dataset)

    @cached_property
    def total(self) -> int:
        """How many versions that are not withdrawn there are."""
        _ = self.current  # raises where there is none
        return self.reading.versions.count_reports(self.dataset)

    @cached_property
    def newest(self) -> Sequence[Version]:
        """The newest versions that are not withdrawn, oldest first by the day that their figures speak of."""
        _ = self.current
        return self.reading.versions.reports(self.dataset, -MOST_REPORTS, None)

    def part(self, start: int, stop: int) -> Sequence[Version]:
        """The versions from one place to the other in that order, counted from whichever end is nearer."""
        place = start if 2 * start < self.total else start - self.total
        return self.reading.versions.reports(self.dataset, place, stop - start) if start < stop else []

    @cached_property
    def removals(self) -> Sequence[Removal]:
        """The rows of the main table that were removed at some time, oldest first, as the journal tells."""
        dataset, reading = self.dataset, self.reading
        table = main_table(reading, reading.snapshot(dataset, self.current)).table
        scope = Scope(dataset.publisher.name, dataset.name, table.name)
        entries = reading.journal.removals(scope, MOST_REMOVALS)
        told = [entry for entry in entries if entry.version and entry.event.key and not entry.is_withdrawn]
        dates = reading.versions.dates(dataset, sorted({str(entry.version) for entry in told}))
        title = table.role("title")
        return [_removal(entry, title.name if title else "", dates) for entry in told if entry.version in dates]

    @cached_property
    def last_serial(self) -> int:
        """The last serial of the dataset: it rises with each publication and each withdrawal."""
        scope = Scope(self.dataset.publisher.name, self.dataset.name)
        newest = self.reading.journal.newest(1, scope, with_fields=False)
        return newest[0].serial if newest else self.current.last_serial

    def rows_of(self, versions: Sequence[Version]) -> list[ReportRows]:
        """These versions, with the rows of their main tables; versions without that table are left out."""
        reports = []
        for version in versions:
            snapshot = self.reading.snapshot(self.dataset, version)
            view = main_table(self.reading, snapshot)
            if snapshot.has(view.table.name):
                reports.append(ReportRows(version.number, version.as_of, view, snapshot.rows(view.table)))
        return reports

    def dear(
        self,
        form: str,
        make: Callable[[], Answer],
        rows: Callable[[Answer], int] = len,  # type: ignore[assignment]
    ) -> Answer:
        """An answer that is kept until something about the dataset is published or withdrawn."""
        return self.reading.dear(
            [self.current], self._name(form), make, lambda told: BYTES_OF_A_ROW * (1 + rows(told))
        )

    def kept(self, form: str) -> Any:
        """Such an answer if it is kept, otherwise None."""
        return self.reading.answers.find((self.current.digest,), self._name(form))

    def _name(self, form: str) -> str:
        return f"{form} {self.last_serial}"


def main_table(reading: Reading, snapshot: Snapshot) -> ViewedTable:
    """The table of a version that overviews are about, with the roles of its fields."""
    return ViewedTable.main(snapshot.kind, reading.kinds.get(snapshot.dataset.kind))


def _removal(entry: Entry, title: str, dates: Mapping[str, date]) -> Removal:
    key, number = str(entry.event.key), str(entry.version)
    name, _ = entry.event.fields.get(title, (None, None))
    said = next((answer for answer in entry.event.answers if DISPOSITION in answer), None)
    said = said or next(iter(entry.event.answers), {})
    return Removal(
        key, str(name or key), number, dates[number], said.get(DISPOSITION), said.get(INTO), said.get(REASON)
    )
