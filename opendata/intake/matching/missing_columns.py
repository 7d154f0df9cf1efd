"""Columns that a table lacks: those that its mapping names, and those of required fields.

Here: what is said of them, and which other headers may have been meant. Not here: the columns that are there
(column_assignment.py).
"""

from collections.abc import Mapping, Sequence

from opendata.domain.kinds import Field
from opendata.domain.report.findings import Finding, Note
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, comma_list, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.made_keys import proposed_key
from opendata.intake.matching.near_headers import near_labels, speak_against
from opendata.intake.matching.tables_on_their_side import how_to_turn

MOST_JUDGED = 50  # cells of a column whose header is near to a field


def missing_columns(choice: TableChoice, columns: Mapping[str, int]) -> list[Finding | Note]:
    """Mapped columns and required fields that the table does not have; columns: those of the fields that have one."""
    remarks: list[Finding | Note] = []
    absent = _absent_headers(choice, columns)
    needed = {field.name: field for field in choice.vocabulary.needed}
    for name, headers in absent.items():
        if name in choice.vocabulary.mapping.supplied:
            remarks.append(_column_note(choice, headers[0], choice.resource.field(name)))
        elif name not in needed:
            remarks.append(_mapped_column_missing(choice, headers, choice.resource.field(name)))
    remarks += [
        _missing_label(choice, field, absent.get(name), columns)
        for name, field in needed.items()
        if name not in columns
    ]
    return remarks


def _absent_headers(choice: TableChoice, columns: Mapping[str, int]) -> dict[str, list[str]]:
    """Headers of the mapping that the table does not have, by the field that has no column because of that.

    A mapping may give a field several headers, as tables change their wording from year to year; one is enough.
    """
    present = {key for label in choice.header.labels for key in label.keys}
    absent: dict[str, list[str]] = {}
    satisfied = set()
    for key, mapped in choice.vocabulary.mapping.fields.items():
        for target in mapped.targets:
            if key in present:
                satisfied.add(target.field)
            else:
                absent.setdefault(target.field, []).append(mapped.header)
    return {name: headers for name, headers in absent.items() if name not in satisfied}


def _mapped_column_missing(choice: TableChoice, headers: Sequence[str], field: Field) -> Finding:
    return Finding(
        "mapped-column-missing",
        bilingual(
            f"Die Spalte „{comma_list(headers)}“ aus der Zuordnung fehlt in der Tabelle (für „{field.label('de')}“). "
            "Bitte ergänzen Sie die Spalte oder ändern Sie die Zuordnung.",
            f"The mapping's column '{comma_list(headers)}' is not in the table (for '{field.label('en')}'). "
            "Please add the column or change the mapping.",
        ),
        resource=choice.resource.name,
        field=field.name,
        sheet=choice.table.sheet,
    )


def _column_note(choice: TableChoice, header: str, field: Field) -> Note:
    return Note(
        "mapped-column-missing",
        bilingual(
            f"Die Spalte „{quoted(header)}“ fehlt; „{field.label('de')}“ hat überall den festen Wert der Zuordnung.",
            f"Column '{quoted(header)}' is missing; '{field.label('en')}' has the mapping's constant everywhere.",
        ),
        resource=choice.resource.name,
        sheet=choice.table.sheet,
    )


def _cells_below(choice: TableChoice, column: int) -> list[str]:
    """The first filled cells of a column below the headers."""
    cells = choice.table.cells[str(column)].filter(choice.table.rows > choice.header.last_row)
    return cells.drop_nulls().head(MOST_JUDGED).to_list()


def _or(headers: Sequence[str]) -> str:
    """Headers as a German sentence offers them: „Status“, „Phase“ oder „Umsetzungsstand“."""
    named = [f"„{quoted(header)}“" for header in headers]
    return " oder ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _missing_label(
    choice: TableChoice, field: Field, mapped: Sequence[str] | None, columns: Mapping[str, int]
) -> Finding:
    free = [label for label in choice.header.labels if label.column not in columns.values()]
    near = [
        label
        for label in near_labels(choice.vocabulary, free, field)
        if not speak_against(field, _cells_below(choice, label.column))
    ]
    looked = mapped or [field.label("de"), *field.synonyms[:3]]
    looked_en = mapped or [field.label("en"), field.name]
    de = f"Die Spalte „{field.label('de')}“ fehlt. Bitte ergänzen Sie sie; erkannt wird sie zum Beispiel an der "
    de += f"Überschrift {_or(looked)}."
    en = f"Column '{field.label('en')}' is missing. Please add it; it is recognised by a header such as "
    en += f"{comma_list(looked_en)}."
    if near:
        row = choice.header.last_row
        places = [f"„{quoted(label.text)}“ ({address(row, label.column)})" for label in near[:3]]
        places_en = [f"'{quoted(label.text)}' ({address(row, label.column)})" for label in near[:3]]
        de += f" Meinten Sie die Spalte {' oder '.join(places)}? Dann nennen Sie sie bitte „{field.label('de')}“ "
        de += "oder ordnen Sie sie in der Zuordnung diesem Feld zu."
        en += f" Did you mean column {' or '.join(places_en)}? Then please call it '{field.label('en')}' or map it."
    if side := how_to_turn([choice.table], [choice.vocabulary], len(choice.header.meanings)):
        de, en = f"{de}{side[0]}", f"{en}{side[1]}"
    if field.name in choice.resource.primary_key and not side and (key := proposed_key(choice)):
        de += f" Hat die Liste keine Nummern, bildet diese Zuordnung sie aus dem Titel: {key}"
        en += f" If the list has no numbers, this mapping makes them of the title: {key}"
    return Finding(
        "missing-label",
        bilingual(de, en),
        resource=choice.resource.name,
        field=field.name,
        sheet=choice.table.sheet,
    )
