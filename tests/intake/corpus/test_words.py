"""Tables in the words of offices: statuses, dates, "keine Angabe" and ticks, with the right value for each cell."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.report.findings import Report
from opendata.intake import SourceFile, read_upload
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.cells.negations import denials, distance, folded
from opendata.intake.cells.written_numbers import NumberStyle
from opendata.kind_folders import load_kind
from opendata.validation import check
from opendata.validation.messages.suggestions import words_for
from tests.intake.corpus.status_phrases import PHRASES, REFUSED
from tests.intake.files.test_xlsx_workbooks import written_by_openpyxl
from tests.intake.making import DATA, ROOT, csv_file

KIND = load_kind(ROOT / "datapackages" / "climate-measures")
CASES = DATA.parent / "cases"
CODES = KIND.table("measures").field("phase").codes
Cell = str | int | float | None


def reader(field: str, table: str = "measures") -> FieldCellReader:
    resource = KIND.table(table)
    return FieldCellReader(resource.field(field), NumberStyle.COMMA, {}, others=resource.fields)


PHASE = reader("phase")


def case_file(name: str) -> SourceFile:
    file = CASES / name
    if not file.exists():
        pytest.skip(f"The example tables are not at hand: {file}")
    return SourceFile(file.name, file.read_bytes())


def read(source: SourceFile, mapping: Any = None) -> tuple[dict[str, dict[str, str | None]], Report]:
    """The rows of the measures by their number, and the report after the check."""
    mapped = read_upload([source], KIND, mapping)
    return {row["measure_id"]: row for row in mapped.tables["measures"].frame.iter_rows(named=True)}, check(mapped)


def errors(report: Report) -> dict[str | None, str]:
    """The German message of each error, by address."""
    return {error.address: error.messages["de"] for error in report.errors}


def workbook(*rows: list[Cell]) -> SourceFile:
    return SourceFile("massnahmen.xlsx", written_by_openpyxl([list(row) for row in rows]))


def proposals(message: str) -> str:
    """What a message proposes instead of the cell; empty where it proposes nothing."""
    return message.partition("Meinten Sie")[2]


# Statuses


@pytest.mark.parametrize(("phrase", "code"), PHRASES.items())
def test_a_status_as_offices_write_it_is_understood_or_refused(phrase: str, code: str):
    reading = PHASE.read(phrase)

    assert (reading.after if reading.after in CODES else REFUSED) == code


def test_a_refused_status_is_answered_without_a_wrong_proposal():
    refused = [phrase for phrase, code in PHRASES.items() if code == REFUSED]

    rows = [[str(number), f"Vorhaben {number}", phrase] for number, phrase in enumerate(refused, 1)]
    _, report = read(csv_file(["Nr.", "Maßnahme", "Status"], *rows))

    told = errors(report)
    assert set(told) == {f"C{number}" for number in range(2, len(refused) + 2)}
    assert [message for message in told.values() if proposals(message)] == []


STATUS_WORDS = {
    "implementation": [2, 3, *range(6, 12), *range(33, 38), 45, 47],
    "ongoing": [4, 5, 44],
    "not_started": [15, 16, 40, 49],
    "completed": [17, 18, 19, 38, 41],
    "cancelled": [50],
    "unknown": [30, 31, 32],
    None: [12, 13, 14, 20, 21, *range(22, 30), 39, 42, 43, 46, 48],
}


def test_the_status_words_of_the_example_tables():
    rows, report = read(case_file("status-words.xlsx"))

    told = errors(report)
    for code, lines in STATUS_WORDS.items():
        for line in lines:
            assert rows[f"S{line - 1}"]["phase"] == code or (code is None and f"C{line}" in told), line
    assert set(told) == {f"C{line}" for line in STATUS_WORDS[None]}
    for line in (12, 13, 14, 42, 43):
        assert "Zeitplan" in told[f"C{line}"]
    for line in (20, 21):
        assert "in Umsetzung" in told[f"C{line}"].partition(": „")[2]
    assert not any(proposals(message) for message in told.values())


def test_status_words_after_public_reports():
    rows, report = read(case_file("public/status-words.csv"))

    understood = {key: row["phase"] for key, row in rows.items() if row["phase"] in CODES}
    assert understood == {
        "4": "implementation",
        "7": "cancelled",
        "8": "cancelled",
        "12": "cancelled",
        "14": "not_started",
        "19": "cancelled",
        "22": "not_started",
        "23": "cancelled",
        "27": "cancelled",
        "29": "not_started",
        "30": "ongoing",
    }
    proposed = {address: proposals(message) for address, message in errors(report).items() if proposals(message)}
    assert proposed == {"C14": " „nicht begonnen“?"}


@pytest.mark.parametrize(
    ("field", "table", "phrase", "code"),
    [
        ("schedule", "measures", "verzögert (Personalmangel)", "late"),
        ("schedule", "measures", "verschoben auf 2027", "postponed"),
        ("schedule", "measures", "ruht seit 2023", "postponed"),
        ("schedule", "measures", "im Plan (Stand 12/2024)", "on_time"),
        ("stage", "funding", "bewilligt am 12.05.2024", "approved"),
        ("stage", "funding", "beantragt (2024)", "applied"),
        ("stage", "funding", "ausgez.", "paid"),
        ("stage", "funding", "abgelehnt, 2023", "rejected"),
    ],
)
def test_other_fields_of_statuses_profit(field: str, table: str, phrase: str, code: str):
    assert reader(field, table).read(phrase).after == code


@pytest.mark.parametrize(("field", "phrase"), [("schedule", "nicht verzögert"), ("schedule", "nicht verschoben")])
def test_a_denial_is_refused_in_other_fields_too(field: str, phrase: str):
    assert reader(field).read(phrase).problem == "negated-code"


def test_a_status_in_the_schedule_is_sent_to_its_own_column():
    _, report = read(csv_file(["Nr.", "Maßnahme", "Status", "Zeitplan"], ["1", "Radweg", "geplant", "abgeschlossen"]))

    assert "gehört in die Spalte „Umsetzungsstand“" in errors(report)["D2"]


def test_what_was_understood_is_listed_with_its_rule():
    _, report = read(csv_file(["Nr.", "Maßnahme", "Status"], ["1", "Radweg", "erledigt (2024)"]))

    (rewrite,) = report.rewrites
    assert (rewrite.before, rewrite.after, rewrite.rule) == ("erledigt (2024)", "completed", "status-words")


WORDS = sorted({word for code in CODES.values() for word in (*code.labels.values(), *code.synonyms)})
NEGATIONS = ["nicht", "noch nicht", "nicht mehr", "kein", "keine", "nie", "ohne", "not", "not yet", "nciht", "kaum"]


@given(
    word=st.sampled_from(WORDS),
    negation=st.sampled_from(NEGATIONS),
    before=st.sampled_from(["", "Maßnahme ", "ist ", "derzeit ", "2024: "]),
    after=st.sampled_from(["", ".", " (2024)", " 2023", ", siehe M 4", "!"]),
    behind=st.booleans(),
)
def test_a_negation_never_becomes_what_it_denies(word: str, negation: str, before: str, after: str, behind: bool):
    denied = PHASE.read(word).after
    phrase = f"{before}{word} {negation}{after}" if behind else f"{before}{negation} {word}{after}"

    reading = PHASE.read(phrase)

    if denials(word) == ():  # "nicht" before "nicht begonnen" takes the denial back
        assert reading.after != denied or denied == "unknown"
    for language in ("de", "en"):
        proposed = words_for(PHASE.field, language, rewritten=True).nearest(phrase)
        assert proposed is None or denials(proposed) == denials(phrase)


@given(word=st.sampled_from(WORDS), prefix=st.sampled_from(["un", "nicht", "in", "non-", "Nicht-"]))
def test_a_denying_syllable_is_no_slip_of_the_keyboard(word: str, prefix: str):
    typed = prefix + word.lower()

    proposed = words_for(PHASE.field, "de", rewritten=True).nearest(typed)

    assert proposed is None or denials(proposed) == denials(typed)


@given(st.text(max_size=200))
def test_any_text_is_read_as_one_code_or_not_at_all(text: str):
    reading = PHASE.read(text)

    assert reading.after is None or reading.after in CODES or reading.problem is None


@given(st.text(alphabet="abcde", max_size=6), st.text(alphabet="abcde", max_size=6))
def test_the_distance_of_two_spellings_is_symmetric_and_ends_at_its_limit(first: str, second: str):
    assert distance(first, second, 2) == distance(second, first, 2)
    assert (distance(first, second, 2) == 0) == (first == second)
    assert 0 <= distance(first, second, 2) <= 3


def test_no_word_of_the_kind_means_two_codes_of_one_field():
    for field in itertools.chain.from_iterable(KIND):
        meant: dict[str, str] = {}
        for code in field.codes.values():
            for word in (*code.labels.values(), *code.synonyms):
                assert meant.setdefault(folded(word), code.name) == code.name, word


# No information

MISSING = [
    "k. A.",
    "k.A.",
    "K. A.",
    "k.a.",
    "k .A.",
    "keine Angabe",
    "n. a.",
    "n.a.",
    "n/a",
    "n. b.",
    "unbekannt",
    "?",
]


def test_the_spellings_of_no_information_in_the_example_tables():
    rows, report = read(case_file("no-information-spellings.xlsx"))

    assert {row["phase"] for row in rows.values()} == {"unknown"} and len(rows) == 9
    assert report.valid and len(report.rewrites) == 9


@pytest.mark.parametrize("text", [*MISSING, "-", "–", "—", "./.", "--", "n.n.", "o. A.", "…", "k. A. "])
def test_no_information_is_the_code_unknown_where_there_is_one(text: str):
    reading = PHASE.read(text)

    assert reading.after == "unknown" and reading.steps
    assert reader("schedule").read(text).after == "unknown"


@pytest.mark.parametrize("text", ["k. A.", "k.A.", "n/a", "-", "./."])
def test_no_information_is_an_empty_cell_where_there_is_no_such_code(text: str):
    assert reader("stage", "funding").read(text).after is None
    assert reader("planned_end").read(text).after is None


# Dates

ENDS = {
    "30.06.2026": "2026-06-30",
    "06/26": "2026-06",
    "Jun 26": "2026-06",
    "Jun '26": "2026-06",
    "Juni/2026": "2026-06",
    "2026, Juni": "2026-06",
    "Mai-27": "2027-05",
    "01.01.26": "2026-01-01",
    "1.7.27": "2027-07-01",
    "30. Juni 26": "2026-06-30",
    "Q3/2026": "2026-09",
    "Q3 2026": "2026-09",
    "2026-Q3": "2026-09",
    "3. Quartal 2026": "2026-09",
    "III. Quartal 2026": "2026-09",
    "II/2026": "2026-06",
    "4. Q. 26": "2026-12",
    "Quartal 1/2027": "2027-03",
    "voraussichtlich Q3/2026": "2026-09",
    "1. Halbjahr 2027": "2027-06",
    "2. HJ 2027": "2027-12",
    "H1/2027": "2027-06",
    "Ende 2026": "2026",
    "Anfang 2026": "2026",
    "Mitte 2026": "2026",
    "Sommer 2027": "2027",
    "Frühjahr 2027": "2027",
    "voraussichtlich 2027": "2027",
    "vsl. 2027": "2027",
    "2027 (geplant)": "2027",
    "ca. 2027": "2027",
    "ca.2027": "2027",
    "bis 2030": "2030",
    "bis Ende 2030": "2030",
    "spätestens 2030": "2030",
    "bis 30.06.2026": "2026-06-30",
    "bis Juni 2026": "2026-06",
    "geplant 2026": "2026",
    "im Laufe des Jahres 2026": "2026",
    "2026/27": "2027",
    "2026/2027": "2027",
    "Winter 2026/27": "2027",
    "2025-2028": "2028",
    "2025 – 2028": "2028",
    "2025 bis 2028": "2028",
    "von 2025 bis 2028": "2028",
    "06/2025 - 12/2026": "2026-12",
    "01.03.2025-31.12.2026": "2026-12-31",
    "end of 2026": "2026",
    "by 2030": "2030",
    "3rd quarter 2026": "2026-09",
}
NO_ENDS = {
    "2026 ff.": "open-ended-date",
    "2026 und später": "open-ended-date",
    "ab 2027": "open-ended-date",
    "seit 2019": "open-ended-date",
    "KW 12/2026": "calendar-week",
    "12. KW 2026": "calendar-week",
    "31.06.2026": "no-such-day",
    "31.6.26": "no-such-day",
    "29.02.2025": "no-such-day",
    "2026-06-31": "no-such-day",
    "13/2026": "no-such-day",
    "46203": "excel-day-number",
    "46203,5": "excel-day-number",
    "03/04/26": "ambiguous-date",
    "06/12": "ambiguous-date",
    "2011/12": "ambiguous-date",
    "01.01.85": "ambiguous-date",
}


@pytest.mark.parametrize(("text", "moment"), ENDS.items())
def test_an_end_in_words_is_read_at_its_own_precision(text: str, moment: str):
    reading = reader("planned_end").read(text)

    assert reading.after == moment
    assert reading.steps


@pytest.mark.parametrize(("text", "problem"), NO_ENDS.items())
def test_an_end_that_is_none_is_refused(text: str, problem: str):
    assert reader("planned_end").read(text).problem == problem


@pytest.mark.parametrize(
    "text",
    ["2026 oder 2027", "nicht vor 2027", "vor 2027", "nach 2027", "2026?", "Sommer", "Q1-Q3 2026"],
)
def test_what_is_no_date_is_left_to_the_check(text: str):
    assert reader("planned_end").read(text).after == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [("2026/27", "2026"), ("2025-2028", "2025"), ("ab 2027", "2027"), ("seit 2019", "2019"), ("2026 ff.", "2026")],
)
def test_a_beginning_takes_the_first_of_two_years(text: str, moment: str):
    assert reader("planned_start").read(text).after == moment


@pytest.mark.parametrize(
    ("field", "table", "text", "problem"),
    [
        ("planned_start", "measures", "bis 2030", "end-in-a-start"),
        ("actual_end", "measures", "voraussichtlich 2027", "only-expected"),
        ("approved_on", "funding", "2025-2026", "date-span"),
        ("date", "indicator_values", "2025-2028", "date-span"),
    ],
)
def test_a_date_that_does_not_fit_its_field_is_refused(field: str, table: str, text: str, problem: str):
    assert reader(field, table).read(text).problem == problem


def test_the_date_words_of_the_example_tables():
    rows, report = read(case_file("date-words.xlsx"))

    ends = {key: row["planned_end"] for key, row in rows.items()}
    assert ends == {
        **{"D1": "2026-06-30", "D2": "2026-09", "D3": "2027", "D4": "2027", "D5": "2026", "D6": "2030"},
        **{"D7": "2026-06", "D8": "2026-09", "D9": "2026-06", "D10": "2027-06", "D11": "2028", "D12": "2026-06"},
        **{"D13": None, "D14": None, "D15": "2027", "D16": "2026-01-01", "D17": None, "D18": None},
    }
    assert {key: row["planned_start"] for key, row in rows.items() if row["planned_start"]} == {"D11": "2025"}
    assert [note.address for note in report.notes if note.code == "beginning-taken-from-end"] == ["D12"]
    told = errors(report)
    assert set(told) == {"D14", "D15", "D18", "D19"}
    assert "Juni hat 30 Tage" in told["D14"] and "30.06.2026" in told["D19"]
    assert {rewrite.address for rewrite in report.rewrites if rewrite.field == "planned_end"} >= {"D3", "D12", "D17"}


def test_a_number_of_a_day_is_explained_in_a_workbook_too():
    _, report = read(workbook(["Nr.", "Maßnahme", "Status", "Ende"], ["1", "Radweg", "geplant", 46203]))

    assert "30.06.2026" in errors(report)["D2"]


@given(
    before=st.sampled_from(["", "Ende ", "ca. ", "bis ", "voraussichtlich ", "Sommer ", "bis Ende ", "geplant "]),
    year=st.integers(2000, 2079),
    after=st.sampled_from(["", " (geplant)", " vsl."]),
)
def test_a_year_in_words_is_that_year_and_no_other(before: str, year: int, after: str):
    assert reader("planned_end").read(f"{before}{year}{after}").after == str(year)


@given(st.from_regex(r"\A[A-Za-zäöü./ 0-9'–-]{0,12}(19|20)[0-9]{2}[A-Za-zäöü./ 0-9'–-]{0,12}\Z"))
def test_a_date_names_only_years_that_were_written(text: str):
    moment = reader("planned_end").read(text).after

    if moment and moment != text.strip() and moment[:4].isdigit():
        assert moment[:4] in text or moment[2:4] in text


# Ticks


def test_the_ticks_of_the_example_tables():
    rows, report = read(case_file("ticks-under-status.xlsx"))

    assert [row["phase"] for row in rows.values()] == ["not_started", "implementation", "completed"]
    assert report.valid
    assert [note.address for note in report.notes if note.code == "ticks-read"] == ["C2"]
    assert [row["actual_end"] for row in rows.values()] == [None, None, None]


TICKED = ["Nr.", "Maßnahme", "geplant", "in Umsetzung", "abgeschlossen", "Sachstand"]


def test_ticks_in_one_row_of_header():
    rows, report = read(
        csv_file(
            TICKED,
            ["1", "Radweg", "x", "", "", "ruht"],
            ["2", "PV", "", "X", "", ""],
            ["3", "LED", "", "", "✓", ""],
            ["4", "Bus", "x", "x", "", ""],
            ["5", "Wald", "", "", "", ""],
        )
    )

    assert [row["phase"] for row in rows.values()] == ["not_started", "implementation", "completed", None, None]
    told = errors(report)
    assert set(told) == {"C5", "C6"}
    assert "mehrere Kreuze" in told["C5"] and "C5, D5" in told["C5"]
    assert rows["1"]["status_note"] == "ruht"


def test_dates_under_the_same_headers_are_no_ticks():
    rows, _ = read(
        csv_file([*TICKED[:2], "Status", "begonnen", "abgeschlossen"], ["1", "PV", "erledigt", "2023", "2024"])
    )

    assert (rows["1"]["phase"], rows["1"]["actual_start"], rows["1"]["actual_end"]) == ("completed", "2023", "2024")


def test_a_column_that_says_the_status_comes_before_ticks():
    _, report = read(csv_file([*TICKED, "Status"], ["1", "Radweg", "x", "", "", "", "in Planung"]))

    assert "ticks-read" not in [note.code for note in report.notes]


def test_a_mapping_says_what_ticks_mean():
    mapping = {"resources": {"measures": {"ticks": {"phase": {"A": "planning", "B": "ongoing"}}}}}

    rows, report = read(
        csv_file(["Nr.", "Maßnahme", "A", "B"], ["1", "Radweg", "x", ""], ["2", "PV", "", "ja"]), mapping
    )

    assert [row["phase"] for row in rows.values()] == ["planning", "ongoing"]
    assert report.valid


def test_a_mapped_column_of_ticks_holds_nothing_else():
    mapping = {"resources": {"measures": {"ticks": {"phase": {"A": "planning", "B": "ongoing"}}}}}

    _, report = read(csv_file(["Nr.", "Maßnahme", "A", "B"], ["1", "Radweg", "2026", ""]), mapping)

    assert "ist kein Kreuz" in errors(report)["C2"]


def test_a_mapping_of_ticks_that_are_not_there_is_told():
    mapping = {"resources": {"measures": {"ticks": {"phase": {"A": "planning"}}}}}

    _, report = read(csv_file(["Nr.", "Maßnahme"], ["1", "Radweg"]), mapping)

    assert "mapped-column-missing" in [error.code for error in report.errors]


# Whole tables, as other offices keep them

Values = dict[str, list[str | None]]
TABLES: list[tuple[list[list[Cell]], str, Values]] = [
    (
        [
            ["Lfd. Nr.", "Titel", "Bearbeitungsstand", "Zeitplan", "Zieljahr"],
            ["1", "Radschnellweg", "in Bearb. (Amt 66)", "verzögert (Grunderwerb)", "Ende 2028"],
            ["2", "PV-Offensive", "Daueraufgabe seit 2019", "im Plan", "k. A."],
            ["3", "Wärmenetz", "geplant für 2027", "verschoben auf 2029", "2029/30"],
        ],
        "measures",
        {
            "phase": ["implementation", "ongoing", "not_started"],
            "schedule": ["late", "on_time", "postponed"],
            "planned_end": ["2028", None, "2030"],
        },
    ),
    (
        [
            ["Nr.", "Maßnahme", "Umsetzungsstand", "Beginn", "Ende"],
            ["A1", "Klimaschule", "erl. 2022", "Q1/2021", "Q3/2022"],
            ["A2", "Stadtbäume", "zu 80 % umgesetzt", "ab 2020", "voraussichtlich 2026"],
            ["A3", "Mieterstrom", "entfällt, siehe A 7", "–", "–"],
            ["A4", "Ladesäulen", "k.A.", "2021-2024", "2021-2024"],
        ],
        "measures",
        {
            "phase": ["completed", "implementation", "cancelled", "unknown"],
            "planned_start": ["2021-03", "2020", None, "2021"],
            "planned_end": ["2022-09", "2026", None, "2024"],
        },
    ),
    (
        [
            ["Nr.", "Maßnahme", "Idee", "Planung", "Umsetzung", "Daueraufgabe", "fertig"],
            [1, "Radweg", None, "x", None, None, None],
            [2, "PV", None, None, "X", None, None],
            [3, "Beratung", None, None, None, "✓", None],
            [4, "LED", None, None, None, None, "x"],
            [5, "Wald", "x", None, None, None, None],
        ],
        "measures",
        {"phase": ["planning", "implementation", "ongoing", "completed", "not_started"]},
    ),
    (
        [
            ["Nr.", "Maßnahme", "offen", "erledigt"],
            ["1", "Radweg", "ja", "nein"],
            ["2", "PV", "nein", "ja"],
        ],
        "measures",
        {"phase": ["not_started", "completed"], "actual_end": [None, None]},
    ),
    (
        [
            ["Number", "Measure", "Phase", "Planned start", "Planned end"],
            ["1", "Cycle path", "completed in 2023", "early 2021", "06/23"],
            ["2", "Solar roofs", "under way", "since 2022", "end of 2026"],
            ["3", "Heat grid", "not yet started", "2027", "by 2030"],
        ],
        "measures",
        {
            "phase": ["completed", "implementation", "not_started"],
            "planned_start": ["2021", "2022", "2027"],
            "planned_end": ["2023-06", "2026", "2030"],
        },
    ),
    (
        [
            ["Fördernummer", "Förderprogramm", "Förderstatus", "Bewilligt am", "Verwendung bis"],
            ["F1", "KIPKI", "bewilligt (Bescheid vom 12.05.2024)", "12.05.24", "Ende 2026"],
            ["F2", "NKI", "beantragt 2025", "", "2. Halbjahr 2027"],
            ["F3", "KIPKI", "abgelehnt, 2023", "-", "k. A."],
        ],
        "funding",
        {
            "stage": ["approved", "applied", "rejected"],
            "approved_on": ["2024-05-12", None, None],
            "spend_by": ["2026", "2027-12", None],
        },
    ),
    (
        [
            ["Nr.", "Maßnahme", "Status", "Fertigstellung"],
            ["1", "Radweg", "Stand 12/2024: in Umsetzung", "Jun 26"],
            ["2", "PV", "1 - geplant", "III. Quartal 2027"],
            ["3", "Bus", "wird derzeit umgesetzt", "1.7.26"],
            ["4", "LED", "„abgeschlossen“", "ca. 2024"],
        ],
        "measures",
        {
            "phase": ["implementation", "not_started", "implementation", "completed"],
            "planned_end": ["2026-06", "2027-09", "2026-07-01", "2024"],
        },
    ),
]


@pytest.mark.parametrize("as_workbook", [False, True], ids=["csv", "xlsx"])
@pytest.mark.parametrize(("rows", "resource", "values"), TABLES)
def test_a_whole_table_has_the_right_values(
    rows: list[list[Cell]], resource: str, values: Values, *, as_workbook: bool
):
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    source = workbook(*rows) if as_workbook else csv_file(*texts)

    mapped = read_upload([source], KIND, None)

    assert [error.messages["de"] for error in mapped.report.errors] == []
    frame = mapped.tables[resource].frame
    assert {field: frame[field].to_list() for field in values} == values


def test_the_corpus_is_as_large_as_it_should_be():
    assert len(PHRASES) >= 150
    assert json.dumps(sorted(set(PHRASES.values()))) == json.dumps(sorted({*CODES, REFUSED}))
    assert isinstance(CASES, Path)
