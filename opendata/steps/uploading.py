"""Uploading: what happens to a city's files from their arrival to a draft.

Here: the order of the steps, the same for HTTP and the terminal. Not here: the steps themselves, which are reading
(intake/), checking (validation/), publishing (publishing.py) and keeping (storage/).
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from typing import Any

from opendata.domain.actors import SERVICE
from opendata.domain.errors import DateBeforeLast, StorageUnavailable, UploadKnown
from opendata.domain.kinds import Field, Kind
from opendata.domain.model import Dataset, SourceFile, Upload, Version
from opendata.domain.packages.canonical_tables import CanonicalTable
from opendata.domain.packages.version_history import gone
from opendata.domain.packages.withdrawal import carries_over
from opendata.domain.report.edits import edits_from_json, found, public_edits
from opendata.domain.report.findings import Rewrite
from opendata.domain.report.report_facts import ReportFacts
from opendata.domain.report.summary import with_note
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.steps import answering, publishing
from opendata.steps.desk import Desk
from opendata.steps.ports.checking import Asked, Caller
from opendata.steps.report_parts import parts_of, with_readings
from opendata.steps.room_for_files import must_have_room
from opendata.steps.sent_again import told_if_sent_again

EXPIRED_AT_ONCE = 20


@dataclass(frozen=True)
class Arrival:
    """What the sender of files states about them."""

    as_of: date
    message: str | None = None
    mapping: Mapping[str, Any] | None = None  # None: the mapping of what was published last
    upload_id: str | None = None  # under which the upload is kept; None: one that is drawn


@dataclass(frozen=True)
class Examined:
    """The result of reading and checking an upload: all rewrites and, if it is valid, the draft and its plan."""

    upload: Upload
    rewrites: Sequence[Rewrite]
    draft: publishing.Draft | None = None
    plan: publishing.Plan | None = None
    facts: ReportFacts | None = None  # of a report with pages
    older: Sequence["Examined"] = ()  # the older parts of a report that tells of several dates, oldest first

    @property
    def tables(self) -> dict[str, bytes]:
        """The draft's tables by name as canonical CSV; empty if the upload is invalid."""
        return {name: table.content for name, table in self.draft.tables.items()} if self.draft else {}


def receive(
    desk: Desk, dataset: Dataset, files: Sequence[SourceFile], arrival: Arrival, *, now: datetime
) -> Examined:
    """Read and check files, and keep them as a draft or, if the report has errors, as an invalid upload.

    Raises NoRoomLeft, DateBeforeLast, UploadKnown, and what an Examination raises; then nothing is kept.
    """
    examined = examined_at_arrival(desk, dataset, files, arrival, now=now)
    keep(desk, examined, files, now=now)
    return examined


def examined_at_arrival(
    desk: Desk, dataset: Dataset, files: Sequence[SourceFile], arrival: Arrival, *, now: datetime
) -> Examined:
    """Read and check files that have just arrived; nothing is kept. Raises what receive() raises."""
    must_have_room(desk, dataset, files, arrival.upload_id)
    current = after_last(desk, dataset, arrival.as_of)
    return examine(desk, dataset, arrived(dataset, arrival, now=now), files, current=current)


def keep(desk: Desk, examined: Examined, files: Sequence[SourceFile], *, now: datetime) -> None:
    """Keep what was examined as a draft or as an invalid upload; raises UploadKnown if it is kept already."""
    keep_older_parts(desk, examined, files)
    desk.uploads.add(examined.upload, contents(files), examined.tables, examined.rewrites, facts=examined.facts)
    note_arrival(desk, examined.upload, [file.name for file in files])
    clear_expired(desk, now)


def keep_older_parts(desk: Desk, examined: Examined, files: Sequence[SourceFile]) -> None:
    """Keep the older parts of a report, those that are not kept yet: as uploads of their own, with the same files."""
    for part in examined.older:
        with suppress(UploadKnown):
            desk.uploads.add(part.upload, contents(files), part.tables, part.rewrites, facts=part.facts)
            note_arrival(desk, part.upload, [file.name for file in files])


def contents(files: Sequence[SourceFile]) -> dict[str, bytes]:
    """The bytes of each file, by its name."""
    return {file.name: file.content for file in files}


def note_arrival(desk: Desk, upload: Upload, names: Sequence[str]) -> None:
    """Write into the audit log that files were sent; their names may tell what a withdrawal takes back."""
    desk.note("upload.sent", upload.publisher, **about_upload(upload), files=str(len(names)))


def about_upload(upload: Upload) -> dict[str, str]:
    """What the audit log says of an upload."""
    return {"dataset": upload.dataset, "as_of": upload.as_of.isoformat(), "upload": upload.id}


def arrived(dataset: Dataset, arrival: Arrival, *, now: datetime) -> Upload:
    """A new upload, of which only the statements of its sender are known."""
    return Upload(
        id=arrival.upload_id or secrets.token_hex(16),
        publisher=dataset.publisher.name,
        dataset=dataset.name,
        state="processing",
        as_of=arrival.as_of,
        created_at=now,
        message=arrival.message,
        base=dataset.current,
        report={},
        counts=None,
        next_version=None,
        mapping=arrival.mapping if arrival.mapping is not None else dataset.mapping,
    )


def examine(
    desk: Desk,
    dataset: Dataset,
    upload: Upload,
    files: Sequence[SourceFile],
    *,
    current: Version | None = None,
    caller: Caller = Caller.PUBLISHER,
    tell: Callable[[float], None] | None = None,
) -> Examined:
    """Read and check the files of an upload. Nothing is stored: the caller keeps what this returns.

    Whoever sits at the desk has a hand in the upload from now on, and a review of what it was before is over.
    current: the current version of the dataset, if it was looked up just now. tell: called with the share of the work
    that is done, 0 to 1. Raises what an Examination raises.
    """
    if current is None and dataset.current is not None:
        current = desk.versions.get(dataset, dataset.current)
    whole = _examine_one(desk, dataset, upload, files, current, caller, tell)
    facts = whole.facts
    parts = parts_of(upload, facts, desk.kinds[dataset.kind], current.as_of if current else None) if facts else None
    if parts is None or facts is None:
        return replace(whole, upload=told_if_sent_again(desk, dataset, whole.upload, files))
    read = with_readings(files, facts)
    *older, newest = [_examine_one(desk, dataset, part, read, current, caller) for part in parts.uploads]
    told = replace(newest.upload, report=reduce(with_note, parts.notes, newest.upload.report))
    return replace(newest, upload=told_if_sent_again(desk, dataset, told, files), older=older)


def _examine_one(
    desk: Desk,
    dataset: Dataset,
    upload: Upload,
    files: Sequence[SourceFile],
    current: Version | None,
    caller: Caller,
    tell: Callable[[float], None] | None = None,
) -> Examined:
    """Read and check the files of an upload as they are mapped."""
    edits = edits_from_json(upload.edits)
    checked = desk.examination(
        Asked(
            files,
            dataset.kind,
            upload.mapping,
            caller,
            carried=lambda sent: publishing.tables_to_carry(sent, desk.versions, current),
            may_carry=publishing.tables_with_rows(current),
            tell=tell,
            edits=edits,
        )
    )
    upload = replace(
        upload,
        state="draft" if checked.valid else "invalid",
        base=dataset.current,
        report=checked.report,
        own_fields=checked.own_fields,
        hands=hands_with(desk, upload),
        review=None,
        edits=[edit.as_json() for edit in found(edits, checked.edits)] or None,
    )
    if checked.tables is None:
        return Examined(upload, checked.rewrites, facts=checked.of_report)
    draft = _draft(upload, dataset, _kind_of(desk, upload, dataset), checked.tables)
    plan = publishing.plan(draft, desk.versions)
    return Examined(planned_again(upload, draft, plan), checked.rewrites, draft, plan, checked.of_report)


def hands_with(desk: Desk, upload: Upload) -> Sequence[str] | None:
    """Who has a hand in an upload, with whoever sits at the desk; a job of the service itself adds nobody."""
    hands = upload.hands or ()
    return hands if desk.by == SERVICE or desk.by.hand in hands else (*hands, desk.by.hand)


def answered_draft(desk: Desk, upload: Upload, answers: Mapping[str, Any], draft: publishing.Draft) -> Upload:
    """The draft with these answers and those it had, which are kept with it.

    Raises RequestNotValid if an answer fits no question, or names a row that the draft does not have.
    """
    together = answering.all_answers(upload, answers)
    answering.must_lead_to_rows(upload, together, draft.frames, draft.kind)
    answered = replace(upload, answers=together or None)
    if together != (upload.answers or {}):
        desk.uploads.answer(upload, together)
    return answered


def clear_expired(desk: Desk, now: datetime) -> None:
    """Remove a few expired uploads, so that they are also removed where no worker runs."""
    # The new upload is stored by now, so a failure to remove old ones must not become the answer to its sender.
    with suppress(StorageUnavailable):
        desk.uploads.expire(now - desk.keep, EXPIRED_AT_ONCE, now=now)


def draft_of(desk: Desk, upload: Upload, dataset: Dataset) -> publishing.Draft:
    """The draft of a valid upload, with its tables in the form for publication; raises VersionWithdrawn.

    The tables of an upload that is published are those of its version.
    """
    must_not_hold_withdrawn(desk, upload, dataset)
    kind = _kind_of(desk, upload, dataset)
    if upload.version:
        version = desk.versions.get(dataset, upload.version)
        content: Mapping[str, bytes] = {
            resource.name: desk.versions.file(version, resource.path) for resource in version.resources
        }
    else:
        content = desk.uploads.tables(upload, [table.name for table in kind])
    tables = {table.name: CanonicalTable.read(content[table.name], table.field_names) for table in kind}
    return _draft(upload, dataset, kind, tables)


def _draft(upload: Upload, dataset: Dataset, kind: Kind, tables: Mapping[str, CanonicalTable]) -> publishing.Draft:
    edits = public_edits(edits_from_json(upload.edits))
    return publishing.Draft(
        dataset,
        kind,
        tables,
        upload.as_of,
        upload.message,
        upload.id,
        upload.run,
        edits=edits,
        mapping=upload.mapping,
    )


def _kind_of(desk: Desk, upload: Upload, dataset: Dataset) -> Kind:
    """The canonical kind of a dataset with the upload's own fields."""
    own = {
        name: [Field.from_descriptor(descriptor) for descriptor in descriptors]
        for name, descriptors in upload.own_fields.items()
    }
    return canonical_kind(desk.kinds[dataset.kind].with_own_fields(own))


def must_not_hold_withdrawn(desk: Desk, upload: Upload, dataset: Dataset) -> None:
    """Raise VersionWithdrawn if the upload holds rows of a withdrawn version."""
    number = upload.version or (upload.base if carries_over(upload) else None)
    if number is not None and (version := desk.versions.get(dataset, number)).withdrawal:
        raise gone(version)


def after_last(desk: Desk, dataset: Dataset, as_of: date) -> Version | None:
    """The dataset's current version, if it has one; raises DateBeforeLast if the date of that version is later."""
    if dataset.current is None:
        return None
    current = desk.versions.get(dataset, dataset.current)
    if as_of < current.as_of:
        raise DateBeforeLast(as_of.isoformat(), current.as_of.isoformat())
    return current


def planned_again(upload: Upload, draft: publishing.Draft, plan: publishing.Plan) -> Upload:
    """The upload with the base, counts and number of its plan, and with the questions about this step."""
    asked = answering.questions_about_step(draft, plan, upload.created_at)
    report = answering.report_asking(upload.report, asked)
    return replace(
        upload,
        base=draft.dataset.current,
        counts=plan.counts,
        next_version=plan.number,
        report=report,
        answers=answering.answers_that_hold(upload, report),
    )
