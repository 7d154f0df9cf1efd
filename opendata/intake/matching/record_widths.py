"""Rows of a CSV file that have more or fewer cells than its header.

Here: an error for each row that is wider, because its texts slipped under other headers, and one note that names the
narrower ones. Not here: cells that swallowed rows (files/csv_quotes.py). Sheets of workbooks have no such rows.
"""

from itertools import pairwise

import polars as pl

from opendata.domain.report.findings import Finding, Note
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, named_rows, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.text_tables import TextTable

MAX_NAMED_ROWS, MAX_FINDINGS = 20, 200


def record_width_remarks(choice: TableChoice, body: TextTable) -> list[Finding | Note]:
    """Remarks on the data rows that have another width than the header; body: the data rows."""
    table = choice.table
    if table.widths is None or body.widths is None or body.rows.is_empty():
        return []
    header_width = int(table.widths.filter(table.rows == choice.header.last_row).max() or 0)  # type: ignore[arg-type]
    beyond = [name for name in body.cells.columns if int(name) > header_width]
    remarks: list[Finding | Note] = []
    if beyond:
        wide = body.cells.select(pl.any_horizontal(pl.col(beyond).is_not_null())).to_series()
        # Where every row has a cell beyond the header, that column has no header; it is listed as not published.
        # Not so where commas part the cells: they may be those of numbers, as in 1,Radweg,laufend,1234,50.
        if wide.any() and not (wide.all() and wide.len() > 1 and not _may_be_decimals(body)):
            wide_rows = body.keeping(wide)
            remarks += [
                _too_wide(choice, row, width, header_width, cell)
                for row, width, cell in zip(
                    wide_rows.rows.head(MAX_FINDINGS),
                    body.widths.filter(wide).head(MAX_FINDINGS),
                    wide_rows.cells[beyond[0]].head(MAX_FINDINGS),
                    strict=True,
                )
            ]
    narrow = body.rows.filter(body.widths < header_width)
    if narrow.len():
        remarks.append(_too_narrow(choice, narrow.to_list()))
    return remarks


def _may_be_decimals(body: TextTable) -> bool:
    """Whether commas in numbers may have parted cells: every row has some cell that is digits behind digits."""
    if body.decimal != ".":
        return False
    digits = [
        pl.col(name).str.contains(r"^\s*[-+]?\d+\s*\D{0,3}$").fill_null(value=False) for name in body.cells.columns
    ]
    pairs = [left & right for left, right in pairwise(digits)]
    return bool(body.cells.select(pl.any_horizontal(pairs).all()).item())


def _too_wide(choice: TableChoice, row: int, width: int, header_width: int, cell: str | None) -> Finding:
    return Finding(
        "extra-cell",
        bilingual(
            f"Zeile {row}: Die Zeile hat {width} Zellen, die Überschrift aber nur {header_width}; "
            f"übrig ist „{quoted(cell or '')}“. Wahrscheinlich steht ein Trennzeichen in einem Text. "
            "Bitte setzen Sie diesen Text in Anführungszeichen, oder senden Sie die Tabelle als .xlsx.",
            f"Row {row}: the row has {width} cells, but the header only {header_width}; "
            f"'{quoted(cell or '')}' is left over. Probably a text holds the sign that parts the cells. "
            "Please put this text in quotation marks, or send the table as .xlsx.",
        ),
        resource=choice.resource.name,
        row=row,
        column=header_width + 1,
        cell=cell,
        address=address(row, header_width + 1),
        sheet=choice.table.sheet,
    )


def _too_narrow(choice: TableChoice, rows: list[int]) -> Note:
    named_de, named_en = named_rows(rows, MAX_NAMED_ROWS)
    return Note(
        "short-rows",
        bilingual(
            f"{named_de}: Hier stehen weniger Zellen als in der Überschrift; die fehlenden gelten als leer. "
            "Bitte prüfen Sie, ob ein Trennzeichen fehlt und Texte in eine falsche Spalte gerutscht sind.",
            f"{named_en}: there are fewer cells than in the header; the missing ones count as empty. "
            "Please check that no separator is missing and no text slipped into a wrong column.",
        ),
        resource=choice.resource.name,
        row=rows[0],
        sheet=choice.table.sheet,
    )
