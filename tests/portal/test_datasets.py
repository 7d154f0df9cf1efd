"""What is said about a dataset, in the portal, by the API and on its public page; and how often it was read."""

from opendata.web.services import EXTENSION
from tests.portal.browsing import add_person, browser
from tests.portal.conftest import Portal
from tests.service import DATASET, table

EDITOR, PUBLISHER = "editor@musterstadt.example", "publisher@musterstadt.example"
SETTINGS = "/portal/musterstadt/datasets/plaene/settings"
ROWS = ("1,Radweg,planning,2026-12-31,100,", "2,Solardach,planning,2027-12-31,200,")


def test_a_dataset_is_said_anew_and_its_versions_stay_as_they_are(portal: Portal):
    portal.published(*ROWS)
    before = portal.get(f"{DATASET}/versions/1.0.0/datapackage.json").data
    visitor = browser(portal).sign_in(PUBLISHER).get(SETTINGS)
    visitor.send("Angaben speichern", email="klima bei stadt")
    assert (visitor.status, visitor.all("//*[@aria-invalid]/@id")) == (422, ["email"])
    visitor.send("Angaben speichern", email="klima@stadt.example", homepage="javascript:alert(1)")
    assert (visitor.status, visitor.all("//*[@aria-invalid]/@id")) == (422, ["homepage"])
    assert visitor.all("//input[@id='email']/@value") == ["klima@stadt.example"]  # nothing typed is lost
    visitor.send_twice(
        "Angaben speichern",
        title="Wärmepläne",
        licence="cc-by-4.0",
        rhythm="P6M",
        homepage="https://stadt.example/klima",
    )

    assert (visitor.heading, visitor.all("//*[@role='status']")) == (
        "Wärmepläne",
        ["Ihre Angaben sind gespeichert und öffentlich."],
    )
    about = portal.get(DATASET).json
    assert (about["title"], about["licence"]["name"], about["rhythm"]) == ("Wärmepläne", "CC-BY-4.0", "P6M")
    assert (about["homepage"], about["email"]) == ("https://stadt.example/klima", "klima@stadt.example")
    public = browser(portal).get("/musterstadt/plaene")
    links = public.all("//dl//a/@href")
    assert "https://stadt.example/klima" in links and "mailto:klima@stadt.example" in links
    assert "mailto:klima@stadt.example" in portal.get("/catalog.ttl").text
    assert portal.get(f"{DATASET}/versions/1.0.0/datapackage.json").data == before
    log = browser(portal).sign_in("admin@musterstadt.example").get("/portal/musterstadt/log").all("//tbody/tr/td[3]")
    assert log.count("hat die Angaben zu „Wärmepläne“ geändert") == 1


def test_what_is_said_about_a_dataset_is_not_written_over_unseen(portal: Portal):
    first, second = (browser(portal).sign_in(PUBLISHER).get(SETTINGS) for _ in range(2))
    first.send("Angaben speichern", title="Wärmepläne")

    second.send("Angaben speichern", email="klima@stadt.example")
    assert second.status == 409 and "inzwischen" in second.all("//*[@role='alert']")[0]
    assert second.all("//input[@id='email']/@value") == ["klima@stadt.example"]
    assert (portal.get(DATASET).json["title"], portal.get(DATASET).json.get("email")) == ("Wärmepläne", None)
    second.send("Angaben speichern")  # now it was seen
    assert portal.get(DATASET).json["email"] == "klima@stadt.example"


def test_the_next_version_says_in_its_package_what_was_said_about_the_dataset(portal: Portal):
    token = portal.token()
    about = {"homepage": "https://stadt.example/klima", "email": "klima@stadt.example"}
    assert portal.client.patch(DATASET, json=about, headers=token).status_code == 200
    portal.published(*ROWS)
    package = portal.get(f"{DATASET}/versions/1.0.0/datapackage.json").json

    assert package["homepage"] == about["homepage"]
    assert {name: package["dataset"][name] for name in about} == about
    portal.app.extensions[EXTENSION]().reindex()
    assert {name: portal.get(DATASET).json[name] for name in about} == about
    assert "homepage" not in portal.client.patch(DATASET, json={"homepage": None}, headers=token).json


def test_only_who_may_publish_says_what_a_dataset_is_called(portal: Portal):
    assert browser(portal).sign_in(EDITOR).get(SETTINGS).status == 403
    assert browser(portal).sign_in("admin@leerdorf.example").get(SETTINGS).status == 403
    for headers, status in (({}, 401), (portal.token(scopes="upload"), 403), (portal.token("leerdorf"), 403)):
        assert portal.client.patch(DATASET, json={"title": "Neu"}, headers=headers).status_code == status
    assert portal.client.patch(DATASET, json={"kind": "x"}, headers=portal.token()).status_code == 400
    assert portal.get(DATASET).json["title"] == "Pläne der Stadt"


def test_the_start_page_tells_what_the_last_version_did_and_how_often_it_was_read(portal: Portal):
    portal.published(*ROWS)
    token, reads = portal.token(), portal.app.extensions[EXTENSION]().reads
    public = ("/musterstadt/plaene", f"{DATASET}/versions/latest/plans.json", "/feeds/musterstadt/plaene.atom")
    for path in public:
        assert portal.get(path).status_code == 200
    # Neither what is not there, nor what the publisher asks for itself, is a read.
    assert portal.get("/musterstadt/nirgends").status_code == 404
    assert portal.client.head(public[0]).status_code == 200
    assert portal.get(f"{DATASET}/uploads", **token).status_code == 200
    visitor = browser(portal).sign_in(EDITOR).get("/portal/musterstadt/datasets/plaene/")
    reads.keep()

    visitor.get("/portal/")
    assert "Version 1.0.0, Stand 31.12.2023, veröffentlicht am 02.03.2026: 2 neu, 0 geändert, 0 entfallen." in (
        visitor.text
    )
    assert "In den letzten 30 Tagen 3-mal abgerufen." in visitor.text
    counted = portal.client.get(f"{DATASET}/reads?days=1", headers=token).json
    assert (counted["items"], counted["total"]) == ([{"day": "2026-03-02", "count": 3}], 3)
    assert portal.get(f"{DATASET}/reads").status_code == 401


def test_who_has_no_dataset_yet_is_led_to_add_the_first_one(portal: Portal):
    portal.done("publishers", "add", "neustadt", "--name", "Neustadt")
    for role, links in (("publisher", ["/portal/neustadt/new-dataset"]), ("editor", [])):
        email = add_person(portal, f"{role}@neustadt.example", "neustadt", role)
        visitor = browser(portal).sign_in(email).get("/portal/")
        assert visitor.all("//p[contains(@class,'todo')]/a/@href") == links


def test_a_cell_that_was_read_differently_is_told_in_the_words_of_the_page(portal: Portal):
    rows = table("1,Radweg,completed,31.12.2026,1000,", "2,Solardach,Fertig gestellt,2027-12-31,2 T€,")
    mapping = {"resources": {"plans": {"codes": {"phase": {"Fertig gestellt": "completed"}}}}}
    sent = portal.upload(rows, mapping=mapping, publish=False).json
    visitor = browser(portal).sign_in(EDITOR).get(f"/portal/musterstadt/uploads/{sent['id']}/sheet")

    assert visitor.all("//span[@class='after']") == ["→ abgeschlossen", "→ 2.000 €"]
