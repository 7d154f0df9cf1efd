"""How often a request asks the database does not grow with what is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.service import CITY, DATASET, Service, add_city, open_service
from tests.statements import heard

# One more needs a reason, and this number raised. A feed asks for its neighbours where there are any.
MOST = {"publish": 26, "latest": 2, "changes": 3, "feed": 18}


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A service with the city's dataset, nothing published yet."""
    made = open_service(tmp_path)
    add_city(made)
    return made


def test_requests_ask_the_database_as_often_after_many_versions_as_after_few(service: Service):
    token, turn = service.token(), 0

    def publish() -> None:
        nonlocal turn
        turn += 1
        answer = service.published(
            *(f"{row},Weg {row},planning,{2030 + turn},1,{turn}" for row in range(20)), headers=token
        )
        assert answer["unchanged"] is False

    asked: dict[str, Callable[[], Any]] = {
        "publish": publish,
        "latest": lambda: service.get(f"{DATASET}/versions/latest"),
        "changes": lambda: service.get("/api/v1/changes?since=5"),
        "feed": lambda: service.get(f"/feeds/{CITY}/plaene.atom"),
    }

    def counts() -> dict[str, int]:
        found = {}
        for name, ask in asked.items():
            with heard() as statements:
                ask()
            found[name] = len(statements)
        return found

    publish()
    publish()
    few = counts()
    for _ in range(20):
        publish()
    many = counts()

    assert {name: many[name] for name in ("publish", "latest", "changes")} == {
        name: few[name] for name in ("publish", "latest", "changes")
    }
    assert all(many[name] <= most for name, most in MOST.items()), many
