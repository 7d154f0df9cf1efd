"""Cells: what Frictionless' own reader says of every distinct cell that is not proven clean.

Here: a column with its proof, its reader and what it said; and the text by which values of keys are compared.
Not here: the proofs (clean_cells.py), rows (batch_review.py), errors (row_errors.py).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any, NamedTuple

import polars as pl
from frictionless import Field

from opendata.validation.columns.cells.slow_patterns import Patience, watched_pattern
from opendata.validation.columns.contract import NotColumnar, ReadCell
from opendata.validation.columns.opened_table import OpenedTable
from opendata.validation.columns.proofs import clean_cells
from opendata.validation.columns.workbook import stored_cells

MOST_KNOWN = 50_000  # readings kept of a column; more are asked for again
LONG_CELL = 1_000  # letters; the readings of longer cells are not kept, for they may be any length
NOT_A_NUMBER = "NaN"  # equals nothing, not even itself
NUMBERS = ("integer", "number", "year", "boolean")
MOST_ZEROS = 4_400  # written out; Python reads no longer integers from text


class CellVerdict(NamedTuple):
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
        self._next = count()

    def of(self, value: Any) -> str:
        """The same text for the same value; raises NotColumnar for what cannot be compared."""
        try:
            return str(self._known.setdefault(value, next(self._next)))
        except Exception as error:  # a list has no hash; nor has a time 102 hours east of Greenwich
            raise NotColumnar(str(error)) from error


@dataclass
class JudgedColumn:
    """One column of a table."""

    name: str
    field: Field
    reader: ReadCell
    proof: pl.Expr | None
    key: pl.Expr | None  # None: no key needs the values
    identities: Identities
    missing: frozenset[str]
    gaps: pl.Expr | None = None  # missing values, where the reader minds none of them
    watched: str | None = None  # its pattern, where that may take long
    patience: Patience = dataclass_field(default_factory=Patience)
    judged: bool = True  # whether its cells matter at all
    notes: list[CellVerdict] = dataclass_field(default_factory=list)  # each thing that was noted once; there are few
    known: dict[str | None, CellVerdict] = dataclass_field(default_factory=dict)
    value_of: Callable[[str | None], Any] = lambda cell: cell  # what the reader is given for a cell
    shown: bool = False  # whether values that are no text may be shown as a missing value

    def read_all(self, cells: Iterable[str | None]) -> dict[str | None, CellVerdict]:
        """What the reader says of each cell; raises PatternTooSlow where it would not say so in time."""
        if self.watched and (unknown := [each for each in cells if each not in self.known]):
            self.patience.try_in_time(self.field, self.watched, map(self.value_of, unknown))
        return {each: self.read(each) for each in cells}

    def read(self, cell: str | None) -> CellVerdict:
        """What the reader says of a cell; None is a cell that is not there."""
        reading = self.known.get(cell)
        if reading is None:
            reading = self._ask(cell)
            if cell is not None and len(cell) > LONG_CELL:
                return reading
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[cell] = reading
        return reading

    def note_of(self, reading: CellVerdict) -> int:
        """The place in notes of what the reader noted."""
        for place, other in enumerate(self.notes):
            if other[1:] == reading[1:]:
                return place
        self.notes.append(reading)
        return len(self.notes) - 1

    def _ask(self, cell: str | None) -> CellVerdict:
        try:
            value, notes = self.reader(self.value_of(cell))
        except Exception as error:  # a value that does not fit its bounds; Frictionless raises at it
            raise NotColumnar(f"field '{self.field.name}': {error}") from error
        if not notes:
            return CellVerdict(value, None, ())
        rest = dict(notes)
        return CellVerdict(value, rest.pop("type", None), tuple(rest.values()))

    def key_text(self, value: Any) -> str | None:
        """The text that equal values share, and no others of the same family; None for no value."""
        if value is None:
            return None
        if self.family == "text":
            if not isinstance(value, str):
                raise NotColumnar("values of several types in a key")
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


def columns_of(
    table: OpenedTable, needed: Iterable[int], identities: Identities, judged: Iterable[int] | None = None
) -> list[JudgedColumn]:
    """The columns of a table.

    needed: positions of columns whose values are compared. judged: those of others that matter at all; None: all.
    """
    keys = set(needed)
    matter = keys | set(range(table.width) if judged is None else judged)
    made = []
    patience = Patience()
    proven = _proofs(table, keys, matter)
    for at, (each, reader) in enumerate(zip(table.fields, table.readers, strict=True)):
        in_key = at in keys
        name = str(at)
        proof = proven.get(name)
        key = clean_cells.key(each, name) if in_key else None
        missing = frozenset(clean_cells.missing_values(each))
        if table.book is not None:
            if at in matter:
                proof = stored_cells.clean(each, name, proof, table.book.stored.epoch, in_key=in_key)
            key = None if key is None else stored_cells.key(name, key)
        column = JudgedColumn(
            name=name,
            field=each,
            reader=reader,
            proof=None if proof is None else proof.fill_null(value=False).alias(name),
            key=key,
            identities=identities,
            missing=missing,
            watched=watched_pattern(each),
            patience=patience,
            judged=at in matter,
            value_of=table.value_of,
            shown=table.book is not None and stored_cells.shows(missing),
        )
        made.append(column if in_key or at not in matter else _with_gaps(column))
    return made


def may_raise(field: Field) -> bool:
    """Whether the reader may raise at a cell: where it compares values, and in types of which that is not known."""
    compares = any(field.constraints.get(name) is not None for name in (*clean_cells.COMPARE, "enum"))
    plain = field.type in ("string", "any", "boolean", *NUMBERS, "date") and field.format in (
        "default",
        "email",
        "uuid",
    )
    return not plain or (compares and field.type not in ("string", "any", "boolean"))


def _with_gaps(column: JudgedColumn) -> JudgedColumn:
    """The column with its missing values known to be right, where the reader minds none of them."""
    if column.proof is None or not column.missing or any(column.read(each).wrong for each in column.missing):
        return column
    cell = pl.col(column.name)
    if len(column.missing) == 1:
        missing = cell == next(iter(column.missing))
    else:
        missing = cell.is_in(pl.Series(sorted(column.missing), dtype=pl.String).implode())
    return replace(column, gaps=missing.fill_null(value=False).alias(column.name))


def _proofs(table: OpenedTable, keys: Iterable[int], matter: Iterable[int]) -> dict[str, pl.Expr]:
    """The proofs of the columns that matter and have one, by name."""
    in_keys, found = set(keys), dict[str, tuple[Field, pl.Expr]]()
    for at in sorted(matter):
        field, name = table.fields[at], str(at)
        proof = _proof(field, name, table.readers[at], in_key=at in in_keys)
        if proof is not None:
            found[name] = (field, proof)
    try:
        return clean_cells.without_missing(found)
    except Exception:  # as in _proof: one by one, so that the others are not lost with it
        alone = {name: _alone(field, name, proof) for name, (field, proof) in found.items()}
        return {name: proof for name, proof in alone.items() if proof is not None}


def _alone(field: Field, name: str, proof: pl.Expr) -> pl.Expr | None:
    try:
        return clean_cells.without_missing({name: (field, proof)})[name]
    except Exception:  # a constraint of a kind that nobody expected: the reader will know
        return None


def _proof(field: Field, name: str, reader: ReadCell, *, in_key: bool) -> pl.Expr | None:
    listed = field.constraints.get("enum")
    if listed and watched_pattern(field, max(len(str(each)) for each in listed)):
        return None  # the reader would try the pattern on the listed values
    try:
        return clean_cells.of_values(field, name, reader, in_key=in_key)
    except Exception:  # a constraint of a kind that nobody expected: the reader will know
        return None


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
