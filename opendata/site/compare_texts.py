"""Texts of the pages that hold cities against each other.

Here: the texts, in German and in English. Not here: taking them (page_texts.py).
"""

from opendata.site.texts_by_language import Text

COMPARE_TEXTS: dict[str, Text] = {
    "compare.title": {"de": "Städte vergleichen", "en": "Compare cities"},
    "compare.of": {"de": "{names} im Vergleich", "en": "{names} compared"},
    "compare.and": {"de": "und", "en": "and"},
    "compare.lead": {
        "de": "Jede Stadt nach ihrem neuesten Bericht. Eine Stadt fasst in einer Maßnahme zusammen, was eine andere "
        "in zehn aufteilt; mehr Maßnahmen sind deshalb nicht mehr Klimaschutz. Wo zu wenige Angaben vorliegen, "
        "stehen die Zahlen ohne Rangfolge da.",
        "en": "Each city by its newest report. One city puts into a single measure what another splits into ten, so "
        "more measures do not mean more climate action. Where too little is stated, figures stand without a ranking.",
    },
    "compare.choose.lead": {
        "de": "Wählen Sie zwei bis vier Städte. Sie stehen dann nebeneinander: wie weit sie sind, was sich "
        "verschoben hat, was gefördert wurde, und worauf jede Zahl beruht.",
        "en": "Choose two to four cities. They then stand beside each other: how far they are, what slipped, what "
        "was funded, and what each figure rests on.",
    },
    "compare.choose": {"de": "Welche Städte?", "en": "Which cities?"},
    "compare.choose.other": {"de": "Andere Städte wählen", "en": "Choose other cities"},
    "compare.city": {"de": "{number}. Stadt", "en": "City {number}"},
    "compare.nobody": {"de": "– keine –", "en": "– none –"},
    "compare.do": {"de": "Vergleichen", "en": "Compare"},
    "compare.too_few": {
        "de": "Bisher hat erst eine Stadt Maßnahmen veröffentlicht. Ab zwei lassen sie sich hier vergleichen.",
        "en": "Only one city has published measures so far. Two can be compared here.",
    },
    "compare.cut": {
        "de": "Die Listen zeigen {count} Städte. Jede andere nennen Sie in der Adresse dieser Seite.",
        "en": "The lists show {count} cities. Name any other one in the address of this page.",
    },
    "compare.problem.none": {
        "de": "Es ist keine Stadt gewählt. Wählen Sie zwei bis vier.",
        "en": "No city is chosen. Choose two to four.",
    },
    "compare.problem.one": {
        "de": "Es ist nur eine Stadt gewählt. Wählen Sie noch mindestens eine andere dazu.",
        "en": "Only one city is chosen. Choose at least one more.",
    },
    "compare.problem.many": {
        "de": "Es sind {count} Städte gewählt. Nebeneinander passen höchstens {most}; lassen Sie einige weg.",
        "en": "{count} cities are chosen. At most {most} fit beside each other; leave some out.",
    },
    "compare.problem.unknown": {
        "de": "Eine Stadt mit dem Namen „{name}“ gibt es hier nicht. Wählen Sie sie aus der Liste.",
        "en": "There is no city called “{name}” here. Choose it from the list.",
    },
    "compare.problem.empty": {
        "de": "{name} hat noch nichts veröffentlicht und lässt sich deshalb nicht vergleichen.",
        "en": "{name} has published nothing yet, so it cannot be compared.",
    },
    "compare.problem.kind": {
        "de": "Diese Städte haben keine Daten derselben Art veröffentlicht; deshalb lassen sie sich nicht "
        "vergleichen.",
        "en": "These cities have published no data of the same kind, so they cannot be compared.",
    },
    "compare.apart": {
        "de": "Die Berichte sind nicht vom selben Tag: Zwischen dem ältesten und dem neuesten liegen {apart}.",
        "en": "The reports are not of the same day: the oldest and the newest are {apart} apart.",
    },
    "compare.silent": {"de": "Die Stadt nennt keine Phasen.", "en": "The city names no phases."},
    "compare.sector.scale": {
        "de": "Je länger ein Balken, desto mehr Maßnahmen; alle haben dasselbe Maß. Farben und Muster wie oben.",
        "en": "The longer a bar, the more measures; all have the same scale. Colours and patterns as above.",
    },
    "compare.section.progress": {"de": "Fortschritt und Fristen", "en": "Progress and deadlines"},
    "compare.section.weights": {"de": "Wirkung und Kosten", "en": "Effect and cost"},
    "compare.section.funding": {"de": "Förderung", "en": "Funding"},
    "compare.section.reports": {"de": "Wie aktuell die Berichte sind", "en": "How recent the reports are"},
    "compare.figure": {"de": "Kennzahl", "en": "Figure"},
    "compare.figure.rows": {"de": "{label} im Plan", "en": "{label} in the plan"},
    "compare.figure.done": {"de": "Abgeschlossen", "en": "Completed"},
    "compare.figure.late": {"de": "Offen und im Verzug", "en": "Open and behind schedule"},
    "compare.figure.slipped": {"de": "Nach hinten verschoben", "en": "Put off"},
    "compare.figure.slip_median": {
        "de": "Um wie viel verschoben (mittlerer Wert)",
        "en": "By how much (median)",
    },
    "compare.figure.effect": {"de": "Erwartete CO₂-Einsparung", "en": "Expected CO₂ saving"},
    "compare.figure.amount": {"de": "Kosten", "en": "Cost"},
    "compare.figure.applied": {"de": "Beantragt", "en": "Applied for"},
    "compare.figure.approved": {"de": "Bewilligt", "en": "Approved"},
    "compare.figure.paid": {"de": "Ausgezahlt", "en": "Paid out"},
    "compare.figure.absorbed": {"de": "Abrufquote", "en": "Absorbed share"},
    "compare.figure.age": {"de": "Alter des neuesten Berichts", "en": "Age of the newest report"},
    "compare.figure.reports": {"de": "Veröffentlichte Berichte", "en": "Published reports"},
    "compare.part": {"de": "{count} von {total}", "en": "{count} of {total}"},
    "compare.per_head": {"de": "{amount} je 1.000 Einwohner", "en": "{amount} per 1,000 inhabitants"},
    "compare.per_person": {"de": "{amount} je Einwohner", "en": "{amount} per inhabitant"},
    "compare.unknown": {"de": "keine Angabe", "en": "not stated"},
    "compare.best": {"de": "liegt vorn", "en": "ahead"},
    "compare.refusal.coverage": {
        "de": "Keine Rangfolge: Mindestens eine Stadt sagt dazu bei zu wenigen etwas.",
        "en": "No ranking: at least one city states it for too few.",
    },
    "compare.refusal.few": {
        "de": "Keine Rangfolge: Eine der Städte hat weniger als zehn Maßnahmen.",
        "en": "No ranking: one of the cities has fewer than ten measures.",
    },
    "compare.refusal.apart": {
        "de": "Keine Rangfolge: Die Berichte liegen mehr als zwei Jahre auseinander.",
        "en": "No ranking: the reports are more than two years apart.",
    },
    "compare.refusal.reports": {
        "de": "Keine Rangfolge: Von einer Stadt gibt es erst einen Bericht; was sich verschob, ist nicht zu sehen.",
        "en": "No ranking: one city has only one report, so it cannot be seen what slipped.",
    },
    "compare.slips": {"de": "Am weitesten verschoben", "en": "Put off the most"},
    "compare.slips.none": {"de": "nichts", "en": "nothing"},
    "compare.no_funding": {
        "de": "Keine dieser Städte hat Angaben zu Fördermitteln veröffentlicht.",
        "en": "None of these cities has published anything about funding.",
    },
    "compare.unmatched": {"de": "Was die anderen haben und wir nicht", "en": "What the others have and we have not"},
    "compare.unmatched.of": {
        "de": "Was die anderen haben und {name} nicht, und umgekehrt",
        "en": "What the others have and {name} has not, and the reverse",
    },
    "compare.csv": {"de": "Alle Zahlen dieser Seite als CSV", "en": "All figures of this page as CSV"},
    "compare.json": {"de": "Dasselbe als JSON", "en": "The same as JSON"},
    "compare.address": {
        "de": "Die Adresse dieser Seite bleibt; sie zeigt immer die neuesten Berichte. Zum Zitieren nehmen Sie die "
        "Versionen: {versions}",
        "en": "The address of this page stays; it always shows the newest reports. To cite, take the versions: "
        "{versions}",
    },
    "compare.city.way": {"de": "Mit anderen Städten vergleichen", "en": "Compare with other cities"},
    "compare.city.like": {"de": "Von ähnlicher Größe:", "en": "Of like size:"},
    "compare.city.elsewhere": {
        "de": "Welche Maßnahmen anderer Städte hier kein Gegenstück haben, und umgekehrt.",
        "en": "Which measures of other cities have no counterpart here, and the reverse.",
    },
    "compare.home": {
        "de": "Bis zu vier Städte nebeneinander, mit dem, worauf jede Zahl beruht.",
        "en": "Up to four cities beside each other, with what each figure rests on.",
    },
    # What others have
    "elsewhere.title": {
        "de": "Was andere haben und {name} nicht",
        "en": "What others have and {name} has not",
    },
    "elsewhere.lead": {
        "de": "Verglichen mit {names}. Ein Programm sucht zu jeder Maßnahme die ähnlichsten der anderen, nach "
        "Titel und Text. Es irrt sich: Wer etwas anders nennt, kann es trotzdem tun.",
        "en": "Compared with {names}. For each measure a program looks for the most similar ones of the others, by "
        "title and text. It errs: who calls something else by another name may do it all the same.",
    },
    "elsewhere.all": {"de": "allen {count} anderen Städten", "en": "all {count} other cities"},
    "elsewhere.one": {"de": "einer anderen Stadt", "en": "one other city"},
    "elsewhere.waiting": {
        "de": "Die neuesten Berichte werden noch verglichen; das dauert wenige Minuten. Bis dahin fehlen hier Paare.",
        "en": "The newest reports are still being compared; this takes a few minutes. Until then pairs are missing.",
    },
    "elsewhere.empty": {
        "de": "{name} hat noch keine Maßnahmen veröffentlicht.",
        "en": "{name} has not published any measures yet.",
    },
    "elsewhere.nobody": {
        "de": "Noch hat keine andere Stadt Daten dieser Art veröffentlicht.",
        "en": "No other city has published data of this kind yet.",
    },
    "elsewhere.missing": {
        "de": "Andere haben es, {name} nicht ({count})",
        "en": "Others have it, {name} has not ({count})",
    },
    "elsewhere.missing.none": {
        "de": "Zu jeder Maßnahme der anderen gibt es hier eine ähnliche.",
        "en": "For each measure of the others there is a similar one here.",
    },
    "elsewhere.only": {
        "de": "{name} hat es, die anderen nicht ({count})",
        "en": "{name} has it, the others have not ({count})",
    },
    "elsewhere.only.none": {
        "de": "Zu jeder Maßnahme hier gibt es bei den anderen eine ähnliche.",
        "en": "For each measure here the others have a similar one.",
    },
    "elsewhere.others.one": {"de": "Ähnliches auch in einer weiteren Stadt", "en": "similar in one more city"},
    "elsewhere.others": {"de": "Ähnliches auch in {count} weiteren Städten", "en": "similar in {count} more cities"},
    "elsewhere.cut": {
        "de": "Gezeigt sind die ersten {shown} von {total}.",
        "en": "Shown are the first {shown} of {total}.",
    },
    "elsewhere.json": {"de": "Alle als JSON", "en": "All as JSON"},
}
