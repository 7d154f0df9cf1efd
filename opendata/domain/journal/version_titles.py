"""Version titles: an entry about a version, or about a report that is due, in one short sentence.

Here: what the titles say, and how much of the place they name. Not here: titles about rows (short_titles.py), the
sentences of the journal (row_events.py, overdue_reports.py).
"""

from opendata.domain.journal.row_events import OVERDUE, WITHDRAWN
from opendata.domain.journal.short_words import capital
from opendata.domain.model import Entry, Event
from opendata.domain.tables.values_for_people import partial_date_text

# Below which heading a title stands, from the widest to the narrowest; it does not say again what the heading says.
ALL, PUBLISHER, DATASET, ROW = "all", "publisher", "dataset", "row"
QUOTES = {"de": (": „", "“"), "en": (": “", "”")}
AS_OF = {"de": ", Version {}, Stand ", "en": ", version {}, as of "}
NOTHING = ("0 neu", "0 geändert", "0 entfallen", "0 added", "0 changed", "0 removed")


def version_title(entry: Entry, language: str, of: str) -> str:
    """The title of an entry that is about no row; its sentence where this has not the form of today."""
    event = entry.event
    told = _told(event, entry.version or "", language)
    if told is None:
        return event.sentence[language]
    publisher, title = _place(event, language)
    opening, closing = QUOTES[language]
    place = f"{opening[-1]}{title}{closing}"
    if of == ALL:
        place = f"{publisher}, {place}"
    return (
        f"{place}{':' if event.event == OVERDUE else ','} {told}"
        if of in (ALL, PUBLISHER) and title
        else capital(told)
    )


def _told(event: Event, number: str, language: str) -> str | None:
    german = language == "de"
    if event.event == OVERDUE:
        due = partial_date_text(str(event.fields["due"][1]), language)
        return f"Bericht zum {due} ist überfällig" if german else f"report as of {due} is overdue"
    if event.event == WITHDRAWN:
        reason = str(event.fields.get("reason", (None, ""))[1] or "")
        words = f"Version {number} zurückgezogen" if german else f"version {number} withdrawn"
        return f"{words}: {reason}" if reason else words
    _, has_date, rest = event.sentence[language].partition(f"{QUOTES[language][1]}{AS_OF[language].format(number)}")
    day, has_rest, told = rest.partition(": ")
    if not has_date or not has_rest:
        return None
    # Behind the first sentence, the publisher's reasons follow.
    parts = told.partition(". ")[0].removesuffix(".").split(", ")
    kept = [part for part in parts if part not in NOTHING]
    what = ", ".join(kept) or ("nichts geändert" if german else "nothing changed")
    return f"{'Stand' if german else 'as of'} {partial_date_text(day, language)}: {what}"


def _place(event: Event, language: str) -> tuple[str, str]:
    """The names of the publisher and of the dataset, as the sentence has them."""
    opening, closing = QUOTES[language]
    publisher, _, rest = event.sentence[language].partition(opening)
    marks = (f"{closing}, Version ", f"{closing}, version ", f"{closing}: ")
    places = [place for mark in marks if (place := rest.find(mark)) > 0]
    return publisher, rest[: min(places)] if places else ""
