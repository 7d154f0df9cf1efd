"""Explained figures: what each figure means, and by which method it is made.

Here: the sentences, by their anchors. Not here: phases and stages (explained_words.py), making the figures
(domain/overview/).
"""

from collections.abc import Mapping

from opendata.site.word_meanings import WordMeaning, meaning

FIGURES: Mapping[str, WordMeaning] = {
    "as-of": meaning(
        ("Stand", "Der Tag, für den die Angaben einer Stadt gelten; veröffentlicht wurden sie meist erst später."),
        ("as of", "The day for which a city's figures hold; they were usually published later."),
    ),
    "coverage": meaning(
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
    "weighted": meaning(
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
    "late": meaning(
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
    "overdue": meaning(
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
    "slip": meaning(
        (
            "Verschiebung",
            "Die Tage zwischen dem Ende, das zuerst veröffentlicht wurde, und dem Ende, das heute geplant ist.",
        ),
        ("slip", "The days between the end that was published first and the end that is planned now."),
    ),
    "moved": meaning(
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
    "dropped": meaning(
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
    "per-head": meaning(
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
    "likeness": meaning(
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
    "applied": meaning(
        ("beantragt (Summe)", "Die Summe aller Förderungen, ganz gleich, was aus ihnen wurde."),
        ("applied for (sum)", "The sum of all grants, whatever became of them."),
    ),
    "approved": meaning(
        ("bewilligt (Summe)", "Die Summe der Förderungen, die irgendwann bewilligt wurden."),
        ("approved (sum)", "The sum of the grants that were approved at some time."),
    ),
    "paid": meaning(
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
    "proven": meaning(
        ("nachgewiesen (Summe)", "Was davon verwendet und mit Belegen nachgewiesen ist."),
        ("proven (sum)", "What of it has been used and accounted for."),
    ),
    "absorbed": meaning(
        (
            "Abrufquote",
            "Ausgezahltes Geld als Anteil des bewilligten, über die Förderungen, für die beides bekannt ist.",
        ),
        ("absorbed share", "Money paid out as a share of money approved, over the grants for which both are known."),
    ),
    "own-share": meaning(
        ("Eigenanteil", "Was die Stadt zu bewilligten Förderungen aus eigenem Geld dazugibt, soweit sie es nennt."),
        ("own share", "What the city adds to approved grants from its own money, as far as it says so."),
    ),
    "not-begun": meaning(
        (
            "bewilligt, nicht begonnen",
            "Förderungen mit Bescheid, deren Maßnahme noch in Planung oder nicht begonnen ist.",
        ),
        ("approved, not begun", "Grants that are approved and whose measure is in planning or not started."),
    ),
    "euro-per-tonne": meaning(
        (
            "Euro je Tonne",
            "Bewilligte Fördersummen geteilt durch die jährliche CO₂-Einsparung ihrer Maßnahmen, nur über "
            "Förderungen, für die beide Zahlen da sind und die nicht zurückgezahlt wurden.",
        ),
        (
            "euro per tonne",
            "Approved grants divided by the yearly CO₂ saving of their measures, only over grants for which "
            "both numbers exist and which were not paid back.",
        ),
    ),
    "due": meaning(
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
    "version": meaning(
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
    "digest": meaning(
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
    "sentences": meaning(
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
    "comparison": meaning(
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
    "emissions-total": meaning(
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
    "emissions-trend": meaning(
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
    "emissions-target": meaning(
        ("Zielpfad", "Die Werte, die die Stadt selbst als Ziel angibt, gerade miteinander verbunden."),
        ("target path", "The values that the city itself states as its target, joined by straight lines."),
    ),
}
