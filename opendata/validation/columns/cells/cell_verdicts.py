"""Cells: the verdict of Frictionless' own reader on every distinct cell that is not proven clean.

Here: a column with its proof, its reader and the verdicts; and the text by which values of keys are compared.
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
from opendata.validation.columns.engine_contract import NotColumnar, ReadCell
from opendata.validation.columns.opened_table import OpenedTable
from opendata.validation.columns.proofs import clean_cells
from opendata.validation.columns.workbook import stored_cells

MOST_KNOWN = 50_000  # verdicts kept for a column; then all are dropped, and the reader is asked again
LONG_CELL = 1_000  # letters; verdicts on longer cells are not kept, for such cells may be any length
NOT_A_NUMBER = "NaN"  # equals nothing, not even itself
NUMBERS = ("integer", "number", "year", "boolean")
MOST_ZEROS = 4_400  # that a key text spells out; Python reads no longer integers from text


class CellVerdict(NamedTuple):
    """The value that the reader reads from a cell, and what it notes about it."""

    value: Any
    type_note: str | None
    notes: tuple[str, ...]  # of constraints, in Frictionless' order

    @property
    def wrong(self) -> bool:
        """Whether there is an error to report."""
        return bool(self.type_note or self.notes)


class Identities:
    """A number for each distinct value, by which values without a canonical text are compared."""

    def __init__(self) -> None:
        self._known: dict[Any, int] = {}
        self._next = count()

    def of(self, value: Any) -> str:
        """The same text for equal values; raises NotColumnar for a value that cannot be compared."""
        try:
            return str(self._known.setdefault(value, next(self._next)))
        except Exception as error:  # a list has no hash, nor has a time 102 hours east of Greenwich
            raise NotColumnar(str(error)) from error


@dataclass
class JudgedColumn:
    """One column of a table."""

    name: str
    field: Field
    reader: ReadCell
    proof: pl.Expr | None
    key: pl.Expr | None  # the texts of values; None: no key needs them
    identities: Identities
    missing: frozenset[str]
    gaps: pl.Expr | None = None  # which cells are missing values, if the reader finds no error in any of these
    watched: str | None = None  # the field's pattern, if matching it may take long
    patience: Patience = dataclass_field(default_factory=Patience)
    judged: bool = True  # whether any of its cells are judged
    notes: list[CellVerdict] = dataclass_field(default_factory=list)  # a verdict for each distinct set of notes
    known: dict[str | None, CellVerdict] = dataclass_field(default_factory=dict)
    value_of: Callable[[str | None], Any] = lambda cell: cell  # the value that the reader is given for a cell
    shown: bool = False  # whether a value that is no text may look like a missing value as text

    def read_all(self, cells: Iterable[str | None]) -> dict[str | None, CellVerdict]:
        """The verdict on each cell; raises PatternTooSlow where matching the pattern takes too long."""
        if self.watched and (unknown := [cell for cell in cells if cell not in self.known]):
            self.patience.try_in_time(self.field, self.watched, map(self.value_of, unknown))
        return {cell: self.read(cell) for cell in cells}

    def read(self, cell: str | None) -> CellVerdict:
        """The verdict on a cell; None stands for a cell that the row lacks."""
        verdict = self.known.get(cell)
        if verdict is None:
            verdict = self._ask(cell)
            if cell is not None and len(cell) > LONG_CELL:
                return verdict
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[cell] = verdict
        return verdict

    def note_of(self, verdict: CellVerdict) -> int:
        """The place in notes of the verdict with the same notes; a new verdict is added."""
        for place, noted in enumerate(self.notes):
            if noted[1:] == verdict[1:]:
                return place
        self.notes.append(verdict)
        return len(self.notes) - 1

    def _ask(self, cell: str | None) -> CellVerdict:
        try:
            value, notes = self.reader(self.value_of(cell))
        except Exception as error:  # a value that cannot be compared with its bounds: Frictionless raises as well
            raise NotColumnar(f"field '{self.field.name}': {error}") from error
        if not notes:
            return CellVerdict(value, None, ())
        rest = dict(notes)
        return CellVerdict(value, rest.pop("type", None), tuple(rest.values()))

    def key_text(self, value: Any) -> str | None:
        """The text that equal values share, and no other value of the same family has; None for no value."""
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
        """The family of the field's values; values of different families are never equal."""
        if self.field.type in ("string", "any"):
            return "text"
        if self.field.type in NUMBERS:
            return "number"
        return "date" if self.field.type == "date" else "other"


def columns_of(
    table: OpenedTable, needed: Iterable[int], identities: Identities, judged: Iterable[int] | None = None
) -> list[JudgedColumn]:
    """The columns of a table.

    needed: positions of columns whose values are compared. judged: positions of other columns to judge; None: all.
    """
    keys = set(needed)
    matter = keys | set(range(table.width) if judged is None else judged)
    made = []
    patience = Patience()
    proven = _proofs(table, keys, matter)
    for at, (field, reader) in enumerate(zip(table.fields, table.readers, strict=True)):
        in_key = at in keys
        name = str(at)
        proof = proven.get(name)
        key = clean_cells.key(field, name) if in_key else None
        missing = frozenset(clean_cells.missing_values(field))
        if table.book is not None:
            if at in matter:
                proof = stored_cells.clean(field, name, proof, table.book.stored.epoch, in_key=in_key)
            key = None if key is None else stored_cells.key(name, key)
        column = JudgedColumn(
            name=name,
            field=field,
            reader=reader,
            proof=None if proof is None else proof.fill_null(value=False).alias(name),
            key=key,
            identities=identities,
            missing=missing,
            watched=watched_pattern(field),
            patience=patience,
            judged=at in matter,
            value_of=table.value_of,
            shown=table.book is not None and stored_cells.shows(missing),
        )
        made.append(column if in_key or at not in matter else _with_gaps(column))
    return made


def may_raise(field: Field) -> bool:
    """Whether the reader may raise at a cell: where it compares values, and for types not known to be safe."""
    compares = any(field.constraints.get(name) is not None for name in (*clean_cells.COMPARE, "enum"))
    plain = field.type in ("string", "any", "boolean", *NUMBERS, "date") and field.format in (
        "default",
        "email",
        "uuid",
    )
    return not plain or (compares and field.type not in ("string", "any", "boolean"))


def _with_gaps(column: JudgedColumn) -> JudgedColumn:
    """The column with its gaps, if the reader finds no error in any missing value; otherwise the column as it is."""
    if column.proof is None or not column.missing or any(column.read(text).wrong for text in column.missing):
        return column
    cell = pl.col(column.name)
    if len(column.missing) == 1:
        missing = cell == next(iter(column.missing))
    else:
        missing = cell.is_in(pl.Series(sorted(column.missing), dtype=pl.String).implode())
    return replace(column, gaps=missing.fill_null(value=False).alias(column.name))


def _proofs(table: OpenedTable, keys: Iterable[int], matter: Iterable[int]) -> dict[str, pl.Expr]:
    """By name the proofs of the columns that matter, where they have one."""
    in_keys, proven = set(keys), dict[str, tuple[Field, pl.Expr]]()
    for at in sorted(matter):
        field, name = table.fields[at], str(at)
        proof = _proof(field, name, table.readers[at], in_key=at in in_keys)
        if proof is not None:
            proven[name] = (field, proof)
    try:
        return clean_cells.without_missing(proven)
    except Exception:  # as in _proof; one by one, so that a failing proof does not take the others with it
        alone = {name: _alone(field, name, proof) for name, (field, proof) in proven.items()}
        return {name: proof for name, proof in alone.items() if proof is not None}


def _alone(field: Field, name: str, proof: pl.Expr) -> pl.Expr | None:
    try:
        return clean_cells.without_missing({name: (field, proof)})[name]
    except Exception:  # a constraint of an unexpected kind: the reader judges the cells
        return None


def _proof(field: Field, name: str, reader: ReadCell, *, in_key: bool) -> pl.Expr | None:
    listed = field.constraints.get("enum")
    if listed and watched_pattern(field, max(len(str(value)) for value in listed)):
        return None  # for a proof the reader would try the slow pattern on the listed values
    try:
        return clean_cells.of_values(field, name, reader, in_key=in_key)
    except Exception:  # a constraint of an unexpected kind: the reader judges the cells
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
