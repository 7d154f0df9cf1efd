"""Mending: cells of an upload are edited in the service, and it is checked again by the same steps.

Here: the acts of editing and undoing, and the workbook that comes back for what is to be mended in Excel. Not here:
putting edits into tables (intake/), reading again (looking.py). The files stay as they were sent, and an upload keeps
its edits when it is mapped anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from opendata.domain.errors import RequestNotValid, UploadChanged
from opendata.domain.model import Upload
from opendata.domain.report.edits import MOST_EDITS, Edit, Place, edits_from_json, with_others
from opendata.domain.tables.marked_workbooks import MarkedFile
from opendata.domain.tables.timestamps import moment_json
from opendata.steps import publishing
from opendata.steps.desk import Desk
from opendata.steps.looking import must_be_open, read_again, sent_files
from opendata.steps.parts_alike import mend_others_alike
from opendata.steps.ports.checking import Asked, Caller
from opendata.steps.uploading import about_upload

FIRST_EDITION = "first"


def edition(upload: Upload) -> str:
    """The mark of the present reading of an upload: it is another one after each mapping and each mending."""
    return upload.run or FIRST_EDITION


def must_be_edition(upload: Upload, seen: str | None) -> None:
    """Raise UploadChanged if the upload was read again since somebody saw it; None where they do not say."""
    if seen is not None and seen != edition(upload):
        raise UploadChanged(upload.id)


def put_edits(
    desk: Desk, upload: Upload, edits: Sequence[Edit], *, by: str, now: datetime, seen: str | None = None
) -> Upload:
    """The upload with these edits in place of all that it had, read and checked again.

    Raises what with_edits() does, EditNotValid if a cell does not exist, and what looking.read_again() raises; then
    the upload stays as it is.
    """
    mended = read_again(desk, upload, with_edits(upload, edits, by=by, now=now, seen=seen)).upload
    note_mending(desk, mended)
    mend_others_alike(desk, mended, upload)
    return mended


def with_edits(upload: Upload, edits: Sequence[Edit], *, by: str, now: datetime, seen: str | None = None) -> Upload:
    """The upload as it is to be read with these edits in place of all that it had; nothing is kept or read.

    seen: the edition that the edits were made on. Raises UploadChanged if it is another one by now, and
    RequestNotValid if there are too many edits.
    """
    must_be_edition(upload, seen)
    if len(edits) > MOST_EDITS:
        german = f"eine Einreichung kann höchstens {MOST_EDITS} Änderungen haben; ändern Sie bitte die Datei selbst"
        raise RequestNotValid(
            "edits", f"an upload may have at most {MOST_EDITS} edits; mend the file itself", german=german
        )
    had = {edit.place: edit for edit in edits_from_json(upload.edits)}
    stamped = [
        kept
        if (kept := had.get(edit.place)) is not None and kept.after == edit.after
        else replace(edit, by=by, at=moment_json(now))
        for edit in edits
    ]
    return replace(upload, edits=[edit.as_json() for edit in with_others([], stamped)] or None)


def note_mending(desk: Desk, mended: Upload) -> None:
    """Write into the audit log that an upload got edits."""
    count = str(len(mended.edits or ()))
    desk.note("upload.mended", mended.publisher, **about_upload(mended), count=count)


def add_edits(
    desk: Desk, upload: Upload, changed: Sequence[Edit], *, by: str, now: datetime, seen: str | None = None
) -> Upload:
    """The upload with these edits beside those that it has; raises what put_edits() does."""
    edits = with_others(edits_from_json(upload.edits), changed)
    return put_edits(desk, upload, edits, by=by, now=now, seen=seen)


def undo_edits(
    desk: Desk, upload: Upload, places: Collection[Place], *, by: str, now: datetime, seen: str | None = None
) -> Upload:
    """The upload without its edits of these cells, which hold what the file says again."""
    edits = [edit for edit in edits_from_json(upload.edits) if edit.place not in places]
    return put_edits(desk, upload, edits, by=by, now=now, seen=seen)


def marked_workbook(desk: Desk, upload: Upload, language: str, file: str | None = None) -> MarkedFile:
    """One of the files of an upload as a workbook in which everything that is wrong is marked.

    file: its name; None: the first one in which something is wrong. Raises UploadNotReady, UploadPublished,
    RequestNotValid, PackageDamaged where the files are not kept any more, and what an Examination raises.
    """
    must_be_open(upload)
    dataset = desk.catalogue.dataset(upload.publisher, upload.dataset)
    current = desk.versions.get(dataset, dataset.current) if dataset.current is not None else None
    asked = Asked(
        sent_files(desk, upload),
        dataset.kind,
        upload.mapping,
        Caller.PUBLISHER,
        carried=lambda sent: publishing.tables_to_carry(sent, desk.versions, current),
        may_carry=publishing.tables_with_rows(current),
        edits=edits_from_json(upload.edits),
    )
    return desk.examination.mark(asked, language, file)
