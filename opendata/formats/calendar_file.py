"""Deadlines as a calendar (RFC 5545, and the properties of RFC 7986 that say what a calendar is).

Here: bytes and words of events. Not here: which deadlines are in it (steps/reading_deadlines.py), addresses (api/).

A deadline is an event of its last day that takes no time from anybody. Nothing in it depends on the clock.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText, vUri

from opendata.domain.deadlines import Deadline
from opendata.domain.tables.values_for_people import partial_date_text

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//opendata//calendar of deadlines//EN"
UIDS = uuid.UUID("5d2f6c38-64f1-5c0e-9a0b-9a2b4f5fd2c7")  # never changes: the ids of events are made from it
ASKED_AGAIN = timedelta(hours=12)
LONGEST_NAME = 200  # characters
MOST_REASONS = 3
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")

UNTIL = {"de": ("bis", "bis Ende"), "en": ("by", "by the end of")}
PUT_OFF = {"de": "Verschoben von {before} auf {after}{times}.", "en": "Put off from {before} to {after}{times}."}
TIMES = {"de": ", {}-mal seit Beginn", "en": ", {} times so far"}
REASON = {"de": "Grund: {}", "en": "Reason: {}"}


@dataclass(frozen=True)
class CalendarEntry:
    """A deadline with its place and its last change."""

    publisher: str
    dataset: str
    deadline: Deadline
    link: str  # the page of the row
    changed_at: datetime
    serial: int  # grows with every publication and withdrawal


@dataclass(frozen=True)
class CalendarPage:
    """A calendar of deadlines."""

    title: str
    description: str
    link: str  # the page for people
    source: str  # its own address
    entries: Sequence[CalendarEntry]
    language: str


def calendar_file(page: CalendarPage) -> bytes:
    """The calendar, with lines of at most 75 octets that end in CR LF."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name, text in (("name", page.title), ("x-wr-calname", page.title), ("description", page.description)):
        calendar.add(name, vText(_one_line(text)))
    calendar.add("x-wr-caldesc", vText(_one_line(page.description)))
    calendar.add("url", vUri(page.link))
    calendar.add("source", vUri(page.source), parameters={"VALUE": "URI"})
    if page.entries:
        calendar.add("last-modified", max(entry.changed_at for entry in page.entries))
    calendar.add("refresh-interval", vDuration(ASKED_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASKED_AGAIN))
    for entry in page.entries:
        calendar.add_component(_event(entry, page.language))
    content: bytes = calendar.to_ical(sorted=False)
    return content


def event_uid(entry: CalendarEntry) -> str:
    """The name of an event, which follows from its place alone and so never changes."""
    deadline = entry.deadline
    place = (entry.publisher, entry.dataset, deadline.resource, deadline.key, deadline.field)
    return uuid.uuid5(UIDS, "/".join(quote(part, safe="") for part in place)).urn


def summary(deadline: Deadline, language: str) -> str:
    """The row's name and what is due: "Radweg: Fertigstellung geplant bis Ende 2027"."""
    name = _one_line(deadline.name[language])
    if len(name) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME - 1].rstrip()}…"
    # "By the end of": only where a month or a year is meant and no day.
    until = UNTIL[language][deadline.due.count("-") < 2]
    return f"{name}: {deadline.what[language]} {until} {partial_date_text(deadline.due, language)}"


def _event(entry: CalendarEntry, language: str) -> Event:
    event, deadline = Event(), entry.deadline
    event.add("uid", event_uid(entry))
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.serial)
    event.add("dtstart", deadline.last_day)
    event.add("summary", summary(deadline, language))
    if description := _description(deadline, language):
        event.add("description", description)
    event.add("url", vUri(entry.link))
    event.add("transp", "TRANSPARENT")
    return event


def _description(deadline: Deadline, language: str) -> str:
    lines = [_one_line(deadline.status[language])]
    if (moved := deadline.put_off) is not None:
        many = moved.times if moved.times and moved.times > 1 else None
        times = TIMES[language].format(many) if many else ""
        dates = {"before": moved.before, "after": deadline.due}
        shown = {name: partial_date_text(text, language) for name, text in dates.items()}
        lines.append(PUT_OFF[language].format(**shown, times=times))
        lines += [REASON[language].format(_one_line(reason)) for reason in moved.reasons[:MOST_REASONS]]
    return "\n".join(filter(None, lines))


def _one_line(text: str) -> str:
    """The text without line breaks and signs that a calendar may not hold."""
    return _UNPRINTABLE.sub(" ", text).strip()
