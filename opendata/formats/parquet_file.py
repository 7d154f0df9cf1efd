"""Rows as Parquet: every value exact, and what a reader must know of a field beside its name.

Here: the type of each field, the file's metadata, and writing it part by part. Not here: which rows (row_files.py).

The type of a column is that of the whole version, so that a filtered file has the schema of the whole one. Numbers
are whole numbers or exact decimals, never floats. A column in which one cell is not of the type stays text; so do
dates of reduced precision, lists and structures.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.queries.ordered_columns import OrderedTable
from opendata.domain.queries.value_order import DIGITS, are_numbers, decimals_of
from opendata.formats.row_files import AboutRows

PARQUET = "application/vnd.apache.parquet"
ROWS_OF_GROUP = 20_000  # which a reader may pass over by what is told of the group
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOMENT_IN_UTC = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
Cast = Callable[[pl.Series], pl.Series]


def parquet_writer(table: OrderedTable) -> Callable[[BinaryIO, Iterable[pl.DataFrame], AboutRows], None]:
    """The function that writes rows of this table."""

    def write(file: BinaryIO, parts: Iterable[pl.DataFrame], about: AboutRows) -> None:
        import pyarrow as pa  # noqa: PLC0415 - slow to import
        import pyarrow.parquet as pq  # noqa: PLC0415

        types = {name: typed(table.columns[name].texts, table.table.field(name)) for name in about.names}
        table.let_go()
        schema = pa.schema(
            [
                pa.field(name, arrow, metadata=_of_field(table.table.field(name)))
                for name, (arrow, _) in types.items()
            ],
            metadata=_of_table(about),
        )
        writer = pq.ParquetWriter(file, schema, compression="zstd", write_page_index=True)
        with writer:
            for part in parts:
                columns = [
                    cast(part[name]).to_arrow().cast(schema.field(name).type) for name, (_, cast) in types.items()
                ]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))

    return write


def typed(texts: pl.Series, field: Field) -> tuple[Any, Cast]:
    """The type that holds all texts of a field exactly, and how a column of them becomes values of this type."""
    import pyarrow as pa  # noqa: PLC0415

    if field.precision == "reduced" or (texts.is_empty() and field.type not in _OF_NOTHING):
        return pa.string(), _as_it_is
    if field.type in ("integer", "number", "year") and are_numbers(texts):
        digits, decimals = decimals_of(texts)
        if field.type != "number" and decimals == 0 and digits <= 18:
            return pa.int64(), lambda values: values.cast(pl.Int64)
        if digits <= DIGITS:
            width = max(digits, 18)  # one width for most files, so that several versions are read together
            of_type = pl.Decimal(width, decimals)
            return pa.decimal128(width, decimals), lambda values: values.cast(of_type)
    if field.type == "boolean" and texts.is_in(["true", "false"]).all():
        return pa.bool_(), lambda values: values == "true"
    if field.type == "date" and texts.str.contains(DAY).all():
        return pa.date32(), lambda values: values.str.to_date("%Y-%m-%d")
    if field.type == "datetime" and texts.str.contains(MOMENT_IN_UTC).all():
        return pa.timestamp("us", "UTC"), lambda values: values.str.to_datetime(time_unit="us", time_zone="UTC")
    return pa.string(), _as_it_is


_OF_NOTHING = ("integer", "number", "boolean", "date", "year", "datetime")


def _as_it_is(values: pl.Series) -> pl.Series:
    return values


def _of_field(field: Field) -> Mapping[str, str]:
    said = {
        "title": field.label("de"),
        "title_en": field.label("en"),
        "description": str(field.descriptor.get("description") or ""),
        "unit": field.unit or "",
        "type": field.type,
    }
    return {name: text for name, text in said.items() if text}


def _of_table(about: AboutRows) -> Mapping[str, str]:
    return {
        "title": about.title,
        "version": about.version,
        "digest": about.digest,
        "as_of": about.as_of,
        "licence": about.licence,
        "source": about.source,
    }
