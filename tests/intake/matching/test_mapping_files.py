"""Mappings: what they do to a table, and what is said when they are wrong."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from opendata.domain.errors import MappingNotValid
from opendata.intake import SourceFile, read_upload
from opendata.intake.matching.mapping_files import RESOURCE_KEYS, read_mapping
from opendata.intake.matching.row_kinds import RowKind
from opendata.kind_folders import load_kind
from tests.intake.files.test_xlsx_workbooks import written_by_openpyxl
from tests.intake.making import EXAMPLES, KIND, ROOT, codes, column, csv_file, measures, upload


def test_headers_are_found_by_name_label_and_synonym_without_a_mapping():
    mapped = upload(
        ["measure_id", "MASSNAHME:", "Umsetzungs-\nstand", "bemerkung *"], ["1", "Radweg", "erledigt", "x"]
    )

    assert list(mapped.tables["measures"].columns) == ["measure_id", "title", "phase", "note"]


def test_columns_without_a_field_are_dropped_and_named():
    mapped = upload(["Nr.", "Maßnahme", "intern", ""], ["1", "Radweg", "geheim", "auch geheim"])

    assert [(each.column, each.header, each.reason) for each in mapped.report.dropped] == [
        (3, "intern", "not-in-schema"),
        (4, "", "no-header"),
    ]
    assert "geheim" not in str(mapped.tables["measures"].frame.rows())


def test_a_column_mapped_to_nothing_is_not_published_even_if_its_header_is_known():
    mapped = upload(
        ["Nr.", "Maßnahme", "Sachstand"], ["1", "a", "b"], mapping=measures({"fields": {"Sachstand": None}})
    )

    assert column(mapped, "note") == [None]
    assert [each.reason for each in mapped.report.dropped] == ["mapped-to-nothing"]


def test_own_fields_join_the_kind_with_their_type():
    mapping = measures({"fields": {"Priorität": {"name": "x_priority", "type": "integer", "title": "Priorität"}}})

    mapped = upload(["Nr.", "Maßnahme", "Priorität"], ["1", "a", "1.000"], mapping=mapping)

    assert mapped.kind.table("measures").field("x_priority").type == "integer"
    assert column(mapped, "x_priority") == ["1000"]
    assert mapped.tables["measures"].frame.columns == list(mapped.kind.table("measures").field_names)


def test_one_column_may_feed_several_fields():
    mapping = measures({"fields": {"Stand": ["phase", "note"]}})

    mapped = upload(["Nr.", "Maßnahme", "Stand"], ["1", "a", "in Planung"], mapping=mapping)

    assert (column(mapped, "phase"), column(mapped, "note")) == (["planning"], ["in Planung"])


def test_the_mapping_beats_a_synonym_and_a_name_beats_a_label():
    mapped = upload(
        ["Nr.", "title", "Titel", "Status", "Ampel"],
        ["1", "a", "b", "in Planung", "erledigt"],
        mapping=measures({"fields": {"Ampel": "phase"}}),
    )

    assert (column(mapped, "title"), column(mapped, "phase")) == (["a"], ["completed"])
    assert {each.header: each.reason for each in mapped.report.dropped} == {
        "Titel": "field-already-fed",
        "Status": "field-already-fed",
    }


@pytest.mark.parametrize("headers", [("Titel", "Bezeichnung"), ("Titel", "titel ")])
def test_two_columns_for_one_field_are_one_error(headers: tuple[str, str]):
    mapped = upload(["Nr.", *headers], ["1", "a", "b"], ["2", "a", "b"])

    assert codes(mapped) == ["duplicate-label"]
    assert mapped.report.errors[0].messages["de"].startswith("B1 „Titel“, C1 „")


def test_a_required_field_without_column_is_one_error_and_an_empty_column():
    mapped = upload(["Nr.", "Sachstand"], ["1", "a"], ["2", "b"])

    assert [(error.code, error.field, error.row) for error in mapped.report.errors] == [
        ("missing-label", "title", None)
    ]
    assert column(mapped, "title") == [None, None]


def test_a_field_with_a_default_needs_no_column_but_a_note():
    mapped = upload(["Nr.", "Maßnahme"], ["1", "a"])

    assert column(mapped, "phase") == ["unknown"]
    assert "unbekannt" in next(note for note in mapped.report.notes if note.code == "default").messages["de"]


def test_constants_fill_only_where_there_is_no_column():
    mapping = measures({"constants": {"phase": "completed", "note": "fest"}})

    mapped = upload(["Nr.", "Maßnahme", "Status"], ["1", "a", "in Planung"], ["2", "b", ""], mapping=mapping)

    assert column(mapped, "phase") == ["planning", None]
    assert column(mapped, "note") == ["fest", "fest"]


def test_a_mapped_column_that_is_missing_is_one_error_unless_something_stands_in_for_it():
    rows = [["Nr.", "Maßnahme"], ["1", "a"]]

    assert codes(upload(*rows, mapping=measures({"fields": {"Text": "note"}}))) == ["mapped-column-missing"]
    assert codes(upload(*rows, mapping=measures({"fields": {"Text": None}}))) == []
    assert codes(upload(*rows, mapping=measures({"fields": {"Name": "title"}}))) == []
    constant = upload(*rows, mapping=measures({"fields": {"Stand": "phase"}, "constants": {"phase": "planning"}}))
    assert (codes(constant), column(constant, "phase")) == ([], ["planning"])


def test_several_headers_for_one_field_serve_tables_that_change_their_wording():
    mapping = measures({"fields": {"Stand 2023": "note", "Stand 2024": "note"}})

    assert codes(upload(["Nr.", "Maßnahme", "Stand 2024"], ["1", "a", "b"], mapping=mapping)) == []


def test_rows_are_skipped_by_all_of_their_conditions_and_listed():
    mapping = measures({"skip_rows": [{"Maßnahme": "Summe", "Nr.": ""}, {"Maßnahme": ["Mittel", "  Mittel  wert "]}]})

    mapped = upload(
        ["Nr.", "Maßnahme"], ["1", "Summe"], ["", " Summe"], ["3", "Mittel wert"], ["4", "b"], mapping=mapping
    )

    assert column(mapped, "measure_id") == ["1", "4"]
    assert [(each.row, each.reason) for each in mapped.report.left_out] == [(3, "skip-rows"), (4, "skip-rows")]


def test_a_condition_on_a_column_that_is_missing_is_an_error():
    mapped = upload(["Nr.", "Maßnahme"], ["1", "a"], mapping=measures({"skip_rows": [{"Art": "Summe"}]}))

    assert codes(mapped) == ["mapped-column-missing"]


def test_a_header_row_can_be_named():
    rows = [["Nr.", "Maßnahme"], ["1", "a"], ["Nr.", "Maßnahme"], ["2", "b"]]

    assert column(upload(*rows, mapping=measures({"header_row": 3})), "measure_id") == ["2"]


def test_a_sheet_and_a_file_can_be_named():
    book = SourceFile("b.xlsx", written_by_openpyxl([["Nr.", "Maßnahme"], ["1", "a"]]))
    table = csv_file(["Nr.", "Maßnahme"], ["2", "b"], name="c.csv")

    assert column(read_upload([book, table], KIND, measures({"file": "c.csv"})), "measure_id") == ["2"]
    assert column(read_upload([book, table], KIND, measures({"sheet": "Sheet"})), "measure_id") == ["1"]
    for wrong, known in (({"sheet": "Tabelle1"}, "Sheet, c"), ({"file": "d.csv"}, "b.xlsx, c.csv")):
        with pytest.raises(MappingNotValid, match=known):
            read_upload([book, table], KIND, measures(wrong))


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"resource": {}}, "there are: resources"),
        ({"resources": {"measure": {}}}, "there are: measures, funding"),
        (measures({"field": {}}), "there are: sheet, file"),
        (measures({"fields": {"Nr.": "id"}}), "there are: measure_id, title"),
        (measures({"fields": {"Nr.": "x_number"}}), "name, type and title"),
        (measures({"fields": {"a": {"name": "x_A", "type": "string"}}}), "small letters"),
        (measures({"fields": {"a": {"name": "x_a", "type": "money"}}}), "there are: string"),
        (measures({"fields": {"a": {"name": "x_a", "typo": "string"}}}), "there are: name, type"),
        (measures({"fields": {"a": {"name": "x_a", "constraints": {"min": 1}}}}), "there are: required"),
        (measures({"fields": {"a": {"name": "x_a", "constraints": {"required": True}}}}), "cannot be required"),
        (measures({"fields": {"a": {"name": "title", "type": "string"}}}), "there are: name"),
        (measures({"fields": {"a": {"type": "string"}}}), "needs the 'name'"),
        (measures({"fields": {"a": {"name": "cost_eur", "factor": 0}}}), "not 0"),
        (measures({"fields": {"a": {"name": "cost_eur", "factor": "viel"}}}), "must be a number"),
        (measures({"fields": {"a": 5}}), "must be an object"),
        (measures({"fields": {"a": "note", "A ": "title"}}), "the same header"),
        (measures({"fields": {"": "note"}}), "must not be empty"),
        (measures({"codes": {"phase": {"x": "fertig"}}}), "there are: unknown, planning, completed"),
        (measures({"codes": {"Phase": {}}}), "there is no field 'Phase'"),
        (measures({"constants": {"phase": "fertig"}}), "there are: unknown"),
        (measures({"constants": {"note": None}}), "one value for all rows"),
        (measures({"constants": {"note": "x" * 10_000}}), "longer than"),
        (measures({"skip_rows": {"Nr.": ""}}), "must be a list"),
        (measures({"skip_rows": [{}]}), "at least one header"),
        (measures({"decimal": ";"}), "must be"),
        (measures({"header_row": 0}), "counted from 1"),
        (measures({"header_row": True}), "counted from 1"),
        (measures({"sheet": 1}), "must be a text"),
        ([], "must be an object"),
        ("mapping", "must be an object"),
    ],
)
def test_a_wrong_mapping_is_told_what_exists(mapping: Any, says: str):
    with pytest.raises(MappingNotValid, match=re.escape(says)) as refused:
        upload(["Nr.", "Maßnahme"], ["1", "a"], mapping=mapping)

    german = refused.value.in_language("de")
    assert german.startswith("Die Zuordnung ist")
    assert says not in german


@pytest.mark.parametrize(
    "wrong",
    [
        {"labels": {"de": 5}},
        {"codes": {"a": {"labels": {"de": 5}}}},
        {"codes": {"a": 5}},
        {"missingWords": [5]},
        {"constraints": [1]},
        {"type": "number", "groupChar": 5},
        {"type": "boolean", "trueValues": 5},
        {"event": "a|b"},
        {"unit": "\ud800"},
    ],
    ids=str,
)
def test_an_own_field_of_odd_parts_is_refused(wrong: dict[str, Any]):
    with pytest.raises(MappingNotValid):
        upload(
            ["Nr.", "Maßnahme", "P"], ["1", "a", "b"], mapping=measures({"fields": {"P": {"name": "x_a", **wrong}}})
        )


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_worked_example_is_a_valid_mapping(path: Path):
    kind = "ghg-inventory" if path.stem.startswith("treibhausgas") else "climate-measures"

    assert read_mapping(json.loads(path.read_text(encoding="utf-8")), load_kind(ROOT / "datapackages" / kind))


def test_the_documentation_names_every_key_rule_and_code():
    documentation = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "opendata" / "intake").rglob("*.py"))
    rules = set(re.findall(r'step\(\s*"([a-z-]+)"', source)) | set(re.findall(r'"(thousands|decimal-comma)"', source))
    findings = set(re.findall(r'Finding\(\s*"([a-z-]+)"', source)) | set(
        re.findall(r'^    "([a-z-]+)": \($', source, re.M)
    )
    notes = set(re.findall(r'(?:Note|note)\(\s*"([a-z-]+)"', source))
    reasons = set(re.findall(r'"(title|empty|skip-rows|header-repeated|sheet-not-used)"', source))
    reasons |= {kind.value for kind in RowKind}

    rules |= set(re.findall(r": \"(unit-[a-z-]+)\"", source))
    assert len(rules) > 10 and len(findings) > 8 and len(notes) > 8
    for word in {*RESOURCE_KEYS, *rules, *findings, *notes, *reasons}:
        assert f"`{word}`" in documentation, word
