"""Counts of reads, as SQLite and PostgreSQL keep them for several processes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from opendata.storage.reads.sql_reads import SqlReads
from tests.making import CITY, dataset
from tests.storage.conftest import Store, on_one_disk

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def test_what_several_processes_count_at_the_same_time_is_added_up(store: Store):
    processes = [SqlReads(store.database) for _ in range(4)]

    def read_often(reads: SqlReads) -> None:
        for number in range(30):
            reads.count(CITY.name, "plaene", MONDAY if number % 3 else TUESDAY)
            if number % 10 == 9:
                reads.keep()

    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(read_often, processes))

    assert processes[0].days(store.dataset(), MONDAY) == [(MONDAY, 80), (TUESDAY, 40)]
    assert processes[0].since([store.dataset()], TUESDAY) == {f"{CITY.name}/plaene": 40}


def test_a_dataset_that_nobody_read_or_that_is_not_there_counts_nothing(store: Store):
    reads = SqlReads(store.database)
    store.catalogue.add_dataset(replace(dataset(), name="still", current=None))
    reads.count(CITY.name, "nirgends", MONDAY)
    reads.count(CITY.name, "plaene", MONDAY)
    reads.keep()

    counted = reads.since([store.dataset(), store.dataset("still")], MONDAY)
    assert counted == {f"{CITY.name}/plaene": 1, f"{CITY.name}/still": 0}


def test_what_cannot_be_kept_is_kept_the_next_time(tmp_path: Path):
    store = on_one_disk(tmp_path).open()
    store.catalogue.add_publisher(CITY)
    store.catalogue.add_dataset(replace(dataset(), current=None))
    reads = SqlReads(store.database)
    reads.count(CITY.name, "plaene", MONDAY)
    with store.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE reads RENAME TO reads_away")
    reads.keep()
    with store.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE reads_away RENAME TO reads")
    assert reads.days(store.dataset(), MONDAY) == []
    reads.keep()

    assert reads.days(store.dataset(), MONDAY) == [(MONDAY, 1)]
    store.database.close()
