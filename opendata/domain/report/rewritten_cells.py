"""The rewrites of an upload: kept by distinct value, and listed cell by cell on demand.

Here: all of them as columns, and their counts. Not here: the rules (intake/), and the file that is kept with an
upload (storage/uploads/rewritten_cells_archive.py).
A million dates are a million rewrites with few distinct values, so a Rewrite is made only for a cell that is read.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self, overload

import polars as pl

from opendata.domain.report.findings import Rewrite
from opendata.domain.tables.cell_addresses import column_letters
from opendata.domain.tables.json_columns import repeated

COLUMNS = {
    "resource": pl.String,
    "row": pl.UInt32,
    "field": pl.String,
    "address": pl.String,
    "before": pl.String,
    "after": pl.String,
    "rule": pl.String,
    "sheet": pl.String,
}
FEW_CELLS = 1_000  # so many are gone through sooner than Polars begins
CHUNK = 10_000  # how many rewrites are objects at one time
WORD_TO_CODE = "code"  # the rule that makes a code of a word
Plain = Callable[[str, str, str, str | None], bool]
LONGEST_LISTED = 2_000  # characters of a text that the list in a report needs; the report cuts it further
MOST_EXAMPLES = 5  # how many different rewrites are shown as examples of one rule


@dataclass(frozen=True)
class CellsOfOneRule:
    """The cells of one field that the same rules rewrote: how many, and the first of them.

    examples: (before, after, addresses of cells that were rewritten like this). others: further addresses.
    """

    resource: str
    field: str
    rule: str
    sheet: str | None
    count: int
    examples: Sequence[tuple[str, str | None, Sequence[str]]]
    others: Sequence[str] = ()

    @classmethod
    def of(cls, count: int, cells: Sequence[Rewrite]) -> Self:
        """The cells of one rule; cells: the first of them, at least one."""
        alike: dict[tuple[str, str | None], list[str]] = {}
        for cell in cells:
            alike.setdefault((cell.before, cell.after), []).append(cell.address or str(cell.row))
        shown = list(alike.items())
        first = cells[0]
        return cls(
            first.resource,
            first.field,
            first.rule,
            first.sheet,
            count,
            [(before, after, addresses) for (before, after), addresses in shown[:MOST_EXAMPLES]],
            [
                cell.address or str(cell.row)
                for cell in cells
                if (cell.before, cell.after) not in dict(shown[:MOST_EXAMPLES])
            ],
        )


@dataclass(frozen=True)
class ColumnRewrites:
    """The rewritten cells of one field: for each cell its row, and which of the readings applies to it."""

    resource: str
    field: str
    column: int
    sheet: str | None
    rows: pl.Series
    which: pl.Series  # rows of readings
    readings: pl.DataFrame  # before, after, rule; several rules for one reading are joined by +

    def __len__(self) -> int:
        return self.which.len()

    def __iter__(self) -> Iterator[Rewrite]:
        for start in range(0, len(self), CHUNK):
            yield from (Rewrite(**row) for row in self.frame(start, CHUNK).iter_rows(named=True))

    def frame(self, start: int = 0, length: int | None = None) -> pl.DataFrame:
        """These cells as COLUMNS, or a part of them."""
        rows, read = self.rows.slice(start, length), self.readings[self.which.slice(start, length)]
        height = rows.len()
        return pl.DataFrame(
            {
                "resource": repeated(self.resource, height),
                "row": rows,
                "field": repeated(self.field, height),
                "address": column_letters(self.column) + rows.cast(pl.String),
                "before": read["before"],
                "after": read["after"],
                "rule": read["rule"],
                "sheet": repeated(self.sheet, height),
            },
            schema=COLUMNS,
        )

    @property
    def _are_few(self) -> bool:
        """Whether cells and readings are both few: cells that were not rewritten have readings, too."""
        return max(len(self), self.readings.height) <= FEW_CELLS

    def counts(self) -> list[dict[str, Any]]:
        """How many cells each rule rewrote, the most frequent first."""
        rules = self.readings["rule"]
        if self._are_few:
            names = rules.to_list()
            each_rule = Counter(names[which] for which in self.which.to_list())
            counted = sorted(each_rule.items(), key=lambda each: (-each[1], each[0]))
        else:
            counts = rules.gather(self.which).value_counts()
            counted = counts.sort(["count", "rule"], descending=[True, False]).rows()
        return [
            {"resource": self.resource, "field": self.field, "rule": rule, "count": count} for rule, count in counted
        ]

    def by_rule(self, most_named: int, is_plain: Plain) -> Iterator[CellsOfOneRule]:
        """The cells of each rule in the order of the table; most_named: how many cells of one rule are named.

        Where a rule has more cells, the first cell of each of the first different rewrites is among those named.
        """
        if self._are_few:
            yield from self._few_by_rule(most_named, is_plain)
            return
        cells = pl.DataFrame({"which": self.which, "rule": self.readings["rule"].gather(self.which)})
        cells = cells.with_row_index("place")
        words = self.readings.with_row_index("which").filter(pl.col("rule") == WORD_TO_CODE)
        plain = [
            which
            for which, before, after in words.select("which", "before", "after").iter_rows()
            if is_plain(self.resource, self.field, before, after)
        ]
        if plain:
            cells = cells.filter(~pl.col("which").is_in(plain))
        rules = cells.group_by("rule", maintain_order=True).agg(pl.len(), pl.col("place").head(most_named))
        different = cells.unique("which", keep="first", maintain_order=True)
        firsts = dict(different.group_by("rule").agg(pl.col("place").head(MOST_EXAMPLES)).iter_rows())
        for rule, count, places in rules.iter_rows():
            named = [*firsts[rule], *(place for place in places if place not in firsts[rule])][:most_named]
            yield CellsOfOneRule.of(count, self._at(sorted(named)))

    def _few_by_rule(self, most_named: int, is_plain: Plain) -> Iterator[CellsOfOneRule]:
        """The same without Polars, whose calls would take most of the time."""
        readings = [*zip(*(self.readings[name].to_list() for name in ("before", "after", "rule")), strict=True)]
        plain = {
            which
            for which, (before, after, rule) in enumerate(readings)
            if rule == WORD_TO_CODE and is_plain(self.resource, self.field, before, after)
        }
        places: dict[str, list[int]] = {}
        firsts: dict[str, dict[int, int]] = {}  # for each rule the first place of each of its readings
        readings_of, rows = self.which.to_list(), self.rows.to_list()
        for place, which in enumerate(readings_of):
            if which not in plain:
                rule = readings[which][2]
                places.setdefault(rule, []).append(place)
                firsts.setdefault(rule, {}).setdefault(which, place)
        for rule, every in places.items():
            examples = [*firsts[rule].values()][:MOST_EXAMPLES]
            named = [*examples, *(place for place in every[:most_named] if place not in examples)][:most_named]
            cells = [self._rewrite(rows[place], *readings[readings_of[place]]) for place in sorted(named)]
            yield CellsOfOneRule.of(len(every), cells)

    def _at(self, places: list[int]) -> list[Rewrite]:
        """The rewrites at a few places; one frame for each of them would take most of the time of a summary."""
        rows, which = self.rows.gather(list(places)).to_list(), self.which.gather(list(places)).to_list()
        readings = self.readings.select("before", "after", "rule")[which].rows()
        return [self._rewrite(row, *reading) for row, reading in zip(rows, readings, strict=True)]

    def _rewrite(self, row: int, before: str, after: str | None, rule: str) -> Rewrite:
        address = f"{column_letters(self.column)}{row}"
        return Rewrite(self.resource, row, self.field, address, before, after, rule, self.sheet)


class Rewrites(Sequence[Rewrite]):
    """All rewrites of an upload, by resource and field, rows ascending."""

    def __init__(self, columns: Sequence[ColumnRewrites]) -> None:
        self._columns = [column for column in columns if len(column)]

    @property
    def columns(self) -> Sequence[ColumnRewrites]:
        """The rewrites of each field."""
        return self._columns

    def __len__(self) -> int:
        return sum(map(len, self._columns))

    def __iter__(self) -> Iterator[Rewrite]:
        for column in self._columns:
            yield from column

    @overload
    def __getitem__(self, place: int) -> Rewrite: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Rewrite]: ...
    def __getitem__(self, place: int | slice) -> Rewrite | Sequence[Rewrite]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if step != 1:
                return list(self)[place]
            return [Rewrite(**row) for row in self._part(start, stop).iter_rows(named=True)]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        return Rewrite(**self._part(place, place + 1).row(0, named=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # unhashable, like a list

    @property
    def counts(self) -> list[dict[str, Any]]:
        """For each field, how many cells each rule rewrote."""
        return [count for column in self._columns for count in column.counts()]

    def by_rule(self, most_named: int, is_plain: Plain) -> Iterator[CellsOfOneRule]:
        """The cells of each field and rule as cells_by_rule() gives them."""
        for column in self._columns:
            yield from column.by_rule(most_named, is_plain)

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rewrites of each field as COLUMNS, one after another, because all together may be large."""
        return (column.frame() for column in self._columns)

    def first(self, count: int, characters: int) -> list[dict[str, Any]]:
        """The first rewrites as JSON has them, and of long texts the beginning alone."""
        texts = pl.col("before", "after").str.head(characters)
        return self._part(0, count).with_columns(texts).to_dicts()

    def _part(self, start: int, stop: int) -> pl.DataFrame:
        parts, before = [pl.DataFrame(schema=COLUMNS)], 0
        for column in self._columns:
            first, last = max(start - before, 0), min(stop - before, len(column))
            if first < last:
                parts.append(column.frame(first, last - first))
            before += len(column)
        return pl.concat(parts)


def listed_rewrites(rewrites: Sequence[Rewrite], most: int | None) -> list[dict[str, Any]]:
    """So many rewrites as JSON has them, with the beginning of long texts; None for all, with whole texts."""
    if most is not None and isinstance(rewrites, Rewrites):
        return rewrites.first(most, LONGEST_LISTED)
    return [dict(vars(rewrite)) for rewrite in rewrites[:most]]


def cells_by_rule(rewrites: Sequence[Rewrite], most_named: int, is_plain: Plain) -> Iterator[CellsOfOneRule]:
    """The rewrites by field and rule, with at most so many cells of each named.

    is_plain: of a resource, a field, a word and the code that it became, whether this needs no mention.
    """
    if isinstance(rewrites, Rewrites):
        yield from rewrites.by_rule(most_named, is_plain)
        return
    groups: dict[tuple[str, str, str, str | None], list[Rewrite]] = {}
    for rewrite in rewrites:
        if rewrite.rule == WORD_TO_CODE and is_plain(rewrite.resource, rewrite.field, rewrite.before, rewrite.after):
            continue
        groups.setdefault((rewrite.resource, rewrite.field, rewrite.rule, rewrite.sheet), []).append(rewrite)
    for cells in groups.values():
        yield CellsOfOneRule.of(len(cells), cells[:most_named])
