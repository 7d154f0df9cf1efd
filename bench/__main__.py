"""All benchmarks as one table: `make bench`, or smaller and quicker with BENCH_QUICK=1."""

import os
import platform

from bench import (
    comparing_tables,
    fence_cost,
    growing_history,
    marked_workbooks,
    overviews,
    pages_for_readers,
    portal_pages,
    publishing_large_tables,
    publishing_over_http,
    publishing_under_load,
    queries,
    searching_rows,
    serving,
    similar_measures,
    validation,
)
from bench.reports import figures as reports
from bench.table import as_text


def main() -> None:
    """Measure everything and print it."""
    if os.environ.get("BENCH_QUICK", "0") not in ("", "0"):
        measures = publishing_over_http.measure(uploads=5, validations=2)
        measures += fence_cost.measure(turns=10)
        measures += comparing_tables.measure(rows=100_000)
        measures += growing_history.measure(histories=(1, 100, 500), repeats=5)
        measures += publishing_large_tables.measure(rows=10_000, read=100_000)
        measures += publishing_under_load.measure(seconds=8)
        measures += serving.measure(seconds=1) + queries.measure(rows=20_000, seconds=1, asked=20)
        measures += portal_pages.measure(uploads=3, seconds=3)
        measures += marked_workbooks.measure() + validation.measure(rows=100_000)
        measures += overviews.measure(versions=3) + similar_measures.measure(cities=8)
        measures += searching_rows.measure(rows=10_000, cities=10) + pages_for_readers.measure(versions=3, turns=3)
        measures += reports.measure(names=("table_per_field", "ruled_sheets", "scan_of_a_table"))
    else:
        measures = publishing_over_http.measure() + fence_cost.measure()
        measures += comparing_tables.measure() + growing_history.measure()
        measures += publishing_large_tables.measure() + publishing_under_load.measure()
        measures += serving.measure() + queries.measure()
        measures += portal_pages.measure() + marked_workbooks.measure() + validation.measure()
        measures += overviews.measure() + similar_measures.measure() + searching_rows.measure()
        measures += pages_for_readers.measure() + reports.measure()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors")  # noqa: T201
    print(as_text(measures))  # noqa: T201


if __name__ == "__main__":
    main()
