"""The part of the mapping form that says how sheets become rows: several sheets, sheets that stay out, rows to skip,
years as columns; and the words of codes and the values for all rows that a mapping has already.

Here: from a mapping to this part of the form, and back. Not here: columns (mapping_form.py), what it means
(docs/mapping.md). What the form cannot show in its fields, it shows as a text that can be kept or dropped.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from opendata.domain.kinds import Table

YEAR_OF = {"de": "JAHR", "en": "YEAR"}  # how the form writes the year in a pattern, by language
YEAR = "YEAR"
SPARE_LINES = 2  # empty lines for conditions and patterns that are still to be typed
MOST_LINES = 40
LONGEST_TOLD = 300
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class KeptPart:
    """A part of a mapping that has no fields of its own in the form. id: its name in the form."""

    id: str
    text: str
    value: Any


@dataclass(frozen=True)
class KnownWord:
    """A word that the mapping reads as a code."""

    id: str
    word: str
    code: str


@dataclass(frozen=True)
class ShapeFields:
    """What this part of the form shows of the mapping of one resource."""

    sheets: Sequence[str]
    sheet_as: str
    left_out: Sequence[str]  # sheets that are not published, whatever they hold
    skipped: Sequence[tuple[str, str]]  # header and text, with empty lines at the end
    skipped_otherwise: Sequence[KeptPart]
    unpivot_name: str
    unpivot: Sequence[tuple[str, str]]  # field and pattern, with empty lines at the end
    unpivot_otherwise: Sequence[KeptPart]
    words: Mapping[str, Sequence[KnownWord]]  # by field

    @property
    def is_used(self) -> bool:
        """Whether the mapping says anything of this."""
        return bool(self.sheets or any(self.skipped[0]) or self.skipped_otherwise or self.unpivot_name)


def shape_fields(resource: Mapping[str, Any], language: str) -> ShapeFields:
    """The fields for the mapping of one resource."""
    conditions = resource.get("skip_rows") or []
    skipped = [pair for condition in conditions if (pair := _simple_condition(condition))]
    unpivot = resource.get("unpivot") or {}
    values = unpivot.get("values") or {}
    patterns = [(field, told_pattern(text, language)) for field, text in values.items() if isinstance(text, str)]
    spare = [("", "")] * SPARE_LINES
    return ShapeFields(
        sheets=_sheets(resource),
        sheet_as=str(resource.get("sheet_as") or ""),
        left_out=[str(name) for name in resource.get("skip_sheets") or ()],
        skipped=[*skipped, *spare],
        skipped_otherwise=[_kept(each) for each in conditions if not _simple_condition(each)],
        unpivot_name=_first_name(unpivot),
        unpivot=[*patterns, *spare],
        unpivot_otherwise=[_kept({name: value}) for name, value in values.items() if not isinstance(value, str)],
        words={
            field: [KnownWord(_id(f"{field} {word}"), word, code) for word, code in words.items()]
            for field, words in (resource.get("codes") or {}).items()
        },
    )


def shape_as_typed(
    form: Mapping[str, str], resource: Mapping[str, Any], language: str, sheets: Sequence[str]
) -> ShapeFields:
    """The fields as somebody has filled them, also those that are not whole yet; sheets: as take_shape() has them."""
    fields, spare = shape_fields(resource, language), [("", "")] * SPARE_LINES
    if "sheets-asked" in form:
        chosen = [name for place, name in enumerate(sheets) if form.get(f"part-{place}")]
        fields = replace(fields, sheets=chosen, sheet_as=form.get("sheet_as", ""))
    if "leave-asked" in form:
        fields = replace(fields, left_out=_ticked(form, [*sheets, *fields.left_out]))
    if "skip-asked" in form:
        fields = replace(fields, skipped=[*filter(any, _pairs(form, "skip", "header", "text")), *spare])
    if "unpivot-asked" in form:
        typed = [*filter(any, _pairs(form, "unpivot", "field", "pattern")), *spare]
        fields = replace(fields, unpivot=typed, unpivot_name=form.get("unpivot-name", ""))
    return fields


def take_shape(form: Mapping[str, str], resource: dict[str, Any], table: Table, sheets: Sequence[str]) -> None:
    """Write what a form says of this into the mapping of a resource; sheets: the names that it could choose of."""
    fields = shape_fields(resource, "en")
    if "sheets-asked" in form:
        _take_sheets(form, resource, [name for place, name in enumerate(sheets) if form.get(f"part-{place}")])
    if "leave-asked" in form:
        left_out = _ticked(form, [*sheets, *fields.left_out])
        _put(resource, "skip_sheets", left_out)
        name_no_more(resource, left_out)
    if "skip-asked" in form:
        typed = [{header: text} for header, text in _pairs(form, "skip", "header", "text") if header]
        _put(
            resource, "skip_rows", [*typed, *(p.value for p in fields.skipped_otherwise if form.get(f"keep-{p.id}"))]
        )
    if "unpivot-asked" in form:
        patterns = _pairs(form, "unpivot", "field", "pattern")
        values: dict[str, Any] = {field: plain_pattern(text) for field, text in patterns if field and text}
        for part in fields.unpivot_otherwise:
            values |= part.value if form.get(f"keep-{part.id}") else {}
        _put(resource, "unpivot", _unpivot(resource, form.get("unpivot-name", ""), values))
    codes = resource.get("codes") or {}
    for field, words in fields.words.items():
        for known in words:
            chosen = form.get(f"known-{known.id}")
            if chosen is not None and field in codes:
                _put(codes[field], known.word, chosen or None)
        if field in codes:
            _put(codes, field, codes[field])
    _put(resource, "codes", codes)
    name, value = form.get("more-constant-field", ""), form.get("more-constant-value", "").strip()
    if name in table.field_names and value:
        resource.setdefault("constants", {})[name] = value


def _first_name(unpivot: Mapping[str, Any]) -> str:
    """The field that the names of columns fill; of several, the form shows the first."""
    name = unpivot.get("name") or ""
    return str(name[0] if isinstance(name, list) else name)


def _unpivot(resource: Mapping[str, Any], name: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the form says of columns that become rows; what it does not show stays as it was."""
    before = resource.get("unpivot") or {}
    if not values:
        return None
    factors = {field: factor for field, factor in (before.get("factors") or {}).items() if field in values}
    kept = {"factors": factors} if factors else {}
    return {"name": before["name"] if name and name == _first_name(before) else name, "values": values, **kept}


def sheets_to_leave(
    shown: ShapeFields, resource: Mapping[str, Any], sheets: Sequence[str], own: str | None = None
) -> Sequence[tuple[str, str, bool]]:
    """The sheets that a form lets somebody leave out: the name of the field, the sheet, and whether it is left out.

    own: the sheet that the table is read from, which is not offered, nor are others that are parts of the table.
    """
    offered = [name for name in sheets if name != own and name not in shown.sheets]
    # Those of another year's workbook stay until somebody says otherwise.
    offered += [str(name) for name in resource.get("skip_sheets") or () if name not in sheets]
    return [(_leaving(name), name, name in shown.left_out) for name in dict.fromkeys(offered)]


def name_no_more(resource: dict[str, Any], left_out: Sequence[str]) -> None:
    """Name none of these sheets in the mapping of a resource: a sheet that a mapping names is read all the same."""
    if resource.get("sheet") in left_out:
        for name in ("sheet", "file", "header_row"):
            resource.pop(name, None)
    if sheets := _sheets(resource):
        _put(resource, "sheets", [name for name in sheets if name not in left_out])


def year_patterns(headers: Sequence[str], language: str) -> list[str]:
    """The patterns of headers that differ in their year alone, such as "Ist JAHR" for "Ist 2023" and "Ist 2024"."""
    counted = Counter(_A_YEAR.sub(YEAR_OF[language], header) for header in headers if _A_YEAR.search(header))
    return [pattern for pattern, count in counted.items() if count > 1]


def told_pattern(pattern: str, language: str) -> str:
    """A pattern with the word for the year in the reader's language."""
    return pattern.replace(YEAR, YEAR_OF[language])


def plain_pattern(typed: str) -> str:
    """A pattern as the mapping writes it, whichever word was typed for the year."""
    for word in YEAR_OF.values():
        typed = typed.replace(word, YEAR)
    return typed


def _take_sheets(form: Mapping[str, str], resource: dict[str, Any], chosen: Sequence[str]) -> None:
    if len(chosen) > 1:
        for name in ("sheet", "file", "header_row"):  # each of several sheets has its own header
            resource.pop(name, None)
        resource["sheets"] = list(chosen)
    elif isinstance(resource.get("sheets"), list):
        del resource["sheets"]
    _put(resource, "sheet_as", form.get("sheet_as"))


def _sheets(resource: Mapping[str, Any]) -> list[str]:
    sheets = resource.get("sheets")
    return [str(name) for name in sheets] if isinstance(sheets, list) else []


def _ticked(form: Mapping[str, str], sheets: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(sheets) if form.get(_leaving(name))]


def _leaving(sheet: str) -> str:
    return f"leave-{_id(sheet)}"


def _simple_condition(condition: Any) -> tuple[str, str] | None:
    """The header and the text of a condition that names one of each; None for others."""
    if isinstance(condition, dict) and len(condition) == 1:
        ((header, text),) = condition.items()
        if isinstance(text, str):
            return str(header), text
    return None


def _pairs(form: Mapping[str, str], prefix: str, first: str, second: str) -> list[tuple[str, str]]:
    found = []
    for place in range(MOST_LINES):
        if (one := form.get(f"{prefix}-{place}-{first}")) is None:
            break
        found.append((one.strip(), form.get(f"{prefix}-{place}-{second}", "").strip()))
    return found


def _put(about: dict[str, Any], name: str, value: Any) -> None:
    """Set a part of a mapping, or leave it out where it says nothing."""
    if value:
        about[name] = value
    else:
        about.pop(name, None)


def _kept(value: Any) -> KeptPart:
    text = json.dumps(value, ensure_ascii=False)
    return KeptPart(_id(text), text[:LONGEST_TOLD], value)


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
