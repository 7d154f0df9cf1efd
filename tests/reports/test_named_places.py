"""Questions about a report name pages and titles: nobody has a sheet in which to look for a row or a cell."""

from opendata.intake.upload_reading import read_upload
from tests.intake.test_real_tables import CLIMATE_MEASURES
from tests.reports.making import read_report

HEADER = ("Nr.", "Maßnahme", "Sachstand 2013", "Sachstand 2015/2016", "Sachstand 2017/2018")
TEXTS = ("Geplant.", "Begonnen.", "Fertig.")


def test_a_question_about_rows_of_a_report_names_their_pages_and_what_they_are_called():
    measures = ("1.1", "Radverkehr"), ("1.2", "Summe"), ("1.3", "Bus"), ("1.4", "Mittelwert")
    report = read_report(HEADER, *((*measure, *TEXTS) for measure in measures), pages_before=10)

    (question,) = read_upload([report], CLIMATE_MEASURES).report.questions

    assert question.about == "unclear_row"
    assert question.texts["de"].startswith("Seite 13 („Summe“), Seite 15 („Mittelwert“): ")
    assert question.texts["en"].startswith("Page 13 ('Summe'), Page 15 ('Mittelwert'): ")
    assert "1.2" not in question.texts["de"] and "eile 3" not in question.texts["de"]
