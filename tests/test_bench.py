"""The benchmarks run, in their smallest form; how fast they are is not asserted."""

from pathlib import Path
from urllib.request import urlopen

import pytest

import bench.server
from bench import (
    comparing_tables,
    fence_cost,
    growing_history,
    growth,
    large_table,
    marked_workbooks,
    overviews,
    pages_for_readers,
    portal_pages,
    publishing_large_tables,
    publishing_over_http,
    publishing_under_load,
    searching_rows,
    similar_measures,
    validation,
)
from bench.filling import Size, write_index, write_packages
from bench.hosts import on_one_disk
from bench.reports import figures
from bench.serving import bare_view
from bench.table import Measure, as_text
from bench.wrk_runs import wrk_program
from opendata.steps.ports.journal import Scope
from opendata.storage.sql.database import Database
from tests.forked_programs import start_program


@pytest.fixture(autouse=True)
def _servers_start_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.server, "START", start_program)


def test_publishing_over_http_is_measured():
    (measure,) = publishing_over_http.measure(rows=20, uploads=2, validations=1)

    assert measure.ratio


def test_the_ceiling_starts_with_the_settings_of_the_service(tmp_path: Path):
    with bare_view(tmp_path) as address, urlopen(address) as answer:
        assert answer.read() == b"hello"


def test_the_cost_of_the_fence_is_measured():
    behind, alone = fence_cost.measure(rows=20, turns=1)

    assert behind.beside_value is not None
    assert alone.value == pytest.approx(behind.value - behind.beside_value)


def test_comparing_tables_is_measured():
    seconds, memory = comparing_tables.measure(rows=1_000)

    assert "10 changed" in seconds.what
    assert memory.value > 0


def test_a_growing_history_is_measured():
    measures = growing_history.measure(histories=(1, 3), repeats=1)

    assert [measure.what.rsplit(" ", 2)[1] for measure in measures] == ["1", "3"] * (1 + len(growing_history.PAGES))
    assert all(measure.ratio == 1 for measure in measures[::2])


def test_overviews_alike_measures_and_searches_are_measured():
    assert len(overviews.measure(rows=5, versions=2, cities=2, turns=1)) == 5
    of_all, of_one = similar_measures.measure(cities=3, rows=10)
    assert "30 measures of 3 cities" in of_all.what and of_one.ratio
    found = searching_rows.measure(rows=100, cities=2, turns=1)
    assert any("(0 found)" in measure.what for measure in found) and all(measure.ratio for measure in found)


def test_pages_for_readers_are_measured():
    measures = pages_for_readers.measure(rows=12, versions=2, turns=1, at_first=["a city"])

    assert len(measures) == 2 * len(pages_for_readers.PAGES) + 1
    assert all(measure.value > 0 for measure in measures)


def test_the_reading_of_reports_is_measured():
    measures = figures.measure(names=("numbers_twice",))

    told = {measure.what: measure.value for measure in measures}
    assert told["1 made reports, ruled tables: recall of measures"] == 1
    assert told["1 made reports, ruled tables: most memory, MiB"] > 20


def test_marked_workbooks_are_measured():
    checked, by_openpyxl = marked_workbooks.measure(rows=10, repeats=1)

    assert "10 measures, 4 errors" in checked.what
    assert checked.ratio and by_openpyxl.ratio


def test_large_tables_are_measured():
    _, changed, _, german, _ = publishing_large_tables.measure(rows=200, read=100)

    assert changed.ratio
    assert "500 rewrites" in german.what


def test_both_engines_are_measured_and_give_the_same_list():
    measures = validation.measure(rows=1_100, peers=False, quick=True)

    assert len(measures) == 22
    assert all(measure.ratio for measure in measures)


def test_pages_of_the_portal_are_measured():
    measures = portal_pages.measure(uploads=1, measures=20, rows=20, seconds=2)

    assert [measure.unit for measure in measures] == ["s", "s", "s", "kB", *(["/s"] if wrk_program() else [])]
    assert all(measure.value for measure in measures)


def test_publishing_under_load_is_measured():
    # On PostgreSQL and S3 as well, many publish at once in tests/load.
    measures = publishing_under_load.measure(seconds=0.2, cities=2, rows=20, places=["disk"])

    assert [each.unit for each in measures[:5]] == ["a second", "s", "s", "s", "s"]
    assert measures[0].value > 0


def test_a_service_that_has_grown_is_measured_beside_an_empty_one():
    size = Size(cities=3, versions=2, rows=5, changed=2, templates=2)
    # On SQLite and a folder, what is filled is looked at below; there is no need to serve it as well.
    measures = growth.measure(size, requests=1, publications=1, starts=0, kinds=["servers"], rows=100)

    assert all(measure.ratio for measure in measures)


@pytest.mark.parametrize("cities", [1, 5])
def test_what_a_service_is_filled_with_is_sound_and_brings_back_the_same_journal(tmp_path: Path, cities: int):
    size = Size(cities=cities, versions=4, rows=10, changed=3, templates=2)
    with on_one_disk(tmp_path) as place, place.services() as opened:
        chains = write_packages(size, Path(opened.config.packages_url), tmp_path / "shared", processes=1)
        database = Database(opened.config.database_url)
        write_index(size, database, chains)
        database.close()

        verdict, journal = opened.verify(""), opened.journal.since(0, size.entries + 1, Scope())
        opened.reindex()

        assert (verdict.versions, verdict.problems, verdict.left_behind) == (size.cities * size.versions, [], [])
        assert [each.serial for each in journal] == list(range(1, size.entries + 1))
        assert opened.journal.since(0, size.entries + 1, Scope()) == journal


def test_measures_are_shown_as_a_table():
    shown = as_text([Measure("one", 2, "s", "two", 4), Measure("alone", 1, "MiB")])

    assert shown.splitlines() == [
        "measured  value       beside  value  ratio",
        "one       2.000  s    two     4.000   0.50",
        "alone     1.000  MiB",
    ]


def test_a_table_is_judged_with_its_keys_in_files():
    told = large_table.measure(rows=4_000, mib=1_024, held_bytes=10_000)

    assert "498 errors, all as written" in told
