"""A query: what the parameters of a request for rows mean.

Here: reading them against the schema of a table, with every reason to refuse them. Not here: which rows fulfil a
query (conditions.py, selection.py), the parameters that say how many rows and in what form (api/row_queries.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opendata.domain.errors import RequestNotValid
from opendata.domain.kinds import Field, Table
from opendata.domain.queries.filter_values import is_truth, split_values, value_in
from opendata.domain.queries.folded_text import MOST_WORDS, words_of

MOST_FILTERS = 40
MOST_VALUES = 1_000  # of all filters
LONGEST_VALUE = 1_000  # characters of one value, and of the words of a search
MOST_FIELDS = 1_000  # named in `fields`
MOST_SORTED = 10
OPERATORS = ("eq", "ne", "lt", "lte", "gt", "gte", "contains", "isnull")
SEVERAL = ("eq", "ne")  # operators that take several values
BETWEEN = "__"


@dataclass(frozen=True)
class Filter:
    """One condition: a field, an operator, and the values, canonical where the operator compares."""

    field: Field
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """Which rows are wanted, in which order, and which of their fields; all filters must hold."""

    filters: tuple[Filter, ...] = ()
    search: tuple[str, ...] = ()  # words, each of which must be found
    sort: tuple[tuple[str, bool], ...] = ()  # fields, and whether from the last value to the first
    fields: tuple[str, ...] = ()  # none: all

    @property
    def selects_all(self) -> bool:
        """Whether it wants all rows in their own order."""
        return not (self.filters or self.search or self.sort)


def read_query(
    filters: Iterable[tuple[str, str]],
    table: Table,
    *,
    search: str = "",
    sort: str | None = None,
    fields: str | None = None,
    also: Sequence[str] = (),
) -> Query:
    """The query of these parameters; raises RequestNotValid, which names what exists.

    filters: each parameter that has no other meaning, with its value. also: the names of those that have one.
    """
    read: list[Filter] = []
    seen: set[tuple[str, str]] = set()
    count = 0
    for name, text in filters:
        condition = _filter(name, text, table, also)
        place = (condition.field.name, condition.operator)
        count += len(condition.values)
        if place in seen:
            raise _refused(name, _TWICE)
        if len(read) >= MOST_FILTERS or count > MOST_VALUES:
            raise too_many_filters(name)
        seen.add(place)
        read.append(condition)
    return Query(tuple(read), _words(search), _sort(sort, table), _fields(fields, table))


def too_many_filters(name: str) -> RequestNotValid:
    """The refusal of more filters, or more values, than one request may have."""
    return RequestNotValid(
        name,
        f"one request takes at most {MOST_FILTERS} filters with {MOST_VALUES} values in all",
        german=f"eine Anfrage darf höchstens {MOST_FILTERS} Filter mit zusammen {MOST_VALUES} Werten haben",
    )


def _filter(name: str, text: str, table: Table, also: Sequence[str]) -> Filter:
    field_name, between, operator = name, "", "eq"
    if name not in table.field_names:
        field_name, between, operator = name.rpartition(BETWEEN)
    if field_name not in table.field_names:
        known = [*also, *table.field_names]
        if between and field_name:
            raise _refused(field_name, _NO_FIELD, table.field_names)
        raise _refused(name, _NO_PARAMETER, known)
    if operator not in OPERATORS:
        raise _refused(name, _NO_OPERATOR, [f"{field_name}{BETWEEN}{known}" for known in OPERATORS])
    if len(text) > LONGEST_VALUE * (MOST_VALUES if operator in SEVERAL else 1):
        raise _refused(name, _TOO_LONG)
    field = table.field(field_name)
    values = split_values(name, text) if operator in SEVERAL else (text,)
    if any(not value or len(value) > LONGEST_VALUE for value in values):
        raise _refused(name, _TOO_LONG if all(values) else _EMPTY)
    return Filter(field, operator, _values_in(name, values, field, operator))


def _values_in(name: str, values: tuple[str, ...], field: Field, operator: str) -> tuple[str, ...]:
    if operator == "isnull":
        return ("true" if is_truth(name, values[0]) else "false",)
    if operator == "contains":
        return values
    if operator in SEVERAL:
        _must_be_codes(name, values, field)
    return tuple(dict.fromkeys(value_in(name, value, field, compares=operator not in SEVERAL) for value in values))


def _must_be_codes(name: str, values: Sequence[str], field: Field) -> None:
    """Refuse a code that the schema does not allow: no row can have it, and "none" is no answer to a slip of the pen.

    The schema is that of the version, so a code that an older version had can be asked of that version.
    """
    allowed = field.constraints.get("enum")
    if field.type != "string" or not allowed:
        return
    codes = [str(code) for code in allowed]
    for value in values:
        if value not in codes:
            shown = value[:80]
            reason = (f"there is no code '{shown}'", f"den Code „{shown}“ gibt es nicht")
            raise _refused(name, reason, codes)


def _words(search: str) -> tuple[str, ...]:
    if len(search) > LONGEST_VALUE:
        raise _refused("q", _TOO_LONG)
    words = words_of(search)
    if len(words) > MOST_WORDS:
        raise _refused("q", (f"takes at most {MOST_WORDS} words", f"nimmt höchstens {MOST_WORDS} Wörter"))
    return words


def _sort(text: str | None, table: Table) -> tuple[tuple[str, bool], ...]:
    if text is None:
        return ()
    parts = [(part.removeprefix("-"), part.startswith("-")) for part in _names("sort", text, MOST_SORTED)]
    _must_be_fields("sort", [name for name, _ in parts], table)
    return tuple(parts)


def _fields(text: str | None, table: Table) -> tuple[str, ...]:
    if text is None:
        return ()
    names = _names("fields", text, MOST_FIELDS)
    _must_be_fields("fields", names, table)
    return tuple(names)


def _names(name: str, text: str, most: int) -> list[str]:
    if text.count(",") >= most:
        raise _refused(name, (f"names more than {most} fields", f"nennt mehr als {most} Felder"))
    return text.split(",")


def _must_be_fields(name: str, names: Sequence[str], table: Table) -> None:
    known = frozenset(table.field_names)
    for asked in names:
        if asked not in known:
            shown = asked[:80]
            reason = (f"there is no field '{shown}'", f"ein Feld „{shown}“ gibt es nicht")
            raise _refused(name, reason, table.field_names)
    if len(set(names)) < len(names):
        raise _refused(name, ("names a field twice", "nennt ein Feld zweimal"))


_NO_FIELD = ("unknown field", "dieses Feld gibt es nicht")
_NO_PARAMETER = ("unknown field", "diese Angabe gibt es nicht")
_NO_OPERATOR = ("unknown operator", "diesen Vergleich gibt es nicht")
_TOO_LONG = (
    f"has more than {LONGEST_VALUE} characters",
    f"hat mehr als {LONGEST_VALUE} Zeichen",
)
_EMPTY = (
    f"has an empty value; ask for empty cells with {BETWEEN}isnull=true",
    f"hat einen leeren Wert; leere Zellen finden Sie mit {BETWEEN}isnull=true",
)
_TWICE = (
    "is given twice; write several values with commas between them",
    "steht zweimal da; schreiben Sie mehrere Werte mit Kommas dazwischen",
)


def _refused(name: str, reason: tuple[str, str], known: Sequence[str] = ()) -> RequestNotValid:
    return RequestNotValid(name[:80], reason[0], list(known), reason[1])
