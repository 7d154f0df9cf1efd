"""Tables of a report that are kept as bytes are the same afterwards; bytes of another form are read anew."""

import zlib

from opendata.domain.model import SourceFile
from opendata.intake.kept_readings import reading_of, tables_of
from opendata.intake.upload_reading import read_all_tables
from tests.reports.making import NAME, read_report, report_pdf


def test_a_report_that_was_read_is_the_same_after_it_was_kept():
    (table,) = read_all_tables([SourceFile("bericht.pdf", report_pdf())])

    (kept,) = tables_of(reading_of([table]), "bericht.pdf") or []

    assert kept.cells.equals(table.cells) and kept.rows.equals(table.rows)
    assert (dict(kept.origins), list(kept.reporting_dates)) == (dict(table.origins), list(table.reporting_dates))
    assert [question.as_json() for question in kept.questions] == [question.as_json() for question in table.questions]
    assert table.origins and table.reporting_dates and table.questions


def test_bytes_of_another_form_are_not_used():
    reading = read_report().reading
    assert reading is not None and tables_of(reading, NAME)
    assert tables_of(reading, "another.pdf") is None
    for other in (b"", b"no bytes of ours", reading[:-9], zlib.compress(b"[0, []]"), zlib.compress(b"[1, {}]")):
        assert tables_of(other, NAME) is None
    file = SourceFile("bericht.pdf", report_pdf(), b"of an earlier release")
    assert read_all_tables([file])[0].origins
