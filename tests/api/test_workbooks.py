"""Workbooks to carry on: what comes back unchanged changes nothing, and what was edited changes just that."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opendata.storage.versions.sql_versions import SqlVersions
from opendata.web.services import EXTENSION, now
from tests.example_service import example_service
from tests.service import DATASET, Service, add_city, open_service

# Every text here is one that a spreadsheet likes to make something else of.
HARD: dict[str, Any] = {
    "name": "hard",
    "title": "Schwieriges",
    "resources": [
        {
            "name": "things",
            "path": "things.csv",
            "labels": {"de": "Dinge", "en": "Things"},
            "roles": {"title": "title", "group": "area"},
            "schema": {
                "fields": [
                    {"name": "id", "type": "string", "title": "Nr.", "constraints": {"required": True}},
                    {"name": "title", "type": "string", "title": "Titel", "constraints": {"required": True}},
                    {"name": "area", "type": "string", "title": "Feld"},
                    {"name": "when", "type": "string", "title": "Wann", "precision": "reduced"},
                    {"name": "day", "type": "date", "title": "Tag"},
                    {"name": "amount", "type": "number", "title": "Betrag", "unit": "EUR"},
                    {"name": "count", "type": "integer", "title": "Anzahl"},
                    {"name": "done", "type": "boolean", "title": "Fertig"},
                    {"name": "tags", "type": "list", "title": "Worte"},
                    {
                        "name": "sort",
                        "type": "string",
                        "title": "Sorte",
                        "constraints": {"enum": ["a", "b"]},
                        "codes": {
                            "a": {"labels": {"de": "Gewerbe, Handel", "en": "Trade, commerce"}},
                            "b": {"labels": {"de": "=Summe", "en": "=Sum"}},
                        },
                    },
                    {"name": "text", "type": "string", "title": "Text"},
                ],
                "primaryKey": "id",
            },
        }
    ],
}
THINGS: list[list[str]] = [
    ["1.10", "Zehntes", "B 10", "2026", "2026-01-31", "0.1", "7", "true", "x,y", "a", "=1+1"],
    ["1.1", "Erstes", "B 10", "2026-03", "1899-12-31", "1234567.89", "-3", "false", "x", "b", "+49 261 1234"],
    ["003", "Drittes", "B 9", "2026-03-15", "", "0.12345678901234567891", "0", "", "", "", "-5 Grad"],
    ["3-4", "Viertes", "", "1850-02-03", "2024-02-29", "12345678901234567890.5", "", "", "", "", "@amt"],
    ["1E5", '=HYPERLINK("//a.de")', "B 9", "", "9999-12-31", "100", "1234567890123456", "true", "", "", "_x0041_"],
    ["M-2", "Sechstes", "a", "", "", "1000000", "2026", "", "", "", "wort " * 6000 + "ende"],
    ["M-10", "Zeile eins\nZeile zwei", "ä", "", "", "-0.5", "1000", "", "", "", "https://example.org/a?b=c#d"],
    ["0042", "007", "2026-01", "0999", "", "", "", "", "", "", "03.04.2025"],
]  # fmt: skip


# What staff enter below the examples, by the number of the column.
FIRST_ROWS: dict[tuple[str, str], dict[int, Any]] = {
    ("climate-measures", "de"): {1: "M-1", 2: "Radweg", 13: "in Planung"},
    ("climate-measures", "en"): {1: "M-1", 2: "Radweg", 13: "in planning"},
    ("ghg-inventory", "de"): {1: 2020, 2: "Verkehr", 3: "Strom", 4: "Ist", 6: 12.5},
    ("ghg-inventory", "en"): {1: 2020, 2: "Verkehr", 3: "electricity", 4: "Actual", 6: 12.5},
}


def things_csv() -> str:
    out = io.StringIO()
    names = [field["name"] for field in HARD["resources"][0]["schema"]["fields"]]
    csv.writer(out, lineterminator="\n").writerows([names, *[[cell.strip() for cell in row] for row in THINGS]])
    return out.getvalue()


@pytest.fixture
def hard(tmp_path: Path) -> Iterator[Service]:
    """A service with a table of hard values, published."""
    service = open_service(tmp_path, [HARD])
    add_city(service, kind="hard")
    response = service.upload(things_csv())
    assert response.status_code == 201, response.get_data(as_text=True)
    yield service
    service.app.extensions[EXTENSION]().close()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the example data of both kinds."""
    service = example_service(tmp_path_factory, now)
    yield service
    service.app.extensions[EXTENSION]().close()


def book_of(service: Service, path: str, language: str = "de") -> bytes:
    answer = service.get(path, **{"Accept-Language": language})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    content: bytes = answer.get_data()
    return content


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Any) -> bytes:
    """The workbook as another program writes it: with nothing kept of how this service wrote it."""
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        if cell.data_type == "s" and "_x" in cell.value:
            cell.value = cell.value.replace("_x", "_x005F_x")  # what openpyxl leaves to those who call it
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column_of(sheet: Any, header: str) -> int:
    return [cell.value for cell in sheet[1]].index(header) + 1


def changes(service: Service, dataset: str) -> list[tuple[Any, Any]]:
    """The rows that the current version changed, and how."""
    events = service.get(f"{dataset}/versions/latest/changes.json").json["events"]
    return [(event["key"], event["fields"]) for event in events if event["key"] is not None]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("again", [bytes, lambda content: saved(opened(content))], ids=["as it is", "saved again"])
def test_hard_values_come_back_as_they_were(hard: Service, language: str, again: Any):
    content = again(book_of(hard, f"{DATASET}/workbook.xlsx", language))
    answer = hard.upload(content, name="Mappe.xlsx", as_of="2024-12-31")
    assert (answer.status_code, answer.json["unchanged"]) == (200, True)


def test_an_edited_workbook_makes_exactly_that_change(hard: Service):
    book = opened(book_of(hard, f"{DATASET}/workbook.xlsx"))
    sheet = book["Dinge"]
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "1.10")
    sheet.cell(row, column_of(sheet, "Wann")).value = "04/2027"
    answer = hard.upload(saved(book), name="Mappe.xlsx", as_of="2024-12-31")
    assert answer.status_code == 201, answer.get_data(as_text=True)
    ((key, fields),) = changes(hard, DATASET)
    assert (key, fields) == ("1.10", {"when": {"before": "2026", "after": "2027-04"}})


def test_the_sheet_is_locked_where_rows_are_recognised_and_nowhere_else(hard: Service):
    sheet = opened(book_of(hard, f"{DATASET}/workbook.xlsx"))["Dinge"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    rows = [[cell.protection.locked for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [[True] + [False] * 10] * len(THINGS)
    assert sheet.column_dimensions["A"].protection.locked is False  # a new row gets a new number
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:K{len(THINGS) + 1}"


def test_rows_stand_by_group_and_number_as_people_count(hard: Service):
    sheet = opened(book_of(hard, f"{DATASET}/workbook.xlsx"))["Dinge"]
    rows = [(row[2].value, row[0].value) for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        ("2026-01", "0042"),
        ("a", "M-2"),
        ("ä", "M-10"),
        ("B 9", "1E5"),
        ("B 9", "003"),
        ("B 10", "1.1"),
        ("B 10", "1.10"),
        (None, "3-4"),
    ]


def test_no_cell_is_a_formula_or_a_link_and_no_text_became_a_date(hard: Service):
    sheet = opened(book_of(hard, f"{DATASET}/workbook.xlsx"))["Dinge"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {"=1+1", "+49 261 1234", "-5 Grad", "@amt", "1.10", "003", "3-4", "1E5", "03/2026", "2026"} <= texts
    dates = {cell.coordinate: cell.number_format for cell in cells if cell.is_date}
    assert set(dates.values()) == {"dd.mm.yyyy"}


def test_codes_are_words_to_choose_and_headers_explain_themselves(example: Service):
    dataset = "/api/v1/publishers/beispielstadt-auental/datasets/klimaschutzmassnahmen"
    for language, name, header, word in (
        ("de", "Maßnahmen", "Umsetzungsstand", "in Umsetzung"),
        ("en", "Measures", "Phase", "in implementation"),
    ):
        book = opened(book_of(example, f"{dataset}/workbook.xlsx", language))
        sheet = book[name]
        column = column_of(sheet, header)
        letter = sheet.cell(1, column).column_letter
        (choice,) = [each for each in sheet.data_validations.dataValidation if f"{letter}2" in str(each.sqref)]
        title, _, cells = choice.formula1.rpartition("!")
        assert word in [cell.value for (cell,) in book[title.strip("='")][cells.replace("$", "")]]
        assert sheet.cell(1, column).comment.text
    assert (
        "Sie bleibt über alle Jahre dieselbe"
        in opened(book_of(example, f"{dataset}/workbook.xlsx?lang=de", "en"))["Maßnahmen"]["A1"].comment.text
    )


def test_every_dataset_of_the_example_comes_back_unchanged_and_changes_by_one_cell(example: Service):
    titles = {"climate-measures": ("Maßnahmen", "Maßnahme"), "ghg-inventory": ("Emissionen", "Quelle")}
    seen = set()
    for city in example.get("/api/v1/publishers?limit=0").json["items"]:
        token = example.token(city["slug"])
        for dataset in example.get(city["links"]["datasets"]).json["items"]:
            path = dataset["links"]["self"]
            last = example.get(dataset["links"]["latest"]).json["as_of"]
            content = book_of(example, dataset["links"]["workbook"])
            answer = example.upload(content, name="Mappe.xlsx", as_of=last, headers=token, dataset=path)
            assert (answer.status_code, answer.json.get("unchanged")) == (200, True), answer.get_data(as_text=True)
            book = opened(content)
            sheet_name, header = titles[dataset["kind"]]
            sheet = book[sheet_name]
            sheet.cell(2, column_of(sheet, header)).value = "Neue Worte"
            answer = example.upload(saved(book), name="Mappe.xlsx", as_of=last, headers=token, dataset=path)
            assert answer.status_code == 201, answer.get_data(as_text=True)
            ((_, fields),) = changes(example, path)
            assert [change["after"] for change in fields.values()] == ["Neue Worte"]
            seen.add(dataset["kind"])
    assert seen == set(titles)


def test_a_workbook_is_revalidated_and_differs_by_language(hard: Service):
    first = hard.get(f"{DATASET}/workbook.xlsx?lang=de")
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Accept-Language" in first.headers["Vary"]
    assert hard.get(f"{DATASET}/workbook.xlsx?lang=de", **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    english = hard.get(f"{DATASET}/workbook.xlsx?lang=en", **{"If-None-Match": first.headers["ETag"]})
    assert english.status_code == 200
    assert hard.get(f"{DATASET}/workbook.xlsx?lang=fr").status_code == 400


def test_a_text_that_no_cell_can_hold_is_refused_and_not_cut(hard: Service):
    rows = things_csv() + f"lang,Langes,,,,,,,,,{'x' * 32_768}\n"
    assert hard.upload(rows, as_of="2024-12-31").status_code == 201
    answer = hard.get(f"{DATASET}/workbook.xlsx")
    assert answer.status_code == 400
    assert "länger als die 32767 Zeichen" in answer.json["detail"]


@pytest.mark.parametrize("kind", ["climate-measures", "ghg-inventory"])
def test_a_template_has_three_marked_rows_of_each_table_which_are_never_published(example: Service, kind: str):
    example.done("publishers", "add", f"leer-{kind}", "--name", "Leer")
    example.done("datasets", "add", f"leer-{kind}", "neu", "--kind", kind, "--title", "Neu")
    path = f"/api/v1/publishers/leer-{kind}/datasets/neu"
    assert example.get(f"{path}/workbook.xlsx").status_code == 404
    for language, note in (
        ("de", "Beispielzeilen der Vorlage, nicht veröffentlicht"),
        ("en", "Example rows of the template, not published"),
    ):
        book = opened(book_of(example, f"/api/v1/kinds/{kind}/template.xlsx", language))
        tables = len(example.get(f"/api/v1/kinds/{kind}").json["resources"])
        first = book.worksheets[0]
        for sheet in book.worksheets[:tables]:
            assert sheet.max_row == 4
        for column, value in FIRST_ROWS[kind, language].items():
            first.cell(5, column).value = value
        answer = example.upload(
            saved(book), name="Vorlage.xlsx", headers=example.token(f"leer-{kind}"), dataset=path, as_of="2024-12-31"
        )
        assert answer.status_code in (200, 201), answer.get_data(as_text=True)
        assert note in answer.get_data(as_text=True)
        resource = example.get(f"{path}/versions/latest").json["resources"][0]
        assert resource["rows"] == 1


def test_fields_of_a_dataset_of_its_own_come_back_without_the_mapping_that_named_their_columns(tmp_path: Path):
    service = open_service(tmp_path)
    add_city(service)
    own = {"name": "x_place", "type": "string", "labels": {"de": "Standort", "en": "Place"}}
    mapping = {"resources": {"plans": {"fields": {"Ort": own, "Lage": "text"}}}}
    sent = "Nr.,Titel,Phase,Lage,Ort\n1.10,Radweg,in Planung,am Fluss,Markt\n"
    assert service.upload(sent, mapping=mapping).status_code == 201
    answer = service.upload(book_of(service, f"{DATASET}/workbook.xlsx"), name="Mappe.xlsx", as_of="2024-12-31")
    assert (answer.status_code, answer.json.get("unchanged")) == (200, True), answer.get_data(as_text=True)
    (row,) = service.get(f"{DATASET}/versions/latest/plans.json").json["items"]
    assert (row["x_place"], row["text"]) == ("Markt", "am Fluss")
    service.app.extensions[EXTENSION]().close()


def test_a_table_that_is_too_large_for_a_workbook_is_refused_before_it_is_read(
    service: Service, monkeypatch: pytest.MonkeyPatch
):
    service.published("1,Radweg")
    monkeypatch.setattr("opendata.formats.workbook.MOST_CELLS", 5)
    monkeypatch.setattr(SqlVersions, "table", lambda *_: pytest.fail("the table was read"))

    refused = service.get(f"{DATASET}/workbook.xlsx")

    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (400, "request-not-valid")
