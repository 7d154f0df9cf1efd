"""Words over several columns, such as "Förderung" over "Beginn" and "Ende": whether they change the meaning.

Here: of which columns a group makes parts of an amount, or something of its own, and the question about the latter.
Not here: which columns stand below a group (header_labels.py), and units that a group states (header_units.py).
"Ende" alone is the end of a measure, but below "Bewilligungszeitraum" it is that of a grant; below "Termine" nothing
changes. A group that stands over most of the table is its title.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from opendata.domain.kinds import NUMBER_TYPES, Field
from opendata.domain.report.questions import Question
from opendata.domain.tables.cell_addresses import address, column_letters
from opendata.intake.bilingual_sentences import bilingual, quoted
from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.plain_headers import plain_headers
from opendata.intake.office_words import header_key
from opendata.intake.unit_words import MASS, MONEY, unit_in

ABOUT = "group_header"
_PER = re.compile(r"\b(?:pro|je|per|jährlich\w*|p\. ?a\.)(?!\w)")
_SCALE = re.compile(r"\d\s?(?:-|–|=|bis|/)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_STATEMENT = re.compile(r"\b(?:in|stand)\b.*")
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)?\d\d")
_WORDS = re.compile(r"[^\W\d_]+")
_WHOLE = ("gesamt", "summe", "insgesamt", "total")
# Words that name what nearly all columns of a list of measures are about; they change nothing.
_PLAIN = frozenset(
    (
        "und oder der die das des dem den zur zum in im für von vom bis je pro mit sowie u inkl ca brutto netto alle "
        "a e plan soll ist istwerte real mittel finanzmittel haushaltsmittel mittelbedarf ziel ziele zielwerte "
        "amt stelle stellen daten datum nr jahr jahre wer was wann wie wieviel of and the timing time costs "
        "cost status effects budget schedule measure measures"
    ).split()
)
_PLAIN_BEGINNINGS = (
    *("allgemein", "angabe", "grunddat", "stammdat", "basis", "kerndat", "eckdat", "kenndat", "info", "detail"),
    *("maßnahme", "massnahme", "klimaschutz", "projekt", "vorhaben", "beschreib", "steckbrief", "inhalt", "umsetz"),
    *("realisier", "durchführ", "zeit", "termin", "laufzeit", "dauer", "frist", "geplant", "plandat"),
    *("stand", "sachstand", "fortschritt", "controlling", "monitoring", "bericht", "wirk", "effekt"),
    *("einspar", "minder", "potenzial", "potential", "klima", "co", "thg", "treibhaus", "emission", "kosten"),
    *("gesamt", "finanzier", "finanziell", "finanzen", "finanzbedarf", "finanzplan", "haushalt", "ausgabe"),
    *("aufwand", "aufwend", "investition", "ressourc", "wirtschaft", "geld", "betrag", "beträge", "werte", "zahlen"),
    *("schätz", "geschätzt", "organis", "zuständ", "verantwort", "federführ", "beteilig", "akteur", "verwaltung"),
    *("einordnung", "zuordnung", "kategor", "handlungsfeld", "thema", "themen", "sektor", "merkmal", "kennzahl"),
    *("übersicht", "liste", "katalog", "tabelle", "identifi", "nummer", "quelle", "dokument", "bemerkung", "hinweis"),
    *("steuerung", "bilanz", "priorisier", "prognose", "fakten", "rahmen", "erfolg", "indikator", "ökolog", "ökonom"),
    *("ablauf", "meilenstein", "ansprech", "implement", "finance"),
    *("sonstig", "weitere", "aktuell", "tatsächlich", "voraussichtlich", "bearbeit", "nutzen", "quantifi"),
)


def claims_of_groups(choice: TableChoice) -> tuple[frozenset[int], Mapping[int, str]]:
    """The columns that are parts of an amount, and by column the group that may change what its header means."""
    labels = [(label, names) for label in choice.header.labels if len(names := _names(label)) > 1]
    # By the words of a group, how many columns stand below it.
    widths = Counter(names[:count] for _, names in labels for count in range(1, len(names) + 1))
    parts, groups = set(), {}
    for label, names in labels:
        if choice.vocabulary.mapped(label.keys) or not (known := choice.vocabulary.field(label.keys)):
            continue
        field = choice.resource.field(known[1])
        group = _unneeded_group(choice, names, field.name)
        if not group:
            continue
        if _is_part_of_amount(choice, field, group, names[-1]):
            if widths[group] > 1:
                parts.add(label.column)
        elif 2 * widths[group] <= len(choice.header.labels) and not all(map(_is_plain, group)):
            groups[label.column] = " ".join(group)
    return frozenset(parts), groups


def questions_about_groups(
    choice: TableChoice, groups: Mapping[int, str], fields: Mapping[str, tuple[int, str]]
) -> list[Question]:
    """A question for each group whose columns were read as if it did not stand there.

    fields: by name the column of each field and its header.
    """
    read: dict[str, list[tuple[int, str]]] = {}
    for name, (column, _) in fields.items():
        if column in groups:
            read.setdefault(groups[column], []).append((column, name))
    return [_question(choice, group, columns) for group, columns in read.items()]


def _names(label: HeaderLabel) -> tuple[str, ...]:
    """The parts of a label that are no units alone."""
    return tuple(part for part in label.parts if not unit_in(part.strip()))


def _unneeded_group(choice: TableChoice, names: tuple[str, ...], field: str) -> tuple[str, ...]:
    """The upper parts of a label without which it means the same field; none where its parts mean it together."""
    for count in range(len(names), 0, -1):
        last = names[-count:]
        keys = tuple(map(header_key, (" ".join(last), " ".join(reversed(last)))))
        if (known := choice.vocabulary.field(keys)) and known[1] == field:
            return names[:-count]
    return ()


def _is_part_of_amount(choice: TableChoice, field: Field, group: Sequence[str], name: str) -> bool:
    """Whether "Investition" below "Kosten" is a part of them; "Gesamtkosten" below "Kosten" is not."""
    unit = unit_in(field.unit or "")
    if field.type not in NUMBER_TYPES or unit is None or unit.dimension not in (MONEY, MASS):
        return False
    texts = [key for text in group for key in (header_key(text), *(plain.key for plain in plain_headers(text)))]
    keys = [key for key in texts if (known := choice.vocabulary.field((key,))) and known[1] == field.name]
    return bool(keys) and header_key(name) not in keys and not header_key(name).startswith(_WHOLE)


def _is_plain(group: str) -> bool:
    """Whether a group says nothing that its columns do not say, as "Termine", "Kosten (in T€)" and "Wirkung"."""
    text = _DAY.sub(" ", group.casefold())
    parts = [_STATEMENT.sub(" ", part) for part in (_BRACKETS.sub(" ", text), *_BRACKETS.findall(text))]
    # A year, a scale such as (1–5), "je EW" and "pro Jahr" make other figures of the same words.
    if (
        _PER.search(text)
        or any(_YEAR.search(part) for part in parts)
        or any(_SCALE.search(part) for part in parts[1:])
    ):
        return False
    return all(_is_unit(part) or _are_plain(_WORDS.findall(part)) for part in parts)


def _are_plain(words: Iterable[str]) -> bool:
    return all(word in _PLAIN or word.startswith(_PLAIN_BEGINNINGS) or _is_unit(word) for word in words)


def _is_unit(words: str) -> bool:
    """Whether words are a unit of an amount."""
    unit = unit_in(words.strip())
    return unit is not None and unit.dimension != "count"


def _question(choice: TableChoice, group: str, columns: Sequence[tuple[int, str]]) -> Question:
    row, labels = choice.header.last_row, {label.column: label for label in choice.header.labels}
    first = columns[0][0]
    named = ", ".join(f"{column_letters(column)} „{quoted(_names(labels[column])[-1])}“" for column, _ in columns)
    named_en = ", ".join(f"{column_letters(column)} '{quoted(_names(labels[column])[-1])}'" for column, _ in columns)
    fields = [choice.resource.field(name) for _, name in columns]
    names_de = ", ".join(f"„{field.label('de')}“" for field in fields)
    names_en = ", ".join(f"'{field.label('en')}'" for field in fields)
    header, is_one = quoted(labels[first].text), len(columns) == 1
    return Question(
        ABOUT,
        choice.resource.name,
        column_letters(first),
        bilingual(
            f"{named}: {'Diese Spalte steht' if is_one else 'Diese Spalten stehen'} unter der Überschrift "
            f"„{quoted(group)}“ und {'wurde' if is_one else 'wurden'} ohne sie als {names_de} gelesen. "
            f"Ist das richtig? Wenn nicht, lassen Sie {'sie' if is_one else 'die Spalten'} in der Zuordnung weg "
            f'("{header}": null), oder geben Sie {"ihr" if is_one else "ihnen"} eine andere Überschrift.',
            f"{named_en}: {'this column stands' if is_one else 'these columns stand'} below the header "
            f"'{quoted(group)}' and {'was' if is_one else 'were'} read as {names_en} without it. Is that right? "
            f'If not, leave {"it" if is_one else "them"} out by a mapping ("{header}": null), or use another header.',
        ),
        field=columns[0][1],
        address=address(row, first),
        sheet=choice.table.sheet,
    )
