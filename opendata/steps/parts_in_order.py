"""Parts in order: the parts of a report are published one after the other, the oldest first.

Here: this rule, and planning the parts that are left anew when one of them is published. Not here: which parts there
are (report_parts.py), and publishing (publishing_drafts.py).
"""

from collections.abc import Sequence
from contextlib import suppress

from opendata.domain.errors import DomainError, EarlierPartOpen
from opendata.domain.model import Upload
from opendata.steps import publishing
from opendata.steps.desk import Desk
from opendata.steps.uploading import draft_of, planned_again


def parts(desk: Desk, upload: Upload) -> Sequence[Upload]:
    """The parts of the report that an upload is a part of, oldest first, without their reports; none: it is whole."""
    return desk.uploads.parts(upload.part_of) if upload.part_of is not None else ()


def must_be_next(desk: Desk, upload: Upload) -> None:
    """Raise EarlierPartOpen while an earlier part of the same report is neither published nor deleted."""
    known = parts(desk, upload)
    if any(part.as_of < upload.as_of and part.state != "published" for part in known):
        raise EarlierPartOpen(upload.id, [part_json(part) for part in known])


def part_json(part: Upload) -> dict[str, str]:
    """A part as it is named to programs."""
    return {"id": part.id, "as_of": part.as_of.isoformat(), "state": part.state}


def plan_later_parts(desk: Desk, published: Upload) -> None:
    """Compare the later parts of a report with the version that one of its parts has just become.

    What fails here is made up for when somebody looks at such a part, or publishes it.
    """
    for part in parts(desk, published):
        if part.state == "draft" and part.as_of > published.as_of:
            with suppress(DomainError):
                planned_anew(desk, desk.uploads.get(part.id))


def planned_anew(desk: Desk, upload: Upload) -> Upload:
    """A part of a report compared with the version that holds now; any other upload as it is.

    A part that cannot be compared, such as one with tables of a withdrawn version, stays as it is as well: publishing
    it says why.
    """
    if upload.part_of is None or upload.state != "draft":
        return upload
    dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
    if upload.base == dataset.current:
        return upload
    try:
        draft = draft_of(desk, upload, dataset)
        anew = planned_again(upload, draft, publishing.plan(draft, desk.versions))
    except DomainError:
        return upload
    return anew if desk.uploads.replace_draft(anew) else desk.uploads.get(upload.id)
