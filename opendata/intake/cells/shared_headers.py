"""Headers of amounts that stand over several columns, such as "Kosten" over 2024, 2025 and "gesamt" in a row below.

Here: refusing to take the first of these columns for the amount. Not here: headers of two rows whose words name
fields together (matching/header_rows.py).
"""

from collections.abc import Mapping

from opendata.domain.kinds import NUMBER_TYPES
from opendata.domain.report.findings import Finding
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, comma_list, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable

_NUMBER = r"\d"
MAX_NAMED = 5


def shared_headers(choice: TableChoice, body: TextTable, field_columns: Mapping[str, FieldColumn]) -> list[Finding]:
    """Errors about fields of numbers whose header goes on to the right, without words of its own in the header's row.

    body: the entries of the table.
    """
    row, table = choice.header.last_row + 1, choice.table
    line = table.keeping(table.rows == row).cells
    if line.is_empty() or (body.rows == row).any():
        return []
    below = {int(name): text for name, text in line.row(0, named=True).items() if text}
    keys = {label.column: label.keys for label in choice.header.labels}
    findings = []
    for name, field_column in field_columns.items():
        first = field_column.column
        if choice.resource.field(name).type not in NUMBER_TYPES or first not in below:
            continue
        if choice.vocabulary.mapped(keys.get(first, ())):
            continue
        last = first
        while last + 1 in below and last + 1 not in keys and _holds_numbers(body, last + 1):
            last += 1
        if last > first:
            words = [below[column] for column in range(first, last + 1)]
            findings.append(_finding(choice, name, field_column, last, words))
    return findings


def _holds_numbers(body: TextTable, column: int) -> bool:
    cells = body.cells[str(column)].drop_nulls()
    return not cells.is_empty() and 2 * int(cells.str.contains(_NUMBER).sum()) > cells.len()


def _finding(choice: TableChoice, name: str, field_column: FieldColumn, last: int, words: list[str]) -> Finding:
    field, row = choice.resource.field(name), choice.header.last_row
    first, letters = column_letters(field_column.column), column_letters(last)
    place, named, header = (
        address(row, field_column.column),
        comma_list(words, MAX_NAMED),
        quoted(field_column.header),
    )
    example = quoted(words[-1])
    return Finding(
        "shared-header",
        bilingual(
            f"{place}: Die Überschrift „{header}“ steht über den Spalten {first} bis {letters}, darunter stehen "
            f"{named}. Welche davon „{field.label('de')}“ ist, lässt sich nicht sagen. Bitte geben Sie jeder Spalte "
            f"eine eigene Überschrift in einer Zeile, etwa „{header} {example}“, oder ordnen Sie die richtige Spalte "
            "zu.",
            f"{place}: the header '{header}' stands over columns {first} to {letters}, with {named} below it. Which "
            f"of them is '{field.label('en')}' cannot be said. Please give each column a header of its own in one "
            f"row, such as '{header} {example}', or map the right column.",
        ),
        resource=choice.resource.name,
        row=row,
        field=name,
        column=field_column.column,
        cell=field_column.header,
        address=place,
        sheet=choice.table.sheet,
    )
