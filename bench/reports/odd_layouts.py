"""Layouts that were read wrongly or refused at first try: tables on their side, dashed frames, labels in own words.

Here: the layouts, as HTML. Not here: how Chromium is asked to print them (html_pages.py).
"""

from collections.abc import Sequence

from playwright.sync_api import Browser

from bench.reports import html_pages
from bench.reports.made_up_measures import PlannedMeasure, by_dots, by_letter, planned_measures, states, through
from bench.reports.ruled import without_field
from bench.reports.told import MadeReport, Sort

HEADS = ("Nr.", "Maßnahme", "Zuständig", "Ende", "Sachstand")
OWN_WORDS = ("Worum es geht", "Wer kümmert sich", "Wie weit wir sind")


def table_on_its_side(browser: Browser) -> MadeReport:
    """Four measures beside each other, a label before each row, on a page that is wide."""
    measures, texts = planned_measures(811, 22, through("K{:02}")), states(812, 22, most=2, bullets=0)
    tables = []
    for first in range(0, len(measures), 4):
        places = range(first, min(first + 4, len(measures)))
        columns = [(m.number, m.title, m.responsible, m.end, text) for m, text in _pairs(measures, texts, places)]
        rows = [
            f"<tr><th>{label}</th>"
            + "".join(
                f"<td{_mark(place, nth)}>{html_pages.shown(column[nth])}</td>"
                for place, column in zip(places, columns, strict=True)
            )
            + "</tr>"
            for nth, label in enumerate(HEADS)
        ]
        tables.append(f"<table>{''.join(rows)}</table><p></p>")
    looks = f"{html_pages.BORDERS} table {{ table-layout: fixed; break-inside: avoid; margin-bottom: 8mm; }}"
    return _printed(
        browser, "table_on_its_side", Sort.RULED, "".join(tables), measures, texts, looks=looks, wide=True
    )


def frames_of_dashes(browser: Browser) -> MadeReport:
    """A table whose frames are dashed, as word processors draw those of drafts."""
    measures, texts = planned_measures(821, 28, by_dots), states(822, 28, most=2)
    looks = "th, td { border: 1px dashed #555; }"
    body = _table(measures, texts)
    return _printed(browser, "frames_of_dashes", Sort.RULED, body, measures, texts, looks=looks)


def frames_of_dots(browser: Browser) -> MadeReport:
    """Level lines of dots between rows, and none between columns."""
    measures, texts = planned_measures(831, 28, by_letter), states(832, 28, most=2)
    looks = "th, td { border-bottom: 2px dotted #777; padding: 4px 6px; } tr { break-inside: avoid; }"
    body = _table(measures, texts)
    return _printed(browser, "frames_of_dots", Sort.RULED, body, measures, texts, looks=looks)


def caption_above_every_head(browser: Browser) -> MadeReport:
    """A caption inside the table, printed again with its head on each page; rows break over pages."""
    measures, texts = planned_measures(841, 24, by_dots), states(842, 24, most=8)
    caption = f"<tr><th colspan={len(HEADS)}>Tabelle 3: Stand der Arbeiten</th></tr>"
    body = _table(measures, texts).replace("<thead>", f"<thead>{caption}")
    return _printed(browser, "caption_above_every_head", Sort.RULED, body, measures, texts)


def labels_in_own_words(browser: Browser) -> MadeReport:
    """Sheets whose labels are those of no other report, in bold letters above their texts."""
    return _in_own_words(browser, "labels_in_own_words", "h4 { margin: 7px 0 0; } p { margin: 1px 0; }")


def labels_in_small_letters(browser: Browser) -> MadeReport:
    """The same in small letters of another colour, which are not bold."""
    looks = "h4 { margin: 7px 0 0; font-weight: normal; font-size: 7pt; color: #173; } p { margin: 1px 0; }"
    return _in_own_words(browser, "labels_in_small_letters", looks)


def bars_above_cards(browser: Browser) -> MadeReport:
    """Round cards, each with its number and title on a bar of colour."""
    measures, texts = planned_measures(871, 18, by_letter), states(872, 18, most=3, bullets=0)
    cards = [
        f'<section><div class=bar id="m{place}">{m.number} | {html_pages.shown(m.title)}</div>'
        f"<p><b>Zuständigkeit</b><br>{html_pages.shown(m.responsible)}</p>"
        f"<p><b>Sachstand</b><br>{html_pages.shown(text)}</p></section>"
        for place, (m, text) in enumerate(zip(measures, texts, strict=True))
    ]
    looks = (
        "section { break-inside: avoid; border: 1px solid #173; border-radius: 8px; margin: 8px 0; overflow: hidden; "
    )
    looks += "padding-bottom: 4px; } .bar { background: #173; color: #fff; padding: 6px 10px; font-weight: bold; "
    looks += "font-size: 12pt; } p { margin: 4px 10px; }"
    return _printed(browser, "bars_above_cards", Sort.SHEETS, "".join(cards), measures, texts, looks=looks, end=False)


def _in_own_words(browser: Browser, name: str, looks: str) -> MadeReport:
    measures, texts = planned_measures(851, 20, by_letter), states(852, 20, most=3, bullets=0)
    sheets, printed = [], []
    for place, (m, text) in enumerate(zip(measures, texts, strict=True)):
        told = dict(zip(OWN_WORDS, (m.plan, m.responsible, text), strict=True))
        labels = "".join(f"<h4>{label}</h4><p>{html_pages.shown(value)}</p>" for label, value in told.items())
        sheets.append(f'<section><h2 id="m{place}">{m.number} {html_pages.shown(m.title)}</h2>{labels}</section>')
        printed.append(told)
    looks += " section { break-inside: avoid; }"
    report = html_pages.printed(browser, name, Sort.SHEETS, "".join(sheets), measures, printed, looks=looks)
    return _without_fields(report)


def _table(measures: Sequence[PlannedMeasure], texts: Sequence[str]) -> str:
    rows = [
        html_pages.row_of((m.number, m.title, m.responsible, m.end, text), place)
        for place, (m, text) in enumerate(zip(measures, texts, strict=True))
    ]
    return f"<h1>Bericht Talheim</h1><table>{html_pages.head_of(HEADS)}{''.join(rows)}</table>"


def _pairs(
    measures: Sequence[PlannedMeasure], texts: Sequence[str], places: Sequence[int]
) -> list[tuple[PlannedMeasure, str]]:
    return [(measures[place], texts[place]) for place in places]


def _mark(place: int, nth: int) -> str:
    """Where the link to a measure leads: to its number."""
    return "" if nth else f' id="m{place}"'


def _printed(
    browser: Browser,
    name: str,
    sort: Sort,
    body: str,
    measures: Sequence[PlannedMeasure],
    texts: Sequence[str],
    *,
    looks: str = html_pages.BORDERS,
    wide: bool = False,
    end: bool = True,
) -> MadeReport:
    told = [{"Sachstand": text, **({"Ende": m.end} if end else {})} for m, text in zip(measures, texts, strict=True)]
    return _without_fields(html_pages.printed(browser, name, sort, body, measures, told, looks=looks, wide=wide))


def _without_fields(report: MadeReport) -> MadeReport:
    """The report, which prints no field of action."""
    return MadeReport(report.name, report.sort, report.pdf, [without_field(measure) for measure in report.measures])
