"""Tables whose headers stand below each other in a column, so that each of their columns is an entry.

Here: knowing them, and what is said of them. They are not turned: the cells of a person's own table stay where the
report of the upload names them.
"""

from collections.abc import Sequence

from opendata.domain.tables.cell_addresses import address
from opendata.intake.matching.header_vocabulary import HeaderVocabulary
from opendata.intake.office_words import header_key
from opendata.intake.text_tables import TextTable

COLUMNS, FEWEST = 2, 2  # of the columns at the left; so few words below each other say nothing
MOST_LOOKED_AT = 50  # cells of a column


def how_to_turn(
    tables: Sequence[TextTable], vocabularies: Sequence[HeaderVocabulary], beside: int
) -> tuple[str, str] | None:
    """How the first table on its side is turned, as the end of a German and an English sentence; None without one.

    beside: so many fields are named by cells beside each other, in the row that was taken for a header.
    """
    for table in tables:
        for column in table.columns[:COLUMNS]:
            cells = table.cells[str(column)].drop_nulls().head(MOST_LOOKED_AT).to_list()
            keys = [(header_key(text),) for text in cells]
            named = max((len(known.meanings(keys, alike=False)) for known in vocabularies), default=0)
            if named > max(beside, FEWEST):
                letters = address(1, column).rstrip("1")
                return (
                    f" Die Überschriften stehen in Spalte {letters} untereinander, und jede Spalte ist ein Eintrag. "
                    "Bitte drehen Sie die Tabelle: kopieren, dann „Inhalte einfügen“ mit „Transponieren“.",
                    f" The headers stand below each other in column {letters}, and each column is an entry. Please "
                    "turn the table: copy it, then use 'Paste special' with 'Transpose'.",
                )
    return None
