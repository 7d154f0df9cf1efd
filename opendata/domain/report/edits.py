"""Edits: cells of an upload that were mended in the service, each tied to its address in the file that was sent.

Here: what an edit is, how it is written as JSON, and which part of it is public. Not here: putting edits into tables
(intake/edited_cells.py), and the acts of adding and undoing them (steps/mending.py). The file itself stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

MOST_EDITS = 2_000  # of one upload; whoever has more to mend does so in the workbook
LONGEST_TEXT = 32_767  # characters of a cell, as in Excel
PROPOSALS = "proposals"  # the part of a stored report that holds them; reports that are given out lack it
PUBLIC = ("resource", "field", "address", "before", "after")

Place = tuple[str, str | None, str]  # file, sheet and address


@dataclass(frozen=True)
class Edit:
    """One cell and what it holds from now on, as a person would type it; None empties it.

    sheet: None where the file has no sheets. before: what the sheet showed; known once the edit was put into a table.
    resource, field: what the cell feeds; None where nothing of it is published. by, at: who made the edit, and when;
    both stay inside.
    """

    file: str
    sheet: str | None
    address: str
    after: str | None
    before: str | None = None
    resource: str | None = None
    field: str | None = None
    by: str | None = None
    at: str | None = None

    @property
    def place(self) -> Place:
        """The cell that it is about."""
        return self.file, self.sheet, self.address

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """An edit as as_json() wrote it."""
        return cls(**{name: value.get(name) for name in cls.__dataclass_fields__})  # type: ignore[arg-type]

    def as_json(self) -> dict[str, Any]:
        """The edit with all that is known of it, for the record of its upload."""
        return dict(vars(self))


def edits_from_json(values: Iterable[Mapping[str, Any]] | None) -> list[Edit]:
    """The edits that an upload is kept with."""
    return [Edit.from_json(value) for value in values or ()]


def public_edits(edits: Sequence[Edit]) -> list[dict[str, str | None]]:
    """What is published of edits: those of cells that feed a published field, without file, sheet and person."""
    return [{name: getattr(edit, name) for name in PUBLIC} for edit in edits if edit.field is not None]


def with_others(edits: Sequence[Edit], changed: Sequence[Edit]) -> list[Edit]:
    """The edits together with others; of two edits of one cell the later one holds."""
    together = {edit.place: edit for edit in edits}
    together.update({edit.place: edit for edit in changed})
    return list(together.values())


def found(edits: Sequence[Edit], applied: Sequence[Edit]) -> list[Edit]:
    """The edits with what was found out when they were put into the tables; one that named no file now does."""
    by_place = {edit.place: edit for edit in applied}
    alone = {(edit.sheet, edit.address): edit for edit in applied}
    result = []
    for edit in edits:
        known = by_place.get(edit.place) if edit.file else alone.get((edit.sheet, edit.address))
        facts = ("file", "before", "resource", "field")
        result.append(replace(edit, **{name: getattr(known, name) for name in facts}) if known else edit)
    return result


def proposal_json(error: int, edit: Edit) -> dict[str, Any]:
    """A proposal as it is kept with a report; error: the position of its error."""
    return {"error": error, "file": edit.file, "sheet": edit.sheet, "address": edit.address, "after": edit.after}


def proposals_of(report: Mapping[str, Any]) -> dict[int, Edit]:
    """The proposals of a stored report by the positions of their errors."""
    listed = len(report.get("errors", ()))
    return {
        proposal["error"]: Edit(proposal["file"], proposal["sheet"], proposal["address"], proposal["after"])
        for proposal in report.get(PROPOSALS, ())
        if proposal["error"] < listed  # a long report may have been cut
    }
