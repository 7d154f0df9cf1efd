"""Numbers of rows that the screen shows with a point: 1.001 is seen, and the number 1001 is stored.

Here: the question about such cells in columns of keys and references, and the error where other numbers of the table
have points of their own. Not here: what a format shows (files/shown_numbers.py), and lost zeros (lost_zeros.py).
A German Excel makes the number 1001 in such a format of a typed "1.001"; the same is seen where somebody gave such a
format to a whole sheet. Only the office knows which of them it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import MAX_LISTED, Finding
from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, bilingual_at_cell, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import CellMark, TextTable

MAX_NAMED = 10
_WITH_POINTS = r"^[0-9]{1,6}(?:\.[0-9]{1,6})+$"


@dataclass(frozen=True)
class _GroupedKey:
    """A cell of a key or reference, and the plain number that would be published of it."""

    row: int
    field: Field
    column: int
    number: str

    @property
    def address(self) -> str:
        return address(self.row, self.column)

    @property
    def seen(self) -> str:
        """The number as a German office sees it: 1.001, or 1.001,50."""
        whole, _, decimals = self.number.partition(".")
        return f"{int(whole):,}".replace(",", ".") + (f",{decimals}" if decimals else "")


def grouped_keys(
    choice: TableChoice, values: Mapping[str, pl.Series], body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> Sequence[Finding | Question]:
    """A question about all keys and references that are seen with a point and stored without, or errors at them.

    values: canonical text by field. body: the rows that would be published.
    """
    cells: list[_GroupedKey] = []
    with_points: list[str] = []
    for field in choice.resource:
        field_column = field_columns.get(field.name)
        if field.type != "string" or field.name not in choice.resource.key_fields or field_column is None:
            continue
        if field_column.made_from or not choice.table.grouped or body.marks is None:
            continue
        column = field_column.column
        frame = pl.DataFrame(
            {"row": body.rows, "value": values[field.name], "stored": body.cells[str(column)]}
        ).with_columns(grouped=_is_grouped(body, column))
        found = frame.filter(pl.col("grouped") & pl.col("value").str.contains(r"^[0-9]{4,400}(?:\.[0-9]+)?$"))
        cells += [_GroupedKey(row, field, column, value) for row, value in found.select("row", "value").iter_rows()]
        # What a format shows is no point that somebody typed.
        typed = frame.filter(~pl.col("grouped") & (pl.col("value") == pl.col("stored")))
        with_points += typed.filter(pl.col("value").str.contains(_WITH_POINTS))["value"].head(1).to_list()
    if not cells:
        return []
    if with_points:
        return [_error(choice, cell, with_points[0]) for cell in cells[:MAX_LISTED]]
    return [_question(choice, sorted(cells, key=lambda cell: (cell.row, cell.column)))]


def _is_grouped(body: TextTable, column: int) -> pl.Series:
    """Which cells of a column are such numbers; what was put in their place by hand is none."""
    rows = body.grouped.get(column)
    if rows is None or body.marks is None:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, body.rows.len())
    return body.rows.is_in(rows.implode()) & (body.marks[str(column)] == CellMark.NUMBER)


def _error(choice: TableChoice, cell: _GroupedKey, with_point: str) -> Finding:
    example = quoted(with_point)
    return Finding(
        "number-lost-point",
        bilingual_at_cell(
            cell.row,
            cell.column,
            f"Zu sehen ist „{cell.seen}“, gespeichert ist aber die Zahl {cell.number}, weil Excel den Punkt für "
            f"einen Tausenderpunkt hält. Andere Nummern der Tabelle haben einen Punkt („{example}“). Bitte "
            "formatieren Sie die Spalte als „Text“ (Start, Zahl), bevor Sie tippen, und schreiben Sie die Nummer "
            "dann neu in die Zelle.",
            f"A German Excel shows '{cell.seen}', but the number {cell.number} is stored, because Excel takes the "
            f"point for a sign between thousands. Other numbers of the table have a point ('{example}'). Please "
            "format the column as text before you type, and enter the number anew.",
        ),
        resource=choice.resource.name,
        row=cell.row,
        field=cell.field.name,
        column=cell.column,
        cell=cell.number,
        address=cell.address,
        sheet=choice.table.sheet,
    )


def _question(choice: TableChoice, cells: Sequence[_GroupedKey]) -> Question:
    first, is_single = cells[0], len(cells) == 1
    named = first_few((cell.address for cell in cells), MAX_NAMED)
    where_de, where_en = ("", "")
    if choice.united and choice.table.sheet:
        where_de, where_en = f"Blatt „{quoted(choice.name)}“, ", f"Sheet '{quoted(choice.name)}', "
    asked_de = "Ist die Nummer ohne Punkt richtig" if is_single else "Sind die Nummern ohne Punkt richtig"
    asked_en = "Is the number right" if is_single else "Are the numbers right"
    return Question(
        "point_in_number",
        choice.resource.name,
        choice.name if choice.united else None,
        bilingual(
            f"{where_de}{named}: Zu sehen ist „{first.seen}“, gespeichert ist aber die Zahl {first.number}, und so "
            f"wird sie veröffentlicht. {asked_de}? Wenn der Punkt dazugehört: Excel hat ihn für einen Tausenderpunkt "
            "gehalten. Formatieren Sie die Spalte als „Text“ (Start, Zahl), schreiben Sie die Nummern mit Punkt neu, "
            "und laden Sie die Datei noch einmal hoch. Im Format „Standard“ wird nach der Spalte nicht mehr gefragt.",
            f"{where_en}{named}: a German Excel shows '{first.seen}', but the number {first.number} is stored and "
            f"published. {asked_en} without a point? If the point belongs to it: Excel took it for a sign between "
            "thousands. Format the column as text, enter the numbers with their points anew, and upload the file "
            "again. A column in the format 'General' is not asked about.",
        ),
        field=first.field.name,
        address=first.address,
        sheet=choice.table.sheet,
    )
