"""A table as Frictionless opens it: header, expected fields, readers of cells, keys, and how its bytes are cut.

Here: what Frictionless decides before it reads the first row; no other module decides any of it again.
Not here: reading the rows (row_batches.py).
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from frictionless import Error, Field, FrictionlessException, Resource
from frictionless.checks import baseline
from frictionless.formats.csv import CsvControl
from frictionless.formats.excel import ExcelControl
from frictionless.resources import TableResource

from opendata.validation.columns.engine_contract import NotColumnar, ReadCell
from opendata.validation.columns.field_copies import copy_quickly
from opendata.validation.columns.held_tables import FrameRows, copy_of
from opendata.validation.columns.workbook.sheet_rows import Book, rows_about

TEXT_FORMATS = ("csv", "tsv")  # every cell of these is text
BLOCK_BYTES = 2**20
PIECE_BYTES = 2**18  # the size of the first piece of a file; later pieces are larger


class BookRows:
    """The rows of a workbook as a function that gives Frictionless the header, then the rows."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self) -> Iterator[Sequence[Any]]:
        """Give the header, then the rows, one at a time as the caller asks for them."""
        return self.book.values()

    def __deepcopy__(self, _memo: Any) -> "BookRows":
        return self


@dataclass(frozen=True)
class OpenedForeignKey:
    """A foreign key all of whose own columns exist."""

    fields: tuple[str, ...]
    positions: tuple[int, ...]
    target: str
    target_fields: tuple[str, ...]


@dataclass(frozen=True)
class OpenedTable:
    """An opened table."""

    source: TableResource  # the caller's resource, not opened
    resource: TableResource
    start_errors: Sequence[Error]  # of the header
    fields: Sequence[Field]  # one for each column that rows are expected to have
    readers: Sequence[ReadCell]
    unique: Sequence[int] = ()  # positions of fields whose values must differ
    primary: Sequence[int] = ()
    foreign: Sequence[OpenedForeignKey] = ()
    targets: Sequence[tuple[str, tuple[str, ...]]] = ()  # of every foreign key, even one that is not in foreign
    piece_bytes: int = PIECE_BYTES
    read_first: Sequence[int] = ()  # columns of keys, which Frictionless reads before the others

    @property
    def width(self) -> int:
        """How many cells a row is expected to have."""
        return len(self.fields)

    @property
    def frame(self) -> pl.DataFrame | None:
        """The frame that the rows come from; None where they come from elsewhere."""
        data = self.resource.data
        return data.frame if isinstance(data, FrameRows) else None

    @property
    def book(self) -> Book | None:
        """The workbook that the rows come from; None where they come from elsewhere."""
        data = self.resource.data
        return data.book if isinstance(data, BookRows) else None

    def value_of(self, cell: str | None) -> Any:
        """The value that Frictionless reads for a cell: in a workbook a text may stand for another value."""
        return self.book.stored.value(cell) if self.book else cell

    def shown(self, cells: pl.Series) -> pl.Series:
        """The cells as error messages show them."""
        return self.book.stored.shown(cells) if self.book else cells

    @property
    def digested(self) -> str | None:
        """The path of the file whose bytes and digest may be declared; None where the rows have no such file."""
        return self.book.path if self.book else self.path

    @property
    def path(self) -> str | None:
        """The path of the single uncompressed file that the rows come from; None where they come from elsewhere."""
        resource = self.resource
        plain = resource.scheme == "file" and not resource.multipart and not resource.compression
        return resource.normpath if plain and resource.path and resource.data is None else None

    @property
    def first_content_row(self) -> int:
        """The number of the first record after the header."""
        first: int = self.resource.dialect.create_first_content_row()  # type: ignore[no-untyped-call]
        return first

    @property
    def leaves_rows_out(self) -> bool:
        """Whether the dialect drops rows: comments or blank ones."""
        dialect = self.resource.dialect
        return bool(dialect.comment_char or dialect.comment_rows or dialect.skip_blank_rows)

    @property
    def csv_dialect(self) -> csv.Dialect:
        """The dialect for Python's csv module, as Frictionless detected it."""
        dialect: csv.Dialect = CsvControl.from_dialect(self.resource.dialect).to_python()
        return dialect

    def end_errors(self, rows: int, byte_count: int | None, digests: tuple[str, str] | None) -> list[Error]:
        """The errors that Frictionless reports after the last row, where declared rows, bytes or digests differ."""
        stats = self.resource.stats
        stats.rows = rows
        if byte_count is not None:
            stats.bytes = byte_count
        if digests is not None:
            stats.md5, stats.sha256 = digests
        return list(_baseline(self.resource).validate_end())

    def close(self) -> None:
        """Close the file that Frictionless opened."""
        self.resource.close()


def open_table(resource: Resource, *, with_keys: bool = True, piece_bytes: int = PIECE_BYTES) -> OpenedTable:
    """Have Frictionless open a copy of a resource, without reading the targets of its foreign keys.

    with_keys: whether the table's foreign keys are checked; those of a target are not.
    Raises NotColumnar for a resource without rows of text that can be judged by columns.
    """
    if not isinstance(resource, TableResource) or not resource.closed:
        raise NotColumnar("no table, or an open one")
    is_book = resource.format == "xlsx" and resource.data is None
    if not (isinstance(resource.data, FrameRows) or is_book) and (
        resource.format not in TEXT_FORMATS or resource.data is not None
    ):
        raise NotColumnar(f"cells of the format '{resource.format}' are not all text")
    try:
        opened = copy_of(resource)
        foreign_keys = list(opened.schema.foreign_keys) if opened.schema else []
        if opened.schema:
            copy_quickly(opened.schema)
        if foreign_keys:
            opened.schema.foreign_keys = []
        control = ExcelControl.from_dialect(opened.dialect)
    except Exception as error:  # Frictionless will say it better
        raise NotColumnar(f"cannot be described: {error}") from error
    if is_book:
        _take_rows(opened, control)
    try:
        opened.open()  # type: ignore[no-untyped-call]
    except Exception as error:  # Frictionless will say it better
        raise NotColumnar(f"cannot be opened: {error}") from error
    try:
        return replace(_opened(resource, opened, foreign_keys if with_keys else []), piece_bytes=piece_bytes)
    except NotColumnar:
        opened.close()
        raise
    except Exception as error:
        opened.close()
        raise NotColumnar(f"the schema cannot be worked with: {error}") from error


def _take_rows(resource: TableResource, control: ExcelControl) -> None:
    """Give Frictionless the rows of a workbook as data: openpyxl spends on the texts alone as long as all else takes.

    Raises NotColumnar for a workbook that options make Frictionless read in a special way.
    """
    if (
        not resource.normpath
        or (resource.scheme, resource.multipart, resource.compression) != ("file", False, None)
        or control.fill_merged_cells
        or control.preserve_formatting
        or control.adjust_floating_point_error
        or control.stringified
    ):
        raise NotColumnar("a workbook that is read in a special way")
    rows = BookRows(Book(resource.normpath, control.sheet))
    resource.path, resource.scheme, resource.format = None, "", "inline"
    resource.data = rows


def is_small(resource: Resource, rows: int) -> bool:
    """Whether a table and the tables that its keys lead to have fewer than so many rows together."""
    if not isinstance(resource, TableResource):
        return True
    counted = 0
    for table in (resource, *targets(resource)):
        counted += _rows_up_to(table, rows - counted)
        if counted >= rows:
            return False
    return True


def _opened(source: TableResource, resource: TableResource, foreign_keys: Sequence[dict[str, Any]]) -> OpenedTable:
    fields = resource.header.get_expected_fields()
    names = [field.name for field in fields]
    if not fields or len(set(names)) != len(names):
        raise NotColumnar("no fields, or the same name twice")
    position = {name: at for at, name in enumerate(names)}
    unique = [at for at, field in enumerate(fields) if field.constraints.get("unique")]
    primary = _primary(resource, names)
    foreign = [
        OpenedForeignKey(
            tuple(key["fields"]),
            tuple(position[name] for name in key["fields"]),
            key["reference"]["resource"],
            tuple(key["reference"]["fields"]),
        )
        for key in foreign_keys
        if set(key["fields"]) <= set(names)
    ]
    read_first = dict.fromkeys([*unique, *primary, *(at for key in foreign for at in key.positions)])
    return OpenedTable(
        source=source,
        resource=resource,
        start_errors=list(_baseline(resource).validate_start()),
        fields=fields,
        readers=[field.create_cell_reader() for field in fields],
        unique=unique,
        primary=primary,
        foreign=foreign,
        targets=[(key["reference"]["resource"], tuple(key["reference"]["fields"])) for key in foreign_keys],
        read_first=list(read_first),
    )


def _primary(resource: TableResource, names: Sequence[str]) -> list[int]:
    key = resource.schema.primary_key
    if not key or not set(key) <= set(names):
        return []
    if resource.dialect.header_case:
        return [names.index(name) for name in key]
    lowered = {name.lower() for name in key}
    return [at for at, name in enumerate(names) if name.lower() in lowered]


def _baseline(resource: TableResource) -> baseline:
    check = baseline()
    check.connect(resource)
    return check


def targets(resource: Resource) -> Iterator[Resource]:
    """The other tables that the keys of a table lead to."""
    if not isinstance(resource, TableResource):
        return
    try:
        keys = resource.schema.foreign_keys if resource.schema else []
        for name in {key["reference"]["resource"] for key in keys} - {"", resource.name}:
            if resource.package and resource.package.has_resource(name):
                yield resource.package.get_resource(name)
    except (FrictionlessException, AttributeError, KeyError, TypeError):
        return  # Frictionless will refuse this schema


def _rows_up_to(resource: Resource, most: int) -> int:
    """About how many rows a resource has; counting stops at most."""
    if isinstance(resource.data, FrameRows):
        return resource.data.frame.height
    path = resource.normpath
    if resource.data is not None or not path or not Path(path).is_file():
        return 0
    if resource.format == "xlsx" and not resource.compression:
        return rows_about(path)
    if resource.format not in TEXT_FORMATS or resource.compression:
        return most  # line ends say nothing about the rows
    lines = 0
    with Path(path).open("rb") as file:
        for block in iter(lambda: file.read(BLOCK_BYTES), b""):
            lines += block.count(b"\n") or block.count(b"\r")
            if lines >= most:
                break
    return lines


def longest_cell(resource: TableResource) -> int:
    """How many letters a cell of a table has at most, as far as the frame or the file's size tells."""
    if isinstance(resource.data, FrameRows):
        lengths = resource.data.frame.select(pl.all().str.len_chars().max().fill_null(0))
        return max(lengths.row(0), default=0) if lengths.height else 0
    path = resource.normpath
    plain = resource.data is None and not resource.compression and not resource.multipart
    if plain and resource.format in TEXT_FORMATS and path and Path(path).is_file():
        return Path(path).stat().st_size
    return sys.maxsize


def content_rows(resource: TableResource, skip: int = 0) -> Iterator[tuple[int, list[Any]]]:
    """The numbered rows of an opened table as Frictionless itself reads them."""
    stream = resource.dialect.read_enumerated_content_stream(resource.cell_stream)
    return islice(stream, skip, None)
