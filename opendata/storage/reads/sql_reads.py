"""Counts of reads in SQL, by dataset and day; several processes add theirs to the same rows.

Here: counting in memory, and adding to SQL a bunch at a time, by a thread of its own. Not here: which requests are
counted (web/read_counts.py).
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from threading import Event, Lock, Thread
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert as insert_into_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_into_sqlite

from opendata.domain.errors import StorageUnavailable
from opendata.domain.model import Dataset
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import ASKED_AT_ONCE
from opendata.storage.sql.schema import datasets, publishers, reads

log = logging.getLogger("opendata.reads")
KEPT_EVERY_SECONDS = 60.0
_Counted = tuple[str, str, date]


class SqlReads:
    """Implements steps.ports.reads.Reads."""

    def __init__(self, database: Database, every_seconds: float = KEPT_EVERY_SECONDS) -> None:
        self._database, self._every_seconds = database, every_seconds
        self._counted: Counter[_Counted] = Counter()
        self._lock, self._is_over = Lock(), Event()
        self._keeper: Thread | None = None

    def begin(self) -> None:
        """Keep what is counted from time to time; only servers do, commands and tests call keep()."""
        self._keeper = Thread(target=self._keep_on, name="reads", daemon=True)
        self._keeper.start()

    def count(self, publisher: str, dataset: str, day: date) -> None:
        with self._lock:
            self._counted[publisher, dataset, day] += 1

    def keep(self) -> None:
        with self._lock:
            counted, self._counted = self._counted, Counter()
        if not counted:
            return
        try:
            with self._database.writing() as connection:
                self._add(connection, counted)
        except StorageUnavailable as error:
            if not error.is_uncertain:
                with self._lock:
                    self._counted.update(counted)
            log.warning("The counts of reads are not kept: %s", error)

    def since(self, datasets_: Sequence[Dataset], first: date) -> Mapping[str, int]:
        found = dict.fromkeys((dataset.path for dataset in datasets_), 0)
        names = sorted({dataset.publisher.name for dataset in datasets_})
        query = select(publishers.c.name, datasets.c.name, func.sum(reads.c.count))
        query = query.join_from(reads, datasets).join(publishers).group_by(publishers.c.name, datasets.c.name)
        for start in range(0, len(names), ASKED_AT_ONCE):
            asked = query.where(publishers.c.name.in_(names[start : start + ASKED_AT_ONCE]), reads.c.day >= first)
            with self._database.asking() as connection:
                totals = {f"{row[0]}/{row[1]}": int(row[2]) for row in connection.execute(asked)}
            found.update({path: total for path, total in totals.items() if path in found})
        return found

    def days(self, dataset: Dataset, first: date) -> Sequence[tuple[date, int]]:
        query = select(reads.c.day, reads.c.count).join_from(reads, datasets).join(publishers)
        query = query.where(publishers.c.name == dataset.publisher.name, datasets.c.name == dataset.name)
        with self._database.asking() as connection:
            rows = connection.execute(query.where(reads.c.day >= first).order_by(reads.c.day)).all()
        return [(row[0], row[1]) for row in rows]

    def close(self) -> None:
        self._is_over.set()
        if self._keeper is not None:
            self._keeper.join()
            self.keep()

    def _keep_on(self) -> None:
        while not self._is_over.wait(self._every_seconds):
            self.keep()

    def _add(self, connection: Connection, counted: Mapping[_Counted, int]) -> None:
        insert: Any = insert_into_sqlite if self._database.is_sqlite else insert_into_postgresql
        # Always in the same order, so that two processes never wait for each other's rows.
        for (publisher, dataset, day), count in sorted(counted.items()):
            named = select(datasets.c.id).join_from(datasets, publishers)
            known = connection.execute(
                named.where(publishers.c.name == publisher, datasets.c.name == dataset)
            ).scalar()
            if known is None:
                continue
            adding = insert(reads).values(dataset_id=known, day=day, count=count)
            connection.execute(
                adding.on_conflict_do_update(
                    index_elements=["dataset_id", "day"], set_={"count": reads.c.count + adding.excluded.count}
                )
            )
