"""CSV as a text table: encoding, delimiter and records, exactly as Python's csv module reads them.

Here: turning bytes into a TextTable. Not here: which record is the header (header_rows.py).
Rows are records, counted from 1: a cell with line breaks does not move the numbers of the rows below it.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, zip_longest
from pathlib import PurePath
from typing import Any

import polars as pl

from opendata.domain.model import SourceFile
from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import bilingual, unreadable
from opendata.intake.files.format_detection import empty_file
from opendata.intake.size_limits import Limits, cell_too_long, too_many_cells, too_many_columns
from opendata.intake.text_tables import TextTable

DELIMITERS = (";", "\t", "|", ",")  # of those that fit equally the first wins; the comma is last, as prose has many
# No table is written in these encodings of Python; some take quadratic time, others produce lone surrogates.
NOT_OF_FILES = ("punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7")
SAMPLE_CHARACTERS, SAMPLE_RECORDS = 400_000, 2_000
CHUNK_RECORDS = 50_000
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
    options = {**(dialect or {})}
    if "delimiter" not in options:
        options["delimiter"] = _delimiter(text, options)
    delimiter = options["delimiter"]
    frame = None if options.keys() - {"delimiter"} else _plain_records(text, delimiter, limits)
    if frame is None:
        loose = _loose_quotes(text, options)
        notes = [*notes, *([_loose_note(loose)] if loose else [])]
        frame = _records(text, options, source.name, limits)
    if all(column.null_count() == frame.height for column in frame):
        raise empty_file(source.name)
    if frame.width > limits.columns:
        raise too_many_columns(source.name, limits.columns)
    if frame.width * frame.height > limits.cells:
        raise too_many_cells(source.name, limits.cells)
    for column in frame:
        if (column.str.len_chars().max() or 0) > limits.cell_characters:  # type: ignore[operator]
            row = column.str.len_chars().arg_max() or 0
            raise cell_too_long(source.name, limits.cell_characters, row + 1)
    return TextTable(
        name=PurePath(source.name).stem,
        file=source.name,
        sheet=None,
        cells=frame,
        rows=pl.int_range(1, frame.height + 1, dtype=pl.UInt32, eager=True),
        decimal="," if delimiter == ";" else ".",
        notes=notes,
    )


def decoded(source: SourceFile, encoding: str | None = None) -> tuple[str, list[Note]]:
    """The file's text, in the declared encoding, or else in the first of UTF-8, UTF-16 and Windows-1252 that fits."""
    content = source.content
    if encoding:
        try:
            if codecs.lookup(encoding).name in NOT_OF_FILES:
                raise LookupError(encoding)
            return content.decode(encoding).removeprefix("\ufeff"), []
        except (LookupError, ValueError) as error:
            raise unreadable(
                source.name,
                f"Die Datei ist nicht, wie angegeben, in {encoding} geschrieben.",
                f"The file is not written in {encoding}, as it is said to be.",
            ) from error
    wide = _utf_16(content)
    try:
        text = content.decode(wide or "utf-8-sig")
    except UnicodeDecodeError:
        if wide:
            raise _no_text(source.name) from None
        return _windows_1252(source)
    if "\0" in text:
        raise _no_text(source.name)
    return text, []


def _utf_16(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # In UTF-16 text of European languages nearly every second byte is zero: the first or the second of each pair.
    if odd > len(sample) * 0.35 and even < len(sample) * 0.05:
        return "utf-16-le"
    if even > len(sample) * 0.35 and odd < len(sample) * 0.05:
        return "utf-16-be"
    return None


def _windows_1252(source: SourceFile) -> tuple[str, list[Note]]:
    try:
        text = source.content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        raise unreadable(
            source.name,
            f"Die Zeichen in Zeile {line} sind weder UTF-8 noch Windows-1252. "
            "Bitte speichern Sie die Datei als „CSV UTF-8“ oder als .xlsx.",
            f"The characters in line {line} are neither UTF-8 nor Windows-1252. "
            "Please save the file as 'CSV UTF-8' or as .xlsx.",
        ) from None
    if re.search("[\0-\x08\x0e-\x1a]", text):
        raise _no_text(source.name)
    note = Note(
        "encoding",
        bilingual(
            f"{source.name} wurde als Windows-1252 gelesen. Bitte prüfen Sie, ob die Umlaute stimmen.",
            f"{source.name} was read as Windows-1252. Please check that umlauts are right.",
        ),
    )
    return text, [note]


def _no_text(file: str) -> Exception:
    return unreadable(
        file,
        "Die Datei ist keine Textdatei und keine Tabelle, die wir kennen. Bitte senden Sie .xlsx, .ods oder .csv.",
        "The file is neither text nor a table we know. Please send .xlsx, .ods or .csv.",
    )


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


def _plain_records(text: str, delimiter: str, limits: Limits) -> pl.DataFrame | None:
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
        return None
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


def _records(text: str, options: Mapping[str, Any], file: str, limits: Limits) -> pl.DataFrame:
    # The limit of the csv module holds for the whole process, so it is only raised; larger cells are refused below.
    csv.field_size_limit(max(csv.field_size_limit(), limits.cell_characters + 1))
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    reader = _reader(f"{ended}{SENTINEL}\n", options)
    chunks: list[pl.DataFrame] = []
    total, width, last = 0, 0, []
    try:
        while records := list(islice(reader, CHUNK_RECORDS)):
            last = records[-1]
            total += len(records)
            width = max(width, *map(len, records))
            if width > limits.columns:
                raise too_many_columns(file, limits.columns)
            if total * width > limits.cells:
                raise too_many_cells(file, limits.cells)
            columns = zip_longest(*records)
            chunks.append(
                pl.DataFrame({str(n): pl.Series(cells, dtype=pl.String) for n, cells in enumerate(columns, 1)})
            )
    except csv.Error as error:
        if "field larger" in str(error):
            raise cell_too_long(file, limits.cell_characters) from error
        raise _no_text(file) from error
    if last != [SENTINEL]:
        raise unreadable(
            file,
            f"In Zeile {total} beginnt eine Zelle mit einem Anführungszeichen, das nie geschlossen wird; "
            "alles danach gehörte zu dieser Zelle. Bitte schließen oder entfernen Sie es.",
            f"In row {total} a cell begins with a quotation mark that is never closed; "
            "everything after it would belong to that cell. Please close or remove it.",
        )
    frame = pl.concat(chunks, how="diagonal").head(total - 1)
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))


def _loose_quotes(text: str, options: Mapping[str, Any]) -> int | None:
    """The number of the first record that has an undoubled quotation mark inside a quoted cell, if there is one."""
    # Only a mark without a delimiter or a line end beside it can be undoubled, so most files are read once only.
    delimiter, quote = re.escape(options["delimiter"]), re.escape(options.get("quotechar") or '"')
    if not re.search(rf"[^{delimiter}\r\n{quote}]{quote}[^{delimiter}\r\n{quote}]", text):
        return None
    number = 0
    try:
        for number, _ in enumerate(_reader(text, {**options, "strict": True}), 1):  # noqa: B007
            pass
    except csv.Error as error:
        return number + 1 if "expected after" in str(error) else None
    return None


def _loose_note(row: int) -> Note:
    return Note(
        "loose-quotes",
        bilingual(
            f"In Zeile {row} steht ein Anführungszeichen mitten in einer Zelle, das nicht verdoppelt ist. "
            "Bitte prüfen Sie, ob die Zellen dort richtig getrennt sind.",
            f"In row {row} there is a quotation mark inside a cell that is not doubled. "
            "Please check that the cells there are divided rightly.",
        ),
        row=row,
    )


def _reader(text: str, options: Mapping[str, Any]) -> Iterator[list[str]]:
    # newline="" leaves line breaks to the reader, as the csv module requires.
    return csv.reader(io.StringIO(text, newline=""), **options)
