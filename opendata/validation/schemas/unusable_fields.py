"""Fields on which Frictionless would raise an error instead of reporting it, found before the check.

Here: the properties of a field that no check can work with, each with its reason.
Not here: schemas that Frictionless itself refuses when it reads them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from frictionless import Field

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
# Values of these types cannot be compared with those of other rows.
NOT_COMPARABLE = ("array", "object", "list", "geojson")


def unusable(field: Field, *, in_key: bool = False) -> Iterator[Mapping[str, str]]:
    """The reasons why cells cannot be held against this field, each as the end of a sentence in both languages."""
    constraints: Mapping[str, Any] = field.constraints
    pattern = constraints.get("pattern")
    if pattern is not None and (reason := _not_compiling(pattern)):
        yield {
            "de": f"das Muster „{pattern}“ ist kein regulärer Ausdruck, den Python versteht ({reason})",
            "en": f"the pattern '{pattern}' is no regular expression that Python understands ({reason})",
        }
    reader = field.create_value_reader()
    for name in BOUNDS:
        bound = constraints.get(name)
        if bound is not None and reader(bound) is None:
            yield {
                "de": f"die Grenze {name} = „{bound}“ ist selbst kein Wert des Typs {field.type}",
                "en": f"the bound {name} = '{bound}' is itself no value of type {field.type}",
            }
    if field.type in NOT_COMPARABLE and (in_key or constraints.get("unique")):
        yield {
            "de": f"Werte des Typs {field.type} können weder eindeutig noch Teil eines Schlüssels sein",
            "en": f"values of type {field.type} can be neither unique nor part of a key",
        }


def _not_compiling(pattern: str) -> str | None:
    try:
        re.compile(f"^{pattern}$")  # the expression that Frictionless compiles
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return None
