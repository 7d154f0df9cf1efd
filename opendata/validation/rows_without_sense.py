"""Rows that fit the schema and break a sense rule of their kind: an end before its start, the year 9999.

Here: finding the rows, and telling of them with their cells. Not here: the rules, which domain/ reads, and totals
that their parts do not add up to (sums_without_sense.py). Columns are compared as a whole, as canonical text or exact
decimals; Python sees only the first rows that break a rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.report.findings import MAX_LISTED, Finding, Note
from opendata.domain.report.mapped_tables import Mapped, MappedTable
from opendata.domain.sense_rules import AT_MOST, ERROR, NOT_TOGETHER, ORDER, RANGE, SUM, Condition, SenseRule
from opendata.domain.tables.cell_addresses import address
from opendata.validation.sums_without_sense import sum_notes

MAX_NAMED = 20
MAX_VALUE = 40  # characters of a cell that a message shows
LANGUAGES = ("de", "en")
_DATE = r"^\d{4}(-\d{2}(-\d{2}([T ].*)?)?)?$"
_SENTENCES = {
    ORDER: {
        "de": "„{1}“ liegt vor „{0}“. Bitte prüfen Sie beide Angaben.",
        "en": "'{1}' lies before '{0}'. Please check both.",
    },
    AT_MOST: {
        "de": "„{0}“ ist mehr als „{1}“. Bitte prüfen Sie beide Angaben.",
        "en": "'{0}' is more than '{1}'. Please check both.",
    },
    NOT_TOGETHER: {
        "de": "„{0}“ und „{1}“ passen nicht zusammen. Bitte prüfen Sie, welche Angabe stimmt.",
        "en": "'{0}' and '{1}' do not go together. Please check which of them is right.",
    },
}
_BOUNDS = {
    (True, True): {
        "de": "„{0}“ liegt nicht zwischen {1} und {2}. Bitte prüfen Sie die Angabe.",
        "en": "'{0}' does not lie between {1} and {2}. Please check it.",
    },
    (True, False): {
        "de": "„{0}“ liegt unter {1}. Bitte prüfen Sie die Angabe.",
        "en": "'{0}' is below {1}. Please check it.",
    },
    (False, True): {
        "de": "„{0}“ liegt über {2}. Bitte prüfen Sie die Angabe.",
        "en": "'{0}' is above {2}. Please check it.",
    },
}


@dataclass(frozen=True)
class _Broken:
    """The rows of a table that break a rule; fields: those shown, the one that most likely is wrong first."""

    rule: SenseRule
    fields: Sequence[str]
    rows: pl.DataFrame  # the canonical text of the fields, and "source row"


def with_sense_judged(mapped: Mapped) -> Mapped:
    """The upload with a report that tells of the rows that break a rule; warnings stand before all other notes."""
    notes: list[Note] = []
    errors, count = list(mapped.report.errors), mapped.report.error_count
    for table in mapped.kind:
        whole = mapped.tables.get(table.name)
        if whole is None or not whole.columns or not table.rules:
            continue  # a table that is carried over from the last version was judged when it was sent
        notes += sum_notes(table, whole)
        for judged in whole.by_part():
            for broken in _broken(table, judged):
                if broken.rule.severity == ERROR:
                    errors += _findings(broken, table, judged)
                    count += broken.rows.height
                else:
                    notes.append(_note(broken, table, judged))
    if not notes and count == mapped.report.error_count:
        return mapped
    report = replace(
        mapped.report,
        notes=[*notes, *mapped.report.notes],
        errors=errors[:MAX_LISTED],
        error_count=count,
        more=mapped.report.more or count > MAX_LISTED,
    )
    return replace(mapped, report=report)


def _broken(table: Table, judged: MappedTable) -> Iterator[_Broken]:
    """The rules that some rows break, bounds first: a year that is out of bounds is not compared with others."""
    frame = judged.frame
    # Nothing is compared with a field that is empty in all rows; NOT_TOGETHER may be about empty cells.
    empty = {column.name for column in frame if column.null_count() == frame.height}
    rules = [rule for rule in table.rules if rule.rule != SUM]
    rules = [rule for rule in rules if rule.rule in (RANGE, NOT_TOGETHER) or empty.isdisjoint(rule.fields)]
    bounds = [(rule, name) for rule in rules if rule.rule == RANGE for name in rule.fields if name not in empty]
    outside = frame.select(
        _out_of_bounds(rule, name).fill_null(value=False).alias(str(place))
        for place, (rule, name) in enumerate(bounds)
    )
    out_of_bounds: dict[str, pl.Series] = {}
    for place, (rule, name) in enumerate(bounds):
        mask = outside[str(place)]
        out_of_bounds[name] = out_of_bounds.get(name, mask) | mask
        if mask.any():
            yield _rows(rule, [name], mask, judged)
    others = [rule for rule in rules if rule.rule != RANGE]
    masks = frame.select(_contradiction(rule).fill_null(value=False).alias(rule.name) for rule in others)
    for rule in others:
        mask = masks[rule.name]
        for name in rule.fields:
            mask = mask & ~out_of_bounds[name] if name in out_of_bounds else mask
        if mask.any():
            shown = rule.fields[::-1] if rule.rule == ORDER else rule.fields
            yield _rows(rule, list(dict.fromkeys(shown)), mask, judged)


def _rows(rule: SenseRule, fields: Sequence[str], mask: pl.Series, judged: MappedTable) -> _Broken:
    rows = judged.frame.select(fields).with_columns(pl.Series("source row", judged.rows, dtype=pl.Int64))
    return _Broken(rule, fields, rows.filter(mask))


def _out_of_bounds(rule: SenseRule, name: str) -> pl.Expr:
    checks = []
    if rule.minimum is not None:
        checks.append(_greater(pl.lit(rule.minimum), pl.col(name), dates=rule.dates))
    if rule.maximum is not None:
        checks.append(_greater(pl.col(name), pl.lit(rule.maximum), dates=rule.dates))
    return pl.any_horizontal(checks)


def _contradiction(rule: SenseRule) -> pl.Expr:
    if rule.rule == NOT_TOGETHER:
        return pl.all_horizontal(_holds(condition) for condition in rule.conditions)
    smaller, larger = rule.fields
    return _greater(pl.col(smaller), pl.col(larger), dates=rule.dates)


def _holds(condition: Condition) -> pl.Expr:
    column = pl.col(condition.field)
    if condition.values is None:
        return column.is_null() if condition.empty else column.is_not_null()
    return column.is_in(condition.values)


def _greater(left: pl.Expr, right: pl.Expr, *, dates: bool) -> pl.Expr:
    """Whether one value is certainly the greater one: 2026 and 2026-03 are not, as one may lie in the other."""
    if not dates:
        exact = pl.Decimal(38, 9)
        return left.cast(exact, strict=False) > right.cast(exact, strict=False)
    common = pl.min_horizontal(left.str.len_chars(), right.str.len_chars())
    are_dates = left.str.contains(_DATE) & right.str.contains(_DATE)
    return are_dates & (left.str.slice(0, common) > right.str.slice(0, common))


def _note(broken: _Broken, table: Table, judged: MappedTable) -> Note:
    first, count = list(broken.rows.head(MAX_NAMED).iter_rows(named=True)), broken.rows.height
    more = {"de": f", … (insgesamt {count})", "en": f", … ({count} in all)"}
    messages = {}
    for language in LANGUAGES:
        cells = ", ".join(_cells(row, broken, table, judged, language) for row in first)
        messages[language] = (
            f"{cells}{more[language] if count > len(first) else ''}: {_sentence(broken, table, language)}"
        )
    row = first[0]["source row"]
    return Note(broken.rule.code, messages, table.name, row, _address(row, broken.fields[0], judged), judged.sheet)


def _findings(broken: _Broken, table: Table, judged: MappedTable) -> Iterator[Finding]:
    name = broken.fields[0]
    for row in broken.rows.head(MAX_LISTED).iter_rows(named=True):
        yield Finding(
            broken.rule.code,
            {
                language: f"{_cells(row, broken, table, judged, language)}: {_sentence(broken, table, language)}"
                for language in LANGUAGES
            },
            resource=table.name,
            row=row["source row"],
            field=name,
            column=judged.columns.get(name),
            cell=row[name],
            address=_address(row["source row"], name, judged),
            sheet=judged.sheet,
        )


def _cells(
    row: Mapping[str, str | int | None], broken: _Broken, table: Table, judged: MappedTable, language: str
) -> str:
    """The cells of one row as a message names them: "E2 (2020; D2: 2026)"."""
    number = int(row["source row"] or 0)
    shown: list[str] = []
    for name in broken.fields:
        cell = row[name]
        text = {"de": "leer", "en": "empty"}[language]
        if cell is not None:
            text = table.field(name).code_label(str(cell), language)[:MAX_VALUE]
        place = _address(number, name, judged)
        shown.append(f"{place}: {text}" if place and shown else text)
    line = {"de": f"Zeile {number}", "en": f"row {number}"}[language]
    return f"{_address(number, broken.fields[0], judged) or line} ({'; '.join(shown)})"


def _address(row: int, field: str, judged: MappedTable) -> str | None:
    column = judged.columns.get(field)
    return address(row, column) if column else None


def _sentence(broken: _Broken, table: Table, language: str) -> str:
    rule = broken.rule
    if rule.messages:
        return rule.messages[language]
    if rule.rule == RANGE:
        label = table.field(broken.fields[0]).label(language)
        sentences = _BOUNDS[rule.minimum is not None, rule.maximum is not None]
        return sentences[language].format(label, rule.minimum, rule.maximum)
    labels = [table.field(name).label(language) for name in dict.fromkeys(rule.fields)]
    if len(labels) == 1:
        labels *= 2
    return _SENTENCES[rule.rule][language].format(*labels)
