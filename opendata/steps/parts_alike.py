"""Parts alike: what is mapped or mended in one part of a report holds for its other open parts as well.

Here: carrying it over, so that nobody does it once for each date. Not here: mapping and mending themselves
(looking.py, mending.py). What a part says of its own date stays its own: its column of the state, and the status that
a person has set.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from opendata.domain.errors import DomainError
from opendata.domain.kinds import Kind
from opendata.domain.model import Upload
from opendata.domain.report.edits import edits_from_json, with_others
from opendata.steps.desk import Desk
from opendata.steps.looking import read_again
from opendata.steps.parts_in_order import parts
from opendata.steps.report_parts import STATE_ROLE, mapping_of_state, state_of
from opendata.steps.uploading import Examined


def map_others_alike(desk: Desk, mapped: Examined) -> None:
    """Read the other open parts by the mapping of one of them, each with its own column of the state."""
    kind, facts = _kind(desk, mapped.upload), mapped.facts
    for part in _others(desk, mapped.upload) if facts else ():
        state = state_of(part.mapping, facts.states, kind) if facts else None
        if facts and state is not None:
            mapping = mapping_of_state(mapped.upload.mapping, facts.states, state, kind)
            with suppress(DomainError):  # somebody is at work on it; its own page says what is to be done
                read_again(desk, part, replace(part, mapping=mapping))


def mend_others_alike(desk: Desk, mended: Upload, before: Upload) -> None:
    """Give the other open parts those edits that one of them got, of values that all parts have in common."""
    had = {edit.place: edit.after for edit in edits_from_json(before.edits)}
    has = {edit.place: edit for edit in edits_from_json(mended.edits)}
    own = _own_fields(_kind(desk, mended))
    known = {edit.place: edit for edit in (*edits_from_json(before.edits), *has.values())}
    common = {place for place, edit in known.items() if edit.field is not None and edit.field not in own}
    new = [edit for place, edit in has.items() if place in common and had.get(place, "") != edit.after]
    undone = {place for place in had if place in common and place not in has}
    if not new and not undone:
        return
    for part in _others(desk, mended):
        kept = [edit for edit in edits_from_json(part.edits) if edit.place not in undone]
        together = [edit.as_json() for edit in with_others(kept, new)]
        with suppress(DomainError):  # as above
            read_again(desk, part, replace(part, edits=together or None))


def _others(desk: Desk, upload: Upload) -> Iterator[Upload]:
    """The other parts that are open, with their reports."""
    for part in parts(desk, upload):
        if part.id != upload.id and part.state in ("draft", "invalid"):
            yield desk.uploads.get(part.id)


def _own_fields(kind: Kind) -> set[str]:
    """The fields of which each part has a value of its own."""
    roles = [table.role(role) for table in kind for role in (STATE_ROLE, "status")]
    return {field.name for field in roles if field is not None}


def _kind(desk: Desk, upload: Upload) -> Kind:
    return desk.kinds[desk.catalogue.dataset(upload.publisher, upload.dataset).kind]
