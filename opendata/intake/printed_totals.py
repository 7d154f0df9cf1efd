"""Printed sums held against the rows that they add up.

Here: which rows a total or subtotal covers, and whether its numbers are their sum. Not here: which rows are sums
(matching/row_kinds.py). Both sides are read by the same reader, so that units and factors hold for both.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from itertools import accumulate

import polars as pl

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.findings import Note
from opendata.domain.tables.cell_addresses import address
from opendata.domain.tables.values_for_people import value_text
from opendata.intake.bilingual_sentences import bilingual, bilingual_at_cell, comma_list, named_rows
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.column_reading import ReadColumn, odd_cells, read_column
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.matching.data_rows import HEADER_REPEATED, DataRows
from opendata.intake.matching.row_kinds import RowKind
from opendata.intake.office_words import trimmed

SUMS = (RowKind.TOTAL, RowKind.SUBTOTAL)
STARTS_TRIED = 20  # how many headings and sums above a subtotal may be the beginning of what it adds up
MAX_NOTES = 20
MOST_SUMS = 1_000  # how many printed sums of a table are checked
_EXACT = Context(prec=400)
_NEARLY = Decimal("1e-12")  # what a spreadsheet's floating-point numbers may be off by


@dataclass(frozen=True)
class _Disagreement:
    """A printed sum that is not the sum of its rows."""

    row: int
    column: int
    field: Field
    printed: Decimal
    computed: Decimal
    first: int
    last: int


@dataclass
class PrintedTotals:
    """The sums that a table prints, compared column by column while its columns are read."""

    rows: DataRows
    resource: str
    disagreements: list[_Disagreement] = field(default_factory=list)
    agreeing: dict[int, list[Field]] = field(default_factory=dict)  # by row, the fields whose sums agree

    def __post_init__(self) -> None:
        kinds = self.rows.reasons
        self._sums = [row for row in self.rows.other_rows.rows if kinds[row] in SUMS][:MOST_SUMS]
        self._breaks = sorted(row for row in kinds if kinds[row] in (*SUMS, RowKind.HEADING, HEADER_REPEATED))
        self._entries: list[int] = self.rows.table.rows.to_list() if self._sums else []

    def compare(self, reader: FieldCellReader, field_column: FieldColumn, column: ReadColumn) -> None:
        """Hold the printed sums of one field against its rows; column: the field as it was read."""
        if not self._sums or reader.field.type not in NUMBER_TYPES or reader.field.unit == "percent":
            return
        if column.finding_count or (amounts := _numbers(column.values)) is None:
            return  # a cell that cannot be read is an error already
        others = self.rows.other_rows
        sums = others.keeping(others.rows.is_in(pl.Series(self._sums, dtype=pl.UInt32).implode()))
        odd = odd_cells([(reader, field_column)], sums)[0]
        printed = read_column(reader, sums, field_column, self.resource, odd)
        texts = sums.cells[str(field_column.column)]
        so_far = [Decimal(0), *accumulate(amounts, _EXACT.add)]
        for row, value, text in zip(sums.rows, printed.values, texts, strict=True):
            number = _number(value)
            if number is not None and number.is_finite():
                self._judge(row, number, _step(text or "", number), so_far, reader.field, field_column.column)

    def notes(self) -> list[Note]:
        """What was found: first each sum that does not agree, then that the others agree."""
        notes = [self._disagrees(disagreement) for disagreement in self.disagreements[:MAX_NOTES]]
        if self.agreeing:
            notes.append(self._agrees())
        return notes

    def _judge(
        self, row: int, printed: Decimal, step: Decimal, so_far: Sequence[Decimal], schema_field: Field, column: int
    ) -> None:
        first_sum: tuple[Decimal, int, int] | None = None
        for first, end in self._covered(row):
            computed = _EXACT.subtract(so_far[end], so_far[first])
            if _agree(printed, computed, step):
                self.agreeing.setdefault(row, []).append(schema_field)
                return
            first_sum = first_sum or (computed, first, end)
        if first_sum and schema_field.unit:
            computed, first, end = first_sum
            self.disagreements.append(
                _Disagreement(
                    row, column, schema_field, printed, computed, self._entries[first], self._entries[end - 1]
                )
            )

    def _covered(self, row: int) -> Iterator[tuple[int, int]]:
        """The entries that a sum in this row may add up, as beginning and end, the most likely first."""
        place = bisect_left(self._entries, row)
        at = bisect_left(self._breaks, row)
        following = bisect_left(self._entries, self._breaks[at + 1]) if at + 1 < len(self._breaks) else None
        end = len(self._entries) if following is None else following
        starts = [bisect_left(self._entries, start) for start in self._breaks[max(0, at - STARTS_TRIED) : at]]
        is_total = self.rows.reasons[row] == RowKind.TOTAL
        if is_total:
            kinds = self.rows.reasons
            # A total goes back to the beginning, or to the table or total before it; in the middle it may be a
            # subtotal.
            goes_on = place < len(self._entries)
            starts = [
                start
                for start, number in zip(starts, self._breaks[max(0, at - STARTS_TRIED) : at], strict=True)
                if goes_on or kinds[number] in (RowKind.TOTAL, HEADER_REPEATED)
            ]
        ranges = [(start, place) for start in reversed(starts)]
        ranges = [(0, place), *ranges] if is_total else [*ranges, (0, place)]
        # A sum that stands above its rows adds up those below it.
        ranges += [(place, end), (place, len(self._entries))] if is_total or not ranges[0][1] > ranges[0][0] else []
        yield from dict.fromkeys((start, stop) for start, stop in ranges if stop > start)

    def _disagrees(self, disagreement: _Disagreement) -> Note:
        printed, computed = (
            {language: value_text(disagreement.field, f"{number:f}", language) for language in ("de", "en")}
            for number in (disagreement.printed, disagreement.computed)
        )
        first, last = disagreement.first, disagreement.last
        one = first == last
        rows_de = f"Zeile {first} ergibt" if one else f"die Zeilen {first}–{last} ergeben"
        rows_en = f"row {first} adds" if one else f"rows {first}–{last} add"
        return Note(
            "total-disagrees",
            bilingual_at_cell(
                disagreement.row,
                disagreement.column,
                f"Die Summe stimmt nicht mit ihren Zeilen überein. In „{disagreement.field.label('de')}“ steht "
                f"{printed['de']}, {rows_de} {computed['de']}. Bitte prüfen Sie, ob eine Zeile fehlt "
                "oder falsch ist. Die Summe selbst wird nicht veröffentlicht.",
                f"The sum does not agree with its rows. '{disagreement.field.label('en')}' says {printed['en']}, "
                f"and {rows_en} up to {computed['en']}. Please check whether a row is missing or wrong. "
                "The sum itself is not published.",
            ),
            resource=self.resource,
            row=disagreement.row,
            address=address(disagreement.row, disagreement.column),
            sheet=self.rows.table.sheet,
        )

    def _agrees(self) -> Note:
        rows_de, rows_en = named_rows(sorted(self.agreeing))
        by_name = {schema_field.name: schema_field for fields in self.agreeing.values() for schema_field in fields}
        labels_de = comma_list(schema_field.label("de") for schema_field in by_name.values())
        labels_en = comma_list(schema_field.label("en") for schema_field in by_name.values())
        return Note(
            "totals-agree",
            bilingual(
                f"{rows_de}: Die Summen stimmen mit ihren Zeilen überein ({labels_de}).",
                f"{rows_en}: the sums agree with their rows ({labels_en}).",
            ),
            resource=self.resource,
            row=min(self.agreeing),
            sheet=self.rows.table.sheet,
        )


def _numbers(values: pl.Series) -> list[Decimal] | None:
    """Canonical numbers, an empty cell being nothing; None where one is no number."""
    numbers = [Decimal(0) if value is None else _number(value) for value in values]
    return None if any(number is None or not number.is_finite() for number in numbers) else numbers  # type: ignore[return-value]


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def _step(text: str, number: Decimal) -> Decimal:
    """The size of the last digit that a sum prints, in its field's unit: 0.1 for "97,5", 100000 for "1,7 Mio."."""
    digits = "".join(sign for sign in trimmed(text) if sign.isdigit()).lstrip("0")
    value = "".join(sign for sign in f"{number:f}" if sign.isdigit()).strip("0")
    if not value or not digits.startswith(value):
        return Decimal(0)
    last = len(digits) - len(value)  # how many zeros stand behind the digits of the value
    return Decimal(1).scaleb(number.normalize().as_tuple().exponent - last, _EXACT)  # type: ignore[operator]


def _agree(printed: Decimal, computed: Decimal, step: Decimal) -> bool:
    """Whether a sum agrees, rounded as it is printed."""
    difference = abs(_EXACT.subtract(printed, computed))
    return difference <= max(step / 2, abs(computed) * _NEARLY)
