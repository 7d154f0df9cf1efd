"""Error groups: the errors of a report by their cause, with the cells in the sheet that each is about.

Here: grouping, and where a cell is found in the sheet. Not here: the errors' sentences (validation/messages/), the
sheet itself (sheet_pages.py).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opendata.domain.kinds import Kind
from opendata.domain.report.edits import proposals_of
from opendata.portal.words.catalogue import ALL_WORDS

MOST_LISTED = 20  # errors of one group on the page of the report, each with its own sentence
MOST_CELLS = 20  # that one sentence names
MANY = 5  # errors of one column from which the page asks whether the column is mapped as it is meant
VERY_MANY = 20  # from which that is the first thing to do
# A mapping written out, for those who send one to the API; the page for mapping has choices instead.
WRITTEN_MAPPING = re.compile(r' [^.]*: \{"resources".*\}$')
MAPPING_HELPS = {"no-table", "missing-label", "duplicate-label", "mapped-column-missing", "ambiguous-table"}
MAPPING_HELPS |= {"unit-conflict", "unit-missing", "shared-header", "header-unread", "other-words"}
# A word in a column of codes that means none for sure: what the mapping says of it holds for all its cells at once.
WORDS_HELP = {"negated-code", "no-code-word", "two-codes", "unsettled-code"}


@dataclass
class ErrorLine:
    """Errors that are told in one sentence: they differ by nothing but their cells, and have the same proposal.

    count: how many they are; findings: the first of them.
    """

    text: str  # of the first of them
    findings: list[Mapping[str, Any]]
    count: int = 1

    @property
    def told(self) -> str:
        """The sentence: with its cell in front if there is one, and without if the cells follow it."""
        if len(self.findings) == 1:
            return self.text
        sheet, _, same = self.text.partition(self._place)
        return f"{sheet.rstrip(', ')}: {same}" if sheet else same

    def says_the_same(self, other: "ErrorLine") -> bool:
        """Whether another line says the same of another cell."""
        if not self._has_cell or not other._has_cell or alike(self.findings[0]) != alike(other.findings[0]):
            return False
        return self.text.partition(self._place)[::2] == other.text.partition(other._place)[::2]

    @property
    def _place(self) -> str:
        return f"{self.findings[0]['address']}: "

    @property
    def _has_cell(self) -> bool:
        first = self.findings[0]
        return bool(first["address"] and first["row"] and self._place in self.text)


@dataclass
class ErrorGroup:
    """Errors of one cause in one field; listed: the first of them as the report has them, with their proposals."""

    code: str
    title: str | None  # what the field or the table is called; None where the error is about the whole file
    count: int = 0
    lines: list[ErrorLine] = field(default_factory=list)
    mapping_helps: bool = False
    resource: str | None = None  # the table in which the errors are
    key: str = ""  # by which a form names the group
    words_of: str | None = None  # the field of whose codes words are asked; None where columns are to be mapped
    proposals: int = 0  # how many of its errors have one

    @property
    def cause(self) -> str:
        """The key of the words for the cause."""
        key = f"cause.{self.code}"
        return key if key in ALL_WORDS else "cause.sense" if self.code.startswith("sense-") else "cause.other"

    @property
    def maps_first(self) -> bool:
        """Whether the mapping mends the errors sooner than the cells one by one."""
        is_other_column = self.asks_for_column and self.count >= VERY_MANY and not self.proposals
        return self.code in MAPPING_HELPS or (self.code in WORDS_HELP and self.count > 1) or is_other_column

    @property
    def listed(self) -> list[Mapping[str, Any]]:
        """The errors that are told, in the order of their lines."""
        return [finding for line in self.lines for finding in line.findings]

    @property
    def asks_for_column(self) -> bool:
        """Whether so many cells do not fit that the column may mean something else."""
        return self.code == "type-error" and self.count >= MANY

    @property
    def rest(self) -> int:
        """How many are not listed."""
        return self.count - len(self.listed)

    def tell(self, finding: Mapping[str, Any], language: str) -> None:
        """Add an error to the line that says the same of other cells, or as a line of its own while there is room."""
        whole = (finding.get("messages") or {}).get(language) or finding.get("message") or ""
        line = ErrorLine(WRITTEN_MAPPING.sub("", whole), [finding])
        known = next((known for known in self.lines if line.says_the_same(known)), None)
        if known is not None:
            known.count += 1
            known.findings += [finding] if len(known.findings) < MOST_CELLS else []
        elif len(self.lines) < MOST_LISTED:
            self.lines.append(line)


def alike(error: Mapping[str, Any]) -> tuple[str, str | None, str | None]:
    """What errors have in common whose proposals are accepted together; proposal: the text of the error's own."""
    return group_key(error), error["cell"], error["proposal"]


def group_key(error: Mapping[str, Any]) -> str:
    """The name of the group that an error belongs to."""
    return "|".join(str(error[part] or "") for part in ("code", "resource", "field"))


def error_groups(report: Mapping[str, Any], kind: Kind, language: str) -> list[ErrorGroup]:
    """The errors of a report by cause and field: first those that concern whole tables, then the most frequent."""
    tables = {table.name: table for table in kind}
    groups: dict[str, ErrorGroup] = {}
    proposals = proposals_of(report)
    for position, error in enumerate(report["errors"]):
        key = group_key(error)
        if key not in groups:
            groups[key] = _group(error, tables, language)
        group, proposal = groups[key], proposals.get(position)
        group.count += 1
        group.proposals += proposal is not None
        group.tell({**error, "position": position, "proposal": proposal.after if proposal else None}, language)
    for count in report.get("counts") or ():
        known = groups.get(group_key(count))
        if known:
            known.count = max(known.count, count["count"])
    return sorted(groups.values(), key=lambda group: (group.code not in MAPPING_HELPS, -group.count))


def _group(error: Mapping[str, Any], tables: Mapping[str, Any], language: str) -> ErrorGroup:
    table = tables.get(error["resource"])
    title = None if table is None else table.label(language)
    is_code = False
    if table is not None and error["field"] is not None:
        known = table.field_or_text(error["field"])
        title, is_code = known.label(language), bool(known.codes)
    helps = error["code"] in MAPPING_HELPS | WORDS_HELP or (error["code"] == "constraint-error" and is_code)
    words_of = error["field"] if helps and error["code"] not in MAPPING_HELPS else None
    return ErrorGroup(
        error["code"],
        title,
        mapping_helps=helps,
        resource=error["resource"],
        key=group_key(error),
        words_of=words_of,
    )


def marks_of(report: Mapping[str, Any], tables: Sequence[Any], readings: Sequence[Mapping[str, Any]]) -> "Marks":
    """What is to be seen in the sheets: errors, rewritten cells, and columns that are not published."""
    places = {table.sheet: place for place, table in enumerate(tables) if table.sheet is not None}
    of_resource = {reading["resource"]: reading["table"] for reading in readings}
    marks = Marks()

    def place_of(remark: Mapping[str, Any]) -> int | None:
        if remark.get("sheet") is not None:
            return places.get(remark["sheet"])
        known: int | None = of_resource.get(remark.get("resource"))
        return known if known is not None or len(tables) > 1 else 0

    proposals = proposals_of(report)
    for position, error in enumerate(report["errors"]):
        place = place_of(error)
        if place is not None and position in proposals and error["address"]:
            marks.proposals[place, error["address"]] = (position, proposals[position].after or "")
        if place is not None and error["row"]:
            marks.errors.setdefault((place, error["row"]), []).append(error)
    for rewrite in report.get("rewrites", ()):
        place = place_of(rewrite)
        if place is not None and rewrite.get("address"):
            marks.rewrites[place, rewrite["address"]] = rewrite
    for column in report.get("dropped", ()):
        place = place_of(column)
        if place is not None:
            marks.inside.add((place, column["column"]))
    return marks


@dataclass
class Marks:
    """errors: by sheet and row. rewrites, proposals: by sheet and address. inside: what is not published."""

    errors: dict[tuple[int, int], list[Mapping[str, Any]]] = field(default_factory=dict)
    rewrites: dict[tuple[int, str], Mapping[str, Any]] = field(default_factory=dict)
    inside: set[tuple[int, int]] = field(default_factory=set)
    proposals: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)  # position of the error, and text

    def rows(self, place: int, cause: str | None = None) -> list[int]:
        """The rows of a sheet that have errors, ascending; cause: the key of the group that they belong to."""
        return sorted(
            row
            for (sheet, row), errors in self.errors.items()
            if sheet == place and (cause is None or any(group_key(error) == cause for error in errors))
        )
