"""Layouts that were read wrongly at first try: shades on every second row, upright lines alone, text in columns.

Here: the layouts, as HTML. Not here: how Chromium is asked to print them (html_pages.py).
"""

from collections.abc import Sequence

from playwright.sync_api import Browser

from bench.reports import html_pages
from bench.reports.made_up_measures import by_dots, by_letter, planned_measures, states, through
from bench.reports.ruled import without_field
from bench.reports.told import MadeReport, Sort


def shades_on_every_second_row(browser: Browser) -> MadeReport:
    """No line at all: a dark head, and every second row shaded cell by cell."""
    looks = "tr:nth-child(even) td { background: #eef3e8; } th { background: #4a7a3a; color: #fff; } "
    looks += "tr { break-inside: avoid; }"
    return _table(browser, "shades_on_every_second_row", 711, looks)


def upright_lines_alone(browser: Browser) -> MadeReport:
    """Lines between columns and around the head, none between rows."""
    looks = "td, th { border-left: 1px solid #444; border-right: 1px solid #444; padding: 4px 6px 9px; } "
    looks += "th, table { border: 1px solid #444; } tr { break-inside: avoid; }"
    return _table(browser, "upright_lines_alone", 721, looks)


def text_below_numbers(browser: Browser) -> MadeReport:
    """Two rows for each measure beside one number, the second a text over all other columns, as in the head."""
    measures, texts = planned_measures(731, 24, through("M{:02}")), states(732, 24, most=3)
    rows = "".join(
        f'<tbody><tr><td rowspan=2 id="m{place}">{m.number}</td><td>{html_pages.shown(m.title)}</td>'
        f"<td>{html_pages.shown(m.responsible)}</td></tr><tr><td colspan=2>{html_pages.shown(text)}</td></tr></tbody>"
        for place, (m, text) in enumerate(zip(measures, texts, strict=True))
    )
    head = "<thead><tr><th rowspan=2>Nr.<th>Maßnahme<th>Zuständigkeit</tr><tr><th colspan=2>Sachstand</tr></thead>"
    looks = f"{html_pages.BORDERS} tbody {{ break-inside: avoid; }}"
    report = html_pages.printed(
        browser,
        "text_below_numbers",
        Sort.RULED,
        f"<h1>Bericht Talheim</h1><table>{head}{rows}</table>",
        measures,
        [{"Sachstand": text} for text in texts],
        looks=looks,
    )
    return _without_fields(report)


def facts_and_sections(browser: Browser) -> MadeReport:
    """Sheets with a few facts in a ruled row, and texts below headings of their own."""
    measures, texts = planned_measures(741, 18, by_letter), states(742, 18, most=3)
    sheets = [
        f'<section><h2 id="m{place}">{m.number} – {html_pages.shown(m.title)}</h2><table><tr>'
        f"<td><b>Zeitraum</b><br>{m.begin}</td><td><b>Akteure</b><br>{html_pages.shown(m.responsible)}</td></tr>"
        f"</table><h4>Kurzbeschreibung</h4><p>{html_pages.shown(m.plan)}</p>"
        f"<h4>Umsetzungsstand</h4><p>{html_pages.shown(text)}</p></section>"
        for place, (m, text) in enumerate(zip(measures, texts, strict=True))
    ]
    looks = "td { border: 1px solid #999; width: 50%; } section { break-after: page; } p { margin: 0; }"
    printed = [
        {"Zeitraum": m.begin, "Kurzbeschreibung": m.plan, "Umsetzungsstand": text}
        for m, text in zip(measures, texts, strict=True)
    ]
    report = html_pages.printed(
        browser, "facts_and_sections", Sort.SHEETS, "".join(sheets), measures, printed, looks=looks
    )
    return _without_fields(report)


def text_in_columns(browser: Browser) -> MadeReport:
    """Sheets whose texts run through two columns with few labels: they are not told apart, and must be refused."""
    measures = planned_measures(751, 16, through("{:02}"))
    texts = [text.replace("\n• ", " ") for text in states(752, 16, most=4)]
    sheets = [
        f'<section><h2 id="m{place}">{m.number} {html_pages.shown(m.title)}</h2><main><h4>Zielsetzung</h4>'
        f"<p>{html_pages.shown(m.plan)}</p><h4>Umsetzungsstand</h4><p>{html_pages.shown(text)}</p>"
        f"<h4>Akteure</h4><p>{html_pages.shown(m.responsible)}</p></main></section>"
        for place, (m, text) in enumerate(zip(measures, texts, strict=True))
    ]
    looks = "main { columns: 2; column-gap: 8mm; } section { break-after: page; } h4 { margin: 6px 0 1px; } "
    looks += "p { margin: 0; }"
    printed = [{"Zielsetzung": m.plan, "Umsetzungsstand": text} for m, text in zip(measures, texts, strict=True)]
    report = html_pages.printed(
        browser, "text_in_columns", Sort.SHEETS, "".join(sheets), measures, printed, looks=looks
    )
    return MadeReport(report.name, Sort.REFUSED, report.pdf, refused="columns")


def _table(browser: Browser, name: str, seed: int, looks: str) -> MadeReport:
    """A table of five columns that looks so."""
    measures, texts = planned_measures(seed, 30, by_dots), states(seed + 1, 30, most=2)
    rows = "".join(
        html_pages.row_of((m.number, m.title, m.responsible, m.end, text), place)
        for place, (m, text) in enumerate(zip(measures, texts, strict=True))
    )
    head = html_pages.head_of(("Nr.", "Maßnahme", "Zuständig", "Ende", "Sachstand"))
    told: Sequence[dict[str, str]] = [
        {"Sachstand": text, "Ende": m.end} for m, text in zip(measures, texts, strict=True)
    ]
    body = f"<h1>Bericht Talheim</h1><table>{head}{rows}</table>"
    return _without_fields(html_pages.printed(browser, name, Sort.RULED, body, measures, told, looks=looks))


def _without_fields(report: MadeReport) -> MadeReport:
    """The report, which prints no field of action."""
    return MadeReport(report.name, report.sort, report.pdf, [without_field(measure) for measure in report.measures])
