"""Texts of the pages about funding.

Here: words. Not here: what the figures mean in a sentence (explanations.py), the other texts of pages
(page_texts.py).
"""

from collections.abc import Mapping

from opendata.site.texts_by_language import Text

FUNDING_TEXTS: Mapping[str, Text] = {
    "funding.title": {"de": "Fördermittel: {name}", "en": "Funding: {name}"},
    "funding.short": {"de": "Fördermittel", "en": "Funding"},
    "funding.all": {"de": "Fördermittel aller Städte", "en": "Funding of all cities"},
    "funding.lead": {
        "de": "Was aus dem Geld wurde, das die Stadt für ihren Klimaschutz beantragt hat: von oben nach "
        "unten der Weg vom Antrag zum Nachweis.",
        "en": "What became of the money that the city applied for: from top to bottom the way from the "
        "application to the proof.",
    },
    "funding.all.lead": {
        "de": "Was aus dem Geld wurde, das die Städte hier für ihren Klimaschutz beantragt haben, nach "
        "Programmen und Städten.",
        "en": "What became of the money that the cities here applied for, by programme and by city.",
    },
    "funding.none": {
        "de": "Diese Stadt hat keine Fördermittel veröffentlicht. Das heißt nicht, dass sie keine bekommt: "
        "Vielleicht führt sie darüber eine eigene Liste.",
        "en": "This city has published no funding. That does not mean that it gets none: it may keep a list of "
        "its own.",
    },
    "funding.none.all": {
        "de": "Noch hat keine Stadt Fördermittel veröffentlicht.",
        "en": "No city has published any funding yet.",
    },
    "funding.cut": {
        "de": "Gezählt sind die ersten {count} von {total} Datensätzen.",
        "en": "Counted are the first {count} of {total} datasets.",
    },
    "funding.way": {"de": "Vom Antrag zum Nachweis", "en": "From the application to the proof"},
    "funding.rests": {
        "de": "{count} Förderungen; die Fördersumme ist bei {share} angegeben.",
        "en": "{count} grants; the amount is given for {share}.",
    },
    "funding.rests.one": {
        "de": "Eine Förderung; die Fördersumme ist bei {share} angegeben.",
        "en": "One grant; the amount is given for {share}.",
    },
    "funding.absorbed": {"de": "des bewilligten Geldes abgerufen", "en": "of the approved money absorbed"},
    "funding.not_begun": {"de": "bewilligt, nicht begonnen", "en": "approved, not begun"},
    "funding.due": {"de": "Fristen in 90 Tagen", "en": "deadlines within 90 days"},
    "funding.own_share": {
        "de": "Eigenanteil der Stadt an Bewilligtem",
        "en": "the city's own share of what was approved",
    },
    "funding.own_share.all": {
        "de": "Eigenanteil der Städte an Bewilligtem",
        "en": "the cities' own share of what was approved",
    },
    "funding.per_tonne": {"de": "je Tonne CO₂ im Jahr", "en": "per tonne of CO₂ a year"},
    "funding.per_tonne.count": {"de": "aus {count} Förderungen", "en": "from {count} grants"},
    "funding.per_tonne.one": {"de": "aus einer Förderung", "en": "from one grant"},
    "funding.stage.applied": {"de": "beantragt", "en": "applied for"},
    "funding.stage.approved": {"de": "bewilligt", "en": "approved"},
    "funding.stage.paid": {"de": "ausgezahlt", "en": "paid out"},
    "funding.stage.proven": {"de": "nachgewiesen", "en": "proven"},
    "funding.programmes": {"de": "Nach Programmen", "en": "By programme"},
    "funding.programme": {"de": "Programm", "en": "Programme"},
    "funding.count": {"de": "Anzahl", "en": "Number"},
    "funding.share": {"de": "Abrufquote", "en": "Absorbed"},
    "funding.own": {"de": "Eigenanteil", "en": "Own share"},
    "funding.tonne": {"de": "€ je t/a", "en": "€ per t/a"},
    "funding.without": {"de": "ohne Programm", "en": "no programme named"},
    "funding.unknown": {"de": "keine Angabe", "en": "not given"},
    "funding.cities": {"de": "Nach Städten", "en": "By city"},
    "funding.city": {"de": "Stadt", "en": "City"},
    "funding.stand": {"de": "Stand", "en": "As of"},
    "funding.open": {"de": "nicht begonnen", "en": "not begun"},
    "funding.order": {
        "de": "Die Städte stehen in alphabetischer Folge, denn ihre Angaben sind verschieden vollständig und "
        "verschieden alt.",
        "en": "The cities stand in alphabetical order, because their figures differ in completeness and age.",
    },
    "funding.deadlines": {"de": "Fristen in den nächsten 90 Tagen", "en": "Deadlines in the next 90 days"},
    "funding.deadlines.none": {
        "de": "In den nächsten 90 Tagen läuft keine Frist ab, die die Stadt nennt.",
        "en": "No deadline that is named runs out in the next 90 days.",
    },
    "funding.past": {"de": "Schon verstrichen", "en": "Already passed"},
    "funding.past.lead": {
        "de": "Diese Fristen waren nach den veröffentlichten Angaben offen, als sie abliefen. Vielleicht ist "
        "inzwischen etwas geschehen: Die Angaben sind vom Stand oben.",
        "en": "By the published figures these deadlines were open when they ran out. Something may have "
        "happened since: the figures are as of the day above.",
    },
    "funding.days.today": {"de": "heute", "en": "today"},
    "funding.days.one": {"de": "in einem Tag", "en": "in one day"},
    "funding.days": {"de": "in {count} Tagen", "en": "in {count} days"},
    "funding.days.past": {"de": "{duration} her", "en": "{duration} ago"},
    "funding.end": {
        "de": "{programme}: Bis {date} müssen alle Nachweise vorliegen, {when}. Offen sind noch {count} "
        "Förderungen{amount}.",
        "en": "{programme}: all proofs must be handed in by {date}, {when}. {count} grants are still open{amount}.",
    },
    "funding.end.one": {
        "de": "{programme}: Bis {date} müssen alle Nachweise vorliegen, {when}. Offen ist noch eine "
        "Förderung{amount}.",
        "en": "{programme}: all proofs must be handed in by {date}, {when}. One grant{amount} is still open.",
    },
    "funding.end.past": {
        "de": "{programme}: Der letzte Tag für Nachweise war der {date}. Nach den veröffentlichten Angaben "
        "waren noch {count} Förderungen offen{amount}.",
        "en": "{programme}: the last day for proofs was {date}. By the published figures {count} grants were still "
        "open{amount}.",
    },
    "funding.end.past.one": {
        "de": "{programme}: Der letzte Tag für Nachweise war der {date}. Nach den veröffentlichten Angaben "
        "war noch eine Förderung{amount} offen.",
        "en": "{programme}: the last day for proofs was {date}. By the published figures one grant{amount} was still "
        "open.",
    },
    "funding.end.amount": {"de": ", zusammen {amount}", "en": ", together {amount}"},
    "funding.end.amount.one": {"de": " über {amount}", "en": " of {amount}"},
    "funding.begin": {"de": "Bewilligt, aber nicht begonnen", "en": "Approved, but not begun"},
    "funding.begin.none": {
        "de": "Zu jeder bewilligten Förderung hat die Maßnahme begonnen, soweit die Stadt es sagt.",
        "en": "For each approved grant the measure has begun, as far as the city says so.",
    },
    "funding.more": {"de": "und {count} weitere", "en": "and {count} more"},
    "funding.others": {
        "de": "Womit andere Städte Ähnliches gefördert bekamen",
        "en": "From what other cities were funded for similar measures",
    },
    "funding.others.lead": {
        "de": "Programme, aus denen andere Städte Geld für Maßnahmen bewilligt bekamen, die Maßnahmen dieser "
        "Stadt ähneln.",
        "en": "Programmes from which other cities were granted money for measures that are like measures of "
        "this city.",
    },
    "funding.others.cities": {"de": "{count} Städte", "en": "{count} cities"},
    "funding.others.city": {"de": "eine Stadt", "en": "one city"},
    "funding.others.like": {"de": "ähnlich ({likeness}) wie hier:", "en": "similar ({likeness}) here:"},
    "funding.follow": {"de": "Mitverfolgen und weiterverwenden", "en": "Follow and use"},
    "funding.calendar": {"de": "Alle Fristen als Kalender (.ics)", "en": "All deadlines as a calendar (.ics)"},
    "funding.rows": {"de": "Alle Förderungen als CSV", "en": "All grants as CSV"},
    "funding.table": {"de": "Alle Förderungen ansehen", "en": "See all grants"},
    "funding.to.all": {"de": "Fördermittel aller Städte", "en": "Funding of all cities"},
}
