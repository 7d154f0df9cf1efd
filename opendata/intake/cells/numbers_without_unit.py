"""Numbers without a unit that may count something else than their column: 300 beside "500 T€", 0,5 for 50 %.

Here: finding them, and what is asked or told. Not here: reading units (units_in_words.py), and units that a header or
a line of the table states for every number of a column (matching/header_units.py).
"""

import polars as pl

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.findings import Note
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.column_reading import ReadColumn
from opendata.intake.cells.units_in_words import UNIT_NAMES
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable
from opendata.intake.unit_words import PERCENT, unit_in

MAX_NAMED = 5
_BARE = r"^[+\-\u2212\u2013]?\s*[0-9][0-9.,'\s]*(?:,[-\u2013\u2014]+)?$"
_CONVERTED = r"(?:^|\+)unit-"


def numbers_without_unit(
    reader: FieldCellReader, body: TextTable, field_column: FieldColumn, column: ReadColumn, resource: str
) -> list[Note | Question]:
    """What is asked or told of a column's numbers without a unit; body: its cells as the table shows them."""
    field = reader.field
    if field.type not in NUMBER_TYPES or not field.unit:
        return []
    wanted = unit_in(field.unit)
    are_percent = wanted is not None and wanted.dimension == PERCENT
    if not are_percent and (column.rewrites is None or not reader.numbers.have_no_unit):
        return []
    cells = body.cells[str(field_column.column)]
    bare = cells.str.contains(_BARE).fill_null(value=False) & (column.values != "0").fill_null(value=False)
    if are_percent:
        return _fractions(field, body, field_column, column, bare, resource)
    return _beside_units(field, body, field_column, column, bare, resource) if bare.any() else []


def _beside_units(
    field: Field, body: TextTable, field_column: FieldColumn, column: ReadColumn, bare: pl.Series, resource: str
) -> list[Note | Question]:
    """Numbers without a unit in a column of which other cells name thousands, millions or kilograms.

    Where all other cells name the same unit, a number may lack it: a question. Where units are mixed, it is told.
    """
    rewrites = column.rewrites
    if rewrites is None:
        return []
    converted = rewrites.readings.with_row_index("reading").filter(pl.col("rule").str.contains(_CONVERTED))
    used = pl.DataFrame({"row": rewrites.rows, "reading": rewrites.which}).join(
        converted, on="reading", maintain_order="left"
    )
    bare &= ~body.rows.is_in(used["row"].implode()) & column.values.is_not_null()
    if used.is_empty() or not bare.any():
        return []
    names, number = _places(bare, body, field_column), quoted(body.cells[str(field_column.column)].filter(bare)[0])
    other = f"{quoted(used['before'][0])}“ ({address(used['row'][0], field_column.column)})"
    other_en = f"{quoted(used['before'][0])}' ({address(used['row'][0], field_column.column)})"
    unit_de, unit_en = UNIT_NAMES.get(str(field.unit), (f"in {field.unit}", f"in {field.unit}"))
    de = f"{names}: Neben „{number}“ steht keine Einheit, in anderen Zellen von „{field.label('de')}“ schon, "
    de += f"etwa „{other}. "
    en = f"{names}: '{number}' has no unit, other cells of '{field.label('en')}' have, such as '{other_en}. "
    filled = int(column.values.is_not_null().sum())
    if used["rule"].n_unique() == 1 and filled == used.height + int(bare.sum()):
        de += f"Gelesen wurde „{number}“ {unit_de}. Ist das richtig? Sonst schreiben Sie bitte die Einheit dazu."
        en += f"'{number}' was read {unit_en}. Is that right? Otherwise please write the unit beside each number."
        return [_question("number_without_unit", field, body, bilingual(de, en), names, resource)]
    de += f"Die Zahlen ohne Einheit wurden {unit_de} gelesen."
    en += f"The numbers without a unit were read {unit_en}."
    return [
        Note(
            "number-without-unit",
            bilingual(de, en),
            resource=resource,
            address=names.partition(",")[0],
            sheet=body.sheet,
        )
    ]


def _fractions(
    field: Field, body: TextTable, field_column: FieldColumn, column: ReadColumn, bare: pl.Series, resource: str
) -> list[Note | Question]:
    """A question where all numbers without a percent sign lie between 0 and 1, as they do where 0,5 means 50 %."""
    numbers = column.values.filter(bare).cast(pl.Float64, strict=False).drop_nulls()
    between = (numbers > 0) & (numbers <= 1)
    if not between.all() or not (numbers < 1).any():
        return []
    names, number = _places(bare, body, field_column), quoted(column.values.filter(bare)[0])
    text = number.replace(".", ",")
    return [
        _question(
            "number_without_unit",
            field,
            body,
            bilingual(
                f"{names}: Die Zahlen ohne Prozentzeichen liegen alle zwischen 0 und 1. Gelesen wurden sie als "
                f"Prozent, „{text}“ also als {text} %. Ist das richtig? Wenn 1 das Ganze ist (0,5 also 50 %), "
                "formatieren Sie die Spalte bitte als „Prozent“ oder schreiben Sie das Prozentzeichen dazu.",
                f"{names}: the numbers without a percent sign all lie between 0 and 1. They were read as percent, "
                f"'{number}' as {number} %. Is that right? If 1 is the whole (0.5 being 50 %), please format the "
                "column as percentages or write the percent sign.",
            ),
            names,
            resource,
        )
    ]


def _question(
    about: str, field: Field, body: TextTable, texts: dict[str, str], names: str, resource: str
) -> Question:
    return Question(
        about, resource, field.name, texts, field=field.name, address=names.partition(",")[0], sheet=body.sheet
    )


def _places(mask: pl.Series, body: TextTable, field_column: FieldColumn) -> str:
    first = [address(row, field_column.column) for row in body.rows.filter(mask).head(MAX_NAMED)]
    return ", ".join(first) + (", …" if int(mask.sum()) > MAX_NAMED else "")
