"""Labels: the words by which reports name what stands beside or below them.

Here: stems that labels of many reports begin with, and what the look of a text says. Not here: which field of a kind
a label means (matching/), and which rows are headers (header_blocks.py).
"""

import re

from opendata.intake.office_words import header_key

LONGEST_LABEL, MOST_WORDS = 70, 8
LONGEST_NUMBER = 16  # characters


def _stems(*words: str) -> tuple[str, ...]:
    """The words as label_key() writes them."""
    return tuple(word.casefold() for word in words)


_NUMBER_STEMS = _stems(
    *("nr", "lfd", "laufende nummer", "nummer", "kennung", "kennziffer", "kürzel", "id", "code", "maßnahmennummer"),
    *("maßnahmennr", "maßnahmenid", "maßnahmenkürzel", "maßnahme nr", "maßn.nr", "projektnr", "projektnummer", "mnr"),
    *("vorhabennr", "vorhabennummer", "no", "number", "#", "nr. der", "maßnahmencode", "ordnungsnr"),
    *("ordnungsnummer",),
)
_TITLE_STEMS = _stems(
    *("maßnahme", "massnahme", "titel", "bezeichnung", "projekt", "vorhaben", "name", "einzelmaßnahme", "title"),
    *("klimaschutzmaßnahme", "kurztitel", "maßnahmentitel", "projekttitel", "kurzbezeichnung", "aktivität"),
    *("measure",),
    *("anpassungsmaßnahme", "teilmaßnahme", "leitprojekt"),
)
_GROUP_STEMS = _stems(
    *("handlungsfeld", "themenfeld", "themenbereich", "handlungsbereich", "aktionsfeld", "maßnahmenbereich"),
    *("sektor", "cluster", "schwerpunkt", "baustein", "kategorie", "bereich", "thema", "hf"),
)
_OTHER_STEMS = _stems(
    *("zuständig", "federführ", "verantwort", "akteur", "beteiligt", "amt", "ämter", "fachbereich", "dienststelle"),
    *("träger", "organisationseinheit", "fachamt", "abteilung", "dezernat", "kooperation", "partner", "ansprech"),
    *("kontakt", "initiator", "umsetz", "sachstand", "stand", "status", "beschreibung", "kurzbeschreibung", "ziel"),
    *("inhalt", "erläuterung", "fortschritt", "bemerkung", "anmerkung", "kommentar", "hinweis", "potenzial"),
    *("potential", "co2", "thg", "treibhausgas", "einspar", "minderung", "emission", "energie", "förder", "finanz"),
    *("kosten", "gesamtkosten", "investition", "budget", "aufwand", "personal", "indikator", "erfolgs"),
    *("meilenstein",),
    *("nächste", "weitere", "weiteres", "ausblick", "dauer", "laufzeit", "zeitraum", "zeitplan", "zeitrahmen"),
    *("zeithorizont", "beginn", "start", "ende", "fertigstellung", "abschluss", "frist", "termin", "bis", "von"),
    *("jahr", "bewertung", "ampel", "priorität", "prio", "zielgruppe", "wirkung", "ergebnis", "maßstab"),
    *("bearbeitung",),
    *("bearbeiter", "realisierung", "begründung", "bericht", "fazit", "herausforderung", "hemmnis", "synergie"),
    *("voraussetzung", "monitoring", "messgröße", "kennzahl", "einheit", "quelle", "seite", "beschluss", "datum"),
    *("art der", "art", "typ", "ort", "lage", "geplant", "plan", "erreicht", "aktuell", "ausgangslage", "handlungs"),
    *("responsible", "description", "progress", "cost", "begin", "end", "phase", "office", "department", "schritte"),
    *("erledigt", "nutzen", "wertschöpfung", "klimaschutz", "klimaanpassung", "einführung", "rechtlich", "strategie"),
    *("summe", "haushalt", "mittel", "eigenanteil", "zuschuss", "turnus", "letzte", "verknüpfung", "relevanz"),
    *("tätigkeit", "arbeitsschritt", "handlungsschritt", "kurz", "lang", "flankierend", "anlass", "soll", "ist"),
)
_SENTENCE_VERBS = frozenset(
    "ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können konnte soll sollen muss müssen "
    "erfolgt erfolgte erfolgen umfasst umfassen besteht bestehen liegt liegen gibt zählen gehören betrifft".split()
)
_SENTENCE_END = re.compile(r"(?<!\bNr)(?<!\bMio)(?<!\bTsd)[.!;]\Z")
_WORDS = re.compile(r"\w+")
# "2024", "Stand 2024", "Stand 03/2021", "Stand 01.02.2020", which are no numbers of measures
_YEAR = re.compile(r"(?:(?!Projekt|Massnahme)[A-ZÄÖÜ][a-zäöü]+\s(?:\d{1,2}[./]\s?){0,2})?(?:19|20)\d\d")
_GROUP_HEADING = re.compile(
    r"(?:[\dIVX]+(?:\.\d+)*\.?\s+|[A-Z][.)]\s+)?"
    r"(?:Handlungsfeld(?:er)?|Themenfeld|Themenbereich|Handlungsbereich|Aktionsfeld|Maßnahmenbereich|Sektor|Cluster|"
    r"Schwerpunkt|Baustein|Bereich|HF)(?![a-zäöüß])\s*"
    r"(?:(?:Nr\.?\s*)?(?:\d{1,2}(?:\.\d)?|[IVX]{1,4}|[A-Z]{1,2})(?=[\s:.)–-]|\Z))?\s*[:.)–-]*\s*(.*)"
)
ID = re.compile(
    r"(?:(?:M|Nr|HF|AP|TM|LP|KS|Maßnahme|Massnahme|Projekt)\.?\s?(?:Nr\.?\s?)?)?"
    r"(?:[A-ZÄÖÜ]{1,5}[a-zäöü]{0,4}[ .\-–_/]?)?\d{1,4}(?:[.\-–/+_][A-ZÄÖÜ]{0,3}\d{1,4}){0,3}[a-z]?|"
    r"[A-ZÄÖÜ]{1,4}(?:neu)?(?:[.\-/]\d+)*"
)
HEADED_BY_ID = re.compile(
    r"(?:(?:Maßnahme|Massnahme|Projekt|Steckbrief|Maßnahmensteckbrief|Maßnahmenblatt|Vorhaben|Measure)\s*(?:Nr\.?)?\s*)?"
    r"((?:[A-ZÄÖÜ]{1,4}[a-zäöü]{0,3}[ .\-–_]?)?\d{1,3}(?:[.\-–/+][A-ZÄÖÜ]{0,3}\d{1,3}){0,3}[a-z]?|"
    r"[A-ZÄÖÜ]{1,3}neu\d?)"
    r"(?:\s*[:–—|]\s*|\s+-\s+|[.)]\s+|\s+)(?=[^\W\d_]|[\"„0-9])(.{3,})"
)


_NUMBER_ALONE = re.compile(
    r"(?:Maßnahme|Massnahme|Projekt|Steckbrief|Maßnahmensteckbrief|Maßnahmenblatt)\s*(?:Nr\.?)?\s*(\S{1,10})"
)
_CONTINUED = re.compile(
    r"\(?(?:Fortsetzung|Forts\.)\)?\s*(?:von|zu|der|des)?[ :–-]*(.*)|(.+?)[ ,–-]*\(?(?:Fortsetzung|Forts\.)\)?"
)


def continued(heading: str) -> str | None:
    """What goes on by its heading: "Maßnahme 5" of "Fortsetzung Maßnahme 5"; None where nothing does."""
    match = _CONTINUED.fullmatch(" ".join(heading.split()))
    return match[1] or match[2] or "" if match else None


def label_key(label: str) -> str:
    """The key that spellings of one label share."""
    return header_key(re.sub(r"\s*/\s*", "/", label))


def names_number(text: str) -> bool:
    """Whether a label names the number of a measure."""
    key = label_key(text)
    first = _WORDS.findall(key)[:1]
    return looks_like_label(text) and (
        key in _NUMBER_STEMS
        or bool(first and first[0] in ("nr", "lfd", "nummer", "kennung", "kürzel", "id", "kennziffer", "no", "code"))
        or bool(re.fullmatch(r"(?:massnahmen?|projekt|vorhaben|m|massn\.?)[ .]*(?:nr|nummer|id|kürzel|code)\.?", key))
    )


def names_title(text: str) -> bool:
    """Whether a label names the title of a measure."""
    key = label_key(text)
    words = _WORDS.findall(key)
    if not looks_like_label(text) or names_number(text) or not words:
        return False
    wanted = ("titel", "bezeichnung", "name", "kurztitel")
    if _tells_of_something_else(words[0]):
        return False
    return words[0].startswith(_TITLE_STEMS) and (
        len(words) == 1 or (len(words) <= 5 and (words[0] in wanted or words[-1].startswith(wanted) or "/" in key))
    )


def _tells_of_something_else(word: str) -> bool:
    """Whether a word begins like one for titles and goes on like another label: "Projektstand", "Vorhabenträger"."""
    stem = max((stem for stem in _TITLE_STEMS if word.startswith(stem)), key=len, default=word)
    rest = word[len(stem) :]
    return any(rest.removeprefix(joint).startswith(_OTHER_STEMS) for joint in ("", "n", "en", "s"))


def names_group(text: str) -> bool:
    """Whether a label names a field of action."""
    words = _WORDS.findall(label_key(text))
    return looks_like_label(text) and bool(words) and words[0].startswith(_GROUP_STEMS)


def looks_like_label(text: str) -> bool:
    """Whether a text is short enough to be a label, and no sentence."""
    line = text.strip()
    if not 0 < len(line) <= LONGEST_LABEL or len(line.split()) > MOST_WORDS:
        return False
    return not (_SENTENCE_END.search(line) and len(line.split()) > 3) and any(s.isalpha() or s == "#" for s in line)


def is_known_label(text: str) -> bool:
    """Whether a text is a label that begins with a word of many reports."""
    if not looks_like_label(text):
        return False
    key = label_key(text)
    if re.match(r"\d", key) or number_alone(text):
        return False  # "Maßnahme 7" is the heading of one
    return names_number(text) or key.startswith((*_TITLE_STEMS, *_GROUP_STEMS, *_OTHER_STEMS))


def begins_sentence(text: str) -> bool:
    """Whether words in front of a colon are those of a sentence: "Die Umsetzung erfolgt schrittweise"."""
    words = _WORDS.findall(text.casefold())
    return not _SENTENCE_VERBS.isdisjoint(words[1:]) and not words[0].startswith("w")  # "Was ist geplant"


def is_number(text: str) -> bool:
    """Whether a text looks like the number of a measure: M1, 2.3, G2/Ü4, B5+6, Üneu."""
    return len(text) <= LONGEST_NUMBER and bool(ID.fullmatch(text.strip())) and not _YEAR.fullmatch(text)


def number_alone(heading: str) -> str | None:
    """The number in a heading that says nothing else: "7" of "Maßnahme 7", "E-01" of "Steckbrief E-01"."""
    match = _NUMBER_ALONE.fullmatch(" ".join(heading.split()))
    return match[1] if match and any(map(str.isdigit, match[1])) and is_number(match[1]) else None


def group_named(heading: str) -> str | None:
    """The field of action in a heading: "Mobilität" of "2 Handlungsfeld „Mobilität“"; None where there is none."""
    match = _GROUP_HEADING.fullmatch(" ".join(heading.split()))
    if match is None:
        return None
    return match[1].strip(" „“\"»«‚‘'") or " ".join(heading.split())
