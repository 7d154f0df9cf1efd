"""Columns of text to columns of canonical text.

Here: the number style of a table, each field's column read once per distinct value, problems with their addresses.
Not here: what a single cell becomes (cell_reading.py). Cells that are certainly canonical already are told by one
expression over the column and never looked at in Python; that is what makes a million rows a matter of seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.findings import MAX_LISTED, Finding
from opendata.domain.report.rewrites import ColumnRewrites
from opendata.domain.tables.cell_addresses import address
from opendata.intake.cells.cell_reading import CellReader, Reading
from opendata.intake.cells.office_words import INVISIBLE, trimmed
from opendata.intake.cells.refused_cells import cell_problem
from opendata.intake.cells.written_dates import holds_dates
from opendata.intake.cells.written_numbers import Style, bare, declared_style, evidence, style_of
from opendata.intake.files.text_tables import Mark, TextTable
from opendata.intake.matching.column_assignment import Feed
from opendata.intake.matching.table_choice import Chosen

# A superset of what cell_reading changes in any text: blanks at the ends, control characters, a carriage return.
_UNTIDY = rf"^[\s{INVISIBLE}]|[\s{INVISIBLE}]$|[\x00-\x08\x0b-\x1f\x{{fffe}}\x{{ffff}}]"
_CANONICAL_NUMBER = r"^(0|-?[1-9][0-9]{0,300}|-?(0|[1-9][0-9]{0,200})\.[0-9]{0,90}[1-9])$"
_CANONICAL_WHOLE = r"^(0|-?[1-9][0-9]{0,300})$"
_GERMAN_NUMBER = r"^-?([1-9][0-9]{0,2}(\.[0-9]{3}){1,9}(,[0-9]{1,30})?|(0|[1-9][0-9]{0,30}),[0-9]{1,30})$"
_SIGNS_ONLY = r"^[+-]?[0-9.,]*[0-9]$"


@dataclass(frozen=True)
class Column:
    """A field's column in canonical text, and what there is to be said about it."""

    values: pl.Series
    rewrites: ColumnRewrites | None = None
    findings: Sequence[Finding] = ()
    finding_count: int = 0


def number_style(body: TextTable, chosen: Chosen, feeds: Mapping[str, Feed]) -> Style:
    """How the table writes its numbers: as the mapping says, else as its own text cells show."""
    if style := declared_style(chosen.vocabulary.mapping.decimal):
        return style
    kinds: list[tuple[bool, bool]] = []
    for each in chosen.resource:
        if each.type in NUMBER_TYPES and each.name in feeds:
            cells = body.cells[str(feeds[each.name].column)]
            if body.marks is not None:
                cells = cells.filter(body.marks[str(feeds[each.name].column)] == Mark.TEXT)
            cells = cells.drop_nulls()
            plain = cells.str.contains(_SIGNS_ONLY)
            stripped = [bare(trimmed(text), each.unit)[0] for text in cells.filter(~plain).unique()]
            kinds += [evidence(cells.filter(plain)), evidence(pl.Series(stripped, dtype=pl.String))]
    return style_of(kinds, body.decimal)


def read_column(reader: CellReader, body: TextTable, feed: Feed, resource: str) -> Column:
    """One field's column; every distinct cell is read once."""
    name = str(feed.column)
    marks = pl.lit(Mark.TEXT.value, pl.UInt8) if body.marks is None else body.marks[name]
    frame = pl.DataFrame({"text": body.cells[name]}).with_columns(mark=marks)
    odd = frame.filter(
        (pl.col("text").is_not_null() & ~certainly_canonical(reader).fill_null(value=False))
        | pl.col("mark").is_in([Mark.ERROR, Mark.FORMULA])
    )
    if odd.is_empty():
        return Column(frame["text"])
    readings = _readings(reader, odd.unique(maintain_order=True)).with_row_index("reading")
    joined = frame.join(readings, on=["text", "mark"], how="left", nulls_equal=True, maintain_order="left")
    values = joined.select(
        pl.when(pl.col("reading").is_null()).then(pl.col("text")).otherwise(pl.col("after")).alias(name)
    ).to_series()
    findings, count = _findings(reader.field, joined, body, feed, resource)
    rewritten = joined["rule"].is_not_null()
    rewrites = ColumnRewrites(
        resource,
        reader.field.name,
        feed.column,
        body.sheet,
        body.rows.filter(rewritten),
        joined["reading"].filter(rewritten),
        readings.select("before", "rule", after="rewritten"),
    )
    return Column(values, rewrites, findings, count)


def _readings(reader: CellReader, distinct: pl.DataFrame) -> pl.DataFrame:
    """What became of each distinct cell: what it was rewritten to and by which rule (null: it was not), and what of
    that holds: a cell with a problem is empty.
    """
    known, asked = _german_numbers(reader, distinct)
    readings = [_read(reader, text, mark) for text, mark in asked.iter_rows()]
    told = asked.with_columns(
        before=pl.Series([each.steps[0][1] if each.steps else None for each in readings], dtype=pl.String),
        rewritten=pl.Series([each.steps[-1][2] if each.steps else None for each in readings], dtype=pl.String),
        after=pl.Series([each.after for each in readings], dtype=pl.String),
        rule=pl.Series(["+".join(step[0] for step in each.steps) or None for each in readings], dtype=pl.String),
        problem=pl.Series([each.problem for each in readings], dtype=pl.String),
    )
    return told if known is None else pl.concat([known, told])


def _german_numbers(reader: CellReader, distinct: pl.DataFrame) -> tuple[pl.DataFrame | None, pl.DataFrame]:
    """What the reader makes of plain German numbers, for the whole column at once, and the cells left to read."""
    plain_reader = not (reader.has_words or reader.factor is not None)
    if reader.style is not Style.COMMA or reader.field.type != "number" or not plain_reader:
        return None, distinct
    text = pl.col("text")
    without = text.str.replace_all(".", "", literal=True)
    after = without.str.replace(",", ".", literal=True).str.replace(r"(\.[0-9]*?)0+$", "${1}").str.strip_suffix(".")
    rule = pl.when(without != text).then(pl.lit("thousands")).otherwise(pl.lit("decimal-comma"))
    plain = ((pl.col("mark") == Mark.TEXT) & text.str.contains(_GERMAN_NUMBER)).fill_null(value=False)
    numbers = distinct.filter(plain).with_columns(
        before=text, rewritten=after, after=after, rule=rule, problem=pl.lit(None, dtype=pl.String)
    )
    odd = pl.col("after") == "-0"
    return numbers.filter(~odd), pl.concat([distinct.filter(~plain), numbers.filter(odd).select("text", "mark")])


def _read(reader: CellReader, text: str | None, mark: int) -> Reading:
    if mark == Mark.FORMULA:
        return Reading(None, problem="formula-without-value")
    if mark == Mark.ERROR:
        return Reading(None, problem="cell-error")
    return reader.read(text or "", mark)


def certainly_canonical(reader: CellReader) -> pl.Expr:
    """Whether a cell is canonical as it stands; where this says no, the reader decides."""
    text, kind = pl.col("text"), reader.field
    if reader.has_words or reader.factor is not None:
        return pl.lit(value=False)
    if kind.type in NUMBER_TYPES:
        exact = text.str.contains(_CANONICAL_WHOLE)
        if kind.type == "number":
            decimal = text.str.contains(_CANONICAL_NUMBER)
            sure = (
                pl.lit(value=True)
                if reader.style in (Style.POINT, Style.AS_IT_STANDS)
                else pl.col("mark") == Mark.NUMBER
            )
            exact = exact | (decimal & sure)
        return exact
    tidy = ~text.str.contains(_UNTIDY) & (text.str.normalize("NFC") == text) & ~text.str.contains("^(#|Err:)")
    if reader.is_plain_text:
        first = sorted({sign for word in reader.missing_words if word for sign in (word[0], word[0].upper())})
        longest = max((len(word) for word in reader.missing_words), default=0) * 2
        word = text.str.head(1).is_in(first) & (text.str.len_chars() <= longest)
        return tidy & ~word
    if holds_dates(kind) and kind.type != "datetime":
        # Whether there is such a day is for the check to say; a date is rewritten only into another.
        return (
            text.str.contains(r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
            & pl.lit(kind.type in ("date", "string"))
            & pl.lit(kind.descriptor.get("format") in (None, "default", "any"))
        )
    return pl.lit(value=False)


def _findings(
    kind: Field, joined: pl.DataFrame, body: TextTable, feed: Feed, resource: str
) -> tuple[list[Finding], int]:
    """The first cells that could not be read, and how many there are; joined: each cell with its reading."""
    broken = joined["problem"].is_not_null()
    if not broken.any():
        return [], 0
    rows, cells = body.rows.filter(broken), joined.select("problem", "text").filter(broken)
    findings = []
    for row, (code, cell) in zip(rows.head(MAX_LISTED), cells.head(MAX_LISTED).iter_rows(), strict=True):
        text = cell or ""
        findings.append(
            Finding(
                code,
                cell_problem(code, text, kind, row, feed.column),
                resource=resource,
                row=row,
                field=kind.name,
                column=feed.column,
                cell=text,
                address=address(row, feed.column),
                sheet=body.sheet,
            )
        )
    return findings, rows.len()
