"""What is said about the reading of a report: the question that a person answers, and why there is nothing to ask.

Here: the sentences. Not here: reading (report_reading.py), and errors of the file itself (files/pdf_documents.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from opendata.domain.report.questions import YES, Question
from opendata.intake.bilingual_sentences import bilingual, comma_list
from opendata.intake.reports.page_content import PageNote
from opendata.intake.reports.page_furniture import ReadPage
from opendata.intake.reports.report_records import ReportRecord
from opendata.intake.reports.reporting_dates import date_of_state
from opendata.intake.text_tables import TextTable

ABOUT = "report_reading"
NAMED = 5  # numbers of measures that were not read, at most

_NOTES = {
    PageNote.HIDDEN: (
        "Auf {} steht Text, den niemand sieht, weil er weiß ist oder überdeckt; er ist nicht gelesen.",
        "On {} stands text that nobody sees, because it is white or covered; it was not read.",
    ),
    PageNote.STRUCK: (
        "Auf {} ist Text durchgestrichen oder von einer Linie gekreuzt; er ist gelesen wie jeder andere.",
        "On {} text is struck out or crossed by a line; it was read like any other.",
    ),
    PageNote.FILLED_IN: (
        "Auf {} stehen ausgefüllte Formularfelder oder nachträglich eingefügte Texte; sie sind nicht gelesen. Wenn "
        "Sie das PDF noch einmal „als PDF drucken“, gehören sie dazu.",
        "On {} stand filled form fields or texts that were added later; they were not read. They belong to the "
        "pages once you print the PDF to a PDF.",
    ),
    PageNote.RECOGNISED: (
        "Auf {} liegt der Text unsichtbar unter einem Bild, wie ihn eine Texterkennung schreibt; sie liest manches "
        "falsch. Bitte vergleichen Sie ihn besonders genau.",
        "On {} the text lies unseen below a picture, as text recognition writes it, which reads some things wrongly. "
        "Please compare it with special care.",
    ),
    PageNote.OVERPRINTED: (
        "Auf {} stehen Buchstaben übereinander, wie in Zeilen, die für ihren Text zu niedrig sind. Bitte vergleichen "
        "Sie die Texte dort besonders genau.",
        "On {} letters stand on each other, as in rows that are too low for their text. Please compare the texts "
        "there with special care.",
    ),
    PageNote.WATERMARK: (
        "Auf {} steht Text schräg oder groß hinter anderem, wie ein Wasserzeichen; er ist nicht gelesen.",
        "On {} text stands slanted, or large behind other text, as a watermark does; it was not read.",
    ),
    PageNote.CUT: (
        "Auf {} laufen Texte über den Rand ihrer Zelle; vielleicht sind sie dort abgeschnitten, und ihr Rest fehlt. "
        "Mit Zeilenumbruch in den Zellen stehen sie ganz im PDF.",
        "On {} texts run over the side of their cell, where they may be cut off, so that their rest is missing. With "
        "text wrapped in its cells they stand in the PDF as a whole.",
    ),
}


def about_reading(
    file: str,
    pages: Sequence[ReadPage],
    records: Sequence[ReportRecord],
    table: TextTable,
    left_over: int,
    numbers: Mapping[str, int],
) -> Question:
    """The question whether the report was read rightly, which every report asks.

    left_over: letters elsewhere. numbers: those of measures that are in no row, each with its page.
    """
    measures = [record for record in records if not record.is_sum]
    read = _pages_of(measures)
    labels = [cell for cell in table.cells.row(0)[:-2] if cell]
    one = len(measures) == 1
    said = [
        (
            f"Aus {file} wurde{'' if one else 'n'} {len(measures)} Maßnahme{'' if one else 'n'} von "
            f"{_pages(read, 'Seite', 'den Seiten')} gelesen, mit den Angaben {comma_list(labels, 14)}.",
            f"{len(measures)} measure{'' if one else 's'} {'was' if one else 'were'} read from "
            f"{_pages(read, 'page', 'pages')} of {file}, with {comma_list(labels, 14)}.",
        ),
        *_left_out(pages, read, left_over),
        *([_numbers_unread(numbers)] if numbers else []),
        *_notes(pages),
        *_states(table, labels),
        (
            "Haben Sie Anzahl und Texte mit dem Bericht verglichen, und stimmen sie?",
            "Did you compare number and texts with the report, and are they right?",
        ),
    ]
    de, en = (" ".join(sentences) for sentences in zip(*said, strict=True))
    return Question(ABOUT, None, None, bilingual(de, en), answer=YES, required=True)


def _left_out(pages: Sequence[ReadPage], read: set[int], left_over: int) -> Iterator[tuple[str, str]]:
    """The sentences about what became nothing."""
    if unread := [page.number for page in pages if page.has_text and page.number not in read]:
        yield (
            f"Der Text auf {_pages(unread, 'Seite', 'den Seiten')} gehört zu keiner Maßnahme und wird nicht "
            "veröffentlicht.",
            f"The text on {_pages(unread, 'page', 'pages')} belongs to no measure and is not published.",
        )
    if too_much := [page.number for page in pages if page.too_much]:
        yield (
            f"Nicht gelesen ist, was auf {_pages(too_much, 'Seite', 'den Seiten')} steht: zu viele Zeichen oder "
            "Linien, wie in einer Karte.",
            f"What stands on {_pages(too_much, 'page', 'pages')} was not read: too many letters or lines, as in a "
            "map.",
        )
    if left_over:
        yield (
            f"Tabellen und Zeilen mit zusammen {left_over} Zeichen wurden nicht als Maßnahmen verstanden.",
            f"Tables and rows of {left_over} characters together were not understood as measures.",
        )


def _notes(pages: Sequence[ReadPage]) -> Iterator[tuple[str, str]]:
    """The sentences about text that nobody sees, struck text, and forms."""
    for note, (de, en) in _NOTES.items():
        if noted := [page.number for page in pages if note in page.notes]:
            yield de.format(_pages(noted, "Seite", "den Seiten")), en.format(_pages(noted, "page", "pages"))


def _states(table: TextTable, labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The sentences about states of several dates, and about several states of one day."""
    if table.reporting_dates:
        headers = comma_list([found.header for found in table.reporting_dates])
        yield f"Der Bericht nennt mehrere Stände: {headers}.", f"The report tells several states: {headers}."
    for headers in _of_one_day(labels):
        yield (
            f"Zu einem Tag nennt der Bericht mehrere Stände: {headers}. Veröffentlicht wird nur einer davon.",
            f"The report tells several states of one day: {headers}. Only one of them is published.",
        )


def _of_one_day(labels: Sequence[str]) -> list[str]:
    """The labels that tell states of the same day, for each such day."""
    by_day: dict[date, list[str]] = defaultdict(list)
    for label in labels:
        if day := date_of_state(label):
            by_day[day].append(label)
    return [comma_list(of_day) for of_day in by_day.values() if len(of_day) > 1]


def scanned(pages: Sequence[ReadPage]) -> tuple[str, str]:
    """Why a document without letters cannot be read."""
    if any(page.pictures for page in pages):
        return (
            "Das PDF ist ein Scan: Seine Seiten sind Bilder ohne Text. Bitte senden Sie das PDF, das aus dem "
            "Schreibprogramm erzeugt wurde, oder die Tabelle als .xlsx, .ods oder .csv.",
            "The PDF is a scan: its pages are pictures without text. Please send the PDF that was saved from the "
            "word processor, or the table as .xlsx, .ods or .csv.",
        )
    return (
        "Das PDF enthält keinen Text. Bitte prüfen Sie, ob das richtige Dokument gespeichert wurde.",
        "The PDF holds no text. Please check that the right document was saved.",
    )


def no_measures(pages: Sequence[ReadPage]) -> tuple[str, str]:
    """Why a report with text gave no measures."""
    if too_much := [page.number for page in pages if page.too_much]:
        de, en = _pages(too_much, "Seite", "den Seiten"), _pages(too_much, "page", "pages")
        return (
            f"Das PDF konnte nicht gelesen werden: Auf {de} stehen zu viele Zeichen oder Linien, wie in einer "
            "Karte oder in Rahmen aus einzelnen Punkten. Bitte senden Sie die Tabelle der Maßnahmen als .xlsx, .ods "
            "oder .csv.",
            f"The PDF could not be read: {en} hold too many letters or lines, as in a map or in frames of "
            "single dots. Please send the table of measures as .xlsx, .ods or .csv.",
        )
    if any(page.grids for page in pages):
        return (
            "Im PDF sind Tabellen, aber keine, in deren Kopf oder Beschriftungen Maßnahmen mit Nummer oder Titel zu "
            "erkennen sind. Bitte senden Sie die Tabelle der Maßnahmen als .xlsx, .ods oder .csv.",
            "The PDF has tables, but none whose header or labels name measures by number or title. Please send the "
            "table of measures as .xlsx, .ods or .csv.",
        )
    return (
        "Im PDF ist keine Tabelle mit Linien und kein Steckbrief mit Beschriftungen, aus denen Maßnahmen zu lesen "
        "wären. Bitte senden Sie die Tabelle der Maßnahmen als .xlsx, .ods oder .csv.",
        "The PDF has no ruled table and no sheet with labels from which measures could be read. Please send the "
        "table of measures as .xlsx, .ods or .csv.",
    )


def numbers_unread(numbers: Mapping[str, int]) -> tuple[str, str]:
    """Why a report is refused that has many numbers of measures that were not read."""
    de, en = _numbers_unread(numbers)
    return (
        f"Die Maßnahmen des PDF wurden nicht vollständig verstanden. {de} Bitte senden Sie die Tabelle der Maßnahmen "
        "als .xlsx, .ods oder .csv.",
        f"The measures of the PDF were not understood completely. {en} Please send the table of measures as .xlsx, "
        ".ods or .csv.",
    )


def _numbers_unread(numbers: Mapping[str, int]) -> tuple[str, str]:
    """The sentence about numbers of measures that are in no row."""
    de = comma_list([f"{number} (Seite {page})" for number, page in numbers.items()], NAMED)
    en = comma_list([f"{number} (page {page})" for number, page in numbers.items()], NAMED)
    if len(numbers) == 1:
        return (
            f"Die Nummer {de} sieht aus wie die einer Maßnahme und steht bei keiner gelesenen.",
            f"The number {en} looks like that of a measure and belongs to none that was read.",
        )
    return (
        f"{len(numbers)} Nummern sehen aus wie die von Maßnahmen und stehen bei keiner gelesenen: {de}.",
        f"{len(numbers)} numbers look like those of measures and belong to none that was read: {en}.",
    )


def overprinted(pages: Sequence[ReadPage]) -> tuple[str, str]:
    """Why a report is refused in which letters stand on each other on many pages."""
    on = [page.number for page in pages if PageNote.OVERPRINTED in page.notes]
    de, en = _NOTES[PageNote.OVERPRINTED]
    first_de, first_en = (
        text.format(named).partition(". ")[0]
        for text, named in ((de, _pages(on, "Seite", "den Seiten")), (en, _pages(on, "page", "pages")))
    )
    return (
        f"{first_de}. Bitte stellen Sie die Höhe der Zeilen auf „automatisch“, und speichern Sie das PDF noch "
        "einmal, oder senden Sie die Tabelle als .xlsx, .ods oder .csv.",
        f"{first_en}. Please let the height of rows be automatic and save the PDF again, or send the table as .xlsx, "
        ".ods or .csv.",
    )


def not_understood(records: Sequence[ReportRecord]) -> tuple[str, str]:
    """Why a report is refused whose tables were misread."""
    read = _pages_of(records)
    de, en = _pages(read, "Seite", "den Seiten"), _pages(read, "page", "pages")
    return (
        f"Die Tabellen auf {de} des PDF wurden nicht sicher verstanden: Beschriftungen stehen dort, wo Angaben sein "
        "müssten. Bitte senden Sie die Tabelle der Maßnahmen als .xlsx, .ods oder .csv.",
        f"The tables on {en} of the PDF were not understood with certainty: labels stand where values should. Please "
        "send the table of measures as .xlsx, .ods or .csv.",
    )


def _pages_of(records: Iterable[ReportRecord]) -> set[int]:
    return {
        page
        for record in records
        for page in (record.page, *(box.page for e in record.entries.values() for c in e.cells for box in c.boxes))
    }


def _pages(numbers: Iterable[int], one: str, several: str) -> str:
    """Pages as a sentence names them: "Seite 3", "den Seiten 3–7, 9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = comma_list([str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs], 8)
    return f"{one} {named}" if sum(map(len, runs)) == 1 else f"{several} {named}"
