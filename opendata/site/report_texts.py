"""Texts of the report of a city that is made to be printed, and of the ways that lead from a city's page to others.

Here: words. Not here: the other texts of pages (page_texts.py).
"""

from collections.abc import Mapping

from opendata.site.texts_by_language import Text

REPORT_TEXTS: Mapping[str, Text] = {
    "city.more": {"de": "Mehr über diese Stadt", "en": "More about this city"},
    "city.funding": {
        "de": "was beantragt, bewilligt, ausgezahlt und nachgewiesen ist",
        "en": "what was applied for, approved, paid out and proven",
    },
    "city.sight": {
        "de": "was gestrichen, nie begonnen oder oft verschoben wurde, mit dem Grund der Stadt",
        "en": "what was taken out, never begun or often moved, with the city's reason",
    },
    "city.trend": {"de": "nach Bereichen, mit Zielpfad und Trend", "en": "by category, with target path and trend"},
    "city.words": {"de": "in einem Satz:", "en": "in one sentence:"},
    "city.report": {
        "de": "das Wichtigste auf zwei Seiten, zum Drucken",
        "en": "the essentials on two pages, to print",
    },
    "report.title": {"de": "Bericht: {name}", "en": "Report: {name}"},
    "report.short": {"de": "Bericht", "en": "Report"},
    "report.as_of": {"de": "Bericht zum Stand {date}", "en": "Report as of {date}"},
    "report.print": {
        "de": "Dieser Bericht ist für zwei Seiten A4 gemacht: Drucken Sie ihn mit dem Browser, oder sichern "
        "Sie ihn als PDF.",
        "en": "This report is made for two pages of A4: print it with your browser, or save it as a PDF.",
    },
    "report.none": {
        "de": "Für einen Bericht fehlen Maßnahmen: Diese Stadt hat noch keine veröffentlicht.",
        "en": "There are no measures for a report: this city has published none yet.",
    },
    "report.changed": {"de": "Seit dem letzten Bericht", "en": "Since the last report"},
    "report.sight": {"de": "Aus dem Blick geraten", "en": "Dropped from sight"},
    "report.sight.none": {"de": "Nichts.", "en": "Nothing."},
    "report.funding": {"de": "Fördermittel", "en": "Funding"},
    "report.emissions": {"de": "Treibhausgase", "en": "Greenhouse gases"},
    "report.source": {"de": "Quelle und Nachweis", "en": "Source and proof"},
    "report.source.text": {
        "de": "Alle Angaben sind die der Stadt; gezählt und verglichen hat sie ein Programm. Was die Zahlen "
        "bedeuten: {methods}",
        "en": "All statements are those of the city; a program has counted and compared them. What the figures "
        "mean: {methods}",
    },
}
