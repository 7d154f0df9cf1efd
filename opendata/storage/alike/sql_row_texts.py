"""The texts of rows in SQL: whose they are, and which rows of two publishers are alike.

Here: keeping them so that readers see one state. Not here: which rows are alike (likeness/), when that is found out
(steps/finding_alike.py), searching (row_search.py).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, text, update

from opendata.domain.model import Dataset
from opendata.steps.ports.row_texts import AlikeKeys, FoundRow, RowText, TextedDataset
from opendata.storage.alike.row_search import found_rows
from opendata.storage.sql.database import Database
from opendata.storage.sql.row_conversion import ASKED_AT_ONCE, AnyRow, dataset_row
from opendata.storage.sql.schema import (
    alike_rows,
    datasets,
    publishers,
    row_parts,
    row_texts,
    texted_datasets,
    versions,
)

# How rare a part of a word is depends on all rows: they are compared again when they became so many times as many.
GROWN = 1.25
TURN_OF_TEXTS = 7_229_042  # any number, the same in all processes: PostgreSQL's advisory locks for texts

_texted = texted_datasets.c
_of_all = select(func.coalesce(func.sum(texted_datasets.c.rows), 0)).scalar_subquery()
_BEHIND = or_(
    _texted.dataset_id.is_(None) & datasets.c.current.is_not(None),
    _texted.dataset_id.is_not(None) & (func.coalesce(datasets.c.current, "") != func.coalesce(_texted.number, "")),
)
_NOT_COMPARED = _texted.number.is_not(None) & or_(
    func.coalesce(_texted.compared, "") != _texted.number,
    _of_all > _texted.rows_of_all * GROWN,
    _of_all * GROWN < _texted.rows_of_all,
)


_WITH_TEXTS = datasets.outerjoin(texted_datasets, _texted.dataset_id == datasets.c.id)
_NAMES = (publishers.c.name.label("publisher"), datasets.c.name.label("dataset"))


@dataclass(frozen=True)
class SqlRowTexts:
    """Implements steps.ports.row_texts.RowTexts."""

    database: Database

    def behind(self, kinds: Collection[str]) -> Sequence[tuple[str, str]]:
        return self._names(_BEHIND, datasets.c.kind.in_(list(kinds)))

    def not_compared(self) -> Sequence[tuple[str, str]]:
        return self._names(_NOT_COMPARED)

    def is_behind(self, kinds: Collection[str]) -> bool:
        is_behind = and_(_BEHIND, datasets.c.kind.in_(list(kinds)))
        query = select(datasets.c.id).select_from(_WITH_TEXTS).where(or_(is_behind, _NOT_COMPARED)).limit(1)
        with self.database.asking() as connection:
            return connection.execute(query).scalar() is not None

    def digests(self, dataset: Dataset) -> Mapping[str, str]:
        with self.database.reading() as connection:
            known = _id(connection, dataset)
            query = select(row_texts.c.key, row_texts.c.digest).where(row_texts.c.dataset_id == known)
            return {row.key: row.digest for row in connection.execute(query)}

    def keep(
        self, dataset: Dataset, number: str | None, changed: Sequence[RowText], removed: Collection[str], rows: int
    ) -> None:
        with self.database.writing() as connection:
            dataset_id = _id(connection, dataset)
            self._wait_for_turn(connection, dataset_id)
            keys = [said.key for said in changed]
            parts = _parts_of(connection, dataset_id, keys)
            is_same = not removed and all(parts.get(said.key) == said.parts for said in changed)
            _replace_rows(connection, dataset_id, changed, removed)
            known = connection.execute(select(texted_datasets).where(_texted.dataset_id == dataset_id)).one_or_none()
            if known is None:
                nothing = {"rows": 0, "rows_of_all": 0, "changes": 0}
                connection.execute(insert(texted_datasets).values(dataset_id=dataset_id, **nothing))
            # Pairs of rows that are gone go with the texts, and not only when the rest is compared.
            _forget_pairs(connection, dataset_id, removed)
            was_compared = known is not None and known.compared == known.number
            compared = number if is_same and was_compared else None
            values = {"number": number, "compared": compared, "rows": rows, "changes": _texted.changes + 1}
            connection.execute(update(texted_datasets).where(_texted.dataset_id == dataset_id).values(values))
            is_taken_back = known is not None and _is_withdrawn(connection, dataset_id, known.number)
        if is_taken_back:
            self._clear_traces()

    def rows_of(self, kind: str) -> Sequence[tuple[str, str, str]]:
        query = select(*_NAMES, row_texts.c.key).join_from(row_texts, datasets).join(publishers)
        query = query.where(datasets.c.kind == kind).order_by(publishers.c.name, datasets.c.name, row_texts.c.id)
        with self.database.reading() as connection:
            return [(row.publisher, row.dataset, row.key) for row in connection.execute(query)]

    def texted(self, kind: str) -> Sequence[TextedDataset]:
        query = (
            select(*_NAMES, _texted.number, row_parts.c.key, row_parts.c.parts)
            .join_from(row_parts, datasets)
            .join(publishers)
            .join(texted_datasets, _texted.dataset_id == datasets.c.id)
            .where(datasets.c.kind == kind, _texted.number.is_not(None))
            .order_by(publishers.c.name, datasets.c.name, row_parts.c.key)
        )
        with self.database.reading() as connection:
            told = []
            for (publisher, dataset, number), rows in groupby(connection.execute(query), lambda row: tuple(row[:3])):
                listed = list(rows)
                keys, parts = [row.key for row in listed], [row.parts for row in listed]
                told.append(TextedDataset(publisher, dataset, number, keys, parts))
            return told

    def keep_alike(
        self, dataset: TextedDataset, pairs: Sequence[AlikeKeys], others: Sequence[str], seen: Mapping[str, str]
    ) -> bool:
        with self.database.writing() as connection:
            ids = {}
            place = datasets.join(texted_datasets, _texted.dataset_id == datasets.c.id).join(publishers)
            texted = select(datasets.c.id, _texted.number, *_NAMES).select_from(place)
            # In one order, so that two processes that lock the same rows wait for one another and no more.
            texted = texted.where(_texted.number.is_not(None)).order_by(datasets.c.id)
            for row in connection.execute(texted.with_for_update(of=texted_datasets)):
                path = f"{row.publisher}/{row.dataset}"
                if path in seen and seen[path] == row.number:
                    ids[path] = row.id
            if ids.keys() != seen.keys():
                return False
            mine = ids[dataset.path]
            theirs = [ids[path] for path in others]
            for start in range(0, len(theirs), ASKED_AT_ONCE):
                some = theirs[start : start + ASKED_AT_ONCE]
                from_here = and_(alike_rows.c.dataset_id == mine, alike_rows.c.other_id.in_(some))
                from_there = and_(alike_rows.c.other_id == mine, alike_rows.c.dataset_id.in_(some))
                connection.execute(delete(alike_rows).where(or_(from_here, from_there)))
            values = list(_both_sides(mine, ids, pairs))
            if values:
                connection.execute(insert(alike_rows), values)
            total = connection.execute(select(func.sum(_texted.rows))).scalar() or 0
            told = {"compared": dataset.number, "rows_of_all": total, "changes": _texted.changes + 1}
            connection.execute(update(texted_datasets).where(_texted.dataset_id == mine).values(told))
            return True

    def alike(self, dataset: Dataset, key: str | None = None) -> Sequence[AlikeKeys]:
        with self.database.reading() as connection:
            mine = alike_rows.c.dataset_id == _id(connection, dataset)
            query = _pairs().where(mine, *([alike_rows.c.key == key] if key is not None else []))
            query = query.order_by(alike_rows.c.likeness.desc(), "publisher", "dataset", alike_rows.c.other_key)
            return [_alike(row) for row in connection.execute(query)]

    def alike_of(self, kind: str) -> Sequence[tuple[str, str, AlikeKeys]]:
        first, owner = datasets.alias(), publishers.alias()
        query = _pairs().add_columns(owner.c.name.label("first_publisher"), first.c.name.label("first_dataset"))
        query = query.join(first, first.c.id == alike_rows.c.dataset_id).join(
            owner, owner.c.id == first.c.publisher_id
        )
        with self.database.reading() as connection:
            rows = connection.execute(query.where(first.c.kind == kind))
            return [(row.first_publisher, row.first_dataset, _alike(row)) for row in rows]

    def search(
        self, words: Sequence[Collection[str]], publisher: str | None, start: int, limit: int
    ) -> tuple[Sequence[FoundRow], int]:
        with self.database.reading() as connection:
            return found_rows(connection, words, publisher, start, limit, is_sqlite=self.database.is_sqlite)

    def _wait_for_turn(self, connection: Connection, dataset_id: int) -> None:
        """Let one process at a time keep the texts of a dataset, until its transaction ends."""
        if not self.database.is_sqlite:  # whose writers come one after another anyway
            turn = {"kind": TURN_OF_TEXTS, "dataset": dataset_id}
            connection.execute(text("SELECT pg_advisory_xact_lock(:kind, :dataset)"), turn)

    def _clear_traces(self) -> None:
        """Remove what an index of SQLite still has of removed rows: it only marks them, until it is made anew."""
        if self.database.is_sqlite:
            with self.database.writing() as connection:
                connection.execute(text("INSERT INTO row_search (row_search) VALUES ('optimize')"))
            self.database.scrub()

    def _names(self, *conditions: Any) -> Sequence[tuple[str, str]]:
        query = select(*_NAMES).select_from(_WITH_TEXTS.join(publishers)).where(*conditions)
        query = query.order_by(publishers.c.name, datasets.c.name)
        with self.database.asking() as connection:
            return [(row.publisher, row.dataset) for row in connection.execute(query)]


def _pairs() -> Select[Any]:
    """Alike rows, with the names of the publisher and the dataset of the second one."""
    pairs = (alike_rows.c.key, alike_rows.c.other_key, alike_rows.c.likeness)
    other = alike_rows.join(datasets, datasets.c.id == alike_rows.c.other_id).join(publishers)
    return select(*pairs, *_NAMES).select_from(other)


def _alike(row: AnyRow) -> AlikeKeys:
    return AlikeKeys(row.key, row.publisher, row.dataset, row.other_key, row.likeness)


def _both_sides(mine: int, ids: Mapping[str, int], pairs: Sequence[AlikeKeys]) -> Iterator[dict[str, Any]]:
    for pair in pairs:
        theirs = ids[f"{pair.publisher}/{pair.dataset}"]
        for first, key, second, other in ((mine, pair.key, theirs, pair.other), (theirs, pair.other, mine, pair.key)):
            yield {
                "dataset_id": first,
                "key": key,
                "other_id": second,
                "other_key": other,
                "likeness": pair.likeness,
            }


def _forget_pairs(connection: Connection, dataset_id: int, keys: Collection[str]) -> None:
    gone = list(keys)
    for start in range(0, len(gone), ASKED_AT_ONCE):
        some = gone[start : start + ASKED_AT_ONCE]
        first = and_(alike_rows.c.dataset_id == dataset_id, alike_rows.c.key.in_(some))
        second = and_(alike_rows.c.other_id == dataset_id, alike_rows.c.other_key.in_(some))
        connection.execute(delete(alike_rows).where(or_(first, second)))


def _replace_rows(
    connection: Connection, dataset_id: int, changed: Sequence[RowText], removed: Collection[str]
) -> None:
    gone = [*removed, *(said.key for said in changed)]
    rows = [{"dataset_id": dataset_id, **vars(said)} for said in changed]
    for table in (row_texts, row_parts):
        for start in range(0, len(gone), ASKED_AT_ONCE):
            some = table.c.key.in_(gone[start : start + ASKED_AT_ONCE])
            connection.execute(delete(table).where(table.c.dataset_id == dataset_id, some))
        if rows:
            names = [name for name in table.c.keys() if name in rows[0]]  # noqa: SIM118 - these are columns
            connection.execute(insert(table), [{name: row[name] for name in names} for row in rows])


def _parts_of(connection: Connection, dataset_id: int, keys: Sequence[str]) -> dict[str, bytes]:
    known: dict[str, bytes] = {}
    for start in range(0, len(keys), ASKED_AT_ONCE):
        some = row_parts.c.key.in_(keys[start : start + ASKED_AT_ONCE])
        query = select(row_parts.c.key, row_parts.c.parts).where(row_parts.c.dataset_id == dataset_id, some)
        known |= {row.key: row.parts for row in connection.execute(query)}
    return known


def _is_withdrawn(connection: Connection, dataset_id: int, number: str | None) -> bool:
    named = (versions.c.dataset_id == dataset_id) & (versions.c.number == number)
    return connection.execute(select(versions.c.withdrawn_at).where(named)).scalar() is not None


def _id(connection: Connection, dataset: Dataset) -> int:
    return int(dataset_row(connection, dataset.publisher.name, dataset.name).id)
