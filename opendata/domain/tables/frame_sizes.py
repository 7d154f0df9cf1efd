"""Frame sizes: how many bytes of memory a table takes, for caches that hold up to a number of bytes.

Polars tells the bytes of the texts alone. Beside them, each cell of text takes a view of sixteen bytes, which is most
of what a table of short texts takes.
"""

import polars as pl

VIEW_BYTES = 16  # of a cell of text, beside the text itself


def bytes_of_column(column: pl.Series) -> int:
    """About how many bytes a column takes in memory."""
    views = VIEW_BYTES * len(column) if column.dtype == pl.String else 0
    return int(column.estimated_size()) + views


def bytes_of_frame(frame: pl.DataFrame) -> int:
    """About how many bytes a table takes in memory; its columns without any value share their views."""
    filled = [column for column in frame if column.null_count() < frame.height]
    shared = VIEW_BYTES * frame.height if len(filled) < frame.width else 0
    return shared + sum(map(bytes_of_column, filled))


def with_shared_empty_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The same table, whose columns of text without any value take the memory of one."""
    empty = [column.name for column in frame if column.dtype == pl.String and column.null_count() == frame.height]
    if not empty:
        return frame
    nothing = frame[empty[0]].rechunk()
    return frame.with_columns([nothing.alias(name) for name in empty])
