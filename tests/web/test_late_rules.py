"""Rules that compile late: they match and write the same addresses as Werkzeug's own."""

from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import BuildError, Map, Rule

from opendata.web.late_rules import LateRule
from tests.service import open_service

EXAMPLES: dict[str, Any] = {"ending": "ttl", "number": 7}
RULES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("/", "home", {}),
    ("/<name>", "name", {}),
    ("/<name>/<int:number>", "number", {}),
    ("/<name>/straße/<path:rest>", "rest", {}),
    ("/numbers/", "numbers", {"defaults": {"page": 1}}),
    ("/numbers/<int:page>", "numbers", {}),
)
VALUES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("home", {}),
    ("home", {"lang": "de"}),
    ("name", {"name": "a b/c"}),
    ("name", {"name": "ä", "rule": "x", "self": "y"}),
    ("number", {"name": "a", "number": 7, "many": [1, 2]}),
    ("rest", {"name": "a", "rest": "b/c d"}),
    ("numbers", {"page": 1}),
    ("numbers", {"page": 2, "q": "&"}),
)


@pytest.mark.parametrize(("endpoint", "values"), VALUES)
def test_the_same_addresses_are_written_the_first_time_and_later(endpoint: str, values: dict[str, Any]):
    late, own = _router(LateRule), _router(Rule)

    for _ in range(2):
        for append_unknown in (True, False):
            address = late.build(endpoint, values, append_unknown=append_unknown)
            assert address == own.build(endpoint, values, append_unknown=append_unknown)


def test_what_cannot_be_written_is_refused_as_ever():
    with pytest.raises(BuildError):
        _router(LateRule).build("number", {"name": "a"})


def test_every_rule_of_the_application_compiles_late_and_writes_the_same_addresses(tmp_path: Path):
    router = open_service(tmp_path).app.url_map
    rules = list(router.iter_rules())

    assert len(rules) > 200
    assert {type(rule) for rule in rules} == {LateRule}
    for rule in rules:
        own = Rule(rule.rule, endpoint=rule.endpoint, defaults=rule.defaults)
        own.bind(router)
        values = {name: EXAMPLES.get(name, "a b/ä") for name in rule.arguments}
        assert rule.build(values) == own.build(values)


def _router(sort: type[Rule]) -> Any:
    rules = [sort(rule, endpoint=endpoint, **options) for rule, endpoint, options in RULES]
    return Map(rules).bind("localhost")
