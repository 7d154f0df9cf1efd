"""Texts of the page of what is out of sight: taken out, given up, never begun, or put off again and again.

Here: words. Not here: the other texts of pages (page_texts.py).
"""

from collections.abc import Mapping

from opendata.site.texts_by_language import Text

SIGHT_TEXTS: Mapping[str, Text] = {
    "sight.title": {"de": "Aus dem Blick: {name}", "en": "Dropped from sight: {name}"},
    "sight.short": {"de": "Aus dem Blick", "en": "Dropped from sight"},
    "sight.lead": {
        "de": "Was nicht mehr im Plan steht, eingestellt ist, trotz Termin nie begonnen hat oder dreimal "
        "oder öfter verschoben wurde. Pläne ändern sich, und oft aus guten Gründen: Deshalb steht neben jedem "
        "Eintrag, was die Stadt dazu sagt.",
        "en": "What is no longer in the plan, was given up, never began although its date has passed, or was "
        "moved three times or more. Plans change, and often for good reasons: so beside each entry stands what "
        "the city says about it.",
    },
    "sight.count": {"de": "{count} von bisher {total} {label}", "en": "{count} of {total} {label} so far"},
    "sight.count.once": {
        "de": "Was in mehreren Abschnitten steht, ist einmal gezählt.",
        "en": "What stands in several sections is counted once.",
    },
    "sight.count.without": {
        "de": "Was als fertig herausfiel oder in anderen weitergeht, ist nicht mitgezählt.",
        "en": "What was taken out as finished, or carries on in others, is not counted.",
    },
    "sight.none": {
        "de": "Nichts ist aus dem Blick geraten: Seit dem ersten Bericht steht alles noch im Plan, und nichts "
        "wurde dreimal verschoben.",
        "en": "Nothing has dropped from sight: since the first report everything is still in the plan, and "
        "nothing was moved three times.",
    },
    "sight.none.one": {
        "de": "Bisher gibt es einen einzigen Bericht. Was aus dem Plan fällt oder verschoben wird, zeigt sich "
        "erst mit dem nächsten.",
        "en": "There is a single report so far. What is taken out or put off shows only with the next one.",
    },
    "sight.nothing": {
        "de": "Diese Stadt hat noch keinen Bericht über Maßnahmen veröffentlicht.",
        "en": "This city has published no report on measures yet.",
    },
    "sight.contents": {"de": "Auf dieser Seite", "en": "On this page"},
    "sight.part.dropped": {"de": "Aus dem Plan genommen", "en": "Taken out of the plan"},
    "sight.part.given_up": {"de": "Eingestellt", "en": "Given up"},
    "sight.part.never_begun": {"de": "Termin vorbei, nicht begonnen", "en": "Date passed, not begun"},
    "sight.part.often_moved": {"de": "Dreimal oder öfter verschoben", "en": "Moved three times or more"},
    "sight.part.carried_on": {"de": "In anderen weitergeführt", "en": "Carried on in others"},
    "sight.part.finished": {"de": "Als fertig aus dem Plan genommen", "en": "Taken out as finished"},
    "sight.means.dropped": {
        "de": "Diese Einträge stehen nicht mehr im Bericht, und die Stadt sagt nicht, dass sie fertig sind.",
        "en": "These entries are no longer in the report, and the city does not say that they are finished.",
    },
    "sight.means.given_up": {
        "de": "Sie stehen noch im Bericht; die Stadt führt sie nicht weiter.",
        "en": "They are still in the report; the city does not carry on with them.",
    },
    "sight.means.never_begun": {
        "de": "Am Tag des Stands war der geplante Beginn oder das geplante Ende vorbei, und begonnen ist noch "
        "nichts.",
        "en": "On the day of the figures the planned start or the planned end had passed, and nothing has begun yet.",
    },
    "sight.means.often_moved": {
        "de": "So viele Berichte haben das geplante Ende nach hinten gelegt.",
        "en": "So many reports have put the planned end off.",
    },
    "sight.means.carried_on": {
        "de": "Sie stehen unter einer anderen Nummer mit im Plan; verloren ist nichts.",
        "en": "They are in the plan as part of another entry; nothing is lost.",
    },
    "sight.means.finished": {
        "de": "Die Stadt sagt, dass sie abgeschlossen sind, und führt sie deshalb nicht mehr auf.",
        "en": "The city says that they are completed, and so no longer lists them.",
    },
    "sight.since": {"de": "nicht mehr enthalten seit Stand {date}", "en": "no longer contained since {date}"},
    "sight.status.since": {"de": "{status}, so berichtet seit {date}", "en": "{status}, reported so since {date}"},
    "sight.due": {"de": "geplant war {date}", "en": "planned for {date}"},
    "sight.moved": {"de": "{count}-mal verschoben", "en": "moved {count} times"},
    "sight.slip": {
        "de": "zuerst {first}, jetzt {now}: {duration} später",
        "en": "first {first}, now {now}: {duration} later",
    },
    "sight.says": {"de": "Die Stadt dazu:", "en": "The city on this:"},
    "sight.silent": {"de": "Die Stadt nennt keinen Grund.", "en": "The city gives no reason."},
    "sight.ask": {"de": "Nachfragen:", "en": "Ask:"},
    "sight.more": {
        "de": "Hier stehen die ersten {shown} von {total}. Alle zeigt die Seite „Von Bericht zu Bericht“.",
        "en": "These are the first {shown} of {total}. The page “From report to report” shows all.",
    },
}
