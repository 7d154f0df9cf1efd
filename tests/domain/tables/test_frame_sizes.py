"""The size of a table is what it takes in memory, as Arrow's own memory tells it."""

import polars as pl
import pyarrow as pa
import pytest

from opendata.domain.packages.canonical_tables import FEW_ROWS, canonical_csv, read_canonical_csv
from opendata.domain.tables.frame_sizes import bytes_of_column, bytes_of_frame, with_shared_empty_columns

ROWS = FEW_ROWS + 1


@pytest.mark.parametrize("text", ["x", "a text of more than twelve letters", "ä"])
def test_a_column_of_text_takes_its_views_and_its_texts(text: str):
    texts = [f"{text}{row}" for row in range(ROWS)]

    # Arrow keeps texts of up to twelve bytes within the view, and Polars counts them beside it.
    in_arrow = pa.array(texts, pa.string_view()).get_total_buffer_size()
    assert in_arrow <= bytes_of_column(pl.Series(texts)) <= 2 * in_arrow


def test_columns_without_any_value_take_the_memory_of_one_and_are_as_they_were():
    frame = pl.DataFrame({name: pl.Series([None] * ROWS, dtype=pl.String) for name in "abcdefghij"})
    frame = frame.with_columns(k=pl.Series(["x"] * ROWS))

    shared = with_shared_empty_columns(frame)

    assert shared.equals(frame)
    assert shared.columns == frame.columns
    assert bytes_of_frame(shared) == 2 * 16 * ROWS + ROWS
    assert len({_place_of_views(shared[name]) for name in "abcdefghij"}) == 1
    assert len({_place_of_views(frame[name]) for name in "abcdefghij"}) == 10


def test_a_table_that_was_read_shares_its_empty_columns():
    frame = pl.DataFrame({"key": [f"M-{row}" for row in range(ROWS)]}).with_columns(
        pl.lit(None, pl.String).alias(name) for name in ("a", "b", "c")
    )

    read = read_canonical_csv(canonical_csv(frame), frame.columns)

    assert read.equals(frame)
    assert len({_place_of_views(read[name]) for name in ("a", "b", "c")}) == 1


def _place_of_views(column: pl.Series) -> int:
    """Where in memory the views of a column lie, which Arrow is given without a copy."""
    _, views, *_ = column.to_arrow(compat_level=pl.CompatLevel.newest()).buffers()
    return int(views.address)
