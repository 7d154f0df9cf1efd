"""Sense rules are read from a kind, a wrong one says what is wrong, and none is published."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from opendata.domain.errors import KindBroken
from opendata.domain.kinds import Kind
from opendata.domain.sense_rules import SenseRule
from opendata.domain.tables.canonical_text import canonical_kind
from opendata.kind_folders import KindFolders

TREES: dict[str, Any] = {
    "name": "trees",
    "resources": [
        {
            "name": "trees",
            "schema": {
                "primaryKey": "tree",
                "fields": [
                    {"name": "tree", "type": "string", "constraints": {"required": True}},
                    {"name": "planted", "type": "year"},
                    {"name": "felled", "type": "string", "precision": "reduced"},
                    {"name": "height", "type": "number"},
                    {"name": "health", "type": "string", "codes": {"good": {}, "poor": {}}},
                ],
            },
        }
    ],
}
ORDER = {"name": "felled-first", "rule": "order", "fields": ["planted", "felled"]}
SUM = {
    "name": "heights",
    "rule": "sum",
    "field": "height",
    "within": ["planted"],
    "parts": "tree",
    "total": {"field": "health", "values": ["good"]},
}


def descriptor_with(*rules: Any) -> dict[str, Any]:
    descriptor = copy.deepcopy(TREES)
    descriptor["resources"][0]["rules"] = list(rules)
    return descriptor


def test_a_rule_is_read_with_its_fields():
    [rule] = Kind.from_descriptor(descriptor_with(ORDER)).table("trees").rules

    assert rule == SenseRule("felled-first", "order", ("planted", "felled"), dates=True)
    assert rule.code == "sense-felled-first"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("felled-first", "objects"),
        ({"rule": "order"}, "'name' is missing"),
        ({**ORDER, "name": "Felled First"}, "no name of a rule"),
        ({**ORDER, "rule": "sorted"}, "there is no rule 'sorted'; there are order, range"),
        ({**ORDER, "severity": "fatal"}, "severity is warning or error, not 'fatal'"),
        ({**ORDER, "minimum": 3}, "there is no property 'minimum' of the rule order"),
        ({**ORDER, "fields": ["planted", "burnt"]}, "the resource has no field 'burnt'"),
        ({**ORDER, "fields": ["planted"]}, "name two fields"),
        ({**SUM, "field": "felled"}, "'felled' must be a number"),
        ({**SUM, "severity": "error"}, "a sum that is wrong is a warning"),
        ({**SUM, "within": "planted"}, "'within' must be a list"),
        ({**SUM, "parts": "branch"}, "the resource has no field 'branch'"),
        ({**SUM, "total": {"field": "health", "values": ["fine"]}}, "'fine' is no value"),
        ({**SUM, "whole": {"field": "health"}}, "a condition has a 'field'"),
        ({**SUM, "overlapping": [["good"]]}, "'overlapping' must be two lists"),
        ({**ORDER, "fields": ["planted", "height"]}, "must be dates"),
        ({**ORDER, "fields": "planted"}, "'fields' must be a list"),
        ({**ORDER, "message": {"de": "So geht das nicht."}}, "'message' must have a text for 'de' and one for 'en'"),
        ({"name": "tall", "rule": "range", "field": "height"}, "give a minimum or a maximum"),
        ({"name": "tall", "rule": "range", "field": "height", "maximum": "high"}, "'high' is no number"),
        ({"name": "old", "rule": "range", "field": "planted", "minimum": "old"}, "'old' is no date"),
        ({"name": "old", "rule": "range", "fields": ["planted", "height"], "minimum": 1}, "all of them"),
        ({"name": "sick", "rule": "not-together"}, "'conditions' is missing"),
        ({"name": "sick", "rule": "not-together", "conditions": []}, "at least two"),
        (
            {
                "name": "sick",
                "rule": "not-together",
                "conditions": [{"field": "health", "values": ["bad"]}, {"field": "felled", "empty": True}],
            },
            "'bad' is no value of the field 'health'",
        ),
    ],
)
def test_a_wrong_rule_stops_the_start_with_one_line(tmp_path: Path, rule: Any, message: str):
    (tmp_path / "trees").mkdir()
    (tmp_path / "trees" / "datapackage.json").write_text(json.dumps(descriptor_with(rule)), encoding="utf-8")

    with pytest.raises(KindBroken, match=message) as raised:
        KindFolders(tmp_path)

    assert "\n" not in str(raised.value)


def test_two_rules_of_one_name_are_wrong():
    with pytest.raises(KindBroken, match="two rules are called 'felled-first'"):
        Kind.from_descriptor(descriptor_with(ORDER, ORDER))


def test_rules_stay_with_the_canonical_kind_and_are_not_published():
    with_rules, without = Kind.from_descriptor(descriptor_with(ORDER)), Kind.from_descriptor(TREES)

    assert canonical_kind(with_rules).table("trees").rules == with_rules.table("trees").rules
    assert with_rules.table("trees").public_schema() == without.table("trees").public_schema()
