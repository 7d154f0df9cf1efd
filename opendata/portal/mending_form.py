"""The form for mending: what was typed into cells, which proposals were accepted and which edits undone.

Here: from fields to edits. Not here: the pages (mending_pages.py), and what an edit does (steps/mending.py).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from opendata.domain.model import Upload
from opendata.domain.report.edits import Edit, edits_from_json, proposals_of
from opendata.domain.report.sent_tables import ROW, SentTable
from opendata.domain.tables.cell_addresses import cell_place
from opendata.portal.error_groups import alike, group_key

CELL, EDITION, FILE, SHEET, ACT = "cell-", "edition", "file", "sheet", "act"
SAVE, ACCEPT, ALIKE, GROUP, ALL = "save", "accept:", "alike:", "group:", "all"
UNDO, UNDO_ALL = "undo:", "undo-all"
MOST_DIGITS = 7  # of the number of a proposal or an edit


def typed_cells(form: Mapping[str, str]) -> dict[str, str]:
    """What stands in the fields of cells, by their addresses."""
    return {
        name.removeprefix(CELL): text.replace("\r\n", "\n") for name, text in form.items() if name.startswith(CELL)
    }


def changed_cells(table: SentTable, typed: Mapping[str, str]) -> list[Edit]:
    """The edits that typing brought about: of those cells that show something else now."""
    changed = []
    for address, text in typed.items():
        try:
            shown = shown_text(table, *cell_place(address))
        except ValueError:
            continue  # no page has this field, so nobody typed into it
        if " ".join(text.split()) != " ".join((shown or "").split()):
            changed.append(Edit(table.file, table.sheet, address, text.strip() or None))
    return changed


def shown_text(table: SentTable, row: int, column: int) -> str | None:
    """What a cell of a sheet shows."""
    name = str(column)
    if name not in table.cells.columns:
        return None
    position = int(table.cells[ROW].search_sorted(row))
    if position >= table.cells.height or table.cells[ROW][position] != row:
        return None
    text: str | None = table.cells[name][position]
    return text


def accepted(upload: Upload, act: str) -> list[Edit]:
    """The proposals that a button accepts: of one error by its position, of those like it, of a group, or all."""
    proposals, errors = proposals_of(upload.report), upload.report["errors"]
    if act == ALL:
        return list(proposals.values())
    if act.startswith(GROUP):
        key = act.removeprefix(GROUP)
        return [edit for position, edit in proposals.items() if group_key(errors[position]) == key]
    if (place := _number_after(ALIKE, act)) is not None and place in proposals:
        told = {position: alike({**errors[position], "proposal": edit.after}) for position, edit in proposals.items()}
        return [edit for position, edit in proposals.items() if told[position] == told[place]]
    number = _number_after(ACCEPT, act)
    edit = None if number is None else proposals.get(number)
    return [] if edit is None else [edit]


def edits_after(upload: Upload, act: str, changed: Sequence[Edit]) -> list[Edit]:
    """All edits of an upload once the act of a form is done; typed cells are kept whichever button was pressed."""
    edits = {edit.place: edit for edit in edits_from_json(upload.edits)}
    if act == UNDO_ALL:
        return []
    undone = _number_after(UNDO, act)
    if undone is not None and undone < len(edits):
        del edits[list(edits)[undone]]
    for edit in (*accepted(upload, act), *changed):
        before = edits.get(edit.place)
        if before is not None and (edit.after or "") == (before.before or ""):
            del edits[edit.place]  # what the file says stands there again
        else:
            edits[edit.place] = edit
    return list(edits.values())


def _number_after(name: str, act: str) -> int | None:
    """The number that the act of a button ends with; None where it is another act, or no button of ours."""
    number = act.removeprefix(name) if act.startswith(name) else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS else None


def edit_lines(upload: Upload) -> list[dict[str, Any]]:
    """The edits of an upload as pages list them."""
    return [
        {**edit.as_json(), "number": number, "row": cell_place(edit.address)[0]}
        for number, edit in enumerate(edits_from_json(upload.edits))
    ]
