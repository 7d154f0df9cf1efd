"""Results that are kept with the object from which they were computed."""

from dataclasses import dataclass, replace

from opendata.domain.kept_results import kept_with_subject
from opendata.domain.kinds import Kind
from tests.making import PLANS


@dataclass(frozen=True)
class Tree:
    species: str


def test_a_result_is_computed_once_for_each_object_and_never_taken_for_that_of_another():
    computed: list[str] = []

    @kept_with_subject
    def shouted(tree: Tree) -> str:
        computed.append(tree.species)
        return tree.species.upper()

    oak = Tree("oak")
    assert (shouted(oak), shouted(oak), computed) == ("OAK", "OAK", ["oak"])
    beech = replace(oak, species="beech")
    assert (shouted(beech), shouted(oak), computed) == ("BEECH", "OAK", ["oak", "beech"])
    assert oak == Tree("oak")


def test_two_descriptors_with_the_same_fields_share_them_and_another_field_is_another():
    first, second = Kind.from_descriptor(PLANS), Kind.from_descriptor(PLANS)
    assert [table.fields for table in first] == [table.fields for table in second]
    assert all(one is other for one, other in zip(first.tables[0].fields, second.tables[0].fields, strict=True))
    resource = PLANS["resources"][0]
    schema = resource["schema"]
    shorter = {**PLANS, "resources": [{**resource, "schema": {"fields": schema["fields"][:1]}}]}
    assert Kind.from_descriptor(shorter).tables[0].field_names == first.tables[0].field_names[:1]
