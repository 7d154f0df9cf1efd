"""Rows of a table that come in one frame, or in many: what is counted of them is the same."""

from collections import Counter

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.tables.coded_values import CodedValues
from opendata.domain.tables.table_rows import WholeRows, distinct_values, first_value, rows_having
from tests.making import cut, frame

CELLS = st.none() | st.sampled_from(["", "a", "b", "x,\ny", '"'])


@given(st.lists(st.tuples(CELLS, CELLS), max_size=9), st.integers(1, 20))
def test_values_of_a_field_are_counted_and_found_however_the_rows_come(
    cells: list[tuple[str | None, ...]], part: int
):
    whole = frame(("id", "value"), *cells)
    values = [value for _, value in cells]

    for rows in (WholeRows(whole), cut(whole, part)):
        coded = CodedValues.of(rows, "value")
        assert coded.counts() == Counter(values)
        for value in set(values):
            assert coded.are(value).to_list() == [each == value for each in values]
        filled = [value for value in values if value is not None]
        assert distinct_values(rows, "value") == list(dict.fromkeys(filled))
        assert first_value(rows, "value") == next(iter(filled), None)
        found = rows_having(rows, "value", ["a", ""], ["id"])
        assert found["id"].to_list() == [key for key, value in cells if value in ("a", "")]
        assert found.schema == pl.Schema({"id": pl.String})
