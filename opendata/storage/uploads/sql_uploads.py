"""Uploads: what staff sent; it is private, and is kept until it expires.

Here: the record in SQL, the sent files and the draft's tables in a store that nothing public reads.
Not here: what is done with an upload (steps/uploading.py).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Select, delete, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from opendata.domain.continuity.all_questions import without_step_questions
from opendata.domain.errors import PackageDamaged, UploadKnown, UploadNotFound
from opendata.domain.model import Dataset, Upload
from opendata.domain.packages.withdrawal import emptied_report, holds_rows_of
from opendata.domain.report.findings import Rewrite
from opendata.domain.report.report_facts import ReportFacts
from opendata.steps.ports.jobs import NewJob
from opendata.storage.job_list.sql_jobs import insert_job
from opendata.storage.packages.package_store import PackageStore
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import AnyRow, dataset_row, upload_values
from opendata.storage.sql.schema import datasets, jobs, publishers, uploads
from opendata.storage.stored.sql_stored_bytes import (
    UPLOADS,
    bytes_at,
    count_more,
    count_removed,
    count_stored,
)
from opendata.storage.uploads.known_names import KnownNames
from opendata.storage.uploads.report_files import ORIGINS, READING, files_of_facts, origins_from_file, reading_name
from opendata.storage.uploads.rewritten_cells_archive import rewrites_file, rewrites_from_file

NAMES, REWRITES = "names.json", "rewrites.zip"
OLD_REWRITES = "rewrites.ndjson.gz"  # of uploads of an earlier version of the service
IN_LISTS = ("error_count", "more", "questions")  # parts of reports that lists of drafts tell
READ_AT_ONCE = 20  # whole uploads, with their reports
PARTS = 3  # how many parts the path of an upload has: publisher, dataset, id


@dataclass(frozen=True)
class SqlUploads:
    """Implements steps.ports.Uploads."""

    database: Database
    store: PackageStore
    known_names: KnownNames = field(default_factory=KnownNames, compare=False)

    def add(
        self,
        upload: Upload,
        files: Mapping[str, bytes],
        tables: Mapping[str, bytes],
        rewrites: Sequence[Rewrite],
        job: NewJob | None = None,
        *,
        facts: ReportFacts | None = None,
    ) -> None:
        self._must_be_new(upload)
        beside = files_of_facts(facts, list(files))
        written = self._write(upload, files, _draft_files(upload, tables, rewrites, beside))
        with self.database.writing() as connection:
            row = dataset_row(connection, upload.publisher, upload.dataset)
            try:
                connection.execute(insert(uploads).values(dataset_id=row.id, **upload_values(upload)))
            except IntegrityError as error:
                # The same request came twice at the same moment: both wrote the same files.
                raise UploadKnown(upload.id) from error
            count_stored(connection, UPLOADS, _path(upload), written)
            if job is not None:
                insert_job(connection, job, upload.created_at)

    def keep_files(
        self,
        upload: Upload,
        files: Mapping[str, bytes],
        rewrites: Sequence[Rewrite],
        *,
        facts: ReportFacts | None = None,
    ) -> int:
        return self._write(upload, files, _draft_files(upload, {}, rewrites, files_of_facts(facts, list(files))))

    def add_draft(
        self,
        upload: Upload,
        tables: Mapping[str, bytes],
        rewrites: Sequence[Rewrite],
        *,
        facts: ReportFacts | None = None,
    ) -> None:
        beside = files_of_facts(facts, self._sent_names(upload) if facts else ())
        made = _draft_files(upload, tables, rewrites, beside)
        for name, content in made.items():
            self.store.put(_path(upload), name, content)
        with self.database.writing() as connection:
            count_more(connection, UPLOADS, _path(upload), _bytes_of(made))

    def get(self, upload_id: str) -> Upload:
        with self.database.asking() as connection:
            row = connection.execute(_select_uploads().where(uploads.c.id == upload_id)).one_or_none()
        if row is None:
            raise UploadNotFound(upload_id)
        return _upload_of(row)

    def of(self, dataset: Dataset, start: int = 0, limit: int | None = None) -> tuple[Sequence[Upload], int]:
        mine = (publishers.c.name == dataset.publisher.name, datasets.c.name == dataset.name)
        query = (
            _select_uploads(with_report=False)
            .where(*mine)
            .order_by(uploads.c.created_at.desc(), uploads.c.as_of, uploads.c.id)
        )
        counted = select(func.count()).select_from(uploads).join(datasets).join(publishers).where(*mine)
        with self.database.asking() as connection:
            total = connection.execute(counted).scalar() or 0
            rows = connection.execute(query.offset(start).limit(total if limit is None else limit)).all()
        return [_upload_of(row) for row in rows], total

    def waiting(self, dataset: Dataset, start: int, limit: int) -> tuple[Sequence[Upload], int]:
        here = (publishers.c.name == dataset.publisher.name, datasets.c.name == dataset.name)
        mine = (*here, uploads.c.state != "published")
        # Whole reports are long: the database takes out of them what is told of drafts in lists.
        parts = [uploads.c.report[name].label(f"report_{name}") for name in IN_LISTS]
        query = _select_uploads(with_report=False).add_columns(*parts).where(*mine)
        query = query.order_by(uploads.c.created_at.desc(), uploads.c.as_of, uploads.c.id).offset(start).limit(limit)
        counted = select(func.count()).select_from(uploads).join(datasets).join(publishers).where(*mine)
        with self.database.asking() as connection:
            rows = connection.execute(query).all()
            is_all = start == 0 and len(rows) < limit
            total = len(rows) if is_all else connection.execute(counted).scalar() or 0
        return [replace(_upload_of(row), report=_part_of_report(row)) for row in rows], total

    def change(self, upload: Upload) -> None:
        with self.database.writing() as connection:
            connection.execute(update(uploads).where(uploads.c.id == upload.id).values(**upload_values(upload)))

    def replace_draft(self, upload: Upload) -> bool:
        mine = (uploads.c.id == upload.id, uploads.c.state.in_(("draft", "invalid")))
        with self.database.writing() as connection:
            return connection.execute(update(uploads).where(*mine).values(**upload_values(upload))).rowcount == 1

    def replace_reading(self, upload: Upload, before: Upload) -> bool:
        mine = (uploads.c.id == upload.id, uploads.c.state.in_(("draft", "invalid")))
        same = uploads.c.run.is_(None) if before.run is None else uploads.c.run == before.run
        with self.database.writing() as connection:
            values = upload_values(upload)
            return connection.execute(update(uploads).where(*mine, same).values(**values)).rowcount == 1

    def process_again(self, upload: Upload, job: NewJob, now: datetime) -> bool:
        same_run = uploads.c.run.is_not_distinct_from(upload.run)
        mine = (uploads.c.id == upload.id, uploads.c.state.in_(("draft", "invalid")), same_run)
        with self.database.writing() as connection:
            changed = connection.execute(update(uploads).where(*mine).values(**upload_values(upload))).rowcount == 1
            if changed:
                connection.execute(delete(jobs).where(jobs.c.id == job.id))
                insert_job(connection, job, now)
            return changed

    def answer(self, upload: Upload, answers: Mapping[str, Any]) -> None:
        # Only of a draft: another request may have published it meanwhile, and its record must stay as it is.
        mine = (uploads.c.id == upload.id, uploads.c.state == "draft")
        with self.database.writing() as connection:
            connection.execute(update(uploads).where(*mine).values(answers=dict(answers)))

    def review(self, upload: Upload, review: Mapping[str, Any]) -> bool:
        same_run = uploads.c.run.is_not_distinct_from(upload.run)
        mine = (uploads.c.id == upload.id, uploads.c.state == "draft", same_run)
        with self.database.writing() as connection:
            return connection.execute(update(uploads).where(*mine).values(review=dict(review))).rowcount == 1

    def files(self, upload: Upload) -> Mapping[str, bytes]:
        names = self._sent_names(upload)
        return {name: self.store.read(_path(upload), f"sent-{index}") for index, name in enumerate(names)}

    def sent_names(self, upload: Upload) -> Sequence[str]:
        try:
            return self._sent_names(upload)
        except PackageDamaged:
            return ()

    def readings(self, upload: Upload) -> Mapping[str, bytes]:
        path = _path(upload)
        kept = set(self.store.names(path))
        if not any(name.startswith(READING) for name in kept):
            return {}
        names = {reading_name(place): sent for place, sent in enumerate(self._sent_names(upload))}
        return {sent: self.store.read(path, name) for name, sent in names.items() if name in kept}

    def origins(self, upload: Upload) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        path, name = _path(upload), _draft_name(upload, ORIGINS)
        return origins_from_file(self.store.read(path, name)) if name in self.store.names(path) else {}

    def parts(self, part_of: str) -> Sequence[Upload]:
        query = _select_uploads(with_report=False).where(uploads.c.part_of == part_of)
        with self.database.asking() as connection:
            rows = connection.execute(query.order_by(uploads.c.as_of, uploads.c.id)).all()
        return [_upload_of(row) for row in rows]

    def tables(self, upload: Upload, names: Sequence[str]) -> Mapping[str, bytes]:
        return {name: self.store.read(_path(upload), _draft_name(upload, f"table-{name}")) for name in names}

    def rewrites(self, upload: Upload, start: int, stop: int | None) -> tuple[list[dict[str, Any]], int]:
        path = _path(upload)
        old = OLD_REWRITES in self.store.names(path)
        content = self.store.read(path, OLD_REWRITES if old else _draft_name(upload, REWRITES))
        return rewrites_from_file(content, start, stop)

    def remove(self, upload: Upload) -> None:
        # The files are removed first: a crash then leaves a record without files, which is found again.
        self.known_names.forget(_path(upload))
        self.store.remove(_path(upload))
        with self.database.writing() as connection:
            mine = (uploads.c.id == upload.id, uploads.c.state != "published")
            connection.execute(delete(uploads).where(*mine))
            count_removed(connection, UPLOADS, _path(upload))

    def expire(self, before: datetime, limit: int, *, now: datetime) -> int:
        query = (
            _select_uploads(with_report=False)
            .where(uploads.c.created_at < before, uploads.c.expired_at.is_(None))
            .order_by(uploads.c.created_at)
            .limit(limit)
        )
        with self.database.asking() as connection:
            expired = [_upload_of(row) for row in connection.execute(query).all()]
        for upload in expired:
            if upload.state == "published":
                self._remove_what_was_sent(upload, now)
            else:
                # If the draft is just being published, its record stays, and is marked as expired the next time.
                self.remove(upload)
        return len(expired)

    def clear_strays(self, before: datetime) -> int:
        strays = 0
        self.store.clear_probes(before)
        for path, changed_at in self.store.folders():
            if changed_at >= before or path.count("/") != PARTS - 1:
                continue
            with self.database.reading() as connection:
                upload_id = path.rpartition("/")[2]
                known = connection.execute(select(uploads.c.id).where(uploads.c.id == upload_id)).first()
            if known is None:
                self.store.remove(path)
                strays += 1
        return strays

    def forget_version(self, dataset: Dataset, number: str, now: datetime) -> None:
        """Remove the upload of a withdrawn version: files, tables, rewrites, and the cells in the report.

        The record of its publication stays. Drafts that hold the version's rows are removed whole: those with the
        same content, and those that carried a table over from it. Uploads that were compared with it lose the
        questions that quote its values. Other published parts of the same report lose
        their files, which are the same.
        """
        mine = (publishers.c.name == dataset.publisher.name, datasets.c.name == dataset.name)
        query = select(uploads.c.id, uploads.c.version, uploads.c.part_of)
        query = query.join_from(uploads, datasets).join(publishers)
        with self.database.asking() as connection:
            sent = connection.execute(query.where(*mine).order_by(uploads.c.created_at, uploads.c.id)).all()
        reports = {row.part_of for row in sent if row.version == number} - {None}
        for upload in self._some([row.id for row in sent]):
            if upload.version == number:
                self.known_names.forget(_path(upload))
                self.store.remove(_path(upload))
                emptied = {"report": emptied_report(upload.report), "mapping": None, "answers": None, "edits": None}
                values = {**emptied, "expired_at": now}
                with self.database.writing() as connection:
                    connection.execute(update(uploads).where(uploads.c.id == upload.id).values(**values))
                    count_stored(connection, UPLOADS, _path(upload), 0)
            elif upload.state != "published" and holds_rows_of(upload, number):
                self.remove(upload)
            else:
                self._forget_beside(upload, number, now, is_other_part=upload.part_of in reports)

    def _some(self, ids: Sequence[str]) -> Iterator[Upload]:
        """Those of some uploads that there still are, few in memory at once: whole reports are long."""
        for start in range(0, len(ids), READ_AT_ONCE):
            query = _select_uploads().where(uploads.c.id.in_(ids[start : start + READ_AT_ONCE]))
            with self.database.asking() as connection:
                rows = connection.execute(query).all()
            yield from map(_upload_of, rows)

    def _forget_beside(self, upload: Upload, number: str, now: datetime, *, is_other_part: bool) -> None:
        """Forget what an upload that stays has of a withdrawn version: its file, or questions with its values."""
        if is_other_part and upload.state == "published":
            self._remove_what_was_sent(upload, now)
        if upload.base == number:
            report = without_step_questions(upload.report)
            with self.database.writing() as connection:
                connection.execute(update(uploads).where(uploads.c.id == upload.id).values(report=report))

    def _sent_names(self, upload: Upload) -> list[str]:
        path = _path(upload)
        names = self.known_names.get(path)
        if names is None:
            names = list(json.loads(self.store.read(path, NAMES)))
            self.known_names.keep(path, names)
        return names

    def _must_be_new(self, upload: Upload) -> None:
        """Raise UploadKnown before the files of an upload are written over, which may have been mended since."""
        with self.database.asking() as connection:
            if connection.execute(select(uploads.c.id).where(uploads.c.id == upload.id)).first() is not None:
                raise UploadKnown(upload.id)

    def _write(self, upload: Upload, files: Mapping[str, bytes], others: Mapping[str, bytes]) -> int:
        """Write the files of an upload; returns how many bytes these are."""
        # The names of sent files are kept in a list, so that no name from outside becomes a path.
        sent = {f"sent-{index}": content for index, content in enumerate(files.values())}
        names = json.dumps(list(files), ensure_ascii=False).encode()
        written = {**sent, **others, NAMES: names}
        self.store.write(_path(upload), written)
        return _bytes_of(written)

    def _remove_what_was_sent(self, upload: Upload, now: datetime) -> None:
        """Remove the files of a published upload; its record and its rewrites stay with its version."""
        path, kept_names = _path(upload), (_draft_name(upload, REWRITES), OLD_REWRITES)
        self.known_names.forget(path)
        self.store.remove_files(path, [name for name in self.store.names(path) if name not in kept_names])
        left = bytes_at(self.store, path)
        with self.database.writing() as connection:
            connection.execute(update(uploads).where(uploads.c.id == upload.id).values(expired_at=now))
            count_stored(connection, UPLOADS, path, left)


def _select_uploads(*, with_report: bool = True) -> Select[Any]:
    names = (publishers.c.name.label("publisher"), datasets.c.name.label("dataset"))
    columns = [column for column in uploads.c if with_report or column.name != "report"]
    report = () if with_report else (literal({}, JSON).label("report"),)
    return select(*columns, *report, *names).join_from(uploads, datasets).join(publishers)


def _upload_of(row: AnyRow) -> Upload:
    return Upload(**{each.name: getattr(row, each.name) for each in fields(Upload)})


def _part_of_report(row: AnyRow) -> dict[str, Any]:
    found = {name: getattr(row, f"report_{name}") for name in IN_LISTS}
    return {name: value for name, value in found.items() if value is not None}


def _path(upload: Upload) -> str:
    return f"{upload.publisher}/{upload.dataset}/{upload.id}"


def _bytes_of(files: Mapping[str, bytes]) -> int:
    return sum(map(len, files.values()))


def _draft_name(upload: Upload, name: str) -> str:
    """The name of a file of the draft: each run has its own, so a late run cannot overwrite the draft in use."""
    return f"{upload.run}-{name}" if upload.run else name


def _draft_files(
    upload: Upload, tables: Mapping[str, bytes], rewrites: Sequence[Rewrite], beside: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of a draft; beside: those of a report, of which the places of values belong to this reading."""
    files = {_draft_name(upload, f"table-{name}"): content for name, content in tables.items()}
    of_report = {_draft_name(upload, name) if name == ORIGINS else name: part for name, part in beside.items()}
    return {**files, **of_report, _draft_name(upload, REWRITES): rewrites_file(rewrites)}
