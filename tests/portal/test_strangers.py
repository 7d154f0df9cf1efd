"""Whoever has no right sees and changes nothing at any address of the portal: people of other cities, and nobody.

Here: every route at once, so that a new page is among them. Not here: what single roles may do (test_people.py).
"""

from collections.abc import Iterator
from typing import Any

import pytest

from opendata.web.services import EXTENSION
from tests.portal.browsing import Browser, add_person, browser
from tests.service import CITY, Service, add_city
from tests.web.filled_service import Known, opened

OTHER, STRANGER = "leerdorf", "admin@leerdorf.example"
OWNED = {"upload_id", "dataset", "webhook_id"}  # parts of addresses that belong to one publisher
PRIVATE = "/portal/<publisher>"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Known]]:
    service, known = opened(tmp_path_factory.mktemp("strangers"))
    add_city(service, OTHER, dataset="eigene")
    add_person(service, STRANGER, OTHER, "admin")
    yield service, known
    service.app.extensions[EXTENSION]().close()


def requests_of(known: Known, publisher: str) -> Iterator[tuple[str, str, str]]:
    """Method, rule and address of every page of a publisher; the other parts are those of the city."""
    for rule, methods in known.rules:
        if rule.startswith(PRIVATE):
            ordinary = {name: known.values[name][0] for name in known.names_in(rule)}
            for method in {"GET", "POST"} & set(methods):
                yield method, rule, known.path_of(rule, {**ordinary, "publisher": publisher})


def answer_to(visitor: Browser, method: str, path: str) -> Any:
    """The answer to a request, which bears the token of a form of this service."""
    token = visitor.all("//input[@name='csrf_token']/@value")[0]
    if method == "GET":
        return visitor.client.get(path, **visitor._sent())
    return visitor.client.post(path, data={"csrf_token": token, "act": "publish"}, **visitor._sent())


def test_a_colleague_of_another_city_gets_at_nothing(city: tuple[Service, Known]):
    service, known = city
    stranger = browser(service).sign_in(STRANGER).get("/portal/account")
    seen = 0
    for method, rule, path in requests_of(known, CITY):
        assert answer_to(stranger, method, path).status_code == 403, f"{method} {rule}"
        seen += 1
    for method, rule, path in requests_of(known, OTHER):
        if OWNED & set(known.names_in(rule)):
            answer = answer_to(stranger, method, path)
            assert answer.status_code == 404, f"{method} {rule}: {answer.status_code}"
            seen += 1
    assert seen > 80
    states = [service.app.extensions[EXTENSION]().uploads.get(upload).state for upload in known.values["upload_id"]]
    assert states == ["draft", "invalid"]


def test_nobody_who_is_not_signed_in_gets_at_anything(city: tuple[Service, Known]):
    service, known = city
    visitor = browser(service).get("/portal/login")
    for method, rule, path in requests_of(known, CITY):
        answer = answer_to(visitor, method, path)
        leads = answer.headers.get("Location", "")
        assert answer.status_code == 403 or leads.startswith("/portal/login"), (
            f"{method} {rule}: {answer.status_code}"
        )
        assert "Radweg" not in answer.get_data(as_text=True)
