"""Files that are broken, foreign or made to do harm: each refused with a reason, quickly and without much memory."""

import io
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from opendata.domain.errors import UnreadableFile
from opendata.intake import Limits, SourceFile, read_upload
from tests.intake.files.test_ods_spreadsheets import content_xml, written_by_odfpy
from tests.intake.files.test_xlsx_workbooks import sheet_xml, written_by_openpyxl
from tests.intake.making import KIND, csv_file, zip_file
from tests.made_up import costly

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


@contextmanager
def bounded() -> Iterator[None]:
    """Fails if what is done inside takes long or much memory."""
    tracemalloc.start()
    started = time.monotonic()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - started < 180  # against hanging; machines may be busy
    assert peak < 400 * 2**20


def refusal(source: SourceFile | bytes | str, name: str = "t.xlsx", limits: Limits = Limits()) -> str:  # noqa: B008
    """The English reason for which a file is refused."""
    if isinstance(source, str):
        source = source.encode()
    if isinstance(source, bytes):
        source = SourceFile(name, source)
    with bounded(), pytest.raises(UnreadableFile) as refused:
        read_upload([source], KIND, None, limits)
    assert refused.value.messages["de"] != refused.value.messages["en"]
    return refused.value.messages["en"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xd8\xff\xe0 JFIF", "picture"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"{\\rtf1}", "RTF"),
        (b'{"a": 1}', "JSON"),
        (b'[{"a": 1}]', "JSON"),
        (b"\x1f\x8b\x08", "gzip"),
        (zip_file({"[Content_Types].xml": "", "word/document.xml": ""}).content, "save a report as PDF"),
        (zip_file({"[Content_Types].xml": "", "ppt/presentation.xml": ""}).content, "presentation"),
        (zip_file({"[Content_Types].xml": "", "xl/workbook.bin": ""}).content, "empty"),
        (zip_file({"mimetype": "application/vnd.oasis.opendocument.text"}).content, "OpenDocument text"),
        (zip_file({"massnahmen.csv": "a;b\n"}).content, "datapackage.json"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "Word document (.doc) and no table",
        ),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "empty"),
        (b"\xff\xfe\r\0\n\0", "empty"),
        (b"a;b\0\x01\x02;c\n\xff\xfe", "neither"),
        (bytes(range(256)) * 10, "neither"),
    ],
)
def test_what_is_no_table_is_told_for_what_it_is(content: bytes, what: str):
    for name in ("t.xlsx", "t.csv", "t.xls"):
        assert what in refusal(content, name)


def test_an_empty_workbook_is_called_empty():
    assert "empty" in refusal(written_by_openpyxl([]))
    assert "empty" in refusal(content_xml(""), "t.ods")


def test_a_file_that_is_not_what_its_name_says_is_read_and_noted():
    content = csv_file(["Nr.", "Maßnahme"], ["1", "Radweg"]).content

    mapped = read_upload([SourceFile("t.xlsx", content)], KIND, None)

    assert mapped.tables["measures"].frame.height == 1
    assert "file-type" in {note.code for note in mapped.report.notes}


def test_truncated_workbooks_are_damaged():
    content = written_by_openpyxl([["Nr.", "Maßnahme"], *([str(n), "x"] for n in range(2000))])

    for end in range(100, len(content), len(content) // 40):
        assert refusal(content[:end])


def test_an_archive_whose_bytes_were_changed_is_damaged():
    content = bytearray(written_by_openpyxl([["Nr.", "Maßnahme"], *([str(n), "x"] for n in range(2000))]))
    place = content.index(b"xl/worksheets/sheet1.xml") + 200
    content[place : place + 20] = b"\0" * 20

    assert "damaged" in refusal(bytes(content))


def test_a_zip_bomb_is_stopped_while_it_is_unpacked():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE)
        with archive.open("content.xml", "w") as entry:
            for _ in range(100):  # beyond 32 MiB and four hundred times its size long before its end
                entry.write(b" " * 1_000_000)

    assert "out of proportion" in refusal(content.getvalue(), "t.ods")


def test_a_bomb_of_many_entries_is_not_opened():
    assert "more than 5000" in refusal(zip_file({f"{n}": "" for n in range(6000)}))


def test_sizes_that_lie_are_found_out():
    content = bytearray(zip_file({"mimetype": ODS_TYPE, "content.xml": "<x>" + "a" * 100_000 + "</x>"}).content)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.rindex(signature)
        content[place + offset : place + offset + 4] = struct.pack("<I", 10)

    assert "damaged" in refusal(bytes(content), "t.ods")


@pytest.mark.parametrize("path", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "a\\..\\x.csv", "C:/x.csv"])
def test_paths_that_lead_out_of_an_archive_are_refused(path: str):
    assert "leads out" in refusal(zip_file({"datapackage.json": "{}", path: "a"}))


def test_symbolic_links_are_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        link = zipfile.ZipInfo("measures.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    assert "leads out" in refusal(content.getvalue())


def test_two_entries_of_one_name_are_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("datapackage.json", "{}")

    assert "same name" in refusal(content.getvalue())


def test_archives_packed_in_ways_that_cannot_be_bounded_are_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("datapackage.json", "{}")

    assert "unusual" in refusal(content.getvalue())


def test_encrypted_entries_and_documents_ask_for_a_file_without_password():
    content = bytearray(zip_file({"datapackage.json": "{}"}).content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"

    assert "password" in refusal(bytes(content))
    assert "password" in refusal(
        zip_file({"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": "x"})
    )


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>",
    ],
)
def test_entities_are_never_looked_at(doctype: str):
    xml = f"<?xml version='1.0'?>{doctype}<x>&a;</x>"

    assert "damaged" in refusal(zip_file({"mimetype": ODS_TYPE, "content.xml": xml}), "t.ods")


def test_deep_xml_costs_nothing():
    deep = zip_file({"mimetype": ODS_TYPE, "content.xml": "<a>" * 100_000 + "</a>" * 100_000})

    assert refusal(deep)


def test_many_unknown_elements_cost_nothing():
    body = "<row r='1'><c r='A1'><v>1</v></c></row>" + "<unknown a='1'/>" * 800_000

    content = sheet_xml(body)

    assert "empty parts" in refusal(content)


def test_sheets_that_spread_their_cells_do_not_fill_the_memory():
    body = "".join(f'<row r="{n}"><c r="{get_column_letter(n)}{n}"><v>1</v></c></row>' for n in range(1, 16_000))

    assert "cells" in refusal(sheet_xml(body))


@pytest.mark.parametrize(
    "body",
    [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="unheard-of"><v>1</v></c></row>',
        "<row",
    ],
)
def test_sheets_that_contradict_themselves_are_damaged(body: str):
    assert "damaged" in refusal(sheet_xml(body))


def test_a_column_beyond_the_last_is_refused():
    assert "columns" in refusal(sheet_xml('<row r="1"><c r="XFE1"><v>1</v></c></row>'))


def test_a_cell_of_fifty_megabytes_in_a_workbook_is_refused():
    body = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 50_000_000}</t></is></c></row>'

    assert "characters" in refusal(sheet_xml(body))


def test_a_shared_string_of_fifty_megabytes_is_refused():
    strings = f"<si><t>{'x' * 50_000_000}</t></si>"

    assert "characters" in refusal(sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings))


def test_a_text_that_stands_in_very_many_cells_is_refused():
    strings = f"<si><t>{'x' * 900_000}</t></si>"
    row = "".join(f'<c r="{letter}{{0}}" t="s"><v>0</v></c>' for letter in "ABCDEFGH")
    body = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(1, 20_000))

    assert "too much text" in refusal(sheet_xml(body, strings=strings))


def test_a_text_merged_over_very_many_rows_is_refused():
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>{n}</v></c></row>' for n in range(3, 20_000))
    head = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    first = '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>2</v></c></row>'
    strings = f"<si><t>Nr.</t></si><si><t>Maßnahme</t></si><si><t>{'x' * 900_000}</t></si>"
    merge = '<mergeCells><mergeCell ref="A2:A20000"/></mergeCells>'

    assert "too much text" in refusal(sheet_xml(head + first + rows, strings=strings, around=merge))


OFFICE_FILES = [
    written_by_openpyxl([["Nr.", "Maßnahme", "Kosten"], *([str(n), "x", n / 7] for n in range(20))]),
    written_by_odfpy([["Nr.", "Maßnahme", "Kosten"], *([str(n), "x", n] for n in range(20))]),
    zip_file(
        {
            "datapackage.json": '{"resources": [{"name": "measures", "path": "m.csv", "schema": {"fields": '
            '[{"name": "measure_id", "type": "string"}]}, "dialect": {"delimiter": ","}}]}',
            "m.csv": "measure_id,title\n1,a\n",
        }
    ).content,
]


@costly()
@given(st.sampled_from(OFFICE_FILES), st.data())
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(content: bytes, data: st.DataObject):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from([each for each in entries if entries[each]]))
    part = bytearray(entries[name])  # type: ignore[arg-type]
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(part)))
        part[place : place + data.draw(st.integers(0, 12))] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"9", b"-1", b"<", b'"', b"&amp;", b"null", b"[]", b"{}", b"\xff"])
        )
    entries[name] = bytes(part)

    with suppress(UnreadableFile):
        read_upload([zip_file(entries)], KIND, None)


@costly()
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes):
    with suppress(UnreadableFile):
        read_upload([SourceFile("t.csv", content)], KIND, None)


def test_long_runs_of_blanks_take_no_longer_than_other_text():
    blanks = "x" + " " * 900_000 + "x"

    with bounded():
        mapped = read_upload(
            [csv_file(["Nr.", "Maßnahme", "Beschluss", "Kosten"], ["1", *[blanks] * 3], [blanks] * 4)], KIND, None
        )

    assert mapped.tables["measures"].frame.height == 2


def test_overlapping_merges_are_read_once():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n}</v></c></row>' for n in range(2, 3000))
    head = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    strings = "<si><t>Nr.</t></si><si><t>Maßnahme</t></si>"
    merges = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(2, 3000))

    content = sheet_xml(head + rows, strings=strings, around=f"<mergeCells>{merges}</mergeCells>")

    with bounded():
        mapped = read_upload([SourceFile("t.xlsx", content)], KIND, None)

    assert set(mapped.tables["measures"].frame["measure_id"]) == {"2"}
