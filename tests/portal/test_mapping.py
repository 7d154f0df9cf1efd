"""Mapping beyond columns: rows to skip, several sheets, years side by side, words, and what a dataset remembers."""

import io

import xlsxwriter  # type: ignore[import-untyped]

from opendata.portal.error_groups import ErrorGroup, error_groups
from opendata.portal.mapping_shape_form import plain_pattern, shape_fields, take_shape, year_patterns
from opendata.web.services import EXTENSION
from tests.portal.browsing import Browser, browser
from tests.portal.conftest import Portal
from tests.service import DATASET, table

EDITOR, PUBLISHER = "editor@musterstadt.example", "publisher@musterstadt.example"
HERE = "/portal/musterstadt/datasets/plaene/"


def workbook(**sheets: list[list[str]]) -> bytes:
    """A workbook with these sheets."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return content.getvalue()


def mapping_page(portal: Portal, content: bytes | str, name: str) -> tuple[Browser, str]:
    """The mapping page of an upload, and the upload's id."""
    sent = portal.upload(content, name=name, publish=False).json
    visitor = browser(portal).sign_in(PUBLISHER).get(f"/portal/musterstadt/uploads/{sent['id']}/mapping")
    return visitor, sent["id"]


def titles(portal: Portal, upload: str) -> list[str]:
    """The titles in the draft's rows."""
    answer = portal.get(f"/api/v1/uploads/{upload}/rows/plans.json", **portal.token())
    return [row["title"] for row in answer.json["items"]]


def test_rows_to_skip_are_typed_and_one_value_holds_for_all_rows(portal: Portal):
    rows = "\n".join(["id,title", "1,Radweg", "2,Mittelwert Stadt", "3,Solardach"])
    visitor, upload = mapping_page(portal, rows, "plans.csv")
    visitor.send(
        "So zuordnen und noch einmal prüfen",
        **{"skip-0-header": "title", "skip-0-text": "Mittelwert Stadt"},
        **{"more-constant-field": "phase", "more-constant-value": "planning"},
    )

    assert titles(portal, upload) == ["Radweg", "Solardach"]
    answer = portal.get(f"/api/v1/uploads/{upload}/rows/plans.json", **portal.token())
    assert {row["phase"] for row in answer.json["items"]} == {"planning"}
    visitor.get(f"/portal/musterstadt/uploads/{upload}/mapping")
    assert visitor.all("//input[@name='skip-0-text']/@value") == ["Mittelwert Stadt"]
    visitor.send("So zuordnen und noch einmal prüfen", **{"skip-0-header": "", "skip-0-text": ""})
    assert titles(portal, upload) == ["Radweg", "Mittelwert Stadt", "Solardach"]


def test_several_sheets_are_chosen_to_be_one_table(portal: Portal):
    content = workbook(
        Verkehr=[["id", "title", "phase"], ["1", "Radweg", "planning"], ["2", "Busspur", "planning"]],
        Energie=[["id", "title", "phase"], ["3", "Solardach", "planning"]],
    )
    visitor, upload = mapping_page(portal, content, "plans.xlsx")
    visitor.send("So zuordnen und noch einmal prüfen", **{"part-0": "1", "part-1": "1"})

    assert titles(portal, upload) == ["Radweg", "Busspur", "Solardach"]
    visitor.get(f"/portal/musterstadt/uploads/{upload}/mapping")
    assert visitor.all("//input[starts-with(@name,'part-')]/@checked") == ["checked", "checked"]


def test_a_sheet_that_is_not_wanted_stays_out_as_a_whole_until_it_is_wanted(portal: Portal):
    content = workbook(
        plans=[["id", "title", "phase"], ["1", "Radweg", "planning"]],
        Archiv=[["id", "title", "phase"], ["9", "Altes", "planning"]],
        Notizen=[["Wer", "Was"], ["Amt", "Anruf"]],
    )
    visitor, upload = mapping_page(portal, content, "plans.xlsx")
    section = "//section[@aria-labelledby='leave']"
    assert visitor.all(f"{section}//label") == [
        "„Archiv“ nicht veröffentlichen",
        "„Notizen“ nicht veröffentlichen",
    ]
    sent = portal.get(f"/api/v1/uploads/{upload}", **portal.token()).json
    assert [question["about"] for question in sent["questions"]] == ["unread_table"]
    archive = visitor.all(f"{section}//input[@type='checkbox']/@name")[0]
    # Ticked as a part of the table as well: what is to stay inside stays inside.
    visitor.send(MAP, **{archive: "1", "part-0": "1", "part-1": "1"})

    assert titles(portal, upload) == ["Radweg"]
    kept = portal.get(f"/api/v1/uploads/{upload}", **portal.token()).json
    assert kept["questions"] == []
    assert {(one["sheet"], one["reason"]) for one in kept["report"]["left_out"]} == {
        ("Archiv", "skip-sheets"),
        ("Notizen", "sheet-not-used"),
    }
    visitor.get(f"/portal/musterstadt/uploads/{upload}/preview").send("Version 1.0.0 veröffentlichen")
    visitor.get(f"{HERE}mapping")
    assert visitor.all(f"{section}//input[@checked]/@name") == [archive]
    visitor.send("Zuordnung speichern", **{archive: ""})
    assert "skip_sheets" not in str(portal.get(f"{DATASET}/mapping", **portal.token()).json["mapping"])


def test_years_side_by_side_are_seen_and_become_a_pattern_of_the_mapping(portal: Portal):
    plans = portal.app.extensions[EXTENSION]().kinds["plans"].table("plans")
    assert year_patterns(["Nr.", "Ist 2023", "Ist 2024", "Ziel 2030"], "de") == ["Ist JAHR"]
    form = {
        "unpivot-asked": "1", "unpivot-name": "end", "unpivot-0-field": "cost", "unpivot-0-pattern": "Ist JAHR",
        "unpivot-1-field": "", "unpivot-1-pattern": "",
    }  # fmt: skip
    resource: dict[str, object] = {}
    take_shape(form, resource, plans, [])

    assert resource == {"unpivot": {"name": "end", "values": {"cost": "Ist YEAR"}}}
    assert shape_fields(resource, "de").unpivot[0] == ("cost", "Ist JAHR")
    assert plain_pattern("Actual YEAR") == "Actual YEAR"
    # What the form has no fields for stays as long as it is kept, and goes when it is not.
    other = {"skip_rows": [{"a": ["x", "y"]}], "unpivot": {"name": "end", "values": {"cost": ["2023"]}}}
    kept = [*shape_fields(other, "de").skipped_otherwise, *shape_fields(other, "de").unpivot_otherwise]
    asked = {"skip-asked": "1", "unpivot-asked": "1", "unpivot-name": "end"}
    same = dict(other)
    take_shape({**asked, **{f"keep-{part.id}": "1" for part in kept}}, same, plans, [])
    assert same == other
    take_shape(asked, same, plans, [])
    assert same == {}
    # Several fields that the names fill, and factors, stay as they are: the form shows the first field alone.
    several = {"unpivot": {"name": ["end", "title"], "values": {"cost": "Ist YEAR"}, "factors": {"cost": "1000"}}}
    assert shape_fields(several, "de").unpivot_name == "end"
    same = dict(several)
    take_shape(form, same, plans, [])
    assert same == several
    take_shape({**form, "unpivot-name": "title"}, same, plans, [])
    assert same == {"unpivot": {**several["unpivot"], "name": "title"}}


def test_a_word_that_the_mapping_has_is_read_otherwise(portal: Portal):
    visitor, upload = mapping_page(portal, "id,title,phase\n1,Radweg,bald\n", "plans.csv")
    visitor.send("So zuordnen und noch einmal prüfen", **{"code-phase-0": "planning"})
    visitor.get(f"/portal/musterstadt/uploads/{upload}/mapping")
    (name,) = visitor.all("//select[starts-with(@name,'known-')]/@name")
    visitor.send("So zuordnen und noch einmal prüfen", **{name: "completed"})

    answer = portal.get(f"/api/v1/uploads/{upload}/rows/plans.json", **portal.token())
    assert [row["phase"] for row in answer.json["items"]] == ["completed"]


def test_the_report_leads_to_the_mapping_where_one_word_is_refused_in_many_cells(portal: Portal):
    plans = portal.app.extensions[EXTENSION]().kinds["plans"]

    def groups(code: str, count: int) -> list[ErrorGroup]:
        error = {"code": code, "resource": "plans", "field": "phase", "address": None}
        return error_groups({"errors": [error] * count}, plans, "de")

    assert [(group.mapping_helps, group.maps_first) for group in groups("negated-code", 14)] == [(True, True)]
    assert [group.words_of for group in groups("negated-code", 14) + groups("no-table", 1)] == ["phase", None]
    assert [(group.mapping_helps, group.maps_first) for group in groups("negated-code", 1)] == [(True, False)]
    assert [(group.mapping_helps, group.maps_first) for group in groups("no-such-day", 14)] == [(False, False)]


def test_what_a_dataset_remembers_is_mended_on_its_page_and_by_the_api(portal: Portal):
    remembered = {
        "resources": {
            "plans": {
                "fields": {
                    "Nr": "id",
                    "Vorhaben": "title",
                    "Notiz": None,
                    "Kosten": {"name": "cost", "factor": 1000},
                },
                "codes": {"phase": {"bald": "planning"}},
                "constants": {"phase": "planning"},
            }
        }
    }
    token, address = portal.token(), f"{DATASET}/mapping"
    assert portal.client.put(address, json={"mapping": remembered}, headers=token).status_code == 200
    wrong = portal.client.put(address, json={"mapping": {"resources": {"nichts": {}}}}, headers=token)
    assert (wrong.status_code, wrong.json["type"].rpartition("/")[2]) == (422, "mapping-not-valid")
    visitor = browser(portal).sign_in(PUBLISHER).get(HERE)
    assert browser(portal).sign_in(EDITOR).get(f"{HERE}mapping").status == 403
    visitor.get(f"{HERE}mapping")
    by_header = dict(zip(visitor.all("//tbody//label"), visitor.all("//tbody//select/@name"), strict=True))
    visitor.send(
        "Zuordnung speichern",
        **{
            by_header["Notiz"]: "text",
            by_header["Vorhaben"]: "",
            by_header["bald"]: "",
            "constant-phase": "completed",
        },
        **{"skip-0-header": "Nr", "skip-0-text": "Summe"},
    )

    assert visitor.all("//*[@role='status']") == ["Die Zuordnung ist gespeichert."]
    assert portal.client.get(address, headers=token).json["mapping"] == {
        "resources": {
            "plans": {
                "fields": {"Nr": "id", "Notiz": "text", "Kosten": {"name": "cost", "factor": 1000}},
                "constants": {"phase": "completed"},
                "skip_rows": [{"Nr": "Summe"}],
            }
        }
    }
    sent = portal.upload("Nr,title,Kosten,Notiz\n1,Radweg,2,gut\nSumme,,2,\n", publish=False).json
    rows = portal.client.get(f"/api/v1/uploads/{sent['id']}/rows/plans.json", headers=token).json["items"]
    assert [(row["id"], row["phase"], row["cost"], row["text"]) for row in rows] == [("1", "completed", 2000, "gut")]
    visitor.get(f"{HERE}mapping").send("Die ganze Zuordnung vergessen")
    assert portal.client.get(address, headers=token).json["mapping"] is None


def test_a_column_that_last_years_mapping_names_is_expected_no_more(portal: Portal):
    mapping = {"resources": {"plans": {"fields": {"Bericht 2023": "text", "Nr": "id"}}}}
    assert (
        portal.client.put(f"{DATASET}/mapping", json={"mapping": mapping}, headers=portal.token()).status_code == 200
    )
    visitor, upload = mapping_page(portal, "Nr,title,Bericht 2024\n1,Radweg,gut\n", "plans.csv")
    assert "„Bericht 2023“" in visitor.text
    visitor.send("So zuordnen und noch einmal prüfen", **{"column-3": "text"})

    answer = portal.get(f"/api/v1/uploads/{upload}/rows/plans.json", **portal.token())
    assert [row["text"] for row in answer.json["items"]] == ["gut"]


def test_an_upload_keeps_what_a_form_does_not_show(portal: Portal):
    visitor, upload = mapping_page(portal, table("1,Radweg,planning,,,"), "plans.csv")
    visitor.send("So zuordnen und noch einmal prüfen")

    assert titles(portal, upload) == ["Radweg"]


TICKED = "//input[starts-with(@name,'key-')][@checked]/@name"
MAP = "So zuordnen und noch einmal prüfen"
FORWARD, BACKWARD = "Nächste Spalten", "Vorige Spalten"


def columns_shown(visitor: Browser) -> list[int]:
    """The numbers of the columns that can be chosen on the page."""
    return [int(name.removeprefix("column-")) for name in visitor.all("//select[starts-with(@name,'column-')]/@name")]


def test_the_columns_of_a_very_wide_table_are_chosen_part_by_part_and_no_choice_is_lost(portal: Portal):
    others = [f"Angabe {number}" for number in range(1, 400)]
    rows = [["id", *others, "phase", "Titell"], ["1", *("x" for _ in others), "bald", "Radweg"]]
    visitor, upload = mapping_page(portal, workbook(Plan=rows), "plans.xlsx")
    # What is recognised or proposed comes first, although it stands at the far end of the sheet.
    assert columns_shown(visitor)[:3] == [1, 401, 402]
    assert len(columns_shown(visitor)) == 100 and len(visitor.root.xpath("//input | //select")) < 200
    assert visitor.all("//select[@name='column-402']/option[@selected]/@value | //optgroup/option[@selected]/@value")

    visitor.send(
        FORWARD, **{"column-402": "title", "column-2": "text", "code-phase-0": "planning"}, **{"skip-0-header": "id"}
    )
    assert len(columns_shown(visitor)) == 100 and 402 not in columns_shown(visitor)
    assert visitor.all("//select[@name='code-phase-0']/option[@selected]/@value") == ["planning"]
    assert visitor.all("//input[@name='skip-0-header']/@value") == ["id"]
    far = columns_shown(visitor)[50]
    visitor.send("Diesen Teil ansehen", **{f"column-{far}": "+", "columns-part": "5", "skip-0-text": "Summe"})
    assert columns_shown(visitor)[-1] == 400
    visitor.send(BACKWARD, **{"column-400": "-"}).send("Diesen Teil ansehen", **{"columns-part": "2"})
    assert visitor.all(f"//select[@name='column-{far}']//option[@selected]/@value") == ["+"]
    visitor.send(BACKWARD)
    assert visitor.all("//select[@name='column-2']//option[@selected]/@value") == ["text"]
    visitor.send(MAP)

    assert visitor.heading == "Prüfbericht"
    (row,) = portal.get(f"/api/v1/uploads/{upload}/rows/plans.json", **portal.token()).json["items"]
    own = {name: value for name, value in row.items() if name.startswith("x_")}
    assert (row["title"], row["text"], row["phase"], list(own.values())) == ("Radweg", "x", "planning", ["x"])
    mapping = portal.app.extensions[EXTENSION]().uploads.get(upload).mapping
    assert mapping["resources"]["plans"]["fields"]["Angabe 399"] is None
    assert len(mapping["resources"]["plans"]["fields"]) == 4


def test_what_a_refused_mapping_form_said_stands_in_it_again(portal: Portal):
    visitor, _ = mapping_page(portal, "id,title,phase\n1,Radweg,bald\n", "plans.csv")
    visitor.send(
        MAP,
        **{"column-2": "title", "skip-0-header": "gibt es nicht", "skip-0-text": "Summe"},
        **{"unpivot-name": "end", "unpivot-0-field": "cost", "unpivot-0-pattern": "Ist"},
        **{"more-constant-field": "text", "more-constant-value": "gut"},
        **{"code-phase-0": "planning"},
    )

    assert visitor.status == 422 and visitor.all("//*[@role='alert']")
    assert visitor.all("//input[@name='skip-0-text']/@value") == ["Summe"]
    assert visitor.all("//input[@name='unpivot-0-pattern']/@value") == ["Ist"]
    assert visitor.all("//select[@name='unpivot-name']/option[@selected]/@value") == ["end"]
    assert visitor.all("//input[@name='more-constant-value']/@value") == ["gut"]
    assert visitor.all("//select[@name='code-phase-0']/option[@selected]/@value") == ["planning"]


def test_a_colleagues_mapping_is_not_written_over_unseen_and_nothing_chosen_is_lost(portal: Portal):
    first, upload = mapping_page(portal, "Nr,Titel,Vermerk\n1,Radweg,gut\n", "plans.csv")
    second = browser(portal).sign_in(EDITOR).get(first.path)
    first.send(MAP, **{"column-3": "text"})

    second.send(MAP, **{"column-3": "-", "skip-0-header": "Nr", "skip-0-text": "Summe"})
    assert second.status == 409 and "inzwischen" in second.all("//*[@role='alert']")[0]
    kept = portal.app.extensions[EXTENSION]().uploads.get(upload).mapping
    assert kept["resources"]["plans"]["fields"]["Vermerk"] == "text"
    assert second.all("//select[@name='column-3']//option[@selected]/@value") == ["-"]
    assert second.all("//input[@name='skip-0-text']/@value") == ["Summe"]
    second.send(MAP)  # now it was seen
    kept = portal.app.extensions[EXTENSION]().uploads.get(upload).mapping
    assert kept["resources"]["plans"]["fields"]["Vermerk"] is None


def test_what_a_dataset_remembers_is_not_written_over_unseen(portal: Portal):
    mapping = {"resources": {"plans": {"fields": {"Titel": "title"}, "constants": {"phase": "planning"}}}}
    portal.client.put(f"{DATASET}/mapping", json={"mapping": mapping}, headers=portal.token())
    first, second = (browser(portal).sign_in(PUBLISHER).get(f"{HERE}mapping") for _ in range(2))
    first.send_twice("Zuordnung speichern", **{"constant-phase": "completed"})
    assert first.status == 200

    second.send("Zuordnung speichern", **{"skip-0-header": "Titel", "skip-0-text": "Summe"})
    assert second.status == 409 and "inzwischen" in second.all("//*[@role='alert']")[0]
    assert second.all("//input[@name='skip-0-text']/@value") == ["Summe"]
    kept = portal.client.get(f"{DATASET}/mapping", headers=portal.token()).json["mapping"]
    assert kept["resources"]["plans"]["constants"] == {"phase": "completed"}


def test_what_is_wrong_in_many_cells_alike_is_said_once_and_asks_what_the_column_means(portal: Portal):
    rows = "".join(f"{number},Plan {number},planning,({number % 2})\n" for number in range(1, 9))
    visitor, upload = mapping_page(portal, f"id,title,phase,cost\n{rows}", "plans.csv")
    assert visitor.all("//tr[.//select[@id='column-4']]//*[@class='misfits']") == ["8 Zellen passen nicht dazu"]
    assert not visitor.all("//tr[.//select[@id='column-2']]//*[@class='misfits']")
    assert "Meint sie etwas anderes?" in visitor.all("//tr[.//select[@id='column-4']]//td")[-1]
    assert "Meint sie etwas anderes?" not in visitor.all("//tr[.//select[@id='column-2']]//td")[-1]

    visitor.get(f"/portal/musterstadt/uploads/{upload}/")
    lines = visitor.all("//section[@class='cause']//li")

    assert len(lines) == 2 and "4 Zellen: D2, D4, D6, D8" in lines[0]
    assert "D2:" not in lines[0] and "„(1)“" in lines[0]
    assert visitor.all("//section[@class='cause']//a[.='D9']/@href")[0].endswith("#r9")
    assert any("Meint Ihre Spalte etwas anderes?" in told for told in visitor.all("//section[@class='cause']/p"))


def test_a_field_of_the_datasets_own_keeps_its_title_in_the_choices(portal: Portal):
    visitor, upload = mapping_page(portal, "id,title,phase,Güte\n1,Radweg,planning,hoch\n", "plans.csv")
    visitor.send("So zuordnen und noch einmal prüfen", **{"column-4": "+"})
    visitor.get(f"/portal/musterstadt/uploads/{upload}/mapping")

    assert visitor.all("//select[@id='column-4']/option[@selected]") == ["Eigenes Feld „Güte“"]
    assert "x_" not in visitor.text


def test_numbers_that_no_column_has_are_made_of_the_columns_that_are_ticked(portal: Portal):
    visitor, upload = mapping_page(portal, "Titel,phase\nRadweg,planning\nSolardach,planning\n", "plans.csv")
    assert not visitor.all("//*[@name='constant-id']")  # one number for all rows would be none
    report = browser(portal).sign_in(PUBLISHER).get(f"/portal/musterstadt/uploads/{upload}/").text
    assert "fehlt" in report and '{"resources"' not in report

    assert visitor.all(TICKED) == ["key-1"]  # proposed, as each row has a title of its own
    visitor.send("So zuordnen und noch einmal prüfen")

    answer = portal.get(f"/api/v1/uploads/{upload}/rows/plans.json", **portal.token())
    assert len({row["id"] for row in answer.json["items"]}) == 2
    visitor.get(f"/portal/musterstadt/uploads/{upload}/mapping")
    assert visitor.all(TICKED) == ["key-1"]
    assert mapping_page(portal, "Titel,phase\nRad,planning\nRad,planning\n", "alike.csv")[0].all(TICKED) == []


def test_a_column_that_is_chosen_for_the_numbers_comes_before_those_that_they_could_be_made_of(portal: Portal):
    visitor, upload = mapping_page(
        portal, "Aktenzeichen,Titel,phase\nA-1,Rad,planning\nA-2,Dach,planning\n", "plans.csv"
    )
    assert visitor.all(TICKED) == ["key-2"]
    visitor.send(MAP, **{"column-1": "id"})

    answer = portal.get(f"/api/v1/uploads/{upload}/rows/plans.json", **portal.token())
    assert [row["id"] for row in answer.json["items"]] == ["A-1", "A-2"]
