"""The kinds in datapackages/: sound by the reference, complete in both languages, and never ambiguous."""

import csv
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import frictionless
import pytest

from opendata.domain.errors import KindBroken, KindNotFound
from opendata.domain.kinds import Field, Kind, Table
from opendata.intake.matching.mapping_files import read_mapping
from opendata.intake.office_words import header_key
from opendata.kind_folders import KindFolders

FOLDER = Path(__file__).parents[1] / "datapackages"
KINDS = KindFolders(FOLDER)
REAL_INVENTORIES = Path(__file__).parents[2] / "shared" / "data" / "treibhausgas"

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


def heard(word: str) -> str:
    """A word as it is compared, and stricter: without case, blanks, hyphens and full stops at its end."""
    text = unicodedata.normalize("NFKC", word).casefold()
    return re.sub(r"[\s_\-\u2010-\u2014]", "", text).rstrip(":*.")


def headers(field: Field) -> Iterable[str]:
    return (field.name, *field.labels.values(), *field.synonyms)


def coded(kind: Kind) -> Iterator[tuple[Table, Field]]:
    return ((table, field) for table in kind for field in table if field.codes)


def ambiguous(words: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    """The words that mean several things: word to the names of the things."""
    meanings: dict[str, set[str]] = {}
    for name, spoken in words:
        for word in spoken:
            meanings.setdefault(heard(word), set()).add(name)
    return {word: names for word, names in meanings.items() if len(names) > 1}


@each_kind
def test_every_layout_of_a_kind_has_a_valid_mapping(kind: Kind):
    for table in kind:
        for layout in table.descriptor.get("layouts") or ():
            assert set(layout) == {"labels", "headers", "mapping"}
            mapping = read_mapping({"resources": {table.name: layout["mapping"]}}, kind)[table.name]
            assert {header_key(header) for header in layout["headers"]} == set(mapping.fields)
        for condition in table.descriptor.get("skipRows") or ():
            assert set(condition) <= set(table.field_names)


def write_kind(folder: Path, descriptor: object) -> Path:
    (folder / "made-up").mkdir()
    (folder / "made-up" / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def made_up(**schema: object) -> dict[str, object]:
    fields = [
        {"name": "tree", "type": "string", "constraints": {"required": True}},
        {"name": "species", "type": "string"},
        {"name": "health", "type": "string", "constraints": {"enum": ["good", "poor"]}},
    ]
    table = {"name": "trees", "path": "trees.csv", "schema": {"fields": fields, "primaryKey": "tree"} | schema}
    return {"name": "tree-register", "resources": [table]}


def test_the_two_kinds_are_there():
    assert set(KINDS) == {"climate-measures", "ghg-inventory"}


def test_a_kind_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(KindNotFound, match="climate-measures"):
        KINDS["noise-map"]


@each_kind
def test_a_kind_is_a_valid_data_package_by_the_reference(kind: Kind):
    report = frictionless.validate(str(FOLDER / kind.name / "datapackage.json"))

    assert report.valid, report.flatten(["title", "message"])


@each_kind
def test_a_kind_has_all_that_the_city_needs(kind: Kind):
    assert (FOLDER / kind.name / "README.md").is_file()
    assert (FOLDER / kind.name / "example" / "example.json").is_file()
    assert kind.description


@each_kind
def test_every_table_field_and_code_has_a_name_in_both_languages(kind: Kind):
    named = [table.descriptor for table in kind] + [field.descriptor for table in kind for field in table]
    codes = [code for _, field in coded(kind) for code in field.descriptor["codes"].values()]

    for about in [*named, *codes]:
        assert set(about["labels"]) == {"de", "en"}, about
        assert all(about["labels"].values()), about


@each_kind
def test_a_code_list_is_the_enum_in_plain_ascii(kind: Kind):
    for table, field in coded(kind):
        assert list(field.descriptor["codes"]) == field.constraints["enum"], f"{table.name}.{field.name}"
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", code) for code in field.codes)


@each_kind
def test_a_default_is_one_of_the_codes(kind: Kind):
    for _, field in coded(kind):
        assert field.default is None or field.default in field.codes


@each_kind
def test_no_header_means_two_fields(kind: Kind):
    for table in kind:
        assert ambiguous((field.name, headers(field)) for field in table) == {}, table.name


@each_kind
def test_no_sheet_name_means_two_tables(kind: Kind):
    assert ambiguous((t.name, (t.name, *t.labels.values(), *t.synonyms)) for t in kind) == {}


@each_kind
def test_no_word_means_two_codes(kind: Kind):
    for table, field in coded(kind):
        words = ((code.name, (code.name, *code.labels.values(), *code.synonyms)) for code in field.codes.values())
        assert ambiguous(words) == {}, f"{table.name}.{field.name}"


@each_kind
def test_roles_events_and_foreign_keys_name_what_exists(kind: Kind):
    for table in kind:
        assert set(table.roles.values()) <= set(table.field_names)
        for key in table.foreign_keys:
            target = kind.table(key.resource) if key.resource else table
            assert set(key.fields) <= set(table.field_names)
            assert key.reference == target.primary_key


def test_a_deadline_and_a_phase_are_events_of_their_own():
    measures = KINDS["climate-measures"].table("measures")

    assert {field.name: field.event for field in measures if field.event} == {
        "phase": "phase_changed",
        "planned_end": "deadline_moved",
    }


def test_few_fields_of_a_measure_are_required():
    measures = KINDS["climate-measures"].table("measures")

    assert [field.name for field in measures if field.required] == ["measure_id", "title", "phase"]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("k. A.", "unknown"),
        ("geplant", "not_started"),
        ("in Planung", "planning"),
        ("in Arbeit", "implementation"),
        ("in Umsetzung", "implementation"),
        ("Daueraufgabe", "ongoing"),
        ("erledigt", "completed"),
        ("umgesetzt", "completed"),
        ("entfällt", "cancelled"),
        ("gescheitert", "cancelled"),
    ],
)
def test_the_words_that_staff_write_have_a_phase(word: str, code: str):
    assert code_of(word, KINDS["climate-measures"].table("measures").field("phase")) == code


@pytest.mark.parametrize("word", ["verzögert", "verschoben", "zurückgestellt"])
def test_being_late_is_no_phase(word: str):
    measures = KINDS["climate-measures"].table("measures")

    assert code_of(word, measures.field("phase")) is None
    assert code_of(word, measures.field("schedule")) in ("late", "postponed")


def test_the_same_sector_has_the_same_name_in_both_kinds():
    of_measures = KINDS["climate-measures"].table("measures").field("sector").codes
    of_emissions = KINDS["ghg-inventory"].table("emissions").field("sector").codes

    shared = set(of_measures) & set(of_emissions)

    assert len(shared) >= 8
    for code in shared:
        assert of_measures[code].labels == of_emissions[code].labels


def test_carbon_dioxide_without_a_unit_is_not_taken_for_tonnes():
    co2e = KINDS["ghg-inventory"].table("emissions").field("co2e_t")

    assert not {"co2", "co2e", "emissionen", "thg"} & {heard(word) for word in headers(co2e)}


def test_every_category_of_real_inventories_has_a_sector():
    if not REAL_INVENTORIES.is_dir():
        missing = f"The inventories of real cities are not at {REAL_INVENTORIES}"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    sector = KINDS["ghg-inventory"].table("emissions").field("sector")

    words = set(categories(REAL_INVENTORIES))

    assert len(words) > 20
    assert {word for word in words if code_of(word, sector) is None} == set()


def code_of(word: str, field: Field) -> str | None:
    for code in field.codes.values():
        if heard(word) in map(heard, (code.name, *code.labels.values(), *code.synonyms)):
            return code.name
    return None


def categories(folder: Path) -> Iterator[str]:
    """What cities call their sectors; rows with inhabitants speak of no sector."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            if "category" not in (rows.fieldnames or ()):
                continue  # the list of the cities
            yield from (row["category"] for row in rows if row["category"] and row["type"] != "Einwohner")


def test_a_kind_without_any_property_of_ours_loads(tmp_path: Path):
    kind = KindFolders(write_kind(tmp_path, made_up()))["tree-register"]

    trees = kind.table("trees")
    assert (kind.label("de"), trees.label("en"), trees.entity) == ("tree-register", "trees", "trees")
    assert trees.primary_key == ("tree",)
    assert trees.roles == {"title": "species"}
    assert trees.role("deadline") is None
    assert trees.field("health").code_label("good", "de") == "good"
    assert trees.field("species").synonyms == ()


@pytest.mark.parametrize(
    ("descriptor", "message"),
    [
        ({"name": "empty"}, "resources"),
        ({"resources": []}, "name"),
        ([], "made-up"),
        (made_up(primaryKey=[]), "primaryKey"),
        (made_up(primaryKey=["trunk"]), "trunk"),
        (made_up(primaryKey=["species"]), "required"),
        (made_up(fields=[{"type": "string"}]), "name"),
        (made_up(fields=[{"name": "tree"}, {"name": "tree"}]), "twice"),
    ],
    ids=["no resources", "no name", "a list", "no key", "unknown key", "key not required", "no field name", "twice"],
)
def test_a_broken_kind_says_what_is_wrong(tmp_path: Path, descriptor: object, message: str):
    with pytest.raises(KindBroken, match=message):
        KindFolders(write_kind(tmp_path, descriptor))


def test_a_kind_that_is_no_json_is_broken(tmp_path: Path):
    folder = write_kind(tmp_path, {})
    (folder / "made-up" / "datapackage.json").write_text("{", encoding="utf-8")

    with pytest.raises(KindBroken, match="made-up"):
        KindFolders(folder)
