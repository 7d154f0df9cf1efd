"""Cells: what Frictionless' own reader says of every distinct cell that is not proven clean.

Here: a column with its proof, its reader and what it said; and the text by which values of keys are compared.
Not here: the proofs (proofs.py), errors (explaining.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl
from frictionless import Field

from opendata.validation.columns import proofs
from opendata.validation.columns.batches import Batch
from opendata.validation.columns.opened import CellReader, NotColumnar, Table

MOST_KNOWN = 50_000  # readings kept of a column; more are asked for again
NOT_A_NUMBER = "NaN"  # equals nothing, not even itself
NUMBERS = ("integer", "number", "year", "boolean")
MOST_ZEROS = 4_400  # written out; Python reads no longer integers from text


class Reading(NamedTuple):
    """What the reader makes of a cell."""

    value: Any
    type_note: str | None
    notes: tuple[str, ...]  # of constraints, in Frictionless' order

    @property
    def wrong(self) -> bool:
        """Whether there is an error to report."""
        return bool(self.type_note or self.notes)


class Identities:
    """A number for each value that equals no other: how values without a canonical text are compared."""

    def __init__(self) -> None:
        self._known: dict[Any, int] = {}

    def of(self, value: Any) -> str:
        """The same text for the same value; raises NotColumnar for what cannot be compared."""
        try:
            return str(self._known.setdefault(value, len(self._known)))
        except TypeError as error:
            raise NotColumnar(str(error)) from error


@dataclass
class Column:
    """One column of a table."""

    name: str
    field: Field
    reader: CellReader
    proof: pl.Expr | None
    key: pl.Expr | None  # None: no key needs the values
    identities: Identities
    missing: frozenset[str]
    known: dict[str | None, Reading] = dataclass_field(default_factory=dict)

    def read(self, cell: str | None) -> Reading:
        """What the reader says of a cell; None is a cell that is not there."""
        reading = self.known.get(cell)
        if reading is None:
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            reading = self.known[cell] = self._ask(cell)
        return reading

    def _ask(self, cell: str | None) -> Reading:
        try:
            value, notes = self.reader(cell)
        except Exception as error:  # a value that does not fit its bounds; Frictionless raises at it
            raise NotColumnar(f"field '{self.field.name}': {error}") from error
        if not notes:
            return Reading(value, None, ())
        rest = dict(notes)
        return Reading(value, rest.pop("type", None), tuple(rest.values()))

    def key_text(self, value: Any) -> str | None:
        """The text that equal values share, and no others of the same family; None for no value."""
        if value is None:
            return None
        if self.family == "text" and isinstance(value, str):
            return value
        if self.family == "number":
            return _number_text(value)
        if self.family == "date" and type(value) is date:
            return value.isoformat()
        return self.identities.of(value)

    @property
    def family(self) -> str:
        """Values of different families are never equal."""
        if self.field.type in ("string", "any"):
            return "text"
        if self.field.type in NUMBERS:
            return "number"
        return "date" if self.field.type == "date" else "other"


@dataclass(frozen=True)
class Checked:
    """A batch, and what is known of its cells.

    wrong: rows and columns of cells with an error, by position: "row", "column", "cell".
    blank: positions of rows in which every cell is missing.
    keys: by column the texts of its values.
    """

    batch: Batch
    wrong: pl.DataFrame
    blank: Sequence[int]
    keys: Mapping[int, pl.Series]


def columns_of(table: Table, needed: Iterable[int], identities: Identities, *, all_proven: bool) -> list[Column]:
    """The columns of a table.

    needed: positions of columns whose values are compared. all_proven: whether the other columns matter at all.
    """
    keys = set(needed)
    made = []
    for at, (each, reader) in enumerate(zip(table.fields, table.readers, strict=True)):
        in_key = at in keys
        name = str(at)
        proof = _proof(each, name, reader, in_key=in_key) if in_key or all_proven else None
        made.append(
            Column(
                name=name,
                field=each,
                reader=reader,
                proof=None if proof is None else proof.fill_null(value=False).alias(name),
                key=proofs.key(each, name) if in_key else None,
                identities=identities,
                missing=frozenset(proofs.missing_values(each)),
            )
        )
    return made


def _proof(field: Field, name: str, reader: CellReader, *, in_key: bool) -> pl.Expr | None:
    try:
        return proofs.clean(field, name, reader, in_key=in_key)
    except Exception:  # a constraint of a kind that nobody expected: the reader will know
        return None


def check(batch: Batch, columns: Sequence[Column]) -> Checked:
    """Prove what can be proven of a batch, and ask about the rest."""
    proven = batch.frame.select([each.proof for each in columns if each.proof is not None])
    wrong: list[pl.DataFrame] = []
    keys: dict[int, pl.Series] = {}
    for at, column in enumerate(columns):
        texts = _key_texts(batch.frame, column)
        mask = proven[column.name] if column.proof is not None else None
        if mask is not None and mask.all():
            if texts is not None:
                keys[at] = texts
            continue
        doubtful = _doubtful(batch.frame[column.name], mask)
        readings = {cell: column.read(cell) for cell in doubtful["cell"].unique().to_list()}
        if texts is not None:
            keys[at] = _with_read_keys(texts, doubtful, readings, column)
        bad = [cell for cell, reading in readings.items() if reading.wrong]
        if bad:
            cells = pl.Series(bad, dtype=pl.String).implode()
            found = doubtful.filter(pl.col("cell").is_in(cells, nulls_equal=True))
            wrong.append(found.select("row", pl.lit(at, dtype=pl.UInt32).alias("column"), "cell"))
    blank = _blank(batch.frame, proven, columns)
    together = pl.concat(wrong) if wrong else pl.DataFrame(schema=WRONG)
    if blank:
        together = together.filter(~pl.col("row").is_in(pl.Series(blank, dtype=pl.UInt32).implode()))
    return Checked(batch, together, blank, keys)


def keys_alone(batch: Batch, columns: Sequence[Column], needed: Iterable[int]) -> dict[int, pl.Series]:
    """The texts of the values of some columns; what else is wrong with them does not matter."""
    found = {}
    for at in needed:
        column = columns[at]
        texts = _key_texts(batch.frame, column)
        mask = batch.frame.select(column.proof)[column.name] if column.proof is not None else None
        if texts is None:
            continue
        if mask is None or not mask.all():
            doubtful = _doubtful(batch.frame[column.name], mask)
            readings = {cell: column.read(cell) for cell in doubtful["cell"].unique().to_list()}
            texts = _with_read_keys(texts, doubtful, readings, column)
        found[at] = texts
    return found


WRONG = {"row": pl.UInt32, "column": pl.UInt32, "cell": pl.String}


def _key_texts(frame: pl.DataFrame, column: Column) -> pl.Series | None:
    return None if column.key is None else frame.select(column.key.alias("key"))["key"]


def _doubtful(cells: pl.Series, mask: pl.Series | None) -> pl.DataFrame:
    frame = pl.DataFrame({"row": pl.int_range(len(cells), dtype=pl.UInt32, eager=True), "cell": cells})
    return frame if mask is None else frame.filter(~mask)


def _with_read_keys(
    texts: pl.Series, doubtful: pl.DataFrame, readings: Mapping[str | None, Reading], column: Column
) -> pl.Series:
    """The key texts, where a cell had to be read that of its value."""
    read = pl.DataFrame(
        {"cell": list(readings), "key": [column.key_text(each.value) for each in readings.values()]},
        schema={"cell": pl.String, "key": pl.String},
    )
    joined = doubtful.join(read, on="cell", how="left", nulls_equal=True, maintain_order="left")
    if joined.height == len(texts):
        return joined["key"]
    return texts.scatter(joined["row"], joined["key"])


def _blank(frame: pl.DataFrame, proven: pl.DataFrame, columns: Sequence[Column]) -> list[int]:
    """The rows in which every cell is missing; a proven cell never is."""
    candidates = frame.with_row_index("row")
    if proven.width:
        candidates = candidates.filter(~proven.select(pl.any_horizontal(pl.all())).to_series())
    if not candidates.height:
        return []
    missing = [
        pl.col(each.name).is_null()
        | pl.col(each.name).is_in(pl.Series(list(each.missing), dtype=pl.String).implode())
        for each in columns
    ]
    return candidates.filter(pl.all_horizontal(missing))["row"].to_list()


def _number_text(value: Any) -> str:
    """One text for each number, however it is written: 1, 01, 1.0 and 1E0 are the same."""
    if isinstance(value, float):
        value = Decimal(value)  # exact, as Python compares
    if isinstance(value, int):
        return str(int(value))
    if value.is_snan():
        raise NotColumnar("a signalling NaN cannot be compared")
    if value.is_nan():
        return NOT_A_NUMBER
    if value.is_infinite():
        return str(value)
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return "0"
    significant = text.rstrip("0")
    exponent += len(text) - len(significant)
    minus = "-" if sign else ""
    if exponent >= 0:
        whole = f"{significant}{'0' * exponent}" if exponent <= MOST_ZEROS else f"{significant}E{exponent}"
        return f"{minus}{whole}"
    if -exponent > MOST_ZEROS:
        return f"{minus}{significant}E{exponent}"
    padded = significant.rjust(1 - exponent, "0")
    return f"{minus}{padded[:exponent]}.{padded[exponent:]}"
