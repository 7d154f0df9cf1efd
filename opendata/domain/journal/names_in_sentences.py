"""Names in sentences: what a stored sentence of the journal calls a row and a field.

Here: reading names back out of sentences that row_events.py wrote. They are read from there, and not from the
current version, because what a feed says of an event must stay as it is when the row is renamed later. Not here: the
sentences themselves (row_events.py), the short titles that are made with these names (short_titles.py).
"""

from dataclasses import dataclass

from opendata.domain.journal.row_names import names_begun_by
from opendata.domain.journal.sentences import quoted
from opendata.domain.kinds import Field, Table
from opendata.domain.model import Event
from opendata.domain.tables.json_values import cell_text
from opendata.domain.tables.values_for_people import value_text

WHOLE_ROW = {
    ".added": {"de": ": neu aufgenommen", "en": ": added"},
    ".removed": {"de": ": nicht mehr enthalten", "en": ": no longer contained"},
}
RENAMED = {"de": "heißt jetzt ", "en": "is now called "}
BEFORE_VALUES = {"de": (" von ", " jetzt "), "en": (" from ", " now ")}
OWN_FIELD = "x_"


@dataclass(frozen=True)
class ToldName:
    """What a sentence calls a row; parent: the name of the row that it belongs to, "" where there is none."""

    own: str
    parent: str = ""

    @property
    def whole(self) -> str:
        """The name with that of the row that it belongs to, as in "Radweg (KIPKI)"."""
        if not self.parent:
            return self.own
        has_brackets = self.parent.endswith(")") or "(" in self.own
        return f"{self.parent}, {self.own}" if has_brackets else f"{self.parent} ({self.own})"


def row_name(event: Event, table: Table, language: str) -> ToldName:
    """The name of the row of an event, as its sentence has it."""
    name = _name_before_what_happened(event, table, language)
    if not any(foreign.resource not in ("", table.name) for foreign in table.foreign_keys):
        return ToldName(name)
    label = table.entity_labels.get(language, table.entity)
    # The word may also stand in the name of the other row, as in "Wärmepumpen: Förderung für Private".
    parent, is_child, own = name.rpartition(f": {label} ")
    if not (is_child and parent and own):
        return ToldName(name)
    names = names_begun_by(label, table.role("title"), language)
    whole = f"{label} {own}"
    return ToldName(whole if whole.startswith(tuple(names)) else own, parent)


def field_label(event: Event, field: Field, language: str) -> str:
    """The name of a field; that of a dataset's own field is read from the sentence, where this has it."""
    if not field.own or field.labels[language] != field.name:
        return field.label(language)
    before, after = (cell_text(value, field) for value in event.fields.get(field.name, (None, None)))
    shown = before if before is not None else after
    if shown is not None:
        sentence, value = event.sentence[language], quoted(value_text(field, shown, language), language)
        for words in BEFORE_VALUES[language]:
            told, is_told, _ = sentence.partition(f"{words}{value}")
            if is_told:
                return told.rpartition("; ")[2].rpartition(": ")[2]
    label = field.name.removeprefix(OWN_FIELD).replace("_", " ")
    return f"{label[:1].upper()}{label[1:]}"


def _name_before_what_happened(event: Event, table: Table, language: str) -> str:
    sentence = event.sentence[language]
    for ending, words in WHOLE_ROW.items():
        if event.event.endswith(ending) and words[language] in sentence:
            return sentence.partition(words[language])[0]
    labels = [table.field(name).label(language) for name in event.fields if name in table.field_names]
    places = [sentence.find(f": {beginning}") for beginning in (*labels, RENAMED[language])]
    known = [place for place in places if place > 0]
    return sentence[: min(known)] if known else sentence.partition(": ")[0]
