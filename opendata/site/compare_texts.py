"""Texts of the pages that hold cities against each other.

Here: the texts, in German and in English. Not here: taking them (page_texts.py).
"""

from opendata.site.texts_by_language import Text

COMPARE_TEXTS: dict[str, Text] = {
    "cities.title": {"de": "Städte vergleichen", "en": "Compare cities"},
    "cities.of": {"de": "{names} im Vergleich", "en": "{names} compared"},
    "cities.and": {"de": "und", "en": "and"},
    "cities.lead": {
        "de": "Jede Stadt nach ihrem neuesten Bericht. Eine Stadt fasst in einer Maßnahme zusammen, was eine andere "
        "in zehn aufteilt; mehr Maßnahmen sind deshalb nicht mehr Klimaschutz. Wo zu wenige Angaben vorliegen, "
        "stehen die Zahlen ohne Rangfolge da.",
        "en": "Each city by its newest report. One city puts into a single measure what another splits into ten, so "
        "more measures do not mean more climate action. Where too little is stated, figures stand without a ranking.",
    },
    "cities.choose.lead": {
        "de": "Wählen Sie zwei bis vier Städte. Sie stehen dann nebeneinander: wie weit sie sind, was sich "
        "verschoben hat, was gefördert wurde, und worauf jede Zahl beruht.",
        "en": "Choose two to four cities. They then stand beside each other: how far they are, what slipped, what "
        "was funded, and what each figure rests on.",
    },
    "cities.choose.other": {"de": "Andere Städte wählen", "en": "Choose other cities"},
    "cities.city": {"de": "{number}. Stadt", "en": "City {number}"},
    "cities.nobody": {"de": "– keine –", "en": "– none –"},
    "cities.do": {"de": "Vergleichen", "en": "Compare"},
    "cities.too_few": {
        "de": "Bisher hat erst eine Stadt Maßnahmen veröffentlicht. Ab zwei lassen sie sich hier vergleichen.",
        "en": "Only one city has published measures so far. Two can be compared here.",
    },
    "cities.problem.none": {
        "de": "Es ist keine Stadt gewählt. Wählen Sie zwei bis vier.",
        "en": "No city is chosen. Choose two to four.",
    },
    "cities.problem.one": {
        "de": "Es ist nur eine Stadt gewählt. Wählen Sie noch mindestens eine andere dazu.",
        "en": "Only one city is chosen. Choose at least one more.",
    },
    "cities.problem.many": {
        "de": "Es sind {count} Städte gewählt. Nebeneinander passen höchstens {most}; lassen Sie einige weg.",
        "en": "{count} cities are chosen. At most {most} fit beside each other; leave some out.",
    },
    "cities.problem.unknown": {
        "de": "Eine Stadt mit dem Namen „{name}“ gibt es hier nicht. Wählen Sie sie aus der Liste.",
        "en": "There is no city called “{name}” here. Choose it from the list.",
    },
    "cities.problem.empty": {
        "de": "{name} hat noch nichts veröffentlicht und lässt sich deshalb nicht vergleichen.",
        "en": "{name} has published nothing yet, so it cannot be compared.",
    },
    "cities.problem.kind": {
        "de": "Diese Städte haben keine Daten derselben Art veröffentlicht; deshalb lassen sie sich nicht "
        "vergleichen.",
        "en": "These cities have published no data of the same kind, so they cannot be compared.",
    },
    "cities.apart": {
        "de": "Die Berichte sind nicht vom selben Tag: Zwischen dem ältesten und dem neuesten liegen {apart}.",
        "en": "The reports are not of the same day: the oldest and the newest are {apart} apart.",
    },
    "cities.silent": {"de": "Die Stadt nennt keine Phasen.", "en": "The city names no phases."},
    "cities.sector.scale": {
        "de": "Je länger ein Balken, desto größer der Anteil an den Maßnahmen der Stadt. Farben und Muster wie oben.",
        "en": "The longer a bar, the larger its share of the city's measures. Colours and patterns as above.",
    },
    "cities.section.progress": {"de": "Fortschritt und Fristen", "en": "Progress and deadlines"},
    "cities.section.weights": {"de": "Wirkung und Kosten", "en": "Effect and cost"},
    "cities.section.funding": {"de": "Förderung", "en": "Funding"},
    "cities.section.reports": {"de": "Wie aktuell die Berichte sind", "en": "How recent the reports are"},
    "cities.figure": {"de": "Kennzahl", "en": "Figure"},
    "cities.figure.rows": {"de": "{label} im Plan", "en": "{label} in the plan"},
    "cities.figure.done": {"de": "Abgeschlossen", "en": "Completed"},
    "cities.figure.late": {"de": "Offen und im Verzug", "en": "Open and behind schedule"},
    "cities.figure.slipped": {"de": "Nach hinten verschoben", "en": "Put off"},
    "cities.figure.slip_median": {
        "de": "Um wie viel verschoben (mittlerer Wert)",
        "en": "By how much (median)",
    },
    "cities.figure.effect": {"de": "Erwartete CO₂-Einsparung", "en": "Expected CO₂ saving"},
    "cities.figure.amount": {"de": "Kosten", "en": "Cost"},
    "cities.figure.applied": {"de": "Beantragt", "en": "Applied for"},
    "cities.figure.approved": {"de": "Bewilligt", "en": "Approved"},
    "cities.figure.paid": {"de": "Ausgezahlt", "en": "Paid out"},
    "cities.figure.absorbed": {"de": "Abrufquote", "en": "Absorbed share"},
    "cities.figure.age": {"de": "Alter des neuesten Berichts", "en": "Age of the newest report"},
    "cities.figure.reports": {"de": "Veröffentlichte Berichte", "en": "Published reports"},
    "cities.part": {"de": "{count} von {total}", "en": "{count} of {total}"},
    "cities.per_head": {"de": "{amount} je 1.000 Einwohner", "en": "{amount} per 1,000 inhabitants"},
    "cities.per_person": {"de": "{amount} je Einwohner", "en": "{amount} per inhabitant"},
    "cities.unknown": {"de": "keine Angabe", "en": "not stated"},
    "cities.bars.heads": {"de": "Balken je Einwohner", "en": "Bars per inhabitant"},
    "cities.best": {"de": "liegt vorn", "en": "ahead"},
    "cities.refusal.coverage": {
        "de": "Keine Rangfolge: Mindestens eine Stadt sagt dazu bei zu wenigen etwas.",
        "en": "No ranking: at least one city states it for too few.",
    },
    "cities.refusal.few": {
        "de": "Keine Rangfolge: Eine der Städte hat weniger als zehn Maßnahmen.",
        "en": "No ranking: one of the cities has fewer than ten measures.",
    },
    "cities.refusal.apart": {
        "de": "Keine Rangfolge: Die Berichte liegen mehr als zwei Jahre auseinander.",
        "en": "No ranking: the reports are more than two years apart.",
    },
    "cities.refusal.reports": {
        "de": "Keine Rangfolge: Von einer Stadt gibt es erst einen Bericht; was sich verschob, ist nicht zu sehen.",
        "en": "No ranking: one city has only one report, so it cannot be seen what slipped.",
    },
    "cities.slips": {"de": "Am weitesten verschoben", "en": "Put off the most"},
    "cities.slips.none": {"de": "nichts", "en": "nothing"},
    "cities.no_funding": {
        "de": "Keine dieser Städte hat Angaben zu Fördermitteln veröffentlicht.",
        "en": "None of these cities has published anything about funding.",
    },
    "cities.unmatched": {"de": "Was die anderen haben und wir nicht", "en": "What the others have and we have not"},
    "cities.unmatched.of": {
        "de": "Was die anderen haben und {name} nicht, und umgekehrt",
        "en": "What the others have and {name} has not, and the reverse",
    },
    "cities.csv": {"de": "Alle Zahlen dieser Seite als CSV", "en": "All figures of this page as CSV"},
    "cities.json": {"de": "Dasselbe als JSON", "en": "The same as JSON"},
    "cities.city.way": {"de": "Mit anderen Städten vergleichen", "en": "Compare with other cities"},
    "cities.city.like": {"de": "Von ähnlicher Größe:", "en": "Of similar size:"},
    "cities.city.some": {"de": "Zum Beispiel:", "en": "For example:"},
    "cities.city.elsewhere": {
        "de": "Welche Maßnahmen anderer Städte hier kein Gegenstück haben, und umgekehrt.",
        "en": "Which measures of other cities have no counterpart here, and the reverse.",
    },
    "cities.home": {
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
        "Titel und Text. Es kann sich irren: Wer etwas anders nennt, tut es vielleicht trotzdem.",
        "en": "Compared with {names}. For each measure a program looks for the most similar ones of the others, by "
        "title and text. It can be wrong: a city may do the same under another name.",
    },
    "elsewhere.all": {"de": "allen {count} anderen Städten", "en": "all {count} other cities"},
    "elsewhere.one": {"de": "einer anderen Stadt", "en": "one other city"},
    "elsewhere.waiting": {
        "de": "Die neuesten Berichte werden noch verglichen; das dauert wenige Minuten. Bis dahin steht hier nichts, "
        "denn was noch keinem anderen zugeordnet ist, sähe aus, als hätte es sonst niemand.",
        "en": "The newest reports are still being compared; this takes a few minutes. Until then nothing stands "
        "here, because what has not been matched yet would look as if nobody else had it.",
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
    "elsewhere.several": {"de": "In mehreren anderen Städten", "en": "In several other cities"},
    "elsewhere.others.one": {"de": "Ähnliches auch in einer weiteren Stadt", "en": "similar in one more city"},
    "elsewhere.others": {"de": "Ähnliches auch in {count} weiteren Städten", "en": "similar in {count} more cities"},
    "elsewhere.cut": {
        "de": "Gezeigt sind die ersten {shown} von {total}.",
        "en": "Shown are the first {shown} of {total}.",
    },
    "elsewhere.json": {"de": "Alle als JSON", "en": "All as JSON"},
}
