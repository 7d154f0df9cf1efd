"""Event labels: what each event of the journal is called for people, in German and in English.

Here: the labels. Not here: which events there are (row_events.py), what is said of a single entry (short_titles.py).
"""

from opendata.domain.journal.row_events import CONFIRMED, OVERDUE, PUBLISHED, WITHDRAWN
from opendata.domain.journal.short_words import capital, headline
from opendata.domain.kinds import Kind

ABOUT_VERSIONS = {
    PUBLISHED: {"de": "Neuer Stand veröffentlicht", "en": "New figures published"},
    CONFIRMED: {"de": "Angaben bestätigt", "en": "Figures confirmed"},
    WITHDRAWN: {"de": "Version zurückgezogen", "en": "Version withdrawn"},
    OVERDUE: {"de": "Bericht überfällig", "en": "Report overdue"},
}
WHOLE_ROWS = {
    "added": {"de": "{} neu", "en": "{} added"},
    "changed": {"de": "{} geändert", "en": "{} changed"},
    "removed": {"de": "{} nicht mehr enthalten", "en": "{} no longer contained"},
}
CHANGED = {"de": "{} geändert", "en": "{} changed"}
MOVED = {"de": "{} verschoben", "en": "{} moved"}


def event_label(name: str, kind: Kind | None, language: str) -> str:
    """What an event is called; its own name where the kind does not know it."""
    if name in ABOUT_VERSIONS:
        return ABOUT_VERSIONS[name][language]
    entity, _, what = name.partition(".")
    for table in kind or ():
        if table.entity != entity:
            continue
        label = capital(table.entity_labels.get(language, entity))
        if what in WHOLE_ROWS:
            return WHOLE_ROWS[what][language].format(label)
        field = next((field for field in table if field.event == what), None)
        if field is not None:
            words = MOVED if field == table.role("deadline") else CHANGED
            return words[language].format(headline(field, language))
    return name
