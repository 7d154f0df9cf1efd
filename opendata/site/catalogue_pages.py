"""Pages: what the pages of the catalogue hold, from values of the domain.

Here: home, publisher, dataset and its history. Not here: single rows (row_page.py), comparing
(version_comparison.py), reading storage (views.py), HTML (templates/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Kind, Table
from opendata.domain.model import Dataset, Licence, Publisher, Version, licence
from opendata.domain.tables.natural_order import natural_key
from opendata.domain.tables.values_for_people import count_text
from opendata.site.links import version_link
from opendata.site.table_listing import MOST_ROWS, Listing, StatusCount, listing, status_counts
from opendata.steps.reading import Reading, Snapshot

BRIEF_ROWS = 50  # of each table after the first on a dataset's page
PUBLISHERS_ON_A_PAGE = 100
VERSIONS_ON_A_PAGE = 100


@dataclass(frozen=True)
class RowCount:
    """How many rows a table has."""

    label: str
    number: str


@dataclass(frozen=True)
class DatasetCard:
    """A dataset in a list."""

    dataset: Dataset
    kind_label: str
    version: Version | None
    counts: Sequence[RowCount]


@dataclass(frozen=True)
class PublisherCard:
    """A publisher with its datasets."""

    publisher: Publisher
    datasets: Sequence[DatasetCard]


@dataclass(frozen=True)
class Part:
    """A page of a list that is too long for one."""

    number: int
    last: int
    first_item: int  # counted from 0

    @property
    def previous(self) -> int | None:
        """The number of the page before this one, None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after this one, None on the last."""
        return self.number + 1 if self.number < self.last else None


@dataclass(frozen=True)
class Download:
    """A table of a version with its download links."""

    label: str
    name: str
    rows: int
    bytes: int
    hash: str
    csv: str
    json: str


@dataclass(frozen=True)
class DatasetPage:
    """What a dataset's page shows, apart from its version and its news."""

    listings: Sequence[Listing]
    statuses: Sequence[StatusCount]
    status_label: str
    downloads: Sequence[Download]
    licence: Licence
    kind_label: str


@dataclass(frozen=True)
class TablePage:
    """One table of the version that holds now, or its rows of one status."""

    table: Table
    listing: Listing
    total: int  # rows on all pages together
    part: Part
    statuses: Sequence[StatusCount]
    status: StatusCount | None  # the only status whose rows are shown; None: all rows


def publisher_cards(
    publishers: Sequence[Publisher],
    datasets: Sequence[Dataset],
    versions: Mapping[str, Version],
    kinds: Mapping[str, Kind],
    language: str,
) -> list[PublisherCard]:
    """Publishers in the order given, each with its datasets by title in natural order.

    versions: the current version of each dataset, by the dataset's path. The database orders the publishers, because
    it cuts their list into pages.
    """
    by_title = sorted(datasets, key=lambda dataset: (natural_key(dataset.title), dataset.name))
    return [
        PublisherCard(
            publisher,
            [
                dataset_card(dataset, versions.get(dataset.path), kinds.get(dataset.kind), language)
                for dataset in by_title
                if dataset.publisher.name == publisher.name
            ],
        )
        for publisher in publishers
    ]


def dataset_card(dataset: Dataset, version: Version | None, kind: Kind | None, language: str) -> DatasetCard:
    """A dataset with the size of its tables; tables without rows are left out."""
    labels = {table.name: table.label(language) for table in kind or ()}
    counts = [
        RowCount(labels.get(resource.name, resource.name), count_text(resource.rows, language))
        for resource in (version.resources if version else ())
        if resource.rows
    ]
    return DatasetCard(dataset, kind.label(language) if kind else dataset.kind, version, counts)


def part_of(asked: str | None, total: int, size: int) -> Part:
    """The page with the number asked for; raises RequestNotValid, which names the number of pages."""
    last = max(1, -(-total // size))
    text = asked or "1"
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 1 <= number <= last:
        german = f"Die Seite „{text}“ hat diese Liste nicht; sie hat {last}"
        raise RequestNotValid("page", f"'{text}' is no page of this list; it has {last}", german=german)
    return Part(number, last, (number - 1) * size)


def dataset_page(reading: Reading, snapshot: Snapshot, kind: Kind | None, language: str) -> DatasetPage:
    """The version that holds now: up to 500 rows of its first table, up to 50 of each other table.

    Raises AnswersBusy.
    """
    tables = snapshot.tables()
    first = tables[0] if tables else None
    filled = [table for table in tables if table is first or snapshot.rows(table).height]
    status = first.role("status") if first else None

    def listed(table: Table) -> Listing:
        places = reading.natural_places(snapshot, table)
        shown = places.head(MOST_ROWS if table is first else BRIEF_ROWS)
        described, rows = kind.table_or_none(table.name) if kind else None, snapshot.rows(table).at(shown)
        return listing(snapshot, table, language, frame=rows, total=len(places), described=described)

    return DatasetPage(
        listings=[listed(table) for table in filled],
        statuses=status_counts(first, _counts(reading, snapshot, first), language) if first else [],
        status_label=status.label(language) if status else "",
        downloads=downloads(snapshot.version, snapshot.kind, language, latest=True),
        licence=licence(snapshot.dataset.licence),
        kind_label=kind.label(language) if kind else snapshot.dataset.kind,
    )


def table_page(
    reading: Reading,
    snapshot: Snapshot,
    table: Table,
    status: str | None,
    asked_page: str | None,
    language: str,
    described: Table | None = None,
) -> TablePage:
    """One page of a table, or of its rows of one status; raises RequestNotValid, AnswersBusy.

    described: the table as its kind has it now.
    """
    places = reading.natural_places(snapshot, table)
    statuses = status_counts(table, _counts(reading, snapshot, table), language)
    field, chosen = table.role("status"), None
    if status is not None:
        chosen = next((count for count in statuses if (count.code or "") == status), None)
        if chosen is None or field is None:
            raise RequestNotValid(
                "status",
                f"no row has the status '{status}'",
                [count.code or "" for count in statuses],
                f"keine Zeile hat den Status „{status}“",
            )
        places = places.filter(reading.values_of(snapshot, table, field.name).are(chosen.code).gather(places))
    part = part_of(asked_page, len(places), MOST_ROWS)
    rows = snapshot.rows(table).at(places.slice(part.first_item, MOST_ROWS))
    rows_on_page = listing(snapshot, table, language, frame=rows, described=described)
    return TablePage(table, rows_on_page, len(places), part, statuses, chosen)


def _counts(reading: Reading, snapshot: Snapshot, table: Table) -> Mapping[str | None, int]:
    """How many rows of a table have each status."""
    status = table.role("status")
    return reading.values_of(snapshot, table, status.name).counts() if status else {}


def downloads(version: Version, kind: Kind, language: str, *, latest: bool = False) -> list[Download]:
    """The tables of a version with their download links; latest: links to whichever version is then the latest."""
    labels = {table.name: table.label(language) for table in kind}
    tables = []
    for resource in version.resources:
        tables.append(
            Download(
                label=labels.get(resource.name, resource.name),
                name=resource.name,
                rows=resource.rows,
                bytes=resource.bytes,
                hash=resource.hash,
                csv=version_link(version, f"{resource.name}.csv", latest=latest),
                json=f"{version_link(version, f'{resource.name}.json', latest=latest)}?limit=0",
            )
        )
    return tables
