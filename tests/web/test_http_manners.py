"""What HTTP expects of answers beside their content: links, times, conditions, preflights and refusals of bodies."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Response

from opendata.web.http_caching import cached
from opendata.web.services import EXTENSION
from tests.service import CITY, DATASET, Service, add_city, open_service

VERSION = f"{DATASET}/versions/1.0.0"
LATEST = f"{DATASET}/versions/latest"
HERE = "http://localhost"
READERS = ("If-None-Match", "If-Modified-Since", "If-Range", "Range", "Accept-Language")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with two versions of Musterstadt's plans."""
    folder: Path = tmp_path_factory.mktemp("manners")
    made = open_service(folder, clock=lambda: datetime(2025, 3, 1, 12, tzinfo=UTC))
    add_city(made)
    made.published("1,Radweg", as_of="2023-12-31")
    made.published("1,Radweg", "2,Dach", as_of="2024-12-31")
    yield made
    made.app.extensions[EXTENSION]().close()


def links(service: Service, path: str) -> dict[str, list[str]]:
    """The targets of an answer's Link headers, by their relation."""
    found: dict[str, list[str]] = {}
    for header in service.get(path).headers.getlist("Link"):
        target, rel = re.match(r'<([^>]+)>; rel="([a-z]+)"', header).groups()  # type: ignore[union-attr]
        found.setdefault(rel, []).append(target)
    return found


def test_a_table_tells_where_everything_about_it_is(service: Service):
    told = links(service, f"{LATEST}/plans.csv")
    version = f"{HERE}{DATASET}/versions/1.1.0"
    assert told["canonical"] == [f"{version}/plans.csv"]
    assert told["describedby"] == [f"{version}/datapackage.json"]
    assert told["collection"] == [version]
    assert told["license"] == ["https://www.govdata.de/dl-de/by-2-0"]
    assert f"{version}/plans.json" in told["alternate"]
    assert f"{version}/plans.csv" not in told["alternate"]


def test_every_link_leads_to_something(service: Service):
    for path in (DATASET, LATEST, VERSION, f"{VERSION}/plans.json", f"{VERSION}/datapackage.json"):
        told = links(service, path)
        assert {"canonical", "collection", "license", "alternate"} <= set(told) or path.endswith("datapackage.json")
        for targets in told.values():
            for target in targets:
                if target.startswith(HERE):
                    assert service.get(target.removeprefix(HERE)).status_code == 200, target


def test_files_of_a_version_say_since_when_they_are_so(service: Service):
    told = service.get(f"{VERSION}/plans.csv").headers["Last-Modified"]
    assert told == "Sat, 01 Mar 2025 12:00:00 GMT"
    assert service.get(f"{VERSION}/plans.csv", **{"If-Modified-Since": told}).status_code == 304


def test_the_latest_files_have_no_time(service: Service):
    """Two versions may be published in one second, and after a withdrawal the latest one is older than before."""
    assert "Last-Modified" not in service.get(f"{LATEST}/plans.csv").headers


def test_how_long_an_answer_holds(service: Service):
    assert "immutable" in service.get(f"{VERSION}/plans.csv").headers["Cache-Control"]
    for path in (f"{LATEST}/plans.csv", VERSION, DATASET, "/api/v1/publishers", "/", f"/{CITY}", "/feeds/all.atom"):
        assert service.get(path).headers["Cache-Control"] == "public, no-cache", path
        assert re.fullmatch('"[^"]+"', service.get(path).headers["ETag"]), path


@pytest.mark.parametrize(
    "path",
    [
        *(f"{LATEST}/plans.json", LATEST, DATASET, "/api/v1/publishers", "/api/v1/changes", "/api/v1/kinds"),
        *(f"{DATASET}/versions/1.0.0...1.1.0/changes.json", f"/{CITY}", "/feeds/all.atom", "/catalog.ttl"),
    ],
)
def test_whoever_wants_one_state_alone_is_told_when_there_is_another(service: Service, path: str):
    tag = service.get(path).headers["ETag"]
    assert service.get(path, **{"If-Match": f'"other", {tag}'}).status_code == 200
    refused = service.get(path, **{"If-Match": '"other"', "Accept": "application/json"})
    assert refused.status_code == 412
    assert refused.json["type"].endswith("/problems/precondition-failed")


def test_a_long_answer_is_not_read_into_memory_to_be_measured(service: Service):
    class Unread:
        def __iter__(self) -> Iterator[bytes]:
            return self

        def __next__(self) -> bytes:
            raise AssertionError("nobody reads this yet")

    for header in ({}, {"Range": "bytes=10-19"}):
        with service.app.test_request_context(headers=header):
            long = Response(Unread())
            long.content_length = 2**40
            answer = cached(long, "long", immutable=False)
        assert answer.content_length == (10 if header else 2**40)


def test_what_changed_between_two_versions_has_a_tag(service: Service):
    path = f"{DATASET}/versions/1.0.0...1.1.0/changes.json"
    tag = service.get(path).headers["ETag"]
    assert service.get(path, **{"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("path", [f"{LATEST}/plans.csv", "/feeds/all.atom", "/api/v1/changes"])
@pytest.mark.parametrize("name", READERS)
def test_a_script_of_another_site_may_ask_with_conditions(service: Service, path: str, name: str):
    asked = {
        "Origin": "https://other.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": name.lower(),
    }
    answer = service.client.options(path, headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert name in answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert int(answer.headers["Access-Control-Max-Age"]) > 0
    for exposed in ("ETag", "Link", "Retry-After", "Repr-Digest", "Content-Range"):
        assert exposed in service.get(path, Origin="https://other.example").headers["Access-Control-Expose-Headers"]


def test_a_script_of_another_site_may_not_write(service: Service):
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    allowed = service.client.options(f"{DATASET}/uploads", headers=asked).headers["Access-Control-Allow-Methods"]
    assert "POST" not in allowed
    assert "Access-Control-Allow-Methods" not in service.client.options("/portal/login", headers=asked).headers


@pytest.mark.parametrize(
    ("path", "sent", "taken"),
    [
        (f"{DATASET}/uploads", "text/csv", "multipart/form-data"),
        ("/api/v1/validate", "application/json", "multipart/form-data"),
        (f"/api/v1/publishers/{CITY}/datasets", "application/x-www-form-urlencoded", "application/json"),
        (f"{VERSION}/withdraw", "text/plain", "application/json"),
    ],
)
def test_a_body_of_another_type_is_refused_as_such(service: Service, path: str, sent: str, taken: str):
    answer = service.client.post(
        path, input_stream=io.BytesIO(b"{}"), content_length=2, content_type=sent, headers=service.token()
    )
    assert answer.status_code == 415
    assert answer.headers["Accept"] == taken
    assert answer.json["type"].endswith("/problems/media-type-not-supported")
    assert taken in answer.json["detail"]


def test_who_has_a_token_gets_nothing_that_caches_may_keep_beside_public_files(service: Service):
    answer = service.client.get(f"{DATASET}/uploads", headers=service.token())
    assert answer.headers["Cache-Control"] == "no-store"
