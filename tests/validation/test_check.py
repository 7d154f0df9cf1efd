"""An upload's tables against the schemas of their kind."""

from opendata.domain.report.findings import Finding, Report
from opendata.domain.report.mapped_tables import Mapped
from opendata.validation import check
from tests.validation.kinds import FUNDING, MEASURES, kind, measures, table, things


def german(report: Report) -> list[str]:
    return [each.messages["de"] for each in report.errors]


def test_a_table_that_meets_its_schema_has_no_errors():
    report = check(measures({"planned_end": "2026-03", "progress": "12.5"}, {"parent_id": "M1"}))

    assert report.valid and not report.errors and not report.more
    assert report.engine == "frictionless"


def test_what_intake_reported_stays_in_the_report():
    found = Finding("ambiguous-date", {"de": "F7: ?", "en": "F7: ?"}, "measures", 7, "decided_on")
    report = check(measures({"phase": "x"}, report=Report(errors=[found], error_count=1, engine="frictionless")))

    assert [each.code for each in report.errors] == ["ambiguous-date", "constraint-error"]
    assert report.error_count == 2


def test_a_finding_names_the_place_in_the_citys_own_sheet():
    report = check(measures({}, {"phase": "in Arbiet"}, rows=[5, 12], columns={"phase": 6}, sheet="Tabelle1"))

    (error,) = report.errors
    assert (error.code, error.resource, error.field) == ("constraint-error", "measures", "phase")
    assert (error.row, error.column, error.address, error.sheet) == (12, 6, "F12", "Tabelle1")
    assert error.cell == "in Arbiet"
    assert error.note and error.note.startswith('constraint "enum"')


def test_a_field_without_a_column_is_named_by_row_and_label():
    assert german(check(measures({"progress": "viel"}, columns={}))) == [
        "Zeile 5, Spalte „Fortschritt“: „viel“ ist keine Zahl: bitte nur Ziffern und höchstens ein Komma schreiben."
    ]


def test_findings_of_a_row_stand_in_the_order_of_the_sheet():
    report = check(measures({"phase": "x", "title": None}, columns={"phase": 1, "title": 2}))

    assert [each.address for each in report.errors] == ["A5", "B5"]


def test_a_duplicate_names_the_other_row_as_the_source_counts_it():
    report = check(measures({"measure_id": "Ü5"}, {}, {"measure_id": "Ü5"}, rows=[9, 11, 15]))

    (error,) = report.errors
    assert (error.code, error.field, error.cell, error.address) == ("primary-key", "measure_id", "Ü5", "A15")
    assert error.messages["de"].startswith("A15: Nr. „Ü5“ steht schon in Zeile 9.")
    assert error.note == "the same as in the row at position 9"


def test_a_foreign_key_leads_to_the_other_table():
    whole = kind()
    mapped = Mapped(
        whole,
        {
            "measures": table(whole, "measures", [{"measure_id": "M9", "title": "Radweg"}], sheet="Maßnahmen"),
            "funding": table(whole, "funding", [{"funding_id": "1", "measure_id": "M99"}], sheet="Förderung"),
        },
    )

    (error,) = check(mapped).errors
    assert (error.code, error.resource, error.field) == ("foreign-key", "funding", "measure_id")
    assert error.messages["de"] == (
        "Blatt „Förderung“, B5: Measure „M99“ gibt es in der Tabelle „Maßnahmen“ nicht. Meinten Sie „M9“?"
    ).replace("Measure", "Maßnahme")


def test_a_row_may_be_part_of_a_row_of_its_own_table():
    report = check(measures({}, {"parent_id": "M1"}, {"parent_id": "M7"}))

    assert [(each.code, each.address) for each in report.errors] == [("foreign-key", "G7")]


def test_a_table_that_nobody_sent_is_missed_once_and_only_where_cells_point_to_it():
    whole = kind()
    pointing = [{"funding_id": str(n), "measure_id": "M1"} for n in range(20)]
    not_pointing = [{"funding_id": "1"}]

    report = check(Mapped(whole, {"funding": table(whole, "funding", pointing)}))
    assert [(each.code, each.row, each.field) for each in report.errors] == [("foreign-key", None, "measure_id")]
    assert "„Maßnahmen“" in german(report)[0]
    assert check(Mapped(whole, {"funding": table(whole, "funding", not_pointing)})).valid


# One root cause is one line


def test_a_column_that_is_missing_is_not_reported_again_for_each_row():
    missing = Finding("missing-label", {"de": "Die Spalte „Titel“ fehlt."}, "measures", field="title")
    rows = [{"title": None, "phase": "planning"}] * 30
    report = check(measures(*rows, report=Report(errors=[missing], error_count=1)))

    assert [each.code for each in report.errors] == ["missing-label"]


def test_a_key_without_its_column_is_not_judged():
    missing = Finding("missing-label", {"de": "Die Spalte „Nr.“ fehlt."}, "measures", field="measure_id")
    rows = [{"measure_id": None, "parent_id": "M1"}] * 3
    report = check(measures(*rows, report=Report(errors=[missing], error_count=1)))

    assert [each.code for each in report.errors] == ["missing-label"]


def test_a_foreign_key_to_a_key_without_its_column_is_not_judged():
    whole = kind()
    missing = Finding("missing-label", {"de": "Die Spalte „Nr.“ fehlt."}, "measures", field="measure_id")
    mapped = Mapped(
        whole,
        {
            "measures": table(whole, "measures", [{"title": "Radweg"}]),
            "funding": table(whole, "funding", [{"funding_id": "1", "measure_id": "M1"}]),
        },
        Report(errors=[missing], error_count=1),
    )

    assert [each.code for each in check(mapped).errors] == ["missing-label"]


def test_an_empty_cell_of_the_key_is_an_empty_cell_and_nothing_else():
    report = check(measures({"measure_id": None}))

    assert german(report) == ["A5: Die Zelle ist leer, „Nr.“ muss ausgefüllt sein."]


def test_a_cell_that_breaks_several_rules_has_one_line():
    schema = {
        "fields": [
            {
                "name": "code",
                "type": "string",
                "constraints": {"enum": ["AB", "CD"], "pattern": "[A-Z]+", "minLength": 2, "unique": True},
            }
        ]
    }
    report = check(things(schema, {"code": "x"}, {"code": "x"}))

    assert [(each.code, each.row) for each in report.errors] == [("constraint-error", 5), ("constraint-error", 6)]
    assert all("nicht erlaubt" in each for each in german(report))


def test_a_duplicate_of_a_unique_key_field_is_one_line():
    schema = {
        "fields": [{"name": "id", "type": "string", "constraints": {"required": True, "unique": True}}],
        "primaryKey": "id",
    }
    report = check(things(schema, {"id": "1"}, {"id": "1"}, {"id": "1"}))

    assert [(each.code, each.row) for each in report.errors] == [("primary-key", 6), ("primary-key", 7)]


def test_a_cell_that_intake_reported_is_not_reported_again():
    found = Finding("ambiguous-date", {"de": "F5: ?"}, "measures", 5, "decided_on")
    report = check(measures({"decided_on": "1.2.25"}, report=Report(errors=[found], error_count=1)))

    assert [each.code for each in report.errors] == ["ambiguous-date"]


def test_an_empty_row_is_one_line():
    report = check(measures(dict.fromkeys(kind().table("measures").field_names)))

    assert [each.code for each in report.errors] == ["blank-row"]


# Keys that Frictionless accepts and does not enforce


def test_unique_keys_are_enforced():
    schema = {
        "fields": [{"name": "year", "type": "integer"}, {"name": "row", "type": "string"}],
        "uniqueKeys": [["year", "row"]],
    }
    rows = [{"year": "2024", "row": "a"}, {"year": "2024", "row": "b"}, {"year": "2024", "row": "a"}]
    report = check(things(schema, *rows, {"year": "2024"}, {"year": "2024"}))

    (error,) = report.errors
    assert (error.code, error.row, error.cell) == ("unique-error", 7, "2024, a")
    assert "steht schon in Zeile 5" in error.messages["de"]


# The limit


def test_more_errors_than_the_limit_are_said_to_be_more():
    report = check(measures(*[{"phase": "x"}] * 20), limit=5)

    assert len(report.errors) == 5 == report.error_count
    assert report.more and not report.valid


def test_exactly_as_many_errors_as_the_limit_are_all():
    report = check(measures(*[{"phase": "x"}] * 5), limit=5)

    assert report.error_count == 5 and not report.more


def test_the_limit_counts_lines_not_errors_of_frictionless():
    empty_keys = [{"measure_id": None, "title": f"{number}"} for number in range(30)]
    report = check(measures(*empty_keys), limit=25)

    assert len(report.errors) == 25 and report.more


def test_the_limit_holds_for_all_tables_together():
    whole = kind()
    mapped = Mapped(
        whole,
        {
            "measures": table(whole, "measures", [{"measure_id": "M1", "title": None}] * 1),
            "funding": table(whole, "funding", [{"funding_id": None, "measure_id": "M1"}] * 4),
        },
    )

    report = check(mapped, limit=3)
    assert [each.resource for each in report.errors] == ["measures", "funding", "funding"] and report.more
    assert check(mapped, limit=0).error_count == 5


# Schemas at which Frictionless raises


def test_a_pattern_that_does_not_compile_is_one_finding():
    schema = {"fields": [{"name": "code", "type": "string", "constraints": {"pattern": r"\p{L}+"}}]}
    (error,) = check(things(schema, {"code": "a"})).errors

    assert (error.code, error.field, error.row) == ("schema-error", "code", None)
    assert "regulärer Ausdruck" in error.messages["de"]


def test_a_bound_that_its_own_type_cannot_read_is_one_finding():
    schema = {"fields": [{"name": "n", "type": "integer", "constraints": {"minimum": 1.5}}]}
    (error,) = check(things(schema, {"n": "1"}, {"n": "2"})).errors

    assert error.code == "schema-error" and "minimum = '1.5'" in error.messages["en"]


def test_lists_cannot_be_unique():
    schema = {"fields": [{"name": "all", "type": "list", "constraints": {"unique": True}}]}
    (error,) = check(things(schema, {"all": "a,b"})).errors

    assert error.code == "schema-error"


def test_a_constraint_that_the_type_does_not_have_is_one_finding():
    schema = {"fields": [{"name": "n", "type": "integer", "constraints": {"pattern": "a"}}]}
    (error,) = check(things(schema, {"n": "1"})).errors

    assert error.code == "schema-error" and error.resource == "things"


def test_a_value_that_cannot_be_compared_with_its_bound_names_the_row():
    schema = {
        "fields": [{"name": "at", "type": "datetime", "constraints": {"minimum": "2024-01-01T00:00:00"}}],
    }
    (error,) = check(things(schema, {"at": "2024-05-01T00:00:00"}, {"at": "2024-05-01T00:00:00Z"})).errors

    assert (error.code, error.row) == ("error", 6)
    assert error.messages["de"].startswith("Zeile 6: ")


def test_a_hanging_pattern_of_a_datasets_own_field_is_refused():
    schema = {"fields": [{"name": "x_code", "type": "string", "constraints": {"pattern": "(a+)+b"}}]}
    (error,) = check(things(schema, {"x_code": "a" * 40})).errors

    assert (error.code, error.field) == ("schema-error", "x_code")


def test_a_broken_schema_does_not_keep_other_tables_from_being_checked():
    broken = {**MEASURES, "schema": {**MEASURES["schema"], "fields": [dict(f) for f in MEASURES["schema"]["fields"]]}}
    broken["schema"]["fields"][1]["constraints"] = {"pattern": "("}
    whole = kind(broken, FUNDING)
    mapped = Mapped(
        whole,
        {
            "measures": table(whole, "measures", [{"measure_id": "M1", "title": "Radweg"}]),
            "funding": table(whole, "funding", [{"funding_id": None, "measure_id": "M1"}]),
        },
    )

    assert [(each.code, each.resource) for each in check(mapped).errors] == [
        ("schema-error", "measures"),
        ("constraint-error", "funding"),
    ]


def test_bounds_that_exclude_themselves_are_judged():
    schema = {"fields": [{"name": "n", "type": "number", "constraints": {"exclusiveMinimum": 0}}]}
    (error,) = check(things(schema, {"n": "0"}, {"n": "0.1"})).errors

    assert error.messages["en"] == "A5: '0' is too small: 'n' must be more than 0."


def test_a_long_cell_is_kept_up_to_a_bound_and_short_in_the_sentence():
    (error,) = check(measures({"title": "Ö" * 5000})).errors

    assert error.cell == "Ö" * 1000
    assert "mit 5000 Zeichen zu lang" in error.messages["de"] and len(error.messages["de"]) < 200
