"""Cells that would be published, but that a reader of the sheet sees as struck out, or does not see: questions.

Here: one question for all cells that are struck out, one for all in white on white, and one for all in the colour of
their background. Not here: finding such cells (files/cell_fonts.py), and hidden rows and columns (hidden_content.py).
"""

from collections.abc import Iterator, Mapping, Sequence

from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import STRUCK, UNSEEN, WHITE, TextTable

MAX_NAMED = 10
_SEEN = {
    STRUCK: ("struck_out", "durchgestrichen", "struck out"),
    WHITE: (
        "hidden_content",
        "weiß auf weißem Grund und deshalb nicht zu sehen",
        "white on white and cannot be seen",
    ),
    UNSEEN: (
        "hidden_content",
        "in der Farbe des Hintergrunds geschrieben und deshalb nicht zu sehen",
        "written in the colour of the background and cannot be seen",
    ),
}


def cells_seen_otherwise(
    choice: TableChoice, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> Iterator[Question]:
    """A question for the cells of fields in each of these fonts; body: the rows that would be published."""
    fonts = choice.table.fonts
    if not fonts:
        return
    used = {column for field_column in field_columns.values() for column in field_column.columns}
    rows = set(body.rows)
    for font, (about, seen_de, seen_en) in _SEEN.items():
        cells = sorted(cell for cell, one in fonts.items() if one == font and cell[1] in used and cell[0] in rows)
        if cells:
            yield _question(choice, body, cells, about, font, (seen_de, seen_en))


def _question(
    choice: TableChoice,
    body: TextTable,
    cells: Sequence[tuple[int, int]],
    about: str,
    font: str,
    seen: tuple[str, str],
) -> Question:
    named = first_few([address(row, column) for row, column in cells], MAX_NAMED)
    row, column = cells[0]
    texts = [body.cells[str(right)][int(body.rows.search_sorted(down))] or "" for down, right in cells[:MAX_NAMED]]
    example = quoted(next((text for text in texts if any(sign.isalpha() for sign in text)), texts[0]))
    de, en, read_de, read_en = ("ist", "is", "wurde", "was") if len(cells) == 1 else ("sind", "are", "wurden", "were")
    where_de, where_en = ("", "")
    if choice.united and choice.table.sheet:
        where_de = f"Blatt „{quoted(choice.name)}“: "
        where_en = f"Sheet '{quoted(choice.name)}': "
    subject = f"{choice.name}!{font}" if choice.united else font
    return Question(
        about,
        choice.resource.name,
        None if about == "struck_out" and not choice.united else subject,
        bilingual(
            f"{where_de}{named} {de} {seen[0]} („{example}“), {read_de} aber mitgelesen. Soll der Inhalt "
            "veröffentlicht werden? Wenn nicht, löschen Sie ihn in der Datei, und laden Sie sie noch einmal hoch.",
            f"{where_en}{named} {en} {seen[1]} ('{example}') but {read_en} read. Shall the content be published? If "
            "not, delete it in the file and upload the file again.",
        ),
        address=address(row, column),
        sheet=choice.table.sheet,
    )
