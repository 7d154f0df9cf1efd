"""Following by mail, from the form to the end of all mails, with a real mail server on the loopback."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import select

from opendata.steps.ports.limits import AllowedRate
from opendata.storage.sql.database import Database
from opendata.storage.sql.schema import attempts, follow_requests, followers, followings, jobs
from opendata.web import mail_requests
from tests.mail.postbox import HOST, READER, SENDER, Town, link_in, plain, town
from tests.service import Service, add_city, open_service
from tests.site.reading import read

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    """Musterstadt after its first version."""
    with town(tmp_path) as made:
        made.service.published("1,Radweg,planning,2024,,", "2,Dach,planning,,,")
        yield made


def kept(here: Town) -> str:
    """Everything that the database holds, as text."""
    database = Database(str(here.services.config.database_url))
    with database.reading() as connection:
        tables = (follow_requests, followers, followings, attempts, jobs)
        rows = [list(map(str, row)) for table in tables for row in connection.execute(select(table))]
    database.close()
    return repr(rows)


def test_nobody_is_written_to_before_the_reader_of_the_mailbox_has_pressed_the_button(here: Town):
    link = here.asks(publisher="musterstadt")
    here.service.published("1,Radweg,completed,2024,,", "2,Dach,planning,,,", as_of="2024-12-31")
    here.clock.later(days=1)
    here.sends()
    page = here.get(link)  # as mail servers open links too

    assert page.status_code == 200 and "Ja, ich möchte folgen" in page.text and READER in page.text
    assert page.headers["Cache-Control"] == "no-store"
    here.sends()
    assert here.box.raw == []
    assert here.get("/mail/asked").status_code == 200


def test_one_mail_a_day_tells_all_that_happened_to_what_is_followed(here: Town):
    here.follows(publisher="musterstadt")
    here.follows(publisher="musterstadt", dataset="plaene", resource="plans", key="1")
    here.service.published("1,Radweg,completed,2027,,", "3,Freibad,planning,,,", as_of="2024-12-31")
    here.sends()
    text = plain(here.box.take())
    here.service.published("1,Radweg,completed,2028,,", "3,Freibad,planning,,,", as_of="2025-12-31")
    here.sends()

    assert here.box.raw == []
    for told in ("Abgeschlossen: Radweg", "Neu: Freibad", "Entfallen: Dach"):
        assert text.count(told) == 1, told
    assert f"{HOST}/musterstadt/plaene/plans/1" in text and "folgen: Musterstadt; Radweg (Musterstadt)." in text
    here.clock.later(days=1)
    here.sends()
    assert "von 2027 auf 2028 verschoben" in plain(here.box.take())
    here.clock.later(days=1)
    here.sends()
    assert here.box.raw == []  # nothing happened


def test_who_follows_one_measure_hears_of_no_other(here: Town):
    here.follows(publisher="musterstadt", dataset="plaene", resource="plans", key="1")
    here.service.published("1,Radweg,planning,2024,,", "2,Dach,completed,,,", as_of="2024-12-31")
    here.sends()
    assert here.box.raw == []
    here.service.published("1,Radweg,completed,2024,,", "2,Dach,completed,,,", as_of="2025-12-31")
    here.clock.later(days=1)
    here.sends()

    mail = here.box.take()
    assert mail["Subject"] == "Abgeschlossen: Radweg"
    assert "Dach" not in plain(mail)


def test_what_happened_before_somebody_followed_is_not_told(here: Town):
    here.follows(publisher="musterstadt", dataset="plaene", resource="plans", key="2")
    here.service.published("1,Radweg,completed,2024,,", "2,Dach,completed,,,", as_of="2024-12-31")
    here.follows(publisher="musterstadt", dataset="plaene", resource="plans", key="1")
    here.sends()

    text = plain(here.box.take())
    assert "Abgeschlossen: Dach" in text and "Abgeschlossen: Radweg" not in text


def test_the_daily_mail_has_the_headers_of_a_list_each_as_it_is(here: Town):
    path = here.follows(publisher="musterstadt")
    here.service.published("1,Radweg,completed,2024,,", as_of="2024-12-31")
    here.sends()
    head = here.box.raw[0].split(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    mail = here.box.take()

    assert f"List-Unsubscribe: <{HOST}{path}?lang=de>" in head  # on one line, and not encoded
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    for line in ("List-Id: <daily.localhost>", "Auto-Submitted: auto-generated", "Precedence: bulk"):
        assert line in head
    assert (mail["From"], mail["To"], mail["Content-Language"]) == (SENDER, READER, "de")
    assert mail["Date"].datetime == here.clock.now
    assert re.fullmatch(r"<daily\.[0-9a-f]{32}@opendata\.example>", mail["Message-ID"])
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_the_html_part_loads_nothing_and_says_the_same(here: Town):
    here.follows(publisher="musterstadt")
    here.service.published('9,"<img src=//evil.example/x>",completed,2024,,', as_of="2024-12-31")
    here.sends()
    mail = here.box.take()
    content = mail.get_body(("html",)).get_content()

    assert "&lt;img" in content and "<img" not in content
    assert not re.search(
        r"<(script|style|link|iframe|object|form)|\bsrc=|style=", content.replace("&lt;img src=", "")
    )
    links = re.findall(r'href="([^"]*)"', content)
    assert all(link.startswith(f"{HOST}/") for link in links)
    assert {link for link in links if "/mail/" not in link} == {
        line for line in plain(mail).splitlines() if line.startswith(HOST) and "/mail/" not in line
    }


def test_one_click_ends_everything_and_opening_the_page_ends_nothing(here: Town):
    path = here.follows(publisher="musterstadt")
    page = here.get(path)
    assert page.status_code == 200 and "Keine Mails mehr schicken" in page.text

    answer = here.service.client.post(path, data=ONE_CLICK)
    again = here.service.client.post(path, data=ONE_CLICK)

    assert (answer.status_code, again.status_code, here.get(path).status_code) == (200, 200, 410)
    here.service.published("1,Radweg,completed,2024,,", as_of="2024-12-31")
    here.sends()
    assert here.box.raw == []
    assert READER not in kept(here)


def test_one_thing_can_be_ended_and_with_the_last_one_the_address_is_gone(here: Town):
    path = here.follows(publisher="musterstadt")
    here.follows(publisher="musterstadt", dataset="plaene")
    page = here.get(path)
    ids = re.findall(r'name="following" value="(\w+)"', page.text)

    answer = here.post(path, following=ids[0])
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}?told=one.done")
    assert re.findall(r'name="following" value="(\w+)"', here.get(path).text) == ids[1:]
    assert here.post(path, following=ids[1]).status_code == 200
    assert READER not in kept(here)


def test_of_links_the_database_holds_digests_alone_and_of_people_the_address(here: Town):
    link = here.asks(publisher="musterstadt")
    secret = link.rpartition("/")[2].partition("?")[0]
    assert len(secret) == 64 and secret not in kept(here)
    stop = here.post(link).headers["Location"]

    everything = kept(here)
    assert stop.rpartition("/")[2].partition("?")[0] not in everything
    assert everything.count(READER) == 1  # neither the request nor a job keeps it


def test_the_operator_can_remove_an_address(here: Town):
    here.follows(publisher="musterstadt")
    here.asks(publisher="musterstadt", dataset="plaene")

    assert here.service.done("followers", "count") == "1"
    assert here.service.done("followers", "forget", READER.upper()) == "Removed the address"
    assert here.service.done("followers", "forget", READER) == "Nothing is kept of this address"
    assert READER not in kept(here) and here.service.done("followers", "count") == "0"


def test_a_request_that_nobody_confirms_expires(here: Town):
    link = here.asks(publisher="musterstadt")
    here.clock.later(hours=49)

    assert (here.get(link).status_code, here.post(link).status_code) == (410, 410)
    assert here.services.follow_desk.followers.forget(here.clock.now) == 1
    assert READER not in kept(here)


def test_a_link_confirms_once(here: Town):
    link = here.asks(publisher="musterstadt")
    assert here.post(link).status_code == 303

    assert here.post(link).status_code == 410
    assert "gilt nicht mehr" in here.get(link).text


def test_a_known_address_is_answered_alike_and_gets_the_same_mail(here: Town):
    here.post("/mail/follow", email=READER, publisher="musterstadt")
    first = here.box.take()
    here.post(link_in(first))
    answers = [here.post("/mail/follow", email=email, publisher="musterstadt") for email in (READER, "neu@x.example")]

    assert answers[0].data == answers[1].data and answers[0].headers["Location"] == answers[1].headers["Location"]
    second, _ = here.box.mails
    assert second["Subject"] == first["Subject"]
    assert plain(second).replace(link_in(second), "") == plain(first).replace(link_in(first), "")


def test_no_mailbox_can_be_filled_and_nobody_is_told(here: Town):
    names = [READER, READER.upper(), READER.replace("@", "+a@"), READER.replace("@", "+b@"), READER]
    answers = [here.post("/mail/follow", email=name, publisher="musterstadt") for name in names]

    assert {(answer.status_code, answer.data) for answer in answers} == {(303, answers[0].data)}
    assert len(here.box.raw) == 3
    here.clock.later(days=1, minutes=1)
    here.post("/mail/follow", email=READER, publisher="musterstadt")
    assert len(here.box.raw) == 4


def test_a_client_cannot_ask_for_many_addresses(here: Town):
    answers = [here.post("/mail/follow", email=f"a{n}@x.example", publisher="musterstadt") for n in range(11)]

    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


NO_ADDRESSES = [
    "",
    "niemand",
    "a@b",
    "a b@x.example",
    "a@x.example\r\nBcc: b@x.example",
    "a@x.example,b@x.example",
    '"a b"@x.example',
    "a@[127.0.0.1]",
    "a%b@x.example",
    "@x.example",
    "a@x.example>",
    f"{'a' * 65}@x.example",
    f"a@{'b.' * 130}example",
    "a\x00@x.example",
]


def test_what_is_no_address_is_refused_before_anything_is_sent(here: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mail_requests, "REQUESTS", AllowedRate("many", 100, 60))
    for email in NO_ADDRESSES:
        answer = here.post("/mail/follow", email=email, publisher="musterstadt")
        assert answer.status_code in (400, 422), email

    page = html.document_fromstring(here.post("/mail/follow", email="a b", publisher="musterstadt").text)
    assert page.xpath("//*[@role='alert']//a/@href") == ["#email"]
    assert page.xpath("//input[@id='email']/@value") == ["a b"] and page.xpath("//input[@aria-invalid='true']/@id")
    assert here.box.raw == []


def test_an_address_with_umlauts_in_its_domain_gets_its_mail(here: Town):
    here.post("/mail/follow", email="Leser@Bürger.example", publisher="musterstadt")

    assert here.box.take()["To"] == "leser@xn--brger-kva.example"


def test_no_title_can_slip_in_a_header(here: Town):
    here.service.done("publishers", "add", "arg", "--name", "Arg\r\nBcc: opfer@x.example")
    here.post("/mail/follow", email=READER, publisher="arg")

    mail = here.box.take()
    assert mail["Subject"] == "Bitte bestätigen: Mails zu „Arg Bcc: opfer@x.example“" and mail["Bcc"] is None


NO_PLACES: list[dict[str, str]] = [
    {"publisher": "nirgends"},
    {"publisher": "musterstadt", "dataset": "nichts"},
    {"publisher": "musterstadt", "dataset": "plaene", "resource": "plans", "key": "99"},
    {"publisher": "musterstadt", "dataset": "plaene", "resource": "plans"},
    {"dataset": "plaene"},
]


def test_what_is_not_there_cannot_be_followed(here: Town):
    for place in NO_PLACES:
        assert here.post("/mail/follow", email=READER, **place).status_code in (400, 404), place
        assert here.service.client.get("/mail/follow", query_string=place).status_code in (400, 404), place
    assert here.box.raw == []


def test_after_the_secret_of_the_service_was_changed_new_mails_have_links_that_work(here: Town, tmp_path: Path):
    old = here.follows(publisher="musterstadt")
    here.service.published("1,Radweg,completed,2024,,", as_of="2024-12-31")
    desk = here.services.follow_desk
    followers_anew = type(desk.followers)(desk.followers.database, "another secret")
    follower = desk.followers.find(old.rpartition("/")[2])
    secret = followers_anew.secret_of(follower)

    assert followers_anew.find(secret).email == READER
    assert desk.followers.find(old.rpartition("/")[2]) is None


@pytest.fixture
def without_mail(tmp_path: Path) -> Service:
    """A service whose operator has set no mail server."""
    made = open_service(tmp_path)
    add_city(made)
    made.published("1,Radweg,,,,")
    return made


def test_without_a_mail_server_there_is_no_form_and_no_link_to_it(without_mail: Service):
    for path in ("/", "/musterstadt", "/musterstadt/plaene", "/musterstadt/plaene/plans/1"):
        assert "/mail/" not in without_mail.get(path).text
    page = read(without_mail, "/mail/follow", 404)

    assert page.heading == "Dieser Dienst verschickt keine Mails"
    for path in ("/mail/follow", "/mail/confirm/x"):
        assert without_mail.client.post(path, data={"email": READER}).status_code == 404


def test_every_page_with_a_feed_has_the_way_to_mails(here: Town):
    places = {
        "/": "",
        "/musterstadt": "?publisher=musterstadt",
        "/musterstadt/plaene": "?publisher=musterstadt&dataset=plaene",
        "/musterstadt/plaene/plans/1": "?publisher=musterstadt&dataset=plaene&resource=plans&key=1",
    }
    for path, query in places.items():
        page = read(here.service, path)
        assert page.link("Per E-Mail folgen") == f"/mail/follow{query}"
        form = read(here.service, page.link("Per E-Mail folgen"))
        assert form.heading == "Per E-Mail folgen"
        hidden = zip(form.all("//input[@type='hidden']/@name"), form.all("//input/@value"), strict=False)
        assert "&".join(f"{name}={value}" for name, value in hidden) == query.removeprefix("?")
        assert path in form.all("//nav[@class='crumbs wide']//a/@href")

    here.service.app.config["STATIC_COPY"] = True  # files that cannot answer
    assert "/mail/" not in here.get("/musterstadt?lang=de").text  # not the page that is kept
