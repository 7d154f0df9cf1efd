"""The judge of the reading of reports: it finds what is right and wrong, and made reports are what they say."""

import dataclasses

import pypdfium2

from bench.reports.corpus import BUILDERS
from bench.reports.made_up_measures import NO_NEWS
from bench.reports.reading import Reading
from bench.reports.scoring import comparable, score
from bench.reports.told import MadeReport


def faithful(report: MadeReport) -> Reading:
    """A reading that says exactly what the report tells."""
    labels = list(dict.fromkeys(label for measure in report.measures for label in measure.texts))
    header = ["Nr.", "Titel", "Amt", "Handlungsfeld", *labels]
    rows = [
        [m.number, m.title, m.responsible, m.field_of_action, *(m.texts.get(label, "") for label in labels)]
        for m in report.measures
    ]
    return Reading(header, range(1, len(header) + 1), rows, [measure.page for measure in report.measures], tables=1)


def test_a_faithful_reading_has_every_figure_at_one():
    for name in ("dates_in_columns", "numbers_twice", "without_numbers"):
        report = BUILDERS[name]()
        judged = score(report, faithful(report))

        assert (judged.recall, judged.precision, judged.mean_likeness) == (1.0, 1.0, 1.0), name
        for part in (judged.numbers, judged.titles, judged.offices, judged.fields, judged.pages, judged.exact_texts):
            assert part.share == 1.0, (name, judged.faults)
        assert judged.exact_texts.of == sum(len(measure.texts) for measure in report.measures)
        assert judged.faults == []


def test_what_is_missing_invented_or_wrong_is_counted_and_named():
    report = BUILDERS["row_per_measure"]()
    right = faithful(report)
    rows = [list(row) for row in right.rows]
    rows[0][1] = "Ganz anderes"
    rows[1][4] = rows[1][4][:-9] + "!"
    rows[2][2] = ""
    invented = ["Summe", "", "", "", "4.711 T€"]
    judged = score(report, dataclasses.replace(right, rows=[*rows[:-1], invented], pages=[7, *right.pages[1:]]))

    told = len(report.measures)
    assert (judged.found, judged.told, judged.rows) == (told - 1, told, told)
    assert judged.titles.right == told - 2 and judged.offices.right == told - 2
    assert judged.exact_texts.right == told - 2 and judged.mean_likeness < 1
    assert judged.pages.right == told - 2
    assert {fault.split(" of ")[0].split(":")[0] for fault in judged.faults} == {
        "title",
        "office",
        "Sachstand",
        "page",
        "not read",
        "no measure",
    }


def test_a_report_that_was_not_read_or_not_refused_has_nothing_right():
    report, scan = BUILDERS["ruled_sheets"](), BUILDERS["scan_of_a_table"]()

    assert score(report, Reading(refused="Das geht nicht.")).recall == 0
    assert score(report, Reading(broken="MemoryError")).precision == 0
    assert score(scan, Reading(refused="Das ist ein Bild.")).refusal.share == 1
    assert score(scan, Reading(broken="KeyError")).refusal.share == 0
    assert score(scan, faithful(report)).refusal.share == 0


def test_two_faithful_readers_are_alike_to_the_judge():
    assert comparable("Ziel:\n- 5 t CO₂ je\u00a0Jahr") == comparable("Ziel: \n• 5 t CO2 je Jahr")
    assert comparable("Ausbau der Radwege¹ bis 2030") == comparable("Ausbau der Radwege bis 2030")
    assert comparable("4.300 m² Dach") == "4.300 m² Dach"
    assert comparable("Ausbau der Radwege1") != comparable("Ausbau der Radwege")


def test_made_reports_print_each_measure_on_the_page_they_say():
    for name in ("turned_pages", "borderless_sheets", "boxes_in_three_columns"):
        report = BUILDERS[name]()
        letters = [
            "".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(report.pdf)
        ]
        for measure in report.measures:
            assert "".join(measure.number.split()) in letters[measure.page - 1], (name, measure.number)
        assert report.pdf == BUILDERS[name]().pdf  # nothing of it is left to chance


def test_reports_of_several_dates_say_that_there_is_no_news():
    for name in ("dates_in_columns", "labels_below_a_head_row"):
        texts = [text for measure in BUILDERS[name]().measures for text in measure.texts.values()]
        assert NO_NEWS in texts
