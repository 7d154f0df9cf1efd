"""Limits of what a file may demand of the machine, and the errors for files beyond them.

Here: the numbers and the sentences. Not here: counting (every reader of a format counts while it reads).
"""

from dataclasses import dataclass

from opendata.intake.bilingual_sentences import unreadable


@dataclass(frozen=True)
class Limits:
    """What a file may demand of the machine; beyond it the file is refused with a reason."""

    columns: int = 16_384  # as in Excel
    rows: int = 1_048_576  # of a sheet, as in Excel
    cells: int = 40_000_000  # rows times columns of one table
    cell_characters: int = 1_000_000
    table_characters: int = 500_000_000  # a text that a workbook keeps once can stand in a million cells
    tables: int = 1_000
    merged_ranges: int = 200_000
    archive_entries: int = 5_000


def too_many_rows(file: str, limit: int) -> Exception:
    """The error for a sheet beyond the limit of rows."""
    return unreadable(
        file,
        f"Ein Blatt hat mehr als {limit:,} Zeilen. Bitte teilen Sie es auf.".replace(",", "."),
        f"A sheet has more than {limit:,} rows. Please split it.",
    )


def too_many_cells(file: str, limit: int) -> Exception:
    """The error for a table beyond the limit of cells."""
    return unreadable(
        file,
        f"Die Tabelle hat mehr als {limit:,} Zellen. Bitte teilen Sie sie auf.".replace(",", "."),
        f"The table has more than {limit:,} cells. Please split it.",
    )


def too_much_text(file: str) -> Exception:
    """The error for a table beyond the limit of characters."""
    return unreadable(
        file,
        "Die Tabelle enthält zu viel Text. Bitte teilen Sie sie auf.",
        "The table holds too much text. Please split it.",
    )


def too_many_columns(file: str, limit: int) -> Exception:
    """The error for a table beyond the limit of columns."""
    return unreadable(
        file,
        f"Die Tabelle hat mehr als {limit:,} Spalten. Bitte senden Sie nur die Spalten der Tabelle.".replace(
            ",", "."
        ),
        f"The table has more than {limit:,} columns. Please send the columns of the table only.",
    )


def cell_too_long(file: str, limit: int, row: int | None = None) -> Exception:
    """The error for a cell beyond the limit of characters."""
    where_de, where_en = (f" in Zeile {row}", f" in row {row}") if row else ("", "")
    return unreadable(
        file,
        f"Eine Zelle{where_de} hat mehr als {limit:,} Zeichen; ".replace(",", ".")
        + "vielleicht fehlt ein schließendes Anführungszeichen.",
        f"A cell{where_en} has more than {limit:,} characters; perhaps a closing quotation mark is missing.",
    )
