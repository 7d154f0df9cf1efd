"""Copies of tables as ordered columns: a large one is mapped from files, and answers as one in memory does."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO

import polars as pl
import pytest

from opendata.domain.kinds import Table
from opendata.domain.packages.canonical_tables import canonical_csv
from opendata.domain.queries.ordered_columns import OrderedTable
from opendata.domain.queries.query import read_query
from opendata.domain.queries.selection import selected
from opendata.storage.versions import column_copies
from opendata.storage.versions.column_copies import ColumnCopies
from tests.making import PLAN_FIELDS, PLANS, frame

TABLE = Table.from_descriptor(PLANS["resources"][0])
ROWS = frame(
    PLAN_FIELDS,
    *(
        (f"M-{number}", f"Überseering {number % 7}", "planning" if number % 3 else None, "2026-05", f"{number}.5")
        for number in range(3_000)
    ),
)


def _never(*_: Any) -> Any:
    raise AssertionError("a table that is kept was read")


def test_a_large_table_is_mapped_from_files_that_are_gone_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    content = canonical_csv(ROWS)
    in_memory = ColumnCopies(tmp_path).get(
        "a", TABLE, len(content), lambda: content, lambda file: file.write(content)
    )
    assert not list(tmp_path.iterdir())

    monkeypatch.setattr(column_copies, "SMALL_BYTES", 0)
    copies = ColumnCopies(tmp_path / "columns")
    mapped = copies.get("a", TABLE, len(content), lambda: content, lambda file: file.write(content))

    assert list((tmp_path / "columns").iterdir()) == []
    everything = pl.int_range(ROWS.height, dtype=pl.UInt32, eager=True)
    assert mapped.frame(everything, PLAN_FIELDS).equals(ROWS)
    query = read_query(
        [("cost__gt", "100"), ("phase__isnull", "true")], TABLE, search="uberseering 3", sort="title,-cost"
    )
    assert selected(mapped, query).to_list() == selected(in_memory, query).to_list() != []

    assert copies.get("a", TABLE, len(content), _never, _never) is mapped
    copies.drop("a")
    assert copies.get("a", TABLE, len(content), lambda: content, lambda file: file.write(content)) is not mapped


def test_small_tables_that_nobody_asks_for_give_their_memory_back_and_files_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    content, copies = canonical_csv(ROWS), ColumnCopies(tmp_path)
    monkeypatch.setattr(column_copies, "RESTING_BYTES", 0)

    def get(digest: str, read: Callable[[], bytes], copy: Callable[[BinaryIO], object] = _never) -> OrderedTable:
        return copies.get(digest, TABLE, len(content), read, copy)

    in_memory = get("small", lambda: content)
    copies.let_go(3_600)
    assert get("small", _never) is in_memory
    copies.let_go(0)
    assert get("small", lambda: content) is not in_memory

    monkeypatch.setattr(column_copies, "SMALL_BYTES", 0)
    mapped = get("large", _never, lambda file: file.write(content))
    copies.let_go(0)
    assert get("large", _never) is mapped


def test_a_table_without_rows_is_mapped_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(column_copies, "SMALL_BYTES", 0)
    content = canonical_csv(ROWS.clear())

    empty = ColumnCopies(tmp_path).get("a", TABLE, len(content), lambda: content, lambda file: file.write(content))

    assert empty.height == 0
    assert selected(empty, read_query([("cost__lt", "1")], TABLE, search="a", sort="id")).is_empty()


def test_what_a_killed_process_left_is_removed_at_the_next_start_and_nothing_that_is_being_made(tmp_path: Path):
    for name in ("left", "being made"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "columns.arrow").write_bytes(b"rows")
    hours_ago = time.time() - 3 * 3_600
    os.utime(tmp_path / "left", (hours_ago, hours_ago))

    ColumnCopies(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["being made"]


def test_nobody_is_refused_who_waits_for_a_small_table_that_is_made(tmp_path: Path):
    content, go, copies = canonical_csv(ROWS), Event(), ColumnCopies(tmp_path)
    clients = 16

    def read() -> bytes:
        assert go.wait(60)
        return content

    with ThreadPoolExecutor(clients) as pool:
        asked = [pool.submit(copies.get, "a", TABLE, len(content), read, _never) for _ in range(clients)]
        while not all(each.running() or each.done() for each in asked):
            time.sleep(0.001)
        time.sleep(0.1)  # in which those who would be refused are refused
        refused = [each for each in asked if each.done()]
        go.set()
        assert refused == []
        assert len({id(each.result(60)) for each in asked}) == 1
