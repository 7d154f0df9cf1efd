"""The summary of a plain table is short: nothing silly, nothing twice, and codes by the names that people know."""

from opendata.domain.report.findings import LeftOut, Note, Report, Rewrite
from opendata.domain.report.questions import Question
from opendata.domain.report.summary import report_json, summary_lines
from opendata.domain.report.summary_text import summary_text
from opendata.kind_folders import load_kind
from opendata.validation.messages.text_report import as_text
from tests.intake.making import ROOT

KIND = load_kind(ROOT / "datapackages" / "climate-measures")


def phase(row: int, before: str, after: str, rule: str = "code") -> Rewrite:
    return Rewrite("measures", row, "phase", f"C{row}", before, after, rule)


def told(report: Report, language: str = "de") -> list[str]:
    return [line.messages[language] for line in summary_lines(report, KIND)]


def test_a_word_that_is_the_label_of_its_code_is_not_told():
    assert (
        told(Report(rewrites=[phase(2, "in Umsetzung", "implementation"), phase(3, "Completed", "completed")])) == []
    )


def test_codes_are_told_by_their_labels():
    report = Report(rewrites=[phase(2, "geplant", "not_started"), phase(3, "abgeschlossen", "completed")])

    assert told(report) == [
        "Umsetzungsstand: einer Angabe der Liste zugeordnet (1 Zelle): C2 „geplant“ → „nicht begonnen“"
    ]
    assert "“not started”" in told(report, "en")[0].casefold()


def test_of_many_cells_that_do_not_matter_two_of_each_text_are_named():
    (line,) = told(Report(rewrites=[phase(row, "geplant", "not_started") for row in range(2, 12)]))

    assert line.endswith("(10 Zellen): C2, C3 „geplant“ → „nicht begonnen“; …")


def test_the_same_note_is_told_once_and_empty_rows_by_their_numbers():
    note = Note("made-key", {"de": "Die Nummer wird gebildet.", "en": "The key is made."})
    empty = [LeftOut("measures", row, "empty") for row in (3, 5)]

    assert told(Report(notes=[note, note], left_out=empty)) == [
        "Die Nummer wird gebildet.",
        "Leere Zeilen (2): Zeilen 3, 5",
    ]


def test_a_question_that_needs_no_answer_is_not_called_one_that_does():
    texts = {"de": "Sollen die Überschriften das Feld füllen?", "en": "Should the headings fill the field?"}
    report = report_json(Report(questions=[Question("section_heading", "measures", None, texts, required=False)]))

    lines = list(summary_text(report, "de", with_questions=False))

    assert lines == ["Bitte ansehen:", f"  {texts['de']}"]
    assert as_text(report).endswith("Keine Fehler.")
