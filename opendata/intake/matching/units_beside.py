"""Units that stand beside a table and in none of its cells: on the printed page, in a comment, in a name.

Here: which of these texts count for a column. Not here: collecting the texts (files/texts_beside.py), lines above and
below a table, what a stated unit does (header_units.py), and comments at single amounts (cells/commented_amounts.py).
"""

import re
from collections.abc import Iterator, Sequence

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import NUMBER_TYPES
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.unit_statements import ALL_OF_IT, UnitStatement, is_about, units_in_line
from opendata.intake.text_tables import Beside, CellRange, SheetText, TextTable
from opendata.intake.unit_words import MASS, MONEY, Unit, unit_in

SHORT = 60  # characters; a longer text that is not about "alle Angaben" explains something
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
    for text, unit in stated_beside(choice):
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
def stated_beside(choice: TableChoice) -> Sequence[tuple[SheetText, Unit]]:
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
