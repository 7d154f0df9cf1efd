"""Explanations: each phase, each figure and each method in one sentence, to which other pages lead with one click.

Here: the sentences. Not here: how the figures are made (domain/overview/), the page (templates/methods.html). The
name of an explanation is its anchor on that page and stays for ever, because others link to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opendata.site.texts_by_language import Text


@dataclass(frozen=True)
class WordMeaning:
    """What a word on the pages means, in one sentence."""

    title: Text
    sentence: Text


@dataclass(frozen=True)
class Explained:
    """An explanation in one language. name: its anchor."""

    name: str
    title: str
    sentence: str


def _explanation(german: tuple[str, str], english: tuple[str, str]) -> WordMeaning:
    return WordMeaning({"de": german[0], "en": english[0]}, {"de": german[1], "en": english[1]})


PHASES: Mapping[str, WordMeaning] = {
    "phase-unknown": _explanation(
        ("unbekannt", "Die Stadt nennt keinen Umsetzungsstand, oder ihr Wort dafür lässt sich keinem zuordnen."),
        ("unknown", "The city states no phase, or its word for it fits none."),
    ),
    "phase-not_started": _explanation(
        ("nicht begonnen", "Die Maßnahme steht im Plan, und getan ist für sie noch nichts."),
        ("not started", "The measure is in the plan, and nothing has been done for it yet."),
    ),
    "phase-planning": _explanation(
        ("in Planung", "Die Maßnahme wird vorbereitet: entworfen, beantragt, beschlossen oder ausgeschrieben."),
        ("in planning", "The measure is being prepared: designed, applied for, decided on or put out to tender."),
    ),
    "phase-implementation": _explanation(
        ("in Umsetzung", "An der Maßnahme wird gebaut oder gearbeitet, und sie hat ein Ende."),
        ("in implementation", "The measure is being built or carried out, and it has an end."),
    ),
    "phase-ongoing": _explanation(
        (
            "laufend",
            "Die Maßnahme ist eine Daueraufgabe: Sie wird getan und hat kein Ende, deshalb wird sie nie „fertig“.",
        ),
        ("ongoing", "The measure is a permanent task: it is being done and has no end, so it is never “finished”."),
    ),
    "phase-completed": _explanation(
        ("abgeschlossen", "Die Stadt sagt, dass alles getan ist, was die Maßnahme vorsah."),
        ("completed", "The city says that everything is done that the measure was meant to do."),
    ),
    "phase-cancelled": _explanation(
        ("eingestellt", "Die Stadt führt die Maßnahme nicht weiter, und fertig ist sie nicht."),
        ("cancelled", "The city does not carry on with the measure, and it is not finished."),
    ),
    "phase-merged": _explanation(
        ("zusammengelegt", "Die Maßnahme geht in einer anderen weiter; sie selbst zählt nicht mehr."),
        ("merged", "The measure carries on as part of another one; it does not count by itself any more."),
    ),
}

SCHEDULES: Mapping[str, WordMeaning] = {
    "schedule-unknown": _explanation(
        ("Zeitplan unbekannt", "Die Stadt sagt nicht, ob die Maßnahme im Plan liegt."),
        ("schedule unknown", "The city does not say whether the measure keeps to its plan."),
    ),
    "schedule-on_time": _explanation(
        ("im Plan", "Die Stadt sagt, dass die Maßnahme ihren Zeitplan einhält."),
        ("on time", "The city says that the measure keeps to its schedule."),
    ),
    "schedule-late": _explanation(
        ("verzögert", "Die Stadt sagt, dass die Maßnahme später fertig wird als geplant."),
        ("late", "The city says that the measure will be finished later than planned."),
    ),
    "schedule-postponed": _explanation(
        ("verschoben", "Die Stadt hat die Maßnahme auf später gelegt, und jetzt geschieht für sie nichts."),
        ("postponed", "The city has put the measure off, and nothing is being done for it now."),
    ),
}

STAGES: Mapping[str, WordMeaning] = {
    "stage-applied": _explanation(
        ("beantragt", "Der Antrag auf Förderung ist gestellt, und ein Bescheid ist noch nicht da."),
        ("applied for", "The application has been sent, and no decision has come yet."),
    ),
    "stage-approved": _explanation(
        ("bewilligt", "Der Bescheid ist da: Die Stadt darf das Geld verwenden, bekommen hat sie es noch nicht."),
        ("approved", "The decision has come: the city may use the money, and has not received it yet."),
    ),
    "stage-paid": _explanation(
        ("ausgezahlt", "Das Geld ist bei der Stadt; der Nachweis, wofür es verwendet wurde, steht noch aus."),
        ("paid out", "The city has the money; the proof of what it was used for is still to come."),
    ),
    "stage-proven": _explanation(
        ("Verwendung nachgewiesen", "Die Stadt hat belegt, wofür sie das Geld verwendet hat."),
        ("use proven", "The city has shown what it used the money for."),
    ),
    "stage-repaid": _explanation(
        ("zurückgezahlt", "Die Stadt hat das Geld zurückgegeben."),
        ("repaid", "The city has given the money back."),
    ),
    "stage-rejected": _explanation(
        ("abgelehnt", "Der Antrag auf Förderung wurde abgelehnt."),
        ("rejected", "The application was turned down."),
    ),
}

FIGURES: Mapping[str, WordMeaning] = {
    "as-of": _explanation(
        ("Stand", "Der Tag, für den die Angaben einer Stadt gelten; veröffentlicht wurden sie meist erst später."),
        ("as of", "The day for which a city's figures hold; they were usually published later."),
    ),
    "coverage": _explanation(
        (
            "Abdeckung",
            "Der Anteil der Maßnahmen, die eine Angabe überhaupt haben; je kleiner er ist, desto weniger sagt eine "
            "Summe über das Ganze.",
        ),
        (
            "coverage",
            "The share of measures that have a value at all; the smaller it is, the less a sum says of the whole.",
        ),
    ),
    "weighted": _explanation(
        (
            "gewichtet",
            "Statt Maßnahmen zu zählen, werden ihre Kosten oder ihre CO₂-Einsparung zusammengezählt, soweit die "
            "Stadt sie nennt, denn nicht alle Maßnahmen wiegen gleich viel.",
        ),
        (
            "weighted",
            "Instead of counting measures, their costs or their CO₂ savings are added up as far as the city states "
            "them, because not all measures weigh the same.",
        ),
    ),
    "late": _explanation(
        (
            "im Verzug",
            "Nicht fertige Maßnahmen, die die Stadt „verzögert“ oder „verschoben“ nennt oder deren geplantes Ende "
            "am Tag des Stands schon vorbei war.",
        ),
        (
            "behind schedule",
            "Unfinished measures that the city calls “late” or “postponed”, or whose planned end had passed "
            "on the day of the figures.",
        ),
    ),
    "overdue": _explanation(
        (
            "überfällig",
            "Die Stadt will in einem bestimmten Rhythmus berichten; überfällig ist sie, wenn der Stand des letzten "
            "Berichts länger zurückliegt.",
        ),
        (
            "overdue",
            "The city means to report in a rhythm of its own; it is overdue when its last report is older than that.",
        ),
    ),
    "slip": _explanation(
        (
            "Verschiebung",
            "Die Tage zwischen dem Ende, das zuerst veröffentlicht wurde, und dem Ende, das heute geplant ist.",
        ),
        ("slip", "The days between the end that was published first and the end that is planned now."),
    ),
    "moved": _explanation(
        (
            "so oft verschoben",
            "Wie viele Berichte das geplante Ende nach hinten gelegt haben; ein vorgezogenes Ende und ein "
            "genaueres Datum zählen nicht.",
        ),
        (
            "times moved",
            "How many reports put the planned end off; an earlier end and a more precise date do not count.",
        ),
    ),
    "dropped": _explanation(
        (
            "aus dem Blick",
            "Maßnahmen, die nicht mehr im Bericht stehen, eingestellt sind, trotz Termin nie begonnen wurden "
            "oder deren Ende dreimal oder öfter verschoben wurde.",
        ),
        (
            "dropped from sight",
            "Measures that are no longer in the report, were cancelled, never began although their date "
            "has passed, or whose end was put off three times or more.",
        ),
    ),
    "per-head": _explanation(
        (
            "je 1.000 Einwohner",
            "Eine Zahl geteilt durch die Einwohnerzahl der Stadt, mal tausend, damit sich große und kleine "
            "Städte vergleichen lassen.",
        ),
        (
            "per 1,000 inhabitants",
            "A figure divided by the city's population, times a thousand, so that large and small "
            "cities can be compared.",
        ),
    ),
    "likeness": _explanation(
        (
            "Ähnlichkeit",
            "Wie viele Wortteile zwei Maßnahmen in Titel und Beschreibung gemeinsam haben, von 0 (keine) bis 1 "
            "(alle).",
        ),
        (
            "likeness",
            "How many parts of words two measures share in title and description, from 0 (none) to 1 (all).",
        ),
    ),
}

FUNDING: Mapping[str, WordMeaning] = {
    "applied": _explanation(
        ("beantragt (Summe)", "Die Summe aller Förderungen, ganz gleich, was aus ihnen wurde."),
        ("applied for (sum)", "The sum of all grants, whatever became of them."),
    ),
    "approved": _explanation(
        ("bewilligt (Summe)", "Die Summe der Förderungen, die irgendwann bewilligt wurden."),
        ("approved (sum)", "The sum of the grants that were approved at some time."),
    ),
    "paid": _explanation(
        (
            "ausgezahlt (Summe)",
            "Was davon bei der Stadt angekommen ist, soweit sie es nennt; bei nachgewiesenen Förderungen "
            "ohne Angabe die Fördersumme.",
        ),
        (
            "paid out (sum)",
            "What of it has reached the city, as far as it says so; where the use is proven and no payment is "
            "named, the grant.",
        ),
    ),
    "proven": _explanation(
        ("nachgewiesen (Summe)", "Was davon verwendet und mit Belegen nachgewiesen ist."),
        ("proven (sum)", "What of it has been used and accounted for."),
    ),
    "absorbed": _explanation(
        (
            "Abrufquote",
            "Ausgezahltes Geld als Anteil des bewilligten, über die Förderungen, für die beides bekannt ist.",
        ),
        ("absorbed share", "Money paid out as a share of money approved, over the grants for which both are known."),
    ),
    "own-share": _explanation(
        ("Eigenanteil", "Was die Stadt aus eigenem Geld dazugibt, soweit sie es nennt."),
        ("own share", "What the city adds from its own money, as far as it says so."),
    ),
    "not-begun": _explanation(
        (
            "bewilligt, nicht begonnen",
            "Förderungen mit Bescheid, deren Maßnahme noch in Planung oder nicht begonnen ist.",
        ),
        ("approved, not begun", "Grants that are approved and whose measure is in planning or not started."),
    ),
    "euro-per-tonne": _explanation(
        (
            "Euro je Tonne",
            "Bewilligte Fördersummen geteilt durch die jährliche CO₂-Einsparung ihrer Maßnahmen, nur über "
            "Förderungen, für die beide Zahlen da sind.",
        ),
        (
            "euro per tonne",
            "Approved grants divided by the yearly CO₂ saving of their measures, only over grants for which "
            "both numbers exist.",
        ),
    ),
    "due": _explanation(
        (
            "Frist",
            "Der Tag, bis zu dem Fördergeld verwendet oder seine Verwendung nachgewiesen sein muss; danach kann es "
            "zurückgefordert werden.",
        ),
        (
            "deadline",
            "The day by which grant money has to be spent or its use proven; after that it may be claimed back.",
        ),
    ),
}

METHODS: Mapping[str, WordMeaning] = {
    "version": _explanation(
        (
            "Version",
            "Jede Veröffentlichung einer Stadt wird als unveränderliche Fassung mit Nummer, Stand und Prüfsumme "
            "aufgehoben; eine Berichtigung ist eine neue Version.",
        ),
        (
            "version",
            "Each publication of a city is kept as a version that never changes, with a number, a day and a digest; "
            "a correction is a new version.",
        ),
    ),
    "digest": _explanation(
        (
            "Prüfsumme",
            "Eine Zeichenfolge (SHA-256), die sich aus allen Dateien der Version und der Prüfsumme der Version davor "
            "ergibt: Ändert jemand ein Zeichen, stimmt sie nicht mehr.",
        ),
        (
            "digest",
            "A string (SHA-256) that follows from all files of the version and the digest of the version before: if "
            "somebody changes one character, it no longer fits.",
        ),
    ),
    "sentences": _explanation(
        (
            "Sätze über Änderungen",
            "Ein Programm vergleicht jede Version mit der davor und schreibt zu jedem Unterschied einen "
            "Satz; niemand wählt aus.",
        ),
        (
            "sentences about changes",
            "A program compares each version with the one before and writes a sentence for each "
            "difference; nobody selects.",
        ),
    ),
    "comparison": _explanation(
        (
            "Vergleich von Städten",
            "Verglichen wird nur, was Städte in derselben gemeinsamen Liste angeben; eine Rangfolge gibt "
            "es nur, wo bei jeder mindestens 80 % der Maßnahmen die Angabe haben.",
        ),
        (
            "comparison of cities",
            "Only what cities state by the same common list is compared; there is a ranking only where "
            "at least 80 % of the measures of each have the value.",
        ),
    ),
    "emissions-total": _explanation(
        (
            "Gesamtausstoß",
            "Der Wert „Gesamt“ der Stadt; wo sie keinen nennt, die Summe ihrer Bereiche, aber nur in Jahren, in "
            "denen kein Bereich fehlt.",
        ),
        (
            "total emissions",
            "The city's own “total”; where it states none, the sum of its categories, but only in years in "
            "which none of them is missing.",
        ),
    ),
    "emissions-trend": _explanation(
        (
            "Trend",
            "Eine Gerade durch die Jahreswerte der letzten zehn Jahre vor der jüngsten Bilanz (kleinste Quadrate, "
            "mindestens drei Werte), verlängert bis zur Null.",
        ),
        (
            "trend",
            "A straight line through the yearly values of the ten years up to the latest inventory (least "
            "squares, at least three values), prolonged to zero.",
        ),
    ),
    "emissions-target": _explanation(
        ("Zielpfad", "Die Werte, die die Stadt selbst als Ziel angibt, gerade miteinander verbunden."),
        ("target path", "The values that the city itself states as its target, joined by straight lines."),
    ),
}

GROUPS: Sequence[tuple[str, Mapping[str, WordMeaning]]] = (
    ("phases", PHASES),
    ("schedules", SCHEDULES),
    ("figures", FIGURES),
    ("funding", FUNDING),
    ("stages", STAGES),
    ("methods", METHODS),
)
EXPLANATIONS: Mapping[str, WordMeaning] = {name: told for _, group in GROUPS for name, told in group.items()}


def explained(name: str, language: str) -> Explained:
    """The explanation of that name; raises KeyError."""
    told = EXPLANATIONS[name]
    german = language == "de"
    title, sentence = (text["de"] if german else text["en"] for text in (told.title, told.sentence))
    return Explained(name, title, sentence)


def explained_groups(language: str) -> list[tuple[str, list[Explained]]]:
    """All explanations in the order of the page, by group."""
    return [(group, [explained(name, language) for name in names]) for group, names in GROUPS]
