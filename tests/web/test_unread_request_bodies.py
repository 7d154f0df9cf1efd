"""What is read of a body that was answered before its end: all of it, within reason."""

import io
from pathlib import Path
from typing import Any

import pytest

from opendata.web.unread_request_bodies import MARGIN_BYTES, PART_BYTES, read_rest
from tests.service import Service, open_service


class Endless(io.RawIOBase):
    """A body that goes on for ever."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return bytes(size)

    def tell(self) -> int:
        return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        return offset + whence


class Broken(Endless):
    """A body whose sender is gone."""

    def read(self, size: int = -1) -> bytes:
        raise ConnectionResetError


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return open_service(tmp_path)


def refused(service: Service, body: Any, **environ: Any) -> int:
    status: int = service.client.post(
        "/api/v1/publishers/musterstadt/datasets/plaene/uploads",
        input_stream=body,
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": str(2**40), **environ},
    ).status_code
    return status


def test_a_body_is_read_to_its_end_but_not_for_ever(service: Service):
    body, endless = io.BytesIO(bytes(3 * PART_BYTES)), Endless()
    most = service.app.config["MAX_CONTENT_LENGTH"] + MARGIN_BYTES

    assert refused(service, body) == 401
    assert body.tell() == 3 * PART_BYTES
    assert refused(service, endless) == 401
    assert most <= endless.given < most + PART_BYTES


def test_a_body_whose_end_the_server_does_not_know_is_let_be(service: Service):
    body = io.BytesIO(b"a,b\n")

    assert refused(service, body, **{"wsgi.input_terminated": False}) == 401
    assert body.tell() == 0


def test_a_body_that_breaks_off_changes_no_answer(service: Service):
    assert refused(service, Broken()) == 401


def test_a_slow_body_is_waited_for_only_so_long():
    assert read_rest(Endless(), 2**40, patience=0) == 0
