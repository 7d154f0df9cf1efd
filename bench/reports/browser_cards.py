"""More of what browsers print: cards in two columns, and a narrow table with lines between its rows alone.

Here: the layouts. Not here: how Chromium is asked to print them (html_pages.py).
"""

from playwright.sync_api import Browser

from bench.reports import html_pages
from bench.reports.made_up_measures import by_letter, planned_measures, states, through
from bench.reports.ruled import without_field
from bench.reports.told import MadeReport, Sort


def cards(browser: Browser) -> MadeReport:
    """Two columns of cards with round corners, as a browser prints them; the number is a badge."""
    measures, texts = planned_measures(641, 40, through("{:02}")), states(642, 40, most=2)
    looks = "main { columns: 2; column-gap: 8mm; } section { break-inside: avoid; border: 1px solid #8aa; "
    looks += "border-radius: 6px; padding: 6px; margin-bottom: 6mm; } h3 { margin: 2px 0; } "
    looks += "b.n { background: #257; color: #fff; padding: 1px 5px; }"
    sections = []
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        labels = {"Handlungsfeld": measure.field_of_action, "Federführung": measure.responsible, "Stand": text}
        lines = "".join(f"<div><b>{label}:</b> {html_pages.shown(value)}</div>" for label, value in labels.items())
        heading = f'<h3 id="m{place}"><b class=n>{measure.number}</b> {html_pages.shown(measure.title)}</h3>'
        sections.append(f"<section>{heading}{lines}</section>")
    body = f"<h1>Klimaschutz in Kranichfeld</h1><main>{''.join(sections)}</main>"
    return html_pages.printed(
        browser, "cards", Sort.SHEETS, body, measures, [{"Stand": text} for text in texts], looks=looks
    )


def small_table_of_a_browser(browser: Browser) -> MadeReport:
    """Only lines between rows, dates in columns, upright paper: narrow columns and many hyphens."""
    measures = planned_measures(651, 30, by_letter)
    dates = ("Stand 2020", "Stand 2022", "Stand 2024")
    columns = [states(652 + place, 30, most=2, no_news=0.3 if place else 0) for place in range(3)]
    texts = [dict(zip(dates, of_one, strict=True)) for of_one in zip(*columns, strict=True)]
    rows = [
        html_pages.row_of((m.number, m.title, m.responsible, *of_one.values()), place)
        for place, (m, of_one) in enumerate(zip(measures, texts, strict=True))
    ]
    head = html_pages.head_of(("Nr.", "Maßnahme", "Amt", *dates))
    looks = "tr { border-bottom: 1px solid #999; break-inside: avoid !important; } "
    looks += "thead tr { border-bottom: 2px solid #000; }"
    body = f"<h1>Bericht Lerchenfeld</h1><table>{head}<tbody>{''.join(rows)}</tbody></table>"
    report = html_pages.printed(browser, "small_table_of_a_browser", Sort.RULED, body, measures, texts, looks=looks)
    return MadeReport(report.name, report.sort, report.pdf, [without_field(measure) for measure in report.measures])
