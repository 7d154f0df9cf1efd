"""The summary: everything that was decided is told in sentences, the few things that matter first."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from opendata.domain.report.findings import Dropped, LeftOut, Note, Report, Rewrite
from opendata.domain.report.questions import Question
from opendata.domain.report.reading_phrases import DROPPED, LEFT_OUT, RULES, rule_phrase
from opendata.domain.report.rewritten_cells import ColumnRewrites, Rewrites
from opendata.domain.report.summary import MOST_NAMED, report_json, summary_lines, with_questions
from opendata.domain.report.summary_text import fitted, summary_text
from tests.making import plans_kind

ROOT = Path(__file__).resolve().parents[3]
HIDDEN = Question("hidden_content", "plans", "E", {"de": "Spalte E ist ausgeblendet.", "en": "Column E is hidden."})


def rewrites(readings: list[tuple[str, str, str]], which: list[int], column: int = 5) -> ColumnRewrites:
    """Rewritten cells of the column of costs: which of the readings (before, after, rule) each row has."""
    return ColumnRewrites(
        "plans",
        "cost",
        column,
        None,
        pl.Series(range(2, len(which) + 2), dtype=pl.UInt32),
        pl.Series(which, dtype=pl.UInt32),
        pl.DataFrame(readings, schema=["before", "after", "rule"], orient="row"),
    )


def told(report: Report, language: str = "de") -> list[str]:
    return [line.messages[language] for line in summary_lines(report, plans_kind())]


def test_a_rewrite_is_told_with_its_cells_before_and_after_under_the_name_that_people_know():
    cells = rewrites([("500 T€", "500000", "unit+factor"), ("12,5", "12.5", "decimal-comma")], [0, 1, 0])
    report = Report(rewrites=Rewrites([cells]))

    assert told(report) == [
        "Kosten: mit dem Faktor der Zuordnung umgerechnet (2 Zellen): E2, E4 „500 T€“ → „500000“",
        "Kosten: Komma als Dezimalzeichen gelesen (1 Zelle): E3 „12,5“ → „12.5“",
    ]
    assert told(report, "en")[0] == (
        "cost: multiplied by the factor of the mapping (2 cells): E2, E4 “500 T€” → “500000”"
    )


def test_codes_are_told_by_their_labels():
    cells = ColumnRewrites(
        "plans",
        "phase",
        3,
        None,
        pl.Series([2, 3], dtype=pl.UInt32),
        pl.Series([0, 1], dtype=pl.UInt32),
        pl.DataFrame(
            [("läuft", "implementation", "code"), ("in Umsetzung", "implementation", "code")],
            schema=["before", "after", "rule"],
            orient="row",
        ),
    )
    report = Report(rewrites=Rewrites([cells]))

    # A word that is itself the label of its code is read as everybody reads it, and not told.
    assert told(report)[0].endswith("(1 Zelle): C2 „läuft“ → „in Umsetzung“")
    assert told(report, "en")[0].endswith("(1 cell): C2 “läuft” → “being implemented”")


def test_what_cannot_be_right_comes_before_everything_else_that_matters():
    codes = ["unit-of-a-line", "value-not-shown", "total-disagrees", "sense-year-out-of-range"]
    notes = [Note(code, {"de": code, "en": code}) for code in codes]

    assert [line.code for line in summary_lines(Report(notes=notes, questions=[HIDDEN]))] == [
        "hidden_content",
        "total-disagrees",
        "sense-year-out-of-range",
        "unit-of-a-line",
        "value-not-shown",
    ]


def test_of_many_cells_the_first_twenty_are_named_and_different_texts_are_shown():
    readings = [(f"0{number}", str(number), "canonical-number") for number in range(1, 8)]
    (line,) = summary_lines(Report(rewrites=Rewrites([rewrites(readings, [0] * 30 + [1, 2, 3, 4, 5, 6])])))

    assert (line.count, len(line.addresses)) == (36, MOST_NAMED)
    assert "E32 „02“ → „2“" in line.messages["de"]
    assert line.messages["de"].endswith("; …")


def test_a_million_cells_are_told_like_three_but_for_their_number():
    cells = rewrites([("01", "1", "canonical-number")], [0] * 1_000_000)

    (line,) = summary_lines(Report(rewrites=Rewrites([cells])))

    assert (line.count, line.addresses[:2]) == (1_000_000, ["E2", "E3"])


def test_rewrites_that_are_a_plain_list_are_told_alike():
    cells = rewrites([("500 T€", "500000", "factor"), ("01", "1", "canonical-number")], [0, 1, 0])

    assert told(Report(rewrites=list(Rewrites([cells])))) == told(Report(rewrites=Rewrites([cells])))


def test_questions_and_what_matters_come_before_the_rest_and_empty_rows_last():
    report = Report(
        rewrites=[Rewrite("plans", 2, "title", "B2", " Rad", "Rad", "trim"), rewrite("500 T€", "factor")],
        dropped=[Dropped("plans", 7, "Priorität", "not-in-schema")],
        left_out=[
            LeftOut("plans", 1, "title", "Stand 2024"),
            LeftOut("plans", 6, "section-heading", "Handlungsfeld 1"),
            LeftOut("plans", 9, "empty"),
            LeftOut("plans", 11, "section-heading", "Handlungsfeld 2"),
            LeftOut(None, None, "sheet-not-used", "Legende", "Legende"),
        ],
        notes=[Note("encoding", {"de": "Windows.", "en": "Windows."}), Note("odd", {"de": "Seltsam.", "en": "Odd."})],
        questions=[HIDDEN],
    )

    lines = summary_lines(report)

    assert [(line.code, line.matters) for line in lines] == [
        ("hidden_content", True),
        ("odd", True),
        ("row-left-out", True),
        ("rewritten", True),
        ("encoding", False),
        ("column-not-published", False),
        ("rewritten", False),
        ("sheet-left-out", False),
        ("rows-without-content", False),
    ]
    texts = "\n".join(line.messages["de"] for line in lines)
    assert "Zeile 6 („Handlungsfeld 1“), Zeile 11 („Handlungsfeld 2“)" in texts
    assert "G „Priorität“" in texts
    assert (
        lines[-1].messages["de"]
        == "Titelzeilen über der Tabelle (1): Zeile 1 („Stand 2024“); Leere Zeilen (1): Zeile 9"
    )


def rewrite(before: str, rule: str) -> Rewrite:
    return Rewrite("plans", 3, "cost", "E3", before, "500000", rule)


def test_a_rule_without_a_phrase_is_told_in_general_words_and_first():
    (line,) = summary_lines(Report(rewrites=[rewrite("x", "brand-new-rule")]))

    assert line.matters
    assert "anders geschrieben als in der Datei" in line.messages["de"]


def test_the_report_as_json_has_the_summary_in_both_languages():
    (line,) = report_json(Report(rewrites=[rewrite("500 T€", "factor")]), plans_kind(), "en")["summary"]

    assert line["message"] == line["messages"]["en"]
    assert (line["field"], line["rule"], line["addresses"], line["question"]) == ("cost", "factor", ["E3"], None)


def test_other_questions_take_the_place_of_those_of_a_report_in_its_summary_too():
    report = report_json(Report(rewrites=[rewrite("x", "factor")], questions=[HIDDEN]))
    other = Question("future_date", None, None, {"de": "Zukunft?", "en": "Future?"})

    changed = with_questions(report, [other])

    assert [question["id"] for question in changed["questions"]] == ["future_date"]
    assert [line["question"] for line in changed["summary"]] == ["future_date", None]
    assert changed["summary"][1] == report["summary"][1]


def test_as_text_questions_have_their_id_and_stand_under_a_heading():
    report = report_json(Report(rewrites=[rewrite("500 T€", "factor")], questions=[HIDDEN]))

    assert list(summary_text(report, "de"))[:3] == [
        "Vor der Veröffentlichung zu beantworten:",
        "  Spalte E ist ausgeblendet. [hidden_content:plans:E]",
        "Bitte ansehen:",
    ]


def rules_of_intake() -> Iterator[str]:
    """Every rule that is named in a call of step() in intake, or in a pair of a rule and what it does."""
    for path in (ROOT / "opendata" / "intake").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "step" and node.args:
                yield from _constants(node.args[0])
            elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Name):
                yield from (name for name in _constants(node.elts[0]) if "-" in name)


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _constants(value)


def documented(heading: str, column: str) -> set[str]:
    """The names in the first column of a table in docs/mapping.md, by the heading above it and that of the column."""
    text = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.search(rf"^ *\| {column} \|.*\n *\|---.*\n((?: *\|.*\n)+)", text, re.MULTILINE)
    assert rows, column
    return {name for row in rows[1].splitlines() for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])}


def test_every_rule_of_intake_has_a_phrase():
    rules = set(rules_of_intake()) | documented("What happens to a cell", "rule")

    assert len(rules) > 15
    assert rules - set(RULES) == set()


def test_every_reason_to_leave_out_a_row_has_a_phrase():
    assert documented("Without a mapping", "reason") - set(LEFT_OUT) == set()


@pytest.mark.parametrize("phrases", [RULES, LEFT_OUT, DROPPED], ids=["rules", "rows", "columns"])
def test_phrases_stand_in_both_languages(phrases: dict[str, tuple[str, str, bool]]):
    for name, (german, english, _) in phrases.items():
        assert german and english and german != english, name


def test_of_several_rules_for_one_cell_only_those_that_matter_are_named():
    assert rule_phrase("trim+factor").de == RULES["factor"].de
    assert rule_phrase("trim+line-breaks").en == "blanks at the ends removed, line breaks made uniform"


def test_long_lines_fit_a_terminal_and_no_word_of_them_is_cut():
    line = "  Als Vorschlag gelesen wurden die 10, deren Titel so beginnt. [personal_data:measures:description]"

    lines = fitted(line, 40).splitlines()

    assert lines[0] == "  - Als Vorschlag gelesen wurden die 10,"
    assert lines[-1] == "    [personal_data:measures:description]"
    assert all(following.startswith("    ") for following in lines[1:]) and max(map(len, lines)) <= 40
    assert " ".join(" ".join(lines).split()) == f"- {line.strip()}"
    assert fitted("Bitte ansehen:", 40) == "Bitte ansehen:"
