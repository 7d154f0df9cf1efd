"""Looking through batches: which cells are proven, which the reader has to read, and what is wrong with those.

Here: the rows of one batch. Not here: the reader's verdict on one cell (cell_verdicts.py), the whole table
(table_judging.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from opendata.validation.columns.cells.cell_verdicts import JudgedColumn
from opendata.validation.columns.rows.row_batches import Batch

WRONG = {"number": pl.UInt64, "column": pl.UInt32, "cell": pl.String, "what": pl.UInt32}

FEW_CELLS = 500


class Doubtful(NamedTuple):
    """The cells of a column that are not proven, with their rows, and the distinct cells among them."""

    rows: pl.Series
    cells: pl.Series
    distinct: list[str | None]


@dataclass(frozen=True)
class Looked:
    """The results of expressions on a frame.

    doubtful: by position of the column, for columns with unproven cells. keys: the texts of values, right only for
        proven cells.
    blank: positions of rows in which every cell is missing.
    """

    doubtful: Mapping[int, Doubtful]
    keys: Mapping[int, pl.Series]
    blank: Sequence[int]


@dataclass(frozen=True)
class Checked:
    """A batch, and the reader's verdicts on its cells.

    wrong: cells with an error outside blank rows: "number" of the row, position of the "column", "cell", and "what":
        the place of its verdict in JudgedColumn.notes.
    blank: positions of rows in which every cell is missing.
    keys: by position of the column the texts of its values.
    """

    batch: Batch[Looked]
    wrong: pl.DataFrame
    blank: Sequence[int]
    keys: Mapping[int, pl.Series]


def look(frame: pl.DataFrame, columns: Sequence[JudgedColumn]) -> Looked:
    """Evaluate the proofs and key texts of all columns on a frame."""
    masks, gapless = _unproven(frame, columns)
    doubtful = {}
    if masks:
        # One query serves all columns: a small query for each would take longer than evaluating the proofs.
        wide = pl.DataFrame(
            [frame[columns[at].name] for at in masks] + [mask.alias(f"in {at}") for at, mask in masks.items()]
        )
        lists = wide.select(
            expression
            for at in masks
            for expression in (
                pl.col(f"in {at}").arg_true().implode().alias(f"rows {at}"),
                pl.col(columns[at].name).filter(pl.col(f"in {at}")).implode().alias(f"cells {at}"),
                pl.col(columns[at].name).filter(pl.col(f"in {at}")).unique().implode().alias(f"distinct {at}"),
            )
        )
        doubtful = {
            at: Doubtful(lists[f"rows {at}"][0], lists[f"cells {at}"][0], lists[f"distinct {at}"][0].to_list())
            for at in masks
        }
    keys = frame.select(column.key.alias(str(at)) for at, column in enumerate(columns) if column.key is not None)
    blank = [] if gapless else _blank(frame, columns)
    return Looked(doubtful, {int(texts.name): texts for texts in keys}, blank)


def _unproven(frame: pl.DataFrame, columns: Sequence[JudgedColumn]) -> tuple[dict[int, pl.Series], bool]:
    """By position of the column a mask of its unproven cells, for columns that have some.

    Also whether some column has a value in every row, so that no row is blank.
    """
    proven, gapless = _prove(frame, [column for column in columns if column.judged and column.proof is not None])
    masks = {
        at: ~proven[column.name] if column.proof is not None else pl.repeat(value=True, n=frame.height, eager=True)
        for at, column in enumerate(columns)
        if column.judged and (column.proof is None or not proven[column.name].all())
    }
    return masks, gapless


def _prove(frame: pl.DataFrame, columns: Sequence[JudgedColumn]) -> tuple[pl.DataFrame, bool]:
    """Which cells are proven or missing values without an error; and whether the proofs alone prove some column."""
    # No proof accepts a missing value. Gaps are searched only in columns with unproven cells.
    proven = frame.select(column.proof for column in columns if column.proof is not None)
    unsure = [column for column in columns if not proven[column.name].all()]
    if any(column.gaps is not None for column in unsure):
        gaps = frame.select(column.gaps for column in unsure if column.gaps is not None)
        proven = proven.with_columns(proven[gap.name] | gap for gap in gaps)
    return proven, len(unsure) < len(columns)


def check(batch: Batch[Looked], columns: Sequence[JudgedColumn]) -> Checked:
    """Have the reader judge the unproven cells of a batch."""
    looked = batch.seen
    blank = set(looked.blank)
    wrong = [pl.DataFrame(schema=WRONG)]
    for at, doubtful in looked.doubtful.items():
        column = columns[at]
        bad = {
            cell: column.note_of(verdict)
            for cell, verdict in column.read_all(doubtful.distinct).items()
            if verdict.wrong
        }
        if bad:
            wrong.append(_wrong(batch.numbers, at, doubtful, bad, blank))
    return Checked(batch, pl.concat(wrong), looked.blank, keys_of(looked, columns))


def _wrong(
    numbers: Sequence[int], at: int, doubtful: Doubtful, bad: Mapping[str | None, int], blank: set[int]
) -> pl.DataFrame:
    """The cells of a column with an error; bad: by cell the place of its verdict in JudgedColumn.notes."""
    if len(doubtful.rows) <= FEW_CELLS:  # plain Python, because a query takes longer than these few cells
        rows = [
            (numbers[row], at, cell, bad[cell])
            for row, cell in zip(doubtful.rows.to_list(), doubtful.cells.to_list(), strict=True)
            if cell in bad and row not in blank
        ]
        return pl.DataFrame(rows, schema=WRONG, orient="row")
    noted = pl.DataFrame({"cell": bad.keys(), "what": bad.values()}, schema={"cell": pl.String, "what": pl.UInt32})
    wrong = pl.DataFrame([doubtful.rows.alias("row"), doubtful.cells.alias("cell")])
    if blank:
        wrong = wrong.filter(~pl.col("row").is_in(pl.Series(sorted(blank), dtype=pl.UInt32).implode()))
    wrong = wrong.join(noted, on="cell", nulls_equal=True)
    if isinstance(numbers, range):
        number = pl.col("row").cast(pl.UInt64) + numbers.start
    else:
        number = pl.lit(pl.Series(numbers, dtype=pl.UInt64)).gather(pl.col("row"))
    return wrong.select(number.alias("number"), pl.lit(at, pl.UInt32).alias("column"), "cell", "what")


def keys_of(looked: Looked, columns: Sequence[JudgedColumn]) -> dict[int, pl.Series]:
    """By position of the column the texts of its values, for columns that keys need."""
    return {
        at: _with_read_keys(texts, looked.doubtful[at], columns[at]) if at in looked.doubtful else texts
        for at, texts in looked.keys.items()
    }


def only(columns: Sequence[JudgedColumn], needed: Iterable[int]) -> list[JudgedColumn]:
    """All columns, of which only the needed ones are judged and have key texts."""
    wanted = set(needed)
    return [
        column if at in wanted else replace(column, proof=None, key=None, judged=False)
        for at, column in enumerate(columns)
    ]


def _with_read_keys(texts: pl.Series, doubtful: Doubtful, column: JudgedColumn) -> pl.Series:
    """The key texts of a column; for cells that the reader read, the text of the value that it read."""
    known = pl.DataFrame(
        {
            "cell": doubtful.distinct,
            "key": [column.key_text(verdict.value) for verdict in column.read_all(doubtful.distinct).values()],
        },
        schema={"cell": pl.String, "key": pl.String},
    )
    cells = doubtful.cells.alias("cell").to_frame()
    read = cells.join(known, on="cell", how="left", nulls_equal=True, maintain_order="left")["key"]
    return read if len(read) == len(texts) else texts.scatter(doubtful.rows, read)


def _blank(frame: pl.DataFrame, columns: Sequence[JudgedColumn]) -> list[int]:
    """The rows in which every cell is missing."""
    if not all(column.judged for column in columns):
        return []
    missing = [_missing(column, frame[column.name]) for column in columns]
    return frame.select(pl.all_horizontal(missing).arg_true()).to_series().to_list()


def _missing(column: JudgedColumn, cells: pl.Series) -> pl.Expr:
    missing = column.missing
    if column.shown:
        missing |= {cell for cell in cells.drop_nulls().unique() if str(column.value_of(cell)) in missing}
    values = pl.Series(sorted(missing), dtype=pl.String).implode()
    return pl.col(column.name).is_null() | pl.col(column.name).is_in(values)
