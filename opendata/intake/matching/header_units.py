"""The unit that a table states for a whole column: in its header, in the header of its group, or outside the table.

Here: finding it, and errors where two places contradict each other or the unit does not fit the field. Not here: the
words of units (unit_words.py), texts beside the table (units_beside.py), and cells with a unit of their own
(cells/units_in_words.py).
"""

import re
from collections.abc import Iterator, Sequence

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.findings import Finding
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.header_rows import Header
from opendata.intake.matching.plain_headers import unit_of
from opendata.intake.matching.unit_statements import ALL_OF_IT, UnitStatement, is_about, units_in_line
from opendata.intake.matching.units_beside import units_beside, units_in_names
from opendata.intake.text_tables import TextTable
from opendata.intake.unit_words import (
    MASS,
    MONEY,
    SCALE,
    ForeignCurrency,
    StatedUnit,
    Unit,
    UnitDoesNotFit,
    conversion,
    rule_of,
    unit_in,
)

SEARCHED_LINES_ABOVE = 50  # as many as a header is looked for in
SEARCHED_LINES = 12  # at the end of the table
LONGEST_LINE = 400
_FOOTNOTE = re.compile(r"\s*(?P<mark>[*†‡]+|[¹²³⁴-⁹]+|\d{1,2}(?=\)))[)⁾:.]?\s*")
_SUM = re.compile(r"\s*(?:gesamt|summe|total|insgesamt|Σ|∑)", re.IGNORECASE)
_REMARK = re.compile(
    r"\s*(?:hinweise?|anmerkung(?:en)?|erläuterung(?:en)?|einheit(?:en)?|note)\s*:?\s*\Z", re.IGNORECASE
)
_NUMBER = re.compile(r"[-+]?[\d.,\s]+\Z")


def stated_unit(choice: TableChoice, label: HeaderLabel, field: Field) -> tuple[StatedUnit | None, list[Finding]]:
    """The unit in which a column's numbers are written, where the table states it, and what is wrong with it."""
    wanted = unit_in(field.unit or "")
    if field.type not in NUMBER_TYPES:
        return None, []
    stated: StatedUnit | None = None
    statements = [*_in_header(choice.header, label, wanted), *_outside(choice, label, wanted)]
    statements += units_beside(choice, label, wanted)
    for statement in statements or units_in_names(choice, wanted):
        if wanted is None and statement.unit.dimension != SCALE:
            continue  # what a value without a unit counts may stand in another column
        try:
            ratio = conversion(statement.unit, wanted) if wanted else statement.unit.factor
        except UnitDoesNotFit as error:
            return None, [_misfit(choice, label, field, statement, error)]
        if stated is None:
            rule = rule_of(statement.unit, wanted, ratio)
            place, in_header, place_en = statement.place, statement.in_header, statement.place_en
            stated = StatedUnit(statement.unit, ratio, rule, place, in_header, place_en, statement.is_doubtful)
        elif stated.ratio != ratio:
            return None, [_contradiction(choice, label, field, stated, statement)]
    return stated, []


def _parts(label: HeaderLabel) -> tuple[str, ...]:
    return label.parts or (label.text,)


def _in_header(header: Header, label: HeaderLabel, wanted: Unit | None) -> Iterator[UnitStatement]:
    """What the header says, the part nearest to the cells first.

    A group, or a title that is merged over the whole table, may also speak of columns that count something else.
    """
    place = address(header.last_row, label.column)
    *groups, last = _parts(label)
    # "jährlich" below "Kosten in T€" makes other amounts of them.
    if groups and (whole := unit_of(label.text)) and whole.per and is_about(whole, wanted):
        yield UnitStatement(whole, place, in_header=True)
    if unit := unit_of(last):
        yield UnitStatement(unit, place, in_header=True)
    for part in reversed(groups):
        own = unit_of(part)
        for unit in dict.fromkeys([*([own] if own else []), *units_in_line(part)]):
            of_energy = unit == own and wanted is not None and {unit.dimension, wanted.dimension} == {MASS, "energy"}
            if is_about(unit, wanted) or of_energy:
                yield UnitStatement(unit, place, in_header=True)


def _outside(choice: TableChoice, label: HeaderLabel, wanted: Unit | None) -> Iterator[UnitStatement]:
    """What lines above and below the table say of columns of this dimension."""
    if wanted is None or wanted.dimension not in (MONEY, MASS):
        return
    for row, column, line, alone in _lines_around(choice):
        note = _FOOTNOTE.match(line)
        if note and not (ALL_OF_IT.search(line) or note["mark"] in label.text):
            continue
        text = line[note.end() :] if note else line
        whole = unit_in(text)
        if whole and not alone and column != label.column:
            continue  # units above several columns count for their own column each
        for unit in [whole] if whole else units_in_line(text):
            if is_about(unit, wanted):
                yield UnitStatement(unit, address(row, column), in_header=False)
    name = quoted(choice.table.sheet or "")
    for unit in units_in_line(choice.table.sheet or ""):
        if is_about(unit, wanted):
            yield UnitStatement(unit, f"Blatt „{name}“", in_header=False, place_en=f"Sheet '{name}'")


@kept_with_subject
def _lines_around(choice: TableChoice) -> Sequence[tuple[int, int, str, bool]]:
    return (*_lines(choice.table, choice.header), *_lines_in_header(choice))


def _lines_in_header(choice: TableChoice) -> Iterator[tuple[int, int, str, bool]]:
    """Statements at the end of the header's row, above nothing: "Beträge in T€"."""
    below = choice.table.rows > choice.header.last_row
    for label in choice.header.labels:
        if not ALL_OF_IT.match(label.text) or choice.vocabulary.field(label.keys) is not None:
            continue  # most labels: the cells below need no look
        if not choice.table.cells[str(label.column)].filter(below).str.contains(r"\S").any():
            yield choice.header.last_row, label.column, label.text, True


def _lines(table: TextTable, header: Header) -> Iterator[tuple[int, int, str, bool]]:
    """Cells above the header, and single cells in the last rows, with their places, and whether they stand alone."""
    above = table.keeping(table.rows < header.first_row)
    end = table.keeping(table.rows > header.last_row)
    for part, whole, most in ((above, True, SEARCHED_LINES_ABOVE), (end, False, SEARCHED_LINES)):
        texts = part.cells.tail(most).rows()
        for row, line in zip(part.rows.tail(most), texts, strict=True):
            cells = [(column, text) for column, text in zip(table.columns, line, strict=True) if text]
            for column, text in cells:
                is_sum = bool(_SUM.match(text)) and _are_numbers(cells, column)
                is_remark = len(cells) == 2 and bool(_REMARK.match(cells[0][1]))
                alone = len(cells) == 1 or is_sum or is_remark
                if len(text) <= LONGEST_LINE and (whole or (alone and (is_sum or _speaks_of_all(text)))):
                    yield row, column, text, len(cells) == 1


def _speaks_of_all(text: str) -> bool:
    """Whether a text below a table may be about its columns."""
    return bool(ALL_OF_IT.search(text) or _FOOTNOTE.match(text) or unit_in(text))


def _are_numbers(cells: Sequence[tuple[int, str]], but: int) -> bool:
    """Whether all cells of a line except that of one column are numbers."""
    return all(_NUMBER.match(text) for column, text in cells if column != but)


def _misfit(
    choice: TableChoice, label: HeaderLabel, field: Field, statement: UnitStatement, error: UnitDoesNotFit
) -> Finding:
    words, place, place_en = quoted(statement.unit.words), statement.place, statement.place_en or statement.place
    if isinstance(error, ForeignCurrency):
        code = "foreign-currency"
        de = (
            f"„{words}“ ist keine Angabe in Euro. „{field.label('de')}“ wird in Euro veröffentlicht, und umgerechnet "
            "wird hier nicht. Bitte tragen Sie die Beträge in Euro ein oder lassen Sie die Spalte weg."
        )
        en = (
            f"'{words}' is no unit of euros. '{field.label('en')}' is published in euros, and no exchange rate is "
            "assumed. Please enter the amounts in euros or leave the column out."
        )
    else:
        code = "unit-does-not-fit"
        de = (
            f"Die Einheit „{words}“ passt nicht zu „{field.label('de')}“ ({field.unit}). "
            "Bitte geben Sie die Zahlen in dieser Einheit an, oder lassen Sie die Spalte in der Zuordnung weg."
        )
        en = (
            f"The unit '{words}' does not fit '{field.label('en')}', which is published in {field.unit}. "
            "Please give the numbers in this unit, or leave the column out by a mapping."
        )
    return _finding(choice, label, field, code, f"{place}: {de}", f"{place_en}: {en}")


def _contradiction(
    choice: TableChoice, label: HeaderLabel, field: Field, stated: StatedUnit, other: UnitStatement
) -> Finding:
    first, second = quoted(stated.unit.words), quoted(other.unit.words)
    place = address(choice.header.last_row, label.column)
    return _finding(
        choice,
        label,
        field,
        "unit-conflict",
        f"{place}: Für „{field.label('de')}“ nennt die Tabelle zwei Einheiten, „{first}“ ({stated.place}) und "
        f"„{second}“ ({other.place}). Bitte lassen Sie nur die richtige stehen.",
        f"{place}: for '{field.label('en')}' the table names two units, '{first}' "
        f"({stated.place_en or stated.place}) and '{second}' ({other.place_en or other.place}). "
        "Please keep only the right one.",
    )


def _finding(choice: TableChoice, label: HeaderLabel, field: Field, code: str, de: str, en: str) -> Finding:
    row = choice.header.last_row
    return Finding(
        code,
        bilingual(de, en),
        resource=choice.resource.name,
        row=row,
        field=field.name,
        column=label.column,
        cell=label.text,
        address=address(row, label.column),
        sheet=choice.table.sheet,
    )
