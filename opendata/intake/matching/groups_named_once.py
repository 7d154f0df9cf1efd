"""A column of groups in which only the first row of each group names it: "Mobilität", and empty cells below.

Here: what looks like that, and the question. Not here: merged cells, which hold for all of their rows
(merged_data_cells.py), and headings between the rows (section_headings.py).
"""

from collections.abc import Mapping

from opendata.domain.report.questions import Question
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.office_words import trimmed
from opendata.intake.text_tables import TextTable

ABOUT = "group_named_once"
LEAST_GROUPS, MAX_NAMED = 2, 3


def groups_named_once(
    choice: TableChoice, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> list[Question]:
    """The question whether empty cells below the name of a group mean the same; body: the rows that are published."""
    field_column = field_columns.get(choice.resource.roles.get("group", ""))
    if field_column is None or str(field_column.column) not in body.cells.columns:
        return []
    texts = [trimmed(text or "") for text in body.cells[str(field_column.column)]]
    named = [(row, text) for row, text in zip(body.rows, texts, strict=True) if text]
    empty = len(texts) - len(named)
    is_once = len({text for _, text in named}) == len(named) >= LEAST_GROUPS
    if not (is_once and texts[0] and empty >= len(named)):
        return []
    letters, header = column_letters(field_column.column), quoted(field_column.header)
    field = choice.resource.field(choice.resource.roles["group"])
    cells = first_few([f"{address(row, field_column.column)} „{quoted(text)}“" for row, text in named], MAX_NAMED)
    cells_en = first_few([f"{address(row, field_column.column)} '{quoted(text)}'" for row, text in named], MAX_NAMED)
    return [
        Question(
            ABOUT,
            choice.resource.name,
            letters,
            bilingual(
                f"Die Spalte {letters} „{header}“ nennt jeden Eintrag einmal ({cells}) und ist darunter leer. "
                f"{empty} Zeilen werden ohne „{field.label('de')}“ veröffentlicht. Ist das richtig? Gilt der Eintrag "
                "auch für die Zeilen darunter, schreiben Sie ihn bitte in jede Zeile, oder verbinden Sie die Zellen.",
                f"Column {letters} '{header}' names each entry once ({cells_en}) and is empty below. {empty} rows "
                f"are published without '{field.label('en')}'. Is that right? If an entry holds for the rows below "
                "it too, please write it into each row, or merge the cells.",
            ),
            field=field.name,
            address=address(named[0][0], field_column.column),
            sheet=choice.table.sheet,
        )
    ]
