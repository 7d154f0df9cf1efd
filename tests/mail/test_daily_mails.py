"""When daily mails are sent, to whom not, and what becomes of them where the sender or the mail server fails."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bench.server import free_port
from opendata.jobs.job_tasks import add_due
from opendata.mail.smtp_mail import SmtpMail
from opendata.steps import daily_mails
from opendata.steps.ports.mail import MailMessage
from opendata.storage.sql.schema import followers
from tests.mail.postbox import READER, Town, link_in, listening, plain, town

OTHER = "anderer@buerger.example"
MEASURES_KIND: dict[str, Any] = {
    "name": "measures",
    "resources": [
        {
            "name": "measures",
            "path": "measures.csv",
            "entity": "measure",
            "roles": {"title": "title", "status": "phase", "group": "field_of_action", "topic": "sector"},
            "schema": {
                "fields": [
                    {"name": "id", "type": "string", "constraints": {"required": True}},
                    {"name": "title", "type": "string", "labels": {"de": "Maßnahme", "en": "Measure"}},
                    {
                        "name": "field_of_action",
                        "type": "string",
                        "labels": {"de": "Handlungsfeld", "en": "Field of action"},
                    },
                    {
                        "name": "sector",
                        "type": "string",
                        "labels": {"de": "Sektor", "en": "Sector"},
                        "codes": {
                            "transport": {"labels": {"de": "Verkehr", "en": "Transport"}},
                            "buildings": {"labels": {"de": "Gebäude", "en": "Buildings"}},
                        },
                        "constraints": {"enum": ["transport", "buildings"]},
                    },
                    {"name": "phase", "type": "string", "labels": {"de": "Phase", "en": "phase"}},
                ],
                "primaryKey": "id",
            },
        }
    ],
}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    """Musterstadt, followed by one reader, with news to tell."""
    with town(tmp_path) as made:
        made.service.published("1,Radweg,planning,2024,,")
        made.follows(publisher="musterstadt")
        made.service.published("1,Radweg,completed,2024,,", as_of="2024-12-31")
        yield made


@pytest.mark.parametrize(
    ("at", "zone", "is_sent"),
    [
        ("2026-03-28T05:59Z", "Europe/Berlin", False),  # 6:59 in winter
        ("2026-03-28T06:00Z", "Europe/Berlin", True),
        ("2026-03-29T04:59Z", "Europe/Berlin", False),  # 6:59 on the day on which the clocks go forward
        ("2026-03-29T05:00Z", "Europe/Berlin", True),
        ("2026-03-28T05:30Z", "America/New_York", False),
        ("2026-03-28T05:30Z", "Asia/Tokyo", True),
    ],
)
def test_mails_are_sent_from_an_hour_on_by_the_clock_of_the_operator(at: str, zone: str, is_sent: bool):
    day = daily_mails.mail_day(zone, time(7), datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(UTC))

    assert (day is not None) == is_sent
    assert day is None or day.isoformat() == at[:10]


def test_before_the_hour_nobody_gets_a_mail(here: Town):
    here.clock.now = datetime(2026, 3, 3, 5, 59, tzinfo=UTC)
    assert here.sends() == "no mails at this hour" and here.box.raw == []
    here.clock.later(minutes=1)
    here.sends()
    assert len(here.box.raw) == 1


def test_the_worker_sends_them_in_its_turn_and_forgets_requests(here: Town):
    here.asks(OTHER, publisher="musterstadt")
    here.clock.later(days=3)
    add_due(here.services.jobs, here.clock.now)
    while here.services.runner.do_next():
        pass

    assert "Abgeschlossen: Radweg" in plain(here.box.take())
    assert here.services.follow_desk.followers.forget(datetime(2100, 1, 1, tzinfo=UTC)) == 0


class Killed(BaseException):
    """What ends a process at once."""


def killed(here: Town, monkeypatch: pytest.MonkeyPatch, *, after_sending: bool) -> None:
    """Send the mails of the day, and die over the first one."""
    with monkeypatch.context() as patch:
        connect = SmtpMail.sending

        def dying(self: SmtpMail) -> Any:
            context = connect(self)
            send = context.__enter__()

            def die(message: MailMessage) -> None:
                if after_sending:
                    send(message)
                context.__exit__(None, None, None)
                raise Killed

            return _Entered(die)

        patch.setattr(SmtpMail, "sending", dying)
        with pytest.raises(Killed):
            here.sends()


class _Entered:
    """A context that gives a value."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __enter__(self) -> Any:
        return self.value

    def __exit__(self, *_error: object) -> None:
        pass


def test_a_mail_whose_sender_was_killed_before_it_was_taken_is_not_lost(here: Town, monkeypatch: pytest.MonkeyPatch):
    killed(here, monkeypatch, after_sending=False)
    here.sends()
    assert here.box.raw == []  # another sender may be at work
    here.clock.later(minutes=11)
    here.sends()
    here.sends()

    assert "Abgeschlossen: Radweg" in plain(here.box.take())


def test_a_mail_whose_sender_was_killed_after_it_was_taken_comes_again_as_the_same_one(
    here: Town, monkeypatch: pytest.MonkeyPatch
):
    killed(here, monkeypatch, after_sending=True)
    here.service.published("1,Radweg,implementation,2024,,", as_of="2025-12-31")
    here.clock.later(minutes=11)
    here.sends()

    first, second = here.box.mails
    assert first["Message-ID"] == second["Message-ID"] and plain(first) == plain(second)
    here.box.raw.clear()
    here.clock.later(days=1)
    here.sends()
    last = plain(here.box.take())
    assert "/plaene/plans/1#event-" in last and "Abgeschlossen: Radweg" not in last


def test_what_a_mail_server_that_is_down_did_not_take_is_sent_later(here: Town):
    port = here.box.port
    down = replace(here.services.follow_desk, mail=SmtpMail(f"smtp://127.0.0.1:{free_port()}", "a@b.example"))

    assert daily_mails.send_due(down, lambda _: None).endswith("0 refused (0 addresses forgotten), 1 not taken")
    here.box.refusing_all = "451 4.3.0 try again later"
    assert "1 not taken" in here.sends()
    here.box.refusing_all = None
    assert here.box.port == port and "1 mails sent" in here.sends()
    assert "Abgeschlossen: Radweg" in plain(here.box.take())


def test_a_round_ends_where_the_mail_server_takes_nothing(here: Town):
    for number in range(4):
        here.follows(f"a{number}@x.example", publisher="musterstadt")
    here.service.published("1,Radweg,planning,2024,,", as_of="2025-12-31")
    here.box.refusing_all = "451 4.3.0 try again later"

    assert here.sends().endswith("3 not taken; the mail server takes none")


def test_mailboxes_that_are_deferred_keep_no_mail_from_others(here: Town):
    for number in range(8):
        here.follows(f"a{number}@x.example", publisher="musterstadt")
    here.service.published("1,Radweg,planning,2024,,", as_of="2025-12-31")
    with here.services.follow_desk.followers.database.asking() as connection:
        in_order = connection.execute(select(followers.c.email).order_by(followers.c.id)).scalars().all()
    here.box.refusing = dict.fromkeys(in_order[:5], "450 4.2.1 mailbox busy")

    assert here.sends().endswith("0 refused (0 addresses forgotten), 5 not taken")
    assert sorted(mail["To"] for mail in here.box.mails) == sorted(in_order[5:])


def test_a_round_ends_where_every_mailbox_is_deferred(here: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(daily_mails, "MOST_DEFERRED", 2)
    for number in range(3):
        here.follows(f"a{number}@x.example", publisher="musterstadt")
        here.box.refusing[f"a{number}@x.example"] = "450 4.2.1 mailbox busy"
    here.box.refusing[READER] = "450 4.2.1 mailbox busy"
    here.service.published("1,Radweg,planning,2024,,", as_of="2025-12-31")

    assert here.sends().endswith("2 not taken; the mail server takes none")


def test_an_address_that_is_refused_on_three_days_is_forgotten(here: Town):
    here.follows(OTHER, publisher="musterstadt")
    here.box.refusing[READER] = "550 5.1.1 no such user"
    words = []
    for year, phase in ((2025, "planning"), (2026, "completed"), (2027, "planning")):
        here.clock.later(days=1)
        here.service.published(f"1,Radweg,{phase},2024,,", as_of=f"{year}-12-31")
        words += [here.sends(), here.sends()]  # on one day it counts once

    assert [text.split(", ")[2] for text in words if "1 refused" in text] == [
        "1 refused (0 addresses forgotten)",
        "1 refused (0 addresses forgotten)",
        "1 refused (1 addresses forgotten)",
    ]
    assert [mail["To"] for mail in here.box.mails] == [OTHER] * 3
    here.box.refusing.clear()
    here.clock.later(days=1)
    here.service.published("1,Radweg,completed,2024,,", as_of="2028-12-31")
    here.sends()
    assert here.box.texts_to(READER) == []


def test_a_mailbox_is_not_forgotten_for_what_its_server_thinks_of_the_sender(here: Town):
    for answer in ("550 5.7.1 relaying denied", "450 4.2.1 mailbox busy", "554 5.7.606 sender is blocked"):
        here.box.refusing[READER] = answer
        here.clock.later(days=1)
        assert "0 refused" in here.sends() and here.box.raw == []
    here.box.refusing.clear()
    here.sends()
    assert "Abgeschlossen: Radweg" in plain(here.box.take())


def test_three_refusals_with_a_mail_between_them_forget_nobody(here: Town):
    for year, refused in ((2025, True), (2026, True), (2027, False), (2028, True)):
        here.box.refusing = {READER: "550 5.1.1 no such user"} if refused else {}
        here.clock.later(days=1)
        phase = "planning" if year % 2 else "completed"
        here.service.published(f"1,Radweg,{phase},2024,,", as_of=f"{year}-12-31")
        words = here.sends()

    assert words.endswith("1 refused (0 addresses forgotten), 0 not taken")


def test_a_link_for_confirmation_to_no_mailbox_is_forgotten(here: Town):
    here.box.refusing[OTHER] = "550 5.1.1 no such user"
    answer = here.post("/mail/follow", email=OTHER, publisher="musterstadt")

    assert answer.status_code == 303 and here.box.raw == []
    assert here.services.follow_desk.followers.forget(datetime(2100, 1, 1, tzinfo=UTC)) == 0


def test_what_a_withdrawal_took_back_is_not_told_and_the_withdrawal_is(here: Town):
    here.service.done("withdraw", "musterstadt/plaene", "1.1.0", "--reason", "Falsche Angaben.")
    here.sends()

    text = plain(here.box.take())
    assert "zurückgezogen: Falsche Angaben" in text and "Abgeschlossen: Radweg" not in text


def test_who_was_told_of_a_row_is_told_that_its_version_was_withdrawn(here: Town):
    here.service.published("1,Radweg,planning,2024,,", "2,Dach,planning,2024,,", as_of="2025-12-31")
    for email, key in ((OTHER, "1"), ("dritter@x.example", "2")):
        here.follows(email, publisher="musterstadt", dataset="plaene", resource="plans", key=key)
    version = here.service.published("1,Radweg,completed,2024,,", "2,Dach,planning,2024,,", as_of="2026-12-31")
    here.sends()
    assert len(here.box.texts_to(OTHER)) == 1
    here.service.done("withdraw", "musterstadt/plaene", version["version"], "--reason", "Falsche Angaben.")
    here.clock.later(days=1)
    here.sends()

    assert "zurückgezogen: Falsche Angaben" in here.box.texts_to(OTHER)[-1]
    assert here.box.texts_to("dritter@x.example") == []


def test_a_first_publication_with_many_entries_is_told_in_one_sentence(here: Town):
    here.service.done("datasets", "add", "musterstadt", "neu", "--kind", "plans", "--title", "Neue Pläne")
    rows = [f"{number},Plan {number},planning,,," for number in range(40)]
    here.service.published(*rows, dataset="/api/v1/publishers/musterstadt/datasets/neu")
    here.sends()

    text = plain(here.box.take())
    assert "erste Veröffentlichung mit 40 Einträgen" in text and "Plan 7" not in text
    assert "40 weitere Änderungen stehen hier:\nhttp://localhost/musterstadt/neu/versions/1.0.0" in text


def test_many_mails_go_over_few_connections(monkeypatch: pytest.MonkeyPatch):
    opened: list[SmtpMail] = []
    connect = SmtpMail.connect

    def counted(mail: SmtpMail) -> Any:
        opened.append(mail)
        return connect(mail)

    monkeypatch.setattr(SmtpMail, "connect", counted)
    with listening() as box:
        with SmtpMail(f"smtp://127.0.0.1:{box.port}", "a@b.example").sending() as send:
            for number in range(60):
                send(MailMessage("c@d.example", "x", "y", "<p>y</p>", f"m{number}", datetime.now(UTC)))
        assert (len(box.raw), len(opened)) == (60, 2)


@pytest.fixture
def topics(tmp_path: Path) -> Iterator[Town]:
    """Two cities with measures in fields of action and sectors."""
    with town(tmp_path, MEASURES_KIND) as made:
        yield made


MEASURES = "id,title,field_of_action,sector,phase"


def published(here: Town, city: str, as_of: str, *rows: str) -> None:
    """Publish measures of a city."""
    place = f"/api/v1/publishers/{city}/datasets/plaene"
    table = "\n".join([MEASURES, *rows]) + "\n"
    answer = here.service.upload(
        table, as_of=as_of, name="measures.csv", dataset=place, headers=here.service.token(city)
    )
    assert answer.status_code == 201, answer.text


def test_a_sector_is_followed_in_all_cities_and_a_field_of_action_in_its_own(topics: Town):
    topics.service.done("publishers", "add", "nachbar", "--name", "Nachbarstadt")
    topics.service.done("datasets", "add", "nachbar", "plaene", "--kind", "measures", "--title", "Pläne")
    first = ("1,Radweg,Mobilität,transport,a", "2,Dach,Energie,buildings,a", "3,Bus,Mobilität,transport,a")
    for city in ("musterstadt", "nachbar"):
        published(topics, city, "2023-12-31", *first)
    topics.follows(topic="sector:transport")
    topics.follows(OTHER, publisher="musterstadt", topic="field_of_action:Energie")
    # The bus moves to another field of action, the roof changes, and the neighbour's cycle path is dropped.
    published(
        topics, "musterstadt", "2024-12-31", *first[:1], "2,Dach,Energie,buildings,b", "3,Bus,Energie,buildings,a"
    )
    published(topics, "nachbar", "2024-12-31", "2,Dach,Energie,buildings,b", first[2])
    topics.sends()

    (transport,), (energy,) = topics.box.texts_to(READER), topics.box.texts_to(OTHER)
    assert "Nachbarstadt: Pläne" in transport and "Entfallen: Radweg" in transport
    assert "Bus: " in transport and "Dach" not in transport
    assert "folgen: Sektor Verkehr (alle Städte und Gemeinden)." in transport
    assert "Dach: " in energy and "Bus: " in energy and "Nachbarstadt" not in energy
    assert "folgen: Handlungsfeld Energie (Musterstadt)." in energy


def test_the_form_offers_the_topics_that_there_are(topics: Town):
    published(topics, "musterstadt", "2023-12-31", "1,Radweg,Mobilität,transport,a")
    everywhere = topics.get("/mail/follow").text
    city = topics.get("/mail/follow?publisher=musterstadt").text

    assert 'value="sector:transport"' in everywhere and 'value="sector:buildings"' in everywhere
    assert "Mobilität" not in everywhere
    assert 'value="field_of_action:Mobilität"' in city and "sector:buildings" not in city
    assert (
        "<optgroup"
        not in topics.get("/mail/follow?publisher=musterstadt&dataset=plaene&resource=measures&key=1").text
    )
    (link,) = re.findall(r'href="(/mail/follow[^"]*)"', topics.get("/topics/transport").text)
    assert re.findall(r'value="([^"]*)" selected', topics.get(link).text) == ["sector:transport"]
    refused = topics.post("/mail/follow", email=READER, publisher="musterstadt", topic="sector:nichts")
    assert refused.status_code == 422 and "dieses Thema gibt es hier nicht" in refused.text


def test_a_program_follows_and_ends_it_as_a_page_does(topics: Town):
    published(topics, "musterstadt", "2023-12-31", "1,Radweg,Mobilität,transport,a")
    client, api = topics.service.client, "/api/v1/mail"
    found = client.get(f"{api}/topics?publisher=musterstadt&lang=en").json["items"]
    topic = {"field": "sector", "value": "transport"}
    assert {**topic, "field_label": "Sector", "label": "Transport"} in found
    asked = client.post(f"{api}/requests", json={"email": READER, "publisher": "musterstadt", "lang": "en", **topic})
    (secret,) = re.findall(r"/mail/confirm/(\w+)", plain(topics.box.take()))
    confirmed = client.post(f"{api}/requests/{secret}")
    stop = confirmed.json["links"]["page"].rpartition("/")[2]
    again = client.get(f"{api}/following/{stop}")

    assert (asked.status_code, asked.json) == (202, {"hours": 48})
    assert again.json == confirmed.json and again.headers["Cache-Control"] == "no-store"
    assert [item["subject"] for item in again.json["items"]] == [{"publisher": "musterstadt", **topic}]
    assert client.delete(f"{api}/following/{stop}/{again.json['items'][0]['id']}").status_code == 204
    for path in (f"{api}/following/{stop}", f"{api}/requests/{secret}"):
        gone = client.get(path) if "following" in path else client.post(path)
        assert (gone.status_code, gone.json["type"].rpartition("/")[2]) == (410, "link-not-valid")
    assert client.post(f"{api}/requests", json={"email": "x"}).status_code == 400


def test_mails_are_in_the_language_in_which_somebody_asked(topics: Town):
    published(topics, "musterstadt", "2023-12-31", "1,Radweg,Mobilität,transport,a")
    topics.service.client.post("/mail/follow?lang=en", data={"email": READER, "publisher": "musterstadt"})
    mail = topics.box.take()
    page = topics.get(link_in(mail)).text
    topics.post(link_in(mail))
    published(topics, "musterstadt", "2024-12-31", "1,Radweg,Mobilität,transport,b")
    topics.sends()

    assert mail["Subject"] == "Please confirm: mails about “Musterstadt”" and "Yes, I want to follow" in page
    daily = topics.box.take()
    assert daily["Content-Language"] == "en" and "You get this mail because at opendata you follow" in plain(daily)
    assert '<html lang="en">' in daily.get_body(("html",)).get_content()
