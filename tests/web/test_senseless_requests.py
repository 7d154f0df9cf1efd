"""Requests that mean harm or nothing: each is refused, in as many words and bytes as that takes."""

import io
import json
import logging
import re
import tracemalloc
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from opendata.web.form_limits import URLENCODED
from opendata.web.sent_json import DEEPEST, MOST_BYTES
from tests.copied_services import CopiedServices
from tests.service import CITY, DATASET, Service, add_city, table

MIB = 2**20


@pytest.fixture
def service(tmp_path: Path, copied_services: CopiedServices) -> Iterator[Service]:
    with copied_services.after(add_city, tmp_path) as made:
        yield made


def publish_a_row(service: Service) -> None:
    add_city(service)
    service.published("1,Radweg,,,,")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, copied_services: CopiedServices) -> Iterator[Service]:
    """A service with one row, for tests that only read."""
    with copied_services.after(publish_a_row, tmp_path_factory.mktemp("published")) as made:
        yield made


@pytest.mark.parametrize("name", ["https:host", "https:host/x", "x:y", "%5Chost"])
def test_a_slash_at_the_end_leads_to_the_same_address_without_it(published: Service, name: str):
    answer = published.get(f"/{name}/")

    assert (answer.status_code, answer.headers["Location"]) == (308, f"http://localhost/{name}")


@pytest.mark.parametrize("name", ["%2F%2Fhost", "..%2Fx", "..%2F..%2Fhost", "%2Fhttps:%2F%2Fhost"])
def test_a_slash_at_the_end_leads_to_no_other_host(published: Service, name: str):
    answer = published.get(f"/{name}/")

    assert answer.headers.get("Location", "http://localhost/").startswith("http://localhost/")


@pytest.mark.parametrize("name", ["endpoint", "_external", "_method", "_anchor", "_scheme", "values", "self"])
@pytest.mark.parametrize("path", ["/", f"/{CITY}", f"/{CITY}/plaene", f"/{CITY}/plaene/plans/1"])
def test_no_name_of_a_parameter_is_an_instruction(published: Service, path: str, name: str):
    answer = published.get(f"{path}?{name}=javascript&lang=de")

    assert answer.status_code == 200
    assert f'hreflang="en" href="http://localhost{path}?{name}=javascript&amp;lang=en"' in answer.text


@pytest.mark.parametrize("number", ["9" * 20, "-" + "9" * 20, "9" * 5000, "1_000", "%D9%A3", "%2B5", "+5"])
@pytest.mark.parametrize(
    "path",
    [
        *("/api/v1/publishers?limit=", "/api/v1/publishers?cursor=", "/feeds/all.atom?archive="),
        *("/api/v1/changes?since=", "/api/v1/changes?wait=", "/api/v1/changes?limit="),
    ],
)
def test_a_number_of_many_digits_or_of_other_signs_is_refused(published: Service, path: str, number: str):
    answer = published.get(path + number)

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "path", ["versions/latest", "versions/latest/plans.json", "versions/latest/plans.csv", "slip"]
)
def test_a_day_is_written_as_everywhere(published: Service, path: str):
    for day in ("20231231", "2023-W52-7", "2023-12-31T00:00:00"):
        answer = published.get(f"{DATASET}/{path}?as_of={day}")
        assert (answer.status_code, answer.json["name"]) == (400, "as_of"), day
    if path != "slip":
        assert published.get(f"{DATASET}/{path}?as_of=2023-12-31").status_code == 200
        of_number = published.get(f"{DATASET}/{path.replace('latest', '1.0.0')}?as_of=2022-12-31")
        assert (of_number.status_code, of_number.json["name"]) == (400, "as_of")


@pytest.mark.parametrize("known_length", [True, False], ids=["with its length", "without"])
@pytest.mark.parametrize("content", [b"&a" * (6 * MIB), b"a=" + b"x" * (40 * MIB), b"&" * 2000], ids=["a", "b", "c"])
def test_an_urlencoded_form_is_no_larger_than_any_other(service: Service, content: bytes, known_length: bool):
    headers, environ = service.token(), {"wsgi.input_terminated": True}
    length = {"CONTENT_LENGTH": str(len(content))} if known_length else {}
    body = io.BytesIO(content)

    tracemalloc.start()
    answer = service.client.post(
        f"{DATASET}/uploads",
        input_stream=body,
        content_type=URLENCODED,
        headers=headers,
        environ_overrides={**environ, **length},
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer.status_code == 413
    assert "1000 Teile" in answer.json["detail"]
    assert most < 40 * MIB


@pytest.mark.parametrize("is_file", [True, False])
def test_a_part_of_a_form_has_a_short_head(service: Service, *, is_file: bool):
    def sent(length: int) -> int:
        name = f'file"; filename="{"a" * length}.csv' if is_file else "a" * length
        form = f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\nNr.\r\n--xx--\r\n'.encode()
        answer = service.client.post("/api/v1/validate", data=form, content_type="multipart/form-data; boundary=xx")
        return int(answer.status_code)

    assert sent(10_000) in (400, 422)
    assert sent(20_000) == 413
    assert sent(200_000) == 413


BODIES = {
    "deep": "[" * 100_000,
    "deep but readable": '{"answers": ' * (DEEPEST + 2) + "1" + "}" * (DEEPEST + 2),
    "a number of many digits": f'{{"answers": {{"a": {"9" * 5000}}}}}',
    "a number of some digits": f'{{"answers": {{"a": {"9" * 41}}}}}',
    "no number": '{"answers": {"a": NaN}}',
    "infinite": '{"answers": {"a": 1e999}}',
    "NUL": '{"answers": {"a": "\\u0000"}}',
    "half a character": '{"answers": {"\\ud800": true}}',
    "long": json.dumps({"answers": {"a": "x" * MOST_BYTES}}),
    "no JSON": "{",
}


@pytest.mark.parametrize("name", BODIES)
def test_json_that_cannot_be_kept_is_refused(service: Service, name: str):
    token = service.token()
    draft = service.upload(table("1,Radweg"), publish=False, headers=token).json

    sent = service.client.post(
        draft["links"]["publish"], data=BODIES[name], content_type="application/json", headers=token
    )
    of_form = service.upload(table("1,Radweg"), publish=False, headers=token, mapping=BODIES[name])

    for answer in (sent, of_form):
        assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (400, "request-not-valid")
        assert len(answer.data) < 2000


@pytest.mark.parametrize(
    ("part", "value"), [("codes", {"phase": {"x": ["planning"]}}), ("fields", {"id": "id", "Wann": "%Y%Y%Y"})]
)
def test_a_mapping_with_a_value_of_the_wrong_type_is_refused(service: Service, part: str, value: Any):
    if part == "fields":
        value = {"id": "id", "Wann": {"name": "x_date", "type": "date", "format": value["Wann"]}}
    answer = service.upload("id,title,Wann\n1,Radweg,2024\n", mapping={"resources": {"plans": {part: value}}})

    assert (answer.status_code, answer.json["type"].rpartition("/")[2]) == (422, "mapping-not-valid")


KEYS = (
    ".",
    "..",
    "~.",
    "~..",
    "~~..",
    "a/b",
    "/",
    "a//b",
    "../x",
    "50%",
    "%2e%2e",
    "a?b#c",
    "ä ö",
    "a\\b",
    "x.atom",
    "~x",
)


def test_rows_are_reached_by_their_links_whatever_their_keys_are(service: Service):
    service.published(*(f'"{key}",Titel {place},,,,' for place, key in enumerate(KEYS)))
    changes = service.get("/api/v1/changes?limit=0").json["items"]
    links = {item["key"]: item["links"] for item in changes if item["key"] is not None}
    linked = {
        unquote(unescape(path)) for path in re.findall(r'href="([^"]*)"', service.get(f"/{CITY}/plaene/plans").text)
    }

    assert set(links) == set(KEYS)
    for place, key in enumerate(KEYS):
        for address in links[key].values():
            # As browsers read it: parts of dots are gone before anybody is asked.
            assert not re.search(r"/(\.|%2e){1,2}(/|$)", address, re.IGNORECASE), address
        assert service.get(links[key]["row"]).json["title"] == f"Titel {place}"
        assert service.get(links[key]["history"]).json["items"][0]["key"] == key
        assert f"Titel {place}" in service.get(links[key]["page"]).text
        assert f"Titel {place}" in service.get(links[key]["feed"]).text
        assert unquote(urlsplit(links[key]["page"]).path) in linked


def test_an_address_with_nul_is_nowhere_and_a_parameter_with_it_is_refused(published: Service):
    assert published.get(f"/api/v1/publishers/{CITY}%00").status_code == 404
    assert published.get("/api/v1/changes?publisher=%00").status_code == 400


def test_no_request_writes_a_line_of_its_own_into_the_log(service: Service, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING, logger="opendata.problems"):
        service.client.post("/a%0d%0aERROR%20forged%1b%5b2J%E2%80%AE%C2%85x/uploads")
        service.get("/api/v1/publishers?limit=%0aforged%1b%5b31m")

    assert len(caplog.messages) == 2
    for message in caplog.messages:
        assert message.isprintable(), message
    assert "\\x1b[2J" in caplog.messages[0]
