"""The deadlines of a dataset as it stands, with what the journal says of their being put off.

Here: which version, from which day on, and how many. Not here: which dates are deadlines (domain/deadlines.py),
calendars (formats/calendar_file.py).

Nothing here depends on the clock: deadlines are told from a year before the day that the data stand for, so that an
answer stays the same until something is published or withdrawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from opendata.domain.continuity.odd_rows import DEADLINE_MOVED
from opendata.domain.deadlines import Deadline, PutOff, deadline_fields, open_deadlines, with_put_off
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Entry, Version
from opendata.domain.tables.partial_dates import slip
from opendata.steps.ports.journal import Scope
from opendata.steps.reading import FEW_ROWS, Reading

MOST_DEADLINES = 3000  # of a calendar; the first ones
MOST_DATASETS = 100  # of a publisher's calendar; the first ones that have deadlines
READ_FOR_REASONS = 1000  # how many of the journal's newest entries of a table are read for the reasons
TOLD_BEFORE = timedelta(days=366)  # so long before the day of the data a deadline may have ended
BYTES_OF_A_DEADLINE = 1500


@dataclass(frozen=True)
class DatasetDeadlines:
    """The open deadlines of a dataset, the first ones first; changed_at, serial: of its newest entry."""

    dataset: Dataset
    deadlines: Sequence[Deadline]
    changed_at: datetime
    serial: int


@dataclass(frozen=True)
class _Move:
    """That a deadline moved, as an entry of the journal tells."""

    put_off: PutOff
    after: str

    def is_to(self, due: str) -> bool:
        """Whether it put the deadline off to that date."""
        try:
            return self.after == due and (slip(self.put_off.before, due) or 0) > 0
        except ValueError:
            return False


def dataset_deadlines(reading: Reading, dataset: Dataset) -> DatasetDeadlines | None:
    """The deadlines of the version that holds now; None if there is none. Raises AnswersBusy."""
    if dataset.current is None:
        return None
    return _of_version(reading, dataset, reading.versions.get(dataset, dataset.current))


def next_deadlines(reading: Reading, dataset: Dataset, version: Version) -> Sequence[Deadline]:
    """The deadlines of a version from the day of its data on, without the reasons of their being put off.

    Raises AnswersBusy.
    """
    return _kept_open(reading, dataset, version, version.as_of, MOST_DEADLINES)


def has_open_deadlines(reading: Reading, dataset: Dataset, version: Version) -> bool:
    """Whether the calendar of a dataset holds anything, as the version has it; raises AnswersBusy."""
    if not may_have_deadlines(reading.kinds.get(dataset.kind)):
        return False
    return bool(_kept_open(reading, dataset, version, version.as_of - TOLD_BEFORE, 1))


def publisher_deadlines(reading: Reading, datasets: Sequence[Dataset]) -> list[DatasetDeadlines]:
    """The deadlines of datasets, in their order; datasets without deadlines are left out. Raises AnswersBusy."""
    current = reading.versions.current(datasets)
    told: list[DatasetDeadlines] = []
    for dataset in datasets:
        version = current.get(dataset.path)
        if version is None or not may_have_deadlines(reading.kinds.get(dataset.kind)):
            continue
        told.append(_of_version(reading, dataset, version))
        if len(told) == MOST_DATASETS:
            break
    return told


def may_have_deadlines(kind: Kind | None) -> bool:
    """Whether datasets of a kind can have deadlines; those of a kind that is gone can."""
    return kind is None or any(deadline_fields(table, table) for table in kind)


def _of_version(reading: Reading, dataset: Dataset, version: Version) -> DatasetDeadlines:
    newest = reading.journal.newest(1, Scope(dataset.publisher.name, dataset.name), with_fields=False)
    serial = newest[0].serial if newest else version.last_serial
    changed_at = newest[0].updated_at if newest else version.published_at

    def read() -> tuple[Deadline, ...]:
        found = _open(reading, dataset, version, version.as_of - TOLD_BEFORE, MOST_DEADLINES)
        return tuple(_with_reasons(reading, dataset, found))

    # The serial is part of the form, because a withdrawal takes reasons of earlier versions out of the journal.
    form = f"deadlines {serial}"
    deadlines = reading.dear([version], form, read, lambda made: len(made) * BYTES_OF_A_DEADLINE)
    return DatasetDeadlines(dataset, deadlines, changed_at, serial)


def _kept_open(reading: Reading, dataset: Dataset, version: Version, since: date, most: int) -> Sequence[Deadline]:
    """What _open() finds; of long tables it is found once for all pages that tell of it."""

    def found() -> Sequence[Deadline]:
        return _open(reading, dataset, version, since, most)

    if all(resource.rows <= FEW_ROWS for resource in version.resources):
        return found()
    form = f"open deadlines since {since}: {most}"
    return reading.dear([version], form, found, lambda made: (1 + len(made)) * BYTES_OF_A_DEADLINE)


def _open(reading: Reading, dataset: Dataset, version: Version, since: date, most: int) -> Sequence[Deadline]:
    """The deadlines of a version from a day on, without the reasons of their being put off."""
    snapshot = reading.snapshot(dataset, version)
    tables = {table.name: snapshot.rows(table) for table in snapshot.tables()}
    return open_deadlines(snapshot.kind, reading.kinds.get(dataset.kind), tables, since, most)


def _with_reasons(reading: Reading, dataset: Dataset, found: Sequence[Deadline]) -> Iterator[Deadline]:
    moves: dict[tuple[str, str, str], _Move] = {}
    fields: dict[str, set[str]] = {}
    for deadline in found:
        fields.setdefault(deadline.resource, set()).add(deadline.field)
    for resource, names in fields.items():
        scope = Scope(dataset.publisher.name, dataset.name, resource)
        counted = _counted_field(reading.kinds.get(dataset.kind), resource)
        for entry in reversed(reading.journal.newest(READ_FOR_REASONS, scope)):
            for name in names & entry.event.fields.keys():
                moves[(resource, entry.event.key or "", name)] = _move(entry, name, counted)
    for deadline in found:
        move = moves.get((deadline.resource, deadline.key, deadline.field))
        yield with_put_off(deadline, move.put_off if move and move.is_to(deadline.due) else None)


def _move(entry: Entry, field: str, counted: str | None) -> _Move:
    before, after = (str(value or "") for value in entry.event.fields[field])
    if field != counted:
        return _Move(PutOff(before, None, ()), after)
    told = [answer.get("reason", "") for answer in entry.event.answers if answer.get("about") == DEADLINE_MOVED]
    return _Move(PutOff(before, entry.event.times_moved, tuple(dict.fromkeys(filter(None, told)))), after)


def _counted_field(kind: Kind | None, resource: str) -> str | None:
    """The field whose moves the journal counts and publishers are asked about."""
    table = kind.table_or_none(resource) if kind else None
    deadline = table.role("deadline") if table else None
    return deadline.name if deadline else None
