"""Rewrites kept by distinct value, held against the same ones told one by one."""

from collections import Counter
from dataclasses import asdict

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report import rewritten_cells
from opendata.domain.report.findings import Rewrite
from opendata.domain.report.rewritten_cells import ColumnRewrites, Rewrites
from opendata.domain.tables.cell_addresses import column_letters
from opendata.storage.uploads.rewritten_cells_archive import rewrites_file, rewrites_from_file

READINGS = [
    ("31.12.2024", "2024-12-31", "german-date"),
    (" x ", "x", "trim"),
    ("k. A.", None, "missing-word"),
    ("erledigt", "done", "code"),
]
WHICH = st.lists(st.integers(0, 3), max_size=8)


def made(*columns: list[int]) -> tuple[Rewrites, list[Rewrite]]:
    """Rewrites of some fields, by the number of the reading of each row; and what they should say."""
    parts, expected = [], []
    for number, which in enumerate(columns, 1):
        readings = pl.DataFrame(READINGS, schema=dict.fromkeys(("before", "after", "rule"), pl.String), orient="row")
        rows = pl.Series(range(2, len(which) + 2), dtype=pl.UInt32)
        parts.append(
            ColumnRewrites("t", f"f{number}", number, "Blatt", rows, pl.Series(which, dtype=pl.UInt32), readings)
        )
        expected += [
            Rewrite("t", row, f"f{number}", f"{'ABC'[number - 1]}{row}", *READINGS[each], "Blatt")
            for row, each in enumerate(which, 2)
        ]
    return Rewrites(parts), expected


@given(WHICH, WHICH, WHICH, st.integers(-30, 30), st.integers(-30, 30) | st.none())
def test_they_are_a_sequence_like_any_other(a: list[int], b: list[int], c: list[int], start: int, stop: int | None):
    rewrites, expected = made(a, b, c)

    assert list(rewrites) == expected
    assert len(rewrites) == len(expected)
    assert list(rewrites[start:stop]) == expected[start:stop]
    assert list(rewrites[::-2]) == expected[::-2]
    if 0 <= start < len(expected):
        assert rewrites[start] == expected[start]
        assert rewrites[-start - 1] == expected[-start - 1]


@given(WHICH, WHICH, st.integers(0, 20), st.integers(0, 20) | st.none())
def test_the_file_gives_every_page_of_them(a: list[int], b: list[int], start: int, stop: int | None):
    rewrites, expected = made(a, b)

    for content in (rewrites_file(rewrites), rewrites_file(expected)):
        part, total = rewrites_from_file(content, start, stop)
        assert total == len(expected)
        assert part == [asdict(each) for each in expected[start:stop]]


@given(WHICH, WHICH)
def test_they_are_counted_by_field_and_rule(a: list[int], b: list[int]):
    rewrites, expected = made(a, b)

    for few in (-1, 1_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rewritten_cells, "FEW_CELLS", few)
            listed = rewrites.counts
        found = {(each["resource"], each["field"], each["rule"]): each["count"] for each in listed}

        assert len(found) == len(listed)
        assert found == Counter((each.resource, each.field, each.rule) for each in expected)


@given(WHICH, st.integers(1, 6), st.booleans())
def test_a_few_cells_are_told_by_rule_like_many(which: list[int], most_named: int, is_plain: bool):
    """The fourth reading is of a word for a code, which is told or not."""
    rewrites = made(which)[0].columns
    told = []
    for few in (-1, 1_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rewritten_cells, "FEW_CELLS", few)
            told.append([each for column in rewrites for each in column.by_rule(most_named, lambda *_: is_plain)])

    assert told[0] == told[1]
    left = [each for each in which if not (is_plain and READINGS[each][2] == rewritten_cells.WORD_TO_CODE)]
    assert {each.rule: each.count for each in told[0]} == Counter(READINGS[each][2] for each in left)


def test_the_file_is_small_where_little_differs():
    rewrites, _ = made([0, 1, 2] * 100_000)

    assert len(rewrites_file(rewrites)) < 2_000_000


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16_384, "XFD")])
def test_columns_are_called_as_spreadsheets_call_them(column: int, letters: str):
    assert column_letters(column) == letters
