"""Proposals: what the writer of a wrong cell probably meant, as a person would type it into the cell.

Here: for which errors there is a proposal, and which. Not here: putting it into the cell, which only a person does,
and the nearest word of a code list (messages/suggestions.py).
A proposal is held against the reader of cells before it is made. Where a cell may mean two amounts (a unit that does
not fit, a number with points that may group or divide), there is none.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from opendata.domain.kinds import NUMBER_TYPES, Field, Table
from opendata.domain.report.edits import Edit
from opendata.domain.report.findings import Finding, Report
from opendata.domain.report.mapped_tables import Mapped
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.written_dates import days_of_month
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.intake.unit_words import unit_in
from opendata.validation.messages.suggestions import words_for

MOST_PROPOSALS = 1_000
LONGEST_CELL = 120

_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_AMONG_DIGITS = re.compile(r"(?<=[0-9.,])[OolI|](?=[0-9OolI|.,]|\Z)|(?<![^\W\d_])[OolI|](?=[0-9])")
_ABOUT = re.compile(
    r"^(?:ca\.?|circa|zirka|rund|etwa|ungefähr|ungef\.?|schätzungsweise|geschätzt|gesch\.|approx\.?|about|~|≈)\s*",
    re.I,
)
_REMARK = re.compile(r"\s*\(([^()]*[^\W\d_][^()]*)\)\s*\Z")
_NUMBER_AND_WORD = re.compile(r"([+-]?[0-9][0-9.,]*)\s*([^\W\d_]\S{0,30})\Z")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\Z")
_EIGHT = re.compile(r"([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})\Z")
_WEEK = re.compile(r"(?:KW\s*([0-9]{1,2})[\s/.,-]*([0-9]{4})|([0-9]{1,2})\.\s*KW[\s/.,-]*([0-9]{4}))\Z", re.I)
_FIRST_DAY = date(1899, 12, 30)  # Excel counts days from here


def proposals(report: Report, mapped: Mapped) -> dict[int, Edit]:
    """By the position of its error, what each cell may have been meant to hold."""
    made: dict[int, Edit] = {}
    keys = _NearKeys(mapped)
    for position, error in enumerate(report.errors):
        if len(made) >= MOST_PROPOSALS:
            break
        table = mapped.tables.get(error.resource or "")
        if table is None or not error.address or not error.field or not error.cell:
            continue
        text = _proposal(error, mapped.kind.table(str(error.resource)), keys)
        if text is not None and text != error.cell:
            file = next(
                (part.file for part in table.parts if part.sheet == error.sheet), table.file
            )  # tables of several sheets may come from several files
            made[position] = Edit(file or "", error.sheet, error.address, text)
    return made


def _proposal(error: Finding, table: Table, keys: "_NearKeys") -> str | None:
    """What one wrong cell may have been meant to hold."""
    field, cell = table.field_or_text(str(error.field)), " ".join(str(error.cell).split())
    if len(cell) > LONGEST_CELL:
        return None
    if error.code == "foreign-key":
        return keys.known(cell, table, field)
    if field.codes or field.constraints.get("enum"):
        return words_for(field, "de", rewritten=True).nearest(cell) if error.code == "constraint-error" else None
    reader = FieldCellReader(field, NumberStyle.COMMA, {})
    return next((text for text in _candidates(error.code, cell, field) if _is_read(reader, text, field)), None)


def _candidates(code: str, cell: str, field: Field) -> Iterator[str]:
    if field.holds_dates:
        yield from _dates(code, cell)
    elif field.type in NUMBER_TYPES:
        yield from _numbers(code, cell, field)
    elif str(field.constraints.get("pattern", "")).lstrip("^(").startswith("http"):
        bare = re.sub(r"\s+", "", cell)
        yield bare
        if re.match(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|\Z))", bare, re.I):
            yield f"https://{bare}"


def _dates(code: str, cell: str) -> Iterator[str]:
    if code == "excel-day-number" and re.fullmatch(r"[0-9]{5}(?:[.,][0-9]{1,12})?", cell):
        yield (_FIRST_DAY + timedelta(days=int(cell[:5]))).isoformat()
    elif code == "no-such-day":
        year, month, days = days_of_month(cell) or (0, 0, 0)
        if month and days:
            yield f"{year}-{month:02}-{days:02}"
    elif code == "calendar-week" and (week := _WEEK.match(cell)):
        number, year = int(week[1] or week[3]), int(week[2] or week[4])
        if 1 <= number <= 52:
            yield date.fromisocalendar(year, number, 4).strftime("%Y-%m")  # the Thursday decides whose week it is
    elif code == "ambiguous-date" and (slashed := _SLASHED.match(cell)):
        yield f"{slashed[1]}.{slashed[2]}.{slashed[3]}"  # in Germany the day stands first
    elif code == "constraint-error":
        tidy = _digits(cell)
        yield tidy
        yield re.sub(r"(?<=[0-9])[\s,;:.]+(?=[0-9])", ".", tidy)
        if eight := _EIGHT.match(tidy):
            yield ".".join(eight.groups())


def _numbers(code: str, cell: str, field: Field) -> Iterator[str]:
    if code not in ("type-error", "unknown-unit"):
        return
    tidy = _digits(cell)
    yield tidy
    bare = _ABOUT.sub("", tidy)
    bare = bare.removesuffix("?").rstrip()
    yield bare
    remark = _REMARK.search(bare)
    if remark and not any(unit_in(word) for word in (remark[1], *remark[1].split())):
        bare = bare[: remark.start()]
        yield bare
    # A unit beside the number of a field that has none says nothing that the field would need.
    if field.unit is None and (amount := _NUMBER_AND_WORD.match(bare)):
        unit = unit_in(amount[2])
        if unit is None or unit.dimension != "scale":
            yield amount[1]


def _digits(cell: str) -> str:
    """The cell with letters that look like digits among its digits put right: 1O0 is 100."""
    while (tidy := _AMONG_DIGITS.sub(lambda match: match[0].translate(_LETTERS), cell)) != cell:
        cell = tidy
    return cell


def _is_read(reader: FieldCellReader, text: str, field: Field) -> bool:
    reading = reader.read(text)
    if reading.problem or not reading.after:
        return False
    if field.type in NUMBER_TYPES:
        return re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", reading.after) is not None and _is_within(reading.after, field)
    if field.holds_dates:
        return re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}(?:T.*)?", reading.after) is not None
    return re.fullmatch(r"https?://[^\s/]+\.[^\s]+", reading.after) is not None


def _is_within(number: str, field: Field) -> bool:
    value, bounds = float(number), field.constraints
    try:
        return float(bounds.get("minimum", value)) <= value <= float(bounds.get("maximum", value))
    except (TypeError, ValueError):
        return True


class _NearKeys:
    """The keys of the tables of an upload, by what is left of each without blanks, signs, zeros and capitals."""

    def __init__(self, mapped: Mapped) -> None:
        self._mapped = mapped
        self._near: dict[tuple[str, str], dict[str, set[str]]] = {}

    def known(self, cell: str, table: Table, field: Field) -> str | None:
        """The one key of the table that a field refers to which is like the cell; None for none or several."""
        for key in table.foreign_keys:
            if list(key.fields) == [field.name]:
                near = self._of(key.resource or table.name, key.reference[0]).get(_bare_key(cell), set())
                return next(iter(near)) if len(near) == 1 else None
        return None

    def _of(self, resource: str, field: str) -> Mapping[str, set[str]]:
        if (resource, field) not in self._near:
            near = self._near[resource, field] = {}
            target = self._mapped.tables.get(resource)
            if target is not None and field in target.frame.columns:
                for text in target.frame[field].drop_nulls().unique().to_list():
                    near.setdefault(_bare_key(text), set()).add(text)
        return self._near[resource, field]


def _bare_key(text: str) -> str:
    parts = re.findall(r"[0-9]+|[^\W\d_]+", text.casefold())
    return "\x1f".join(part.lstrip("0") or "0" for part in parts)
