"""The archive of rewrites: the file in which all rewrites of an upload are kept.

Here: rewrites to bytes, and bytes to a page of rewrites, also for files of an earlier version of the service.
Not here: what a rewrite is (domain/report/), and where the file is kept (sql_uploads.py).
"""

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import polars as pl

from opendata.domain.report.findings import Rewrite
from opendata.domain.report.rewritten_cells import COLUMNS, Rewrites

GZIP = b"\x1f\x8b"  # the first bytes of a file of an earlier version of the service


def rewrites_file(rewrites: Sequence[Rewrite]) -> bytes:
    """All rewrites as one file: a zip with one Parquet table for each field."""
    if isinstance(rewrites, Rewrites):
        frames = rewrites.frames()
    else:
        frames = iter([pl.DataFrame([vars(rewrite) for rewrite in rewrites], schema=COLUMNS)] if rewrites else [])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # not deflated: the tables are compressed
        for number, frame in enumerate(frames):
            table = io.BytesIO()
            frame.write_parquet(table)
            # The name contains the length, so that a page is found without reading the tables before it.
            archive.writestr(zipfile.ZipInfo(f"{number:06}-{frame.height}.parquet"), table.getvalue())
    return buffer.getvalue()


def rewrites_from_file(content: bytes, start: int, stop: int | None) -> tuple[list[dict[str, Any]], int]:
    """A page of the rewrites in bytes from rewrites_file(), and how many rewrites there are in all."""
    if content.startswith(GZIP):
        return _from_lines(content, start, stop)
    part: list[dict[str, Any]] = []
    total = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            length = int(name.removesuffix(".parquet").partition("-")[2])
            first, last = max(start - total, 0), length if stop is None else min(stop - total, length)
            if first < last:
                table = pl.read_parquet(io.BytesIO(archive.read(name)))
                part += table.slice(first, last - first).to_dicts()
            total += length
    return part, total


def _from_lines(content: bytes, start: int, stop: int | None) -> tuple[list[dict[str, Any]], int]:
    """The same page from a file of an earlier version of the service: one JSON object per line, compressed."""
    part, total = [], 0
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        for total, line in enumerate(file, start=1):
            if start < total and (stop is None or total <= stop):
                part.append(json.loads(line))
    return part, total
