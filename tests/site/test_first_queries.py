"""What pages ask the database was asked before, by a worker that starts: then each query is written already."""

import re

from sqlalchemy import event
from sqlalchemy.engine import Engine

from opendata.web.first_queries import ask_first
from opendata.web.services import EXTENSION
from tests.service import Service


def test_the_page_of_a_city_asks_nothing_that_a_starting_worker_has_not_asked(service: Service):
    texts = set[str]()

    def hear(_connection: object, _cursor: object, text: str, *_others: object) -> None:
        texts.add(re.sub(r"IN \(\?(, \?)*\)", "IN (…)", text))  # of one query for lists of any length

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        ask_first(service.app.extensions[EXTENSION]())
        asked_first = set(texts)
        texts.clear()
        assert service.client.get("/musterstadt?lang=de&turn=first").status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", hear)

    assert texts and texts <= asked_first


def test_a_service_without_publishers_asks_nothing_more(new_service: Service):
    ask_first(new_service.app.extensions[EXTENSION]())
