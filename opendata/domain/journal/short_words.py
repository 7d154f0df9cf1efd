"""Short words: how a change of one field is told in the title of an entry, in German and in English.

Here: the words for the status, the deadline, numbers, codes, dates and texts, as a newspaper would put them. Not
here: which change of an event is told (short_titles.py), the full sentences of the journal (sentences.py).
"""

from decimal import Decimal, InvalidOperation

from opendata.domain.journal.sentences import LONGEST_QUOTE, quoted, slip
from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.tables.values_for_people import value_text

TIMES = {
    "de": "ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten".split(),
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
}


def capital(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return f"{text[:1].upper()}{text[1:]}"


def headline(field: Field, language: str, label: str | None = None) -> str:
    """The name of a field in titles: `headline` of its kind, else its label."""
    stated = field.descriptor.get("headline") or {}
    return str(stated.get(language) or label or field.label(language))


def status_headline(field: Field, code: str, language: str) -> str | None:
    """The word that a title has for a status, such as "Fertig"; None where the kind knows neither word nor place."""
    stated = ((field.descriptor.get("codes") or {}).get(code) or {}).get("headline") or {}
    if stated.get(language):
        return str(stated[language])
    return capital(field.code_label(code, language)) if code in field.code_order else None


def goes_back(field: Field, before: str | None, after: str) -> bool:
    """Whether a status is an earlier one than before, by the order that the kind gives to both."""
    order = field.code_order
    return before is not None and before in order and after in order and order[after] < order[before]


def times_words(times: int, language: str) -> str:
    """Zum dritten Mal; for the third time."""
    if language == "de":
        return f"zum {TIMES['de'][times - 1] if times <= len(TIMES['de']) else f'{times}.'} Mal"
    if times <= len(TIMES["en"]):
        return f"for the {TIMES['en'][times - 1]} time"
    ending = "th" if 10 < times % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(times % 10, "th")
    return f"for the {times}{ending} time"


def deadline_title(field: Field, old: str | None, new: str | None, times: int | None, language: str) -> str:
    """How a deadline changed: "Ende von 2027 auf 2028 verschoben, zum dritten Mal"."""
    name = headline(field, language)
    was, now = (value_text(field, text, language) if text else "" for text in (old, new))
    days = slip(old, new)
    often = f", {times_words(times, language)}" if times and times > 1 and days and days > 0 else ""
    if language == "de":
        if not old:
            return f"{name} auf {now} festgelegt"
        if not new:
            return f"{name} {was} gestrichen"
        if not days:
            return (
                f"{name} genauer angegeben: {now}" if len(new) > len(old) else f"{name} nur noch als {now} angegeben"
            )
        return f"{name} von {was} auf {now} {'verschoben' if days > 0 else 'vorgezogen'}{often}"
    if not old:
        return f"{name} set to {now}"
    if not new:
        return f"{name} {was} dropped"
    if not days:
        return f"{name} given more precisely: {now}" if len(new) > len(old) else f"{name} now given only as {now}"
    return f"{name} {'put off' if days > 0 else 'brought forward'} from {was} to {now}{often}"


def change_title(field: Field, old: str | None, new: str | None, language: str, label: str | None = None) -> str:
    """How another field changed; label: its name where the field itself has none."""
    name = headline(field, language, label)
    if field.type in NUMBER_TYPES and old and new and (grown := _grown(old, new)) is not None:
        was, now = value_text(field, old, language), value_text(field, new, language)
        if language == "de":
            return f"{name} von {was} auf {now} {'gestiegen' if grown else 'gesunken'}"
        return f"{name} {'up' if grown else 'down'} from {was} to {now}"
    if is_long(field, old, language) or is_long(field, new, language):
        words = {"de": ("ergänzt", "gestrichen", "neu gefasst"), "en": ("added", "removed", "rewritten")}[language]
        return f"{name} {words[0] if not old else words[1] if not new else words[2]}"
    if not new:
        was = _shown(field, old or "", language)
        return f"{name} {was} gestrichen" if language == "de" else f"{name} {was} removed"
    return f"{name} {'jetzt' if language == 'de' else 'now'} {_shown(field, new, language)}"


def is_long(field: Field, text: str | None, language: str) -> bool:
    """Whether a value is too long for a title, or prose."""
    if not text:
        return False
    shown = value_text(field, text, language)
    return len(shown) > LONGEST_QUOTE or "\n" in shown or shown.endswith(".")


def _shown(field: Field, text: str, language: str) -> str:
    """A value in a title: texts and codes in quotation marks, numbers and dates without."""
    words = value_text(field, text, language)
    return words if field.type in NUMBER_TYPES or field.holds_dates else quoted(words, language)


def _grown(old: str, new: str) -> bool | None:
    try:
        before, after = Decimal(old), Decimal(new)
        return None if before == after else after > before
    except InvalidOperation:
        return None
