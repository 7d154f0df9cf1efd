"""Texts of the page that shows a city's greenhouse gases over the years.

Here: words. Not here: the method in a sentence (explanations.py), the other texts of pages (page_texts.py).
"""

from collections.abc import Mapping

from opendata.site.texts_by_language import Text

TREND_TEXTS: Mapping[str, Text] = {
    "trend.title": {"de": "Treibhausgase: {name}", "en": "Greenhouse gases: {name}"},
    "trend.short": {"de": "Treibhausgase über die Jahre", "en": "Greenhouse gases over the years"},
    "trend.unit": {"de": "Tonnen CO₂-Äquivalent im Jahr", "en": "tonnes of CO₂ equivalent a year"},
    "trend.latest": {"de": "Ausstoß {year}", "en": "emissions in {year}"},
    "trend.latest.head": {"de": "{amount} je Einwohner", "en": "{amount} per inhabitant"},
    "trend.change": {"de": "seit {year}", "en": "since {year}"},
    "trend.zero": {"de": "zeigt der Trend auf null", "en": "is when the trend reaches zero"},
    "trend.zero.none": {"de": "der Trend führt nicht zu null", "en": "the trend does not lead to zero"},
    "trend.zero.late": {
        "de": "erreicht der Trend bis 2100 nicht null",
        "en": "the trend does not reach zero by 2100",
    },
    "trend.goal": {"de": "Ziel der Stadt für {year}", "en": "the city's target for {year}"},
    "trend.pace": {
        "de": "Im Trend sinkt der Ausstoß um {pace} im Jahr. Für das Ziel der Stadt für {goal} müssten es "
        "von {year} an {needed} im Jahr sein.",
        "en": "By the trend emissions fall by {pace} a year. For the city's target for {goal} it would have "
        "to be {needed} a year from {year} on.",
    },
    "trend.pace.up": {
        "de": "Im Trend steigt der Ausstoß um {pace} im Jahr. Für das Ziel der Stadt für {goal} müsste er "
        "von {year} an um {needed} im Jahr sinken.",
        "en": "By the trend emissions rise by {pace} a year. For the city's target for {goal} they would have "
        "to fall by {needed} a year from {year} on.",
    },
    "trend.total": {"de": "Alle Treibhausgase der Stadt", "en": "All greenhouse gases of the city"},
    "trend.total.none": {
        "de": "Die Stadt nennt keinen Gesamtwert, und ihre Bereiche lassen sich nicht zusammenzählen, weil sie "
        "sich überschneiden oder nicht in denselben Jahren angegeben sind. Deshalb gibt es hier nur die "
        "einzelnen Bereiche.",
        "en": "The city states no total, and its categories cannot be added up, because they overlap or are "
        "not given for the same years. So there are only the single categories here.",
    },
    "trend.summed": {
        "de": "Die Stadt nennt für {years} keinen Gesamtwert; gezeigt ist die Summe ihrer Bereiche.",
        "en": "The city states no total for {years}; what is shown is the sum of its categories.",
    },
    "trend.method": {"de": "So entsteht der Trend:", "en": "How the trend is made:"},
    "trend.method.values": {
        "de": "Hier sind es {count} Werte von {first} bis {last}.",
        "en": "Here these are {count} values from {first} to {last}.",
    },
    "trend.method.none": {
        "de": "Für einen Trend reichen die Werte nicht: Nötig sind mindestens drei aus zehn Jahren.",
        "en": "There are too few values for a trend: at least three within ten years are needed.",
    },
    "trend.caution": {
        "de": "Eine Verlängerung ist keine Vorhersage. Sie sagt, wohin es ginge, wenn es so weiterginge wie zuletzt.",
        "en": "A prolonged line is no forecast. It says where things would go if they went on as they did lately.",
    },
    "trend.line.measured": {"de": "bilanziert", "en": "measured"},
    "trend.line.target": {"de": "Ziel der Stadt", "en": "the city's target"},
    "trend.line.trend": {"de": "Trend", "en": "trend"},
    "trend.sectors": {"de": "Nach Bereichen", "en": "By category"},
    "trend.sectors.lead": {
        "de": "In Tonnen CO₂-Äquivalent im Jahr; alle Bilder haben dieselbe Höhe und dieselben Jahre, damit sie sich "
        "vergleichen lassen.",
        "en": "In tonnes of CO₂ equivalent a year; all pictures have the same height and the same years, so that "
        "they can be compared.",
    },
    "trend.table": {"de": "Die Zahlen", "en": "The figures"},
    "trend.table.caption": {
        "de": "Treibhausgase in Tonnen CO₂-Äquivalent",
        "en": "Greenhouse gases in tonnes of CO₂ equivalent",
    },
    "trend.year": {"de": "Jahr", "en": "Year"},
    "trend.all": {"de": "gesamt", "en": "total"},
    "trend.table.target": {"de": "Die Ziele der Stadt", "en": "The city's targets"},
    "trend.download": {"de": "Herunterladen:", "en": "Download:"},
    "trend.download.figures": {"de": "Zahlen der Bilder (CSV)", "en": "figures of the pictures (CSV)"},
    "trend.download.rows": {"de": "alle Zeilen der Stadt (CSV)", "en": "all rows of the city (CSV)"},
    "trend.empty": {
        "de": "Diese Bilanz enthält noch keine Jahreswerte.",
        "en": "This inventory holds no yearly values yet.",
    },
}
