"""Sentences: how a change of one field is put into words, in German and in English.

Here: the words for a field's value before and after, and for a deadline. Not here: how a single value is written
(domain/tables/values_for_people.py), which event a change is, and the parts of its sentence (row_events.py).
"""

from collections.abc import Sequence

from opendata.domain.kinds import Field
from opendata.domain.tables import partial_dates
from opendata.domain.tables.values_for_people import value_text

LONGEST_QUOTE = 60  # characters; of a longer text, a sentence only says that it changed
GERMAN_INNER, ENGLISH_INNER = str.maketrans("„“”", "‚‘‘"), str.maketrans("„“”", "‘‘’")


def slip(before: str | None, after: str | None) -> int | None:
    """By how many days a deadline moved; None if it did not, or if one of the two is no date."""
    if before is None or after is None or before == after:
        return None
    try:
        return partial_dates.slip(before, after)
    except ValueError:
        return None


def deadline_words(field: Field, old: str | None, new: str | None, times_moved: int | None, language: str) -> str:
    """How a deadline changed: set, dropped, made more precise, put off (with how often so far), brought forward."""
    label = field.label(language)
    was = value_text(field, old, language) if old else ""
    now = value_text(field, new, language) if new else ""
    if language == "de":
        if not old:
            return f"{label} auf {now} festgelegt"
        if not new:
            return f"{label} ({was}) gestrichen"
        days = slip(old, new)
        if days is None:
            return f"{label} von {was} zu {now} geändert"
        often = f", {times_moved}. Verschiebung" if times_moved and times_moved > 1 else ""
        return f"{label} von {was} auf {now} {'verschoben' if days > 0 else 'vorgezogen'}{often}"
    if not old:
        return f"{label} set to {now}"
    if not new:
        return f"{label} ({was}) dropped"
    days = slip(old, new)
    if days is None:
        return f"{label} changed from {was} to {now}"
    often = f", put off {times_moved} times by now" if times_moved and times_moved > 1 else ""
    return f"{label} {'put off' if days > 0 else 'brought forward'} from {was} to {now}{often}"


def value_words(field: Field, old: str | None, new: str | None, language: str) -> str:
    """The words for both values if these are short enough for a sentence, else an empty text."""
    was = value_text(field, old, language) if old else None
    now = value_text(field, new, language) if new else None
    if any(text and (len(text) > LONGEST_QUOTE or "\n" in text or text.endswith(".")) for text in (was, now)):
        return ""  # prose is not quoted inside a sentence
    label = field.label(language)
    was, now = (quoted(text, language) if text is not None else None for text in (was, now))
    if language == "de":
        if was is None:
            return f"{label} jetzt {now}"
        if now is None:
            return f"{label} {was} gestrichen"
        return f"{label} von {was} zu {now}"
    if was is None:
        return f"{label} now {now}"
    if now is None:
        return f"{label} {was} removed"
    return f"{label} from {was} to {now}"


def quoted(text: str, language: str) -> str:
    """The text in the language's quotation marks; quotation marks inside it become single ones."""
    if language == "de":
        return f"„{text.translate(GERMAN_INNER)}“"
    return f"“{text.translate(ENGLISH_INNER)}”"


def changed_words(labels: Sequence[str], language: str) -> str:
    """The words for fields that changed and whose values are too long for a sentence."""
    joined = labels[0]
    if len(labels) > 1:
        joined = f"{', '.join(labels[:-1])} {'und' if language == 'de' else 'and'} {labels[-1]}"
    return f"{joined} geändert" if language == "de" else f"{joined} changed"
