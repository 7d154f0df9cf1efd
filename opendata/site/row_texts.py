"""Texts of the pages of one row, such as a measure: its times, its series, and it in other reports.

Here: the texts, in German and in English. Not here: taking them (page_texts.py).
"""

from opendata.site.texts_by_language import Text

ROW_TEXTS: dict[str, Text] = {
    "times.title": {"de": "Zeitplan und Verlauf", "en": "Schedule and course"},
    "times.first": {"de": "Zuerst geplant", "en": "Planned first"},
    "times.now": {"de": "Jetzt geplant", "en": "Planned now"},
    "times.really": {"de": "Tatsächlich", "en": "Actual"},
    "times.reported": {"de": "Berichtet", "en": "Reported"},
    "times.since": {"de": "seit {date}", "en": "since {date}"},
    "times.phase": {"de": "{label} seit Stand {date}", "en": "{label} since {date}"},
    "times.lead": {
        "de": "Die gestrichelte Linie ist der Tag des Berichts, {date}.",
        "en": "The dashed line is the day of the report, {date}.",
    },
    "times.marks": {"de": "Kurze Striche sind frühere Fristen.", "en": "Short strokes are earlier deadlines."},
    "series.title": {"de": "Kennzahlen", "en": "Indicators"},
    "series.figures": {"de": "Werte als Tabelle", "en": "Values as a table"},
    "series.when": {"de": "Zeit", "en": "Time"},
    "series.csv": {"de": "Werte als CSV", "en": "Values as CSV"},
    "series.one": {
        "de": "Ein Bild braucht mindestens zwei Werte.",
        "en": "A picture needs at least two values.",
    },
    "row.parts": {"de": "{label}, die dazugehören", "en": "{label} that belong to it"},
    "row.note": {"de": "Was die Stadt dazu schreibt", "en": "What the city writes about it"},
    "row.alike": {"de": "Ähnlich in anderen Städten", "en": "Alike in other cities"},
    "row.alike.lead": {
        "de": "Nach dem Wortlaut von Titel und Beschreibung verglichen, nicht von Menschen geprüft.",
        "en": "Compared by the wording of title and description, not checked by people.",
    },
    "row.funded": {"de": "Womit Ähnliches anderswo gefördert wird", "en": "What funds similar things elsewhere"},
    "row.alike.none": {
        "de": "Bisher ist in keiner anderen Stadt etwas Ähnliches gefunden.",
        "en": "So far nothing similar has been found in another city.",
    },
    "row.alike.likeness": {"de": "Ähnlichkeit {percent}", "en": "likeness {percent}"},
    "row.others": {"de": "In anderen Berichten", "en": "In other reports"},
    "row.others.lead": {
        "de": "So stand es in jedem Bericht. Jede dieser Seiten behält ihre Adresse.",
        "en": "This is how it stood in each report. Each of these pages keeps its address.",
    },
    "row.others.compare": {"de": "Zwei Berichte vergleichen", "en": "Compare two reports"},
    "row.then": {
        "de": "So stand es im Bericht zum {date}. Diese Seite ändert sich nicht mehr.",
        "en": "This is how it stood in the report as of {date}. This page does not change any more.",
    },
    "row.then.now": {"de": "Wo es heute steht", "en": "Where it stands today"},
    "row.ask": {"de": "Rückfrage an die Stadt", "en": "Ask the city"},
    "row.ask.subject": {"de": "Rückfrage zu {entity} {row}: {title}", "en": "Question about {entity} {row}: {title}"},
    "row.ask.body": {
        "de": "Guten Tag,\n\nich habe eine Frage zu {address}\n(Stand {date}):\n\n",
        "en": "Hello,\n\nI have a question about {address}\n(as of {date}):\n\n",
    },
    "row.compare.title": {"de": "{title}: Stand {before} und {after}", "en": "{title}: as of {before} and {after}"},
    "row.compare.same": {
        "de": "In beiden Berichten steht dasselbe.",
        "en": "Both reports say the same.",
    },
    "row.compare.marks": {
        "de": "In langen Texten ist durchgestrichen, was weggefallen ist, und unterstrichen, was neu ist.",
        "en": "In long texts, what was taken out is struck through, and what is new is underlined.",
    },
    "row.compare.absent": {
        "de": "Im Bericht zum {date} ist dieser Eintrag nicht enthalten.",
        "en": "The report as of {date} does not contain this entry.",
    },
    "row.compare.missing": {"de": "keine Angabe", "en": "not given"},
}
