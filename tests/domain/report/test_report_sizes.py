"""A report is never larger than some megabytes, whatever the table and the mapping say."""

from opendata.domain.report.findings import Dropped, Finding, Note, Report
from opendata.domain.report.questions import Candidate, Question
from opendata.domain.report.report_sizes import CUTS, MOST_BYTES, bounded
from opendata.domain.report.summary import report_json
from opendata.domain.tables.json_values import dumps

LONG = "ä" * 100_000


def _long_report() -> Report:
    texts = {"de": LONG, "en": LONG}
    errors = [
        Finding("constraint-error", texts, "plans", row, "text", 1, LONG, "A1", LONG, LONG) for row in range(1_000)
    ]
    dropped = [Dropped("plans", column, LONG, "not-in-schema", LONG) for column in range(1, 1_500)]
    notes = [Note("header-read-as", texts, "plans", row, None, LONG) for row in range(1_500)]
    question = Question("vanished", "plans", LONG, texts, candidates=[Candidate("1", LONG, 0.5)])
    return Report(errors, len(errors), dropped=dropped, notes=notes, questions=[question] * 20)


def test_a_report_is_cut_to_its_limit_whatever_it_repeats():
    report = bounded(report_json(_long_report()))

    assert len(dumps(report).encode()) < MOST_BYTES + 2**20
    assert report["error_count"] == 1_000
    assert {len(question["text"]["de"]) for question in report["questions"]} == {CUTS[0][0]}


def test_a_report_that_is_short_enough_stays_as_it_is():
    texts = {"de": "x" * 1_000, "en": "A1: no date"}
    report = report_json(Report([Finding("type-error", texts, "plans", 1)], 1))

    assert bounded(report) == report


def test_a_long_id_of_a_question_stays_the_same_when_the_question_is_read_again():
    question = Question("vanished", "plans", LONG, {"de": "?", "en": "?"})
    other = Question("vanished", "plans", f"{LONG}x", {"de": "?", "en": "?"})

    assert len(question.id) < 200
    assert question.id != other.id
    assert Question.from_json(question.as_json()).id == question.id


def test_all_questions_of_a_long_report_are_listed():
    questions = [Question("unread_column", "plans", str(number), {"de": LONG, "en": LONG}) for number in range(1_200)]

    report = bounded(report_json(Report(questions=questions)))

    assert [question["id"] for question in report["questions"]] == [question.id for question in questions]
