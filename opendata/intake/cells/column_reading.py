"""Columns of text are turned into columns of canonical text.

Here: the number style of a table, each field's column read once per distinct value, problems with their addresses.
Not here: reading a single cell (cell_reading.py). One Polars expression finds the cells of a column that are
certainly canonical already. Python never reads these, so a million rows take seconds.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.findings import MAX_LISTED, Finding
from opendata.domain.report.rewritten_cells import ColumnRewrites
from opendata.domain.tables.cell_addresses import address
from opendata.intake.cells.cell_reading import CellReading, FieldCellReader
from opendata.intake.cells.characters import are_plainly_composed, is_composed, odd_characters
from opendata.intake.cells.numbers_in_bulk import MOST_UNITS, bulk_readings, parted
from opendata.intake.cells.refused_cells import cell_problem
from opendata.intake.cells.stored_cells import concerns_stored_cells, read_stored
from opendata.intake.cells.written_numbers import (
    NumberStyle,
    declared_style,
    evidence_of,
    settled_style,
    style_evidence,
    without_surroundings,
)
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.office_words import trimmed
from opendata.intake.text_tables import CellMark, TextTable
from opendata.intake.unit_words import unit_in

# Blanks at the ends, a mark of text, and errors of formulas; invisible characters are odd wherever they stand.
_UNTIDY = r"^\s|\s$|^'|^#|^Err:"
_CANONICAL_NUMBER = r"^(0|-?[1-9][0-9]{0,300}|-?(0|[1-9][0-9]{0,200})\.[0-9]{0,90}[1-9])$"
_CANONICAL_WHOLE = r"^(0|-?[1-9][0-9]{0,300})$"
_SIGNS_ONLY = r"^[+-]?[0-9.,]*[0-9]$"


@dataclass(frozen=True)
class ReadColumn:
    """A field's column in canonical text, with its rewrites and errors."""

    values: pl.Series
    rewrites: ColumnRewrites | None = None
    findings: Sequence[Finding] = ()
    finding_count: int = 0


def number_style(body: TextTable, choice: TableChoice, field_columns: Mapping[str, FieldColumn]) -> NumberStyle:
    """How the table writes its numbers: as the mapping says, else as its own text cells show."""
    if style := declared_style(choice.vocabulary.mapping.decimal):
        return style
    kinds: list[tuple[bool, bool]] = []
    for field in choice.resource:
        if field.type in NUMBER_TYPES and field.name in field_columns:
            cells = body.cells[str(field_columns[field.name].column)]
            if body.marks is not None:
                cells = cells.filter(body.marks[str(field_columns[field.name].column)] == CellMark.TEXT)
            # One call of Polars for a column of plain numbers, as most are; only such cells are evidence.
            text, frame = pl.col("text"), pl.DataFrame({"text": cells})
            german, english, is_plain = frame.select(
                *evidence_of(text), plain=text.str.contains(_SIGNS_ONLY).all()
            ).row(0)
            kinds.append((german, english))
            if not is_plain:
                kinds.append(style_evidence(_stripped(cells.filter(~cells.str.contains(_SIGNS_ONLY)), field)))
    return settled_style(kinds, body.decimal)


def _stripped(cells: pl.Series, field: Field) -> pl.Series:
    """The numbers of cells without their units; the units beside plain numbers are looked up once each."""
    distinct = cells.unique()
    parts = parted(distinct) if not distinct.is_empty() and unit_in(field.unit or "") else None
    if parts is None or parts["words"].n_unique() > MOST_UNITS:
        numbers = [without_surroundings(trimmed(text), field.unit)[0] for text in distinct]
        return pl.Series(numbers, dtype=pl.String)
    units = [words for words in parts["words"].drop_nulls().unique() if unit_in(words)]
    known = parts["words"].is_in(pl.Series(units, dtype=pl.String).implode()).fill_null(value=False)
    others = [without_surroundings(trimmed(text), field.unit)[0] for text in distinct.filter(~known)]
    return pl.concat([parts["number"].filter(known), pl.Series("number", others, dtype=pl.String)])


def odd_cells(readers: Sequence[tuple[FieldCellReader, FieldColumn]], body: TextTable) -> list[pl.Series]:
    """For each reader and its column the cells that are not certainly canonical, as a mask."""
    frame = body.cells
    if body.marks is not None:
        frame = frame.hstack(body.marks.rename(lambda name: f"mark {name}"))
    if body.shown is not None:
        frame = frame.hstack(body.shown.rename(lambda name: f"shown {name}"))
    names = {str(column.column) for reader, column in readers if reader.is_plain_text}
    composed = body.cells.select(are_plainly_composed(pl.col(name)).alias(name) for name in names)
    plainly_composed = {name for name in names if composed[name].item()}
    # One call of Polars for the whole table: for a few hundred rows the call costs more than the search.
    masks = frame.select(
        _odd(reader, str(column.column), frame.columns, plainly_composed).alias(str(number))
        for number, (reader, column) in enumerate(readers)
    )
    return masks.get_columns()


def _odd(reader: FieldCellReader, name: str, columns: Sequence[str], composed: Collection[str]) -> pl.Expr:
    text, marked = pl.col(name), f"mark {name}" in columns
    mark = pl.col(f"mark {name}") if marked else pl.lit(CellMark.TEXT.value, pl.UInt8)
    certain = certainly_canonical(reader, text, mark, composed=name in composed)
    if not marked:
        return text.is_not_null() & ~certain.fill_null(value=False)
    shown = pl.col(f"shown {name}") if f"shown {name}" in columns else None
    certain &= ~concerns_stored_cells(reader, text, mark, shown)
    return (text.is_not_null() & ~certain.fill_null(value=False)) | mark.is_in([CellMark.ERROR, CellMark.FORMULA])


def read_column(
    reader: FieldCellReader, body: TextTable, field_column: FieldColumn, resource: str, odd: pl.Series | None = None
) -> ReadColumn:
    """One field's column; every distinct cell is read once. odd: the column's mask of odd_cells(), if it is known."""
    name = str(field_column.column)
    if odd is None:
        odd = odd_cells([(reader, field_column)], body)[0]
    if not odd.any():
        return ReadColumn(body.cells[name])
    # Frames are put together from columns: each call of Polars costs more than the work on a few hundred rows.
    marks = _marks_of_text(body.cells.height) if body.marks is None else body.marks[name]
    columns = {"text": body.cells[name], "mark": marks}
    if body.shown is not None and name in body.shown.columns:
        columns["shown"] = body.shown[name]
    frame = pl.DataFrame(columns)
    readings = _readings(reader, frame.filter(odd).unique(maintain_order=True))
    readings.insert_column(0, pl.Series("reading", range(readings.height), dtype=pl.UInt32))
    joined = frame.join(readings, on=frame.columns, how="left", nulls_equal=True, maintain_order="left")
    values, rewritten, broken = joined.select(
        pl.when(pl.col("reading").is_null()).then(pl.col("text")).otherwise(pl.col("after")).alias(name),
        pl.col("rule").is_not_null(),
        pl.col("problem").is_not_null(),
    ).get_columns()
    findings, count = _findings(reader, joined, broken, body, field_column, resource)
    rewrites = ColumnRewrites(
        resource,
        reader.field.name,
        field_column.column,
        body.sheet,
        body.rows.filter(rewritten),
        joined["reading"].filter(rewritten),
        pl.DataFrame({"before": readings["before"], "rule": readings["rule"], "after": readings["rewritten"]}),
    )
    return ReadColumn(values, rewrites, findings, count)


def _marks_of_text(height: int) -> pl.Series:
    return pl.Series([CellMark.TEXT.value], dtype=pl.UInt8).new_from_index(0, height)


def _readings(reader: FieldCellReader, distinct: pl.DataFrame) -> pl.DataFrame:
    """The readings of the distinct cells.

    "rewritten" and "rule" hold the new text and the rules that led to it, both null where the cell is not rewritten.
    "after" is the published text, null where the cell has a problem.
    """
    known, asked = _german_numbers(reader, distinct)
    readings = [_read(reader, *cell) for cell in asked.iter_rows()]
    read = asked.with_columns(
        before=pl.Series([reading.steps[0][1] if reading.steps else None for reading in readings], dtype=pl.String),
        rewritten=pl.Series(
            [reading.steps[-1][2] if reading.steps else None for reading in readings], dtype=pl.String
        ),
        after=pl.Series([reading.after for reading in readings], dtype=pl.String),
        rule=pl.Series(
            ["+".join(step[0] for step in reading.steps) or None for reading in readings], dtype=pl.String
        ),
        problem=pl.Series([reading.problem for reading in readings], dtype=pl.String),
    )
    return read if known is None else pl.concat([known, read])


def _german_numbers(reader: FieldCellReader, distinct: pl.DataFrame) -> tuple[pl.DataFrame | None, pl.DataFrame]:
    """The readings of plain German numbers, made for the whole column at once, and the cells left to read."""
    if reader.numbers.style is not NumberStyle.COMMA or reader.field.type != "number" or reader.has_words:
        return None, distinct
    return bulk_readings(distinct, reader.multiplier)


def _read(reader: FieldCellReader, text: str | None, mark: int, shown: str | None = None) -> CellReading:
    if mark == CellMark.FORMULA:
        return CellReading(None, problem="formula-without-value")
    if mark == CellMark.ERROR:
        return CellReading(None, problem="cell-error")
    if mark == CellMark.TEXT and shown is None:
        return reader.read(text or "", mark)
    return read_stored(reader, text or "", mark, shown)


def certainly_canonical(reader: FieldCellReader, text: pl.Expr, mark: pl.Expr, *, composed: bool = False) -> pl.Expr:
    """Whether a cell is certainly canonical; about all other cells the reader decides.

    composed: whether all texts of the column are known to be in the normal form C.
    """
    kind = reader.field
    if reader.has_words or reader.numbers.factor is not None:
        return pl.lit(value=False)
    if kind.type in NUMBER_TYPES:
        exact = text.str.contains(_CANONICAL_WHOLE)
        if kind.type == "number":
            decimal = text.str.contains(_CANONICAL_NUMBER)
            sure = (
                pl.lit(value=True)
                if reader.numbers.style in (NumberStyle.POINT, NumberStyle.AS_IT_STANDS)
                else mark == CellMark.NUMBER
            )
            exact = exact | (decimal & sure)
        return exact
    if reader.is_plain_text:
        tidy = ~text.str.contains(f"{_UNTIDY}|{odd_characters(is_key=reader.is_key)}")
        tidy = tidy if composed else tidy & is_composed(text)
        first = sorted({sign for word in reader.missing_words if word for sign in (word[0], word[0].upper())})
        longest = max((len(word) for word in reader.missing_words), default=0) * 2
        word = text.str.head(1).is_in(first) & (text.str.len_chars() <= longest)
        return tidy & ~word
    if kind.holds_dates and kind.type != "datetime":
        # The reader looks whether the last days of a month exist.
        return (
            text.str.contains(r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")
            & pl.lit(kind.type in ("date", "string"))
            & pl.lit(kind.descriptor.get("format") in (None, "default", "any"))
        )
    return pl.lit(value=False)


def _findings(
    reader: FieldCellReader,
    joined: pl.DataFrame,
    broken: pl.Series,
    body: TextTable,
    field_column: FieldColumn,
    resource: str,
) -> tuple[list[Finding], int]:
    """The first cells that could not be read, and how many there are.

    joined: all cells with their readings. broken: which of them have a problem.
    """
    if not broken.any():
        return [], 0
    rows, cells = body.rows.filter(broken), joined.select("problem", "text", "mark").filter(broken)
    findings = []
    for row, (code, cell, mark) in zip(rows.head(MAX_LISTED), cells.head(MAX_LISTED).iter_rows(), strict=True):
        text = cell or ""
        findings.append(
            Finding(
                code,
                cell_problem(
                    code,
                    text,
                    reader.field,
                    row,
                    field_column.column,
                    field_column.unit,
                    phrase=reader.phrase,
                    by_format=mark == CellMark.WORDED,
                ),
                resource=resource,
                row=row,
                field=reader.field.name,
                column=field_column.column,
                cell=text,
                address=address(row, field_column.column),
                sheet=body.sheet,
            )
        )
    return findings, rows.len()
