"""Notes on cells that are no mistake but that the uploader should look at before publishing.

Here: cells that spreadsheets would take for formulas, and numbers that may be misread. Not here: errors, and
personal data, about which a question is asked (persons/).
"""

from collections.abc import Sequence

import polars as pl

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Note
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import CellMark, TextTable

MAX_NAMED = 5
_FORMULA = r"^([=@]\S|[+-][^\s\d.,])"


def text_notices(
    values: pl.Series, field: Field, body: TextTable, field_column: FieldColumn, resource: str
) -> list[Note]:
    """Notes on one published text column; values: its canonical text."""
    if field.type not in ("string", "any") or field.precision:
        return []
    notes = []
    if places := _places(values, (_FORMULA,), body, field_column):
        names, count = places
        notes.append(
            Note(
                "formula-text",
                bilingual(
                    f"{names}: Text, der wie eine Formel beginnt ({count}). Er wird als Text veröffentlicht.",
                    f"{names}: text that begins like a formula ({count}). It is published as text.",
                ),
                resource=resource,
                address=names.split(",")[0],
                sheet=body.sheet,
            )
        )
    return notes


def doubtful_numbers(values: pl.Series, body: TextTable, field_column: FieldColumn, resource: str) -> list[Note]:
    """Numbers such as 1.953 in a table that shows nowhere whether its points group thousands; values: its cells."""
    if body.marks is not None:
        values = values.set(body.marks[str(field_column.column)] == CellMark.NUMBER, None)
    places = _places(values, (r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$",), body, field_column)
    if not places:
        return []
    names, count = places
    return [
        Note(
            "doubtful-number",
            bilingual(
                f"{names}: Der Punkt wurde als Dezimalpunkt gelesen ({count}). Falls er Tausender trennt, geben Sie "
                "in der Zuordnung das Dezimalzeichen an.",
                f"{names}: the point was read as a decimal point ({count}). If it groups thousands, declare "
                "'decimal' in the mapping.",
            ),
            resource=resource,
            address=names.split(",")[0],
            sheet=body.sheet,
        )
    ]


def _places(
    values: pl.Series, patterns: Sequence[str], body: TextTable, field_column: FieldColumn
) -> tuple[str, int] | None:
    """The first addresses of the cells that one of the patterns matches, and how many there are."""
    matches = pl.DataFrame({"text": values}).select(
        pl.any_horizontal(pl.col("text").str.contains(pattern) for pattern in patterns)
    )
    mask = matches.to_series().fill_null(value=False)
    count = int(mask.sum())
    if not count:
        return None
    first = [address(row, field_column.column) for row in body.rows.filter(mask).head(MAX_NAMED)]
    return ", ".join(first) + (", …" if count > MAX_NAMED else ""), count
