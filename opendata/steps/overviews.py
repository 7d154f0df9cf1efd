"""Overviews of datasets and publishers, for pages and programs alike: where they stand, and how they came there.

Here: of what the figures are made. Not here: reading versions and the journal for them (dataset_reports.py), the
figures (domain/overview/), the funding of publishers (funding_overviews.py), pages (site/), answers (api/).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from opendata.domain.errors import NothingPublished, RequestNotValid
from opendata.domain.model import Dataset, Publisher, Version
from opendata.domain.overview import climate_measures
from opendata.domain.overview.comparison import FEWEST, MOST, DatasetStanding, standing
from opendata.domain.overview.funding import ProgrammeSums, funding_rows, sums
from opendata.domain.overview.out_of_sight import OutOfSight, Removal, out_of_sight
from opendata.domain.overview.progress import ProgressStep, progress
from opendata.domain.overview.rows_on_demand import RowsOnDemand
from opendata.domain.overview.slip import slips
from opendata.domain.overview.slip_columns import Slip
from opendata.domain.overview.standing_columns import StandingRow
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.report.questions import RENUMBERED
from opendata.steps.dataset_reports import BYTES_OF_A_ROW, DatasetReports, main_table
from opendata.steps.next_steps import due_day
from opendata.steps.reading import LATEST, Reading, Snapshot

AT_ONCE = 500  # versions that are read at the same time by whoever goes through all of them
BYTES_OF_A_GROUP = 1_500  # about, of the figures of a group
BYTES_OF_A_KEY = 60  # about, of a row that an overview names by its key alone


@dataclass(frozen=True)
class DatasetOverview:
    """Where a dataset stands in its current version."""

    dataset: Dataset
    version: Version
    view: ViewedTable
    standing: DatasetStanding


@dataclass(frozen=True)
class ComparedDataset:
    """A dataset of a comparison; funding: the sums over all of its fundings, None where it has none."""

    overview: DatasetOverview
    slips: Sequence[Slip]
    funding: ProgrammeSums | None

    @property
    def publisher(self) -> Publisher:
        """Who publishes it."""
        return self.overview.dataset.publisher


def dataset_overview(reading: Reading, dataset: Dataset, today: date) -> DatasetOverview:
    """Where a dataset stands; raises NothingPublished, VersionWithdrawn, AnswersBusy."""
    version = reading.latest(dataset)
    snapshot = reading.snapshot(dataset, version)
    view = main_table(reading, snapshot)

    def stand() -> DatasetStanding:
        return standing(view, snapshot.rows(view.table), version.as_of, today, due_day(dataset, version))

    form = f"standing {today} {dataset.rhythm}"
    return DatasetOverview(dataset, version, view, reading.dear([version], form, stand, _size_of_standing))


def dataset_at(reading: Reading, dataset: Dataset, version: Version, today: date) -> DatasetOverview:
    """The same for any version that is not withdrawn: the dataset as it stood then.

    Raises VersionWithdrawn, AnswersBusy.
    """
    snapshot = reading.snapshot(dataset, version)
    view = main_table(reading, snapshot)

    def stand() -> DatasetStanding:
        return standing(view, snapshot.rows(view.table), version.as_of, today, None)

    form = f"standing of then {today}"
    return DatasetOverview(dataset, version, view, reading.dear([version], form, stand, _size_of_standing))


def dataset_progress(
    reading: Reading, dataset: Dataset, start: int = 0, limit: int | None = None
) -> tuple[Sequence[ProgressStep], int]:
    """So many steps from report to report from a place on, oldest first by as_of, and how many there are.

    limit None: all from there on. Withdrawn versions have no step. Raises NothingPublished, VersionWithdrawn,
    AnswersBusy.
    """
    return progress_of(DatasetReports(reading, dataset), start, limit)


def dataset_slips(reading: Reading, dataset: Dataset) -> Sequence[Slip]:
    """The rows whose deadlines moved, those that slipped most first; raises NothingPublished, AnswersBusy."""
    return slips_of(DatasetReports(reading, dataset))


def dataset_out_of_sight(reading: Reading, dataset: Dataset) -> OutOfSight:
    """What the publisher took out of its plan, never began or put off often; raises NothingPublished, AnswersBusy."""
    return out_of_sight_of(DatasetReports(reading, dataset))


def progress_of(
    reports: DatasetReports, start: int = 0, limit: int | None = None
) -> tuple[Sequence[ProgressStep], int]:
    """As dataset_progress(), of reports from which more is told."""
    stop = min(start + limit, reports.total) if limit else reports.total
    form = f"progress {start} {stop}"
    kept: Sequence[ProgressStep] | None = reports.kept(form)
    if kept is None:  # each step is made in a turn of its own
        steps = list(_steps(reports, start, stop))
        kept = reports.dear(form, lambda: steps, _rows_of_progress)
    return kept, reports.total


def _steps(reports: DatasetReports, start: int, stop: int) -> Iterator[ProgressStep]:
    """The steps from one place to the other; one that was told before is kept, since versions never change."""
    renumbered = _renumbered(reports.removals)
    mark = sha256(repr(sorted(renumbered.items())).encode()).hexdigest()
    before = next(iter(reports.part(start - 1, start)), None) if 0 < start < stop else None
    for first in range(start, stop, AT_ONCE):
        for version in reports.part(first, min(first + AT_ONCE, stop)):
            told = _step(reports, before, version, renumbered, mark)
            yield from told
            before = version if told else before


def _step(
    reports: DatasetReports, before: Version | None, version: Version, renumbered: Mapping[str, str], mark: str
) -> Sequence[ProgressStep]:
    """The step to a version; empty where it lacks the main table."""

    def step() -> Sequence[ProgressStep]:
        earlier = reports.rows_of([before]) if before else []
        return progress(reports.rows_of([version]), next(iter(earlier), None), renumbered)

    about = [before, version] if before else [version]
    return reports.reading.dear(
        about, f"step {mark}", step, lambda told: BYTES_OF_A_ROW * (1 + _rows_of_progress(told))
    )


def slips_of(reports: DatasetReports) -> Sequence[Slip]:
    """As dataset_slips()."""

    def slipped() -> Sequence[Slip]:
        return slips(reports.rows_of(reports.newest), _renumbered(reports.removals))

    return reports.dear("slips", slipped, _rows_in_memory)


def out_of_sight_of(reports: DatasetReports) -> OutOfSight:
    """As dataset_out_of_sight()."""
    slipped = slips_of(reports)

    def gone() -> OutOfSight:
        newest = reports.rows_of(reports.newest)
        return out_of_sight(newest, reports.removals, slipped, climate_measures.NOTE)

    return reports.dear("out of sight", gone, _rows_of_sight)


def compared(
    reading: Reading, publishers: Sequence[str], today: date, kind: str | None = None
) -> Sequence[ComparedDataset]:
    """The datasets of one kind of two to four publishers, in the order in which they are named.

    kind: None for measures, or else the first kind that all of them have published. Raises RequestNotValid,
    PublisherNotFound, NothingPublished, AnswersBusy.
    """
    names = list(dict.fromkeys(publishers))
    if not FEWEST <= len(names) <= MOST:
        german = f"nennen Sie {FEWEST} bis {MOST} verschiedene Stellen, durch Kommas getrennt"
        message = f"name {FEWEST} to {MOST} different publishers, separated by commas"
        raise RequestNotValid("publishers", message, german=german)
    found = {name: [d for d in reading.catalogue.datasets(name) if d.current is not None] for name in names}
    shared = _shared_kind(found, kind)
    return [compared_dataset(reading, _of_kind(datasets, shared), today) for datasets in found.values()]


def compared_dataset(reading: Reading, dataset: Dataset, today: date) -> ComparedDataset:
    """One dataset as a comparison has it; raises NothingPublished, VersionWithdrawn, AnswersBusy."""
    overview = dataset_overview(reading, dataset, today)

    def funded() -> Sequence[ProgrammeSums]:
        return _funding_sums(reading.snapshot(dataset, overview.version), overview.view)

    reports = DatasetReports(reading, dataset, overview.version)
    funding = reports.dear("funding sums", funded)
    return ComparedDataset(overview, slips_of(reports), next(iter(funding), None))


def _renumbered(removals: Sequence[Removal]) -> dict[str, str]:
    return {told.key: told.into for told in removals if told.disposition == RENUMBERED and told.into}


def _funding_sums(snapshot: Snapshot, view: ViewedTable) -> list[ProgrammeSums]:
    """The sums over the fundings of a version; empty where it has none."""
    table = snapshot.kind.table_or_none(climate_measures.FUNDING)
    if table is None or not snapshot.has(table.name):
        return []
    dataset, measures = snapshot.dataset, snapshot.rows(view.table)
    rows = funding_rows(dataset.publisher.name, dataset.name, table, snapshot.frame(table.name), view, measures)
    return [sums(None, rows)] if rows else []


def _shared_kind(found: Mapping[str, Sequence[Dataset]], kind: str | None) -> str:
    """The kind that is compared; raises RequestNotValid, NothingPublished."""
    for name, datasets in found.items():
        if not datasets:
            raise NothingPublished(name, LATEST)
    kinds = [dict.fromkeys(dataset.kind for dataset in datasets) for datasets in found.values()]
    shared = [name for name in kinds[0] if all(name in others for others in kinds)]
    if kind is not None:
        shared = [name for name in shared if name == kind]
    if not shared:
        known = sorted({name for names in kinds for name in names})
        parameter = "publishers" if kind is None else "kind"
        german = "diese Stellen haben keine Daten derselben Art veröffentlicht"
        raise RequestNotValid(parameter, "these publishers have published no data of one kind", known, german)
    return climate_measures.KIND if climate_measures.KIND in shared else shared[0]


def _of_kind(datasets: Sequence[Dataset], kind: str) -> Dataset:
    return next(dataset for dataset in datasets if dataset.kind == kind)


def _rows_of_progress(steps: Sequence[ProgressStep]) -> int:
    """How many rows are as large as these steps, whose keys of added and removed rows are most of it."""
    keys = sum(len(step.added.first) + len(step.removed.first) for step in steps)
    return 3 * len(steps) + keys * BYTES_OF_A_KEY // BYTES_OF_A_ROW


def _size_of_standing(told: DatasetStanding) -> int:
    return BYTES_OF_A_GROUP * (10 + len(told.by_group) + len(told.by_topic))


def _rows_of_sight(told: OutOfSight) -> int:
    standing = _rows_in_memory(told.given_up) + _rows_in_memory(told.never_begun)
    return len(told.removed) + standing + _rows_in_memory(told.often_moved)


def _rows_in_memory(listed: Sequence[Slip] | Sequence[StandingRow]) -> int:
    """How many rows are as large as these; long lists of them are columns of numbers."""
    return listed.size() // BYTES_OF_A_ROW if isinstance(listed, RowsOnDemand) else len(listed)
