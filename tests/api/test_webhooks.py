"""Webhooks: what a receiver is sent, how it knows who sent it, and what happens when it does not answer."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from opendata.domain.webhooks import DELAYS, Delivery, mark_of_secret, secret_of
from opendata.steps.delivering import MOST_ENTRIES
from opendata.steps.managing_webhooks import MOST_TESTS, MOST_WEBHOOKS
from opendata.steps.ports.webhooks import Attempt
from opendata.storage.webhooks import sql_webhooks
from opendata.web.services import EXTENSION, now
from tests.outgoing.receiver import Receiver, receiving
from tests.service import CITY, Service, add_city, open_service

WEBHOOKS = f"/api/v1/publishers/{CITY}/webhooks"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "webhooks.md"
BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class Told:
    """A service whose clock is turned by hand, its publisher's token, and what its worker does."""

    def __init__(self, folder: Path, **config: Any) -> None:
        self.now = BEGINNING
        opened = {"outgoing_allowed": (ip_network("127.0.0.1/32"),), **config}
        self.service: Service = open_service(folder, clock=lambda: self.now, **opened)
        add_city(self.service)
        self.token = self.service.token()

    @property
    def services(self) -> Any:
        return self.service.app.extensions[EXTENSION]()

    def add(self, url: str, **about: Any) -> dict[str, Any]:
        """A new webhook, with its secret."""
        response = self.service.client.post(WEBHOOKS, json={"url": url, **about}, headers=self.token)
        assert response.status_code == 201, response.get_data(as_text=True)
        return dict(response.json)

    def work(self) -> None:
        """Do what a worker does until there is nothing to do."""
        runner = self.services.runner
        while runner.add_news(self.now) or runner.do_next_away():
            pass

    def turn(self, by: timedelta) -> None:
        """Time passes, and a worker is at work."""
        self.now += by
        self.work()

    def get(self, path: str) -> Any:
        return self.service.get(path, **self.token).json

    def webhook(self, made: dict[str, Any]) -> dict[str, Any]:
        return dict(self.get(f"{WEBHOOKS}/{made['id']}"))

    def deliveries(self, made: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self.get(f"{WEBHOOKS}/{made['id']}/deliveries")["items"])

    def publish(self, *rows: str, year: int = 2023, **about: Any) -> None:
        self.service.published(*rows, as_of=f"{year}-12-31", headers=self.token, **about)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    made = Told(tmp_path)
    yield made
    made.services.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_a_receiver_is_told_of_each_version_as_followers_of_the_journal_read_it(told: Told, receiver: Receiver):
    told.publish("1,Radweg,planning", year=2022)
    made = told.add(receiver.url)
    told.work()
    assert receiver.requests == []  # what was published before is in the journal

    told.publish("1,Radweg,completed", "2,Solar", year=2023)
    told.publish("1,Radweg,completed", "2,Solar,planning", year=2024)
    told.work()

    first, second = receiver.requests
    read = told.service.get(f"/api/v1/changes?since={made['last_serial']}").json
    assert first.json["items"] + second.json["items"] == read["items"]
    assert [request.json["type"] for request in receiver.requests] == ["changes", "changes"]
    assert second.json["last_serial"] == read["last_serial"] == told.webhook(made)["last_serial"]
    assert {item["version"] for item in first.json["items"]} == {"1.1.0"}
    assert first.headers["content-type"] == "application/json"
    ids = [delivery["id"] for delivery in told.deliveries(made)]
    assert ids == [second.headers["webhook-id"], first.headers["webhook-id"]]


def test_whoever_has_the_secret_knows_that_a_message_comes_from_here(told: Told, receiver: Receiver):
    made = told.add(receiver.url)
    told.publish("1,Radweg")
    told.work()

    (request,) = receiver.requests
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    stamp, signature = request.headers["webhook-timestamp"], request.headers["webhook-signature"]
    signed = f"{request.headers['webhook-id']}.{stamp}.".encode() + request.content
    assert len(key) == 32
    assert int(stamp) == int(told.now.timestamp())
    assert signature == "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # The secret is told once, and two webhooks have two.
    assert made["secret"] not in str(told.get(WEBHOOKS)) + str(told.webhook(made))
    assert told.add(receiver.url)["secret"] != made["secret"]
    stored = (told.service.folder / "db.sqlite").read_bytes() + (told.service.folder / "db.sqlite-wal").read_bytes()
    assert made["secret"].encode() not in stored and made["id"].encode() in stored


def test_the_function_in_the_documentation_knows_what_comes_from_here(told: Told, receiver: Receiver):
    (function,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    defined: dict[str, Any] = {}
    exec(function, defined)
    comes_from_the_service = defined["comes_from_the_service"]
    told.now = now()
    secret = told.add(receiver.url)["secret"]
    told.publish("1,Radweg")
    told.work()

    (request,) = receiver.requests
    headers, body = request.headers, request.content
    assert comes_from_the_service(secret, headers, body)
    assert comes_from_the_service(
        secret, {**headers, "webhook-signature": f"v1,x {headers['webhook-signature']}"}, body
    )
    assert not comes_from_the_service(secret, headers, body + b" ")
    assert not comes_from_the_service(told.add(receiver.url)["secret"], headers, body)
    for changed in ({"webhook-id": "msg_other"}, {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 301)}):
        assert not comes_from_the_service(secret, {**headers, **changed}, body)


def test_only_what_was_asked_for_is_told(told: Told, receiver: Receiver):
    told.service.done("datasets", "add", CITY, "andere", "--kind", "plans", "--title", "Andere")
    other = f"/api/v1/publishers/{CITY}/datasets/andere"
    wanted = told.add(receiver.url, events=["plan.phase_changed"], datasets=["plaene"])
    told.publish("1,Radweg,planning", year=2022)
    told.publish("7,Freibad,planning", year=2022, dataset=other)
    told.publish("1,Radweg,completed", "2,Solar", year=2023)
    told.publish("7,Freibad,completed", year=2023, dataset=other)
    told.work()

    (item,) = receiver.items()
    assert (item["dataset"], item["key"], "plan.phase_changed" in item["events"]) == ("plaene", "1", True)
    assert told.webhook(wanted)["last_serial"] == told.service.get("/api/v1/changes").json["last_serial"]
    for about in ({"events": ["plan.exploded"]}, {"datasets": ["keiner"]}, {"datasets": "plaene"}, {"more": 1}):
        refused = told.service.client.post(WEBHOOKS, json={"url": receiver.url, **about}, headers=told.token)
        assert refused.status_code == 400, about


def test_what_fails_is_tried_again_for_a_day_in_order_and_then_switched_off(told: Told, receiver: Receiver):
    made = told.add(receiver.url)
    told.publish("1,Radweg", year=2022)
    told.publish("1,Radweg,planning", year=2023)
    receiver.statuses = [500, 503, 404, 302, *[500] * 30]
    told.work()
    for number, delay in enumerate(DELAYS, 2):
        told.turn(delay - timedelta(seconds=1))
        assert len(receiver.requests) == number - 1
        told.turn(timedelta(seconds=1))
        assert len(receiver.requests) == number

    assert told.now - BEGINNING > timedelta(days=1)
    assert len({request.headers["webhook-id"] for request in receiver.requests}) == 1  # the second version waits
    assert len({request.headers["webhook-timestamp"] for request in receiver.requests}) == len(DELAYS) + 1
    about = told.webhook(made)
    assert (about["active"], about["off_because"], about["next_attempt_at"]) == (False, "failing", None)
    (delivery,) = told.deliveries(made)
    assert (delivery["state"], delivery["status"], delivery["attempts"]) == ("waiting", 500, len(DELAYS) + 1)
    told.turn(timedelta(days=3))
    assert len(receiver.requests) == len(DELAYS) + 1
    acts = [(act.act, act.person) for act in told.services.door.audit.acts(CITY, None)]
    assert acts[0] == ("webhook.given_up", "service")

    # Switched on again by somebody, it gets everything that it has missed, in order.
    receiver.statuses, before = [], len(receiver.requests)
    on = told.service.client.patch(f"{WEBHOOKS}/{made['id']}", json={"active": True}, headers=told.token)
    assert on.json["active"] is True
    told.work()
    versions = [request.json["items"][0]["version"] for request in receiver.requests[before:]]
    assert versions == ["1.0.0", "1.1.0"]
    assert receiver.requests[before].headers["webhook-id"] == delivery["id"]
    assert {delivery["state"] for delivery in told.deliveries(made)} == {"delivered"}
    assert told.webhook(made)["failures"] == 0


def test_a_receiver_that_wants_no_more_is_asked_no_more(told: Told, receiver: Receiver):
    made = told.add(receiver.url)
    receiver.statuses = [410]
    told.publish("1,Radweg", year=2022)
    told.turn(timedelta(days=2))
    assert told.webhook(made)["off_because"] == "gone"
    assert len(receiver.requests) == 1


def test_a_slow_or_dead_receiver_holds_up_no_other(told: Told, receiver: Receiver):
    with receiving() as dead:
        url = dead.url
    first = told.add(url)
    told.add(receiver.url)
    told.publish("1,Radweg")
    told.work()

    assert len(receiver.requests) == 1
    assert told.deliveries(first)[0]["error"] == "not-reached"
    # Jobs of receivers that answer quickly, and of all others, have threads of their own, beside those of uploads.
    runner = told.services.runner
    told.now += timedelta(days=1)
    told.publish("1,Radweg,planning", year=2024)
    assert runner.add_news(told.now) == 2
    assert not runner.do_next()
    assert [runner.do_next_away(0), runner.do_next_away(0), len(receiver.requests)] == [True, False, 2]
    assert [runner.do_next_away(1), runner.do_next_away(1)] == [True, False]


def test_nothing_inside_is_ever_reached(told: Told, receiver: Receiver):
    with receiving("127.0.0.2") as inside:
        refused = told.service.client.post(WEBHOOKS, json={"url": inside.url}, headers=told.token)
        assert (refused.status_code, refused.json["name"]) == (400, "url")
        receiver.location, receiver.statuses = inside.url, [307]
        made = told.add(receiver.url)
        # A webhook from a time when the network was open.
        database = told.services.uploads.database
        with database.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO webhooks SELECT 'old', publisher_id, ?, events, datasets, made_by, made_at, site, mark, "
                "serial, turn, failures, slow, next_at, off, off_at FROM webhooks",
                (inside.url,),
            )
            connection.exec_driver_sql("UPDATE webhooks SET mark = ? WHERE id = 'old'", (_mark(told, "old"),))
        told.publish("1,Radweg")
        told.work()
        assert inside.requests == []
    assert told.deliveries(made)[0]["status"] == 307
    assert told.deliveries({"id": "old"})[0]["error"] == "address-refused"


def test_a_large_version_comes_in_parts_none_of_which_is_lost(told: Told, receiver: Receiver):
    rows = [f"{number},Plan {number}" for number in range(MOST_ENTRIES + 20)]
    told.add(receiver.url)
    told.publish(*rows)
    told.work()

    serials = [item["serial"] for item in receiver.items()]
    assert serials == list(range(1, MOST_ENTRIES + 22))
    assert [len(request.json["items"]) for request in receiver.requests] == [MOST_ENTRIES, 21]


def test_a_job_that_an_older_worker_has_spoilt_holds_nothing_up(tmp_path: Path, receiver: Receiver):
    told = Told(tmp_path, websub_hub=receiver.url, base_url="https://data.example.org")
    told.add(receiver.url)
    told.services.runner.add_news(told.now)
    told.publish("1,Radweg")
    assert told.services.runner.add_news(told.now) == 2
    older = replace(told.services.runner, tasks={}, away=())
    for _ in range(3):
        while older.do_next():
            pass
        told.now += older.retry
    with told.services.uploads.database.reading() as connection:
        states = connection.exec_driver_sql("SELECT state FROM jobs WHERE name IN ('webhook-slow', 'hub')").all()
    assert [tuple(row) for row in states] == [("failed",)] * 2 and receiver.requests == []

    told.services.runner.add_news(told.now)
    told.work()
    kinds = {request.headers["content-type"] for request in receiver.requests}
    assert kinds == {"application/json", "application/x-www-form-urlencoded"}
    told.services.close()


def test_a_run_that_is_believed_dead_changes_nothing_any_more(told: Told, receiver: Receiver):
    made = told.add(receiver.url)
    told.publish("1,Radweg", year=2022)
    kept = told.services.messenger.webhooks
    late = kept.get(made["id"])  # as a run read it that hung then, while another one took its job
    stale = Delivery("msg_late", late.id, 1, 1, 1, told.now)
    told.publish("1,Radweg,planning", year=2023)
    told.services.runner.add_news(told.now)
    before = kept.get(made["id"])
    told.work()
    for webhook in (late, replace(late, turn=late.turn + 1), replace(before, turn=kept.get(made["id"]).turn)):
        assert not kept.begin(webhook, stale)
        assert not kept.delivered(webhook, stale, Attempt(told.now, 204))
        assert not kept.failed(webhook, stale, Attempt(told.now, 500), told.now)
        kept.pass_over(webhook, 1)
    kept.postpone(late, told.now + timedelta(days=1))

    assert told.webhook(made)["last_serial"] == told.service.get("/api/v1/changes").json["last_serial"]
    assert told.webhook(made)["next_attempt_at"] is None
    assert len(told.deliveries(made)) == len(receiver.requests) == 2


def test_history_is_bounded_and_deliveries_are_in_pages(
    told: Told, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sql_webhooks, "KEPT_DELIVERIES", 5)
    made = told.add(receiver.url)
    for _ in range(8):
        told.now += timedelta(seconds=20)
        assert told.service.client.post(f"{WEBHOOKS}/{made['id']}/test", headers=told.token).status_code == 202
        told.work()
    assert len(receiver.requests) == 8
    listed = told.get(f"{WEBHOOKS}/{made['id']}/deliveries?limit=2")
    assert (listed["total"], len(listed["items"]), "next" in listed["links"]) == (5, 2, True)
    assert listed["items"][0]["id"] == receiver.requests[-1].headers["webhook-id"]


def test_a_test_event_is_sent_once_whatever_the_state_of_the_webhook(told: Told, receiver: Receiver):
    made = told.add(receiver.url)
    path = f"{WEBHOOKS}/{made['id']}"
    assert (
        told.service.client.patch(path, json={"active": False}, headers=told.token).json["off_because"] == "by-hand"
    )
    receiver.statuses = [500]
    for _ in range(MOST_TESTS):
        assert told.service.client.post(f"{path}/test", headers=told.token).status_code == 202
    refused = told.service.client.post(f"{path}/test", headers=told.token)
    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (409, "too-many-test-events")
    told.turn(timedelta(days=1))

    assert [request.json["type"] for request in receiver.requests] == ["test"] * MOST_TESTS
    states = sorted(delivery["state"] for delivery in told.deliveries(made))
    assert states == ["delivered"] * (MOST_TESTS - 1) + ["failed"]


def test_test_events_come_no_faster_than_a_history_has_room_for_them(told: Told, receiver: Receiver):
    path = f"{WEBHOOKS}/{told.add(receiver.url)['id']}/test"
    answers = []
    for _ in range(MOST_TESTS + 1):
        answers.append(told.service.client.post(path, headers=told.token).status_code)
        told.work()
    told.now += timedelta(minutes=1)

    assert answers == [202] * MOST_TESTS + [409] and len(receiver.requests) == MOST_TESTS
    assert told.service.client.post(path, headers=told.token).status_code == 202


def test_who_may_not_publish_manages_no_webhook(told: Told, receiver: Receiver):
    made = told.add(receiver.url)
    add_city(told.service, "leerdorf")
    requests = [
        ("POST", WEBHOOKS),
        ("GET", WEBHOOKS),
        *((method, f"{WEBHOOKS}/{made['id']}") for method in ("GET", "PATCH", "DELETE")),
        *((method, f"{WEBHOOKS}/{made['id']}/{part}") for method, part in (("POST", "test"), ("GET", "deliveries"))),
    ]
    few, other = told.service.token(scopes="upload"), told.service.token("leerdorf")
    for method, path in requests:
        body: dict[str, Any] = {"json": {"url": receiver.url}} if (method, path) == ("POST", WEBHOOKS) else {}
        body = {"json": {"active": False}} if method == "PATCH" else body
        for headers, status in (({}, 401), (few, 403), (other, 403)):
            answer = told.service.client.open(path, method=method, headers=headers, **body)
            assert answer.status_code == status, (method, path, answer.get_data(as_text=True))
        # Nor does its own publisher's address lead to a webhook of another.
        away = path.replace(CITY, "leerdorf")
        if path != WEBHOOKS:
            assert told.service.client.open(away, method=method, headers=other, **body).status_code == 404
    assert told.webhook(made)["active"] is True


def test_a_removed_webhook_is_gone_with_its_history(told: Told, receiver: Receiver):
    made = told.add(receiver.url)
    told.publish("1,Radweg")
    told.services.runner.add_news(told.now)
    assert told.service.client.delete(f"{WEBHOOKS}/{made['id']}", headers=told.token).status_code == 204
    told.work()

    assert receiver.requests == []
    for path in (f"{WEBHOOKS}/{made['id']}", f"{WEBHOOKS}/{made['id']}/deliveries"):
        assert told.service.get(path, **told.token).status_code == 404
    acts = [act.act for act in told.services.door.audit.acts(CITY, None)]
    assert [act for act in acts if act.startswith("webhook.")] == ["webhook.removed", "webhook.made"]


def test_a_publisher_has_so_many_webhooks_and_no_more(told: Told, receiver: Receiver):
    for _ in range(MOST_WEBHOOKS):
        told.add(receiver.url)
    refused = told.service.client.post(WEBHOOKS, json={"url": receiver.url}, headers=told.token)
    assert (refused.status_code, refused.json["most"]) == (409, MOST_WEBHOOKS)
    assert told.get(WEBHOOKS)["total"] == MOST_WEBHOOKS


def test_with_another_key_nothing_is_signed_that_the_receiver_cannot_check(tmp_path: Path, receiver: Receiver):
    before = Told(tmp_path)
    made = before.add(receiver.url)
    before.publish("1,Radweg")
    before.services.close()
    after = open_service(tmp_path, secret_key="another", outgoing_allowed=(ip_network("127.0.0.1/32"),))
    runner = after.app.extensions[EXTENSION]().runner
    while runner.add_news(before.now) or runner.do_next_away():
        pass

    assert receiver.requests == []
    webhook = after.app.extensions[EXTENSION]().messenger.webhooks.get(made["id"])
    assert webhook.off == "key-changed"
    after.app.extensions[EXTENSION]().close()


def test_the_hub_is_told_of_every_feed_that_has_something_new(tmp_path: Path, receiver: Receiver):
    told = Told(tmp_path, websub_hub=receiver.url, base_url="https://data.example.org")
    told.work()
    told.publish("1,Radweg")
    receiver.statuses = [500]
    told.work()
    assert len(receiver.requests) == 1
    told.turn(timedelta(seconds=10))
    told.turn(timedelta(days=1))

    again, told_it = receiver.requests
    assert again.content == told_it.content
    assert told_it.headers["content-type"] == "application/x-www-form-urlencoded"
    mode, *topics = _form(told_it.content)
    assert mode == ("hub.mode", "publish")
    assert {name for name, _ in topics} == {"hub.url"}
    base = "https://data.example.org/feeds/"
    places = ("all", CITY, f"{CITY}/plaene", f"{CITY}/plaene/plans/1")
    endings = [f"{ending}{query}" for ending in ("atom", "json") for query in ("", "?lang=de", "?lang=en")]
    assert {topic for _, topic in topics} == {f"{base}{place}.{ending}" for place in places for ending in endings}
    # Each of them says of itself what the hub was told, and names the hub.
    for _, topic in topics:
        feed = told.service.get(topic.removeprefix("https://data.example.org"))
        assert f'<{receiver.url}>; rel="hub", <{topic}>; rel="self"' == feed.headers["Link"], topic
        if ".json" in topic:
            assert feed.json["hubs"] == [{"type": "WebSub", "url": receiver.url}]
        else:
            assert f'<link rel="hub" href="{receiver.url}"/>' in feed.get_data(as_text=True)
    told.services.close()


def test_the_hub_is_told_of_the_feeds_of_rows_that_carry_on_as_another_one(tmp_path: Path, receiver: Receiver):
    told = Told(tmp_path, websub_hub=receiver.url, base_url="https://data.example.org")
    told.publish("1,Radweg", "2,Radweg Nord", "3,Solar", year=2021)
    for year, gone, into, left in ((2022, "1", "2", ("2,Radweg Nord", "3,Solar")), (2023, "2", "3", ("3,Solar",))):
        answers = {f"vanished:plans:{gone}": {"disposition": "merged", "into": into, "reason": "Zusammengelegt."}}
        told.publish(*left, year=year, answers=answers)
    told.work()
    told.publish("3,Solar,planning", year=2024)
    told.work()

    topics = {topic for _, topic in _form(receiver.requests[-1].content)}
    rows = {key for key in "123" if f"https://data.example.org/feeds/{CITY}/plaene/plans/{key}.atom" in topics}
    assert rows == {"1", "2", "3"}
    told.services.close()


def test_without_a_hub_no_feed_names_one(told: Told):
    feed = told.service.get("/feeds/all.json")
    assert "hubs" not in feed.json and "Link" not in feed.headers


def _form(content: bytes) -> list[tuple[str, str]]:
    return parse_qsl(content.decode())


def _mark(told: Told, webhook_id: str) -> str:
    return mark_of_secret(secret_of(told.services.messenger.key, webhook_id))
