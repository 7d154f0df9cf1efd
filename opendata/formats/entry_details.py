"""Entries in detail: every value that an event changed, before and after, as HTML and as plain lines.

Here: the list of values, and what the publisher said. Not here: the one sentence above it
(domain/journal/short_titles.py), feeds (atom_feed.py, json_feed.py), the timeline on a page (site/news.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from opendata.domain.journal.answered_events import answer_words
from opendata.domain.journal.names_in_sentences import field_label
from opendata.domain.kinds import Kind
from opendata.domain.model import Entry
from opendata.domain.tables.json_values import cell_text
from opendata.domain.tables.values_for_people import value_text

# Characters of a value; the page of the row has all of it. Long texts of a row that came or went are no news.
LONGEST_VALUE, LONGEST_OF_WHOLE_ROW = 400, 120
MOST_VALUES = 40
WORDS = {
    "before": {"de": "bisher", "en": "before"},
    "after": {"de": "jetzt", "en": "now"},
    "nothing": {"de": "ohne Angabe", "en": "not given"},
    "more": {"de": "und {} weitere Angaben", "en": "and {} more values"},
    "more.one": {"de": "und eine weitere Angabe", "en": "and one more value"},
}


@dataclass(frozen=True)
class ValueChange:
    """A field with its values for people; None where there is none."""

    label: str
    before: str | None
    after: str | None


def value_changes(entry: Entry, kind: Kind | None, language: str) -> Sequence[ValueChange]:
    """The values that an event changed, in its own order; those of a whole row as far as the row has them."""
    event = entry.event
    table = kind.table_or_none(event.resource) if kind and event.resource else None
    if table is None or entry.redacted_at is not None:
        return []
    title, is_whole = table.role("title"), _is_whole_row(entry)
    longest = LONGEST_OF_WHOLE_ROW if is_whole else LONGEST_VALUE
    changes = []
    for name, values in event.fields.items():
        field = table.field_or_text(name)
        before, after = (
            None if (text := cell_text(value, field)) is None else _cut(value_text(field, text, language), longest)
            for value in values
        )
        if before != after and not (is_whole and field == title):
            changes.append(ValueChange(field_label(event, field, language), before, after))
    return changes


def entry_html(entry: Entry, kind: Kind | None, language: str) -> str:
    """The entry in full as a piece of HTML: the values before and after, then what the publisher said."""
    is_change = not _is_whole_row(entry)
    changes = value_changes(entry, kind, language)
    items = [f"<li>{_as_html(change, language, is_change=is_change)}</li>" for change in changes[:MOST_VALUES]]
    if left := len(changes[MOST_VALUES:]):
        items.append(f"<li>{_more(left, language)}</li>")
    if not items:
        return f"<p>{_escaped(entry.event.sentence[language])}</p>"
    said = answer_words(entry.event.answers, language)
    return f"<ul>{''.join(items)}</ul>" + (f"<p>{_escaped(said)}</p>" if said else "")


def entry_text(entry: Entry, kind: Kind | None, language: str) -> str:
    """The same as plain lines."""
    is_change = not _is_whole_row(entry)
    changes = value_changes(entry, kind, language)
    lines = [f"- {_as_text(change, language, is_change=is_change)}" for change in changes[:MOST_VALUES]]
    if left := len(changes[MOST_VALUES:]):
        lines.append(f"- {_more(left, language)}")
    if not lines:
        return entry.event.sentence[language]
    said = answer_words(entry.event.answers, language)
    return "\n".join([*lines, *([said] if said else [])])


def _as_html(change: ValueChange, language: str, *, is_change: bool) -> str:
    label, before, after = (_escaped(text or "") for text in (change.label, change.before, change.after))
    if not is_change:
        return f"<b>{label}:</b> {before or after}"
    nothing = f"<i>{WORDS['nothing'][language]}</i>"
    was = f"<del>{before}</del>" if change.before is not None else nothing
    now = f"<ins>{after}</ins>" if change.after is not None else nothing
    return f"<b>{label}</b> – {WORDS['before'][language]}: {was}, {WORDS['after'][language]}: {now}"


def _as_text(change: ValueChange, language: str, *, is_change: bool) -> str:
    if not is_change:
        return f"{change.label}: {change.before or change.after}"
    nothing = WORDS["nothing"][language]
    was, now = (nothing if text is None else text for text in (change.before, change.after))
    return f"{change.label} – {WORDS['before'][language]}: {was}, {WORDS['after'][language]}: {now}"


def _more(count: int, language: str) -> str:
    return WORDS["more.one" if count == 1 else "more"][language].format(count)


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _is_whole_row(entry: Entry) -> bool:
    return entry.event.event.endswith((".added", ".removed"))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()} …"
