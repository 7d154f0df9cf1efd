"""How much a publisher may store: what is counted is what lies on the disk, and what is too much is refused whole."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from opendata.web.services import EXTENSION
from tests.portal.browsing import add_person, browser
from tests.service import CITY, DATASET, Service, add_city, any_answers, open_service, table

EDITOR, ADMIN = "editor@musterstadt.example", "admin@musterstadt.example"
UPLOAD = f"/portal/{CITY}/datasets/plaene/upload"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Two cities, each of which may store 1 MiB."""
    made = open_service(tmp_path, publisher_quota_mib=1)
    add_city(made)
    add_city(made, "leerdorf")
    yield made
    made.app.extensions[EXTENSION]().close()


def lying(service: Service, publisher: str = CITY) -> int:
    """How many bytes of a publisher lie on the disk."""
    places = (service.folder / "packages" / publisher, service.folder / "uploads" / publisher)
    return sum(path.stat().st_size for place in places for path in place.rglob("*") if path.is_file())


def counted(service: Service) -> int:
    """How many bytes the service believes to lie there."""
    used: int = service.app.extensions[EXTENSION]().desk.quota.use_of(CITY).used_bytes
    return used


def rows(seed: int, size: int = 100_000) -> str:
    """A table of about so many bytes that no two seeds have in common."""
    random = Random(seed)
    return table(*(f"{n},{random.randbytes(500).hex()},planning,,," for n in range(size // 1000)))


def filled(service: Service) -> tuple[list[str], Any]:
    """The ids of drafts until there is no more room, and the answer that says so."""
    drafts: list[str] = []
    for seed in range(20):
        answer = service.upload(rows(seed), publish=False, as_of=f"20{seed + 30}-12-31")
        if answer.status_code != 201:
            return drafts, answer
        drafts.append(answer.json["id"])
    raise AssertionError("20 drafts fit in")


def test_all_that_lies_on_the_disk_counts_whatever_is_done(service: Service):
    def same() -> int:
        assert counted(service) == lying(service)
        return counted(service)

    assert same() == 0
    service.published("1,Radweg,planning,,,")
    assert same() > 0
    draft = service.upload(rows(1), publish=False, as_of="2024-12-31").json["id"]
    with_draft, token = same(), service.token()
    assert service.client.post(f"/api/v1/uploads/{draft}/map", json={"mapping": {}}, headers=token).status_code == 200
    assert same() > with_draft
    assert service.client.delete(f"/api/v1/uploads/{draft}", headers=token).status_code == 204
    before = same()
    number = service.upload(rows(2), as_of="2025-12-31").json["version"]
    published = same()
    assert published > before + 2 * len(rows(2))  # what was sent, and the package
    address = f"{DATASET}/versions/{number}/withdraw"
    assert service.client.post(address, json={"reason": "x"}, headers=token).status_code == 200
    left = same()
    assert before < left < published - 2 * len(rows(2))
    services = service.app.extensions[EXTENSION]()
    services.uploads.expire(services.now() + timedelta(days=1), 100, now=services.now())
    assert same() < left


def test_what_is_too_much_is_refused_whole_and_everything_else_goes_on(
    service: Service, caplog: pytest.LogCaptureFixture
):
    service.published("1,Radweg,planning,,,")
    drafts, answer = filled(service)
    used = lying(service)

    assert answer.status_code == 413
    told = answer.json
    assert told["type"].endswith("/problems/no-room-left")
    assert (told["publisher"], told["used_bytes"], told["most_bytes"]) == (CITY, used, 2**20)
    assert told["used_bytes"] + told["sent_bytes"] > 2**20 and told["sent_bytes"] == len(rows(len(drafts)))
    assert "1,0 MB sind erlaubt" in told["detail"] and "gesendet wurden" in told["detail"]
    (line,) = [record.getMessage() for record in caplog.records if record.name == "opendata.quotas"]
    assert line.startswith(f"no room left for {CITY}: {used} of 1048576 bytes used, ")
    assert service.upload(rows(99), as_of="2060-12-31").status_code == 413  # published at once as well
    csv = service.folder / "plans.csv"
    csv.write_text(rows(99))
    refused = service.flask("publish", f"{CITY}/plaene", str(csv), "--as-of", "2060-12-31")
    assert (refused.exit_code, "ist kein Platz mehr: 1,0 MB sind erlaubt" in refused.stderr) == (1, True)
    assert lying(service) == counted(service) == used
    assert f"{CITY}\t{used} bytes\tof 1048576" in service.done("publishers", "storage")
    # Others have room of their own, publishing goes on, and deleting makes room.
    elsewhere, headers = DATASET.replace(CITY, "leerdorf"), service.token("leerdorf")
    assert service.upload(rows(5), publish=False, dataset=elsewhere, headers=headers).status_code == 201
    token, address = service.token(), f"/api/v1/uploads/{drafts[-1]}"
    answers = any_answers(service.client.get(address, headers=token).json["questions"])
    published = service.client.post(f"{address}/publish", headers=token, json={"answers": answers})
    assert published.status_code == 201
    for draft in drafts[:-1]:
        assert service.client.delete(f"/api/v1/uploads/{draft}", headers=token).status_code == 204
    assert service.upload(rows(98), publish=False, as_of="2061-12-31").status_code == 201


def test_a_draft_is_not_read_again_where_more_is_stored_than_may_be(service: Service):
    drafts, _ = filled(service)
    token, address = service.token(), f"/api/v1/uploads/{drafts[0]}/map"
    answer = service.client.post(address, json={"mapping": {}}, headers=token)
    while answer.status_code == 200:  # what is there grows by another draft each time
        answer = service.client.post(address, json={"mapping": {}}, headers=token)

    assert (answer.status_code, answer.json["sent_bytes"]) == (413, 0)
    assert "gesendet" not in answer.json["detail"]
    assert service.client.get(f"/api/v1/uploads/{drafts[0]}", headers=token).json["state"] == "draft"


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_portal_says_it_at_the_form_and_its_admins_see_how_much_is_used(service: Service, language: str):
    add_person(service, EDITOR, CITY, "editor")
    add_person(service, ADMIN, CITY, "admin")
    german = language == "de"
    editor, admin = (browser(service, language=language).sign_in(email) for email in (EDITOR, ADMIN))
    room = "//section[@aria-labelledby='room']"
    assert "0 B" in admin.get(f"/portal/{CITY}/").all(room)[0]
    assert admin.all(f"{room}//p[@class='note overdue']") == []
    filled(service)

    form: dict[str, Any] = {"as_of": "2060-12-31", "csrf_token": editor.all("//input[@name='csrf_token']/@value")[0]}
    form["file"] = (io.BytesIO(rows(77).encode()), "plans.csv")
    sent = editor.client.post(UPLOAD, data=form, **editor._sent())
    shown = editor._show(sent)
    assert shown.status == 413
    (told,) = shown.all("//*[@role='alert']//a[@href='#file']")
    assert told.startswith("Für „musterstadt“ ist kein Platz mehr" if german else "There is no room left for")
    assert editor.get(f"/portal/{CITY}/").all(room) == []
    (seen,) = admin.get(f"/portal/{CITY}/").all(room)
    assert ("von 1,0 MB sind belegt" if german else "of 1.0 MB are used") in seen
    assert len(admin.all(f"{room}//p[@class='note overdue']")) == 1
