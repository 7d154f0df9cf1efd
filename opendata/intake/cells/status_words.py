"""The words around a status: years, notes, percentages, "teilweise", "voraussichtlich".

Here: a phrase is split into clauses, and each clause loses the words that do not change which status it names.
Not here: the status words of a field (code_words.py). All texts are as negations.folded() writes them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DATE = "§"  # what stands for a date, a quarter or a year while a clause is read
_MONTH = (
    r"(?:januar|jan|februar|feb|maerz|mrz|april|apr|mai|juni|jun|juli|jul|august|aug|september|sept?|oktober|okt|"
    r"november|nov|dezember|dez|january|february|march|may|june|july|october|december)"
)
_YEAR = r"(?:19|20)\d{2}"
_PARTS_OF_A_YEAR = (
    r"q[1-4]|[1-4]\. ?(?:quartal|qu?\.?)|i{1,3}\. ?quartal|iv\. ?quartal|[12]\. ?(?:halbjahr|hj\.?)|kw ?\d{1,2}"
)
_DATES = re.compile(
    rf"(?<![\w.])(?:\d{{1,2}}\. ?(?:\d{{1,2}}\.|{_MONTH}\.?) ?(?:{_YEAR}|\d{{2}})|"
    rf"(?:{_PARTS_OF_A_YEAR}|{_MONTH}\.?|\d{{1,2}}[./]) ?/? ?{_YEAR}|"
    rf"{_YEAR} ?[/–-] ?(?:{_YEAR}|\d{{2}})|{_YEAR}(?:-\d{{2}}){{0,2}})(?![\w])"
)
_PERCENT = re.compile(
    r"(?<!\w)(zu )?(?:ca\.? ?|etwa |rund |ueber |knapp |[<>~] ?)?(\d{1,3})(?:[.,]\d+)? ?(?:%|prozent)"
)
_REFERENCE = re.compile(
    r"(?<!\w)(?:(?:siehe|s\.|vgl\.?|in|mit|durch|->) ?(?:massnahme )?(?:nr\. ?)?[a-z]{0,3}[ .-]?\d+"
    r"(?:[.-]\d+)*(?![\w%/])|"
    r"(?:amt|fb|fachbereich|fachdienst|fd|abt\.?|abteilung|dezernat|referat|sg|stabsstelle)"
    r" ?[ivx\d]+(?:[.-]\d+)*(?!\w))"
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)(?:[)\]]|$)")
_BETWEEN_CLAUSES = re.compile(r"\s[-–—]+\s|[,;:|]")
_BETWEEN_PARTS = re.compile(r"\s*(?:/|\+|&|→|=?->|=>|\bund\b|\bbzw\b\.?|\boder\b|\bsowie\b|\band\b|\bor\b)\s*")

# Ticks, colours, numbers, yes and no say nothing about a status, whatever the office means by them.
_NO_WORDS = re.compile(
    r"[xo]{1,3}|\(x\)|(?:hell|dunkel)?(?:gruene?|gelbe?|rote?|orange|blau|grau|schwarz|weiss)|green|yellow|red|"
    r"amber|blue|"
    r"gr[ae]y|ja|nein|yes|no|[a-ejnvy]|ue|wahr|falsch|true|false|ok|okay|(?:stufe|note|ampel) ?\w{1,5}|i{1,3}|iv"
)
_UP_TO_DATES = frozenset(
    (
        "seit fuer auf in im am vom von ab bis zum zur ende anfang mitte jahr jahres jahre des der stand herbst "
        "sommer winter fruehjahr fruehling ca ca. etwa rund voraussichtlich vsl vsl. vrsl vrsl. voraus. vorauss. "
        "spaetestens fruehestens since for until till by of end mid early late ziel anno"
    ).split()
)
_FUTURE = frozenset("ab fuer auf voraussichtlich vsl vsl. vrsl vrsl. voraus. vorauss. fruehestens for ziel".split())
_UNTIL = frozenset("bis spaetestens until till by".split())
_SINCE = frozenset("seit since vom".split())
_FILLERS = frozenset(
    (
        "bisher bislang "
        "massnahme massnahmen projekt vorhaben ist sind wurde wurden worden bereits schon derzeit aktuell "
        "momentan zurzeit z.zt. jetzt inzwischen mittlerweile erfolgreich vollstaendig komplett vollumfaenglich "
        "ganz voll die das es status phase stand umsetzungsstand weiterhin weiter nur is are was has "
        "been already currently fully"
    ).split()
)
_STILL = frozenset("noch still".split())
_STILL_SO = re.compile(r"(?<!\w)nach wie vor(?!\w)")
# What is so "for now" may change: beside a status that is said to be final, nothing is settled.
_FOR_NOW = frozenset("noch bisher bislang derzeit aktuell momentan zurzeit z.zt. vorerst still currently yet".split())
_NEARLY = re.compile(r"(?<!\w)(?:kurz vor|fast|nahezu|beinahe|almost|nearly)(?!\w)")
# By whom, after what and why: a note beside the status, as in "erledigt durch Dritte".
_BEFORE_A_REASON = re.compile(
    r"(?<=\w[\w.]) (?=(?:durch|seitens|laut|lt\.?|gem\.?|gemaess|"
    r"vo[nm](?! \d)|wegen|aufgrund|mangels|due to|by(?! \d)) )"
)
# An open box, "[ ] umgesetzt", says that something is not so; the marks of a list and ticks say nothing more.
_OPEN_BOX = re.compile(r"[(\[]\s*[)\]]")
_MARKS = re.compile("[✓✔✅☑•▪►▶➤\ufe0f]")
_PARTLY = re.compile(
    r"(?<!\w)(?:zum (?:grossen |groessten |ueberwiegenden )?teil|z\. ?t\.|in teilen|zur haelfte|im wesentlichen|"
    r"kurz vor|"
    r"teilweise|teils|partiell|weitgehend|weitestgehend|groesstenteils|grossteils|mehrheitlich|ueberwiegend|"
    r"fast|nahezu|"
    r"beinahe|halb|haelftig|ansatzweise|anteilig|partly|partially|largely|mostly|almost|nearly)(?!\w)"
)
# In a note beside a status that is said to be final, these words say that something is still to come or is missing.
_SAID_NO = r"\An\Z|\bj ?/ ?n\b|\bja ?/ ?nein\b"  # "umgesetzt: n", "umgesetzt (j/n): n"
DOUBTS = re.compile(
    rf"[?]|{_SAID_NO}|"
    r"\b(?:soll\w*|muss\w*|muess\w*|kann|koenn\w*|wird|werden|wuerde\w*|fehl\w*|rest\w*|offen\w*|"
    r"aber|jedoch|ausser|bis auf|"
    r"erst\w*|teil\w*|\w*abschnitt\w*|\d+\. ?ba|ba ?\d*|stufe\w*|phase\w*|etappe\w*|schritt\w*|lose?|"
    r"unklar|fraglich|noch|"
    r"ausstehend\w*|steht aus|laufen\w*|laeuft|spaeter|vorerst|vorlaeufig|voruebergehend|geplant\w*|"
    r"naechst\w*|kuenftig\w*|"
    r"wegfall|zeitablauf|ablehnung|verzicht|insolvenz|kuendigung|rueckzug|aufgabe|"
    r"voraussichtlich|vsl|should|must|will|missing|except|but|part\w*|pending|stage)\b"
)
ONLY_PLANNED = re.compile(
    rf"[?]|{_SAID_NO}|"
    r"\b(?:soll\w*|beginnt|startet|start|beginn|fruehestens|vorerst|naechst\w*|kuenftig\w*)\b"
)


@dataclass(frozen=True)
class Clause:
    """One clause of a phrase.

    text: as it stands. parts: what is left of it beside dates and qualifications, one for each of several things that
    "und", "/" and the like put beside each other. is_note: it stands in brackets or after the first clause.
    """

    text: str
    parts: tuple[str, ...]
    is_note: bool
    is_partly: bool = False
    is_future: bool = False
    is_until: bool = False
    is_since: bool = False
    is_dated: bool = False
    is_number: bool = False
    is_nearly: bool = False
    is_for_now: bool = False
    is_reason: bool = False
    percents: tuple[int, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether it names more than a date, unlike "Stand 2024" in "Stand 2024: in Umsetzung"."""
        return self.is_partly or any(self.without_fillers(part) for part in self.parts)

    def without_fillers(self, part: str) -> str:
        """The part without words that say nothing, such as "Maßnahme ist"."""
        return " ".join(word for word in part.split() if word not in _FILLERS and word not in _STILL)


def is_no_word(phrase: str) -> bool:
    """Whether a phrase is a tick, a colour, a number, yes or no, which say nothing about a status."""
    return not any(sign.isalpha() for sign in phrase) or _NO_WORDS.fullmatch(phrase) is not None


def without_marks(phrase: str) -> str:
    """The phrase without ticks and the marks of a list beside its words."""
    return " ".join(_MARKS.sub(" ", phrase).split())


def has_open_box(phrase: str) -> bool:
    """Whether an empty pair of brackets stands in a phrase, which nobody has ticked."""
    return _OPEN_BOX.search(phrase) is not None


def split_phrase(phrase: str) -> Iterator[tuple[str, bool]]:
    """The clauses of a phrase, and whether each is a note: in brackets, or after the first that says something."""
    outside = _BRACKETS.sub(" ", phrase)
    said = False
    clauses = (part for clause in _BETWEEN_CLAUSES.split(outside) for part in _BEFORE_A_REASON.split(clause))
    for clause in clauses:
        if text := " ".join(clause.split()):
            yield text, said
            words = [word for word in _DATES.sub(" ", text).split() if word not in _FILLERS | _UP_TO_DATES]
            said = said or bool(words)
    for note in _BRACKETS.findall(phrase):
        yield " ".join(note.split()), True


def read_clause(text: str, is_note: bool) -> Clause:
    """The clause with its dates, percentages and qualifications taken out and noted."""
    percents = [(bool(zu), int(number)) for zu, number in _PERCENT.findall(text)]
    rest = _PERCENT.sub(" % ", text)
    rest, partly_words = _PARTLY.subn(" ", _STILL_SO.sub(" ", rest))
    years = tuple(int(year) for dates in _DATES.findall(rest) for year in re.findall(_YEAR, dates))
    rest = _REFERENCE.sub(" ", _DATES.sub(f" {DATE} ", rest))
    words, removed = _without_dates(rest.split())
    still = any(word in _STILL for word in words)
    rest = " ".join(word for word in words if word != "%")
    parts = tuple(part for part in _BETWEEN_PARTS.split(rest) if part.strip(" .-–"))
    below = any(0 < number < 100 for _, number in percents)
    alone = not parts and not is_note
    return Clause(
        text,
        parts,
        is_note,
        is_partly=bool(partly_words) or (below and (not alone or any(zu for zu, _ in percents))),
        is_future=bool(removed & _FUTURE)
        or any(word in _FUTURE for word in words if word not in ("auf", "fuer", "for")),
        is_until=bool(removed & _UNTIL) or (still and "nicht" not in words),
        is_since=bool(removed & _SINCE),
        is_dated=DATE in removed,
        is_number=any(number > 100 for _, number in percents) or bool(re.fullmatch(r"[\d.,]+", rest)),
        is_nearly=_NEARLY.search(text) is not None,
        is_for_now=not _FOR_NOW.isdisjoint(text.split()),
        is_reason=_BEFORE_A_REASON.match(f"xx {text} ", 2) is not None,
        percents=tuple(number for _, number in percents),
        years=years,
    )


def _without_dates(words: list[str]) -> tuple[list[str], set[str]]:
    """The words without dates and the words that lead to them ("seit", "bis Ende"), and the words taken out."""
    kept: list[str] = []
    removed: set[str] = set()
    for word in words:
        if word.strip(".") != DATE:
            kept.append(word)
            continue
        removed.add(DATE)
        while kept and kept[-1] in _UP_TO_DATES:
            removed.add(kept.pop())
    return kept, removed
