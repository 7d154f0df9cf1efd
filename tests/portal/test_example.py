"""Somebody may sign in to the example, with a password that is made once and kept nowhere."""

from pathlib import Path

from opendata import example
from opendata.config import KINDS_DIR
from opendata.web.services import EXTENSION
from tests.portal.browsing import browser
from tests.service import open_service


def test_the_first_person_manages_the_example_and_the_password_is_kept_nowhere(tmp_path: Path):
    service = open_service(tmp_path, [], kinds_dir=KINDS_DIR)
    service.done("example", "load")
    services = service.app.extensions[EXTENSION]()
    first = example.first_person(services.door, KINDS_DIR, services.now())

    assert first is not None
    shown = browser(service).sign_in(*first)
    assert shown.path == "/portal/" and shown.all("//main//h3")
    assert all(first[1].encode() not in file.read_bytes() for file in tmp_path.glob("db.sqlite*"))
    assert example.first_person(services.door, KINDS_DIR, services.now()) is None
    services.close()
