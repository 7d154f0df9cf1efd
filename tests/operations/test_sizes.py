"""The service in each size, as clients see it: through nginx where there is one, and on every host."""

import gzip
import hashlib
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.operations.reading import (
    DATASET,
    VALIDATIONS_A_MINUTE,
    ask,
    send_file,
    upload,
    use_up,
    validate,
    validate_nothing,
)
from tests.stack import Stack

LATEST = f"{DATASET}/versions/latest/plans.csv"


@pytest.fixture(scope="module")
def token(stack: Stack) -> str:
    """May publish for Musterstadt."""
    return stack.flask("tokens", "add", "musterstadt", "--name", "test")


def doors(stack: Stack) -> list[str]:
    """Every address that the service answers at."""
    return [stack.address, *(host.address for host in stack.hosts)]


def publish(stack: Stack, token: str, title: str, at: str | None = None) -> str:
    """Publish one plan with this title; the number of the version."""
    answer = upload(at or stack.address, token, f"1,{title}")
    assert answer.status == 201, answer.text
    number: str = answer.json["version"]
    return number


def test_the_very_next_request_at_any_address_sees_what_was_published(stack: Stack, token: str):
    addresses = doors(stack)
    for address in addresses:  # everything that may be cached is asked for once before
        upload(address, token, "1,Vorher")
        for path in (LATEST, DATASET, "/feeds/all.atom", "/musterstadt/plaene", "/"):
            assert ask(address, path).status == 200

    # The first address once more: it forgets what it has read of the version before.
    for round_, publisher in enumerate([*addresses, addresses[0]]):
        since = ask(publisher, "/api/v1/changes?since=0&limit=0").json["last_serial"]
        number = publish(stack, token, title := f"Radweg {round_}", publisher)
        for reader in addresses:
            assert f"1,{title}" in ask(reader, LATEST).text
            assert ask(reader, f"{DATASET}/versions/latest").json["version"] == number
            assert ask(reader, f"/api/v1/changes?since={since}").json["items"][-1]["version"] == number
            assert number in ask(reader, "/feeds/all.atom").text
            assert number in ask(reader, "/musterstadt/plaene", headers={"Accept": "text/html"}).text


def test_a_draft_sent_to_one_host_is_published_on_another(stack: Stack, token: str):
    for first, second in zip(doors(stack), reversed(doors(stack)), strict=True):
        draft = upload(first, token, f"1,Entwurf {first} {time.time_ns()}", publish=False).json
        rights = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        answer = ask(second, f"/api/v1/uploads/{draft['id']}/publish", "POST", b"{}", headers=rights)

        assert answer.status == 201, answer.text
        assert answer.json["version"] == draft["next_version"]


def test_a_reader_who_waits_is_told_at_once_on_any_host(stack: Stack, token: str):
    since = ask(stack.address, "/api/v1/changes?since=0&limit=0").json["last_serial"]
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(ask, each, f"/api/v1/changes?since={since}&wait=60") for each in doors(stack)]
        number = publish(stack, token, f"Warten {time.time_ns()}")
        answers = [each.result(50).json for each in waiting]  # before the wait is over

    assert [each["items"][-1]["version"] for each in answers] == [number] * len(answers)


def test_links_lead_to_where_was_asked(stack: Stack):
    for address in doors(stack):
        assert ask(address, DATASET).json["links"]["self"] == f"{address}{DATASET}"


def test_what_is_between_breaks_no_caching_part_or_digest(stack: Stack, token: str):
    number = publish(stack, token, f"Teile {time.time_ns()}")
    path = f"{DATASET}/versions/{number}/plans.csv"
    packed = {"Accept-Encoding": "gzip"}
    whole = ask(stack.address, path, headers=packed)

    assert whole.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not whole.headers["ETag"].startswith("W/")
    content = gzip.decompress(whole.body) if whole.headers["Content-Encoding"] == "gzip" else whole.body
    version = ask(stack.address, f"{DATASET}/versions/{number}/datapackage.json").json
    assert hashlib.sha256(content).hexdigest() in json.dumps(version)
    part = ask(stack.address, path, headers={"Range": "bytes=3-9"})
    assert (part.status, part.body) == (206, content[3:10])
    assert ask(stack.address, path, headers={**packed, "If-None-Match": whole.headers["ETag"]}).status == 304
    # Pages and JSON may be compressed on the way; what a client remembers of them is still good.
    for other in (DATASET, "/musterstadt/plaene"):
        answer = ask(stack.address, other, headers=packed)
        if "ETag" in answer.headers:
            again = ask(stack.address, other, headers={**packed, "If-None-Match": answer.headers["ETag"]})
            assert again.status == 304


def test_a_body_of_nearly_the_limit_passes_and_one_over_it_is_a_problem(stack: Stack, token: str):
    rights = {"Authorization": f"Bearer {token}"}
    nearly = b"PK\x03\x04" + bytes(99 * 2**20)  # no workbook in truth, which costs no time to see

    passed = send_file(stack.address, f"{DATASET}/uploads", nearly, {"as_of": "2023-12-31"}, rights)
    assert passed.status in (201, 422), passed.text  # read, whatever was thought of it
    over = send_file(stack.address, f"{DATASET}/uploads", bytes(101 * 2**20), {"as_of": "2023-12-31"}, rights)
    assert (over.status, over.headers["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(("size", "times"), [(10_000, 3), (3 * 2**20, 3), (30 * 2**20, 2)])
def test_who_is_refused_before_all_was_sent_learns_why(stack: Stack, size: int, times: int):
    """An answer that comes before the end of the body is not lost on the way back, through a proxy or not."""
    for _ in range(times):
        answer = send_file(stack.address, f"{DATASET}/uploads", bytes(size), {"as_of": "2023-12-31"}, {})
        assert (answer.status, answer.headers["Content-Type"]) == (401, "application/problem+json")


def test_the_address_of_a_client_is_its_own_and_cannot_be_made_up(stack: Stack):
    if stack.nginx is None:  # whatever a client claims, it is one client
        claims = [{"X-Forwarded-For": f"198.51.100.{n}"} for n in range(3 * VALIDATIONS_A_MINUTE)]
        assert any(validate_nothing(stack.address, headers=claim) == 429 for claim in claims)
        return
    for source in ("127.0.0.9", "127.0.0.10"):
        use_up(stack.address, source=source, headers={"X-Forwarded-For": "198.51.100.7"})

    assert validate(stack.address, source="127.0.0.11", headers={"X-Forwarded-For": "127.0.0.9"}) == 200


def test_nothing_unexpected_was_logged(stack: Stack):
    assert not re.search(r"Traceback|unexpected error", stack.logs())
    assert stack.run("verify").stdout.strip().endswith("0 problems")
