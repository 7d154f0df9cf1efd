"""Cells that are no mistake but that the uploader should look at before publishing.

Here: a note on cells that spreadsheets would take for formulas, and a question about numbers such as 1.953. Not here:
errors, and questions about personal data (persons/).
"""

from collections.abc import Mapping

import polars as pl

from opendata.domain.kinds import Field, Table
from opendata.domain.report.findings import Note
from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import CellMark, TextTable

MAX_NAMED = 5
_FORMULA = r"^([=@]\S|[+-][^\s\d.,])"
# "10.000" among 1.5 and 2.5: nobody writes three decimals of which the last is a zero beside one or two.
_LIKE_THOUSANDS, _SHORT_DECIMALS = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{2}0$", r"^[+-]?[0-9]+\.[0-9]{1,2}$"
_DOUBTFUL = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$"


def table_notices(
    columns: Mapping[str, pl.Series], table: Table, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> dict[str, list[Note]]:
    """By field the notes on the published text columns of a table; columns: canonical text by field."""
    fields = [field for field in table if field.name in field_columns and _holds_text(field)]
    # One call of Polars for the whole table: for a few hundred rows the call costs more than the search.
    frame = pl.DataFrame({field.name: columns[field.name] for field in fields})
    matches = frame.select(_matches(field.name, _FORMULA) for field in fields)
    notes: dict[str, list[Note]] = {}
    for field in fields:
        if places := _places(matches[field.name], body, field_columns[field.name]):
            notes[field.name] = [_formula_note(places, body, table.name)]
    return notes


def _holds_text(field: Field) -> bool:
    return field.type in ("string", "any") and not field.precision


def _formula_note(places: tuple[str, int], body: TextTable, resource: str) -> Note:
    names, count = places
    return Note(
        "formula-text",
        bilingual(
            f"{names}: Text, der wie eine Formel beginnt ({count}). Er wird als Text veröffentlicht.",
            f"{names}: text that begins like a formula ({count}). It is published as text.",
        ),
        resource=resource,
        address=names.split(",")[0],
        sheet=body.sheet,
    )


def doubtful_numbers(
    values: pl.Series, body: TextTable, field_column: FieldColumn, field: Field, resource: str, *, has_points: bool
) -> list[Question]:
    """A question about numbers such as 1.953 in a table that shows nowhere whether its points group thousands.

    values: the cells of the column. has_points: whether other numbers show that a point is the decimal sign; then
    only a number that looks like thousands among others with fewer decimals is asked about.
    """
    if body.marks is not None:
        values = values.set(body.marks[str(field_column.column)] == CellMark.NUMBER, None)
    pattern = _LIKE_THOUSANDS if has_points else _DOUBTFUL
    frame = pl.DataFrame({"text": values})
    if has_points and not frame.select(_matches("text", _SHORT_DECIMALS).any()).item():
        return []
    matches = frame.select(_matches("text", pattern)).to_series()
    places = _places(matches, body, field_column)
    if not places:
        return []
    names, count = places
    example = quoted(values.filter(matches)[0] or "")
    count_de, count_en = (f" ({count} solche Zellen)", f" ({count} such cells)") if count > 1 else ("", "")
    return [
        Question(
            "doubtful_number",
            resource,
            field.name,
            bilingual(
                f"{names}: „{example}“ wurde mit Dezimalpunkt gelesen{count_de}. Ist das so gemeint? "
                'Falls der Punkt Tausender trennt, geben Sie in der Zuordnung das Dezimalzeichen an: "decimal": ",".',
                f"{names}: '{example}' was read with a decimal point{count_en}. Is that what it means? If "
                'the point groups thousands, declare the decimal sign in the mapping: "decimal": ",".',
            ),
            field=field.name,
            address=names.split(",")[0],
            sheet=body.sheet,
        )
    ]


def _matches(column: str, pattern: str) -> pl.Expr:
    return pl.col(column).str.contains(pattern).fill_null(value=False)


def _places(mask: pl.Series, body: TextTable, field_column: FieldColumn) -> tuple[str, int] | None:
    """The first addresses of a column's cells in the mask, and how many there are; None where there are none."""
    count = int(mask.sum())
    if not count:
        return None
    addresses = (address(row, field_column.column) for row in body.rows.filter(mask).head(MAX_NAMED + 1))
    return first_few(addresses, MAX_NAMED), count
