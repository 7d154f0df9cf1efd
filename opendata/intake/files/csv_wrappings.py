"""Quotation marks that programs put around whole lines or cells of CSV files, and that are no part of the text.

Here: lines that stand in quotation marks as a whole, single quotation marks around all cells, and the formula ="001",
by which a text is kept from becoming a number. Not here: marks that opened by mistake (csv_quotes.py).
"""

import re
from collections.abc import Sequence

import polars as pl

from opendata.domain.report.findings import Note
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, comma_list

MAX_NAMED = 5
_WHOLE_LINE = re.compile(r'"(?:[^"]|"")*"')
_TEXT_FORMULA = r'^="([^"]*)"$'


def without_quotes_around_lines(text: str, delimiters: Sequence[str]) -> tuple[str, list[Note]]:
    """The text without the marks around its lines, and a note, where every line stands in quotation marks as a whole.

    A program that takes a line for one cell writes "1;Radweg;geplant" in place of 1;Radweg;geplant.
    """
    first = text.partition("\n")[0].rstrip("\r")
    if not _is_line_in_quotes(first, delimiters):
        return text, []
    lines = text.splitlines()
    if not all(_is_line_in_quotes(line, delimiters) for line in lines if line.strip()):
        return text, []
    inner = "\n".join(line.strip()[1:-1].replace('""', '"') for line in lines)
    sentence = bilingual(
        "Jede Zeile der Datei steht als Ganzes in Anführungszeichen; sie wurden weggelassen. "
        "Bitte prüfen Sie die Spalten.",
        "Each line of the file stands in quotation marks as a whole; they were left out. Please check the columns.",
    )
    return f"{inner}\n", [Note("lines-in-quotes", sentence)]


def _is_line_in_quotes(line: str, delimiters: Sequence[str]) -> bool:
    line = line.strip()
    if not line.startswith('"') or not _WHOLE_LINE.fullmatch(line):
        return False
    return any(delimiter in line for delimiter in delimiters[:-1])  # a comma is usual in the text of one cell


def single_quotes(text: str, delimiters: Sequence[str]) -> dict[str, str]:
    """The option of csv.reader for a file whose header stands in single quotation marks, cell by cell; else none."""
    first = text.partition("\n")[0].strip()
    if first.startswith("'"):
        for delimiter in delimiters:
            if re.fullmatch(rf"'[^']+'(?:{re.escape(delimiter)}'[^']+')+", first):
                return {"delimiter": delimiter, "quotechar": "'"}
    return {}


def with_texts_of_formulas(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Note]]:
    """The records with 001 in place of ="001", as a spreadsheet shows it, and a note on these cells."""
    masks = frame.select(pl.all().str.contains(_TEXT_FORMULA).fill_null(value=False))
    count = sum(int(column.sum()) for column in masks)
    if not count:
        return frame, []
    first = [address(row + 1, int(column.name)) for column in masks for row in column.arg_true().head(MAX_NAMED)]
    named = comma_list(first[:MAX_NAMED]) + (", …" if count > MAX_NAMED else "")
    cells_de, cells_en = ("1 Zelle", "1 cell") if count == 1 else (f"{count} Zellen", f"{count} cells")
    note = Note(
        "text-formulas",
        bilingual(
            f'{named}: Die Formel ="…" wurde als der Text gelesen, den sie zeigt ({cells_de}).',
            f'{named}: the formula ="…" was read as the text that it shows ({cells_en}).',
        ),
        address=first[0],
    )
    plain = pl.all().str.extract(_TEXT_FORMULA)
    texts = pl.when(pl.all().str.contains(_TEXT_FORMULA)).then(pl.when(plain != "").then(plain)).otherwise(pl.all())
    return frame.with_columns(texts), [note]
