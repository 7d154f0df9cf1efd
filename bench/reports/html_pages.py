"""Reports as browsers print them: Chromium writes letters, lines and shades in another way than other programs do.

Here: the layouts, as HTML, and their printing. Not here: what is printed with reportlab (ruled.py, sheets.py). The
page of each measure is where the link to it leads.
"""

import html
import io
import shutil
from collections.abc import Callable, Sequence

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from playwright.sync_api import Browser, sync_playwright

from bench.reports.made_up_measures import (
    PlannedMeasure,
    by_dots,
    by_field,
    by_letter,
    planned_measures,
    states,
    through,
    told_measures,
)
from bench.reports.told import MadeReport, Sort

STYLE = """
@page { size: A4 %s; margin: 16mm 14mm; } body { font: 9pt/1.3 sans-serif; hyphens: manual; }
table { border-collapse: collapse; width: 100%%; } th, td { padding: 3px 5px; text-align: left; vertical-align: top; }
tr { break-inside: %s; } ul { margin: 2px 0; padding-left: 14px; } sup, sub { line-height: 0; }
.links a { display: inline-block; width: 3px; height: 3px; } %s
"""
BORDERS = "th, td { border: 1px solid #444; } th { background: #dfe8f5; }"


def bordered_table(browser: Browser) -> MadeReport:
    """A table with borders, whose head repeats and whose rows may break over pages."""
    measures, texts = planned_measures(411, 54, by_dots), states(412, 54, most=8)
    heads = ("Nr.", "Maßnahme", "Handlungsfeld", "Zuständigkeit", "Kosten", "Umsetzungsstand 2023")
    rows = [
        row_of((m.number, m.title, m.field_of_action, m.responsible, m.cost, text), place)
        for place, (m, text) in enumerate(zip(measures, texts, strict=True))
    ]
    body = f"<h1>Klimaschutzbericht Unterfelden</h1><table>{head_of(heads)}<tbody>{''.join(rows)}</tbody></table>"
    label = "Umsetzungsstand 2023"
    return printed(
        browser, "bordered_table", Sort.RULED, body, measures, [{label: text} for text in texts], wide=True
    )


def table_of_groups(browser: Browser) -> MadeReport:
    """Two header rows; the field of action is a cell that spans the rows of its measures."""
    measures, texts = planned_measures(421, 38, through("M{:02}")), states(422, 38, most=2)
    rows, place = [], 0
    for field, members in by_field(measures).items():
        for nth, measure in enumerate(members):
            group = f'<td rowspan="{len(members)}"><b>{shown(field)}</b></td>' if not nth else ""
            cells = (measure.number, measure.title, measure.responsible, measure.begin, measure.end, texts[place])
            rows.append(row_of(cells, place, group))
            place += 1
    upper = '<tr><th rowspan="2">Handlungsfeld</th><th rowspan="2">Nr.</th><th rowspan="2">Maßnahme</th>'
    upper += '<th rowspan="2">Federführung</th><th colspan="2">Zeitplan</th><th rowspan="2">Sachstand</th></tr>'
    head = f"<thead>{upper}<tr><th>Beginn</th><th>Ende</th></tr></thead>"
    body = f"<h1>Maßnahmen der Stadt Vorberg</h1><table>{head}<tbody>{''.join(rows)}</tbody></table>"
    return printed(
        browser, "table_of_groups", Sort.RULED, body, measures, [{"Sachstand": text} for text in texts], wide=True
    )


def browser_sheets(browser: Browser) -> MadeReport:
    """Fact sheets, one on a page: a heading, then labels and values in ruled rows."""
    measures, texts = planned_measures(431, 26, through("Steckbrief {}")), states(432, 26, most=6)
    sheets = []
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        labels = _labels(measure, text)
        rows = "".join(f"<tr><th>{label}</th><td>{shown(value)}</td></tr>" for label, value in labels.items())
        sheets.append(f'<h2 id="m{place}">{measure.number}: {shown(measure.title)}</h2><table>{rows}</table>')
    body = '<div style="break-after: page"><h1>Maßnahmensteckbriefe</h1></div>'
    body += '<div style="break-after: page"></div>'.join(sheets)
    return printed(browser, "browser_sheets", Sort.SHEETS, body, measures, _texts(measures, texts))


def sheets_without_lines(browser: Browser) -> MadeReport:
    """Fact sheets without a line: a list of terms, their values beside them."""
    measures, texts = planned_measures(441, 32, by_letter), states(442, 32, most=3)
    sheets = []
    for place, (measure, text) in enumerate(zip(measures, texts, strict=True)):
        labels = _labels(measure, text)
        terms = "".join(f"<dt>{label}:</dt><dd>{shown(value)}</dd>" for label, value in labels.items())
        sheets.append(
            f'<section><h2 id="m{place}">{measure.number} {shown(measure.title)}</h2><dl>{terms}</dl></section>'
        )
    more = (
        "dl { display: grid; grid-template-columns: 34mm 1fr; gap: 3px; } dt { font-weight: bold; } dd { margin: 0; }"
    )
    more += " section { break-inside: avoid; margin-bottom: 12mm; }"
    body = f"<h1>Klimaschutz in Wiesenau</h1>{''.join(sheets)}"
    return printed(browser, "sheets_without_lines", Sort.SHEETS, body, measures, _texts(measures, texts), looks=more)


Layout = Callable[[Browser], MadeReport]


def printed_by_chromium(layouts: Sequence[Layout]) -> list[MadeReport]:
    """These layouts, printed by the Chromium of the machine; none where it has no Chromium."""
    path = shutil.which("chromium")
    if not path or not layouts:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        reports = [layout(browser) for layout in layouts]
        browser.close()
    return reports


def printed(
    browser: Browser,
    name: str,
    sort: Sort,
    body: str,
    measures: Sequence[PlannedMeasure],
    texts: Sequence[dict[str, str]],
    *,
    wide: bool = False,
    looks: str = BORDERS,
) -> MadeReport:
    """The body as a browser prints it."""
    links = "".join(f'<a href="#m{place}"></a>' for place in range(len(measures)))
    style = STYLE % ("landscape" if wide else "", "auto" if sort is Sort.RULED else "avoid", looks)
    page = browser.new_page()
    page.set_content(f"<html lang=de><style>{style}</style>{body}<p class=links>{links}</p></html>")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    page.close()
    pages = _pages_of_links(pdf)
    return MadeReport(
        name, sort, pdf, told_measures(measures, texts, [pages[f"m{place}"] for place in range(len(measures))])
    )


def _pages_of_links(pdf: bytes) -> dict[str, int]:
    """The page to which each link inside the file leads."""
    document = PDFDocument(PDFParser(io.BytesIO(pdf)))
    numbers = {page.pageid: number for number, page in enumerate(PDFPage.create_pages(document), 1)}
    pages = {}
    for name, target in resolve1(document.catalog["Dests"]).items():
        pages[str(name)] = numbers[resolve1(target)[0].objid]
    return pages


def head_of(heads: Sequence[str]) -> str:
    """The head of a table."""
    return f"<thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead>"


def row_of(cells: Sequence[str], place: int, group: str = "") -> str:
    """The row of a measure, to which a link leads; group: a cell in front of it."""
    first, *others = map(shown, cells)
    return f'<tr>{group}<td id="m{place}">{first}</td>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def shown(marked: str) -> str:
    """The text as HTML, with its bullets as a list."""
    text, *bullets = html.escape(marked, quote=False).replace("~", "&shy;").replace("₂", "<sub>2</sub>").split("\n• ")
    return text + (f"<ul>{''.join(f'<li>{bullet}</li>' for bullet in bullets)}</ul>" if bullets else "")


def _labels(measure: PlannedMeasure, state: str) -> dict[str, str]:
    return {
        "Handlungsfeld": measure.field_of_action,
        "Kurzbeschreibung": measure.plan,
        "Verantwortliche Stelle": measure.responsible,
        "Zeitraum": f"{measure.begin} – {measure.end}",
        "Stand der Umsetzung": state,
    }


def _texts(measures: Sequence[PlannedMeasure], texts: Sequence[str]) -> list[dict[str, str]]:
    return [
        {"Kurzbeschreibung": measure.plan, "Stand der Umsetzung": text}
        for measure, text in zip(measures, texts, strict=True)
    ]
