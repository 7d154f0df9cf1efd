"""Width: tables and schemas of too many columns are refused before they are opened.

Frictionless reports each unexpected column with all headings of the table, and compares each heading with all
before it: a hundred thousand columns would take tens of gigabytes. Here: counting columns. Not here: reading files
(files_as_they_are.py), workbooks (sheet_sizes.py).
"""

import csv
import io
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Resource
from frictionless.resources import TableResource

from opendata.domain.errors import SchemaNotValid, UnreadableFile
from opendata.validation.limits.csv_sniffing_limit import refuse_slow_sniffing
from opendata.validation.limits.sheet_sizes import too_large

MOST_COLUMNS = 5_000
SAMPLE_ROWS = 100  # Frictionless looks for the header among these
SAMPLE_BYTES = (2**16, 2**20, 2**24)  # the next size is read only where this one does not hold all sample rows
SEPARATORS = ",\t;|"  # Frictionless tries these


def refuse_wide_schema(name: str, schema: Any) -> None:
    """Raise SchemaNotValid for a schema of too many fields, before it is read."""
    fields = schema.get("fields") if isinstance(schema, Mapping) else None
    if isinstance(fields, list) and len(fields) > MOST_COLUMNS:
        raise SchemaNotValid(name, f"has {len(fields):,} fields; more than {MOST_COLUMNS:,} are not checked")


def refuse_wide_table(resource: Resource) -> None:
    """Raise UnreadableFile for a CSV file or a workbook that would take too much, before it is opened."""
    if isinstance(resource, TableResource) and (reason := too_large(resource, MOST_COLUMNS)):
        raise UnreadableFile(str(resource.path), reason)
    if not isinstance(resource, TableResource) or resource.format not in ("csv", "tsv") or resource.compression:
        return
    path = Path(resource.normpath or "")
    if resource.data is not None or not path.is_file():
        return
    try:
        declared = resource.dialect.get_control("csv").get_defined("delimiter") if _has_csv(resource) else None
        separators = [declared] if declared else SEPARATORS
        width = max(_width_by(path, separator) for separator in separators)
    except (FrictionlessException, OSError):
        return  # Frictionless reports a missing dialect or an unreadable file in better words
    if width > MOST_COLUMNS:
        raise UnreadableFile(str(resource.path), f"has {width:,} columns; more than {MOST_COLUMNS:,} are not checked")
    refuse_slow_sniffing(resource, path)


def _width_by(path: Path, separator: str) -> int:
    return next((width for size in SAMPLE_BYTES if (width := _width(path, separator, size)) is not None), 0)


def _width(path: Path, separator: str, size: int) -> int | None:
    """The most cells that a row at the beginning of a file has; None where `size` bytes hold too few rows to tell."""
    with path.open("rb") as file:
        content = file.read(size)
    whole = len(content) < size or size == SAMPLE_BYTES[-1]
    # Separators and quotes are the same in encodings based on ASCII; UTF-16 and UTF-32 only add zero bytes.
    text = content.replace(b"\0", b"").decode("latin-1")
    if whole and text.count(separator) < MOST_COLUMNS:
        return 0
    widths: list[int] = []
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        widths.extend(len(row) for row in islice(rows, SAMPLE_ROWS + 1))
    except (csv.Error, TypeError):
        whole = True  # more bytes would fail in the same way
    if not whole and len(widths) <= SAMPLE_ROWS:
        return None  # the sample may end within its last row
    return max(widths[:SAMPLE_ROWS], default=0)


def _has_csv(resource: TableResource) -> bool:
    return bool(resource.dialect) and resource.dialect.has_control("csv")
