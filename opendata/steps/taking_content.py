"""Taking content: what came from an address becomes a draft, or a version, or nothing where nothing is new.

Here: the same checks that an upload passes, and which earlier drafts give way. Not here: fetching (source_files.py),
what is noted about a fetch (fetching_sources.py).
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from opendata.domain.actors import SERVICE
from opendata.domain.errors import (
    DateBeforeLast,
    DomainError,
    MappingNotValid,
    UnreadableFile,
    UploadNotFound,
    UploadTooDemanding,
)
from opendata.domain.model import Dataset, SourceFile, Upload
from opendata.domain.quota_errors import NoRoomLeft
from opendata.domain.source_words import SAME
from opendata.domain.sources import (
    DRAFT,
    FETCHED,
    HEADER,
    INVALID,
    PUBLISHED,
    UNCHANGED,
    FetchedContent,
    FetchFailed,
    Source,
    header_day,
    is_untouched,
)
from opendata.steps.desk import Desk
from opendata.steps.parts_in_order import parts
from opendata.steps.ports.checking import Caller
from opendata.steps.publishing_at_once import publish_examined
from opendata.steps.source_desk import SourceDesk
from opendata.steps.uploading import Arrival, Examined, about_upload, after_last, arrived, examine, keep


@dataclass(frozen=True)
class Taken:
    """What became of content. reason: why it is a draft though it should be a version, or why it is nothing new."""

    outcome: str
    reason: str | None = None
    upload: str | None = None
    version: str | None = None
    as_of: date | None = None


class TurnOver(Exception):
    """Somebody has changed or removed the source, or another run has taken its job: nothing more is kept."""


def take(
    source_desk: SourceDesk, source: Source, content: FetchedContent, now: datetime, tell: Callable[[float], None]
) -> Taken:
    """Make of content what there is to make of it. Raises FetchFailed, TurnOver, and what an Examination raises."""
    if content.digest == source.digest:
        return Taken(UNCHANGED, "same-content")
    desk = replace(source_desk.desk, by=SERVICE)
    dataset = desk.catalogue.dataset(source.publisher, source.dataset)
    # The same content in the same turn has the same id: a run that was killed in between has left it so.
    upload_id = hashlib.sha256(f"{source.id} {source.turn} {content.digest}".encode()).hexdigest()[:32]
    if (kept := _kept(desk, upload_id)) is not None:
        recognised = Taken(kept.state, None, kept.id, kept.version, kept.as_of)
        _give_way(source_desk, desk, source, recognised)
        return recognised
    files = [SourceFile(name, inside) for name, inside in content.files.items()]
    arrival = Arrival(_as_of(desk, source, content, now), upload_id=upload_id)
    examined = _examined(desk, source, dataset, files, arrival, now, tell)
    if examined.plan is not None and examined.plan.number is None:
        return Taken(UNCHANGED, SAME, as_of=arrival.as_of)
    tell(0.9)
    if not source_desk.sources.begin_upload(source, upload_id):
        raise TurnOver
    taken = _kept_or_published(desk, source, dataset, files, examined, now)
    _give_way(source_desk, desk, source, taken)
    return taken


def _kept_or_published(
    desk: Desk, source: Source, dataset: Dataset, files: list[SourceFile], examined: Examined, now: datetime
) -> Taken:
    upload, reason = examined.upload, None
    last = examined.plan.last if examined.plan else None
    if source.publish and upload.state == DRAFT and last is not None and last.withdrawal is not None:
        reason = "withdrawn"  # what somebody took back does not come again by itself
    elif source.publish and upload.state == DRAFT:
        published = publish_examined(desk, dataset, files, examined, {}, now=now)
        if published is not None:
            return Taken(PUBLISHED, None, upload.id, published.version.number, upload.as_of)
        reason = _why_not(desk, source, upload)
    keep(desk, examined, files, now=now)
    return Taken(upload.state, reason, upload.id, None, upload.as_of)


def _why_not(desk: Desk, source: Source, upload: Upload) -> str:
    """Why a draft was not published at once."""
    if desk.office.rules.four_eyes(source.publisher):
        return "four-eyes"
    asks = any(question.get("required") for question in upload.report.get("questions", ()))
    return "asks" if asks else "another-version"


def _kept(desk: Desk, upload_id: str) -> Upload | None:
    try:
        return desk.uploads.get(upload_id)
    except UploadNotFound:
        return None


def _as_of(desk: Desk, source: Source, content: FetchedContent, now: datetime) -> date:
    """The date of the figures by the rule that was chosen, in the publisher's time zone; raises FetchFailed."""
    zone = ZoneInfo(desk.office.rules.time_zone(source.publisher))
    if source.as_of_from == FETCHED:
        return now.astimezone(zone).date()
    moment = header_day(content.modified) if source.as_of_from == HEADER else _iso(content.metadata_modified)
    if moment is None:
        raise FetchFailed("no-date")
    return moment.astimezone(zone).date()


def _iso(text: str | None) -> datetime | None:
    """The moment that CKAN writes, which is in UTC where it names no zone."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _examined(
    desk: Desk,
    source: Source,
    dataset: Dataset,
    files: list[SourceFile],
    arrival: Arrival,
    now: datetime,
    tell: Callable[[float], None],
) -> Examined:
    # Whoever chose the address has a hand in what comes from there, so that four eyes are two more.
    upload = replace(arrived(dataset, arrival, now=now), hands=[source.hand])
    try:
        desk.quota.must_have_room(source.publisher, files)
        current = after_last(desk, dataset, arrival.as_of)
        return examine(desk, dataset, upload, files, current=current, caller=Caller.JOB, tell=tell)
    except NoRoomLeft:
        raise FetchFailed("no-room") from None
    except DateBeforeLast:
        raise FetchFailed("date-before-last") from None
    except (UnreadableFile, MappingNotValid, UploadTooDemanding) as error:
        raise FetchFailed("unreadable", words=_told(error)) from None


def _told(error: DomainError) -> Mapping[str, str]:
    if isinstance(error, UnreadableFile):
        return {language: error.messages[language] for language in ("de", "en")}
    return {language: error.in_language(language) for language in ("de", "en")}


def _give_way(source_desk: SourceDesk, desk: Desk, source: Source, taken: Taken) -> None:
    """Remove earlier drafts of the source that nobody has looked at; what has errors replaces no valid draft."""
    forgotten = [taken.upload or ""] if taken.outcome == PUBLISHED else []
    for upload_id, looked_at in source_desk.sources.uploads(source):
        earlier = None if upload_id == taken.upload else _kept(desk, upload_id)
        if earlier is None:
            forgotten += [upload_id] if upload_id != taken.upload else []
            continue
        whole = parts(desk, earlier) or [earlier]  # a report of several dates is several uploads
        if looked_at or not all(is_untouched(part) and not _is_shown(desk, part) for part in whole):
            forgotten.append(upload_id)  # it belongs to whoever has looked at it
        elif taken.outcome != INVALID or earlier.state == INVALID:
            for part in whole:
                desk.uploads.remove(part)
            desk.note("source.replaced", source.publisher, **about_upload(earlier))
            forgotten.append(upload_id)
    source_desk.sources.forget_uploads(source, forgotten)


def _is_shown(desk: Desk, upload: Upload) -> bool:
    """Whether somebody has set a time for a draft, or made a link to its preview."""
    links = desk.office.preview_links.of_upload(upload.id)
    return upload.id in desk.office.appointments.latest([upload.id]) or bool(links)
