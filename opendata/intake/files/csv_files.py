"""CSV as a text table: encoding, delimiter and records, exactly as Python's csv module reads them.

Here: turning bytes into a TextTable. Not here: which record is the header (header_rows.py).
Rows are records, counted from 1: a cell with line breaks does not move the numbers of the rows below it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, zip_longest
from pathlib import PurePath
from typing import Any

import polars as pl

from opendata.domain.model import SourceFile
from opendata.intake.bilingual_sentences import unreadable
from opendata.intake.files.csv_encoding import decoded, no_text
from opendata.intake.files.csv_quotes import loose_findings, loose_note, loose_records, swallowed_rows
from opendata.intake.files.csv_wrappings import single_quotes, with_texts_of_formulas, without_quotes_around_lines
from opendata.intake.files.format_detection import empty_file
from opendata.intake.size_limits import Limits, cell_too_long, line_too_long, too_many_cells, too_many_columns
from opendata.intake.text_tables import TextTable

DELIMITERS = (";", "\t", "|", ",")  # of those that fit equally the first wins; the comma is last, as prose has many
SAMPLE_CHARACTERS, SAMPLE_RECORDS = 400_000, 2_000
CHUNK_RECORDS = 50_000
LONGEST_LINE = 2**24  # characters; a row of all columns with a thousand characters each
# The reader adds this record at the end. If it is not read as a record, a quotation mark is never closed.
SENTINEL = "\ue000end-of-file\ue001"


def read_csv(
    source: SourceFile, limits: Limits, encoding: str | None = None, dialect: Mapping[str, Any] | None = None
) -> TextTable:
    """The one table of a CSV file; raises UnreadableFile.

    encoding, dialect: what a Data Package declares (the dialect in the words of csv.reader); the rest is detected.
    """
    text, notes = decoded(source, encoding)
    if not text.strip():
        raise empty_file(source.name)
    _check_lines(text, source.name)
    options = {**(dialect or {})}
    if not options:
        text, of_lines = without_quotes_around_lines(text, DELIMITERS)
        notes = [*notes, *of_lines]
        options = single_quotes(text, DELIMITERS)
    if "delimiter" not in options:
        options["delimiter"] = _delimiter(text, options)
    delimiter = options["delimiter"]
    is_plain = not options.keys() - {"delimiter"}
    frame = _plain_records(text, delimiter, source.name, limits) if is_plain else None
    has_quotes, is_loose = frame is None, False
    if frame is None:
        frame, widths = _records(text, options, source.name, limits)
        is_loose = is_plain and _has_loose_quotes(text, options)
    else:
        widths = _plain_widths(frame, text, delimiter)
    if all(column.null_count() == frame.height for column in frame):
        raise empty_file(source.name)
    if frame.width > limits.columns:
        raise too_many_columns(source.name, limits.columns)
    limits.take_table(source.name, frame.width * frame.height, len(text))
    if '="' in text:
        frame, of_cells = with_texts_of_formulas(frame)
        notes = [*notes, *of_cells]
    bytes_of_longest = frame.select(pl.all().str.len_bytes().max()).row(0)
    for column, most_bytes in zip(frame, bytes_of_longest, strict=True):
        if (most_bytes or 0) <= limits.cell_characters:
            continue  # a text has no more characters than bytes
        if (column.str.len_chars().max() or 0) > limits.cell_characters:  # type: ignore[operator]
            row = column.str.len_chars().arg_max() or 0
            raise cell_too_long(source.name, limits.cell_characters, row + 1)
    table = TextTable(
        name=PurePath(source.name).stem,
        file=source.name,
        sheet=None,
        cells=frame,
        rows=pl.int_range(1, frame.height + 1, dtype=pl.UInt32, eager=True),
        decimal="," if delimiter == ";" else ".",
        notes=notes,
        widths=widths,
        findings=swallowed_rows(frame, delimiter, _usual_width(widths)) if has_quotes else (),
    )
    return _mended(text, delimiter, table) if is_loose else table


def _check_lines(text: str, file: str) -> None:
    """Raise UnreadableFile at a line that no table has, before it is taken apart."""
    at = 0
    while len(text) - at > LONGEST_LINE:
        end = max(text.rfind(sign, at, at + LONGEST_LINE) for sign in "\n\r")
        if end < 0:
            raise line_too_long(file, LONGEST_LINE)
        at = end + 1


def _delimiter(text: str, options: Mapping[str, Any]) -> str:
    """The delimiter under which most records have the same width; title lines and short rows do not matter."""
    sample = text[:SAMPLE_CHARACTERS]
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        widths: Counter[int] = Counter()
        try:
            for record in islice(_reader(sample, {**options, "delimiter": delimiter}), SAMPLE_RECORDS):
                if any(record):
                    widths[len(record)] += 1
        except csv.Error:
            continue
        if not widths:
            continue
        total = widths.total()
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        score = (round(count / total, 3) if width > 1 else 0.0, width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _plain_records(text: str, delimiter: str, file: str, limits: Limits) -> pl.DataFrame | None:
    """The records of a file without any quotation mark, by Polars; None where that is not certainly the same.

    Without quotation marks a record is a line and a cell is what stands between two delimiters.
    """
    if '"' in text or text.startswith("\ufeff"):
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            return None
    lines = text.count("\n") + (not text.endswith("\n"))
    width = max(line.count(delimiter) for line in islice(io.StringIO(text), 1000)) + 1
    if width > limits.columns:
        raise too_many_columns(file, limits.columns)
    if width * lines > limits.left.cells:
        raise too_many_cells(file, limits.cells)
    try:
        frame = pl.read_csv(
            text.encode(),
            has_header=False,
            separator=delimiter,
            quote_char=None,
            schema={str(n): pl.String for n in range(1, width + 1)},
            encoding="utf8",
        )
    except pl.exceptions.PolarsError:
        return None
    return frame if frame.height == lines else None


def _plain_widths(frame: pl.DataFrame, text: str, delimiter: str) -> pl.Series:
    """How many cells each line has, in a text without quotation marks, of which these are the records."""
    if not frame.to_series(frame.width - 1).null_count():
        return pl.Series([frame.width], dtype=pl.UInt32).new_from_index(0, frame.height)
    lines = pl.Series([text.removesuffix("\n")]).str.split("\n").explode()
    return lines.str.count_matches(delimiter, literal=True) + 1


def _records(text: str, options: Mapping[str, Any], file: str, limits: Limits) -> tuple[pl.DataFrame, pl.Series]:
    """The records, and how many cells each has."""
    # The limit of the csv module holds for the whole process, so it is only raised; larger cells are refused below.
    csv.field_size_limit(max(csv.field_size_limit(), limits.cell_characters + 1))
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    reader = _reader(f"{ended}{SENTINEL}\n", options)
    chunks: list[pl.DataFrame] = []
    total, width, last, widths = 0, 0, [], []
    try:
        while records := list(islice(reader, CHUNK_RECORDS)):
            last = records[-1]
            total += len(records)
            lengths = list(map(len, records))
            width = max(width, *lengths)
            widths.append(pl.Series(lengths, dtype=pl.UInt32))
            if width > limits.columns:
                raise too_many_columns(file, limits.columns)
            if total * width > limits.left.cells:
                raise too_many_cells(file, limits.cells)
            columns = zip_longest(*records)
            chunks.append(
                pl.DataFrame({str(n): pl.Series(cells, dtype=pl.String) for n, cells in enumerate(columns, 1)})
            )
    except csv.Error as error:
        if "field larger" in str(error):
            raise cell_too_long(file, limits.cell_characters) from error
        raise no_text(file) from error
    if last != [SENTINEL]:
        raise unreadable(
            file,
            f"In Zeile {total} beginnt eine Zelle mit einem Anführungszeichen, das nie geschlossen wird; "
            "alles danach gehörte zu dieser Zelle. Bitte schließen oder entfernen Sie es.",
            f"In row {total} a cell begins with a quotation mark that is never closed; "
            "everything after it would belong to that cell. Please close or remove it.",
        )
    frame = pl.concat(chunks, how="diagonal").head(total - 1)
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all())), pl.concat(widths).head(total - 1)


def _has_loose_quotes(text: str, options: Mapping[str, Any]) -> bool:
    """Whether a quoted cell has a quotation mark inside that is not doubled."""
    # Only a mark without a delimiter or a line end beside it can be undoubled, so most files are read once only.
    delimiter, quote = re.escape(options["delimiter"]), re.escape(options.get("quotechar") or '"')
    if not re.search(rf"[^{delimiter}\r\n{quote}]{quote}[^{delimiter}\r\n{quote}]", text):
        return False
    try:
        for _ in _reader(text, {**options, "strict": True}):
            pass
    except csv.Error as error:
        return "expected after" in str(error)
    return False


def _mended(text: str, delimiter: str, table: TextTable) -> TextTable:
    """The table with undoubled marks read as text where every cell is certain, and with errors where not."""
    records = list(loose_records(text, delimiter))
    loose = [row for row, record in enumerate(records, 1) if record.is_loose]
    widths = pl.Series([len(record.cells) for record in records], dtype=pl.UInt32)
    if any(widths[row - 1] != _usual_width(widths) for row in loose):
        return replace(table, findings=loose_findings(loose))
    columns = zip_longest(*(record.cells for record in records))
    frame = pl.DataFrame({str(n): pl.Series(cells, dtype=pl.String) for n, cells in enumerate(columns, 1)})
    return replace(
        table,
        cells=frame.with_columns(pl.when(pl.all() != "").then(pl.all())),
        rows=pl.int_range(1, frame.height + 1, dtype=pl.UInt32, eager=True),
        widths=widths,
        notes=[*table.notes, loose_note(loose)],
    )


def _usual_width(widths: pl.Series) -> int:
    """How many cells most records have."""
    return int(widths.mode().max() or 0)  # type: ignore[arg-type]


def _reader(text: str, options: Mapping[str, Any]) -> Iterator[list[str]]:
    # newline="" leaves line breaks to the reader, as the csv module requires.
    return csv.reader(io.StringIO(text, newline=""), **options)
