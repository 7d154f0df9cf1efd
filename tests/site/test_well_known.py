"""Programs find at well-known addresses whom to write to, where to change a password, and what there is for them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opendata.web.services import EXTENSION
from tests.service import Service, open_service

BASE = "https://daten.example.org"
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose operator has an address for mail."""
    folder = tmp_path_factory.mktemp("known")
    made = open_service(folder, clock=lambda: NOON, base_url=BASE, operator_email="sicher+heit@example.org\nX: y")
    yield made
    made.app.extensions[EXTENSION]().close()


def followed(service: Service, address: str) -> Any:
    """The answer to which an address leads at last."""
    answer = service.get(address.removeprefix(BASE))
    return followed(service, answer.location) if answer.status_code in (303, 308) else answer


def test_security_txt_has_what_rfc_9116_asks_for(known: Service):
    answer = known.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.get_data(as_text=True).splitlines())

    assert answer.content_type == "text/plain; charset=utf-8"
    assert set(fields) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert fields["Contact"] == "mailto:sicher+heit@example.org%0AX%3A%20y"
    assert fields["Canonical"] == f"{BASE}/.well-known/security.txt"
    assert timedelta(days=30) < datetime.fromisoformat(fields["Expires"]) - NOON < timedelta(days=365)


def test_there_is_no_security_txt_without_an_address(service: Service):
    assert service.get("/.well-known/security.txt").status_code == 404


def test_password_managers_find_the_page_of_ones_own_access(known: Service):
    answer = known.get("/.well-known/change-password")

    assert (answer.status_code, answer.location) == (302, "/portal/account")
    assert known.get("/portal/account").status_code in (302, 303)  # to signing in, where nobody is signed in


def test_harvesters_of_linked_data_find_the_catalogue(known: Service):
    answer = followed(known, "/.well-known/void")

    assert answer.status_code == 200
    assert answer.content_type.startswith("text/turtle")


def test_the_api_catalog_names_what_there_is_for_programs(known: Service):
    answer = known.get("/.well-known/api-catalog")
    linkset = json.loads(answer.data)["linkset"]

    assert answer.content_type.startswith("application/linkset+json")
    assert known.client.head("/.well-known/api-catalog").headers["Link"] == (
        f'<{BASE}/.well-known/api-catalog>; rel="api-catalog"'
    )
    named = {
        link["href"]: link.get("type")
        for links in linkset
        for name in links
        if name != "anchor"
        for link in links[name]
    }
    assert {f"{BASE}/api/v1/openapi.json", f"{BASE}/api/v1/docs", f"{BASE}/feeds/all.json"} <= set(named)
    anchors = {links["anchor"] for links in linkset}
    assert {item["href"] for item in linkset[0]["item"]} < anchors
    for address, media_type in named.items():
        got = followed(known, address)
        assert got.status_code == 200, address
        assert media_type is None or got.mimetype == media_type, address
