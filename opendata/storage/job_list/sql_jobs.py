"""Jobs: the table of what is to be done and which run does it; the bell only says that there is a new job.

Here: taking a job so that only one run has it, and ending it so that it counts once, on SQLite and PostgreSQL alike.
Not here: what jobs do (jobs/).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from opendata.domain.model import Job, Upload
from opendata.steps.ports.jobs import NewJob
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import upload_values
from opendata.storage.sql.schema import jobs, uploads, workers

LEASE = timedelta(seconds=60)  # how long a run without a sign of life counts as being at work
SEEN = timedelta(seconds=30)  # how long a worker without a sign of life counts as running
FORGOTTEN = timedelta(days=1)  # when the record of a worker without a sign of life is removed
NO_WAIT = timedelta()
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


@dataclass(frozen=True)
class SqlJobs:
    """Implements steps.ports.Jobs."""

    database: Database
    lease: timedelta = LEASE

    def add(self, job: NewJob, now: datetime) -> bool:
        try:
            with self.database.writing() as connection:
                if connection.execute(select(jobs.c.id).where(jobs.c.id == job.id)).first():
                    return False
                insert_job(connection, job, now)
        except IntegrityError:
            return False  # another process was quicker
        return True

    def next(self, now: datetime, *, only: Collection[str] = (), but: Collection[str] = ()) -> str | None:
        query = select(jobs.c.id).where(self._free(now)).order_by(jobs.c.created_at, jobs.c.id).limit(1)
        query = query.where(jobs.c.name.in_(only)) if only else query
        query = query.where(jobs.c.name.not_in(but)) if but else query
        with self.database.reading() as connection:
            job_id: str | None = connection.execute(query).scalar()
        return job_id

    def take(self, job_id: str, lease: str, now: datetime) -> Job | None:
        # One statement decides. On PostgreSQL, that of a second run waits for the row and then finds the job taken.
        taking = (
            update(jobs)
            .where(jobs.c.id == job_id, self._free(now))
            .values(state=RUNNING, lease=lease, lease_until=now + self.lease, attempts=jobs.c.attempts + 1)
        )
        with self.database.writing() as connection:
            if connection.execute(taking).rowcount != 1:
                return None
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).one()
        return Job(row.id, row.name, row.argument, row.attempts, lease, row.created_at)

    def keep(self, job: Job, now: datetime, progress: float | None = None) -> bool:
        values: dict[str, Any] = {"lease_until": now + self.lease}
        if progress is not None:
            values["progress"] = progress
        with self.database.writing() as connection:
            return _change(connection, job, **values)

    def give_back(self, job: Job, now: datetime, wait: timedelta = NO_WAIT, *, blameless: bool = False) -> bool:
        attempts = job.attempts - (1 if blameless else 0)
        values = {"state": WAITING, "lease": None, "lease_until": now + wait, "attempts": attempts}
        with self.database.writing() as connection:
            return _change(connection, job, **values)

    def end(self, job: Job, now: datetime, *, upload: Upload | None = None, error: str | None = None) -> bool:
        values = {"state": FAILED if error else DONE, "error": error, "finished_at": now, "progress": None}
        with self.database.writing() as connection:
            if not _change(connection, job, lease=None, lease_until=None, **values):
                return False
            if upload is not None:
                # This changes nothing if the upload was deleted meanwhile.
                mine = (uploads.c.id == upload.id, uploads.c.state == "processing")
                connection.execute(update(uploads).where(*mine).values(**upload_values(upload)))
            return True

    def unattended(self, prefix: str) -> Sequence[str]:
        known = select(jobs.c.id).where(jobs.c.id == literal(prefix) + uploads.c.id)
        query = select(uploads.c.id).where(uploads.c.state == "processing", ~known.exists())
        with self.database.reading() as connection:
            return connection.execute(query).scalars().all()

    def progress(self, job_id: str) -> float:
        with self.database.reading() as connection:
            return connection.execute(select(jobs.c.progress).where(jobs.c.id == job_id)).scalar() or 0.0

    def is_over(self, job_id: str) -> bool:
        query = select(jobs.c.id).where(jobs.c.id == job_id, jobs.c.finished_at.is_not(None))
        with self.database.asking() as connection:
            return connection.execute(query).first() is not None

    def forget(self, before: datetime) -> int:
        with self.database.writing() as connection:
            return connection.execute(delete(jobs).where(jobs.c.finished_at < before)).rowcount

    def seen(self, worker: str, now: datetime) -> None:
        with self.database.writing() as connection:
            if connection.execute(update(workers).where(workers.c.id == worker).values(seen_at=now)).rowcount == 0:
                connection.execute(insert(workers).values(id=worker, seen_at=now))
                connection.execute(delete(workers).where(workers.c.seen_at < now - FORGOTTEN))

    def gone(self, worker: str) -> None:
        with self.database.writing() as connection:
            connection.execute(delete(workers).where(workers.c.id == worker))

    def attended(self, now: datetime) -> bool:
        # After a clock was set back, workers may seem to have been seen in the future.
        query = select(workers.c.id).where(workers.c.seen_at.between(now - SEEN, now + SEEN)).limit(1)
        with self.database.reading() as connection:
            return connection.execute(query).first() is not None

    def _free(self, now: datetime) -> ColumnElement[bool]:
        """Whether a job may be taken: it waits and its time has come, or the lease of its run is over.

        A lease that would outlast a new one was given by a clock that has been set back since; it counts as over.
        """
        passed = or_(jobs.c.lease_until <= now, jobs.c.lease_until > now + self.lease + SEEN)
        return or_(
            and_(jobs.c.state == WAITING, or_(jobs.c.lease_until.is_(None), passed)),
            and_(jobs.c.state == RUNNING, passed),
        )


def insert_job(connection: Connection, job: NewJob, now: datetime) -> None:
    """Add a job as a part of the caller's transaction."""
    connection.execute(insert(jobs).values(**vars(job), state=WAITING, attempts=0, created_at=now))


def _change(connection: Connection, job: Job, **values: Any) -> bool:
    """Change a job if this run still has it; returns whether it has."""
    mine = (jobs.c.id == job.id, jobs.c.state == RUNNING, jobs.c.lease == job.lease)
    return connection.execute(update(jobs).where(*mine).values(**values)).rowcount == 1
