"""Publishing by two people, at a set time, confirmed, and by the command line: what a program and a terminal meet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from opendata.domain.actors import person_actor
from opendata.domain.model import Upload
from opendata.domain.release_errors import FourEyesNeeded
from opendata.steps import publishing_drafts, set_times
from opendata.steps.desk import Desk
from opendata.steps.mending import put_edits
from opendata.steps.taking_back import delete_upload
from opendata.web.services import EXTENSION
from tests.portal.browsing import add_person
from tests.service import CITY, DATASET, Service, add_city, open_service, table
from tests.statements import heard

ROWS = ("1,Radweg,planning,2026,,", "2,Solardach,planning,,,")
ANNA, BEN = "anna@musterstadt.example", "ben@musterstadt.example"


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = datetime(2026, 1, 10, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Office(Service):
    """A service with two people who may publish."""

    clock: Clock

    @property
    def services(self) -> Any:
        return self.app.extensions[EXTENSION]()

    def desk(self, email: str | None = None) -> Desk:
        """The desk at which somebody sits; None: the service itself."""
        desk: Desk = self.services.shared_desk
        return replace(desk, by=person_actor(email)) if email else desk

    def draft(self, *rows: str, by: str = ANNA, as_of: str = "2025-12-31") -> Upload:
        """A draft that somebody sent."""
        token = self.made_token(by)
        sent = self.upload(table(*rows), as_of=as_of, publish=False, headers=token)
        assert sent.status_code == 201, sent.json
        kept: Upload = self.services.uploads.get(sent.json["id"])
        return kept

    def made_token(self, by: str | None, scopes: str = "upload,publish") -> dict[str, str]:
        """The header of a token that a person made on their page."""
        accounts = self.services.accounts
        token = accounts.add_token(CITY, "amt", scopes.split(","), self.clock(), None, by)
        return {"Authorization": f"Bearer {token}"}

    def versions(self) -> list[str]:
        """The numbers of what is published."""
        return [each["version"] for each in self.get(f"{DATASET}/versions").json["items"]]

    def work(self) -> list[str]:
        """Do what is due, as a worker does; what became of each set time."""
        set_times.add_due(self.desk(), self.clock())
        jobs, runner = self.services.jobs, self.services.runner
        while runner.do_next():
            pass
        assert jobs.next(self.clock()) is None
        return [act.act for act in self.services.door.audit.acts(CITY, 5)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = Clock()
    service = open_service(tmp_path, clock=clock)
    made = Office(service.app, tmp_path, clock)
    add_city(made)
    add_person(made, ANNA, CITY, "publisher")
    add_person(made, BEN, CITY, "publisher")
    yield made
    made.services.close()


def test_who_sent_a_draft_does_not_publish_it_where_four_eyes_are_wanted(office: Office):
    office.done("publishers", "four-eyes", CITY, "on")
    draft = office.draft(*ROWS)
    assert draft.hands == [ANNA]

    with pytest.raises(FourEyesNeeded):
        publishing_drafts.publish(office.desk(ANNA), draft, {}, now=office.clock())
    of_anna = office.client.post(f"/api/v1/uploads/{draft.id}/publish", headers=office.made_token(ANNA))
    of_nobody = office.client.post(f"/api/v1/uploads/{draft.id}/publish", headers=office.token())
    for answer in (of_anna, of_nobody):
        assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (403, "four-eyes-needed")
        assert answer.json["links"]["publish"].endswith(f"/uploads/{draft.id}/publish")
    assert office.get(f"{DATASET}/versions").json["total"] == 0

    of_ben = office.client.post(f"/api/v1/uploads/{draft.id}/publish", headers=office.made_token(BEN))
    assert (of_ben.status_code, of_ben.json["version"]) == (201, "1.0.0")


def test_publishing_at_once_keeps_the_draft_for_somebody_else(office: Office):
    office.done("publishers", "four-eyes", CITY, "on")

    refused = office.upload(table(*ROWS), headers=office.made_token(ANNA))

    assert refused.status_code == 403
    address = refused.json["links"]["publish"]
    assert office.client.post(address, headers=office.made_token(BEN)).status_code == 201
    same = office.upload(table(*ROWS), headers=office.made_token(ANNA))
    assert (same.status_code, same.json["unchanged"]) == (200, True)


def test_whoever_maps_a_draft_has_a_hand_in_it(office: Office):
    office.done("publishers", "four-eyes", CITY, "on")
    draft = office.draft(*ROWS)
    mapping = {"resources": {"plans": {"fields": {"text": None}}}}
    mapped = office.client.post(
        f"/api/v1/uploads/{draft.id}/map", json={"mapping": mapping}, headers=office.made_token(BEN)
    )
    assert mapped.status_code == 200

    for person in (ANNA, BEN):
        answer = office.client.post(f"/api/v1/uploads/{draft.id}/publish", headers=office.made_token(person))
        assert answer.status_code == 403, person
    told = office.get(f"/api/v1/uploads/{draft.id}/review", **office.made_token(BEN)).json
    assert told == {"four_eyes": True, "hands": [ANNA, BEN], "said": None}


def test_whoever_mends_a_draft_has_a_hand_in_it(office: Office):
    draft = office.draft(*ROWS)
    put_edits(office.desk(BEN), draft, [], by=BEN, now=office.clock())

    assert office.services.uploads.get(draft.id).hands == [ANNA, BEN]
    assert office.services.door.audit.acts(CITY, 1)[0].act == "upload.mended"


def test_the_command_line_publishes_nothing_alone_where_four_eyes_are_wanted(office: Office):
    file = office.folder / "plans.csv"
    file.write_text(table(*ROWS), encoding="utf-8")
    office.done("publishers", "four-eyes", CITY, "on")
    refused = office.flask("publish", f"{CITY}/plaene", str(file), "--as-of", "2025-12-31")
    assert (refused.exit_code, "Vier-Augen-Prinzip" in refused.output) == (1, True)

    office.done("publishers", "four-eyes", CITY, "off")
    office.done("publish", f"{CITY}/plaene", str(file), "--as-of", "2025-12-31")
    assert office.versions() == ["1.0.0"]


def test_a_token_of_somebody_who_has_left_is_no_second_pair_of_eyes(office: Office):
    office.done("publishers", "four-eyes", CITY, "on")
    draft, of_ben = office.draft(*ROWS), office.made_token(BEN)
    people = office.services.door.people
    people.take_role(people.by_email(BEN), CITY)

    refused = office.client.post(f"/api/v1/uploads/{draft.id}/publish", headers=of_ben)
    assert (refused.status_code, office.versions()) == (403, [])


def test_publishing_at_once_calls_off_the_set_time(office: Office):
    draft = office.draft(*ROWS)
    made = set_times.set_time(office.desk(BEN), draft, "2026-01-15T09:00", office.clock())
    publishing_drafts.publish(office.desk(ANNA), draft, {}, now=office.clock())

    assert set_times.keep(office.desk(), made.id, made.at) == "ended before"
    assert office.versions() == ["1.0.0"]


def test_only_a_token_of_an_operator_changes_the_rules(office: Office):
    address = f"/api/v1/publishers/{CITY}/rules"
    refused = office.client.put(address, json={"four_eyes": True}, headers=office.token())
    assert refused.status_code == 403

    admin = office.token(scopes="admin,upload")
    changed = office.client.put(address, json={"four_eyes": True, "time_zone": "Europe/Lisbon"}, headers=admin)
    assert changed.json == office.get(address, **admin).json == {"four_eyes": True, "time_zone": "Europe/Lisbon"}
    wrong = office.client.put(address, json={"time_zone": "Mars/Base"}, headers=admin)
    assert (wrong.status_code, wrong.json["name"]) == (400, "time_zone")


def test_confirmed_figures_become_a_version_of_a_later_date_once(office: Office):
    office.published(*ROWS, as_of="2024-12-31")
    entries_before = office.get("/api/v1/changes").json["items"]
    silent = office.upload(table(*ROWS), as_of="2025-12-31")
    assert (silent.status_code, silent.json["unchanged"]) == (200, True)

    for status, unchanged in ((201, False), (200, True)):
        sent = office.upload(table(*ROWS), as_of="2025-12-31", confirm="true")
        assert (sent.status_code, sent.json.get("unchanged")) == (status, unchanged)
        assert sent.json["version"] == "1.1.0"

    entries = office.get("/api/v1/changes").json["items"]
    assert entries[: len(entries_before)] == entries_before
    (confirmed,) = entries[len(entries_before) :]
    assert confirmed["event"] == "version.confirmed"
    assert confirmed["sentence"] == {
        "de": "Musterstadt: „Pläne der Stadt“, Version 1.1.0, Stand 31.12.2025: Angaben bestätigt, nichts geändert.",
        "en": "Musterstadt: “Pläne der Stadt”, version 1.1.0, as of 2025-12-31: figures confirmed, nothing changed.",
    }
    assert confirmed in office.get("/api/v1/changes?event=version.confirmed").json["items"]
    assert confirmed in office.get("/api/v1/changes?event=version.published").json["items"]
    assert "Angaben bestätigt" in office.get(f"/feeds/{CITY}/plaene.atom").get_data(as_text=True)
    held = office.get(f"{DATASET}/versions/latest?as_of=2026-01-01").json
    assert (held["version"], held["as_of"]) == ("1.1.0", "2025-12-31")


def test_a_confirmed_version_is_rebuilt_from_the_packages_alone(office: Office):
    office.published(*ROWS, as_of="2024-12-31")
    office.upload(table(*ROWS), as_of="2025-12-31", confirm="true")
    before = office.get("/api/v1/changes").get_data()
    assert re.search(r"\b2\b", office.done("verify"))
    office.done("reindex")

    assert office.get("/api/v1/changes").get_data() == before
    office.done("verify")
    file = office.folder / "plans.csv"
    file.write_text(table(*ROWS), encoding="utf-8")
    told = office.done("publish", f"{CITY}/plaene", str(file), "--as-of", "2026-01-05", "--confirm")
    assert "1.2.0" in told and "Angaben bestätigt" in told
    gone = office.done("withdraw", f"{CITY}/plaene", "1.2.0", "--reason", "Aus Versehen bestätigt.")
    assert "1.1.0" in gone
    office.done("verify")


def test_confirming_is_no_way_around_what_is_asked_or_changed(office: Office):
    office.published(*ROWS, as_of="2024-12-31")
    early = office.upload(table(*ROWS), as_of="2025-12-31", publish=False, confirm="true")
    assert (early.status_code, early.json["name"]) == (400, "confirm")
    odd = office.upload(table(*ROWS), as_of="2025-12-31", confirm="maybe")
    assert (odd.status_code, odd.json["name"]) == (400, "confirm")

    future = office.upload(table(*ROWS), as_of="2030-12-31", confirm="true", answered=False)
    assert future.status_code == 409, future.json
    assert {question["about"] for question in future.json["questions"]} == {"future_date"}
    assert office.versions() == ["1.0.0"]


def test_a_draft_is_published_at_its_time_once_in_the_time_of_the_publisher(office: Office):
    draft, ben = office.draft(*ROWS), office.made_token(BEN)
    address = f"/api/v1/uploads/{draft.id}/appointment"
    put = office.client.put(address, json={"at": "2026-01-15T09:00"}, headers=ben)
    assert (put.status_code, put.json["at"], put.json["local"]) == (
        200,
        "2026-01-15T08:00:00.000000Z",
        "15.01.2026, 09:00 Uhr (MEZ)",
    )
    office.clock.now = datetime(2026, 1, 15, 7, 59, tzinfo=UTC)
    office.work()
    assert office.versions() == []

    office.clock.now = datetime(2026, 1, 18, 3, 0, tzinfo=UTC)  # the service was down at the time
    assert office.work()[:2] == ["appointment.kept", "version.published"]
    office.work()
    assert office.versions() == ["1.0.0"]
    late = office.client.delete(address, headers=ben)
    assert late.status_code == 404


def test_two_workers_publish_once(office: Office):
    draft = office.draft(*ROWS)
    made = set_times.set_time(office.desk(BEN), draft, "2026-01-15T09:00", office.clock())
    office.clock.now = made.at

    outcomes = [set_times.keep(office.desk(), made.id, office.clock()) for _ in range(2)]

    assert outcomes == ["kept", "ended before"]
    assert office.versions() == ["1.0.0"]
    interrupted = office.draft(*ROWS, "3,Wärmenetz,planning,,,")
    again = set_times.set_time(office.desk(BEN), interrupted, "2026-01-16T09:00", office.clock())
    assert office.services.shared_desk.office.appointments.take(again.id, office.clock())
    publishing_drafts.publish(office.desk(BEN), interrupted, {}, now=office.clock())  # the worker died after this
    assert set_times.keep(office.desk(), again.id, office.clock()) == "kept"
    assert office.versions() == ["1.0.0", "1.1.0"]


def _another_version(office: Office, _draft: Upload) -> None:
    office.published("9,Freibad,planning,,,", as_of="2024-12-31", headers=office.made_token(ANNA))


def _role_lost(office: Office, _draft: Upload) -> None:
    people = office.services.door.people
    people.take_role(people.by_email(BEN), CITY)


def _mapped(office: Office, draft: Upload) -> None:
    mapping = {"resources": {"plans": {"fields": {"text": None}}}}
    token = office.made_token(ANNA)
    office.client.post(f"/api/v1/uploads/{draft.id}/map", json={"mapping": mapping}, headers=token)


def _four_eyes(office: Office, draft: Upload) -> None:
    office.done("publishers", "four-eyes", CITY, "on")
    assert draft.hands == [BEN]


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (_another_version, "another-version"),
        (_role_lost, "role-lost"),
        (_mapped, "draft-changed"),
        (_four_eyes, "four-eyes"),
    ],
)
def test_what_came_between_keeps_a_draft_from_its_time_and_it_says_why(office: Office, what: Any, reason: str):
    draft = office.draft(*ROWS, by=BEN)
    made = set_times.set_time(office.desk(BEN), draft, "2026-01-15T09:00", office.clock())
    what(office, draft)
    before = office.versions()
    office.clock.now = made.at + timedelta(seconds=1)

    assert office.work()[0] == "appointment.missed"
    assert office.versions() == before
    assert office.services.uploads.get(draft.id).state == "draft"
    told = office.get(f"/api/v1/uploads/{draft.id}/appointment", **office.made_token(ANNA)).json
    assert (told["state"], told["reason"]) == ("missed", reason)


def test_a_set_time_can_be_moved_and_cancelled_and_a_revoked_token_sets_none(office: Office):
    draft = office.draft(*ROWS)
    token = office.made_token(BEN)
    address = f"/api/v1/uploads/{draft.id}/appointment"
    for at in ("2026-01-15T09:00", "2026-01-16T09:00"):
        assert office.client.put(address, json={"at": at}, headers=token).status_code == 200
    office.clock.now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    office.work()
    assert office.versions() == []
    assert office.client.delete(address, headers=token).status_code == 204
    assert office.client.delete(address, headers=token).status_code == 404

    assert office.client.put(address, json={"at": "2026-01-17T09:00"}, headers=token).status_code == 200
    last = office.services.accounts.tokens(CITY)[-1]
    office.services.accounts.revoke_token(CITY, last.id, office.clock())
    office.clock.now = datetime(2026, 1, 18, 12, tzinfo=UTC)
    assert office.work()[0] == "appointment.missed"
    assert office.versions() == []


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-01-10T08:59", "vorbei"),
        ("2027-01-10T09:00", "aufgehoben"),
        ("morgen früh", "kein Zeitpunkt"),
        ("2026-03-29T02:30", "gibt es am 29.03.2026 nicht"),
    ],
)
def test_a_time_that_cannot_be_is_refused(office: Office, at: str, told: str):
    draft = office.draft(*ROWS)
    headers = {**office.made_token(BEN), "Accept-Language": "de"}
    answer = office.client.put(f"/api/v1/uploads/{draft.id}/appointment", json={"at": at}, headers=headers)
    assert (answer.status_code, told in answer.json["detail"]) == (400, True), answer.json


def test_a_deleted_draft_takes_its_time_and_its_links_along(office: Office):
    draft, token = office.draft(*ROWS), office.made_token(BEN)
    set_times.set_time(office.desk(BEN), draft, "2026-01-15T09:00", office.clock())
    link = office.client.post(f"/api/v1/uploads/{draft.id}/preview-links", headers=token).json
    path = link["url"].removeprefix("http://localhost")
    assert office.get(path).status_code == 200

    delete_upload(office.desk(BEN), draft, office.clock())

    assert office.get(path).status_code == 410
    office.clock.now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert office.work()[0] == "upload.deleted"
    assert office.versions() == []


def test_every_act_is_in_the_log_with_who_did_it(office: Office):
    draft, token = office.draft(*ROWS), office.made_token(BEN)
    office.client.post(f"/api/v1/uploads/{draft.id}/publish", headers=token)
    office.done("withdraw", f"{CITY}/plaene", "1.0.0", "--reason", "Falsche Tabelle.")

    admin = office.token(scopes="admin")
    log = office.get(f"/api/v1/publishers/{CITY}/audit?limit=0", **admin).json["items"]
    acts = [(each["who"], each["act"], each["about"].get("token_of")) for each in log]
    assert acts[1:4] == [
        ("flask", "version.withdrawn", None),
        ("token:amt", "version.published", BEN),
        ("token:amt", "upload.sent", ANNA),
    ]
    assert {"publisher.added", "dataset.added", "token.made", "person.added"} <= {act for _, act, _ in acts}
    assert "odt_" not in str(log)
    with heard() as asked:
        part = office.get(f"/api/v1/publishers/{CITY}/audit?limit=2&cursor=1", **admin).json
    assert (part["items"], part["total"]) == (log[1:3], len(log))
    # However long the log is, one part of it is read, and the rest is counted.
    reads = [statement for statement, _ in asked if "FROM audit" in statement]
    assert reads and all("LIMIT" in statement or "count(" in statement for statement in reads)
    assert office.get(f"/api/v1/publishers/{CITY}/audit", **token).status_code == 403
