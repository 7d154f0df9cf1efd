"""PDF reports as text tables: the measures that a report tells of, or a sentence on why there are none.

Here: opening the document, its limits, and what is said about one that cannot be read. Not here: letters and lines
(pdf_pages.py), and what they mean (reports/).
"""

import hashlib
import logging
from collections.abc import Iterator

from opendata.domain.model import SourceFile
from opendata.intake.bilingual_sentences import unreadable
from opendata.intake.files.pdf_time import TooSlow, bounded_reading
from opendata.intake.reports.cut_texts import runs_over
from opendata.intake.reports.lattices import grids_of
from opendata.intake.reports.page_content import PageNote
from opendata.intake.reports.page_furniture import ReadPage
from opendata.intake.reports.report_reading import NoMeasures, read_report
from opendata.intake.reports.text_lines import lines_of
from opendata.intake.size_limits import Limits
from opendata.intake.text_tables import TextTable

MOST_PAGES = 400
READ_SECONDS = 60.0
MOST_CHARACTERS = 4_000_000

_last_read: dict[str, TextTable] = {}


def read_pdf(source: SourceFile, limits: Limits) -> list[TextTable]:
    """The table of the report's measures; raises UnreadableFile, which says what to send instead.

    The last report that was read is kept, as a report of several dates is examined once for each of them.
    """
    digest = f"{hashlib.sha256(source.content).hexdigest()} {source.name}"
    table = _last_read.get(digest)
    if table is None:
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
        table = _read(source)
        _last_read.clear()
        _last_read[digest] = table
    limits.take_table(source.name, table.cells.width * table.cells.height, _characters(table))
    return [table]


def _characters(table: TextTable) -> int:
    return sum(int(column.str.len_chars().sum() or 0) for column in table.cells)


def _read(source: SourceFile) -> TextTable:
    # These modules load pdfminer and pdfplumber, which nothing but a PDF needs.
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415

    from opendata.intake.files.pdf_streams import TooMuchUnpacked, bounded_unpacking  # noqa: PLC0415

    try:
        with bounded_unpacking(), bounded_reading():
            return read_report(source.name, list(_pages(source)))
    except NoMeasures as error:
        raise unreadable(source.name, error.de, error.en) from error
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise _protected(source.name) from error
    except (TooMuchUnpacked, TooSlow, MemoryError) as error:
        raise _too_demanding(source.name) from error
    except RecursionError as error:
        raise _damaged(source.name) from error


def _pages(source: SourceFile) -> Iterator[ReadPage]:
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415

    from opendata.intake.files.pdf_pages import opened, pages_of  # noqa: PLC0415
    from opendata.intake.files.pdf_streams import TooMuchUnpacked  # noqa: PLC0415

    characters = 0
    number = 0
    try:
        for page in pages_of(opened(source.content), READ_SECONDS):
            number = page.number
            if number > MOST_PAGES:
                raise _too_many_pages(source.name)
            characters += len(page.glyphs)
            if characters > MOST_CHARACTERS:
                raise _too_demanding(source.name)
            grids, boxes, left = grids_of(page)
            yield ReadPage(
                number,
                page.width,
                page.height,
                grids,
                lines_of(left),
                any(glyph.text.strip() for glyph in page.glyphs),
                page.too_much,
                page.pictures,
                boxes,
                page.turn,
                page.notes | {PageNote.CUT} if runs_over(grids) else page.notes,
            )
    except (PDFPasswordIncorrect, PDFEncryptionError, TooMuchUnpacked, TooSlow, RecursionError, MemoryError):
        raise
    except Exception as error:
        if type(error).__module__.startswith("opendata."):
            raise
        # pdfminer breaks down in many ways over a damaged document: KeyError, TypeError, struct.error, its own.
        raise _damaged(source.name) from error
    if not number:
        raise _damaged(source.name)


def _protected(file: str) -> Exception:
    return unreadable(
        file,
        "Das PDF ist mit einem Passwort geschützt. Bitte speichern Sie es ohne Passwort, und senden Sie "
        "es noch einmal.",
        "The PDF is protected by a password. Please save it without one and send it again.",
    )


def _damaged(file: str) -> Exception:
    return unreadable(
        file,
        "Das PDF ist beschädigt und lässt sich nicht öffnen. Bitte erzeugen Sie es aus dem Programm, mit dem der "
        "Bericht geschrieben wurde, noch einmal als PDF.",
        "The PDF is damaged and cannot be opened. Please save the report as a PDF again from the program in which it "
        "was written.",
    )


def _too_demanding(file: str) -> Exception:
    return unreadable(
        file,
        "Das PDF enthält viel mehr Text, Linien oder gepackte Teile als ein Bericht. Bitte senden Sie nur die Seiten "
        "mit den Maßnahmen, oder die Tabelle als .xlsx, .ods oder .csv.",
        "The PDF holds far more text, lines or packed parts than a report. Please send only the pages with the "
        "measures, or the table as .xlsx, .ods or .csv.",
    )


def _too_many_pages(file: str) -> Exception:
    return unreadable(
        file,
        f"Das PDF hat mehr als {MOST_PAGES} Seiten. Bitte senden Sie nur die Seiten mit den Maßnahmen.",
        f"The PDF has more than {MOST_PAGES} pages. Please send only the pages with the measures.",
    )
