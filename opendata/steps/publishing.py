"""Publishing: checked tables become the next version of a dataset.

Here: what a draft would change, and making a release of it. Not here: reading and checking the upload (intake/,
validation/), making a release public (storage/).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from opendata.domain.continuity.answered_rows import answered_rows, answers_about_all, titles_of_successors
from opendata.domain.continuity.version_step import VersionStep
from opendata.domain.errors import VersionConflict
from opendata.domain.journal import row_events
from opendata.domain.journal.answered_events import with_answers
from opendata.domain.journal.event_columns import Events
from opendata.domain.journal.row_names import RowNames
from opendata.domain.kinds import Kind
from opendata.domain.model import Dataset, Upload, Version
from opendata.domain.packages import version_numbers
from opendata.domain.packages.canonical_tables import CanonicalTable, written_tables
from opendata.domain.packages.descriptor import CHANGES, EDITS, Release, changes_file, edits_file, table_files
from opendata.domain.report.mapped_tables import Mapped, MappedTable
from opendata.domain.tables.changeset import Changeset, diff_tables, fields_differ, sorted_tables, total_counts
from opendata.steps.known_tables import published_like
from opendata.steps.ports.versions import Versions


@dataclass(frozen=True)
class Draft:
    """Valid tables in canonical order that are not published yet."""

    dataset: Dataset
    kind: Kind  # canonical, with the dataset's own fields
    tables: Mapping[str, CanonicalTable]  # every table of the kind
    as_of: date
    message: str | None = None
    upload: str | None = None  # the id of the upload it came from
    upload_run: str | None = None  # that made it
    arriving: Upload | None = None  # that upload, where its record is still to be written, together with the version
    arriving_bytes: int = 0  # of the files of that upload
    answers: Sequence[Mapping[str, str]] = ()  # those that are published with the version
    edits: Sequence[Mapping[str, str | None]] = ()  # cells mended in the service, as far as they are public
    mapping: Mapping[str, Any] | None = None  # by which the upload was read; the dataset's as soon as it is published

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """The frame of every table."""
        return {name: table.frame for name, table in self.tables.items()}


@dataclass(frozen=True)
class Plan:
    """What publishing a draft would change, counted against the current version of its dataset."""

    last: Version | None  # the version that the release follows in the chain; it may be withdrawn
    changesets: Mapping[str, Changeset]
    counts: Mapping[str, int]
    number: str | None  # None: the content is identical, so that nothing would be published
    before: Mapping[str, pl.DataFrame] = field(default_factory=dict)  # the current version's tables that have rows
    returned: Mapping[str, Collection[str]] = field(default_factory=dict)  # keys of added rows that were there before
    confirms: bool = False  # nothing has changed, and the publisher says so in public, of a later date
    like_older: tuple[str, date] | None = None  # number and as_of of an older version with the same tables
    like_other: tuple[str, str] | None = None  # titles of another publisher and its dataset with the same tables


def tables_with_rows(current: Version | None) -> list[str]:
    """The tables that an upload takes over from the current version if it does not bring them.

    An absent and an empty table give the same version, so an empty one would only make the check longer.
    """
    return [] if current is None else _with_rows(current)


def tables_to_carry(sent: Collection[str], versions: Versions, current: Version | None) -> dict[str, pl.DataFrame]:
    """The tables of the current version that have rows and were not sent."""
    if current is None:
        return {}
    return {name: versions.table(current, name) for name in _with_rows(current) if name not in sent}


def carried_over(mapped: Mapped, frames: Mapping[str, pl.DataFrame]) -> Mapped:
    """The upload with tables of the current version that are missing from it.

    A city that keeps measures and funding in two files can so send one file without removing the other table.
    """
    tables = dict(mapped.tables)
    for table in mapped.kind:
        if table.name in tables or table.name not in frames:
            continue
        frame = frames[table.name]
        frame = frame.select(
            pl.col(n) if n in frame.columns else pl.lit(None, dtype=pl.String).alias(n) for n in table.field_names
        )
        tables[table.name] = MappedTable(frame, range(2, frame.height + 2), {}, sheet=None, file=None)
    return replace(mapped, tables=tables)


def _with_rows(version: Version) -> list[str]:
    """The names of a version's tables that are not empty."""
    return [resource.name for resource in version.resources if resource.rows]


def tables_of(mapped: Mapped) -> Mapping[str, CanonicalTable]:
    """The tables of a valid upload: every table of the kind, in canonical order."""
    frames = {name: table.frame for name, table in mapped.tables.items()}
    return written_tables(sorted_tables(frames, mapped.kind))


def plan(draft: Draft, versions: Versions, *, confirmed: bool = False) -> Plan:
    """What the draft would change, counted against the current version.

    The number follows that of the last version, withdrawn or not. confirmed: the publisher says that the figures are
    confirmed, so that identical content of a later date is a version as well. Raises VersionConflict if the current
    version was withdrawn meanwhile.
    """
    dataset, last = draft.dataset, versions.last(draft.dataset)
    if last is None:
        changesets = diff_tables({}, draft.frames, draft.kind, None)
        _, elsewhere = published_like(dataset, draft.tables, draft.kind, versions)
        return Plan(None, changesets, total_counts(changesets), version_numbers.FIRST, like_other=elsewhere)
    kinds, before, confirms = [versions.kind(last)], dict[str, pl.DataFrame](), False
    if dataset.current is not None:
        current = last if last.number == dataset.current else versions.get(dataset, dataset.current)
        if current.withdrawal:
            raise VersionConflict(dataset.path, current.number, None)
        kinds.append(versions.kind(current))
        before = {name: versions.table(current, name) for name in _with_rows(current)}
        confirms = confirmed and draft.as_of > current.as_of
    changesets = diff_tables(before, draft.frames, draft.kind, kinds[-1])
    counts = total_counts(changesets)
    # Programs may have been written for the current version, or for the one that was withdrawn since.
    differ = any(fields_differ(kind, draft.kind) for kind in kinds)
    is_same = dataset.current is not None and not fields_differ(kinds[-1], draft.kind) and not any(counts.values())
    if is_same and not confirms:
        return Plan(last, changesets, counts, None, before)
    number = version_numbers.next_number(
        last.number, fields_differ=differ, counts=counts, same_as_of=last.as_of == draft.as_of
    )
    if is_same:
        return Plan(last, changesets, counts, number, before, confirms=True)
    returned = _returned(draft, changesets, versions)
    older, elsewhere = published_like(dataset, draft.tables, draft.kind, versions)
    return Plan(last, changesets, counts, number, before, returned, like_older=older, like_other=elsewhere)


def step_of(draft: Draft, plan: Plan, today: date) -> VersionStep:
    """The step from the current version to a draft, about which questions are asked and answered."""
    return VersionStep(
        draft.kind,
        plan.changesets,
        plan.before,
        draft.frames,
        draft.as_of,
        today,
        plan.returned,
        plan.like_older,
        plan.like_other,
    )


def _returned(draft: Draft, changesets: Mapping[str, Changeset], versions: Versions) -> Mapping[str, Collection[str]]:
    """Of each table whose rows have a status, the keys of added rows that were removed from an earlier version."""
    added = {
        table.name: RowNames.of(draft.kind, table, {}).keys(changesets[table.name].added)
        for table in draft.kind
        if table.role("status") is not None and not changesets[table.name].added.is_empty()
    }
    return {name: versions.once_removed(draft.dataset, name, keys.to_list()) for name, keys in added.items()}


def publish(
    draft: Draft,
    versions: Versions,
    *,
    base: str | None,
    now: datetime,
    planned: Plan | None = None,
    confirmed: bool = False,
) -> Version | None:
    """Make the draft the next version; None if its content is that of the current one.

    base: the version against which the changes were shown. Raises VersionConflict if the current version is another
        one: nobody publishes changes that they have not seen. The draft's upload is published with the draft.
    planned: the plan of this draft, if it was made just now. Appending the release detects a version that came
        since. It does not detect identical content, so a plan for identical content is made again.
    confirmed: as in plan().
    """
    current_plan = planned if planned and planned.number is not None else plan(draft, versions, confirmed=confirmed)
    if current_plan.number is None:
        # This holds after a conflict, too: a request whose answer was lost may have published this draft.
        return None
    if base != draft.dataset.current:
        raise VersionConflict(draft.dataset.path, base, draft.dataset.current)
    return versions.append(_release(draft, current_plan, versions), now=now)


def events_of(draft: Draft, plan: Plan, versions: Versions) -> Events:
    """What the journal and the feeds will say once the draft is published as the plan says; its number is known."""
    assert plan.number is not None
    dataset, first = draft.dataset, plan.last is None
    rows = row_events.row_events(
        draft.kind,
        plan.changesets,
        draft.frames,
        lambda resource, _field, keys: {} if first else versions.times_moved(dataset, resource, keys),
    )
    step = step_of(draft, plan, draft.as_of)
    answered = answered_rows(step, draft.answers)
    rows = with_answers(rows, answered, titles_of_successors(step, answered))
    about = (dataset.title, dataset.publisher.title, plan.number, draft.as_of, plan.counts)
    answers = answers_about_all(draft.answers)
    if plan.confirms:
        return Events.of([row_events.confirmed(*about[:-1], answers=answers)])
    published = row_events.published(*about, first=first, answers=answers)
    # This event is the last one: whoever has read the journal up to its serial has read the whole version.
    return Events.joined([rows, [published]])


def _release(draft: Draft, plan: Plan, versions: Versions) -> Release:
    dataset, number = draft.dataset, plan.number
    assert number is not None  # otherwise publish() has already returned
    events = events_of(draft, plan, versions)
    resources, files = table_files(draft.tables, draft.kind)
    if draft.edits:
        files[EDITS] = edits_file(draft.edits)
    files[CHANGES] = changes_file(dataset.current, number, plan.counts, events)
    return Release(
        dataset=dataset,
        kind=draft.kind,
        number=number,
        as_of=draft.as_of,
        message=draft.message,
        previous=plan.last,
        counts=plan.counts,
        resources=resources,
        events=events,
        files=files,
        upload=draft.upload,
        upload_run=draft.upload_run,
        arriving=draft.arriving,
        arriving_bytes=draft.arriving_bytes,
        answers=draft.answers,
        edits=len(draft.edits),
        mapping=draft.mapping,
    )
