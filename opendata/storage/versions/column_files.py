"""Column files: the ordered columns of a large table as files that processes map into memory instead of reading them.

Here: writing them in a process of their own, and mapping them. Not here: which tables are kept so, and for how long
(column_copies.py).

Bringing a million rows into order takes several hundred megabytes for some seconds; a web process must not grow by
so much. Only the parts of a mapped file that a query looks at take memory, and they are let go of after each query
and each part of an answer; they stay in the memory of the system, which gives it to others when they need it. The
format is Arrow's, uncompressed, one batch a file.
"""

import json
import mmap
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from opendata.domain.errors import StorageUnavailable
from opendata.domain.kinds import Field, Table
from opendata.domain.queries.ordered_columns import OrderedColumn, OrderedTable

TABLE, FIELDS = "table.csv", "fields.json"
LONGEST_SECONDS = 300


def mapped_table(copy: Callable[[BinaryIO], object], table: Table, folder: Path) -> OrderedTable:
    """The ordered form of canonical CSV, mapped from files that are removed already and end with the process.

    copy: writes the CSV to a file. Raises StorageUnavailable if the files cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder))
    except OSError as error:
        raise StorageUnavailable("columns", str(error)) from error
    try:
        with (made / TABLE).open("wb") as file:
            copy(file)
        fields = [{**field.descriptor, "name": field.name} for field in table.fields]
        (made / FIELDS).write_text(json.dumps(fields), encoding="utf-8")
        command = [sys.executable, "-m", __name__, str(made)]
        # It takes as many threads as this process may, because it inherits POLARS_MAX_THREADS.
        subprocess.run(command, check=True, timeout=LONGEST_SECONDS, capture_output=True)
        maps: list[mmap.mmap] = []
        columns = {field.name: _mapped_column(made, place, field, maps) for place, field in enumerate(table.fields)}
    except (OSError, subprocess.SubprocessError) as error:
        raise StorageUnavailable("columns", str(error)) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)  # what is mapped stays until it is unmapped
    return OrderedTable(table, columns, len(next(iter(columns.values())).places), partial(_let_go, maps))


def write_columns(folder: Path) -> None:
    """Write the columns of the table in a folder, one after the other."""
    fields = [Field.from_descriptor(one) for one in json.loads((folder / FIELDS).read_text(encoding="utf-8"))]
    schema = {field.name: pl.String() for field in fields}
    for place, field in enumerate(fields):
        values = pl.read_csv(folder / TABLE, schema=schema, columns=[field.name])[field.name]
        column = OrderedColumn.of(values, field)
        del values
        _write(folder / f"{place}-texts", column.texts)
        _write(folder / f"{place}-places", column.places)
        if column.is_searched:
            _write(folder / f"{place}-folded", column.folded)


def _write(path: Path, values: pl.Series) -> None:
    pl.DataFrame({"values": values}).write_ipc(path, record_batch_size=max(1, len(values)))


def _mapped_column(folder: Path, place: int, field: Field, maps: list[mmap.mmap]) -> OrderedColumn:
    texts = _mapped(folder / f"{place}-texts", pl.String(), maps)
    places = _mapped(folder / f"{place}-places", pl.UInt32(), maps)
    folded = folder / f"{place}-folded"
    return OrderedColumn(
        field, texts.alias(field.name), places, _mapped(folded, pl.String(), maps) if folded.exists() else None
    )


def _let_go(maps: Sequence[mmap.mmap]) -> None:
    """Let go of the memory of these files; what is read of them next comes from the files again."""
    for each in maps:
        each.madvise(mmap.MADV_DONTNEED)


def _mapped(path: Path, of_type: pl.DataType, maps: list[mmap.mmap]) -> pl.Series:
    import pyarrow as pa  # noqa: PLC0415 - only large tables need it
    import pyarrow.ipc  # noqa: PLC0415

    with path.open("rb") as file:
        maps.append(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ))
    reader: Any = pa.ipc.open_file(pa.py_buffer(maps[-1]))
    if not reader.num_record_batches:
        return pl.Series([], dtype=of_type)
    values = pl.Series(reader.get_batch(0).column(0))
    _let_go(maps[-1:])  # Polars has looked at every text
    return values


if __name__ == "__main__":
    write_columns(Path(sys.argv[1]))
