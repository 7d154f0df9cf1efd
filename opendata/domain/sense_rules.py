"""Sense rules: what a kind's `datapackage.json` says about rows that fit the schema and still cannot be right.

Here: reading and checking the rules. Not here: finding the rows that break them (validation/rows_without_sense.py).
The rules are a property of the resource, beside its schema, so they are no part of a published package.
docs/kinds.md describes them.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from opendata.domain.descriptor_values import Json, object_in, required_text

ORDER, RANGE, AT_MOST, NOT_TOGETHER, SUM = "order", "range", "at-most", "not-together", "sum"
WARNING, ERROR = "warning", "error"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PROPERTIES = {
    ORDER: {"fields"},
    RANGE: {"field", "fields", "minimum", "maximum"},
    AT_MOST: {"fields"},
    NOT_TOGETHER: {"conditions"},
    SUM: {"field", "within", "parts", "total", "whole", "overlapping"},
}
_ALWAYS = {"name", "rule", "severity", "message"}


@dataclass(frozen=True)
class RuledField:
    """What a rule has to know about a field: its type, "reduced" precision, and its codes if it is a code list."""

    type: str
    precision: str | None
    codes: Collection[str]


@dataclass(frozen=True)
class Condition:
    """What a cell holds: one of some values or, where values is None, nothing at all or anything at all."""

    field: str
    values: tuple[str, ...] | None
    empty: bool = False


@dataclass(frozen=True)
class SumOfParts:
    """Which rows are totals, and which rows each of them adds up.

    within: fields that a total shares with its parts. part: the field that tells the parts apart. total: what a row
    says that is a total. whole: what a row says that holds several others of its part, which are not counted then.
    overlapping: two sets of values of the total's field; rows of both are no parts of one whole.
    """

    within: tuple[str, ...]
    part: str
    total: Condition
    whole: Condition | None = None
    overlapping: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class SenseRule:
    """One rule of a table.

    fields: for "order" and "at-most" the smaller and the larger one, for "range" those that have the bounds, for
    "not-together" those of the conditions, of which the first is the one that is shown, for "sum" that of numbers.
    messages: what to say instead of the general sentence, in "de" and "en"; empty: the general sentence.
    """

    name: str
    rule: str
    fields: tuple[str, ...]
    severity: str = WARNING
    messages: Mapping[str, str] | None = None
    minimum: str | None = None
    maximum: str | None = None
    conditions: tuple[Condition, ...] = ()
    sum: SumOfParts | None = None  # of "sum"
    dates: bool = False  # whether the fields of "order" and "range" hold dates, at reduced precision perhaps

    @property
    def code(self) -> str:
        """The code of what is said about a row that breaks the rule."""
        return f"sense-{self.name}"


def is_date(field: RuledField) -> bool:
    """Whether the canonical text of a field is a date that begins with its year."""
    return field.type in ("date", "datetime", "year", "yearmonth") or field.precision == "reduced"


def is_number(field: RuledField) -> bool:
    """Whether a field holds numbers."""
    return field.type in ("number", "integer")


def read_rules(descriptors: Json, fields: Mapping[str, RuledField]) -> tuple[SenseRule, ...]:
    """The rules of a resource; raises TypeError, ValueError or KeyError if one of them cannot be used."""
    if descriptors is None:
        return ()
    if not isinstance(descriptors, list):
        raise TypeError("'rules' must be a list")
    rules = tuple(_read(object_in(descriptor), fields) for descriptor in descriptors)
    names = [rule.name for rule in rules]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"two rules are called '{twice}'")
    return rules


def _read(descriptor: Mapping[str, Json], fields: Mapping[str, RuledField]) -> SenseRule:
    name = required_text(descriptor["name"])
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{name}' is no name of a rule: use lower-case letters, digits and hyphens")
    try:
        return _read_named(name, descriptor, fields)
    except (TypeError, ValueError) as error:
        raise ValueError(f"rule '{name}': {error}") from error
    except KeyError as error:
        raise ValueError(f"rule '{name}': {error.args[0]!r} is missing") from error


def _read_named(name: str, descriptor: Mapping[str, Json], fields: Mapping[str, RuledField]) -> SenseRule:
    rule, severity = descriptor["rule"], descriptor.get("severity", WARNING)
    if rule not in _PROPERTIES:
        raise ValueError(f"there is no rule {rule!r}; there are {', '.join(_PROPERTIES)}")
    if severity not in (WARNING, ERROR):
        raise ValueError(f"severity is {WARNING} or {ERROR}, not {severity!r}")
    if unknown := set(descriptor) - _PROPERTIES[rule] - _ALWAYS:
        raise ValueError(f"there is no property '{min(unknown)}' of the rule {rule}")
    messages = _messages(descriptor.get("message"))
    if rule == NOT_TOGETHER:
        conditions = _conditions(descriptor["conditions"], fields)
        named = tuple(condition.field for condition in conditions)
        return SenseRule(name, rule, named, severity, messages, conditions=conditions)
    if rule == SUM:
        return _sum(name, severity, messages, descriptor, fields)
    named = _fields(descriptor, fields)
    dates = _same_type(rule, named, fields)
    if rule == RANGE:
        minimum, maximum = (_bound(descriptor.get(end), dates=dates) for end in ("minimum", "maximum"))
        if minimum is None and maximum is None:
            raise ValueError("give a minimum or a maximum")
        return SenseRule(name, rule, named, severity, messages, minimum, maximum, dates=dates)
    if len(named) != 2:
        raise ValueError("name two fields, the smaller one first")
    return SenseRule(name, rule, named, severity, messages, dates=dates)


def _sum(
    name: str,
    severity: str,
    messages: Mapping[str, str] | None,
    descriptor: Mapping[str, Json],
    fields: Mapping[str, RuledField],
) -> SenseRule:
    added = _known(descriptor["field"], fields)
    if not is_number(fields[added]) or severity == ERROR:
        raise ValueError(f"'{added}' must be a number, and a sum that is wrong is a {WARNING}")
    within, overlapping = descriptor["within"], descriptor.get("overlapping", [])
    if not isinstance(within, list) or not within:
        raise TypeError("'within' must be a list of fields")
    total = _condition(descriptor["total"], fields)
    if not isinstance(overlapping, list) or len(overlapping) not in (0, 2):
        raise TypeError("'overlapping' must be two lists of values")
    sums = SumOfParts(
        within=tuple(_known(field, fields) for field in within),
        part=_known(descriptor["parts"], fields),
        total=total,
        whole=_condition(descriptor["whole"], fields) if "whole" in descriptor else None,
        overlapping=tuple(frozenset(_values(values, total.field, fields[total.field])) for values in overlapping),
    )
    return SenseRule(name, SUM, (added,), severity, messages, sum=sums)


def _fields(descriptor: Mapping[str, Json], fields: Mapping[str, RuledField]) -> tuple[str, ...]:
    names = descriptor.get("fields", [descriptor["field"]] if "field" in descriptor else None)
    if not isinstance(names, list) or not names:
        raise TypeError("'fields' must be a list of names")
    return tuple(_known(name, fields) for name in names)


def _known(name: Json, fields: Mapping[str, RuledField]) -> str:
    if not isinstance(name, str) or name not in fields:
        raise ValueError(f"the resource has no field {name!r}")
    return name


def _same_type(rule: str, names: Sequence[str], fields: Mapping[str, RuledField]) -> bool:
    """Whether the fields hold dates; raises ValueError where they hold neither dates nor numbers, or both."""
    dates, numbers = ([test(fields[name]) for name in names] for test in (is_date, is_number))
    if all(dates) and rule != AT_MOST:
        return True
    if all(numbers) and rule != ORDER:
        return False
    wanted = {ORDER: "dates", AT_MOST: "numbers", RANGE: "all of them dates or all of them numbers"}[rule]
    raise ValueError(f"the fields {', '.join(names)} must be {wanted}")


def _bound(value: Json, *, dates: bool) -> str | None:
    if value is None:
        return None
    text = str(value)
    if dates and not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is no date such as 1950 or 1950-01-31")
    if not dates:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite():
            raise ValueError(f"{text!r} is no number")
        return format(number, "f")
    return text


def _messages(message: Json) -> Mapping[str, str] | None:
    if message is None:
        return None
    texts = object_in(message)
    if set(texts) != {"de", "en"} or not all(isinstance(text, str) and text for text in texts.values()):
        raise TypeError("'message' must have a text for 'de' and one for 'en'")
    return texts


def _conditions(descriptors: Json, fields: Mapping[str, RuledField]) -> tuple[Condition, ...]:
    if not isinstance(descriptors, list) or len(descriptors) < 2:
        raise TypeError("'conditions' must be a list of at least two")
    return tuple(_condition(descriptor, fields) for descriptor in descriptors)


def _condition(json: Json, fields: Mapping[str, RuledField]) -> Condition:
    descriptor = object_in(json)
    if set(descriptor) not in ({"field", "values"}, {"field", "empty"}):
        raise ValueError("a condition has a 'field', and 'values' or 'empty'")
    name = _known(descriptor["field"], fields)
    if "empty" not in descriptor:
        return Condition(name, _values(descriptor["values"], name, fields[name]))
    if not isinstance(descriptor["empty"], bool):
        raise TypeError("'empty' must be true or false")
    return Condition(name, None, descriptor["empty"])


def _values(values: Json, name: str, field: RuledField) -> tuple[str, ...]:
    """The values of a condition in canonical text; raises ValueError for one that the field cannot have."""
    if not isinstance(values, list) or not values or any(isinstance(value, bool | list | dict) for value in values):
        raise TypeError("'values' must be a list of texts or numbers")
    if is_number(field) and (unread := [value for value in values if not isinstance(value, int | float)]):
        raise ValueError(f"'{unread[0]}' is no number, as the field '{name}' needs")
    texts = tuple(
        format(Decimal(str(value)).normalize(), "f") if is_number(field) else str(value) for value in values
    )
    if unknown := [text for text in texts if field.codes and text not in field.codes]:
        raise ValueError(f"'{unknown[0]}' is no value of the field '{name}'")
    return texts
