"""Amounts whose comment names another unit than the one in which they were read: "in T€" at a single cell.

Here: finding them, and the question. Not here: comments that speak of a column or of the whole table
(matching/units_beside.py), and units in the cells themselves (units_in_words.py).
"""

from collections.abc import Mapping, Sequence

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.cells.units_in_words import UNIT_NAMES, amount_in
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.unit_statements import is_about
from opendata.intake.matching.units_beside import stated_beside
from opendata.intake.text_tables import Beside, TextTable
from opendata.intake.unit_words import StatedUnit, Unit, UnitDoesNotFit, conversion, unit_in

MAX_NAMED = 5


def commented_amounts(
    choice: TableChoice, body: TextTable, columns: Mapping[str, tuple[int, StatedUnit | None]]
) -> list[Question]:
    """A question for each field with amounts whose comment names another unit than the one they were read in.

    body: the data rows. columns: by field, where it stands, and the unit that is stated for all of it.
    """
    rows = set(body.rows) if any(text.where is Beside.COMMENT for text, _ in stated_beside(choice)) else set()
    questions = []
    for name, (column, stated) in columns.items() if rows else ():
        field = choice.resource.field(name)
        found = [
            (text.cells.top, unit)
            for text, unit in stated_beside(choice)
            if text.where is Beside.COMMENT
            and text.cells is not None
            and (text.cells.left, text.cells.top in rows) == (column, True)
            and _means_otherwise(unit, field, stated)
        ]
        cells = {row: body.cells[str(column)][int(body.rows.search_sorted(row))] or "" for row, _ in found}
        found = [(row, unit) for row, unit in found if cells[row] and amount_in(cells[row]) is None]
        if found:
            questions.append(_question(choice, field, column, found, cells[found[0][0]]))
    return questions


def _means_otherwise(unit: Unit, field: Field, stated: StatedUnit | None) -> bool:
    wanted = unit_in(field.unit or "") if field.type in NUMBER_TYPES else None
    if wanted is None or not is_about(unit, wanted):
        return False
    try:
        return conversion(unit, wanted) != (stated.ratio if stated else 1)
    except UnitDoesNotFit:
        return True


def _question(
    choice: TableChoice, field: Field, column: int, found: Sequence[tuple[int, Unit]], cell: str
) -> Question:
    places = [address(row, column) for row, _ in found]
    named, words = first_few(dict.fromkeys(places), MAX_NAMED), quoted(found[0][1].words)
    unit_de, unit_en = UNIT_NAMES.get(str(field.unit), (f"in {field.unit}", f"in {field.unit}"))
    return Question(
        "unit_in_comment",
        choice.resource.name,
        f"{choice.name}!{field.name}" if choice.united else field.name,
        bilingual(
            f"{named}: Ein Kommentar an der Zelle nennt die Einheit „{words}“; „{quoted(cell)}“ wurde ohne ihn "
            f"gelesen und wird {unit_de} veröffentlicht. Ist das richtig? Sonst schreiben Sie die Einheit bitte "
            "in die Zelle oder in die Überschrift, und laden Sie die Datei noch einmal hoch.",
            f"{named}: a comment at the cell names the unit '{words}'; '{quoted(cell)}' was read without it and is "
            f"published {unit_en}. Is that right? Otherwise please write the unit into the cell or into the header, "
            "and upload the file again.",
        ),
        field=field.name,
        address=places[0],
        sheet=choice.table.sheet,
    )
