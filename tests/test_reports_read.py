"""The claim about reports that were never seen: held against a few of the made ones; the bench reads all."""

import pytest

from bench.reports.corpus import BUILDERS
from bench.reports.reading import read_here
from bench.reports.scoring import Score, score
from bench.reports.told import Sort

TABLES = ("two_header_rows", "turned_pages", "table_per_field", "labels_below_a_head_row", "lines_between_rows")
SHEETS = ("ruled_sheets", "borderless_sheets")
NOTHING = ("prose_alone", "list_without_borders", "scan_of_a_table", "encrypted", "cut_short", "blank_pages")


def judged(name: str) -> Score:
    """The figures of one report."""
    report = BUILDERS[name]()
    return score(report, read_here(report.pdf, mapped=False))


@pytest.mark.parametrize("name", TABLES)
def test_a_report_of_tables_is_read(name: str):
    figures = judged(name)

    assert figures.sort is Sort.RULED
    assert figures.recall >= 0.95 and figures.precision >= 0.95, figures.faults
    assert figures.titles.share >= 0.9, figures.faults
    assert figures.pages.share == 1, figures.faults
    assert figures.mean_likeness >= 0.95, figures.faults


@pytest.mark.parametrize("name", SHEETS)
def test_a_report_of_fact_sheets_is_read(name: str):
    figures = judged(name)

    assert figures.sort is Sort.SHEETS
    assert figures.numbers.share >= 0.95 and figures.titles.share >= 0.9, figures.faults
    assert figures.precision >= 0.95 and figures.pages.share == 1, figures.faults


@pytest.mark.parametrize("name", NOTHING)
def test_what_holds_no_measures_is_refused_with_a_sentence(name: str):
    assert judged(name).faults == []
