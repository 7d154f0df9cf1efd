"""Sent again: the files of an upload are those of which the current version was made.

Here: whether they are, and the note that says so. Not here: what becomes of an upload without changes
(uploading.py, publishing_drafts.py).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from opendata.domain.errors import PackageDamaged
from opendata.domain.model import Dataset, SourceFile, Upload
from opendata.domain.report.findings import Note
from opendata.domain.report.summary import with_note
from opendata.steps.desk import Desk

SEARCHED = 20  # uploads, newest first: the one that became the current version is nearly always the newest or second


def told_if_sent_again(desk: Desk, dataset: Dataset, upload: Upload, files: Sequence[SourceFile]) -> Upload:
    """An upload without changes whose report says that its files are those of the current version, if they are.

    The files of that version are read for it, so an upload that changes something is not compared.
    """
    if dataset.current is None or upload.counts is None or any(upload.counts.values()):
        return upload
    sent = [file.content for file in files]
    newest, _ = desk.uploads.of(dataset, 0, SEARCHED)
    before = next((one for one in newest if one.version == dataset.current and one.id != upload.id), None)
    with suppress(PackageDamaged):  # the files are removed some time after their publication
        if before is not None and sorted(desk.uploads.files(before).values()) == sorted(sent):
            return replace(upload, report=with_note(upload.report, _note(dataset.current, len(files))))
    return upload


def _note(version: str, count: int) -> Note:
    german = (
        f"Diese Datei liegt schon vor: Aus ihr ist Version {version} geworden."
        if count == 1
        else f"Diese Dateien liegen schon vor: Aus ihnen ist Version {version} geworden."
    )
    english = (
        f"This file was sent before: version {version} was made of it."
        if count == 1
        else f"These files were sent before: version {version} was made of them."
    )
    messages = {
        "de": f"{german} Wenn Sie eine neuere einreichen wollten, wählen Sie sie bitte noch einmal aus.",
        "en": f"{english} If you meant to send a newer one, please choose it once more.",
    }
    return Note("sent-again", messages)
