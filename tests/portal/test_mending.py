"""Mending in the page: fields in wrong cells, proposals, edits that are listed and undone, the marked workbook."""

import io
from copy import copy
from urllib.parse import urljoin

import openpyxl
import pytest

from opendata.steps import processing
from opendata.web.services import EXTENSION
from tests.portal.browsing import PASSWORD, Browser, browser
from tests.portal.conftest import Portal
from tests.portal.test_tables import EDITOR, PUBLISHER, go_on, only_upload, send
from tests.service import table

SAVE = "Änderungen übernehmen und neu prüfen"
ROWS = (
    "1,Radweg,plannning,2026,1O0,",
    "2,Solardach,planing,31.02.2026,,",
    "3,Netz,wer weiß,,,",
    "4,Dach,planning,,,",
)


def to_sheet(visitor: Browser) -> Browser:
    """From the report to the sheet."""
    return go_on(visitor, "Stellen in der Tabelle verbessern")


def wrong(visitor: Browser) -> list[str]:
    """The fields of wrong cells on the page."""
    return visitor.all("//td[contains(@class,'cell-wrong')]//input/@name")


def test_a_cell_is_mended_in_the_page_and_published_with_its_edit(portal: Portal):
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, table(*ROWS))
    to_sheet(visitor)
    assert wrong(visitor) == ["cell-C2", "cell-E2", "cell-C3", "cell-D3", "cell-C4"]
    assert visitor.all("//input[@name='cell-C4']/@value") == ["wer weiß"]

    visitor.send(SAVE, **{"cell-C4": "abgeschlossen", "cell-D3": ""})
    assert "Noch 3 Stellen sind zu verbessern." in visitor.text
    assert wrong(visitor) == ["cell-C2", "cell-E2", "cell-C3"]
    assert sorted(visitor.all("//section[@class='edits']//tbody/tr/td[1]")) == ["31.02.2026", "wer weiß"]

    visitor.get(visitor.path.split("/sheet")[0] + "/")
    visitor.send("Alle 3 Vorschläge auf einmal übernehmen")
    assert "Die Tabelle ist jetzt in Ordnung." in visitor.text
    go_on(visitor, "Ansehen, was öffentlich wird")
    assert len(visitor.all("//section[@class='edits']//tbody/tr")) == 5
    assert not visitor.all("//section[@class='edits']//button")
    visitor.send("Version 1.0.0 veröffentlichen")
    edits = portal.get("/api/v1/publishers/musterstadt/datasets/plaene/versions/1.0.0/edits.json").json
    assert {(edit["address"], edit["before"], edit["after"]) for edit in edits} == {
        ("C4", "wer weiß", "abgeschlossen"),
        ("D3", "31.02.2026", None),
        ("C2", "plannning", "planning"),
        ("C3", "planing", "planning"),
        ("E2", "1O0", "100"),
    }
    assert PUBLISHER not in str(edits)


def test_proposals_are_accepted_one_by_one_or_all_of_a_kind_and_undone(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, table(*ROWS))
    visitor.send("Vorschlag: 100 für E2 übernehmen")
    assert (visitor.heading, len(only_upload(portal).edits or ())) == ("Prüfbericht", 1)
    visitor.send("Alle 2 Vorschläge übernehmen: Phase, Angaben, die hier nicht möglich sind")
    assert {edit["address"] for edit in only_upload(portal).edits or ()} == {"E2", "C2", "C3"}
    assert {edit["by"] for edit in only_upload(portal).edits or ()} == {EDITOR}

    visitor.send("Zurücknehmen E2")
    path = f"/portal/musterstadt/uploads/{only_upload(portal).id}/edits?to=report"
    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    for act in ("accept:²", "undo:²", f"undo:{'9' * 5_000}"):  # no button of ours says this
        answer = visitor.client.post(path, data={"csrf_token": token, "act": act}, **visitor._sent())
        assert answer.status_code == 303
    assert {edit["address"] for edit in only_upload(portal).edits or ()} == {"C2", "C3"}
    visitor.get(visitor.path).send("Alle zurücknehmen")
    assert only_upload(portal).edits is None
    assert "5 Stellen sind zu verbessern." in visitor.text


def test_the_same_slip_in_many_cells_is_told_once_and_mended_at_once(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    rows = [f"{number},Plan {number},{'plannning' if number > 1 else 'planing'},,," for number in range(1, 71)]
    send(visitor, table(*rows))
    lines = visitor.all("//section[@class='cause']//li")
    assert len(lines) == 2 and "69 Zellen: C3, C4," in lines[1] and ", C22, …" in lines[1]

    visitor.send("Vorschlag für alle 69: planning für C3 und die gleichen übernehmen")
    edits = only_upload(portal).edits or ()
    assert {edit["before"] for edit in edits} == {"plannning"} and len(edits) == 69
    assert visitor.all("//section[@class='cause']//li") == [lines[0]]  # what is written otherwise is left alone


def test_the_sheet_shows_one_cause_alone_and_fields_for_a_whole_row(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, table(*ROWS))
    to_sheet(visitor)
    (link,) = visitor.all("//section[@class='causes']//a[starts-with(normalize-space(.),'Ende')]/@href")
    visitor.get(urljoin(visitor.path, link))
    assert visitor.all("//table[@class='sheet']/tbody//th") == ["3"]

    go_on(visitor, "Alle Zellen der Zeile 3 ändern")
    names = visitor.all("//table[@class='sheet']//input/@name")
    assert {f"cell-{letter}3" for letter in "ABCDEF"} <= set(names)
    visitor.send(SAVE, **{"cell-B3": "Solardächer"})
    assert [(edit["address"], edit["after"]) for edit in only_upload(portal).edits or ()] == [("B3", "Solardächer")]
    visitor.get(f"{visitor.path.split('?')[0]}?edit=3").send(SAVE, **{"cell-B3": "Solardach"})
    assert only_upload(portal).edits is None


def test_two_tabs_do_not_overwrite_each_other_and_nothing_typed_is_lost(portal: Portal):
    first, second = (browser(portal).sign_in(who) for who in (EDITOR, PUBLISHER))
    send(first, table(*ROWS))
    to_sheet(first)
    second.get(first.path)
    first.send(SAVE, **{"cell-C4": "in Planung"})

    second.send(SAVE, **{"cell-C2": "abgeschlossen", "cell-C4": "in Arbeit"})

    assert second.status == 409
    assert "inzwischen von jemand anderem" in second.all("//*[@role='alert']")[0]
    assert second.all("//input[@name='cell-C2']/@value") == ["abgeschlossen"]
    assert "C4: in Arbeit" in second.all("//*[@role='alert']")[0]  # it is not wrong any more, so it has no field
    assert [edit["after"] for edit in only_upload(portal).edits or ()] == ["in Planung"]
    second.send(SAVE)
    assert {edit["after"] for edit in only_upload(portal).edits or ()} == {"abgeschlossen", "in Planung"}


def test_what_was_published_meanwhile_is_not_edited_any_more(portal: Portal):
    first, second = (browser(portal).sign_in(PUBLISHER) for _ in range(2))
    send(first, table("1,Radweg,planning,,,"))
    second.get(f"{first.path.split('?')[0]}sheet?edit=2")
    go_on(first, "Ansehen, was öffentlich wird").send("Version 1.0.0 veröffentlichen")

    second.send(SAVE, **{"cell-B2": "anders"})

    assert "inzwischen veröffentlicht; geändert wurde nichts" in second.text


def test_html_in_cells_and_in_what_is_typed_stays_text(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, table('1,Radweg,"""><script>x</script>",,,'))
    to_sheet(visitor)
    assert visitor.all("//input[@name='cell-C2']/@value") == ['"><script>x</script>']
    visitor.send(SAVE, **{"cell-C2": "<b>x</b>"})
    assert visitor.all("//input[@name='cell-C2']/@value") == ["<b>x</b>"]
    assert not visitor.all("//main//b | //main//script")


def test_the_file_comes_back_marked_for_colleagues_alone(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, table(*ROWS))
    (link,) = visitor.all("//a[normalize-space(.)='Datei mit markierten Fehlern herunterladen']/@href")
    answer = visitor.client.get(link, **visitor._sent())
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="plans-Fehler.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["plans", "Fehler"]

    stranger = browser(portal).sign_in("admin@leerdorf.example")
    assert stranger.client.get(link, **stranger._sent()).status_code == 403
    assert stranger.client.get(link.replace("musterstadt", "leerdorf"), **stranger._sent()).status_code == 404


def test_edits_of_a_large_upload_are_put_in_by_a_job_that_the_page_follows(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
):
    services = portal.app.extensions[EXTENSION]()
    monkeypatch.setattr(processing, "LARGE_BYTES", 10)
    services.jobs.seen("worker", services.now())
    first, second = (browser(portal).sign_in(who) for who in (EDITOR, PUBLISHER))
    send(first, table(*ROWS))
    assert first.heading == "Ihre Tabelle wird geprüft" and services.runner.do_next()
    first.get(first.path)
    to_sheet(first)
    second.get(first.path)
    form = copy(first)

    first.send(SAVE, **{"cell-C4": "in Planung"})
    assert first.heading == "Ihre Tabelle wird geprüft" and "Änderungen sind gespeichert" in first.text
    assert "/sheet" in first.path  # it follows at the place to which it leads back
    # The button was pressed twice: nothing more is done, and no fault is told.
    assert form.send(SAVE, **{"cell-C4": "in Planung"}).heading == "Ihre Tabelle wird geprüft"
    # What a colleague types meanwhile stands in the page, to be sent once more.
    second.send(SAVE, **{"cell-C2": "abgeschlossen"})
    assert second.status == 409 and second.all("//input[@name='cell-C2']/@value") == ["abgeschlossen"]
    assert services.runner.do_next() and not services.runner.do_next()

    first.get(first.path)
    assert (first.heading, wrong(first)) == ("Ihre Tabelle", ["cell-C2", "cell-E2", "cell-C3", "cell-D3"])
    assert [edit["after"] for edit in only_upload(portal).edits or ()] == ["in Planung"]
    second.send(SAVE)
    assert second.status == 409  # it was read again since
    second.send(SAVE)
    assert services.runner.do_next()
    assert {edit["after"] for edit in only_upload(portal).edits or ()} == {"in Planung", "abgeschlossen"}


def test_a_whole_page_of_typed_cells_is_kept_when_the_session_has_ended(portal: Portal):
    visitor = browser(portal).sign_in(EDITOR)
    send(visitor, table(*(f"{number},Radweg,falsch,,," for number in range(1, 100))))
    to_sheet(visitor)
    typed = {f"cell-C{row}": f"Zelle {row}: {'ü' * 400}" for row in range(2, 101)}  # over 200 kB as a form sends it
    portal.clock.turn(hours=5)
    assert visitor.send(SAVE, **typed).heading == "Anmelden"

    visitor.send("Anmelden", email=EDITOR, password=PASSWORD)
    visitor.send("Jetzt absenden")

    assert {edit["after"] for edit in only_upload(portal).edits or ()} == set(typed.values())
