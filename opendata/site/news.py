"""News: journal entries as the lines of a page.

Here: order, grouping and links of events. Not here: their sentences (domain/journal/row_events.py) and short titles
(domain/journal/short_titles.py), reading them (told_news.py).
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from opendata.domain.journal.row_events import PUBLISHED, WITHDRAWN
from opendata.domain.journal.sentences import quoted
from opendata.domain.journal.short_titles import DATASET, short_title_parts
from opendata.domain.kinds import Field, Kind, Table
from opendata.domain.model import Entry, Version
from opendata.domain.overview.climate_measures import NOTE
from opendata.domain.tables.json_values import cell_text
from opendata.domain.tables.natural_order import natural_key
from opendata.site.cells_on_pages import Shown, shown
from opendata.site.links import entry_link
from opendata.web.addresses import event_anchor

MOST_EVENTS = 500  # on one page
MOST_LETTERS_SAID = 140  # of a publisher's own words in a line
ROW_HAPPENINGS = {  # how row_events.py begins what it tells of a whole row
    "de": ("neu aufgenommen", "nicht mehr enthalten", "heißt jetzt"),
    "en": ("added", "no longer contained", "is now called"),
}


@dataclass(frozen=True)
class NewsLine:
    """One event as a sentence with its link. name: of the row, "" where it cannot be told apart.

    before, happened: what stands in front of the name and behind it.
    """

    sentence: str
    href: str
    name: str = ""
    happened: str = ""
    before: str = ""


@dataclass(frozen=True)
class ChosenEntries:
    """What is told of one version: the entry about the version, or the first one, and the most telling others."""

    head: Entry
    others: Sequence[Entry]
    is_cut: bool

    @property
    def serials(self) -> list[int]:
        """Of all these entries."""
        return [entry.serial for entry in (self.head, *self.others)]


@dataclass(frozen=True)
class News:
    """The news of one version: the sentence on the version itself, then some of its events."""

    at: datetime
    headline: NewsLine
    lines: Sequence[NewsLine]
    is_cut: bool


@dataclass(frozen=True)
class FieldChange:
    """A field of a row before and after."""

    label: str
    before: Shown | None
    after: Shown | None


@dataclass(frozen=True)
class Happening:
    """An event in the timeline of a row."""

    at: datetime
    anchor: str  # by which a link leads to it
    version: Version | None
    sentence: str
    changes: Sequence[FieldChange]


@dataclass(frozen=True)
class VersionEvents:
    """The events of a version: rows added, changed and removed."""

    added: Sequence[NewsLine]
    changed: Sequence[NewsLine]
    removed: Sequence[NewsLine]
    is_cut: bool

    @property
    def shown(self) -> int:
        """How many events are listed here."""
        return len(self.added) + len(self.changed) + len(self.removed)


def most_telling(
    entries: Sequence[Entry], *, versions: int, lines: int, without: Collection[str] = ()
) -> list[ChosenEntries]:
    """The newest entries, grouped by version; of each version the most telling entries.

    entries: newest first. without: events that are not told.
    """
    chosen = []
    holding_entries = [entry for entry in entries if not entry.is_withdrawn and entry.event.event not in without]
    for _, group in groupby(holding_entries, key=_telling_of):
        of_version = list(group)
        head = next((entry for entry in of_version if entry.event.event == PUBLISHED), of_version[0])
        rest = [entry for entry in of_version if entry is not head]
        others = sorted(sorted(rest, key=_by_key(rest)), key=_told_after)
        if len(others) > lines and _sort(others[0]) == "added":
            others = []  # a first publication: a few of its hundreds of added rows would tell nothing
        chosen.append(ChosenEntries(head, others[:lines], is_cut=len(others) > lines))
        if len(chosen) == versions:
            break
    return chosen


def told_news(
    chosen: Sequence[ChosenEntries],
    filled: Mapping[int, Entry],
    kinds: Mapping[tuple[str, str], Kind],
    language: str,
    of: str,
) -> list[News]:
    """Chosen entries in short sentences, each with what changed most.

    filled: the entries with their fields, by serial. kinds: by the names of publisher and dataset. of: the heading
    below which the news stand (short_titles.py).
    """

    def line(entry: Entry, heading: str) -> NewsLine:
        kind = kinds.get((entry.publisher, entry.dataset))
        entry = filled.get(entry.serial, entry)
        before, name, happened = short_title_parts(entry, kind, language, of=heading)
        if name and (said := _new_words(entry)):
            before, happened = "", f": {quoted(said, language)}"
        return NewsLine(f"{before}{name}{happened}", entry_link(entry), name, happened if name else "", before)

    return [
        News(each.head.at, line(each.head, of), [line(entry, DATASET) for entry in each.others], each.is_cut)
        for each in chosen
    ]


def version_events(entries: Sequence[Entry], language: str, beginnings: tuple[str, ...] = ()) -> VersionEvents:
    """The events of one version's rows, as added, changed or removed, by key. entries: oldest first.

    Of more than MOST_EVENTS entries the first are shown; the view reads no others.
    """
    lines: dict[str, list[NewsLine]] = {"added": [], "changed": [], "removed": []}
    of_rows = [entry for entry in entries[:MOST_EVENTS] if entry.event.resource]
    for entry in sorted(of_rows, key=_by_key(of_rows)):
        lines[_sort(entry)].append(line_of(entry, language, beginnings))
    return VersionEvents(**lines, is_cut=len(entries) > MOST_EVENTS)


def timeline(
    entries: Sequence[Entry], table: Table, history: Mapping[str, Version], language: str
) -> list[Happening]:
    """What happened to a row, newest first."""
    return [
        Happening(
            entry.at,
            event_anchor(entry.serial),
            history.get(entry.version or ""),
            entry.event.sentence[language],
            field_changes(entry, table, language) if _sort(entry) == "changed" and not entry.redacted_at else [],
        )
        for entry in reversed(entries)
    ]


def field_changes(entry: Entry, table: Table, language: str) -> list[FieldChange]:
    """The fields that an event changed, with their values."""
    return [
        field_change(table, field, cell_text(before, field), cell_text(after, field), language)
        for field, (before, after) in (
            (table.field_or_text(name), values) for name, values in entry.event.fields.items()
        )
    ]


def field_change(table: Table, field: Field, before: str | None, after: str | None, language: str) -> FieldChange:
    """One field before and after."""
    as_status = field == table.role("status")

    def cell(value: str | None) -> Shown | None:
        return None if value is None else shown(field, value, language, as_status=as_status)

    return FieldChange(field.label(language), cell(before), cell(after))


def _telling_of(entry: Entry) -> tuple[str, str, str | None, bool]:
    """The group of an entry in the news: the events of one version; its withdrawal is a group of its own."""
    return entry.publisher, entry.dataset, entry.version, entry.event.event == WITHDRAWN


def line_of(entry: Entry, language: str, beginnings: tuple[str, ...] = ()) -> NewsLine:
    """An event as its full sentence; beginnings: with which words may begin what is told of a row."""
    sentence = entry.event.sentence[language]
    for colon in re.finditer(": ", sentence) if entry.event.resource else ():
        if sentence[colon.end() :].startswith(beginnings):
            return NewsLine(sentence, entry_link(entry), sentence[: colon.start()], sentence[colon.start() :])
    return NewsLine(sentence, entry_link(entry))


def beginnings_of(kinds: Iterable[Kind], language: str) -> tuple[str, ...]:
    """With which words may begin what a sentence tells of a row: a field that changed, or its coming or going."""
    labels = {field.label(language) for kind in kinds for table in kind for field in table}
    return (*labels, *ROW_HAPPENINGS[language])


def _by_key(entries: Sequence[Entry]) -> Callable[[Entry], tuple[int, tuple[str, str]]]:
    """The sort key of entries: their tables in the order of the journal, then their row keys in natural order."""
    tables = dict.fromkeys(entry.event.resource for entry in sorted(entries, key=lambda entry: entry.serial))
    places = {table: place for place, table in enumerate(tables)}
    return lambda entry: (places[entry.event.resource], natural_key(entry.event.key or ""))


def _new_words(entry: Entry) -> str:
    """How the publisher's own words about a row begin now, where nothing but these has changed; else ""."""
    if list(entry.event.fields) != [NOTE]:
        return ""
    words = " ".join(str(entry.event.fields[NOTE][1] or "").split())
    if len(words) <= MOST_LETTERS_SAID:
        return words
    return f"{words[:MOST_LETTERS_SAID].rpartition(' ')[0].rstrip('.,;: ')} …"


def _told_after(entry: Entry) -> int:
    """How much of the rest is told before: what is gone, and what its kind has an event for, tells most.

    Added rows come last, because there may be hundreds of them.
    """
    return {"changed": 1, "added": 2}.get(entry.event.event.rpartition(".")[2], 0)


def _sort(entry: Entry) -> str:
    """What happened to the row: "added", "removed" or "changed"."""
    ending = entry.event.event.rpartition(".")[2]
    return ending if ending in ("added", "removed") else "changed"
