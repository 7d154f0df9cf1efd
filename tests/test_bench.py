"""The benchmarks run, in their smallest form; how fast they are is not asserted."""

from bench import (
    comparing_tables,
    growing_history,
    large_table,
    publishing_large_tables,
    publishing_over_http,
    validation,
)
from bench.table import Measure, as_text


def test_publishing_over_http_is_measured():
    (measure,) = publishing_over_http.measure(rows=20, uploads=2, validations=1)

    assert measure.ratio


def test_comparing_tables_is_measured():
    seconds, memory = comparing_tables.measure(rows=1_000)

    assert "10 changed" in seconds.what
    assert memory.value > 0


def test_a_growing_history_is_measured():
    measures = growing_history.measure(histories=(1, 3), repeats=1)

    assert [measure.what.split()[4] for measure in measures] == ["1", "3"]
    assert measures[0].ratio == 1


def test_large_tables_are_measured():
    _, changed, _, german, _ = publishing_large_tables.measure(rows=200, read=100)

    assert changed.ratio
    assert "500 rewrites" in german.what


def test_both_engines_are_measured_and_give_the_same_list():
    measures = validation.measure(rows=3_000, peers=False)

    assert len(measures) == 16
    assert all(measure.ratio for measure in measures)


def test_measures_are_shown_as_a_table():
    shown = as_text([Measure("one", 2, "s", "two", 4), Measure("alone", 1, "MiB")])

    assert shown.splitlines() == [
        "measured  value       beside  value  ratio",
        "one       2.000  s    two     4.000   0.50",
        "alone     1.000  MiB",
    ]


def test_a_table_is_judged_with_its_keys_in_files():
    told = large_table.measure(rows=20_000, mib=1_024, held_bytes=10_000)

    assert "498 errors, all as written" in told
