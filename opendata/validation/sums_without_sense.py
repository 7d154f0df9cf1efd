"""Totals that their parts do not add up to: the emissions of all sectors beside those of the city.

Here: adding up the parts of each total, and telling of those that disagree by more than rounding explains. Not here:
which rows are totals, which the kind's rule says and domain/ reads, and sums that stand among the rows and are not
published, which intake/ judges. Nothing is mended: both numbers are published as they stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.report.findings import Note
from opendata.domain.report.mapped_tables import MappedTable
from opendata.domain.sense_rules import SUM, Condition, SenseRule, SumOfParts
from opendata.domain.tables.cell_addresses import address
from opendata.domain.tables.values_for_people import value_text

MOST_NOTES = 20
FEWEST_PARTS = 2  # one part is no sum
DIGITS_TRUSTED = 3  # 2000 kilotonnes may be rounded to tens, but not to thousands
_EXACT = Context(prec=400)
_NEARLY = Decimal("1e-9")  # what a spreadsheet's floating-point numbers may be off by, as a share of the total
_PLACE = "place in frame"


@dataclass
class _Group:
    """The rows of one year, say: its totals, each with its place in the frame, and its parts."""

    totals: list[tuple[Decimal, int]] = field(default_factory=list)
    whole: dict[str, Decimal] = field(default_factory=dict)
    pieces: dict[str, list[Decimal]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)

    def parts(self) -> list[Decimal]:
        """One number for each part: of the row that holds it whole, else of its pieces together."""
        sums = {part: _sum(amounts) for part, amounts in self.pieces.items()}
        return [*{**sums, **self.whole}.values()]


@dataclass(frozen=True)
class _Disagreement:
    """A total that is not the sum of its parts; group: what it shares with them."""

    group: tuple[str, ...]
    printed: Decimal
    computed: Decimal
    place: int


def sum_notes(table: Table, mapped: MappedTable) -> Iterator[Note]:
    """A note for each total that its parts do not add up to; the first one says what to do."""
    for rule in table.rules:
        if rule.rule == SUM and rule.sum is not None:
            wrong = _disagreements(rule.fields[0], rule.sum, mapped.frame)
            for place, disagreement in enumerate(wrong[: MOST_NOTES + 1]):
                more = len(wrong) - MOST_NOTES - 1 if place == MOST_NOTES else 0
                yield _note(rule, rule.sum, disagreement, table, mapped, more=more, is_first=place == 0)


def _disagreements(amount: str, sums: SumOfParts, frame: pl.DataFrame) -> list[_Disagreement]:
    if frame[amount].null_count() == frame.height:
        return []
    groups = _groups(amount, sums, frame)
    judged = (_judged(key, group, sums) for key, group in groups.items())
    return sorted(filter(None, judged), key=lambda wrong: wrong.group)


def _groups(amount: str, sums: SumOfParts, frame: pl.DataFrame) -> Mapping[tuple[str, ...], _Group]:
    """The rows by what they share; only those groups that have a total."""
    columns = dict.fromkeys((*sums.within, sums.part, sums.total.field, *([sums.whole.field] if sums.whole else ())))
    filled = pl.all_horizontal(pl.col(*sums.within, amount).is_not_null())
    rows = frame.select(*columns, amount).with_row_index(_PLACE).filter(filled)
    has_total = rows.filter(_holds(sums.total)).select(sums.within).unique()
    groups: dict[tuple[str, ...], _Group] = {}
    for row in rows.join(has_total, on=list(sums.within), how="semi").iter_rows(named=True):
        number = _number(row[amount])
        if number is None:
            continue
        group = groups.setdefault(tuple(row[name] for name in sums.within), _Group())
        is_whole = sums.whole is None or row[sums.whole.field] in (sums.whole.values or ())
        if row[sums.total.field] in (sums.total.values or ()):
            if is_whole:
                group.totals.append((number, row[_PLACE]))
            continue
        group.kinds.add(row[sums.total.field] or "")
        part = row[sums.part] or ""
        if is_whole:
            group.whole[part] = number
        else:
            group.pieces.setdefault(part, []).append(number)
    return groups


def _holds(condition: Condition) -> pl.Expr:
    return pl.col(condition.field).is_in(list(condition.values or ()))


def _judged(key: tuple[str, ...], group: _Group, sums: SumOfParts) -> _Disagreement | None:
    """What is wrong with the total of a group; None where it agrees, or where there is nothing to hold it against."""
    parts = group.parts()
    overlap = bool(sums.overlapping) and not any(group.kinds.isdisjoint(kinds) for kinds in sums.overlapping)
    if len(group.totals) != 1 or len(parts) < FEWEST_PARTS or overlap:
        return None
    (printed, place), computed = group.totals[0], _sum(parts)
    # Some cities count what forests take up into their total, others do not.
    emitted = _sum([part for part in parts if part > 0])
    if any(_agree(printed, total, parts) for total in (computed, emitted)):
        return None
    return _Disagreement(key, printed, computed, place)


def _agree(printed: Decimal, computed: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether a total is the sum of its parts, each of which may have been rounded as it is printed."""
    largest = Decimal(1).scaleb(printed.adjusted() - DIGITS_TRUSTED + 1) if printed else Decimal(1)
    step_of_parts = min((_step(part) for part in parts if part), default=Decimal(0))
    rounding = min(_step(printed), largest) + sum(map(bool, parts)) * min(step_of_parts, largest)
    return abs(_EXACT.subtract(printed, computed)) <= rounding / 2 + abs(printed) * _NEARLY


def _step(number: Decimal) -> Decimal:
    """The size of the last digit of a number that is not zero: 1000 of 903000, 0.1 of 12.5."""
    return Decimal(1).scaleb(int(number.normalize(_EXACT).as_tuple().exponent))


def _sum(numbers: Sequence[Decimal]) -> Decimal:
    total = Decimal(0)
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _note(
    rule: SenseRule,
    sums: SumOfParts,
    wrong: _Disagreement,
    table: Table,
    mapped: MappedTable,
    *,
    more: int,
    is_first: bool,
) -> Note:
    part, row = mapped.part(wrong.place), mapped.rows[wrong.place]
    column = part.columns.get(rule.fields[0])
    place = address(row, column) if column else None
    beginnings = {"de": place or f"Zeile {row}", "en": place or f"row {row}"}
    told = {}
    for language, beginning in beginnings.items():
        told[language] = f"{beginning}: {_sentence(rule, sums, wrong, table, language)}"
        told[language] += _ADVICE[language] if is_first else ""
        told[language] += _MORE[language].format(more) if more else ""
    return Note(rule.code, told, table.name, row, place, part.sheet)


def _sentence(rule: SenseRule, sums: SumOfParts, wrong: _Disagreement, table: Table, language: str) -> str:
    amount = table.field(rule.fields[0])
    group = ", ".join(
        table.field(name).code_label(text, language) for name, text in zip(sums.within, wrong.group, strict=True)
    )
    total = table.field(sums.total.field).code_label((sums.total.values or ("",))[0], language)
    difference = abs(_EXACT.subtract(wrong.printed, wrong.computed))
    printed, computed, between = (
        value_text(amount, f"{number:f}", language)
        for number in (wrong.printed, *_as_exact_as(wrong.printed, wrong.computed, difference))
    )
    if language == "de":
        return f"„{total}“ für {group} ist {printed}, die Teile ergeben {computed}: ein Unterschied von {between}."
    return f"'{total}' for {group} is {printed}, and the parts add up to {computed}: a difference of {between}."


def _as_exact_as(printed: Decimal, computed: Decimal, difference: Decimal) -> tuple[Decimal, Decimal]:
    """The sum and the difference with as many decimals as the total has, where these tell a difference."""
    last = Decimal(1).scaleb(min(0, int(printed.as_tuple().exponent)))
    rounded = computed.quantize(last, context=_EXACT), difference.quantize(last, context=_EXACT)
    return rounded if rounded[1] else (computed, difference)


_ADVICE = {
    "de": " Bitte prüfen Sie, ob ein Teil fehlt oder doppelt zählt oder eine Zahl falsch ist. Veröffentlicht wird "
    "alles so, wie es in Ihrer Tabelle steht.",
    "en": " Please check whether a part is missing or counted twice, or a number is wrong. Everything is published "
    "as your table has it.",
}
_MORE = {"de": " Das gilt auch für {} weitere Summen.", "en": " So do {} more totals."}
