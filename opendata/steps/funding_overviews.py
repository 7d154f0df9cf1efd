"""The funding of a publisher: every funding of its datasets, what became of the money, and what is due when.

Here: which versions and tables are meant. Not here: the figures (domain/overview/funding.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opendata.domain.kinds import Table
from opendata.domain.model import Dataset, Publisher, Version
from opendata.domain.overview import climate_measures
from opendata.domain.overview.funding import (
    DueDate,
    FundingRow,
    ProgrammeSums,
    approved_but_not_begun,
    by_programme,
    due_dates,
    due_within,
    funding_rows,
    sums,
)
from opendata.steps.dataset_reports import main_table
from opendata.steps.reading import Reading

BYTES_OF_A_FUNDING = 2_500


@dataclass(frozen=True)
class DatasetFunding:
    """The fundings of the current version of a dataset; dates: those that are not met yet, the first ones first."""

    dataset: Dataset
    version: Version
    table: Table
    rows: Sequence[FundingRow]
    dates: Sequence[DueDate]


@dataclass(frozen=True)
class FundingOverview:
    """The fundings of one or several publishers.

    due: what is due within so many days. past: what should have been done by now, as far as the data tell, which may
    be older than that.
    """

    datasets: Sequence[DatasetFunding]
    rows: Sequence[FundingRow]
    programmes: Sequence[ProgrammeSums]
    total: ProgrammeSums
    not_begun: Sequence[FundingRow]
    due: Sequence[DueDate]
    past: Sequence[DueDate]


def publisher_funding(reading: Reading, publisher: Publisher, today: date, within_days: int) -> FundingOverview:
    """The fundings of a publisher; raises AnswersBusy."""
    return funding_of(reading, reading.catalogue.datasets(publisher.name), today, within_days)


def funding_of(reading: Reading, datasets: Sequence[Dataset], today: date, within_days: int) -> FundingOverview:
    """The fundings of these datasets, of those among them that have any; raises AnswersBusy."""
    current = reading.versions.current([dataset for dataset in datasets if dataset.kind == climate_measures.KIND])
    told = [
        funding
        for dataset in datasets
        if (version := current.get(dataset.path)) is not None
        and version.withdrawal is None
        and (funding := dataset_funding(reading, dataset, version, today)) is not None
    ]
    rows = [row for funding in told for row in funding.rows]
    codes = dict.fromkeys(code for f in told for code in f.table.field_or_text(climate_measures.PROGRAMME).codes)
    dates = sorted((due for funding in told for due in funding.dates), key=lambda due: due.on)
    return FundingOverview(
        datasets=told,
        rows=rows,
        programmes=by_programme(rows, codes),
        total=sums(None, rows),
        not_begun=approved_but_not_begun(rows),
        due=due_within(dates, within_days),
        past=[due for due in dates if due.days < 0],
    )


def dataset_funding(reading: Reading, dataset: Dataset, version: Version, today: date) -> DatasetFunding | None:
    """The fundings of a version; None where it has no table of them. Raises VersionWithdrawn, AnswersBusy."""
    snapshot = reading.snapshot(dataset, version)
    table = snapshot.kind.table_or_none(climate_measures.FUNDING)
    if table is None or not snapshot.has(table.name):
        return None

    def read() -> tuple[list[FundingRow], list[DueDate]]:
        view = main_table(reading, snapshot)
        owner = (dataset.publisher.name, dataset.name)
        rows = funding_rows(*owner, table, snapshot.frame(table.name), view, snapshot.rows(view.table))
        described = reading.kinds.get(dataset.kind)
        now = described.table_or_none(table.name) if described else None
        return rows, due_dates(rows, table, now, today)

    form = f"funding {today}"
    rows, dates = reading.dear([version], form, read, lambda made: BYTES_OF_A_FUNDING * (1 + len(made[0])))
    return DatasetFunding(dataset, version, table, rows, dates)
