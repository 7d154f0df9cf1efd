"""Quotation marks in CSV files that were not written as CSV asks for.

Here: records whose inner quotation marks were not doubled, and cells that swallowed rows because a quotation mark
opened by mistake. Not here: the reader of proper CSV (csv_files.py), rows wider than the header
(matching/record_widths.py). Sources: RFC 4180, section 2; the csv module of Python.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.report.findings import Finding, Note
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, bilingual_at_cell, named_rows

MAX_NAMED_ROWS, MAX_FINDINGS = 20, 50
_MARKS = re.compile('"+')


@dataclass(frozen=True)
class LooseRecord:
    """A record, and whether it has quotation marks inside a quoted cell that are not doubled."""

    cells: list[str]
    is_loose: bool


def loose_records(text: str, delimiter: str) -> Iterator[LooseRecord]:
    """The records of a text in which a quotation mark ends a cell only before a delimiter or the end of a line."""
    place, end, is_loose = 0, len(text), False
    cells: list[str] = []
    plain_end = re.compile(f"[{re.escape(delimiter)}\r\n]|\\Z")
    while place < end:
        piece = text[place : plain_end.search(text, place).start()]  # type: ignore[union-attr]
        if not piece.startswith('"'):
            cell, place = piece, place + len(piece)
        elif piece.count('"') % 2 == 0 and not piece.endswith('"'):
            # "so" genannt: the first word alone stands in quotation marks, and they belong to the text.
            cell, place, is_loose = piece, place + len(piece), True
        else:
            cell, place, is_cell_loose = _quoted_cell(text, place + 1, delimiter)
            is_loose = is_loose or is_cell_loose
        cells.append(cell)
        if text[place : place + 1] == delimiter:
            place += 1
            if place < end:
                continue
            cells.append("")
        yield LooseRecord(cells, is_loose)
        cells, is_loose = [], False
        place += 2 if text[place : place + 2] == "\r\n" else 1


def _quoted_cell(text: str, start: int, delimiter: str) -> tuple[str, int, bool]:
    """The cell whose opening mark stands before start, the place after it, and whether it has undoubled marks."""
    parts, place, is_loose = [], start, False
    for run in _MARKS.finditer(text, start):
        parts.append(text[place : run.start()])
        place, marks = run.end(), len(run[0])
        if place == len(text) or text[place] in (delimiter, "\r", "\n"):
            is_loose = is_loose or marks % 2 == 0
            return "".join([*parts, '"' * (marks // 2)]), place, is_loose
        parts.append('"' * ((marks + 1) // 2))
        is_loose = is_loose or marks % 2 == 1
    return "".join([*parts, text[place:]]), len(text), True


def loose_note(rows: Sequence[int]) -> Note:
    """The note on rows that were read although marks inside their cells are not doubled."""
    named_de, named_en = named_rows(rows, MAX_NAMED_ROWS)
    return Note(
        "loose-quotes",
        bilingual(
            f"{named_de}: Anführungszeichen mitten in einer Zelle sind nicht verdoppelt; sie wurden als Teil des "
            "Textes gelesen. Bitte prüfen Sie diese Texte.",
            f"{named_en}: quotation marks inside a cell are not doubled; they were read as part of the text. "
            "Please check these texts.",
        ),
        row=rows[0],
    )


def loose_findings(rows: Sequence[int]) -> list[Finding]:
    """An error for each row whose cells cannot be told apart because of undoubled quotation marks."""
    return [
        Finding(
            "loose-quotes",
            bilingual(
                f"Zeile {row}: Ein Anführungszeichen mitten in einer Zelle ist nicht verdoppelt, und es ist unklar, "
                "wo die Zelle endet. Bitte verdoppeln oder entfernen Sie es, oder senden Sie die Tabelle als .xlsx.",
                f"Row {row}: a quotation mark inside a cell is not doubled, and it is unclear where the cell ends. "
                "Please double or remove it, or send the table as .xlsx.",
            ),
            row=row,
        )
        for row in rows[:MAX_FINDINGS]
    ]


def swallowed_rows(frame: pl.DataFrame, delimiter: str, width: int) -> list[Finding]:
    """Errors for cells in which whole rows stand; frame: the records, width: how many cells most of them have."""
    if width < 2:
        return []
    suspects = frame.select(
        pl.any_horizontal(
            pl.all().str.contains("\n", literal=True) & pl.all().str.contains(delimiter, literal=True)
        ).fill_null(value=False)
    ).to_series()
    if not suspects.any():
        return []
    keys = {_shape(key) for key in frame.filter(~suspects)[:, 0].head(10_000) if key}
    # The line of each record: cells with line breaks move the lines of the records below them.
    breaks = frame.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))).to_series()
    findings = []
    for place in suspects.arg_true().head(MAX_FINDINGS * 20):
        record = [cell or "" for cell in frame.row(place)]
        pieces = delimiter.join(record).rstrip(delimiter).split("\n")
        if _are_rows(pieces, delimiter, width, keys):
            column = next(n for n, cell in enumerate(record, 1) if "\n" in cell and delimiter in cell)
            line = place + 1 + int(breaks.head(place).sum())
            findings.append(_swallowed(place + 1, column, line, line + len(pieces) - 1, record[column - 1]))
    return findings[:MAX_FINDINGS]


def _are_rows(pieces: Sequence[str], delimiter: str, width: int, keys: set[str]) -> bool:
    """Whether the lines of a record are rows of the table: as many cells, and a key like those of other rows."""
    # A delimiter before a blank belongs to prose.
    separator = re.compile(rf"{re.escape(delimiter)}(?! )")
    full = [len(separator.findall(piece)) == width - 1 for piece in pieces]
    keyed = [_shape(piece.split(delimiter, 1)[0]) in keys for piece in pieces[1:]]
    inner = [is_full and has_key for is_full, has_key in zip(full[1:], keyed, strict=True)]
    return (all(full) and any(keyed)) or any(inner[:-1])


def _shape(key: str) -> str:
    """What kinds of signs a key consists of: "A-12" is "a-0"."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", key.strip()))[:40]


def _swallowed(row: int, column: int, first_line: int, last_line: int, cell: str) -> Finding:
    several = last_line > first_line + 1
    inside = f"Die Zeilen {first_line + 1} bis {last_line} stehen" if several else f"Zeile {last_line} steht"
    inside_en = f"rows {first_line + 1} to {last_line} stand" if several else f"row {last_line} stands"
    return Finding(
        "swallowed-rows",
        bilingual_at_cell(
            row,
            column,
            f"In Zeile {first_line} beginnt ein Anführungszeichen, das erst in Zeile {last_line} endet. "
            f"{inside} dadurch in dieser einen Zelle. "
            "Bitte entfernen Sie das Anführungszeichen, oder senden Sie die Tabelle als .xlsx.",
            f"A quotation mark opens in row {first_line} and closes in row {last_line}; {inside_en} "
            "inside this one cell because of it. Please remove the mark, or send the table as .xlsx.",
        ),
        row=row,
        column=column,
        cell=cell[:200],
        address=address(row, column),
    )
