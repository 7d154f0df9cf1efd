"""The mapping form: columns and words of an upload with the fields that may be chosen, and the mapping made of it.

Here: from a reading to the form, and from the form to the JSON that the API takes. Not here: the reading
(intake/looking.py), what a mapping means (docs/mapping.md).
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from opendata.domain.kinds import Table
from opendata.portal.mapping_shape_form import name_no_more, take_shape

INSIDE, OWN, OPEN, AS_BEFORE = "-", "+", "", "="  # choices beside the names of fields
SURE = 0.8  # a likeness from which a proposal is chosen beforehand
LONGEST_OWN_NAME = 40
MOST_GONE, GONE_REST = (
    50,
    "gone-rest",
)  # missing columns of which each has its own field, and the field for the others
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "₂": "2"})


@dataclass(frozen=True)
class GoneHeader:
    """A header of the mapping that is not in the table. id: its name in the form; value: what it would fill."""

    id: str
    header: str
    value: Any


def chosen_before(column: Mapping[str, Any], before: Any) -> str:
    """What the form chooses for a column until somebody chooses something else.

    before: what the mapping says of the column's header, if it says anything.
    """
    if column["how"] == "not-published":
        return INSIDE
    if column["how"] == "mapped":
        return before if isinstance(before, str) else AS_BEFORE
    if column["fields"]:
        return str(column["fields"][0]) if len(column["fields"]) == 1 else AS_BEFORE
    sure = [proposal["field"] for proposal in column["proposals"] if proposal["likeness"] >= SURE]
    return sure[0] if sure else OPEN


def mapping_of(
    form: Mapping[str, str],
    before: Mapping[str, Any] | None,
    reading: Mapping[str, Any],
    table: Table,
    sheets: Sequence[str] = (),
) -> Any:
    """The mapping that a form makes of the one before it; what the form does not show stays as it was.

    sheets: the names of all sheets, as the form shows them.
    """
    mapping: dict[str, Any] = deepcopy(dict(before or {}))
    resource = mapping.setdefault("resources", {}).setdefault(table.name, {})
    fields = resource.setdefault("fields", {})
    for column in reading["columns"]:
        chosen = form.get(f"column-{column['column']}")
        if chosen is None or chosen == AS_BEFORE:
            continue
        _choose(fields, column, chosen)
    for place, gone in enumerate(gone_headers(fields, reading)):
        if form.get(f"gone-{gone.id}" if place < MOST_GONE else GONE_REST):
            del fields[gone.header]
    _take_words_and_constants(form, resource, reading, table)
    take_shape(form, resource, table, sheets)
    for other in mapping["resources"].values():
        name_no_more(other, resource.get("skip_sheets") or ())
    _take_key(form, resource, reading, table)
    constants = resource.setdefault("constants", {})
    # A column that now fills a field takes the place of the one value for all rows.
    for name in _fed(fields) & constants.keys():
        del constants[name]
    for part in ("fields", "codes", "constants"):
        if not resource.get(part):
            resource.pop(part, None)
    return mapping


def _take_words_and_constants(
    form: Mapping[str, str], resource: dict[str, Any], reading: Mapping[str, Any], table: Table
) -> None:
    """Write what a form says of words that were not known, and of fields without a column."""
    codes = resource.setdefault("codes", {})
    for unknown in reading["codes"]:
        for place, word in enumerate(unknown["words"]):
            if code := form.get(f"code-{unknown['field']}-{place}"):
                codes.setdefault(unknown["field"], {})[word["whole"]] = code
    constants = resource.setdefault("constants", {})
    for field in table:
        value = form.get(f"constant-{field.name}")
        if value is not None:
            constants.pop(field.name, None)
            if value.strip():
                constants[field.name] = value.strip()


def _take_key(form: Mapping[str, str], resource: dict[str, Any], reading: Mapping[str, Any], table: Table) -> None:
    """Write of which columns the numbers of the rows are made, where the form asks for it; not where one has them."""
    if not form.get("key-asked"):
        return
    chosen = [header_of(column) for column in reading["columns"] if form.get(f"key-{column['column']}")]
    resource.pop("key", None)
    if chosen and table.primary_key[0] not in _fed(resource["fields"]):
        resource["key"] = chosen


def makes_key(missing: Sequence[str], resource: Mapping[str, Any], table: Table) -> bool:
    """Whether the form asks of which columns the numbers of the rows are made: where no column has them.

    A mapping that makes the keys of several tables is left to those who wrote it.
    """
    return len(table.primary_key) == 1 and (table.primary_key[0] in missing or bool(key_headers(resource)))


def key_headers(resource: Mapping[str, Any]) -> Sequence[str]:
    """The headers of which a mapping makes the numbers of the rows."""
    made = resource.get("key")
    return made if isinstance(made, list) else ()


def set_once(missing: Sequence[str], table: Table) -> list[str]:
    """The missing fields for which one value may hold in all rows: a number of its own is none of them."""
    return [name for name in missing if (name,) != table.primary_key]


def header_of(column: Mapping[str, Any]) -> str:
    """The header of a column as a mapping names it."""
    return str(column["mapped_as"] if column["mapped_as"] is not None else column["header"])


def gone_headers(fields: Mapping[str, Any], reading: Mapping[str, Any]) -> list[GoneHeader]:
    """The headers that a mapping names and the table does not have, such as those of last year's report."""
    there = {column["mapped_as"] for column in reading["columns"]}
    return [
        GoneHeader(hashlib.sha256(header.encode()).hexdigest()[:12], header, value)
        for header, value in fields.items()
        if header not in there and value is not None
    ]


def with_place(
    before: Mapping[str, Any] | None, resource: str, sheet: str | None, file: str | None, header_row: int | None
) -> dict[str, Any]:
    """The mapping with a sheet and a header row for a resource."""
    mapping: dict[str, Any] = deepcopy(dict(before or {}))
    about = mapping.setdefault("resources", {}).setdefault(resource, {})
    for name, value in (("sheet", sheet), ("file", file), ("header_row", header_row)):
        if value is None:
            about.pop(name, None)
        else:
            about[name] = value
    for name in ("sheets", "sheet_as"):
        if sheet is not None:
            about.pop(name, None)
    return mapping


def _choose(fields: dict[str, Any], column: Mapping[str, Any], chosen: str) -> None:
    """Write into the fields of a mapping what was chosen for a column."""
    header = header_of(column)
    if chosen == OPEN:
        fields.pop(header, None)
    elif chosen == INSIDE:
        fields[header] = None
    elif chosen == OWN:
        if not (isinstance(fields.get(header), Mapping) and str(fields[header].get("name", "")).startswith("x_")):
            fields[header] = {
                "name": _own_name(column["header"], fields),
                "type": "string",
                "title": column["header"],
            }
    elif column["how"] == "known" and column["fields"] == [chosen]:
        fields.pop(header, None)  # its own words say so already
    else:
        fields[header] = chosen


def _own_name(header: str, fields: Mapping[str, Any]) -> str:
    plain = unicodedata.normalize("NFKD", header.lower().translate(UMLAUTS)).encode("ascii", "ignore").decode()
    name = "x_" + (re.sub(r"[^a-z0-9]+", "_", plain)[:LONGEST_OWN_NAME].strip("_") or "spalte")
    taken, number, free = _fed(fields), 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _fed(fields: Mapping[str, Any]) -> set[str]:
    """The fields that the columns of a mapping fill."""
    fed = set()
    for value in fields.values():
        for target in value if isinstance(value, list) else [value]:
            if target is not None:
                fed.add(target if isinstance(target, str) else str(target["name"]))
    return fed
