"""Parts of a report as pages show them: steps from the oldest date to the newest.

Here: what a page shows of them. Not here: which parts there are (steps/), and pages about values
(report_values_pages.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from opendata.domain.kinds import Kind
from opendata.domain.model import Upload
from opendata.steps.parts_in_order import parts
from opendata.steps.report_parts import STATE_ROLE
from opendata.web.services import services

READING = "report_reading"  # the question that is asked of every report


@dataclass(frozen=True)
class ReportPart:
    """A part: its label as the report prints it, its date and state, and whether it is the one that is shown."""

    id: str
    label: str | None
    as_of: date
    state: str
    is_here: bool


@dataclass(frozen=True)
class PartsOfReport:
    """All parts of a report, oldest first. before: the oldest open part before the shown one; after: the next one."""

    parts: Sequence[ReportPart]
    before: ReportPart | None
    after: ReportPart | None


def parts_of_report(upload: Upload, kind: Kind) -> PartsOfReport | None:
    """The parts of the report that an upload is one of; None if the report is one upload."""
    known = [
        ReportPart(part.id, _label(part.mapping, kind), part.as_of, part.state, part.id == upload.id)
        for part in parts(services().desk, upload)
    ]
    if not known:
        return None
    is_open = [part for part in known if part.state != "published"]
    return PartsOfReport(
        known,
        next((part for part in is_open if part.as_of < upload.as_of), None),
        next((part for part in is_open if part.as_of > upload.as_of), None),
    )


def is_report(upload: Upload) -> bool:
    """Whether an upload was read from a report with pages."""
    return any(question["about"] == READING for question in upload.report.get("questions", ()))


def _label(mapping: Mapping[str, Any] | None, kind: Kind) -> str | None:
    """The label of the column that tells the state of a part."""
    resources = (mapping or {}).get("resources") or {}
    for table in kind:
        news = table.role(STATE_ROLE)
        fields = (resources.get(table.name) or {}).get("fields") or {}
        for header, target in fields.items():
            if news is not None and target == news.name:
                return str(header)
    return None
