"""Real tables of cities, read with the worked mappings of docs/examples/."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.kind_folders import load_kind
from opendata.validation.check import check
from tests.intake.making import DATA, ROOT, codes, column, data_file, example

CLIMATE_MEASURES = load_kind(ROOT / "datapackages" / "climate-measures")
GHG_INVENTORY = load_kind(ROOT / "datapackages" / "ghg-inventory")
STATES = ["2013", "2015-16", "2017-18"]
SAME_EVERYWHERE = ["measure_id", "title", "field_of_action", "status_note", "phase", "x_priority", "x_co2_potential"]


def muenster(path: str, mapping: str) -> Mapped:
    mapped = read_upload([data_file(f"muenster/{path}")], CLIMATE_MEASURES, example(mapping))
    assert codes(mapped) == []
    return mapped


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("path", "mapping"),
    [
        ("excel/Massnahmen_Stand_{}.csv", "muenster-excel"),
        ("excel/Massnahmen_Stand_{}.xlsx", "muenster-excel"),
        ("excel/Massnahmen_Stand_{}.xlsx", "muenster-{}-xlsx"),
    ],
)
def test_muenster_reads_the_same_from_every_file(state: str, path: str, mapping: str):
    transcription = muenster(f"snapshots/massnahmen_{state}.csv", "muenster-csv").tables["measures"].frame

    frame = muenster(path.format(state), mapping.format(state)).tables["measures"].frame

    assert frame.height == 54
    assert frame.select(SAME_EVERYWHERE).equals(transcription.select(SAME_EVERYWHERE))
    assert frame["responsible"].null_count() == 0


def test_the_plan_of_muenster_has_52_measures():
    mapped = muenster("snapshots/massnahmen_2009.csv", "muenster-csv")

    assert mapped.tables["measures"].frame.height == 52
    assert set(column(mapped, "phase")) == {"unknown"}


@pytest.mark.parametrize("state", STATES)
def test_the_volunteers_assessment_goes_nowhere(state: str):
    for path, mapping in (
        (f"snapshots/massnahmen_{state}.csv", "muenster-csv"),
        (f"excel/Massnahmen_Stand_{state}.csv", "muenster-excel"),
    ):
        mapped = muenster(path, mapping)
        words = {"implemented", "not_implemented", "umgesetzt", "nicht umgesetzt", "teilweise umgesetzt"}
        cells = {cell for name in mapped.tables["measures"].frame.columns for cell in column(mapped, name)}
        assert not words & cells
        assert "mapped-to-nothing" in {each.reason for each in mapped.report.dropped}


def test_rows_with_means_and_titles_are_left_out_and_listed():
    report = muenster("excel/Massnahmen_Stand_2013.csv", "muenster-excel").report

    assert [(each.row, each.reason) for each in report.left_out] == [
        (1, "title"),
        (2, "title"),
        *((row, "skip-rows") for row in (5, 18, 33, 41, 51)),
    ]


def test_merged_fields_of_action_are_filled_down_and_noted():
    mapped = muenster("excel/Massnahmen_Stand_2015-16.xlsx", "muenster-excel")

    assert None not in column(mapped, "field_of_action")
    assert "merged-cells-filled" in {note.code for note in mapped.report.notes}


def test_hidden_columns_notes_and_formulas_without_value_do_not_get_in_the_way():
    report = muenster("excel/Massnahmen_Stand_2017-18.xlsx", "muenster-excel").report

    assert [(each.row, each.reason) for each in report.left_out if each.reason != "title"] == [
        (None, "sheet-not-used"),
        (59, "empty"),
        (60, "note-below-table"),
        (61, "total"),
    ]
    assert ("hidden_content:measures:D", "D4") in [(question.id, question.address) for question in report.questions]


def test_karlsruhe_states_no_phase_but_fields_of_action():
    mapped = read_upload([data_file("karlsruhe/massnahmen.csv")], CLIMATE_MEASURES, example("karlsruhe"))

    assert codes(mapped) == []
    assert len(column(mapped, "measure_id")) == 68
    assert set(column(mapped, "phase")) == {"unknown"}
    assert set(column(mapped, "sector")) == {"buildings", "cross_cutting", "energy_supply", "transport"}


def test_karlsruhes_indicator_values_fill_three_tables():
    source = data_file("karlsruhe/Kennzahlenwerte_zu_Massnahme_mit.csv")
    lines = list(csv.DictReader(io.StringIO(source.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    key = "Maßnahme%Kennzahl%Maßeinheit"  # the city's own, made of the same columns

    mapped = read_upload([source], CLIMATE_MEASURES, example("karlsruhe-kennzahlen"))

    assert codes(mapped) == []
    heights = {name: table.frame.height for name, table in mapped.tables.items()}
    measured = [line for line in lines if line["Wert"] != "0"]  # zero stands for missing here
    assert heights == {
        "measures": len({line["Maßnahmen_ID"] for line in lines}),
        "indicators": len({line[key] for line in lines}),
        "indicator_values": len(measured),
    }
    assert (heights["measures"], heights["indicators"]) == (68, 119)
    titles = dict(zip(column(mapped, "measure_id"), column(mapped, "title"), strict=True))
    assert titles == {line["Maßnahmen_ID"]: line["Maßnahmen_Bez"].strip() for line in lines}
    indicators = mapped.tables["indicators"].frame.select("indicator_id", "measure_id", "title", "unit")
    values = mapped.tables["indicator_values"].frame.join(indicators, on="indicator_id", validate="m:1")
    found = values.select("measure_id", "title", "unit", "date", "value").rows()
    assert sorted(found) == sorted(
        (
            line["Maßnahmen_ID"],
            line["Kennzahl"].strip(),
            line["Maßeinheit"].strip(),
            line["Jahr"],
            format(Decimal(line["Wert"].replace(",", ".")).normalize(), "f"),
        )
        for line in measured
    )


def test_mainz_says_late_without_saying_how_far_a_measure_is():
    mapped = read_upload([data_file("mainz/massnahmen.csv")], CLIMATE_MEASURES, example("mainz"))

    assert codes(mapped) == []
    states = zip(column(mapped, "source_status"), column(mapped, "phase"), column(mapped, "schedule"), strict=True)
    assert set(states) == {
        ("unbekannt", "unknown", "unknown"),
        ("in Arbeit", "implementation", "unknown"),
        ("abgeschlossen", "completed", "unknown"),
        ("verzögert / fehlt", "unknown", "late"),
        ("gescheitert", "cancelled", "unknown"),
    }
    ids = set(column(mapped, "measure_id"))
    assert len(ids) == 55
    assert {parent for parent in column(mapped, "parent_id") if parent} <= ids


CITIES = sorted(file.stem for file in (DATA / "treibhausgas").glob("*.csv") if file.stem != "staedte")


@pytest.mark.parametrize("city", CITIES)
def test_greenhouse_gas_series_become_tonnes_in_common_sectors(city: str):
    special = Path(ROOT / "docs" / "examples" / f"treibhausgas-{city}.json").exists()
    mapping = example(f"treibhausgas-{city}" if special else "treibhausgas")

    mapped = read_upload([data_file(f"treibhausgas/{city}.csv")], GHG_INVENTORY, mapping)

    assert codes(mapped) == []
    frame = mapped.tables["emissions"].frame
    assert set(frame["sector"]) <= set(GHG_INVENTORY.table("emissions").field("sector").codes)
    assert not frame.select("year", "category", "energy_carrier", "scenario").is_duplicated().any()
    assert "Einwohner" not in set(frame["category"])


@pytest.mark.parametrize("city", CITIES)
def test_greenhouse_gas_series_are_known_without_a_mapping(city: str):
    source = data_file(f"treibhausgas/{city}.csv")
    lines = list(csv.DictReader(io.StringIO(source.content.decode(), newline="")))
    scenarios = {"real": "real", "geplant": "target"}
    emissions = [line for line in lines if line["type"] in scenarios]
    inhabitants = {number for number, line in enumerate(lines, 2) if line["type"] == "Einwohner"}

    mapped = read_upload([source], GHG_INVENTORY, None)

    assert codes(mapped) == []
    found = mapped.tables["emissions"].frame.select("year", "category", "scenario", "co2e_t").rows()
    assert [(*key, Decimal(co2e)) for *key, co2e in found] == [
        (line["year"], line["category"], scenarios[line["type"]], Decimal(line["co2"]) * 1000) for line in emissions
    ]
    assert {each.row for each in mapped.report.left_out if each.reason == "no-entry"} == inhabitants != set()
    assert "known-layout" in {note.code for note in mapped.report.notes}
    # 1.953 among whole numbers is in doubt, and 2014 stands twice in the series of Munich.
    assert [question.about for question in mapped.report.questions] == ["doubtful_number"] * (city == "duesseldorf")
    errors = [(error.code, error.address) for error in check(mapped).errors]
    assert errors == ([("primary-key", "A26")] if city == "muenchen" else [])


def test_a_thousands_point_in_a_series_of_whole_numbers_is_pointed_out_and_can_be_declared():
    source = data_file("treibhausgas/duesseldorf.csv")

    plain = read_upload([source], GHG_INVENTORY, example("treibhausgas"))
    declared = read_upload([source], GHG_INVENTORY, example("treibhausgas-duesseldorf"))

    assert [(question.id, question.address) for question in plain.report.questions] == [
        ("doubtful_number:emissions:co2e_t", "D2")
    ]
    assert column(plain, "co2e_t", "emissions")[0] == "1953"
    assert column(declared, "co2e_t", "emissions")[0] == "1953000"


@pytest.mark.parametrize(
    "folder", sorted((ROOT / "datapackages").glob("*/example/package")), ids=lambda f: f.parts[-3]
)
def test_every_kinds_own_example_needs_no_mapping_and_no_rewrite(folder: Path):
    kind = load_kind(folder.parents[1])
    files = [SourceFile(file.name, file.read_bytes()) for file in sorted(folder.glob("*.csv"))]

    mapped = read_upload(files, kind, None)

    assert codes(mapped) == []
    assert len(mapped.report.rewrites) == 0
    assert set(mapped.tables) == {file.name.removesuffix(".csv") for file in files}
