"""A client of a running service: nothing but HTTP, as any program outside would speak it."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.service import table

VALIDATIONS_A_MINUTE = 30
DATASET = "/api/v1/publishers/musterstadt/datasets/plaene"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(
    address: str,
    path: str,
    method: str = "GET",
    body: bytes | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    source: str = "127.0.0.1",
    timeout: float = 100,
) -> Answer:
    """One request on a connection of its own, from an address of this machine."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=timeout, source_address=(source, 0)
    )
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def upload(
    address: str,
    token: str,
    *rows: str,
    as_of: str = "2023-12-31",
    publish: bool = True,
    path: str | None = None,
    **more: Any,
) -> Answer:
    """Send a table of plans."""
    return send_file(
        address,
        path or f"{DATASET}/uploads{'?publish=true' if publish else ''}",
        table(*rows).encode(),
        {"as_of": as_of},
        {"Authorization": f"Bearer {token}"},
        **more,
    )


def validate(address: str, **more: Any) -> int:
    """Have a small table checked, which each address may do only so often; the status."""
    headers = more.pop("headers", {})
    return send_file(
        address, "/api/v1/validate", table("1,Radweg").encode(), {"kind": "plans"}, headers, **more
    ).status


def validate_nothing(address: str, **more: Any) -> int:
    """Have nothing checked, which counts as well and is quick on a busy machine; the status."""
    return ask(address, "/api/v1/validate", "POST", b"", **more).status


def use_up(address: str, **more: Any) -> int:
    """Ask until it is too often; how often it was answered."""
    for answered in range(10 * VALIDATIONS_A_MINUTE):
        if validate_nothing(address, **more) == 429:
            return answered
    raise AssertionError("nothing limits it")


def send_file(
    address: str, path: str, content: bytes, texts: Mapping[str, str], headers: Mapping[str, str], **more: Any
) -> Answer:
    """A form with one file."""
    edge = uuid4().hex
    name = 'Content-Disposition: form-data; name="{}"'
    parts = [f"--{edge}\r\n{name.format(each)}\r\n\r\n{text}\r\n" for each, text in texts.items()]
    parts.append(f'--{edge}\r\n{name.format("file")}; filename="plans.csv"\r\nContent-Type: text/csv\r\n\r\n')
    body = "".join(parts).encode() + content + f"\r\n--{edge}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    return ask(address, path, "POST", body, headers={**headers, **kind}, **more)
