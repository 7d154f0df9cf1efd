"""Conditional formats of an XLSX worksheet by which cells cannot be seen, such as a white font.

Here: which rules there are, and whether one holds for a cell. Not here: what a rule makes of a cell (xlsx_styles.py),
and what is asked about cells that nobody sees (matching/seen_otherwise.py). Formulas are never calculated: those that
compare a cell with a constant are understood, those by which a repeated value, an error or an empty cell is hidden
hide nothing that is published, and any other is taken to hold.
Source: ECMA-376, Part 1, 18.3.1.10 (cfRule) and 18.18.12 (ST_CfType).
"""

import operator
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from opendata.domain.tables.cell_addresses import column_number
from opendata.intake.files.cell_fonts import CellFonts
from opendata.intake.files.colours import BLACK, WHITE, are_alike
from opendata.intake.files.xlsx_styles import Look, whole_number
from opendata.intake.text_tables import UNSEEN, CellRange, TextTable
from opendata.intake.text_tables import WHITE as WHITE_ON_WHITE

MAX_RULES, MAX_RANGES, MOST_CELLS = 200, 20, 200_000
_COMPARE: Mapping[str, Callable[[float | str, float | str], bool]] = {
    "equal": operator.eq,
    "notEqual": operator.ne,
    "=": operator.eq,
    "<>": operator.ne,
}
_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_CONSTANT = re.compile(r'"(?P<text>[^"]*)"|(?P<number>-?[0-9]{1,15}(?:\.[0-9]{1,15})?)')
_REFERENCE = r"(?P<fixed>\$?)(?P<column>[A-Z]{1,3})(?P<fixed_row>\$?)(?P<row>[1-9][0-9]{0,6})"
_COMPARISON = re.compile(rf"\s*{_REFERENCE}\s*(?P<sign><>|<=|>=|=|<|>)\s*(?P<constant>{_CONSTANT.pattern})\s*\Z")
_REPEATED = re.compile(r"\s*\$?([A-Z]{1,3})\$?[0-9]+\s*=\s*\$?\1\$?[0-9]+\s*\Z")
_OF_NO_CONTENT = re.compile(r"\s*(?:ISERROR|ISERR|ISNA|ISBLANK|COUNTIF)\(", re.IGNORECASE)
# Rules of these sorts hold for cells without content, errors, or values that another cell shows.
_IDLE = frozenset({"containsBlanks", "containsErrors", "duplicateValues", "colorScale", "dataBar", "iconSet"})


@dataclass(frozen=True)
class _Rule:
    sort: str
    cells: Sequence[CellRange]
    change: Look
    about: Mapping[str, str]
    formulas: list[str] = field(default_factory=list)


class ConditionalFormats:
    """Receives the elements of conditional formats; changes: what they may make of a cell, by number."""

    def __init__(self, changes: Sequence[Look]) -> None:
        self._changes = changes
        self._cells: list[CellRange] = []
        self._rules: list[_Rule] = []
        self._is_kept = False

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if element == "conditionalFormatting":
            named = attributes.get("sqref", "").split()[:MAX_RANGES]
            self._cells = [cells for name in named if (cells := CellRange.named(name)) is not None]
        elif element == "cfRule":
            place = whole_number(attributes.get("dxfId"))
            change = self._changes[place] if "dxfId" in attributes and place < len(self._changes) else Look()
            sort = attributes.get("type", "")
            self._is_kept = bool(change.font or change.fill or change.hides_all) and sort not in _IDLE
            if self._is_kept and len(self._rules) < MAX_RULES:
                self._rules.append(_Rule(sort, self._cells, change, attributes))

    def add_formula(self, formula: str) -> None:
        """A formula of the rule that began last."""
        if self._is_kept and self._rules:
            self._rules[-1].formulas.append(formula.strip())

    def add_unseen(self, table: TextTable, looks: Mapping[tuple[int, int], Look], fonts: CellFonts) -> None:
        """Keep the cells of the table that a rule makes unseen; looks: of its cells, where they are not usual."""
        if not self._rules:
            return
        content = _Content(table)
        for rule in self._rules:
            for row, column in content.filled(rule.cells):
                font = _seen_as(rule.change, looks.get((row, column), Look()))
                if font and _holds(rule, content, row, column):
                    fonts.add(row, column, font)


class _Content:
    """The cells of a table by their places; a column is taken out of it once, and so many places are looked at."""

    def __init__(self, table: TextTable) -> None:
        self._table, self._rows, self._columns = table, table.rows.to_list(), table.columns
        self._texts: dict[int, list[str | None]] = {}
        self._filled: dict[int, list[int]] = {}
        self._left = MOST_CELLS

    def text(self, row: int, column: int) -> str:
        """The text of a cell in small letters; "" where there is none."""
        place = bisect_left(self._rows, row)
        if place == len(self._rows) or self._rows[place] != row or str(column) not in self._table.cells.columns:
            return ""
        return (self._of_column(column)[place] or "").casefold()

    def filled(self, ranges: Sequence[CellRange]) -> Iterator[tuple[int, int]]:
        """The cells with content in these ranges, as row and column."""
        for cells in ranges:
            left, right = bisect_left(self._columns, cells.left), bisect_right(self._columns, cells.right)
            for column in self._columns[left:right]:
                rows = self._filled_rows(column)
                first, last = bisect_left(rows, cells.top), bisect_right(rows, cells.bottom)
                self._left -= 1 + last - first
                if self._left < 0:
                    return
                for row in rows[first:last]:
                    yield row, column

    def _filled_rows(self, column: int) -> list[int]:
        if column not in self._filled:
            texts = self._of_column(column)
            self._filled[column] = [row for row, text in zip(self._rows, texts, strict=True) if text]
        return self._filled[column]

    def _of_column(self, column: int) -> list[str | None]:
        if column not in self._texts:
            self._texts[column] = self._table.cells[str(column)].to_list()
        return self._texts[column]


def _seen_as(change: Look, look: Look) -> str:
    """WHITE_ON_WHITE or UNSEEN where a cell of this look is not seen after the change; else ""."""
    font, fill = change.font or look.font or BLACK, change.fill or look.fill or WHITE
    if change.hides_all or are_alike(font, fill):
        return WHITE_ON_WHITE if are_alike(fill, WHITE) and not change.hides_all else UNSEEN
    return ""


def _holds(rule: _Rule, content: _Content, row: int, column: int) -> bool:
    """Whether a rule holds for a cell, as far as it can be known; a rule that is not understood is taken to hold."""
    text = content.text(row, column)
    told = rule.about.get("text", "").casefold()
    match rule.sort:
        case "containsText":
            return told in text
        case "notContainsText":
            return told not in text
        case "beginsWith":
            return text.startswith(told)
        case "endsWith":
            return text.endswith(told)
        case "cellIs":
            return _compares(rule.about.get("operator", ""), text, rule.formulas)
        case "expression" if rule.formulas:
            return _is_true(rule, content, row, column)
        case _:
            return True


def _compares(sign: str, text: str, formulas: Sequence[str]) -> bool:
    constants = [_constant(formula) for formula in formulas]
    value = _value(text)
    if sign in ("between", "notBetween") and len(constants) == 2:
        low, high = constants
        if all(isinstance(one, float) for one in (low, high, value)):
            return (low <= value <= high) == (sign == "between")  # type: ignore[operator]
        return not isinstance(value, str)
    if not constants or constants[0] is None:
        return True
    if sign in _COMPARE:
        return _COMPARE[sign](value, constants[0])
    if isinstance(value, float) and isinstance(constants[0], float) and sign in _ORDER:
        return _ORDER[sign](value, constants[0])
    return False


def _is_true(rule: _Rule, content: _Content, row: int, column: int) -> bool:
    formula = rule.formulas[0].removeprefix("=")
    if _REPEATED.match(formula) or _OF_NO_CONTENT.match(formula):
        return False
    match = _COMPARISON.match(formula)
    if match is None or not rule.cells:
        return True
    # References without a dollar sign move along with the cell; they are written for the first cell of all.
    first_row, first_column = min(cells.top for cells in rule.cells), min(cells.left for cells in rule.cells)
    other_row = int(match["row"]) + (0 if match["fixed_row"] else row - first_row)
    other_column = column_number(match["column"]) + (0 if match["fixed"] else column - first_column)
    return _compares(match["sign"], content.text(other_row, other_column), [match["constant"]])


def _constant(formula: str) -> float | str | None:
    match = _CONSTANT.fullmatch(formula.strip())
    if match is None:
        return None
    return match["text"].casefold() if match["number"] is None else float(match["number"])


def _value(text: str) -> float | str:
    """A cell as a rule compares it: the number at its beginning, or its text."""
    match = re.match(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?(?=\Z| )", text)
    return float(match[0]) if match else text
