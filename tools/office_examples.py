"""The example tables of docs/tabellen-vorbereiten.md: as workbooks for its tests, and as pictures for its readers.

Here: the tables, and drawing them as SVG. Not here: what is read from them (tests/test_office_page.py holds the page
against the tables). `python -m tools.office_examples` writes the pictures anew.
"""

import io
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ROW_HEIGHT, LETTER_WIDTH, PADDING, HEAD_WIDTH = 26, 7.9, 9, 34


@dataclass(frozen=True)
class Cell:
    """A cell: what the workbook stores, the number format, and what the screen shows because of it."""

    value: str | float | int | date
    number_format: str
    shown: str


Content = Cell | str | float | int | None


@dataclass(frozen=True)
class Example:
    """A small sheet; rows from the top, column letters and row numbers counted from 1."""

    name: str
    title: str  # what the picture shows, for those who cannot see it
    rows: tuple[tuple[Content, ...], ...]
    header_row: int = 1
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    marked: frozenset[tuple[int, int]] = field(default_factory=frozenset)  # cells that the page speaks of


EXAMPLES = (
    Example(
        "gewoehnliche-tabelle",
        "Eine Maßnahmentabelle mit Titelzeile, Zwischenüberschrift, Summe und Anmerkung",
        (
            ("Klimaschutzplan der Stadt Musterstadt (alle Beträge in Tsd. Euro)",),
            (None,),
            ("Nr.", "Maßnahme", "Status", "geplantes Ende", "Kosten", "Priorität"),
            ("Handlungsfeld 1: Mobilität",),
            ("1.1", "Radweg Hauptstraße", "in Umsetzung", "30.06.2027", "1.250", "hoch"),
            ("1.2", "Lastenräder für das Bauamt", "erledigt (2024)", "2024", "48", "mittel"),
            ("Summe", None, None, None, "1.298"),
            ("Stand: 31.12.2025",),
        ),
        header_row=3,
        marked=frozenset({(1, 1), (4, 1), (7, 1), (8, 1)}),
    ),
    Example(
        "zahlenformate",
        "Zellen, deren Bedeutung im Zahlenformat steht: 003, 1.250 T€, 06/2026 und 75 %",
        (
            ("Nr.", "Maßnahme", "Status", "Kosten", "geplantes Ende", "Fortschritt"),
            (
                Cell(3, "000", "003"),
                "Wärmenetz Nord",
                "in Umsetzung",
                Cell(1250000, '#,##0," T€"', "1.250 T€"),
                Cell(date(2026, 6, 1), "mm/yyyy", "06/2026"),
                Cell(0.75, "0%", "75%"),
            ),
            (
                Cell(4, "000", "004"),
                "Schuldächer",
                "geplant",
                Cell(1.2, '0.0" Mio. €"', "1,2 Mio. €"),
                Cell(date(2028, 1, 1), "yyyy", "2028"),
                Cell(0, "0%", "0%"),
            ),
        ),
        marked=frozenset({(2, 1), (2, 4), (2, 5), (3, 4), (3, 5)}),
    ),
    Example(
        "ausgeblendet",
        "Eine Tabelle, in der die Spalte D mit internen Bemerkungen ausgeblendet ist",
        (
            ("Nr.", "Maßnahme", "Status", "Bemerkung", "Kosten in T€"),
            ("1", "Radweg Hauptstraße", "in Umsetzung", "INTERN: Streit mit dem Nachbarn", 1250),
            ("2", "Schuldächer", "geplant", None, 480),
        ),
        hidden_columns=frozenset({4}),
        marked=frozenset({(1, 4), (2, 4)}),
    ),
    Example(
        "personen",
        "Eine Tabelle, in der eine E-Mail-Adresse und der Name einer Person stehen",
        (
            ("Nr.", "Maßnahme", "Status", "Verantwortlich", "Sachstand"),
            ("1", "Radweg Hauptstraße", "in Umsetzung", "Amt 66", "Fragen an e.muster@musterstadt.example"),
            ("2", "Schuldächer", "geplant", "Frau Erika Musterfrau", "Ausschreibung läuft"),
        ),
        marked=frozenset({(2, 5), (3, 4)}),
    ),
    Example(
        "nummern",
        "Nummern, die Excel verändert hat: aus 1.10 wurde 1.1, aus 1.2 der 1. Februar",
        (
            ("Nr.", "Maßnahme", "Status"),
            (Cell(1.1, "General", "1.1"), "Radweg", "geplant"),
            (Cell(date(2025, 2, 1), "dd.mm.yyyy", "01.02.2025"), "Wärmenetz", "geplant"),
            (Cell(1.1, "General", "1.1"), "Schuldächer", "geplant"),
        ),
        marked=frozenset({(3, 1), (4, 1)}),
    ),
    Example(
        "status",
        "Eine Spalte Status mit Wörtern, die verstanden werden, und anderen, die abgelehnt werden",
        (
            ("Nr.", "Maßnahme", "Status"),
            ("1", "Radweg", "in Bearbeitung (Amt 66)"),
            ("2", "Wärmenetz", "abgeschlossen 2023"),
            ("3", "Schuldächer", "noch nicht umgesetzt"),
            ("4", "Energieberatung", "verzögert"),
            ("5", "Ladesäulen", "in Planung/Umsetzung"),
        ),
        marked=frozenset({(5, 3), (6, 3)}),
    ),
)


def workbook(example: Example) -> bytes:
    """The example as an .xlsx file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, line in enumerate(example.rows, 1):
        for column, content in enumerate(line, 1):
            cell = sheet.cell(row, column, content.value if isinstance(content, Cell) else content)
            if isinstance(content, Cell):
                cell.number_format = content.number_format
            if row == example.header_row:
                cell.font = Font(bold=True)
    for column in example.hidden_columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    for row in example.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    content_bytes = io.BytesIO()
    book.save(content_bytes)
    return content_bytes.getvalue()


def picture(example: Example) -> str:
    """The example as an SVG picture of a sheet; hidden columns are hatched, and cells of interest are framed."""
    widths = _widths(example)
    lefts = [HEAD_WIDTH + sum(widths[:place]) for place in range(len(widths) + 1)]
    height = ROW_HEIGHT * (len(example.rows) + 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {lefts[-1] + 1:.0f} {height + 1}" '
        f'width="{lefts[-1] + 1:.0f}" role="img" aria-label="{escape(example.title)}">',
        f"<title>{escape(example.title)}</title>",
        "<style>text{font:13px system-ui,'Segoe UI',Roboto,sans-serif;fill:#1c1e21}.head{fill:#5b6068}"
        ".strong{font-weight:600}.hidden{fill:#8a8f98;font-style:italic}</style>",
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<rect width="100%" height="{ROW_HEIGHT}" fill="#eef0f3"/>'
        f'<rect width="{HEAD_WIDTH}" height="100%" fill="#eef0f3"/>',
    ]
    for column in range(1, len(widths) + 1):
        left, width = lefts[column - 1], widths[column - 1]
        if column in example.hidden_columns:
            parts.append(f'<rect x="{left:.0f}" width="{width:.0f}" height="100%" fill="#f4e9dc"/>')
        parts.append(_text(left + width / 2, 0, get_column_letter(column), "head", anchor="middle"))
    for row, line in enumerate(example.rows, 1):
        parts.append(_text(HEAD_WIDTH / 2, row, str(row), "head", anchor="middle"))
        parts += [_cell(example, row, column, content, lefts) for column, content in enumerate(line, 1) if content]
    parts += _grid(lefts, len(example.rows))
    parts += [_frame(row, column, lefts) for row, column in sorted(example.marked)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _widths(example: Example) -> list[float]:
    count = max(map(len, example.rows))
    widths = []
    for column in range(count):
        # A text alone in its row runs over the empty cells beside it, as on the screen.
        texts = [_shown(line[column]) for line in example.rows if len(line) > max(column, 1)]
        widths.append(max((len(text) for text in texts), default=4) * LETTER_WIDTH + 2 * PADDING)
    return widths


def _shown(content: Content) -> str:
    return "" if content is None else content.shown if isinstance(content, Cell) else str(content)


def _cell(example: Example, row: int, column: int, content: Content, lefts: list[float]) -> str:
    is_number = isinstance(content, int | float) or (isinstance(content, Cell) and not isinstance(content.value, str))
    style = "strong" if row == example.header_row else "hidden" if column in example.hidden_columns else ""
    if is_number:
        return _text(lefts[column] - PADDING, row, _shown(content), style, anchor="end")
    return _text(lefts[column - 1] + PADDING, row, _shown(content), style)


def _text(x: float, row: int, text: str, style: str, anchor: str = "start") -> str:
    y = row * ROW_HEIGHT + 18
    return f'<text x="{x:.0f}" y="{y}" text-anchor="{anchor}" class="{style}">{escape(text)}</text>'


def _grid(lefts: list[float], rows: int) -> list[str]:
    down = " ".join(f"M{left:.0f} 0V{ROW_HEIGHT * (rows + 1)}" for left in lefts)
    across = " ".join(f"M0 {ROW_HEIGHT * row}H{lefts[-1]:.0f}" for row in range(1, rows + 2))
    return [f'<path d="M0 0H{lefts[-1]:.0f} {down} {across}" stroke="#d5d9de" fill="none"/>']


def _frame(row: int, column: int, lefts: list[float]) -> str:
    left, width = lefts[column - 1], lefts[column] - lefts[column - 1]
    return (
        f'<rect x="{left:.0f}" y="{row * ROW_HEIGHT}" width="{width:.0f}" height="{ROW_HEIGHT}" '
        'fill="none" stroke="#b3541e" stroke-width="2"/>'
    )


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(exist_ok=True)
    for example in EXAMPLES:
        (PICTURES / f"{example.name}.svg").write_text(picture(example), encoding="utf-8")


if __name__ == "__main__":
    main()
