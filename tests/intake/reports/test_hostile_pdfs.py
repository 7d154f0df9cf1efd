"""PDFs that are damaged, locked or made to do harm end with a sentence, and soon; none is waited for in vain."""

import zlib
from collections.abc import Callable

import pytest

from bench.hostile import data_tricks
from opendata.domain.errors import UnreadableFile
from opendata.domain.model import SourceFile
from opendata.intake.files.pdf_time import TooSlow, begin, bounded_reading
from opendata.intake.upload_reading import read_tables
from tests.intake.reports.pdf_making import HEAD, Sheet, of_objects, pdf, stream

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
BOX = "/MediaBox [0 0 595 842]"
COLUMNS = (40, 80, 300, 555)
ROWS = [("Nr.", "Maßnahme", "Sachstand"), ("M1", "Radwege", "läuft")]


def page(contents: str = "4 0 R", box: str = BOX, more: str = "") -> bytes:
    return f"<< /Type /Page /Parent 2 0 R {box} /Contents {contents} {more} >>".encode()


def one_page(content: bytes, *, packed: bool = False, box: str = BOX) -> bytes:
    return of_objects([CATALOGUE, PAGES, page(box=box), stream(content, packed=packed)])


def whole(*, packed: bool = False) -> bytes:
    sheet = Sheet()
    sheet.table(COLUMNS, 60, ROWS)
    return pdf(sheet, packed=packed)


def part_without_its_end() -> bytes:
    """A page of 100,000 points, packed, without its last bytes."""
    points = zlib.compress(b"".join(b"%d %d m\n" % (n, n * n) for n in range(100_000)))
    return of_objects([CATALOGUE, PAGES, page(), stream(points[:-1_000], entries="/Filter /FlateDecode ")])


def loop_of_forms() -> bytes:
    """Drawings that draw each other ten times each: 10 to the 12th in all."""
    forms = [
        stream(
            f"/F{n + 1} Do ".encode() * 10,
            entries=f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            f"/Resources << /XObject << /F{n + 1} {5 + n + 1} 0 R >> >> ",
        )
        for n in range(12)
    ]
    last = stream(b"0 0 1 1 re S", entries="/Type /XObject /Subtype /Form /BBox [0 0 9 9] ")
    first = page(more="/Resources << /XObject << /F0 5 0 R >> >>")
    return of_objects([CATALOGUE, PAGES, first, stream(b"/F0 Do"), *forms, last])


# Made when they are read: some are large, and every process of the suite loads this module.
HARMFUL: dict[str, Callable[[], bytes]] = {
    "pages in a circle": lambda: of_objects([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
    "a long chain of page trees": lambda: of_objects(
        [CATALOGUE, *(f"<< /Type /Pages /Kids [{n} 0 R] /Count 1 >>".encode() for n in range(3, 3003))]
    ),
    "a part that unpacks to 200 MiB": lambda: one_page(b" " * (200 * 2**20), packed=True),
    "a hundred thousand rectangles": lambda: one_page(b"0 0 99 99 re S\n" * 100_000, packed=True),
    "a gigabyte of runs": data_tricks.PDF["a gigabyte of runs"],
    "an index of a thousand million entries": data_tricks.PDF["an index of a thousand million entries"],
    "a part that ends in its middle": part_without_its_end,
    "a page of a thousand kilometres": lambda: one_page(
        b"0 0 m 9 9 l S", box="/MediaBox [0 0 3000000000 3000000000]"
    ),
    "a page without any height": lambda: one_page(b"0 0 m 9 9 l S", box="/MediaBox [0 0 0 0]"),
    "a page with words for numbers": lambda: one_page(b"0 0 m 9 9 l S", box="/MediaBox [a b c d]"),
    "drawings inside drawings": loop_of_forms,
    "a beginning alone": lambda: HEAD,
    "a half": lambda: whole()[: len(whole()) // 2],
    "other bytes": lambda: HEAD + bytes(range(256)) * 40,
}


@pytest.mark.parametrize("content", HARMFUL.values(), ids=HARMFUL.keys())
def test_a_harmful_pdf_is_refused_with_a_sentence(content: Callable[[], bytes]):
    with pytest.raises(UnreadableFile) as caught:
        read_tables([SourceFile("bericht.pdf", content())])
    assert "Bitte" in caught.value.messages["de"]
    assert "lease" in caught.value.messages["en"]


def test_a_locked_pdf_asks_for_one_without_a_password():
    locked = whole().replace(b"/Root 1 0 R ", b"/Root 1 0 R /Encrypt 99 0 R ")
    secret = (
        b"99 0 obj\n<< /Filter /Standard /V 1 /R 2 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") /P -4 >>\nendobj\n"
    )
    place = len(locked[: locked.rindex(b"xref\n0")])
    locked = locked[:place] + secret + locked[place:]
    locked = locked.replace(b"/Root", b"/ID [(0123456789abcdef) (0123456789abcdef)] /Root")
    with pytest.raises(UnreadableFile, match="password"):
        read_tables([SourceFile("bericht.pdf", locked)])


def test_a_page_with_a_map_is_left_out_and_named_while_the_others_are_read():
    table, drawn = Sheet(), Sheet(commands=["0 0 99 99 re S"] * 40_000)
    table.table(COLUMNS, 60, ROWS)

    (read,) = read_tables([SourceFile("bericht.pdf", pdf(table, drawn, packed=True))])

    assert [row[:2] for row in read.cells.rows()] == [("Nr.", "Maßnahme"), ("M1", "Radwege")]
    assert "Nicht gelesen ist, was auf Seite 2 steht" in read.questions[0].texts["de"]


def test_a_report_whose_check_sums_are_wrong_is_read():
    good = whole(packed=True)
    wrong = bytearray(good)
    for place in range(len(good)):
        if good.startswith(b"\nendstream", place):
            wrong[place - 1] ^= 0xFF

    tables = [read_tables([SourceFile("bericht.pdf", bytes(content))]) for content in (good, wrong)]
    assert tables[0][0].cells.equals(tables[1][0].cells)


def test_nothing_is_read_of_a_file_whose_time_is_over():
    from opendata.intake.files.pdf_pages import opened  # noqa: PLC0415 - as where a PDF is read

    with bounded_reading():
        opened(whole())
        begin(0.0)
        with pytest.raises(TooSlow):
            opened(whole())
