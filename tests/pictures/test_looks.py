"""Looks: every code has one, and none depends on colour alone."""

from pathlib import Path

import pytest
from lxml import etree

from opendata.domain.kinds import Field
from opendata.kind_folders import load_kind
from opendata.pictures.looks import LOOK_OF_CODE, PATTERNED, UNKNOWN, in_order, look_of, pattern_definitions, swatch

MEASURES = load_kind(Path(__file__).parents[2] / "datapackages" / "climate-measures")


def status(resource: str) -> Field:
    field = MEASURES.table(resource).role("status")
    assert field is not None
    return field


def test_the_phases_of_measures_all_look_different():
    phase = status("measures")

    looks = [look_of(phase, code) for code in phase.codes]
    assert len(set(looks)) == len(looks) == 8


@pytest.mark.parametrize("resource", ["measures", "funding"])
def test_no_two_looks_of_one_list_differ_by_colour_alone(resource: str):
    field = status(resource)
    plain = [code for code in field.codes if look_of(field, code) not in PATTERNED]

    # Without a pattern are only the two ends: what is done is the darkest, what has not begun is empty.
    assert {look_of(field, code) for code in plain} <= {"done", "open"}


def test_codes_of_a_made_up_kind_look_as_far_along_as_their_place_in_the_list():
    made_up = Field.from_descriptor(
        {"name": "s", "type": "string", "constraints": {"enum": ["idea", "draft", "test", "built", "used"]}}
    )

    assert [look_of(made_up, code) for code in made_up.codes] == ["open", "ahead", "going", "steady", "done"]
    assert look_of(made_up, "else") == look_of(made_up, None) == look_of(None, "idea") == UNKNOWN


def test_the_farthest_along_come_first_and_what_ended_otherwise_last():
    phase = status("measures")

    assert in_order(phase, list(phase.codes)) == [
        "completed",
        "ongoing",
        "implementation",
        "planning",
        "not_started",
        "unknown",
        "cancelled",
        "merged",
    ]


def test_every_pattern_that_a_look_refers_to_is_defined_once():
    defined = [str(pattern.get("id")) for pattern in etree.fromstring(pattern_definitions()).iter("pattern")]

    assert sorted(defined) == sorted(f"look-{look}" for look in PATTERNED)
    assert set(PATTERNED) <= set(LOOK_OF_CODE.values())
    assert 'fill="url(#look-going)"' in swatch("going")
