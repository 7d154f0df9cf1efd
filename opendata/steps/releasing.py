"""Releasing by two people: the rules of a publisher, asking a colleague to publish, and sending a draft back.

Here: these acts. Not here: the rule of four eyes (domain/four_eyes.py), against which publishing_drafts.py holds
every draft.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from opendata.domain.errors import UploadNotReady, UploadNotValid, UploadPublished
from opendata.domain.local_times import zone_name
from opendata.domain.model import Upload
from opendata.domain.reviews import ASKED, SENT_BACK, new_review, review_of
from opendata.steps.answering import must_be_answered
from opendata.steps.desk import Desk
from opendata.steps.telling import tell, who_had_a_hand, who_may_release
from opendata.steps.uploading import about_upload


def set_four_eyes(desk: Desk, publisher: str, on: bool) -> None:
    """Let nobody publish what they had a hand in, or let them again; raises PublisherNotFound."""
    if desk.office.rules.four_eyes(publisher) != on:
        desk.office.rules.set_four_eyes(publisher, on)
        desk.note("four_eyes.on" if on else "four_eyes.off", publisher)


def set_time_zone(desk: Desk, publisher: str, name: str) -> None:
    """Set the time zone of set times; raises PublisherNotFound, RequestNotValid."""
    before, chosen = desk.office.rules.time_zone(publisher), zone_name(name)
    if before != chosen:
        desk.office.rules.set_time_zone(publisher, chosen)
        desk.note("time_zone.changed", publisher, before=before, after=chosen)


def ask_for_release(desk: Desk, upload: Upload, word: str, now: datetime) -> Upload:
    """Ask those who may to look at a draft and publish it.

    Raises UploadNotReady, UploadPublished, UploadNotValid, AnswersMissing.
    """
    must_be_draft(upload)
    must_be_answered(upload)
    said = review_of(upload)
    if said and said.what == ASKED and said.by == desk.by.hand and said.word == (" ".join(word.split()) or None):
        return upload  # the button was pressed twice: nobody gets a second mail
    asked = _said(desk, upload, ASKED, word, now)
    desk.note("release.asked", upload.publisher, **about_upload(upload))
    to = [address for address in who_may_release(desk, upload) if address != desk.by.person]
    tell(desk, to, upload, "asked", now, f"ask-{secrets.token_hex(8)}", by=desk.by.hand, word=word)
    return asked


def send_back(desk: Desk, upload: Upload, reason: str, now: datetime) -> Upload:
    """Send a draft back to those who had a hand in it, with a word of reason; the draft stays.

    Raises UploadNotReady, UploadPublished, UploadNotValid, RequestNotValid.
    """
    must_be_draft(upload)
    said = review_of(upload)
    if (
        said
        and said.what == SENT_BACK
        and said.by == desk.by.hand
        and said.word == (" ".join(reason.split()) or None)
    ):
        return upload  # the button was pressed twice: nobody gets a second mail
    returned = _said(desk, upload, SENT_BACK, reason, now)
    desk.note("release.sent_back", upload.publisher, **about_upload(upload), reason=" ".join(reason.split()))
    to = [address for address in who_had_a_hand(desk, upload) if address != desk.by.person]
    tell(desk, to, upload, "sent-back", now, f"back-{secrets.token_hex(8)}", by=desk.by.hand, word=reason)
    return returned


def must_be_draft(upload: Upload) -> None:
    """Raise UploadNotReady, UploadPublished or UploadNotValid unless this is a draft that could be published."""
    if upload.state == "processing":
        raise UploadNotReady(upload.id)
    if upload.state == "published":
        raise UploadPublished(upload.id, upload.version or "")
    if upload.state != "draft":
        raise UploadNotValid(upload.id, upload.state)


def _said(desk: Desk, upload: Upload, what: str, word: str, now: datetime) -> Upload:
    review = new_review(what, desk.by.hand, now, word).as_json()
    if not desk.uploads.review(upload, review):
        raise UploadPublished(upload.id, desk.uploads.get(upload.id).version or "")
    return replace(upload, review=review)
