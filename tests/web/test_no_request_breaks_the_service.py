"""No request, however senseless, is answered with an error of the service itself.

Here: one of so many requests of each sort (ONE_IN); `make made-up` sends the others as well.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.web.services import EXTENSION
from tests.databases import copy_with_tables
from tests.servers import Servers
from tests.service import Service
from tests.web import made_up_requests
from tests.web.filled_service import Known, opened
from tests.web.made_up_mappings import MAPPED, MAPPING, wrong_mappings
from tests.web.made_up_requests import NUMBERS, ONE_IN, WORDS, MadeUp

# The same in each run, so that no run is stopped by what has nothing to do with it.
a_few = settings(max_examples=30, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
OWN = ("", "localhost", "127.0.0.1:8000")


@dataclass
class Asked:
    """A service, what is known of it, and how often it was asked."""

    service: Service
    known: Known
    token: Mapping[str, str]
    on_sqlite: bool = True
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def words(self) -> Sequence[str]:
        """What parameters are: on PostgreSQL only what it might take differently."""
        return WORDS if self.on_sqlite else (*NUMBERS, "")

    @property
    def always(self) -> Sequence[str]:
        """What a parameter is at each address that meets it: for PostgreSQL, NUL is in no text."""
        return () if self.on_sqlite else ("\x00",)

    @property
    def steps(self) -> tuple[int, int]:
        """Of the parameters that one address meets, and of the words that one of them is there.

        They have no common divisor, so that a parameter meets another word at its next address.
        """
        return (3 * ONE_IN, 53) if self.on_sqlite else (15 * ONE_IN, len(self.words))

    def answers(self, request: MadeUp) -> None:
        """Send a request; its answer must be one that the service means to give."""
        answer = request.sent_to(self.service, self.token, next(self.numbers))
        told = f"{request}: {answer.status_code} {answer.get_data()[:300]!r}"
        assert answer.status_code < 500, told
        assert urlsplit(answer.headers.get("Location", "")).netloc in OWN, told
        if answer.content_type == "application/problem+json" and request.method != "HEAD":
            assert json.loads(answer.get_data())["status"] == answer.status_code, told


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, servers: Servers
) -> Iterator[Asked]:
    config: dict[str, Any] = {}
    if request.param == "postgresql":
        config["database_url"] = copy_with_tables(servers.postgresql)
    service, known = opened(tmp_path_factory.mktemp("asked"), **config)
    yield Asked(service, known, service.token(), not config)
    service.app.extensions[EXTENSION]().close()


def test_each_parameter_may_be_anything(asked: Asked):
    parameters, words = asked.steps
    for number, rule in enumerate(rule for rule, methods in asked.known.rules if "GET" in methods):
        values = {name: asked.known.values[name][0] for name in asked.known.names_in(rule)}
        path = asked.known.path_of(rule, values)
        for place, name in list(enumerate(asked.known.parameters))[number % parameters :: parameters]:
            # Parameters meet many words at some address; every address with every pair would take minutes.
            for value in (*asked.always, *asked.words[(place + number) % words :: words]):
                asked.answers(MadeUp("GET", made_up_requests.with_query(path, [(name, value)])))


def test_each_part_of_an_address_may_be_anything(asked: Asked):
    for number, (rule, methods) in enumerate(asked.known.rules):
        for name in asked.known.names_in(rule):
            # At least one word at each place: a step beyond the last word would pass over whole addresses.
            step = min(ONE_IN * ((3 if name == "key" else 24) if asked.on_sqlite else 40), len(WORDS))
            for value in WORDS[number % step :: step]:
                values = {other: asked.known.values[other][0] for other in asked.known.names_in(rule)}
                path = asked.known.path_of(rule, {**values, name: value})
                asked.answers(MadeUp("GET" if "GET" in methods else "POST", path))


@a_few
@given(data=st.data())
def test_whatever_comes_is_answered(asked: Asked, data: st.DataObject):
    asked.answers(data.draw(made_up_requests.requests(asked.known)))


@a_few
@given(data=st.data())
def test_whatever_is_uploaded_is_answered(asked: Asked, data: st.DataObject):
    asked.answers(data.draw(made_up_requests.uploads(asked.known)))


@a_few
@given(data=st.data())
def test_whatever_is_answered_to_questions_is_answered(asked: Asked, data: st.DataObject):
    asked.answers(data.draw(made_up_requests.answers(asked.known)))


@pytest.mark.parametrize("part", MAPPING["resources"]["plans"])
def test_each_part_of_a_mapping_may_be_anything(asked: Asked, part: str):
    if asked.on_sqlite:  # nothing of this reaches the database
        for mapping in [*wrong_mappings(part)][::ONE_IN]:
            parts = [("file", MAPPED, "plans.csv"), ("kind", "plans", None), ("mapping", json.dumps(mapping), None)]
            form = made_up_requests.multipart(parts)
            asked.answers(MadeUp("POST", "/api/v1/validate", {}, form, "multipart/form-data; boundary=teil"))
