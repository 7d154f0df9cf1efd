"""Parts of a report: one that tells of several dates becomes several uploads, one for each date, published in order.

Here: which parts there are, and the mapping by which each of them is read. Not here: reading and keeping them
(uploading.py), and publishing them in order (parts_in_order.py).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from opendata.domain.kinds import Kind
from opendata.domain.model import SourceFile, Upload
from opendata.domain.report.findings import Note
from opendata.domain.report.report_facts import ReportFacts, ToldState
from opendata.domain.tables.values_for_people import day_text

STATE_ROLE = "news"  # of the field that says what has happened up to a date


@dataclass(frozen=True)
class Parts:
    """The parts of a report, oldest first, the newest being the upload that was sent; and what is said about them."""

    uploads: Sequence[Upload]
    notes: Sequence[Note]


def parts_of(upload: Upload, facts: ReportFacts, kind: Kind, current: date | None) -> Parts | None:
    """The parts of a report; None where it tells of one date.

    current: the date of the dataset's current version; parts that are not after it are not made. Of several columns
    of one date the last one becomes a part.
    """
    states = [state for state in facts.states if kind.table(state.resource).role(STATE_ROLE)]
    if upload.part_of is not None or len(states) < 2:
        return None
    *older, newest = states
    doubled = [state for place, state in enumerate(older) if state.as_of == states[place + 1].as_of]
    older = [state for state in older if state not in doubled]
    as_of, notes = _newest_date(upload.as_of, newest, older[-1] if older else None)
    if doubled:
        notes = [*notes, _of_one_date(doubled)]
    too_old = [state for state in older if current is not None and state.as_of <= current]
    if too_old:
        notes = [*notes, _not_made(too_old)]
    made = [
        replace(
            upload,
            id=_part_id(upload.id, state.header),
            as_of=state.as_of,
            message=None,  # the sentence of the sender is about the date that the sender has stated
            mapping=mapping_of_state(upload.mapping, facts.states, state, kind),
            part_of=upload.id,
        )
        for state in older
        if state not in too_old
    ]
    mapping = mapping_of_state(upload.mapping, facts.states, newest, kind)
    return Parts([*made, replace(upload, as_of=as_of, mapping=mapping, part_of=upload.id)], notes)


def mapping_of_state(
    mapping: Mapping[str, Any] | None, states: Sequence[ToldState], chosen: ToldState, kind: Kind
) -> dict[str, Any]:
    """The mapping that reads one of the columns that tell a state, and publishes none of the others.

    What it says about such a column of another report, which this one does not have, is forgotten.
    """
    field = kind.table(chosen.resource).role(STATE_ROLE)
    assert field is not None  # parts_of() makes no parts of other tables
    resources = dict((mapping or {}).get("resources") or {})
    of_table = dict(resources.get(chosen.resource) or {})
    told = {state.header: None for state in states if state.resource == chosen.resource}
    kept = {
        header: target
        for header, target in (of_table.get("fields") or {}).items()
        if header not in told and target != field.name
    }
    of_table["fields"] = {**kept, **told, chosen.header: field.name}
    return {**(mapping or {}), "resources": {**resources, chosen.resource: of_table}}


def state_of(mapping: Mapping[str, Any] | None, states: Sequence[ToldState], kind: Kind) -> ToldState | None:
    """The column of the state that a mapping reads; None if it reads none of these."""
    resources = (mapping or {}).get("resources") or {}
    for state in states:
        field = kind.table(state.resource).role(STATE_ROLE)
        fields = (resources.get(state.resource) or {}).get("fields") or {}
        if field is not None and fields.get(state.header) == field.name:
            return state
    return None


def with_readings(files: Sequence[SourceFile], facts: ReportFacts) -> list[SourceFile]:
    """The files with the readings of those that were just read."""
    return [replace(file, reading=facts.readings.get(file.name, file.reading)) for file in files]


def _newest_date(stated: date, newest: ToldState, before: ToldState | None) -> tuple[date, list[Note]]:
    """The date of the newest part: the sender's, unless an older part of the report is as young as that.

    A note says so; it also says that the report names a later date than the sender's, which holds all the same.
    """
    is_younger = before is None or stated > before.as_of
    if is_younger and stated >= newest.as_of:
        return stated, []
    holds = stated if is_younger else newest.as_of
    messages = {
        "de": f"Als Stand ist der {day_text(stated, 'de')} angegeben, der Bericht nennt aber „{newest.header}“, also "
        f"den {day_text(newest.as_of, 'de')}: Für diesen Teil gilt der {day_text(holds, 'de')}.",
        "en": f"You stated {day_text(stated, 'en')} as the date, but the report tells of “{newest.header}”, which is "
        f"{day_text(newest.as_of, 'en')}: this part is as of {day_text(holds, 'en')}.",
    }
    return holds, [Note("date-told-otherwise", messages, resource=newest.resource)]


def _of_one_date(states: Sequence[ToldState]) -> Note:
    """The note about columns that are not published because a later column tells of the same date."""
    german = ", ".join(f"„{state.header}“ ({day_text(state.as_of, 'de')})" for state in states)
    english = ", ".join(f"“{state.header}” ({day_text(state.as_of, 'en')})" for state in states)
    messages = {
        "de": f"Der Bericht nennt zu einem Tag mehrere Stände. Aus {german} wird kein Entwurf, weil eine Spalte "
        "weiter rechts denselben Tag nennt. Bitte vergleichen Sie beide.",
        "en": f"The report tells several states of one day. No draft is made of {english}, because a column "
        "further right tells of the same day. Please compare both.",
    }
    return Note("parts-not-made", messages, resource=states[0].resource)


def _not_made(states: Sequence[ToldState]) -> Note:
    german = ", ".join(f"„{state.header}“" for state in states)
    english = ", ".join(f"“{state.header}”" for state in states)
    messages = {
        "de": f"Der Bericht nennt auch {german}. Daraus wird kein Entwurf, weil schon eine Version mit diesem oder "
        "einem späteren Stand veröffentlicht ist.",
        "en": f"The report also tells of {english}. No draft is made of that, because a version of that date or a "
        "later one is published already.",
    }
    return Note("parts-not-made", messages, resource=states[0].resource)


def _part_id(upload_id: str, header: str) -> str:
    """The id of a part; a job that is done twice makes the same parts."""
    return hashlib.sha256(f"{upload_id} {header}".encode()).hexdigest()[:32]
