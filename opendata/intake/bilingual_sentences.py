"""Sentences of intake in German and English.

Here: the pairing of both languages, and how an address is put in front. Not here: which sentence fits (each module
writes its own sentences).
"""

from collections.abc import Iterable, Sequence

from opendata.domain.errors import UnreadableFile
from opendata.domain.report.word_lists import first_few
from opendata.domain.tables.cell_addresses import address

MAX_QUOTED = 60  # characters of a cell that a sentence repeats


def bilingual(de: str, en: str) -> dict[str, str]:
    """One sentence in both languages."""
    return {"de": de, "en": en}


def bilingual_at_cell(row: int, column: int, de: str, en: str) -> dict[str, str]:
    """One sentence in both languages, with the cell's address in front."""
    place = address(row, column)
    return {"de": f"{place}: {de}", "en": f"{place}: {en}"}


def unreadable(file: str, de: str, en: str) -> UnreadableFile:
    """The error for a file of which nothing can be used; both sentences say what to send instead."""
    return UnreadableFile(file, en, bilingual(de, en))


def quoted(text: str) -> str:
    """A cell's text as a sentence repeats it: on one line and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_QUOTED else line[: MAX_QUOTED - 1] + "…"


def row_beginning(cells: Iterable[str | None]) -> str:
    """The beginning of a row as a sentence repeats it: "M-1 | Radweg | geplant"."""
    return quoted(" | ".join(cell.strip() for cell in cells if cell and cell.strip()))


def named_rows(rows: Sequence[int], limit: int = 12) -> tuple[str, str]:
    """Rows as sentences of both languages begin with them: "Zeile 4" and "Row 4", "Zeilen 4, 5" and "Rows 4, 5"."""
    numbers = comma_list(rows, limit)
    return (f"Zeile {numbers}", f"Row {numbers}") if len(rows) == 1 else (f"Zeilen {numbers}", f"Rows {numbers}")


def comma_list(names: Iterable[object], limit: int = 12) -> str:
    """Names for a sentence, each quoted(), and an ellipsis where there are more."""
    return first_few((quoted(str(name)) for name in names), limit)
