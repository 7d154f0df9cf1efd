"""Hidden rows and columns whose content would become public: questions that name them.

Here: the questions, with an example of the content. Not here: finding out what is hidden (files/), and hidden sheets,
which are not read unless a mapping names them (table_choice.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import polars as pl

from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import CellMark, TextTable

MAX_NAMED = 20  # ranges of hidden rows that a question names
MAX_SUBJECT = 60  # characters of the hidden rows in a question's id


def hidden_content(
    choice: TableChoice, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> Iterator[Question]:
    """A question for each hidden column that a field takes its cells from, and one for all hidden rows.

    body: the data rows that would be published. Hidden columns without content, or without a field, ask nothing.
    """
    headers: dict[int, str] = {}
    for field_column in field_columns.values():
        for column in field_column.columns:
            headers.setdefault(column, field_column.header)
    for column in sorted(headers.keys() & body.hidden_columns):
        cells = body.cells[str(column)] if str(column) in body.cells.columns else pl.Series([], dtype=pl.String)
        filled = cells.str.contains(r"\S").fill_null(value=False)
        if body.marks is not None and str(column) in body.marks.columns:
            filled = filled | (body.marks[str(column)] == CellMark.FORMULA)
        if filled.any():
            yield _column(choice, column, headers[column], cells.filter(filled), body.rows.filter(filled))
    used = [str(column) for column in sorted(headers) if str(column) in body.cells.columns]
    if not used or not body.hidden_rows:
        return
    hidden = body.keeping(body.rows.is_in(pl.Series(list(body.hidden_rows), dtype=pl.UInt32).implode()))
    published = hidden.cells.select(used)
    in_use = published.select(pl.any_horizontal(pl.all().str.contains(r"\S").fill_null(value=False)).alias("filled"))
    hidden = hidden.keeping(in_use["filled"])
    if hidden.rows.len():
        yield _rows(choice, hidden.rows.to_list(), hidden.cells.select(used).head(1).rows())


def _column(choice: TableChoice, column: int, header: str, cells: pl.Series, rows: pl.Series) -> Question:
    letters, count = column_letters(column), cells.len()
    example = quoted(cells[0] or "")
    place = address(rows[0], column)
    example_de = f" (zum Beispiel {place}: „{example}“)" if example else ""
    example_en = f" (for example {place}: '{example}')" if example else ""
    where_de, where_en = _sheet(choice)
    return Question(
        "hidden_content",
        choice.resource.name,
        _subject(choice, letters),
        bilingual(
            f"{where_de}Die Spalte {letters} „{quoted(header)}“ ist ausgeblendet und hat in {count} "
            f"{'Zeile' if count == 1 else 'Zeilen'} einen Inhalt{example_de}. Soll er veröffentlicht werden? "
            "Wenn nicht, löschen Sie die Spalte in der Datei, oder tragen Sie sie in der Zuordnung als nicht zu "
            f'veröffentlichen ein ("{quoted(header)}": null), und laden Sie die Datei neu hoch.',
            f"{where_en}Column {letters} '{quoted(header)}' is hidden and has content in {count} "
            f"{'row' if count == 1 else 'rows'}{example_en}. Shall this content be published? If not, delete the "
            f'column in the file, or map it to nothing ("{quoted(header)}": null), and upload the file again.',
        ),
        address=address(choice.header.last_row, column),
        sheet=choice.table.sheet,
    )


def _rows(choice: TableChoice, rows: Sequence[int], first: Sequence[Sequence[str | None]]) -> Question:
    ranges = list(_ranges(rows))
    names = first_few(ranges, MAX_NAMED)
    content = quoted(" | ".join(cell.strip() for cell in (first[0] if first else ()) if cell and cell.strip()))
    where_de, where_en = _sheet(choice)
    is_single = len(rows) == 1
    beginning_de = (
        f"Die Zeile {names} ist ausgeblendet oder weggefiltert"
        if is_single
        else f"{len(rows)} Zeilen sind ausgeblendet oder weggefiltert: {names}"
    )
    beginning_en = (
        f"Row {names} is hidden or filtered away"
        if is_single
        else f"{len(rows)} rows are hidden or filtered away: {names}"
    )
    these_de, these_en = ("diese Zeile", "this row") if is_single else ("diese Zeilen", "these rows")
    return Question(
        "hidden_content",
        choice.resource.name,
        _subject(choice, _rows_subject(rows, ranges)),
        bilingual(
            f"{where_de}{beginning_de}. Zeile {rows[0]} beginnt mit „{content}“. {'Soll' if is_single else 'Sollen'} "
            f"{these_de} veröffentlicht werden? Wenn nicht, löschen Sie {these_de} in der Datei, und laden Sie die "
            f"Datei neu hoch. Wenn ja, blenden Sie {these_de} am besten wieder ein.",
            f"{where_en}{beginning_en}. Row {rows[0]} begins with '{content}'. Shall {these_en} be "
            f"published? If not, delete {these_en} in the file and upload it again. If so, it is best to show "
            "them again.",
        ),
        address=f"A{rows[0]}",
        sheet=choice.table.sheet,
    )


def _ranges(rows: Sequence[int]) -> Iterator[str]:
    """Rows in a row as "4–9", others alone; rows ascend."""
    start = rows[0]
    for row, following in pairwise([*rows, rows[-1] + 2]):
        if following != row + 1:
            yield f"{start}" if start == row else f"{start}–{row}"
            start = following


def _rows_subject(rows: Sequence[int], ranges: Sequence[str]) -> str:
    if len(rows) == 1:
        return f"row-{rows[0]}"
    listed = ",".join(ranges).replace("–", "-")
    if len(listed) <= MAX_SUBJECT:
        return f"rows-{listed}"
    return f"rows-{rows[0]}-to-{rows[-1]}-count-{len(rows)}"


def _subject(choice: TableChoice, place: str) -> str:
    """The place within the resource; with the sheet where the resource has several."""
    return f"{choice.name}!{place}" if choice.united else place


def _sheet(choice: TableChoice) -> tuple[str, str]:
    if not choice.united or not choice.table.sheet:
        return "", ""
    return f"Blatt „{quoted(choice.name)}“: ", f"Sheet '{quoted(choice.name)}': "
