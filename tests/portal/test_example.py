"""Somebody may sign in to the example, with a password that is made once and kept nowhere."""

import re

import pytest

from opendata.web.services import EXTENSION
from tests.example_service import example_service
from tests.portal.browsing import browser
from tools.run import sign_in_lines


def test_the_first_person_manages_the_example_and_the_password_is_kept_nowhere(
    tmp_path_factory: pytest.TempPathFactory,
):
    service = example_service(tmp_path_factory)
    services = service.app.extensions[EXTENSION]()
    told = sign_in_lines(services, "http://127.0.0.1:8000/")  # what `make run` prints

    (email,), (password,) = (
        re.findall(rf"{name}: +(.+?)(?:   |$)", told, re.MULTILINE) for name in ("e-mail address", "password")
    )
    assert "http://127.0.0.1:8000/portal/" in told
    shown = browser(service).sign_in(email, password)
    assert shown.path == "/portal/" and shown.all("//main//h3")
    assert all(password.encode() not in file.read_bytes() for file in service.folder.glob("db.sqlite*"))
    again = sign_in_lines(services, "http://127.0.0.1:8000/")
    assert password not in again and "http://127.0.0.1:8000/portal/" in again
    services.close()
