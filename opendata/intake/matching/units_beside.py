"""Units that stand beside a table and in none of its cells: on the printed page, in a comment, in a name.

Here: which of these texts count for a column, and questions about comments at single cells. Not here: collecting the
texts (files/texts_beside.py), lines above and below a table, and what a stated unit does (header_units.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.cells.units_in_words import UNIT_NAMES, amount_in
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.unit_statements import ALL_OF_IT, UnitStatement, is_about, units_in_line
from opendata.intake.text_tables import Beside, CellRange, SheetText, TextTable
from opendata.intake.unit_words import MASS, MONEY, StatedUnit, Unit, UnitDoesNotFit, conversion, unit_in

SHORT = 60  # characters; a longer text that is not about "alle Angaben" explains something
MAX_NAMED = 5
WORDS_OF_UNIT = 3
PLACES = {
    Beside.HEADER: ("Kopfzeile der Druckseiten", "header of the printed pages"),
    Beside.FOOTER: ("Fußzeile der Druckseiten", "footer of the printed pages"),
    Beside.TEXT_BOX: ("Textfeld auf dem Blatt", "text box on the sheet"),
    Beside.COMMENT: ("Kommentar an {}", "comment at {}"),
    Beside.PROMPT: ("Eingabehinweis an {}", "input message at {}"),
}
_PARTS_OF_NAMES = re.compile(r"[\s_,;()\[\]–-]+")


def units_beside(choice: TableChoice, label: HeaderLabel, wanted: Unit | None) -> Iterator[UnitStatement]:
    """What the texts beside the table say of a column's numbers."""
    of_all = wanted is not None and wanted.dimension in (MONEY, MASS)
    for text, unit in _stated(choice):
        # "In Euro umrechnen" at a header is a note to oneself, and nothing is converted from euros.
        is_idle = unit.factor == 1 and text.where in (Beside.COMMENT, Beside.PROMPT)
        if not is_idle and is_about(unit, wanted) and _counts_for(choice, text, label, of_all=of_all):
            cell = address(text.cells.top, text.cells.left) if text.cells else ""
            place, place_en = (words.format(cell) for words in PLACES[text.where])
            yield UnitStatement(unit, place, in_header=False, place_en=place_en)


def units_in_names(choice: TableChoice, wanted: Unit | None) -> Iterator[UnitStatement]:
    """Thousands or millions of euros that the name of the sheet or of the file states: "Kosten_TEUR"."""
    if wanted is None or wanted.dimension != MONEY:
        return
    file = choice.table.file.rpartition(".")[0] or choice.table.file
    for name, de, en in (
        (choice.table.sheet, "Name des Blatts", "name of the sheet"),
        (file, "Dateiname", "file name"),
    ):
        words = [word for word in _PARTS_OF_NAMES.split(name or "") if word]
        for count in range(WORDS_OF_UNIT, 0, -1):
            for place in range(len(words) - count + 1):
                unit = unit_in(" ".join(words[place : place + count]))
                if unit and unit.dimension == MONEY and unit.factor > 1 and unit.per is None:
                    shown = quoted(name or "")
                    yield UnitStatement(
                        unit,
                        f"{de} „{shown}“",
                        in_header=False,
                        place_en=f"{en} '{shown}'",
                        is_doubtful=name is not choice.table.sheet,
                    )
                    return


@kept_with_subject
def _stated(choice: TableChoice) -> Sequence[tuple[SheetText, Unit]]:
    """The texts beside the table that state units, each with one of them."""
    return tuple((text, unit) for text in choice.table.beside for unit in _units(text.text))


def _units(line: str) -> Sequence[Unit]:
    if whole := unit_in(line):
        return (whole,)
    return tuple(units_in_line(line)) if len(line) <= SHORT or ALL_OF_IT.search(line) else ()


def _counts_for(choice: TableChoice, text: SheetText, label: HeaderLabel, *, of_all: bool) -> bool:
    """Whether a text counts for this column; of_all: whether texts about the whole table count for its unit."""
    header, cells = choice.header, _with_merged(choice.table, text.cells)
    if cells is None:
        return of_all
    above = cells.bottom < header.first_row
    in_header = cells.top <= header.last_row and not above
    in_column = cells.left <= label.column <= cells.right
    if text.where is Beside.PROMPT:
        return in_column and cells.bottom > header.last_row
    if in_header and in_column:
        return True
    # "Alle Beträge in T€" at the first header is about the table; "in T€" at that of another amount is not.
    return of_all and (above or (in_header and bool(ALL_OF_IT.search(text.text)) and _is_of_text(choice, cells)))


def _is_of_text(choice: TableChoice, cells: CellRange) -> bool:
    """Whether the header cell is that of a column of texts or codes."""
    labels = [label for label in choice.header.labels if label.column == cells.left]
    found = [known for label in labels if (known := choice.vocabulary.field(label.keys)) is not None]
    return bool(found) and choice.resource.field(found[0][1]).type not in NUMBER_TYPES


def _with_merged(table: TextTable, cells: CellRange | None) -> CellRange | None:
    """The cells, with those that are merged with the first of them."""
    if cells is None:
        return None
    return next((span for span in table.merged if span.holds(cells.top, cells.left)), cells)


def commented_amounts(
    choice: TableChoice, body: TextTable, columns: Mapping[str, tuple[int, StatedUnit | None]]
) -> list[Question]:
    """A question for each field with amounts whose comment names another unit than the one they were read in.

    body: the data rows. columns: by field, where it stands, and the unit that is stated for all of it.
    """
    rows = set(body.rows) if any(text.where is Beside.COMMENT for text, _ in _stated(choice)) else set()
    questions = []
    for name, (column, stated) in columns.items() if rows else ():
        field = choice.resource.field(name)
        found = [
            (text.cells.top, unit)
            for text, unit in _stated(choice)
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
