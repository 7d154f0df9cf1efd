"""Column parts: columns of a very wide table are chosen part by part; what was chosen for the others goes along.

Here: which columns a form shows, and the choices for those that it does not show. Not here: what a choice means
(mapping_form.py). Going to another part sends the form, so that it works without scripts; nothing is kept then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

AT_ONCE = 100  # columns of one part
COLUMN, ELSEWHERE, SHOWN, GO = "column-", "columns-elsewhere", "columns-shown", "columns-go"  # fields of the form
TYPED, TO_TYPED = "columns-part", "typed"  # the field for the number of a part, and the button that leads there
CHOICES_OF_FIELD = 300  # in one hidden field: a field of a form has a greatest length
MOST_DIGITS = 7


@dataclass(frozen=True)
class ColumnPart:
    """The columns that a form shows; elsewhere: what its hidden fields say of the others."""

    columns: Sequence[Mapping[str, Any]]
    number: int
    last: int
    total: int
    elsewhere: Sequence[str]

    @property
    def first(self) -> int:
        """The place of its first column among all."""
        return (self.number - 1) * AT_ONCE + 1

    @property
    def last_shown(self) -> int:
        """The place of its last column among all."""
        return self.first + len(self.columns) - 1


def whole_form(form: MultiDict[str, str]) -> dict[str, str]:
    """The fields of a form, with those that it would have if it showed all columns."""
    told: dict[str, str] = {}
    for text in form.getlist(ELSEWHERE):
        told.update(parse_qsl(text, keep_blank_values=True))
    return {**{COLUMN + name: chosen for name, chosen in told.items()}, **form.to_dict()}


def part_of(columns: Sequence[Mapping[str, Any]], form: Mapping[str, str]) -> ColumnPart:
    """The part of the columns that a form asks for.

    columns: each with "id" (its field is named by it), "chosen", "usual" (what is chosen as long as nobody chooses),
    and "matters": whether it is shown before the others where not all are shown at once.
    """
    if len(columns) > AT_ONCE:
        columns = sorted(columns, key=lambda column: not column["matters"])
    last = max(1, -(-len(columns) // AT_ONCE))
    asked = form.get(GO) or form.get(SHOWN, "")
    number = min(max(1, _whole(form.get(TYPED, "") if asked == TO_TYPED else asked)), last)
    shown = columns[(number - 1) * AT_ONCE : number * AT_ONCE]
    here = {column["id"] for column in shown}
    # A proposal that nobody has seen is not taken, so a part that was not shown yet says nothing of its columns.
    told = [
        (column["id"], column["chosen"])
        for column in columns
        if column["id"] not in here and COLUMN + column["id"] in form and _says_something(column)
    ]
    packed = [urlencode(told[start : start + CHOICES_OF_FIELD]) for start in range(0, len(told), CHOICES_OF_FIELD)]
    return ColumnPart(shown, number, last, len(columns), packed)


def _says_something(column: Mapping[str, Any]) -> bool:
    return bool(column["chosen"] != column["usual"] or column.get("proposals"))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 1
