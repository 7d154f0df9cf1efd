"""Limits of what an upload may demand of the machine, and the errors for what is beyond them.

Here: the numbers, what is left of them, and the sentences. Not here: counting (every reader of a format counts while
it reads).
"""

from dataclasses import dataclass, field, replace
from typing import Self

from opendata.domain.tables.archive_sizes import MOST_BYTES, most_unpacked
from opendata.intake.bilingual_sentences import unreadable

# What an upload may hold however small it is, and for each of its bytes beside that: a small file that becomes a
# large table was made to do harm. Tables that people keep have less than one cell, row and XML element for each byte.
FREE_CELLS, CELLS_PER_BYTE = 1_000_000, 50
FREE_ROWS, ROWS_PER_BYTE = 200_000, 1
FREE_CHARACTERS, CHARACTERS_PER_BYTE = 16_000_000, 100
FREE_ELEMENTS, ELEMENTS_PER_BYTE = 500_000, 6


@dataclass
class Budget:
    """What is left for one upload, all of its files and tables together; every reader takes its part."""

    cells: int = 40_000_000  # rows times columns
    characters: int = 500_000_000  # a text that a workbook keeps once can stand in a million cells
    elements: int = 200_000_000  # of XML
    unpacked_bytes: int = MOST_BYTES
    merged_ranges: int = 20_000


@dataclass(frozen=True)
class Limits:
    """What an upload may demand of the machine; beyond it a file is refused with a reason."""

    columns: int = 16_384  # as in Excel
    rows: int = 1_048_576  # of a sheet, as in Excel
    cells: int = 40_000_000
    cell_characters: int = 1_000_000
    table_characters: int = 500_000_000
    tables: int = 250
    merged_ranges: int = 20_000
    archive_entries: int = 5_000
    left: Budget = field(default_factory=Budget, compare=False)

    def of_upload(self, sent_bytes: int) -> Self:
        """The limits of an upload of so many bytes, nothing of which is taken yet."""
        cells = min(self.cells, FREE_CELLS + CELLS_PER_BYTE * sent_bytes)
        characters = min(self.table_characters, FREE_CHARACTERS + CHARACTERS_PER_BYTE * sent_bytes)
        return replace(
            self,
            rows=min(self.rows, FREE_ROWS + ROWS_PER_BYTE * sent_bytes),
            cells=cells,
            table_characters=characters,
            left=Budget(
                cells,
                characters,
                FREE_ELEMENTS + ELEMENTS_PER_BYTE * sent_bytes,
                most_unpacked(sent_bytes),
                self.merged_ranges,
            ),
        )

    def take_table(self, file: str, cells: int, characters: int) -> None:
        """Count a table, before memory is reserved for it where that is possible; raises UnreadableFile."""
        self.left.cells -= cells
        self.left.characters -= characters
        if self.left.cells < 0:
            raise too_many_cells(file, self.cells)
        if self.left.characters < 0:
            raise too_much_text(file)

    def take_merged_range(self, file: str, sheet: str) -> None:
        """Count a merged range; raises UnreadableFile."""
        self.left.merged_ranges -= 1
        if self.left.merged_ranges < 0:
            raise unreadable(
                file,
                f"Bis zum Blatt „{sheet}“ sind mehr als {self.merged_ranges} Bereiche verbunden. Bitte heben Sie "
                "Verbindungen auf.",
                f"Up to sheet '{sheet}' more than {self.merged_ranges} ranges are merged. Please unmerge cells.",
            )

    def take_elements(self, file: str, count: int) -> None:
        """Count elements of XML; raises UnreadableFile."""
        self.left.elements -= count
        if self.left.elements < 0:
            raise unreadable(
                file,
                "Die Datei hat viel mehr Formate und leere Teile als eine Tabelle ihrer Größe. Bitte kopieren Sie "
                "die Zellen in eine neue Arbeitsmappe und senden Sie diese.",
                "The file holds far more formats and empty parts than a table of its size. Please copy the cells "
                "into a new workbook and send that.",
            )


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


def line_too_long(file: str, limit: int) -> Exception:
    """The error for a line of a text file that is longer than any row of a table."""
    return unreadable(
        file,
        f"Eine Zeile der Datei hat mehr als {limit:_} Zeichen. Bitte prüfen Sie, ob Zeilenumbrüche fehlen.".replace(
            "_", "."
        ),
        f"A line of the file has more than {limit:,} characters. Please check whether line breaks are missing.",
    )


def too_many_tables(file: str, limit: int) -> Exception:
    """The error for files beyond the limit of sheets."""
    return unreadable(
        file,
        f"Die Datei hat mehr als {limit} Blätter. Bitte senden Sie nur die Blätter der Tabelle.",
        f"The file has more than {limit} sheets. Please send the sheets of the table only.",
    )


def part_too_long(file: str) -> Exception:
    """The error for XML in which a single mark is longer than any that an office program writes."""
    return unreadable(
        file,
        "Die Datei ist nicht so aufgebaut, wie ein Büroprogramm sie schreibt. Bitte speichern Sie sie neu.",
        "The file is not built as an office program writes it. Please open and save it anew.",
    )
