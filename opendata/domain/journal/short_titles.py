"""Short titles: an entry of the journal in one short sentence that tells its most telling change.

Here: which change is told, and where the name of the row stands. Titles are made when they are read, from the facts
of the event; the sentences that are published with a version stay as they are. Not here: the words for a single
change (short_words.py), names (names_in_sentences.py), all changes of an event (formats/entry_details.py).
"""

from opendata.domain.journal.names_in_sentences import ToldName, field_label, row_name
from opendata.domain.journal.sentences import quoted
from opendata.domain.journal.short_words import (
    capital,
    change_title,
    deadline_title,
    goes_back,
    headline,
    status_headline,
)
from opendata.domain.journal.version_titles import ALL, DATASET, PUBLISHER, ROW, version_title
from opendata.domain.kinds import NUMBER_TYPES, Field, Kind, Table
from opendata.domain.model import Entry, Event
from opendata.domain.tables.json_values import cell_text
from opendata.domain.tables.values_for_people import value_text

__all__ = ["ALL", "DATASET", "PUBLISHER", "ROW", "short_title", "short_title_parts"]
LONGEST_NAME = 90  # characters of a row's name in a title
SENTENCE_END = "."

WHOLE_ROW = {  # the words before the name of a row, and those where the name is left out
    "added": {"de": ("Neu", "Neu aufgenommen"), "en": ("New", "Added")},
    "came_back": {"de": ("Wieder dabei", "Wieder aufgenommen"), "en": ("Back again", "Back again")},
    "removed": {"de": ("Nicht mehr enthalten",) * 2, "en": ("No longer contained",) * 2},
    "completed": {"de": ("Abgeschlossen", "Abgeschlossen und nicht mehr enthalten"), "en": ("Completed",) * 2},
    "dropped": {"de": ("Entfallen",) * 2, "en": ("Dropped",) * 2},
}


def short_title(entry: Entry, kind: Kind | None, language: str, *, of: str = ALL) -> str:
    """The title of an entry, without a full stop.

    kind: that of the dataset as it is now; None where there is none any more. of: the heading below which the title
    stands (ALL, PUBLISHER, DATASET or ROW). The entry must have its fields; without them its sentence is the title.
    """
    event = entry.event
    table = kind.table_or_none(event.resource) if kind and event.resource else None
    if event.resource is None:
        title = version_title(entry, language, of)
    elif table is None or entry.redacted_at is not None or not event.fields:
        title = event.sentence[language]
    else:
        title = _about_a_row(event, table, language, has_name=of != ROW)
    return " ".join(title.split()).removesuffix(SENTENCE_END)


def short_title_parts(entry: Entry, kind: Kind | None, language: str, *, of: str = ALL) -> tuple[str, str, str]:
    """The title of an entry in three parts: what stands before the name of its row, this name, and the rest.

    Pages let the name alone lead to the row. Where the title has no name in one piece, all of it is the last part.
    """
    title, event = short_title(entry, kind, language, of=of), entry.event
    table = kind.table_or_none(event.resource) if kind and event.resource else None
    if table is None or entry.redacted_at is not None or not event.fields:
        return "", "", title
    name = " ".join(_cut(row_name(event, table, language).whole).split())
    before, found, after = title.partition(name) if name else ("", "", "")
    return (before, name, after) if found else ("", "", title)


def _about_a_row(event: Event, table: Table, language: str, *, has_name: bool) -> str:
    name = row_name(event, table, language) if has_name else ToldName("")
    ending = event.event.rpartition(".")[2]
    if ending in ("added", "removed"):
        return _whole_row(event, table, ending, name, language)
    status, deadline, title = (table.role(role) for role in ("status", "deadline", "title"))
    if status and status.name in event.fields:
        return _status(event, status, name, language)
    if deadline and deadline.name in event.fields:
        old, new = _texts(event, deadline)
        told = deadline_title(deadline, old, new, event.times_moved, language)
        return _after_name(name, told, language)
    if title and title.name in event.fields and (new := _texts(event, title)[1]):
        words = {"de": "heißt jetzt", "en": "is now called"}[language]
        called = f"{words} {quoted(value_text(title, new, language), language)}"
        return f"{_cut(name.whole)} {called}" if has_name else capital(called)
    if joined := [
        answer["from"] for answer in event.answers if answer.get("disposition") == "merged" and "from" in answer
    ]:
        words = {"de": "umfasst jetzt auch", "en": "now includes"}[language]
        told = f"{words} {', '.join(_numbered(key, language) for key in joined)}"
        return f"{_cut(name.whole)} {told}" if has_name else capital(told)
    field = _most_telling(event, table, language)
    old, new = _texts(event, field)
    return _after_name(name, change_title(field, old, new, language, field_label(event, field, language)), language)


def _whole_row(event: Event, table: Table, ending: str, name: ToldName, language: str) -> str:
    """A row that was added or removed; the publisher may have said why."""
    said = {str(answer.get("disposition") or answer.get("about")): answer for answer in event.answers}
    if ending == "removed" and "merged" in said and "into" in said["merged"]:
        into = _numbered(said["merged"]["into"], language)
        told = {"de": f"in {into} aufgegangen", "en": f"merged into {into}"}[language]
        return f"{_cut(name.whole)} {told}" if name.own and language == "de" else _with_name(capital(told), name)
    if "renumbered" in said:
        key = said["renumbered"].get("into") or event.key or ""
        return _with_name({"de": f"Jetzt unter Nummer {key}", "en": f"Now under number {key}"}[language], name)
    what = next((word for word in ("completed", "dropped", "came_back") if word in said), ending)
    if what == "added" and (news := _state_of_new(event, table, name, language)):
        return news
    before_name, alone = WHOLE_ROW[what][language]
    if not name.own:
        return ", ".join([alone, *_states(event, table, language)]) if ending == "added" else alone
    if not name.parent:
        return f"{before_name}: {_cut(name.own)}"
    entity = capital(table.entity_labels.get(language, table.entity))
    own = name.own if name.own.startswith(entity) else f"{entity} {name.own}"
    return (
        f"{before_name}: {_cut(own)}"
        if own.endswith(name.parent)
        else f"{before_name}: {_cut(own)} ({_cut(name.parent)})"
    )


def _state_of_new(event: Event, table: Table, name: ToldName, language: str) -> str | None:
    """What a new row says, where that is the news: the status of a row that belongs to another, or a number."""
    status = table.role("status")
    if status is not None:
        code = _texts(event, status)[1]
        words = status_headline(status, code, language) if code else None
        return _with_name(words, name) if words and name.parent else None
    numbers = (field for field in table if field.type in NUMBER_TYPES and field.name not in table.key_fields)
    told = next(((field, text) for field in numbers if (text := _texts(event, field)[1]) is not None), None)
    if told is None:
        return None
    return _after_name(name, f"{headline(told[0], language)} {value_text(*told, language)}", language)


def _states(event: Event, table: Table, language: str) -> list[str]:
    """The status and the deadline of a new row."""
    status, deadline = table.role("status"), table.role("deadline")
    states = []
    code = _texts(event, status)[1] if status else None
    if status and code and status_headline(status, code, language):
        states.append(value_text(status, code, language))
    if deadline and (end := _texts(event, deadline)[1]):
        states.append(f"{_inside(headline(deadline, language), language)} {value_text(deadline, end, language)}")
    return states


def _status(event: Event, status: Field, name: ToldName, language: str) -> str:
    old, new = _texts(event, status)
    label = headline(status, language)
    if not new:
        return _after_name(
            name, {"de": f"{label} nicht mehr angegeben", "en": f"{label} no longer given"}[language], language
        )
    words = status_headline(status, new, language)
    if words is None:
        return _after_name(name, change_title(status, old, new, language), language)
    if goes_back(status, old, new):
        code = quoted(status.code_label(new, language), language)
        words = f"Zurück auf {code}" if language == "de" else f"Back to {code}"
    if name.own or not old:
        return _with_name(words, name)
    before = status.code_label(old, language)
    return f"{words}, bisher {before}" if language == "de" else f"{words}, so far {before}"


def _most_telling(event: Event, table: Table, language: str) -> Field:
    """The field whose change says most: the progress, fields with an event, numbers, codes, dates, texts."""
    progress = table.role("progress")

    def rank(name: str) -> tuple[int, int]:
        field = table.field_or_text(name)
        place = table.field_names.index(name) if name in table.field_names else len(table.field_names)
        if name in table.key_fields:
            return 7, place
        if field == progress:
            return 0, place
        if field.event:
            return 1, place
        if field.type in NUMBER_TYPES:
            return 2, place
        if field.codes:
            return 3, place
        return (4 if field.holds_dates else 5 if field.name in table.field_names else 6), place

    return table.field_or_text(min(event.fields, key=rank))


def _after_name(name: ToldName, told: str, language: str) -> str:
    if not name.own:
        return capital(told)
    return f"{_cut(name.whole)}: {_inside(told, language)}"


def _inside(told: str, language: str) -> str:
    """The words as they stand inside a sentence: labels begin with a capital letter, which English drops there."""
    is_word = len(told) > 1 and told[1].islower()  # not CO₂
    return told[:1].lower() + told[1:] if language == "en" and is_word else told


def _with_name(words: str, name: ToldName) -> str:
    return f"{words}: {_cut(name.whole)}" if name.own else words


def _numbered(key: str, language: str) -> str:
    """The key of another row; one of digits alone reads like an amount."""
    return f"{'Nummer' if language == 'de' else 'number'} {key}" if key.isdigit() else key


def _texts(event: Event, field: Field) -> tuple[str | None, str | None]:
    before, after = event.fields.get(field.name, (None, None))
    return cell_text(before, field), cell_text(after, field)


def _cut(name: str) -> str:
    """The name, or as many of its words as a title has room for."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[:LONGEST_NAME].rpartition(' ')[0].rstrip(',;:–- ') or name[:LONGEST_NAME]} …"
