"""Inventories whose years or sectors stand side by side, each with what a person reads there."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from opendata.domain.errors import MappingNotValid
from opendata.domain.report.mapped_tables import Mapped
from opendata.intake import SourceFile, read_upload
from opendata.intake.looking import look_at
from opendata.kind_folders import load_kind
from opendata.validation.check import check
from tests.intake.making import ROOT, codes, csv_file, xlsx_file

GHG = load_kind(ROOT / "datapackages" / "ghg-inventory")
Rows = Sequence[Sequence[Any]]
IN_KILOTONNES = [["Treibhausgasemissionen in 1.000 t CO2e"]]
IN_TONNES = [["Angaben in t CO2e"]]
Expected = Mapping[tuple[str, str, str], int]  # tonnes by year, category and "real" or "target"
PLAIN: Expected = {
    ("1990", "Haushalte", "real"): 900_000,
    ("1990", "Verkehr", "real"): 700_500,
    ("1990", "Gesamt", "real"): 1_600_500,
    ("2019", "Haushalte", "real"): 800_000,
    ("2019", "Verkehr", "real"): 650_000,
    ("2019", "Gesamt", "real"): 1_450_000,
}


def read(rows: Rows, merge: tuple[str, ...] = (), mapping: Any = None) -> Mapped:
    return read_upload([xlsx_file(*map(list, rows), merge=merge)], GHG, mapping)


def tonnes(mapped: Mapped) -> dict[tuple[str, str, str], Decimal]:
    assert check(mapped).errors == []
    rows = mapped.tables["emissions"].frame.select("year", "category", "scenario", "co2e_t").rows()
    found = {tuple(row[:3]): Decimal(row[3]) for row in rows}
    assert len(found) == len(rows)
    return found


def asked(mapped: Mapped) -> list[str]:
    return [question.id for question in mapped.report.questions]


YEARS_ACROSS: Rows = [
    ["Sektor", 1990, 2019],
    ["Haushalte", 900, 800],
    ["Verkehr", 700.5, 650],
    ["Gesamt", 1600.5, 1450],
]
SECTORS_ACROSS: Rows = [
    ["Jahr", "Haushalte", "Verkehr", "Gesamt"],
    [1990, 900, 700.5, 1600.5],
    [2019, 800, 650, 1450],
]
SHAPES: Mapping[str, tuple[Rows, tuple[str, ...]]] = {
    "years across": ([*IN_KILOTONNES, *YEARS_ACROSS], ()),
    "years across below an empty row": ([*IN_KILOTONNES, [], *YEARS_ACROSS], ()),
    "nothing above the sectors": ([*IN_KILOTONNES, [None, "1990", "2019"], *YEARS_ACROSS[1:]], ()),
    "the unit above the sectors": ([["Emissionen in kt CO2e", "1990", "2019*"], *YEARS_ACROSS[1:]], ()),
    "a column of units and one of sums": (
        [
            ["Bereich", "Einheit", "1990", "2019", "Summe"],
            *([name, "1.000 t", first, last, first + last] for name, first, last in YEARS_ACROSS[1:]),
        ],
        (),
    ),
    "the unit with each year": ([["Bereich", "1990 in kt CO2e", "2019 in kt CO2e"], *YEARS_ACROSS[1:]], ()),
    "a title over the years": (
        [["Bereich", "Emissionen (kt)", None], [None, 1990, 2019], *YEARS_ACROSS[1:]],
        ("A1:A2", "B1:C1"),
    ),
    "tonnes and tonnes per head in turn": (
        [
            ["Bereich", "1990", None, "2019", None],
            [None, "kt CO2e", "t pro Kopf", "kt CO2e", "t pro Kopf"],
            *([name, first, 5.5, last, 4] for name, first, last in YEARS_ACROSS[1:]),
        ],
        ("A1:A2", "B1:C1", "D1:E1"),
    ),
    "sectors across": ([*IN_KILOTONNES, *SECTORS_ACROSS], ()),
    "a row of units": ([SECTORS_ACROSS[0], [None, "kt", "kt", "kt"], *SECTORS_ACROSS[1:]], ()),
    "no word above the years": ([*IN_KILOTONNES, [None, *SECTORS_ACROSS[0][1:]], *SECTORS_ACROSS[1:]], ()),
    "the unit with each sector": (
        [["Jahr", "Haushalte (kt)", "Verkehr (kt)", "Gesamt [kt CO2e]"], *SECTORS_ACROSS[1:]],
        (),
    ),
    "a row that adds up the years": ([*IN_KILOTONNES, *SECTORS_ACROSS, ["Summe", 1700, 1350.5, 3050.5]], ()),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_number_of_a_wide_table_becomes_a_row_of_tonnes(shape: str):
    rows, merge = SHAPES[shape]

    mapped = read(rows, merge)

    assert tonnes(mapped) == PLAIN
    assert asked(mapped) == []
    assert "columns-read-as-rows" in {note.code for note in mapped.report.notes}
    sectors = dict(mapped.tables["emissions"].frame.select("category", "sector").rows())
    assert sectors == {"Haushalte": "private_households", "Verkehr": "transport", "Gesamt": "total"}


TARGETS: Rows = [["Verkehr", 5, 6, 3], ["Gesamt", 50, 60, 30]]
WITH_TARGETS: Expected = {
    ("2010", "Verkehr", "real"): 5,
    ("2010", "Gesamt", "real"): 50,
    ("2019", "Verkehr", "real"): 6,
    ("2019", "Gesamt", "real"): 60,
    ("2030", "Verkehr", "target"): 3,
    ("2030", "Gesamt", "target"): 30,
}


@pytest.mark.parametrize(
    ("header", "merge"),
    [
        ([["Bereich", "real", None, "geplant"], [None, 2010, 2019, 2030]], ("A2:A3", "B2:C2")),
        ([["Bereich", "Ist", None, "Ziel"], [None, 2010, 2019, 2030]], ()),
        ([["Bereich", 2010, 2019, 2030], [None, "Ist", "Ist", "Ziel"]], ()),
        ([["Bereich", 2010, 2019, 2030], [None, None, None, "Ziel"]], ()),
        ([["Bereich", "2010", "2019", "2030 (Ziel)"]], ()),
        ([["Bereich", "real 2010", "real 2019", "geplant 2030"]], ()),
    ],
)
def test_actual_years_and_targets_stand_in_a_second_row_or_beside_the_year(header: Rows, merge: tuple[str, ...]):
    mapped = read([*IN_TONNES, *header, *TARGETS], merge)

    assert tonnes(mapped) == WITH_TARGETS
    assert asked(mapped) == []


def test_a_column_tells_actual_years_from_targets():
    rows: Rows = [
        ["Jahr", "Typ", "Verkehr", "Gesamt"],
        [2010, "real", 5, 50],
        [2019, "real", 6, 60],
        [2030, "geplant", 3, 30],
    ]

    assert tonnes(read([*IN_TONNES, *rows])) == WITH_TARGETS


def test_a_german_csv_with_inhabitants_beside_the_sectors():
    text = (
        "Jahr;Private Haushalte (t);Gewerbe/Handel/Dienstleistung (t);Gesamt (t);Einwohner;t CO2 pro Kopf\r\n"
        "1990;1.234,5;10;1.244,5;1.000;1,2\r\n2019;1.000,0;k. A.;1.000;1.100;0,9\r\n"
    )

    mapped = read_upload([SourceFile("bilanz.csv", text.encode("cp1252"))], GHG, None)

    assert tonnes(mapped) == {
        ("1990", "Private Haushalte", "real"): Decimal("1234.5"),
        ("2019", "Private Haushalte", "real"): 1000,
        ("1990", "Gewerbe/Handel/Dienstleistung", "real"): 10,
        ("1990", "Gesamt", "real"): Decimal("1244.5"),
        ("2019", "Gesamt", "real"): 1000,
    }
    people = set(mapped.tables["emissions"].frame.select("year", "population").rows())
    assert people == {("1990", "1000"), ("2019", "1100")}
    assert [(column.header, column.reason) for column in mapped.report.dropped] == [
        ("t CO2 pro Kopf", "mapped-to-nothing")
    ]
    [note] = [note for note in mapped.report.notes if note.code == "columns-read-as-rows"]
    assert "t CO2 pro Kopf" in note.messages["de"] and "t CO2 pro Kopf" in note.messages["en"]


def test_rows_of_inhabitants_and_per_head_are_no_emissions_and_told():
    mapped = read([*IN_KILOTONNES, *YEARS_ACROSS, ["Einwohner", 100_000, 120_000], ["t CO2e pro Kopf", 16, 12.1]])

    assert tonnes(mapped) == PLAIN
    left_out = [(row.row, row.reason) for row in mapped.report.left_out]
    assert left_out == [(1, "title"), (6, "no-entry"), (7, "no-entry")]


def test_energy_carriers_stay_in_their_column():
    rows: Rows = [
        ["Bereich", "Energieträger", "2010", "2019"],
        ["Haushalte", "Erdgas", 5, 6],
        ["Haushalte", "Heizöl", 7, 1],
        ["Gesamt", "alle", 12, 7],
    ]

    mapped = read([*IN_TONNES, *rows])

    assert check(mapped).errors == []
    found = mapped.tables["emissions"].frame.select("year", "category", "energy_carrier", "co2e_t").rows()
    assert set(found) == {
        ("2010", "Haushalte", "natural_gas", "5"),
        ("2010", "Haushalte", "heating_oil", "7"),
        ("2010", "Gesamt", "all", "12"),
        ("2019", "Haushalte", "natural_gas", "6"),
        ("2019", "Haushalte", "heating_oil", "1"),
        ("2019", "Gesamt", "all", "7"),
    }


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (YEARS_ACROSS, "B1"),
        (SECTORS_ACROSS, "B1"),
        ([["Endenergie in MWh"], *YEARS_ACROSS], "B2"),
        ([["Sektor", "Einheit", 1990], ["Haushalte", "t", 1], ["Verkehr", "kt", 2]], None),
        ([["Sektor", "Einheit", 1990, 2019], ["Haushalte", "t", 1, 2], ["Verkehr", "kt", 3, 4]], "C1"),
        ([["Jahr", "Haushalte (t)", "Verkehr"], [1990, 1, 2]], "B1"),
    ],
)
def test_without_a_unit_that_holds_for_all_nothing_is_guessed(rows: Rows, place: str | None):
    mapped = read(rows)

    if place is None:  # one year is no series
        assert "unit-missing" not in codes(mapped) and not check(mapped).valid
        return
    [error] = [error for error in mapped.report.errors if error.code == "unit-missing"]
    assert (error.address, error.field) == (place, "co2e_t")
    assert "in 1.000 t" in error.messages["de"] and "in 1000 t" in error.messages["en"]


def test_a_sector_that_nobody_knows_is_asked_about_above_a_column_and_published_in_a_row():
    across = read(
        [*IN_KILOTONNES, ["Jahr", "Haushalte", "Verkehr", "Flughafen"], [1990, 900, 700.5, 7], [2019, 800, 650, 8]]
    )
    down = read([*IN_KILOTONNES, *YEARS_ACROSS[:3], ["Flughafen", 7, 8]])

    assert asked(across) == ["unread_column:emissions:D"]
    assert "Flughafen" not in set(across.tables["emissions"].frame["category"])
    assert asked(down) == []
    assert tonnes(down)["2019", "Flughafen", "real"] == 8000
    frame = down.tables["emissions"].frame
    assert set(frame.select("category", "sector").rows()) == {
        ("Haushalte", "private_households"),
        ("Verkehr", "transport"),
        ("Flughafen", None),
    }
    assert "Flughafen" in next(n.messages["de"] for n in down.report.notes if n.code == "columns-read-as-rows")


def test_columns_of_other_figures_are_left_out_however_often_they_stand_there():
    header: list[Any] = ["Jahr", "Haushalte", "t pro Kopf", "Verkehr", "T pro Kopf", "Gesamt", "Anteil Ökostrom in %"]
    rows: Rows = [[1990, 900, 3, 700.5, 2, 1600.5, 1.5], [2019, 800, 2, 650, 2, 1450, 20]]

    mapped = read([*IN_KILOTONNES, header, *rows])

    assert tonnes(mapped) == PLAIN
    dropped = {column.column: column.reason for column in mapped.report.dropped}
    assert dropped == {3: "mapped-to-nothing", 5: "mapped-to-nothing", 7: "not-in-schema"}
    assert asked(mapped) == ["unread_column:emissions:G"]


def test_the_portal_shows_which_columns_become_rows():
    rows: Rows = [*IN_KILOTONNES, [], [None, "1990", "2019"], *YEARS_ACROSS[1:]]

    [reading] = look_at([xlsx_file(*map(list, rows))], GHG).readings

    how = {column["header"]: (column["how"], column["fields"]) for column in reading["columns"]}
    assert how == {"Bereich": ("mapped", ["category", "sector"]), "1990": ("as-rows", []), "2019": ("as-rows", [])}


def test_a_table_with_a_row_for_each_number_is_read_as_before():
    long: Rows = [["Jahr", "Bereich", "THG-Emissionen in t", "1990", "2019"], [2019, "Verkehr", 5, 1, 2]]

    mapped = read(long)

    assert tonnes(mapped) == {("2019", "Verkehr", "real"): 5}
    assert "columns-read-as-rows" not in {note.code for note in mapped.report.notes}


def test_a_mapping_names_fields_and_factors_of_columns_that_become_rows():
    unpivot = {
        "name": ["category", "sector"],
        "values": {"co2e_t": {"Haushalte": "Haushalte", "Autos": {"category": "Autos", "sector": "transport"}}},
        "factors": {"co2e_t": 1000},
    }
    mapping = {"resources": {"emissions": {"fields": {"Jahr": "year"}, "unpivot": unpivot}}}
    rows = (["Jahr", "Haushalte", "Autos"], ["1990", "900", "700,5"])

    mapped = read_upload([csv_file(*rows)], GHG, mapping)

    assert mapped.tables["emissions"].frame.select("category", "sector", "co2e_t").rows() == [
        ("Haushalte", "private_households", "900000"),
        ("Autos", "transport", "700500"),
    ]


@pytest.mark.parametrize(
    ("unpivot", "where"),
    [
        ({"name": [], "values": {"co2e_t": "YEAR"}}, "name"),
        ({"name": ["year", "month"], "values": {"co2e_t": "YEAR"}}, "month"),
        ({"name": ["year", "co2e_t"], "values": {"co2e_t": "YEAR"}}, "co2e_t"),
        ({"name": "year", "values": {"co2e_t": {"A": {"years": "2020"}}}}, "years"),
        ({"name": "year", "values": {"co2e_t": {"A": {"co2e_t": "2020"}}}}, "co2e_t"),
        ({"name": "year", "values": {"co2e_t": {"A": {"year": 2020}}}}, "texts"),
        ({"name": "year", "values": {"co2e_t": "YEAR"}, "factors": {"source": 1}}, "source"),
        ({"name": "year", "values": {"co2e_t": "YEAR"}, "factors": {"co2e_t": 0}}, "factor"),
    ],
)
def test_a_wrong_description_of_such_columns_is_refused(unpivot: Any, where: str):
    with pytest.raises(MappingNotValid, match=where):
        read(YEARS_ACROSS, mapping={"resources": {"emissions": {"unpivot": unpivot}}})
