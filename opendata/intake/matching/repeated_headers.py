"""Headers below the header: the same once more, or that of a second table with other columns.

Here: finding them. Not here: the header itself (header_rows.py), and headings between the rows (row_kinds.py).
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping

import polars as pl

from opendata.domain.report.findings import Finding
from opendata.domain.tables.cell_addresses import address
from opendata.intake.bilingual_sentences import bilingual, comma_list
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.matching.plain_headers import plain_headers
from opendata.intake.office_words import header_key
from opendata.intake.text_tables import TextTable
from opendata.intake.unit_words import Unit, is_same, unit_in

MOST_CANDIDATES = 1_000


def repeats_of_header(data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> set[int]:
    """The rows that repeat the header, or the first or another row of a header of several rows.

    A header may say the unit of its field in one place and not in the other: "Kosten (€)" repeats "Kosten".
    """
    header, columns = choice.header, choice.table.columns
    lines = choice.table.keeping(
        (choice.table.rows >= header.first_row) & (choice.table.rows <= header.last_row)
    ).cells.rows()
    keys: dict[int, set[str]] = {label.column: set(label.keys) for label in header.labels}
    for line in lines:
        for column, text in zip(columns, line, strict=True):
            if text and (key := header_key(text)):
                keys.setdefault(column, set()).add(key)
    if len(header.labels) < 2:
        return set()
    parts = {part.strip() for label in header.labels for part in (label.text, *label.text.splitlines())}
    parts |= {text.strip() for line in lines for text in line if text}
    # A repeated header is an exact copy, so only rows whose first cell stands in the header are compared with it.
    first = data.cells.select(pl.coalesce(pl.all().str.strip_chars().replace("", None))).to_series()
    candidates = data.keeping(first.is_in(pl.Series(sorted(parts), dtype=pl.String).implode()).fill_null(value=False))
    units = _own_units(choice, field_columns)
    for label in header.labels:
        if label.column in units:
            keys[label.column].add(_key_without_unit(label.text, units[label.column]))
    rows, before = set(), -1
    for row, line in zip(candidates.rows, candidates.cells.iter_rows(), strict=True):
        cells = {column: text for column, text in zip(columns, line, strict=True) if text and header_key(text)}
        same = all(
            header_key(text) in keys.get(column, ())
            or (column in units and _key_without_unit(text, units[column]) in keys.get(column, ()))
            for column, text in cells.items()
        )
        if same and (len(cells) > 1 or (before == row - 1 and header.multi_line)):
            rows.add(row)
            before = row
    return rows


def _own_units(choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> Mapping[int, Unit]:
    """The units of fields, by the columns that hold their numbers in just this unit."""
    units: dict[int, Unit] = {}
    for name, field_column in field_columns.items():
        unit = unit_in(choice.resource.field(name).unit or "") if name in choice.resource.field_names else None
        ratio = field_column.unit.ratio if field_column.unit else 1
        if unit is not None and ratio == 1 and field_column.factor is None:
            units[field_column.column] = unit
    return units


def _key_without_unit(text: str, own: Unit) -> str:
    """The key of a header without the unit in it, where that is the field's own."""
    reading = next((reading for reading in plain_headers(text) if reading.unit), None)
    if reading and reading.unit and not reading.moment and not reading.bracket and is_same(reading.unit, own):
        return reading.key
    return header_key(text)


def rows_of_second_table(
    data: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn], repeated: Collection[int]
) -> tuple[list[int], list[Finding]]:
    """The rows from a header with other columns down to the next repeated one, and an error for each such header.

    data: the rows below the header without repeated ones. Such rows would be read under the wrong headers.
    """
    places = sorted({str(label.column) for label in choice.header.labels[:3]} & set(data.cells.columns))
    known = pl.Series(sorted(choice.vocabulary.known), dtype=pl.String).implode()
    if not places:
        return [], []
    texts = [pl.col(name).str.strip_chars(" :*.\n").str.to_lowercase() for name in places]
    may_be = data.cells.select(
        pl.any_horizontal(text.is_in(known).fill_null(value=False) for text in texts)
    ).to_series()
    candidates = data.keeping(may_be)
    starts, findings = [], []
    for row, line in zip(candidates.rows.head(MOST_CANDIDATES), candidates.cells.iter_rows(), strict=False):
        cells = {column: text for column, text in zip(data.columns, line, strict=True) if text and header_key(text)}
        if _is_other_header(cells, choice, field_columns):
            starts.append(row)
            findings.append(_second_table(choice, row, cells))
    rows: list[int] = []
    ends = sorted({*repeated, *starts})
    for start in starts:
        after = bisect_right(ends, start)
        inside = data.rows >= start
        if after < len(ends):
            inside &= data.rows < ends[after]
        rows += data.rows.filter(inside).to_list()
    return rows, findings


def table_above(choice: TableChoice) -> list[Finding]:
    """An error for a table above the header that is read, which has a header of its own and would be left out.

    A mapping that names the row of the header has chosen among the tables.
    """
    if choice.vocabulary.mapping.header_row is not None:
        return []
    above = choice.table.keeping(choice.table.rows < choice.header.first_row)
    for place, (row, line) in enumerate(zip(above.rows, above.cells.iter_rows(), strict=True)):
        cells = {column: text for column, text in zip(above.columns, line, strict=True) if text and header_key(text)}
        below = above.cells.slice(place + 1).select(str(column) for column in cells)
        if not _is_other_header(cells, choice, {}) or below.width < 2:
            continue
        filled = below.select(pl.sum_horizontal(pl.all().str.contains(r"\S").fill_null(value=False)).alias("cells"))
        if (filled["cells"] >= 2).any():
            return [_table_above(choice, row, cells)]
    return []


def _is_other_header(cells: Mapping[int, str], choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> bool:
    """Whether nearly all cells of a row are headers, of at least three fields or all that are needed."""
    meant = [(column, choice.vocabulary.meanings([(header_key(text),)])) for column, text in cells.items()]
    fields = {field for _, meanings in meant for field in meanings}
    named = sum(bool(meanings) for _, meanings in meant)
    needed = {field.name for field in choice.vocabulary.needed}
    if _repeats_header_of_key(cells, choice, field_columns):
        return True
    enough = len(fields) >= 3 or (len(fields) >= 2 and needed <= fields)
    return enough and named * 4 >= len(cells) * 3 and needed & set(field_columns) <= fields


def _repeats_header_of_key(
    cells: Mapping[int, str], choice: TableChoice, field_columns: Mapping[str, FieldColumn]
) -> bool:
    """Whether the header of the key stands in the key's column again, with words beside it: "Nr." is no number."""
    columns = [field_columns[name].column for name in choice.resource.primary_key if name in field_columns]
    keys = {key for label in choice.header.labels if label.column in columns for key in label.keys}
    if len(columns) != 1 or len(cells) < 2:
        return False
    words = all(any(sign.isalpha() for sign in text) for text in cells.values())
    return words and header_key(cells.get(columns[0], "")) in keys


def _table_above(choice: TableChoice, row: int, cells: Mapping[int, str]) -> Finding:
    names, last = comma_list(cells.values()), choice.header.first_row
    return _other_table(
        choice,
        row,
        cells,
        bilingual(
            f"Zeile {row}: Hier steht eine Tabelle mit anderen Überschriften ({names}) als die, die in Zeile {last} "
            "beginnt und gelesen wird. Ihre Zeilen würden fehlen. Bitte bringen Sie beide Tabellen in dieselben "
            "Spalten, oder setzen Sie eine auf ein anderes Blatt.",
            f"Row {row}: here stands a table with other headers ({names}) than the one that begins in row {last} and "
            "is read. Its rows would be missing. Please put both tables into the same columns, or move one of them "
            "to a sheet of its own.",
        ),
    )


def _second_table(choice: TableChoice, row: int, cells: Mapping[int, str]) -> Finding:
    names, first = comma_list(cells.values()), comma_list(label.text for label in choice.header.labels)
    return _other_table(
        choice,
        row,
        cells,
        bilingual(
            f"Zeile {row}: Hier beginnt eine zweite Tabelle mit anderen Überschriften ({names}) als oben ({first}). "
            "Bitte bringen Sie ihre Spalten in die Reihenfolge der ersten, oder setzen Sie sie auf ein anderes "
            "Blatt.",
            f"Row {row}: a second table begins here, with other headers ({names}) than above ({first}). "
            "Please put its columns in the order of the first, or move it to a sheet of its own.",
        ),
    )


def _other_table(choice: TableChoice, row: int, cells: Mapping[int, str], messages: Mapping[str, str]) -> Finding:
    """The error about a table with other headers, at the first of them."""
    column = min(cells)
    return Finding(
        "second-table",
        messages,
        resource=choice.resource.name,
        row=row,
        column=column,
        cell=cells[column],
        address=address(row, column),
        sheet=choice.table.sheet,
    )
