"""Releasing through the portal: four eyes, set times, confirming, links to previews, the rules and the log."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from opendata.domain.model import Upload
from opendata.steps import set_times
from opendata.web.services import EXTENSION
from tests.portal.browsing import Browser, browser
from tests.portal.conftest import Portal
from tests.portal.test_tables import EDITOR, PUBLISHER, ROWS, go_on, only_draft, send
from tests.service import table

ADMIN = "admin@musterstadt.example"
PREVIEW = "Ansehen, was öffentlich wird"
VERSIONS = "/api/v1/publishers/musterstadt/datasets/plaene/versions"


def drafted(portal: Portal, by: str, *rows: str, as_of: str = "2025-12-31") -> Browser:
    """Somebody in front of the preview of what they have just uploaded."""
    visitor = browser(portal).sign_in(by)
    send(visitor, table(*(rows or ROWS)), as_of)
    return go_on(visitor, PREVIEW)


def preview_for(portal: Portal, email: str) -> Browser:
    """A colleague in front of the same preview."""
    upload = only_draft(portal)
    return browser(portal).sign_in(email).get(f"/portal/musterstadt/uploads/{upload.id}/preview")


def work(portal: Portal) -> None:
    """What a worker does at this time."""
    services = portal.app.extensions[EXTENSION]()
    set_times.add_due(services.shared_desk, portal.clock())
    while services.runner.do_next():
        pass


def numbers(portal: Portal) -> list[str]:
    """The versions that are published."""
    return [each["version"] for each in portal.get(VERSIONS).json["items"]]


def todo(visitor: Browser) -> list[str]:
    """What the overview says is to be done."""
    return visitor.get("/portal/").all("//main//p[contains(@class,'todo')]")


def pressed(visitor: Browser, path: str, token: str | None = None, **fields: str) -> Any:
    """The answer to a form that somebody sends past the pages."""
    token = token if token is not None else visitor.all("//input[@name='csrf_token']/@value")[0]
    return visitor.client.post(path, data={"csrf_token": token, **fields}, **visitor._sent())


def test_two_people_publish_where_the_publisher_wants_it(portal: Portal):
    admin = browser(portal).sign_in(ADMIN).get("/portal/musterstadt/rules")
    admin.send_twice("Regeln speichern", four_eyes="on")
    assert (admin.status, admin.all("//input[@name='four_eyes']/@checked")) == (200, ["checked"])

    first = drafted(portal, PUBLISHER)
    assert "publish" not in first.all("//button[@name='act']/@value")
    refused = pressed(first, first.path, seen=first.all("//input[@name='seen']/@value")[0], act="publish")
    assert refused.status_code == 403
    first.send("Um Veröffentlichung bitten", word="Bitte die Solardächer ansehen.")
    assert "Sie haben schon darum gebeten." in first.text
    waits = "Tabelle zum 31.12.2025: Wartet darauf, dass jemand anderes sie veröffentlicht."
    assert todo(first) == [f"{waits} „Bitte die Solardächer ansehen.“"]

    second = browser(portal).sign_in(ADMIN)
    assert todo(second)[0].startswith(f"Tabelle zum 31.12.2025: {PUBLISHER} bittet Sie")
    second = preview_for(portal, ADMIN)
    assert "Bitte die Solardächer ansehen." in second.text
    second.send("Zurückgeben", reason="  ")
    assert (second.status, second.all("//p[@id='send-back-error']")) == (
        422,
        ["Sagen Sie bitte mit einem Satz, was noch fehlt."],
    )
    second.send_twice("Zurückgeben", reason="Die Kosten\nfehlen.")
    log = portal.app.extensions[EXTENSION]().door.audit.acts("musterstadt", None)
    assert [act.act for act in log].count("release.sent_back") == 1
    assert any("Die Kosten fehlen." in text for text in todo(first))

    second.send("Version 1.0.0 veröffentlichen")
    assert second.heading == "Version 1.0.0 ist veröffentlicht"


def test_an_editor_asks_and_publishers_see_it(portal: Portal):
    editor = drafted(portal, EDITOR)
    for _ in range(2):  # pressed twice
        pressed(editor, editor.path, seen=editor.all("//input[@name='seen']/@value")[0], act="ask", word="")

    log = portal.app.extensions[EXTENSION]().door.audit.acts("musterstadt", None)
    assert [act.act for act in log].count("release.asked") == 1
    assert todo(browser(portal).sign_in(PUBLISHER))[0].startswith(f"Tabelle zum 31.12.2025: {EDITOR} bittet Sie")


def test_a_set_time_is_shown_moved_kept_and_called_off(portal: Portal):
    visitor = drafted(portal, PUBLISHER)
    visitor.send("Zeitpunkt setzen", day="2026-03-02", time="08:59")  # a minute ago: it is 09:00 in Berlin
    assert visitor.status == 422
    assert visitor.all("//input[@id='time']/@value") == ["08:59"]
    visitor.send("Zeitpunkt setzen", day="2026-03-29", time="02:30")
    assert "gibt es am 29.03.2026 nicht" in visitor.text

    visitor.send("Zeitpunkt setzen", day="2026-03-30", time="09:00")
    told = "Wird veröffentlicht am 30.03.2026, 09:00 Uhr (MESZ)."
    assert told in visitor.text
    assert todo(visitor) == ["Tabelle zum 31.12.2025: Wird veröffentlicht am 30.03.2026, 09:00 Uhr (MESZ)."]
    preview_for(portal, ADMIN).send("Zeitpunkt absagen")
    visitor = preview_for(portal, PUBLISHER)
    assert told not in visitor.text
    visitor.send("Zeitpunkt setzen", day="2026-03-10", time="09:00")
    visitor.send("Auf diesen Zeitpunkt verlegen", day="2026-03-11", time="10:00")
    portal.clock.turn(days=8, hours=6)
    work(portal)
    assert numbers(portal) == []
    portal.clock.turn(days=1)
    work(portal)
    assert numbers(portal) == ["1.0.0"]
    assert browser(portal).sign_in(PUBLISHER).get(visitor.path).heading == "Version 1.0.0 ist veröffentlicht"


def test_what_came_between_a_set_time_and_now_is_told_in_the_overview(portal: Portal):
    portal.published(*ROWS)
    visitor = drafted(portal, PUBLISHER, *ROWS, "3,Wärmenetz,planning,,,")
    visitor.send("Zeitpunkt setzen", day="2026-03-10", time="09:00")
    portal.published(*ROWS, "4,Freibad,planning,,,", as_of="2024-12-31")
    portal.clock.turn(days=20)
    work(portal)

    assert numbers(portal) == ["1.0.0", "1.1.0"]
    visitor = browser(portal).sign_in(PUBLISHER)
    assert todo(visitor)[0].startswith("Tabelle zum 31.12.2025: Am 10.03.2026, 09:00 Uhr (MEZ) nicht veröffentlicht.")
    assert "eine andere Version veröffentlicht" in todo(visitor)[0]
    assert only_draft_of(portal, "draft").version is None


def only_draft_of(portal: Portal, state: str) -> Upload:
    """The one upload in that state."""
    uploads = portal.app.extensions[EXTENSION]().uploads
    dataset = portal.app.extensions[EXTENSION]().catalogue.dataset("musterstadt", "plaene")
    (kept,) = [each for each in uploads.of(dataset)[0] if each.state == state]
    whole: Upload = uploads.get(kept.id)
    return whole


def test_figures_are_confirmed_by_a_button_and_the_rhythm_counts_them(portal: Portal):
    services = portal.app.extensions[EXTENSION]()
    dataset = services.catalogue.dataset("musterstadt", "plaene")
    services.catalogue.change_dataset(replace(dataset, rhythm="P1Y"))
    portal.published(*ROWS, as_of="2024-12-31")
    assert "Ihr Bericht zum 31.12.2025 ist seit 61 Tagen überfällig." in todo(browser(portal).sign_in(PUBLISHER))
    portal.clock.turn(minutes=1)
    visitor = drafted(portal, PUBLISHER)
    promised = visitor.all("//section[@aria-labelledby='publish']//p[@class='headline']")
    twin = preview_for(portal, ADMIN)

    visitor.send("Bestätigen: Die Angaben gelten unverändert")
    assert visitor.heading == "Version 1.1.0 ist veröffentlicht"
    assert visitor.all("//main//p[@class='headline']") == promised
    twin.send("Bestätigen: Die Angaben gelten unverändert")
    assert twin.heading == "Version 1.1.0 ist veröffentlicht"
    assert numbers(portal) == ["1.0.0", "1.1.0"]
    # Nothing is due until the figures that were confirmed are a year old.
    assert todo(visitor) == []
    portal.clock.turn(days=309)  # to 5 January 2027
    late = todo(browser(portal).sign_in(PUBLISHER))
    assert late == ["Ihr Bericht zum 31.12.2026 ist seit 5 Tagen überfällig."]


def test_the_same_of_the_same_date_cannot_be_confirmed(portal: Portal):
    portal.published(*ROWS, as_of="2025-12-31")
    portal.clock.turn(minutes=1)
    visitor = drafted(portal, PUBLISHER)

    assert "Es gibt nichts Neues zu veröffentlichen." in visitor.text
    assert not visitor.all("//button[@name='act']")


def made_link(visitor: Browser) -> str:
    """The path of a new preview link."""
    visitor.send_twice("Vorschau-Link erstellen", days="7")
    return urlsplit(visitor.all("//input[@id='address']/@value")[0]).path


SECRET_COLUMN = "Nr.;Titel;Vermerk\n1;Radweg;streng geheim\n2;Solardach;streng geheim\n"


def test_a_preview_link_shows_what_becomes_public_and_nothing_else(portal: Portal):
    visitor = browser(portal).sign_in(PUBLISHER)
    send(visitor, SECRET_COLUMN)
    go_on(visitor, PREVIEW)
    promised = visitor.all("//section[@aria-labelledby='sentences']//p[@class='headline']")
    path = made_link(visitor)

    guest = browser(portal).get(path)
    assert (guest.status, guest.heading) == (200, "Pläne der Stadt")
    assert guest.all("//section[@aria-labelledby='sentences']//p[@class='headline']") == promised
    assert "Solardach" in guest.text and "Vermerk" not in guest.text and "geheim" not in guest.text
    assert guest.headers["Cache-Control"] == "no-store"
    assert guest.headers["X-Robots-Tag"] == "noindex"
    assert guest.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in guest.headers
    assert guest.all("//meta[@name='robots']/@content") == ["noindex, nofollow"]
    assert not guest.all("//form")
    row = guest.get(guest.all("//details[contains(@class,'row-change')]//a/@href")[0])
    assert (row.status, row.heading) == (200, "Radweg")
    assert "neu aufgenommen" in row.text and "geheim" not in row.text
    assert row.headers["Referrer-Policy"] == "no-referrer"
    assert row.get(f"{path}/plans/9").status == 404
    secret = path.rpartition("/")[2]
    stored = (portal.folder / "db.sqlite").read_bytes()
    assert secret.encode() not in stored
    assert portal.get("/portal/").status_code == 303, "the link signs nobody in"


def test_a_preview_link_leads_on_when_the_version_is_there(portal: Portal):
    visitor = drafted(portal, PUBLISHER)
    path = made_link(visitor)
    preview_for(portal, PUBLISHER).send("Version 1.0.0 veröffentlichen")

    for address in (path, f"{path}/plans/1"):
        guest = browser(portal).get(address)
        assert (guest.status, guest.path.partition("?")[0]) == (200, "/musterstadt/plaene")


def test_a_preview_link_that_is_over_says_so(portal: Portal):
    visitor = drafted(portal, PUBLISHER)
    first = made_link(visitor)
    portal.clock.turn(minutes=1)  # so that they are listed in this order
    second = made_link(preview_for(portal, PUBLISHER))
    assert len(preview_for(portal, ADMIN).all("//section[@aria-labelledby='links']//li")) == 2
    unknown = browser(portal).get("/portal/link/preview/abc")
    preview_for(portal, ADMIN).send("Link zurückziehen 1")
    revoked = browser(portal).get(first)
    assert browser(portal).get(second).status == 200
    portal.clock.turn(days=8)
    expired = browser(portal).get(second)

    assert {page.status for page in (unknown, revoked, expired)} == {410}
    assert unknown.text == revoked.text == expired.text
    assert expired.headers["Cache-Control"] == "no-store" and expired.headers["X-Robots-Tag"] == "noindex"


def test_a_guest_changes_nothing_even_when_another_version_came(portal: Portal):
    portal.published(*ROWS)
    visitor = drafted(portal, PUBLISHER, *ROWS, "3,Wärmenetz,planning,,,")
    path = made_link(visitor)
    portal.published(*ROWS, "4,Freibad,planning,,,", as_of="2024-12-31")
    before = only_draft_of(portal, "draft")

    assert "1.2.0" in browser(portal).get(path).text
    assert only_draft_of(portal, "draft") == before


def test_forms_of_releasing_are_closed_to_others(portal: Portal):
    drafted(portal, EDITOR)
    upload = only_draft(portal)
    stranger = browser(portal).sign_in("admin@leerdorf.example")
    stranger.get("/portal/leerdorf/rules")
    editor = browser(portal).sign_in(EDITOR).get("/portal/account")
    for act in ("cancel-time", "send-back", "preview-links", "preview-links/revoke"):
        theirs, own = (f"/portal/{city}/uploads/{upload.id}/{act}" for city in ("musterstadt", "leerdorf"))
        assert pressed(stranger, theirs).status_code == 403, act
        assert pressed(stranger, own).status_code == 404, act
        assert pressed(editor, theirs, token="").status_code == 400, act
    for act in ("cancel-time", "send-back"):
        assert pressed(editor, f"/portal/musterstadt/uploads/{upload.id}/{act}").status_code == 403, act
    assert editor.get("/portal/musterstadt/rules").status == 403
    assert pressed(editor, "/portal/musterstadt/rules", token="x" * 64, four_eyes="on").status_code == 400


def test_what_was_typed_survives_a_session_that_ended(portal: Portal):
    visitor = drafted(portal, PUBLISHER)
    portal.clock.turn(hours=5)
    form = {"seen": visitor.all("//input[@name='seen']/@value")[0], "act": "schedule", "day": "2026-03-30"}
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Accept-Language": "de"}
    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, **form, "time": "09:00"}
    visitor._show(visitor.client.post(visitor.path, data=data, headers=headers))
    assert visitor.status == 403
    visitor.send("Anmelden", email=PUBLISHER, password="richtig Pferd Batterie Heftklammer")
    (button,) = [text for text in visitor.all("//main//button") if text]
    visitor.send(button)

    assert "Wird veröffentlicht am 30.03.2026, 09:00 Uhr (MESZ)." in visitor.text


def test_a_version_is_withdrawn_with_a_preview_of_what_goes_once(portal: Portal):
    portal.published(*ROWS, as_of="2024-12-31")
    portal.published(*ROWS, "3,Wärmenetz,planning,,,", as_of="2025-12-31")
    first = browser(portal).sign_in(PUBLISHER).get("/portal/musterstadt/datasets/plaene/versions/1.1.0/withdraw")
    second = browser(portal).sign_in(ADMIN).get(first.path)
    assert "Danach gilt wieder Version 1.0.0" in first.text and "3 Einträge" in first.text

    reason = "Enthielt Namen."
    first.send("Version zurückziehen", reason=reason, sure="1")
    second.send("Version zurückziehen", reason="Etwas anderes.", sure="1")
    assert second.status == 422 and reason in second.text

    gone = portal.get(f"{VERSIONS}/1.1.0/plans.csv")
    assert (gone.status_code, gone.json["reason"]) == (410, reason)
    assert reason in portal.get("/feeds/musterstadt/plaene.atom").get_data(as_text=True)
    assert portal.get(f"{VERSIONS}/latest").json["version"] == "1.0.0"
    log = portal.app.extensions[EXTENSION]().door.audit.acts("musterstadt", None)
    assert [act.act for act in log].count("version.withdrawn") == 1


def test_admins_read_and_download_who_did_what(portal: Portal):
    visitor = drafted(portal, PUBLISHER)
    browser(portal).get(made_link(visitor))
    admin = browser(portal).sign_in(ADMIN).get("/portal/musterstadt/log")
    told = admin.all("//tbody/tr/td[@class='text']")
    assert "Jemand mit einem Vorschau-Link" in told
    assert "hat für „Pläne der Stadt“ eine Tabelle mit Stand 31.12.2025 hochgeladen" in told

    csv = admin.client.get("/portal/musterstadt/log.csv", **admin._sent()).get_data(as_text=True)
    assert re.search(rf"{PUBLISHER},musterstadt,preview_link\.made,", csv)
    assert "preview_link.opened" in csv and "upload.sent" in csv


def test_rules_are_not_written_over_unseen(portal: Portal):
    first, second = (browser(portal).sign_in(ADMIN).get("/portal/musterstadt/rules") for _ in range(2))
    first.send("Regeln speichern", four_eyes="on")
    second.send("Regeln speichern", time_zone="Europe/Vienna")  # its page still showed no four eyes

    rules = portal.app.extensions[EXTENSION]().shared_desk.office.rules
    assert second.status == 409 and "inzwischen" in second.all("//*[@role='alert']")[0]
    assert (rules.four_eyes("musterstadt"), rules.time_zone("musterstadt")) == (True, "Europe/Berlin")
    assert second.all("//input[@id='time_zone']/@value") == ["Europe/Vienna"]
    assert not second.all("//input[@name='four_eyes']/@checked")  # as it was typed
    second.send("Regeln speichern", four_eyes="on")  # now it was seen
    assert (rules.four_eyes("musterstadt"), rules.time_zone("musterstadt")) == (True, "Europe/Vienna")


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", ""])
def test_a_time_zone_that_is_none_is_refused(portal: Portal, zone: str):
    admin = browser(portal).sign_in(ADMIN).get("/portal/musterstadt/rules")
    admin.send("Regeln speichern", time_zone=zone)

    assert (admin.status, len(admin.all("//*[@role='alert']"))) == (422, 1)
    assert portal.app.extensions[EXTENSION]().shared_desk.office.rules.time_zone("musterstadt") == "Europe/Berlin"
