"""No form of the portal and no question to its pages, however senseless, is answered with a fault of the service.

Here: one of so many of each sort (ONE_IN); `make made-up` sends the others as well.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.domain.model import SourceFile
from opendata.steps import uploading
from opendata.steps.uploading import Arrival
from opendata.web.services import EXTENSION, Services, now
from tests.portal.browsing import add_person
from tests.service import CITY, Service, table
from tests.web.filled_service import Known, opened
from tests.web.made_up_requests import ONE_IN, WORDS, MadeUp, multipart, with_query

ADDRESS = "admin@musterstadt.example"
# Names of fields of all forms of the portal; the numbers stand for columns, words and questions.
FIELDS = (
    *("columns-elsewhere", "columns-go", "columns-part", "columns-shown", "edition"),
    *(
        "act",
        "again",
        "as_of",
        "code",
        "current",
        "email",
        "file",
        "header_row",
        "kept",
        "kind",
        "licence",
        "message",
    ),
    *(
        "name",
        "next",
        "own",
        "password",
        "reason",
        "resource",
        "rhythm",
        "role",
        "scopes",
        "secret",
        "seen",
        "session",
    ),
    *("url", "events", "datasets", "to"),
    *("sheet", "sure", "then", "title", "token", "until", "column-1", "column-2", "code-phase-0", "constant-title"),
    *("homepage", "skip-asked", "skip-0-header", "skip-0-text", "sheets-asked", "sheet_as", "part-0", "part-1"),
    *("unpivot-asked", "unpivot-name", "unpivot-0-field", "unpivot-0-pattern"),
    *("more-constant-field", "more-constant-value"),
    *("q0-name", "q0-yes", "q0-reason", "q0-disposition", "q0-into", "q1-name", "q1-reason"),
)
QUESTIONS = (
    "page",
    "row",
    "sheet",
    "of",
    "show",
    "resource",
    "header_row",
    "before",
    "done",
    "next",
    "dialect",
    "lang",
)
LIKELY = ("plans", "1", "0", "-", "+", "id", "title", "admin", "preview", "upload", "publish", "P1Y", ADDRESS, CITY)
TABLES = (table("1,Radweg,planning,,,"), "Nummer;Was;Lage\n1;Radweg;bald\n", table("1,,kaputt,,,"), "\x00", "")
a_few = settings(max_examples=40, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@dataclass
class Inside:
    """A service in which an admin is signed in, whatever was sent before."""

    service: Service
    known: Known
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def pages(self) -> list[tuple[str, Sequence[str]]]:
        """The addresses of the portal with their methods."""
        return [(rule, methods) for rule, methods in self.known.rules if rule.startswith("/portal/")]

    @property
    def services(self) -> Services:
        services: Services = self.service.app.extensions[EXTENSION]()
        return services

    def path_of(self, rule: str, **values: str) -> str:
        """An address with something behind it, unless other values are given."""
        ordinary = {name: self.known.values[name][0] for name in self.known.names_in(rule)}
        return self.known.path_of(rule, {**ordinary, "upload_id": self.draft(), **values})

    def draft(self) -> str:
        """The id of an upload that is not published."""
        dataset = self.services.catalogue.dataset(CITY, "plaene")
        uploads, _ = self.services.uploads.of(dataset, 0, 1)
        if uploads and uploads[0].state in ("draft", "invalid"):
            return uploads[0].id
        sent = [SourceFile("plans.csv", TABLES[1].encode())]
        arrival = Arrival(date(2024, 12, 31))
        return uploading.receive(self.services.desk, dataset, sent, arrival, now=now()).upload.id

    def answers(
        self, method: str, path: str, fields: Sequence[tuple[str, str]] = (), file: str | None = None
    ) -> None:
        """Send something as the admin; the answer must be one that the service means to give."""
        person = self.services.door.people.by_email(ADDRESS)
        assert person
        sessions = self.services.door.sessions
        session = sessions.begin(person.id, "Firefox", now(), now() + timedelta(hours=1), waits_for_code=False)
        key = str(self.service.app.config["SECRET_KEY"]).encode()
        token = hmac.new(key, b"form " + session.encode(), hashlib.sha256).hexdigest()
        headers = {"Cookie": f"portal={session}", "X-CSRF-Token": token, "Accept": "text/html"}
        parts: list[tuple[str, str, str | None]] = [(name, value, None) for name, value in fields]
        parts += [("file", file, "plans.csv")] if file is not None else []
        request = MadeUp(method, path, headers, multipart(parts), "multipart/form-data; boundary=teil")
        answer = request.sent_to(self.service, {}, next(self.numbers))
        assert answer.status_code < 500, f"{request}: {answer.status_code} {answer.get_data()[:300]!r}"
        assert answer.headers.get("Location", "/").startswith(("/", "http://localhost/")), answer.headers["Location"]


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    service, known = opened(tmp_path_factory.mktemp("inside"))
    add_person(service, ADDRESS, CITY, "admin")
    with service.app.app_context():
        yield Inside(service, known)
    service.app.extensions[EXTENSION]().close()


def _some(begin: int, step: int) -> Sequence[str]:
    """Some of the words, at least one: at equal distances, and so many fewer than `make made-up` has (ONE_IN)."""
    step = min(step * ONE_IN, len(WORDS))
    return WORDS[begin % step :: step]


def test_each_question_to_a_page_may_be_anything(inside: Inside):
    for number, (rule, methods) in enumerate(inside.pages):
        if "GET" in methods:
            path = inside.path_of(rule)
            for place, name in enumerate(QUESTIONS):
                for value in _some(place + 5 * number, 47):
                    inside.answers("GET", with_query(path, [(name, value)]))


def test_each_place_in_an_address_may_be_anything(inside: Inside):
    for number, (rule, methods) in enumerate(inside.pages):
        for name in inside.known.names_in(rule):
            for value in _some(number, 23):
                inside.answers("GET" if "GET" in methods else "POST", inside.path_of(rule, **{name: value}))


def test_each_field_of_a_form_may_be_anything(inside: Inside):
    for number, (rule, methods) in enumerate(inside.pages):
        if "POST" in methods:
            for place, name in enumerate(FIELDS):
                for value in _some(place + 5 * number, 113):
                    ordinary = [("resource", "plans"), ("sheet", "0"), ("header_row", "1"), ("q0-name", "a")]
                    fields = [*((key, told) for key, told in ordinary if key != name), (name, value)]
                    inside.answers("POST", inside.path_of(rule), fields)


@pytest.mark.parametrize("number", ["9" * 5_000, "9" * 7, "٣", "²", "-1"])
def test_a_sheet_and_a_row_may_be_any_number(inside: Inside, number: str):
    path = inside.path_of("/portal/<publisher>/uploads/<upload_id>/mapping")
    for fields in ([("sheet", number), ("header_row", "1")], [("sheet", "0"), ("header_row", number)]):
        inside.answers("POST", path, [("resource", "plans"), *fields])
        inside.answers("GET", with_query(path, [("resource", "plans"), *fields]))


@a_few
@given(data=st.data())
def test_whatever_is_sent_together_is_answered(inside: Inside, data: st.DataObject):
    rule, _ = data.draw(st.sampled_from([page for page in inside.pages if "POST" in page[1]]))
    value = st.one_of(st.sampled_from(LIKELY), st.sampled_from(WORDS), st.text(max_size=9))
    fields = data.draw(st.lists(st.tuples(st.sampled_from(FIELDS), value), max_size=8))
    file = data.draw(st.one_of(st.none(), st.sampled_from(TABLES)))
    inside.answers("POST", inside.path_of(rule), fields, file)


@a_few
@given(value=st.one_of(st.sampled_from(WORDS), st.text(max_size=40)), data=st.data())
def test_whatever_a_browser_holds_and_says_it_is(inside: Inside, value: str, data: st.DataObject):
    header = data.draw(st.sampled_from(["Cookie", "User-Agent", "X-CSRF-Token", "Origin", "Sec-Fetch-Site"]))
    text = "".join(sign for sign in value if sign.isprintable())
    headers = {header: f"portal={text}; portal_message={text}" if header == "Cookie" else text}
    for method, path in (("GET", "/portal/"), ("POST", "/portal/login"), ("POST", "/portal/login/forgotten")):
        body = multipart([("email", "a@example.org", None), ("password", "x", None)])
        request = MadeUp(method, path, headers, body, "multipart/form-data; boundary=teil")
        answer: Any = request.sent_to(inside.service, {}, next(inside.numbers))
        assert answer.status_code < 500, f"{request}: {answer.status_code}"
