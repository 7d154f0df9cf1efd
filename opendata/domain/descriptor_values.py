"""Values of a descriptor: what json.loads gave, checked for the form that the reader of a property needs.

Here: the checks, and leaving out what is not known. Not here: what the properties mean (kinds.py, sense_rules.py).
"""

from collections.abc import Mapping
from typing import Any

Json = Any  # what json.loads gives


def without_none(values: Mapping[str, Json]) -> dict[str, Json]:
    """What a JSON object says, without what is not known."""
    return {name: value for name, value in values.items() if value is not None}


def names_in(value: Json) -> tuple[str, ...]:
    """The names in a list, or the one that stands without a list; none for None."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def required_text(value: Json) -> str:
    """The value, which must be a text that is not empty; raises TypeError."""
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} is not a name")
    return value


def optional_text(descriptor: Mapping[str, Json], name: str) -> str | None:
    """A property that is a text where it is there; raises TypeError."""
    value = descriptor.get(name)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"'{name}' must be a text")
    return value


def optional_whole_number(descriptor: Mapping[str, Json], name: str) -> int | None:
    """A property that is a whole number where it is there; raises TypeError."""
    value = descriptor.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError(f"'{name}' must be a whole number")
    return value


def texts_in(descriptor: Mapping[str, Json], name: str) -> tuple[str, ...]:
    """A property that is a list of texts; empty where it is absent. Raises TypeError."""
    words = descriptor.get(name) or ()
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise TypeError(f"'{name}' must be a list of texts")
    return tuple(words)


def texts_by_language(descriptor: Mapping[str, Json]) -> Mapping[str, str]:
    """The property "labels", texts by language; empty where it is absent. Raises TypeError."""
    labels = object_in(descriptor.get("labels"))
    if not all(isinstance(label, str) for label in labels.values()):
        raise TypeError("'labels' must be texts by language")
    return labels


def object_in(value: Json) -> Mapping[str, Json]:
    """The value, which must be an object; an empty object for None. Raises TypeError."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError("constraints, codes and labels must be objects")
    return value


def plain_reason(error: Exception) -> str:
    """What is wrong, in one line, whatever was raised while a descriptor was read."""
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
