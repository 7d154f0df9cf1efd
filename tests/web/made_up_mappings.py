"""Mappings that are right but for one value somewhere in them, which is of a wrong type.

Here: which mappings. Not here: what is sent with them (made_up_requests.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

# A mapping with every part that a mapping can have, and values that are of the wrong type somewhere in it.
MAPPING: Mapping[str, Any] = {
    "resources": {
        "plans": {
            "header_row": 3,
            "decimal": ",",
            "fields": {
                "Nr": "id",
                "Was": ["title", "text"],
                "Wann": {
                    "name": "x_date",
                    "type": "date",
                    "format": "%d.%m.%Y",
                    "constraints": {"minimum": "2020-01-01"},
                },
                "Kosten": {"name": "cost", "factor": 1000},
                "Neu": {"name": "x_new", "constraints": {"pattern": "x", "enum": ["x"]}, "missingWords": ["a"]},
            },
            "sheet": "x",
            "file": "plans.csv",
            "codes": {"phase": {"in Arbeit": "implementation"}},
            "constants": {"end": "2024"},
            "skip_rows": [{"Nr": "Summe"}, {"Was": ["a", "b"]}],
            "sections": "text",
            "ticks": {"phase": {"A": "planning"}},
            "sheets": ["a"],
            "skip_sheets": ["b"],
            "sheet_as": "text",
            "key": {"id": ["Nr", "Was"]},
            "renamed": {"1": "2"},
            "unpivot": {"columns": ["2020", "2021"], "name": "end", "value": "cost"},
            "distinct": True,
            "missing": {"cost": ["k.A."]},
        }
    }
}
ALWAYS = ("header_row", "decimal", "fields")
WRONG: Sequence[Any] = (None, True, -1, 10**30, "x", "%Y%Y%Y", "(", ["x"], [["x"]], {}, {"x": ["y"]})
MAPPED = "Plan\n;\nNr;Was;Wann;Kosten;Neu;2020\nA;;;;;\n1;Radweg;31.12.2024;1,5;x;1\nSumme;;;;;\n"


def wrong_mappings(part: str) -> Iterator[dict[str, Any]]:
    """The mapping, with one value in this part replaced by one of another type."""
    whole = MAPPING["resources"]["plans"]
    about = {name: whole[name] for name in (*ALWAYS, part)}
    for place in _places(about[part], (part,)):
        for value in WRONG:
            yield {"resources": {"plans": _replaced(about, place, value)}}


def _places(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, of_name in inner:
        yield from _places(of_name, (*place, name))


def _replaced(value: Any, place: tuple[Any, ...], by: Any) -> Any:
    if not place:
        return by
    copied = copy(value)
    copied[place[0]] = _replaced(value[place[0]], place[1:], by)
    return copied
