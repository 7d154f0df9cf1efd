"""Bringing a table through the portal: uploading, the report, mapping, the preview, publishing and withdrawing."""

import io
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import pytest

from opendata.domain.errors import UploadKnown
from opendata.domain.model import Upload
from opendata.steps import processing
from opendata.web.services import EXTENSION
from tests.portal.browsing import Browser, browser
from tests.portal.conftest import Portal
from tests.service import table

EDITOR, PUBLISHER = "editor@musterstadt.example", "publisher@musterstadt.example"
DATASET = "/portal/musterstadt/datasets/plaene/"
FOREIGN = "Kennung;Vorhaben;Lage\n1;Radweg;bald\n2;Solardach;bald\n"
ROWS = ("1,Radweg,planning,2026,,", "2,Solardach,planning,,,")


def send(visitor: Browser, content: str, as_of: str = "2025-12-31", **form: str) -> Browser:
    """Upload a file by the form, and see where that leads."""
    visitor.get(f"{DATASET}upload")
    form = {"csrf_token": visitor.all("//input[@name='csrf_token']/@value")[0], "as_of": as_of, **form}
    data = {**form, "file": [(io.BytesIO(content.encode()), "plans.csv")]}
    answer = visitor.client.post(f"{DATASET}upload", data=data, content_type="multipart/form-data", **visitor._sent())
    answer.request.environ["wsgi.input"].close()  # the test client leaves its temporary file open
    return visitor._show(answer)


def go_on(visitor: Browser, link: str) -> Browser:
    """Follow the link with this text."""
    hrefs = visitor.all(f"//main//a[normalize-space(.)='{link}']/@href")
    assert hrefs, f"no link {link}: {visitor.text}"
    return visitor.get(urljoin(visitor.path, hrefs[0]))


def only_upload(portal: Portal) -> Upload:
    """The one upload that is kept."""
    uploads = portal.app.extensions[EXTENSION]().uploads
    dataset = portal.app.extensions[EXTENSION]().catalogue.dataset("musterstadt", "plaene")
    ((kept,), _) = uploads.of(dataset)
    whole: Upload = uploads.get(kept.id)
    return whole


def test_a_table_goes_from_the_form_to_the_public_page(portal: Portal):
    visitor = browser(portal).sign_in(PUBLISHER)
    assert visitor.all("//main//p[contains(@class,'todo')]") == ["Laden Sie die erste Tabelle hoch."]

    assert visitor.get(f"{DATASET}upload").all("//input[@name='as_of']/@value") == [""]  # today would be wrong
    (template,) = visitor.get(f"{DATASET}upload").all("//main//a[contains(.,'Leere Vorlage')]/@href")
    assert portal.get(template).data.startswith(b"PK")
    send(visitor, table(*ROWS), message="Erste Fassung")
    assert "Die Tabelle ist in Ordnung. Das wird die erste Version. Einträge: 2." in " ".join(visitor.text.split())
    go_on(visitor, "Ansehen, was öffentlich wird")
    assert visitor.all("//dl[contains(@class,'big')]//dd") == ["1.0.0", "noch nichts", "2", "0", "0"]
    promised = visitor.all("//main//p[@class='headline'] | //main//details//ul[@class='lines']/li")
    visitor.send("Version 1.0.0 veröffentlichen")

    assert visitor.heading == "Version 1.0.0 ist veröffentlicht"
    went_out = [entry["sentence"]["de"] for entry in portal.get("/api/v1/changes").json["items"]]
    assert sorted(promised) == sorted(went_out)
    assert portal.get("/api/v1/publishers/musterstadt/datasets/plaene/versions/1.0.0").json["as_of"] == "2025-12-31"
    assert go_on(visitor, "Öffentliche Seite des Datensatzes").status == 200
    visitor.get(DATASET)
    (workbook,) = visitor.all("//main//a[.='Excel-Mappe zum Weiterführen']/@href")
    assert visitor.get(f"{DATASET}upload").all("//main//a[.='Excel-Mappe zum Weiterführen']/@href") == [workbook]
    assert portal.get(workbook).data.startswith(b"PK")


def test_the_report_names_cells_and_leads_to_them_in_the_sheet(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, table("1,Radweg,planning,2026,viel,", "2,Solardach,fast fertig,,,", "3,<b>Netz</b>,,,,"))

    assert "2 Stellen sind zu verbessern." in visitor.text
    links = visitor.all("//section[@class='cause']//li/a")
    assert [text.split(":")[0] for text in links] == ["E2", "C3"]
    visitor.get(urljoin(visitor.path, visitor.all("//section[@class='cause']//li/a/@href")[0]))
    assert visitor.all("//td[contains(@class,'cell-wrong')]//input/@value") == ["viel", "fast fertig"]
    assert [text.split(":")[0] for text in visitor.all("//tr[@class='remarks']//p[@id]")] == ["E2", "C3"]
    assert visitor.all("//td[.='<b>Netz</b>']") and not visitor.all("//main//b")

    visitor.get(f"{visitor.path.split('?')[0]}?show=errors")
    assert visitor.all("//table[@class='sheet']/tbody//th") == ["2", "3"]


def test_a_sheet_of_errors_alone_still_names_its_columns(portal: Portal):
    visitor = send(browser(portal).sign_in(EDITOR), table("1,Radweg,bald,,,", "2,Solardach,planning,,,"))
    go_on(visitor, "Stellen in der Tabelle verbessern")

    assert visitor.all("//table[@class='sheet']//tr[@id]/@id") == ["r2"]
    assert visitor.all("//table[@class='sheet']//thead//*[@class='header-name']")[:3] == ["id", "title", "phase"]
    go_on(visitor, "Alle Zeilen")
    assert not visitor.all("//*[@class='header-name']")  # they stand in the sheet itself


def test_what_is_still_open_stands_at_the_top_of_the_preview(portal: Portal):
    visitor = _asked(portal)
    assert visitor.all("//main//p[@class='note']/a[@href='#questions']")
    assert visitor.all("//*[@id='questions']")


def test_unknown_headers_and_words_are_mapped_in_the_page(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, FOREIGN)
    go_on(visitor, "Spalten zuordnen")
    assert visitor.all("//table[contains(@class,'mapping')]//th[@scope='row']") == [
        "A Kennung",
        "B Vorhaben",
        "C Lage",
    ]

    button = "So zuordnen und noch einmal prüfen"
    visitor.send(button, **{"column-1": "id", "column-2": "title", "column-3": "phase"})
    assert "2 Stellen sind zu verbessern." in visitor.text
    go_on(visitor, "Einmal für alle diese Zellen sagen, was Ihre Wörter bedeuten")
    assert visitor.all("//section[@aria-labelledby='codes-phase']//th[@scope='row']/label") == ["bald"]
    visitor.send(button, **{"code-phase-0": "planning"})

    assert "Die Tabelle ist in Ordnung." in visitor.text
    assert only_upload(portal).mapping == {
        "resources": {
            "plans": {
                "fields": {"Kennung": "id", "Vorhaben": "title", "Lage": "phase"},
                "codes": {"phase": {"bald": "planning"}},
            }
        }
    }


def test_a_proposal_says_how_sure_it_is_beside_the_first_five_values(portal: Portal):
    states = ("in Planung", "sehr bald", "in Umsetzung", "abgeschlossen", "in Arbeit", "demnächst")
    rows = [f"{number};Weg {number};{state}" for number, state in enumerate((*states, "in Planung"), 1)]
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, "\n".join(["Nr.;Titell;Wie weit", *rows]))
    go_on(visitor, "Spalten zuordnen")

    samples = (
        "//table[contains(@class,'mapping')]//tr[th[contains(.,'{}')]]//span[@class='samples']/span[not(@class)]"
    )
    assert visitor.all(samples.format("Titell")) == [f"Weg {number}" for number in range(1, 6)]
    assert visitor.all(samples.format("Wie weit")) == list(states[:5])
    proposed = {
        column: visitor.all(f"//select[@name='column-{column}']/optgroup[@label='Vorschläge']/option")
        for column in (2, 3)
    }
    # Four of six words are known, which is not enough to choose the field beforehand; all but one letter are.
    assert proposed[3] == ["Phase (zu 63 % ähnlich)"]
    assert re.fullmatch(r"Titel \(zu (8|9)\d % ähnlich\)", proposed[2][0])
    chosen = "//select[@name='column-{}']//option[@selected]/@value"
    assert [visitor.all(chosen.format(column)) for column in (2, 3)] == [["title"], [""]]


def test_a_column_can_stay_inside_become_a_field_of_its_own_or_be_replaced_by_one_value(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    divided = '"CO₂-Minderungs-\npotenzial";"Rad-\nund Fußwege"'
    send(visitor, f"Nr.;Titel;Vermerk;Amt;{divided}\n1;Radweg;geheim;61;;\n2;Solardach;geheim;23;;\n")
    go_on(visitor, "Spalten zuordnen")
    headers = visitor.all("//table[contains(@class,'mapping')]//th[@scope='row']")
    assert headers[4:] == ["E CO₂-Minderungspotenzial", "F Rad- und Fußwege"]
    visitor.send("So zuordnen und noch einmal prüfen", **{"column-3": "-", "column-4": "+"})

    upload = only_upload(portal)
    assert upload.mapping == {
        "resources": {
            "plans": {"fields": {"Vermerk": None, "Amt": {"name": "x_amt", "type": "string", "title": "Amt"}}}
        }
    }
    assert upload.state == "draft"
    go_on(visitor, "Ansehen, was öffentlich wird")
    inside = ["Vermerk", "CO₂-Minderungspotenzial", "Rad- und Fußwege"]
    assert visitor.all("//section[@aria-labelledby='inside']//li") == inside
    assert "geheim" not in visitor.text


def test_the_header_row_is_chosen_on_the_top_of_the_sheet(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, "Bericht;des;Amtes\nKennung;Vorhaben;Lage\n1;Radweg;bald\n2;Solardach;bald\n")
    go_on(visitor, "Spalten zuordnen")
    visitor.get(
        urljoin(visitor.path, visitor.all("//table[@class='sheet']//tr[th//a[starts-with(.,'2')]]//a/@href")[0])
    )
    fields = {"column-1": "id", "column-2": "title", "column-3": "-"}
    visitor.send("So zuordnen und noch einmal prüfen", **fields)

    about = (only_upload(portal).mapping or {})["resources"]["plans"]
    assert (about["sheet"], about["header_row"], about["fields"]["Vorhaben"]) == ("plans", 2, "title")
    assert only_upload(portal).state == "draft"


def _asked(portal: Portal) -> Browser:
    """A publisher in front of the preview of a draft in which a row has vanished."""
    portal.published(*ROWS)
    portal.clock.turn(minutes=1)  # so that the draft is the newest upload
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, table(ROWS[0]))
    assert "Eine Frage ist noch zu beantworten." in visitor.text
    return go_on(visitor, "Ansehen, was öffentlich wird")


def test_an_answer_that_does_not_fit_keeps_what_was_typed(portal: Portal):
    visitor = _asked(portal)
    seen = dict(forms(visitor)[-1].form_values())
    visitor._show(visitor.client.post(visitor.path, data=seen, **visitor._sent()))  # as the Enter key does
    assert only_draft(portal).state == "draft"
    visitor.send("Version 1.1.0 veröffentlichen")
    assert (visitor.status, only_draft(portal).state) == (409, "draft")

    visitor.send("Version 1.1.0 veröffentlichen", **{"q0-disposition": "merged", "q0-reason": "Geht im Radweg auf."})
    assert visitor.status == 422
    assert visitor.all("//select[@name='q0-disposition']/option[@selected]/@value") == ["merged"]
    assert visitor.all("//textarea[@name='q0-reason']") == ["Geht im Radweg auf."]

    visitor.send("Version 1.1.0 veröffentlichen", **{"q0-into": "1"})
    assert visitor.heading == "Version 1.1.0 ist veröffentlicht"
    version = portal.get("/api/v1/publishers/musterstadt/datasets/plaene/versions/1.1.0/datapackage.json").json
    assert "Geht im Radweg auf." in str(version)


def only_draft(portal: Portal) -> Upload:
    """The newest upload."""
    uploads = portal.app.extensions[EXTENSION]().uploads
    dataset = portal.app.extensions[EXTENSION]().catalogue.dataset("musterstadt", "plaene")
    newest, _ = uploads.of(dataset)
    whole: Upload = uploads.get(newest[0].id)
    return whole


def test_answers_are_kept_with_the_draft_and_can_be_taken_back(portal: Portal):
    visitor = _asked(portal)
    answer = {"q0-disposition": "completed", "q0-reason": ""}
    visitor.send("Antworten speichern", **answer)
    assert only_draft(portal).answers == {"vanished:plans:2": {"disposition": "completed"}}
    assert "beantwortet" in visitor.text

    visitor.send("Antworten speichern", **{"q0-disposition": ""})
    assert not only_draft(portal).answers


@pytest.mark.parametrize(("state", "told"), [("processing", "noch einmal geprüft"), ("invalid", "zu verbessern")])
def test_answers_to_what_a_colleague_changed_meanwhile_are_not_lost(portal: Portal, state: str, told: str):
    visitor, uploads = _asked(portal), portal.app.extensions[EXTENSION]().uploads
    preview, report = visitor.path, visitor.path.removesuffix("preview")
    portal.app.extensions[EXTENSION]().jobs.seen("worker", portal.clock())
    for path, button in ((preview, "Version 1.1.0 veröffentlichen"), (report, "Antworten speichern")):
        visitor.get(path)
        draft = only_draft(portal)
        uploads.change(replace(draft, state=state))
        visitor.send(button, **{"q0-disposition": "dropped", "q0-reason": "Im Rat abgelehnt."})
        assert (visitor.status, visitor.heading) == (409, "Ihre Antworten sind nicht gespeichert")
        assert told in visitor.all("//*[@role='alert']")[0]
        assert visitor.all("//main//li") == ["Im Rat abgelehnt."]
        uploads.change(draft)

    assert not only_draft(portal).answers


def test_publishing_twice_publishes_once(portal: Portal):
    first, second = browser(portal).sign_in(PUBLISHER), browser(portal).sign_in(PUBLISHER)
    send(first, table(*ROWS))
    go_on(first, "Ansehen, was öffentlich wird")
    second.get(first.path)
    for visitor in (first, second):
        assert visitor.send("Version 1.0.0 veröffentlichen").heading == "Version 1.0.0 ist veröffentlicht"
    # Nor is it deleted any more, whether or not that was asked before it was published.
    first.get(f"{first.path.removesuffix('published')}delete")
    assert first.heading == "Version 1.0.0 ist veröffentlicht" and "gelöscht wurde nichts" in first.text
    token = first.all("//input[@name='csrf_token']/@value")[0]
    gone = f"{first.path.removesuffix('published')}delete"
    first._show(first.client.post(gone, data={"csrf_token": token}, **first._sent()))
    assert first.heading == "Version 1.0.0 ist veröffentlicht" and "gelöscht wurde nichts" in first.text

    assert portal.get("/api/v1/publishers/musterstadt/datasets/plaene/versions").json["total"] == 1


def test_pressing_the_button_twice_sends_one_upload(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR).get(f"{DATASET}upload")
    (form_id,) = visitor.all("//input[@name='form_id']/@value")

    first, again = (send(visitor, table(*ROWS), form_id=form_id).path for _ in range(2))
    assert first == again == f"/portal/musterstadt/uploads/{only_upload(portal).id}/"
    # The same form with another file, and the same file from another form, are uploads of their own.
    assert send(visitor, table(*ROWS[:1]), form_id=form_id).path != first
    assert send(visitor, table(*ROWS), form_id="another").path != first


def test_an_upload_that_is_there_is_not_written_over(portal: Portal):
    services = portal.app.extensions[EXTENSION]()
    send(browser(portal).sign_in(EDITOR), table(*ROWS))
    upload = only_upload(portal)

    with pytest.raises(UploadKnown):
        services.uploads.add(upload, {"plans.csv": b"other bytes"}, {}, [])
    assert services.uploads.files(upload) == {"plans.csv": table(*ROWS).encode()}


def test_what_nobody_has_seen_is_not_published(portal: Portal):
    portal.published(*ROWS)
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, table(*ROWS, "3,Wärmenetz,planning,,,"))
    go_on(visitor, "Ansehen, was öffentlich wird")
    portal.published(*ROWS, "4,Freibad,planning,,,", as_of="2024-12-31")

    visitor.send("Version 1.1.0 veröffentlichen")
    assert visitor.status == 409
    assert visitor.all("//*[@role='alert']/p[1]") == [
        "Inzwischen hat sich etwas geändert; veröffentlicht wurde nichts."
    ]
    assert visitor.all("//dl[contains(@class,'big')]//dd")[:2] == ["1.2.0", "1.1.0"]
    visitor.send("Version 1.2.0 veröffentlichen", **{"q0-disposition": "completed"})
    assert visitor.heading == "Version 1.2.0 ist veröffentlicht"


def test_an_editor_uploads_and_does_not_publish(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, table(*ROWS))
    go_on(visitor, "Ansehen, was öffentlich wird")
    assert not [text for text in visitor.all("//main//button") if text.startswith("Version")]

    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    seen = visitor.all("//input[@name='seen']/@value")[0]
    answer = visitor.client.post(
        visitor.path, data={"csrf_token": token, "seen": seen, "act": "publish"}, **visitor._sent()
    )
    assert answer.status_code == 403
    assert only_upload(portal).state == "draft"


@pytest.mark.parametrize(
    ("content", "form", "told"),
    [
        ("", {}, "leer"),
        (table(*ROWS), {"as_of": "gestern"}, "„gestern“ ist kein Datum"),
        (table(*ROWS), {"as_of": "2020-01-01"}, "2023"),
    ],
)
def test_what_cannot_be_taken_is_said_in_the_form_and_nothing_typed_is_lost(
    portal: Portal, content: str, form: dict[str, str], told: str
):
    portal.published(*ROWS)
    visitor = send(browser(portal).sign_in(EDITOR), content, message="Zum Jahresende", **form)

    assert visitor.status == 422
    (alert,) = visitor.all("//*[@role='alert'][not(@hidden)]")
    assert told in alert
    assert not alert.startswith("Bitte noch einmal ansehen: Plans.csv")  # the name of a file stays as it is
    assert visitor.all("//textarea[@name='message']") == ["Zum Jahresende"]
    assert visitor.all("//input[@name='as_of']/@value") == [form.get("as_of", "2025-12-31")]


def test_a_draft_is_listed_until_it_is_deleted(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, table(*ROWS))
    colleague = browser(portal).sign_in(PUBLISHER)
    assert colleague.all("//main//p[contains(@class,'todo')]") == [
        "Tabelle zum 31.12.2025: Ansehen, was öffentlich wird, und veröffentlichen."
    ]
    assert colleague.all("//section[@aria-labelledby='todo']//p[@class='fact']") == ["plans.csv"]

    go_on(visitor, "Zum Datensatz" if visitor.all("//main//a[.='Zum Datensatz']") else "Pläne der Stadt")
    assert "Hochgeladen am 02.03.2026, 09:00 Uhr (MEZ)" in visitor.text  # as the clocks of the office show it
    go_on(visitor, "Stand 31.12.2025")
    go_on(visitor, "Entwurf löschen").send("Entwurf löschen")
    assert visitor.all("//*[@role='status']") == ["Der Entwurf und die hochgeladenen Dateien sind gelöscht."]
    assert colleague.get("/portal/").all("//main//p[contains(@class,'todo')]") == [
        "Laden Sie die erste Tabelle hoch."
    ]


def test_the_page_of_a_large_table_follows_its_job(portal: Portal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processing, "LARGE_BYTES", 10)
    services = portal.app.extensions[EXTENSION]()
    services.jobs.seen("worker", portal.clock())
    visitor = send(browser(portal).sign_in(EDITOR), table(*ROWS))

    assert visitor.heading == "Ihre Tabelle wird geprüft"
    assert visitor.all("//meta[@http-equiv='refresh']/@content") == ["2"]
    assert browser(portal).sign_in(PUBLISHER).all("//main//p[contains(@class,'todo')]") == [
        "Die Tabelle zum 31.12.2025 wird gerade geprüft."
    ]
    for page in ("sheet", "mapping", "preview"):
        assert browser(portal).sign_in(EDITOR).get(f"{visitor.path}{page}").heading == "Ihre Tabelle wird geprüft"
    assert services.runner.do_next()
    assert "Die Tabelle ist in Ordnung." in visitor.get(visitor.path).text


def test_one_answer_serves_all_questions_of_a_group(portal: Portal):
    kept = (*ROWS, "5,Moor,planning,,,", "6,Wald,planning,,,")
    portal.published(*kept, "3,Wärmenetz,planning,,,", "4,Freibad,planning,,,")
    portal.clock.turn(minutes=1)
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, table(*kept))
    assert visitor.all("//select[@name='q0-disposition']/option/@value") == ["", "completed", "dropped"]
    visitor.send("Antworten speichern", **{"q0-disposition": "completed"})

    assert only_draft(portal).answers == {"vanished:plans": {"disposition": "completed"}}
    assert "Fragen sind noch" not in visitor.text


def test_a_version_is_withdrawn_with_a_public_reason(portal: Portal):
    portal.published(*ROWS)
    visitor = browser(portal).sign_in(PUBLISHER).get(DATASET)
    address = urljoin(visitor.path, visitor.all("//a[starts-with(.,'Version zurückziehen')]/@href")[0])
    visitor.get(address).send("Version zurückziehen", reason="Enthielt Namen.")
    assert visitor.status == 422
    visitor.send("Version zurückziehen", reason="Enthielt Namen.", sure="1")

    assert "zurückgezogen" in visitor.all("//*[@role='status']")[0]
    gone = portal.get("/api/v1/publishers/musterstadt/datasets/plaene/versions/1.0.0/plans.json")
    assert (gone.status_code, "Enthielt Namen." in gone.get_data(as_text=True)) == (410, True)
    assert browser(portal).sign_in(EDITOR).get(address).status == 403


def test_a_dataset_is_added_in_the_portal(portal: Portal):
    visitor = browser(portal).sign_in(PUBLISHER).get("/portal/musterstadt/new-dataset")
    visitor.send("Datensatz anlegen", title="Pläne der Stadt", name="plaene")
    assert visitor.status == 422
    assert visitor.all("//details[@open]//input[@aria-invalid]/@id") == ["name"]  # what is wrong is not folded away
    visitor.send_twice("Datensatz anlegen", title="Wärmepläne für 2026", name="", rhythm="P1Y")

    assert (visitor.path.split("?")[0], visitor.heading) == (
        "/portal/musterstadt/datasets/waermeplaene-fuer-2026/",
        "Wärmepläne für 2026",
    )
    about = portal.get("/api/v1/publishers/musterstadt/datasets/waermeplaene-fuer-2026").json
    assert (about["kind"], about["rhythm"], about["licence"]["name"]) == ("plans", "P1Y", "dl-de-by-2.0")
    assert "Datenlizenz Deutschland" in visitor.text
    assert browser(portal).sign_in(EDITOR).get("/portal/musterstadt/new-dataset").status == 403


def test_a_report_that_is_due_is_said_on_the_start_page(portal: Portal):
    portal.done(
        "datasets", "add", "musterstadt", "jaehrlich", "--kind", "plans", "--title", "Jahr", "--rhythm", "P1Y"
    )
    portal.published(*ROWS, as_of="2024-12-31", dataset="/api/v1/publishers/musterstadt/datasets/jaehrlich")

    todo = browser(portal).sign_in(EDITOR).all("//main//p[contains(@class,'todo')]")
    assert "Ihr Bericht zum 31.12.2025 ist seit 61 Tagen überfällig." in todo
    portal.done("datasets", "add", "musterstadt", "alt", "--kind", "plans", "--title", "Alt", "--rhythm", "P1Y")
    portal.published(*ROWS, as_of="2013-12-31", dataset="/api/v1/publishers/musterstadt/datasets/alt")
    visitor = browser(portal).sign_in(EDITOR)
    long_due = "Ihr Bericht zum 31.12.2014 ist seit 11 Jahren überfällig."
    assert long_due in visitor.all("//main//p[contains(@class,'todo')]")
    assert long_due in visitor.get("/portal/musterstadt/datasets/alt/").all("//p[@class='note']")


def test_every_page_speaks_both_languages(portal: Portal):
    """No page leaves a German word in its English form: the words of the pages are told apart by their catalogue."""
    visitor = browser(portal, language="en").sign_in(PUBLISHER)
    send(visitor, table("1,Radweg,planning,2026,viel,"))
    upload = only_upload(portal)
    pages = ["/portal/", "/portal/musterstadt/", DATASET, f"{DATASET}upload", "/portal/musterstadt/new-dataset"]
    pages += [f"/portal/musterstadt/uploads/{upload.id}/{part}" for part in ("", "sheet", "mapping", "delete")]
    for path in pages:
        assert visitor.get(path).status == 200
        assert not re.search(r"\b(und|nicht|wird|Sie|ist|der|Ihre)\b", _without_names(visitor)), path


def _without_names(visitor: Browser) -> str:
    return visitor.text.replace("Pläne der Stadt", "")


def forms(visitor: Browser) -> list[Any]:
    """The forms of a page that change something."""
    return [form for form in visitor.root.iter("form") if form.method == "POST"]


def test_every_form_that_changes_something_bears_a_token(portal: Portal):
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, table(*ROWS))
    upload = only_upload(portal)
    for part in ("", "mapping", "preview", "delete"):
        visitor.get(f"/portal/musterstadt/uploads/{upload.id}/{part}")
        for form in forms(visitor):
            assert form.form_values() and dict(form.form_values()).get("csrf_token")
            action = urljoin(visitor.path, form.get("action") or visitor.path)
            assert visitor.client.post(action, data={"csrf_token": "0" * 64}).status_code == 400
    assert only_upload(portal).state == "draft"


def test_the_page_of_a_row_is_seen_before_it_is_public_as_it_is_seen_afterwards(portal: Portal):
    portal.published("1,Radweg,planning,2026-12-31,100,")
    portal.clock.turn(days=1)
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, table("1,Radweg,implementation,2027-12-31,100,", "2,Solardach,planning,,,"))
    upload = only_draft(portal)
    visitor.get(f"/portal/musterstadt/uploads/{upload.id}/preview")
    links = visitor.all("//a[starts-with(.,'So wird die öffentliche Seite aussehen')]/@href")
    before = visitor.get(urljoin(visitor.path, links[-1])).text
    assert "noch nicht öffentlich" in visitor.all("//body")[0]
    assert browser(portal).get("/musterstadt/plaene/plans/2").status == 404
    assert browser(portal).sign_in("admin@leerdorf.example").get(visitor.path).status == 403
    visitor.get(f"/portal/musterstadt/uploads/{upload.id}/preview").send("Version 1.1.0 veröffentlichen")

    public = browser(portal).get(urljoin("/musterstadt/plaene/plans/", links[-1].rpartition("/")[2]))
    # What follows from the publication alone is not there before: alike rows, other reports, and a citation.
    for name in ("alike", "others", "cite"):
        (section,) = public.root.xpath(f"//section[@aria-labelledby='{name}']")
        section.drop_tree()
    assert public.text == before
    assert "Radweg" in before and "in Umsetzung" in before


def test_a_wide_sheet_has_fewer_rows_on_a_page(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    wide = ",".join(["id", *(f"s{number}" for number in range(1_500))])
    send(visitor, "\n".join([wide, *["1" + ",x" * 1_500] * 20]))

    visitor.get(f"{visitor.path.split('?')[0]}sheet")

    assert len(visitor.all("//table[@class='sheet']/tbody//th")) == 13


def test_who_sends_an_older_version_is_told_so_before_the_way_on_until_they_say_yes(portal: Portal):
    visitor = browser(portal).sign_in(PUBLISHER)
    rows = [f"{n},Steg {n},planning,2030,," for n in range(1, 7)]
    later = [*rows[:-1], rows[-1].replace("2030", "2031")]
    for number, (sent, year) in enumerate(((rows, 2021), (later, 2022))):
        go_on(send(visitor, table(*sent), f"{year}-12-31"), "Ansehen, was öffentlich wird")
        visitor.send(f"Version 1.{number}.0 veröffentlichen")
        assert visitor.heading == f"Version 1.{number}.0 ist veröffentlicht"

    told = "//div[contains(@class,'verdict')]//a[@href='#questions']"
    assert send(visitor, table(*rows), "2023-12-31").all(told)[0].startswith("Vielleicht ist das nicht die Datei")
    assert visitor.all("//div[contains(@class,'verdict')]//a[contains(@class,'strong')]") == []
    (yes,) = visitor.all("//form//li[contains(., 'Version 1.0.0 (Stand 31.12.2021)')]//input[@type='checkbox']/@name")
    assert visitor.send("Antworten speichern", **{yes: "on"}).all(told) == []
