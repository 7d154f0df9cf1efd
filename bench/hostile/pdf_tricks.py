"""Hostile PDFs: files that unpack to much more than they are, lead their reader in circles, or name files of ours.

Here: the contents, and the form in which all of them are built. Not here: PDFs that are only damaged, encrypted or
scanned (bench/reports/refused.py).
"""

import zlib
from collections.abc import Callable, Iterator, Mapping

from bench.hostile.sending import Hostile, checked

MIB = 2**20
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = b"BT /F1 9 Tf 72 700 Td (Nr.  Massnahme  Status) Tj ET\n"
RESOURCES = b"<< /Font << /F1 4 0 R >> >>"
Objects = Mapping[int, bytes]


def pdf(objects: Objects, *, trailer: bytes = b"", start: int | None = None) -> bytes:
    """A file of these objects, whose first one is the catalogue; start: what it says about where its index begins."""
    content, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(content)
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    index, last = len(content), max(objects)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        content += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    content += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (last + 1, trailer)
    return bytes(content) + b"startxref\n%d\n%%%%EOF\n" % (index if start is None else start)


def stream(content: bytes, about: bytes = b"") -> bytes:
    """A stream as it is; about: more entries of its dictionary."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), about, content)


def packed(content: bytes, times: int = 1) -> bytes:
    """A stream that is packed so many times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter [%s]" % (b"/FlateDecode " * times))


def one_page(
    content: bytes, *, page: bytes = b"", box: bytes = b"[0 0 595 842]", more: Objects | None = None
) -> bytes:
    """A file of one page that draws this stream."""
    about = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 5 0 R /Resources %s %s >>" % (box, RESOURCES, page)
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: about}
    return pdf({**tree, 4: FONT, 5: content, **(more or {})})


def pages_in_a_circle() -> bytes:
    """A tree of pages whose branch is its own root."""
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>"}
    return pdf({**tree, 3: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>"})


def pages_in_a_deep_tree(depth: int = 20_000) -> bytes:
    """Branches in branches."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, depth):
        objects[number] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1)
    return pdf({**objects, depth: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"})


def one_page_many_times(count: int = 200_000) -> bytes:
    """A tree that names one page again and again."""
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"}
    return pdf({**tree, 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count)})


def bomb(mib: int = 1024, times: int = 2) -> bytes:
    """A page that unpacks to so many MiB of blanks, packed twice."""
    return one_page(packed(TEXT + b" " * (mib * MIB), times))


def form_of_forms(width: int = 30, depth: int = 30) -> bytes:
    """Drawings that draw others, each many times: a billion laughs."""
    forms = {}
    for number in range(10, 10 + depth):
        inside = b"/X Do " * width if number < 9 + depth else TEXT
        about = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
        forms[number] = stream(inside, about % (number + 1))
    page = b"/Resources << /Font << /F1 4 0 R >> /XObject << /X 10 0 R >> >>"
    return one_page(stream(TEXT + b"/X Do"), page=page, more=forms)


def form_in_itself() -> bytes:
    """A drawing that draws itself."""
    about = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 10 0 R >> >>"
    page = b"/Resources << /Font << /F1 4 0 R >> /XObject << /X 10 0 R >> >>"
    return one_page(stream(TEXT + b"/X Do"), page=page, more={10: stream(b"/X Do /X Do", about)})


def lines_without_end(count: int = 1_000_000) -> bytes:
    """Ever so many little boxes on one page."""
    boxes = b"".join(b"%d %d 3 3 re S\n" % (place % 590, place // 590 % 840) for place in range(count))
    return one_page(packed(TEXT + boxes))


def grid(side: int = 1_500) -> bytes:
    """A lattice of millions of cells."""
    across = b"".join(b"0 %.2f m 595 %.2f l S\n" % (place * 0.5, place * 0.5) for place in range(side))
    down = b"".join(b"%.2f 0 m %.2f 842 l S\n" % (place * 0.39, place * 0.39) for place in range(side))
    return one_page(packed(TEXT + across + down))


def letters_without_end(count: int = 3_000_000) -> bytes:
    """Ever so many letters on one page, all in one place."""
    return one_page(packed(b"BT /F1 9 Tf 72 700 Td " + b"(aaaaaaaaaaaaaaaaaaaa) Tj 0 0 Td\n" * (count // 20) + b"ET"))


def lists_in_lists(depth: int = 200_000) -> bytes:
    """A page whose drawing begins so many lists."""
    return one_page(packed(TEXT + b"[" * depth))


def dictionary_in_dictionaries(depth: int = 50_000) -> bytes:
    """A page whose own description goes as deep."""
    return one_page(stream(TEXT), page=b"/A " + b"<< /A " * depth + b"1" + b" >>" * depth)


def index_in_a_circle() -> bytes:
    """An index whose predecessor is itself."""
    plain = one_page(stream(TEXT))
    place = plain.rindex(b"xref\n0")
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def length_that_is_itself() -> bytes:
    """A stream whose length is the stream."""
    return one_page(b"<< /Length 5 0 R >>\nstream\n" + TEXT + b"\nendstream")


def numbers_beyond_all_numbers() -> bytes:
    """Sizes, counts and rotations that no paper has."""
    draws = stream(TEXT + b"1e999 -1e999 m 99999999999999999999999 nan l S 1 0 0 1 1e308 1e308 cm " + TEXT)
    return one_page(draws, page=b"/Rotate 12345678901234567890 /UserUnit 1e300", box=b"[-1e30 0 1e30 99999999999]")


def predictor_of_many_columns() -> bytes:
    """A stream whose rows are said to have two thousand million columns."""
    about = (
        b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>"
    )
    return one_page(stream(zlib.compress(TEXT * 10), about))


def pictures_beyond_all_measures() -> bytes:
    """Pictures that are said to be a million letters wide, in every packing that pictures have."""
    kinds = (b"/JBIG2Decode", b"/JPXDecode", b"/DCTDecode", b"/CCITTFaxDecode", b"/LZWDecode", b"/RunLengthDecode")
    size = b"/Width 1000000 /Height 1000000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter %s"
    pictures = {
        number: stream(b"\x80\x00" * 500, b"/Type /XObject /Subtype /Image " + size % kind)
        for number, kind in enumerate(kinds, 10)
    }
    names = b" ".join(b"/I%d %d 0 R" % (number, number) for number in pictures)
    draws = b"".join(b"q 595 0 0 842 0 0 cm /I%d Do Q " % number for number in pictures)
    return one_page(stream(draws), page=b"/Resources << /XObject << %s >> >>" % names, more=pictures)


def letters_from_a_file(name: bytes = b"/../../../../../../tmp/opendata-hostile") -> bytes:
    """A font whose encoding is the path of a file, which an old pdfminer opened and ran."""
    written = b"".join(b"#%02x" % byte for byte in name)
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /%s /DescendantFonts [11 0 R] >>" % written
    inside = b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X /CIDSystemInfo "
    inside += b"<< /Registry (%s) /Ordering (%s) /Supplement 0 >> >>" % (name, name)
    page = b"/Resources << /Font << /F1 10 0 R >> >>"
    return one_page(stream(TEXT), page=page, more={10: font, 11: inside})


def letters_that_are_longer_than_books() -> bytes:
    """A font in which one letter is a text of 60,000 letters, printed many times."""
    mapping = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
    mapping += b"1 beginbfchar <61> <%s> endbfchar endcmap" % (b"0041" * 60_000)
    mapping += b"\n1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 11 0 R >>"
    draws = b"BT /F1 9 Tf 72 700 Td " + b"(aaaaaaaaaa) Tj " * 2_000 + b"ET"
    page = b"/Resources << /Font << /F1 10 0 R >> >>"
    return one_page(packed(draws), page=page, more={10: font, 11: packed(mapping)})


def what_programs_run() -> bytes:
    """JavaScript, programs to launch and addresses to call, when the file is opened."""
    actions = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /O << /S /Launch /F (/bin/sh) >> >>"
    tree = {1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % actions, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"}
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources %s /AA << /O << /S /URI "
    page += b"/URI (http://169.254.169.254/) >> >> >>"
    return pdf({**tree, 3: page % RESOURCES, 4: FONT, 5: stream(TEXT)})


def lock_that_is_none() -> bytes:
    """An encryption whose numbers are none."""
    lock = (
        b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 99999 /O <00> /U <00> /OE <> /UE <> /P -1 >> /ID [<0> <0>]"
    )
    plain = one_page(stream(TEXT))
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock)


def picture_without_an_end() -> bytes:
    """A picture inside a drawing that never ends, again and again."""
    return one_page(packed(TEXT + b"BI /W 9 /H 9 /BPC 8 /CS /RGB ID \x00\x01EIEIEI " * 50_000))


TRICKS: Mapping[str, Callable[[], bytes]] = {
    trick.__name__.replace("_", " "): trick
    for trick in (
        pages_in_a_circle,
        pages_in_a_deep_tree,
        one_page_many_times,
        bomb,
        form_of_forms,
        form_in_itself,
        lines_without_end,
        grid,
        letters_without_end,
        lists_in_lists,
        dictionary_in_dictionaries,
        index_in_a_circle,
        length_that_is_itself,
        numbers_beyond_all_numbers,
        predictor_of_many_columns,
        pictures_beyond_all_measures,
        letters_from_a_file,
        letters_that_are_longer_than_books,
        what_programs_run,
        lock_that_is_none,
        picture_without_an_end,
    )
}


def pdf_tricks() -> Iterator[Hostile]:
    """All of them, sent to the open check."""
    for name, trick in TRICKS.items():
        yield checked(f"PDF: {name}", "bericht.pdf", trick)
