"""Looking through batches: which cells are proven, which have to be read, and what is wrong with those.

Here: the rows of one batch. Not here: what the reader says of one cell (cell_verdicts.py), the whole table
(judge.py).
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
    """The cells of a column that are not proven, their rows, and each of them once."""

    rows: pl.Series
    cells: pl.Series
    distinct: list[str | None]


@dataclass(frozen=True)
class Looked:
    """What expressions find out about a frame.

    doubtful: by position of the column, where there are any. keys: the texts of values, right for proven cells.
    blank: positions of rows in which every cell is missing.
    """

    doubtful: Mapping[int, Doubtful]
    keys: Mapping[int, pl.Series]
    blank: Sequence[int]


@dataclass(frozen=True)
class Checked:
    """A batch, and what the reader says of its cells.

    wrong: cells with an error, none of blank rows: number of the row, position of the column, "cell", and what
        the reader notes about it (JudgedColumn.notes).
    blank: positions of rows in which every cell is missing.
    keys: by column the texts of its values.
    """

    batch: Batch[Looked]
    wrong: pl.DataFrame
    blank: Sequence[int]
    keys: Mapping[int, pl.Series]


def look(frame: pl.DataFrame, columns: Sequence[JudgedColumn]) -> Looked:
    """Prove what can be proven."""
    masks, gapless = _unproven(frame, columns)
    doubtful = {}
    if masks:
        # One query for all columns: so many small ones would take longer than the big one before.
        wide = pl.DataFrame(
            [frame[columns[at].name] for at in masks] + [mask.alias(f"in {at}") for at, mask in masks.items()]
        )
        lists = wide.select(
            each
            for at in masks
            for each in (
                pl.col(f"in {at}").arg_true().implode().alias(f"rows {at}"),
                pl.col(columns[at].name).filter(pl.col(f"in {at}")).implode().alias(f"cells {at}"),
                pl.col(columns[at].name).filter(pl.col(f"in {at}")).unique().implode().alias(f"distinct {at}"),
            )
        )
        doubtful = {
            at: Doubtful(lists[f"rows {at}"][0], lists[f"cells {at}"][0], lists[f"distinct {at}"][0].to_list())
            for at in masks
        }
    keys = frame.select(each.key.alias(str(at)) for at, each in enumerate(columns) if each.key is not None)
    blank = [] if gapless else _blank(frame, columns)
    return Looked(doubtful, {int(each.name): each for each in keys}, blank)


def _unproven(frame: pl.DataFrame, columns: Sequence[JudgedColumn]) -> tuple[dict[int, pl.Series], bool]:
    """By position of the column which of its cells are not proven, where some are not.

    Also whether a column has a value in every row, so that no row is blank.
    """
    found, gapless = _prove(frame, [each for each in columns if each.judged and each.proof is not None])
    masks = {
        at: ~found[each.name] if each.proof is not None else pl.repeat(value=True, n=frame.height, eager=True)
        for at, each in enumerate(columns)
        if each.judged and (each.proof is None or not found[each.name].all())
    }
    return masks, gapless


def _prove(frame: pl.DataFrame, columns: Sequence[JudgedColumn]) -> tuple[pl.DataFrame, bool]:
    """Which cells of these columns are proven or gaps that nobody minds; and whether some column has no gap."""
    # A missing value is proven by no proof, so that gaps are looked for only where cells are left.
    proven = frame.select(each.proof for each in columns if each.proof is not None)
    unsure = [each for each in columns if not proven[each.name].all()]
    if any(each.gaps is not None for each in unsure):
        gaps = frame.select(each.gaps for each in unsure if each.gaps is not None)
        proven = proven.with_columns(proven[each.name] | each for each in gaps)
    return proven, len(unsure) < len(columns)


def check(batch: Batch[Looked], columns: Sequence[JudgedColumn]) -> Checked:
    """Ask about what is not proven of a batch."""
    looked = batch.seen
    blank = set(looked.blank)
    wrong = [pl.DataFrame(schema=WRONG)]
    for at, doubtful in looked.doubtful.items():
        column = columns[at]
        bad = {
            cell: column.note_of(reading)
            for cell, reading in column.read_all(doubtful.distinct).items()
            if reading.wrong
        }
        if bad:
            wrong.append(_wrong(batch.numbers, at, doubtful, bad, blank))
    return Checked(batch, pl.concat(wrong), looked.blank, keys_of(looked, columns))


def _wrong(
    numbers: Sequence[int], at: int, doubtful: Doubtful, bad: Mapping[str | None, int], blank: set[int]
) -> pl.DataFrame:
    """The cells of a column with an error; bad: by cell what is noted about it."""
    if len(doubtful.rows) <= FEW_CELLS:  # plain Python, because a query takes longer than these few cells
        rows = [
            (numbers[row], at, cell, bad[cell])
            for row, cell in zip(doubtful.rows.to_list(), doubtful.cells.to_list(), strict=True)
            if cell in bad and row not in blank
        ]
        return pl.DataFrame(rows, schema=WRONG, orient="row")
    noted = pl.DataFrame({"cell": bad.keys(), "what": bad.values()}, schema={"cell": pl.String, "what": pl.UInt32})
    found = pl.DataFrame([doubtful.rows.alias("row"), doubtful.cells.alias("cell")])
    if blank:
        found = found.filter(~pl.col("row").is_in(pl.Series(sorted(blank), dtype=pl.UInt32).implode()))
    found = found.join(noted, on="cell", nulls_equal=True)
    if isinstance(numbers, range):
        number = pl.col("row").cast(pl.UInt64) + numbers.start
    else:
        number = pl.lit(pl.Series(numbers, dtype=pl.UInt64)).gather(pl.col("row"))
    return found.select(number.alias("number"), pl.lit(at, pl.UInt32).alias("column"), "cell", "what")


def keys_of(looked: Looked, columns: Sequence[JudgedColumn]) -> dict[int, pl.Series]:
    """The texts of the values of columns that are needed for keys."""
    return {
        at: _with_read_keys(texts, looked.doubtful[at], columns[at]) if at in looked.doubtful else texts
        for at, texts in looked.keys.items()
    }


def only(columns: Sequence[JudgedColumn], needed: Iterable[int]) -> list[JudgedColumn]:
    """The columns, judged for no more than the keys of some of them."""
    kept = set(needed)
    return [
        each if at in kept else replace(each, proof=None, key=None, judged=False) for at, each in enumerate(columns)
    ]


def _with_read_keys(texts: pl.Series, doubtful: Doubtful, column: JudgedColumn) -> pl.Series:
    """The key texts, where a cell had to be read that of its value."""
    known = pl.DataFrame(
        {
            "cell": doubtful.distinct,
            "key": [column.key_text(each.value) for each in column.read_all(doubtful.distinct).values()],
        },
        schema={"cell": pl.String, "key": pl.String},
    )
    cells = doubtful.cells.alias("cell").to_frame()
    read = cells.join(known, on="cell", how="left", nulls_equal=True, maintain_order="left")["key"]
    return read if len(read) == len(texts) else texts.scatter(doubtful.rows, read)


def _blank(frame: pl.DataFrame, columns: Sequence[JudgedColumn]) -> list[int]:
    """The rows in which every cell is missing."""
    if not all(each.judged for each in columns):
        return []
    missing = [_missing(each, frame[each.name]) for each in columns]
    return frame.select(pl.all_horizontal(missing).arg_true()).to_series().to_list()


def _missing(column: JudgedColumn, cells: pl.Series) -> pl.Expr:
    missing = column.missing
    if column.shown:
        missing |= {each for each in cells.drop_nulls().unique() if str(column.value_of(each)) in missing}
    values = pl.Series(sorted(missing), dtype=pl.String).implode()
    return pl.col(column.name).is_null() | pl.col(column.name).is_in(values)
