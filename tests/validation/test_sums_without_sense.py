"""Totals of emissions that their sectors do not add up to are told with the year and all three numbers."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import pytest

from opendata.domain.report.findings import Note
from opendata.intake import SourceFile, read_upload
from opendata.kind_folders import load_kind
from opendata.validation.check import check
from tests.intake.making import DATA, ROOT, csv_file, data_file

GHG = load_kind(ROOT / "datapackages" / "ghg-inventory")
HEADER = ["Jahr", "Bereich", "Sektorcode", "Energieträger", "Typ", "THG-Emissionen in t"]


def told(source: SourceFile) -> list[Note]:
    report = check(read_upload([source], GHG, None))
    return [note for note in report.notes if note.code == "sense-total-not-sum"]


def notes(*rows: Sequence[str], header: Sequence[str] = HEADER) -> list[Note]:
    return told(csv_file(header, *rows, name="emissions.csv"))


def row(category: str, amount: str, *, year: str = "2020", carrier: str = "alle", kind: str = "Ist") -> list[str]:
    return [year, category, category, carrier, kind, amount]


def test_the_year_both_numbers_and_the_difference_are_told_and_nothing_is_changed():
    rows = [row("Haushalte", "1.000"), row("Verkehr", "500"), row("Gesamt", "1.700")]

    mapped = read_upload([csv_file(HEADER, *rows)], GHG, None)
    report = check(mapped)
    [note] = [note for note in report.notes if note.code.startswith("sense-")]

    assert report.valid and not report.questions
    assert (note.row, note.address) == (4, "F4")
    assert note.messages["de"].startswith(
        "F4: „Gesamt“ für 2020, Ist ist 1.700 t, die Teile ergeben 1.500 t: ein Unterschied von 200 t."
    )
    assert note.messages["en"].startswith(
        "F4: 'Total' for 2020, Actual is 1,700 t, and the parts add up to 1,500 t: a difference of 200 t."
    )
    assert mapped.tables["emissions"].frame["co2e_t"].to_list() == ["1000", "500", "1700"]


@pytest.mark.parametrize(
    "rows",
    [
        [row("Haushalte", "1.000"), row("Verkehr", "500"), row("Gesamt", "1.500")],
        # Rounded to whole thousands, each part and the total.
        [row("Haushalte", "903.000"), row("Verkehr", "501.000"), row("Gesamt", "1.405.000")],
        # The total alone is rounded.
        [row("Haushalte", "903.421,5"), row("Verkehr", "501.111"), row("Gesamt", "1.404.500")],
        # One part, and no total, are no sum.
        [row("Haushalte", "1.000"), row("Gesamt", "1.500")],
        [row("Haushalte", "1.000"), row("Verkehr", "500")],
        # Targets are not added to what was measured.
        [row("Haushalte", "1.000"), row("Verkehr", "500"), row("Gesamt", "900", kind="Ziel")],
        # Electricity and heat are in the sectors that use them.
        [row("Haushalte", "1.000"), row("Strom", "500"), row("Wärme", "500"), row("Gesamt", "1.200")],
        # Energy carriers are parts of their sector, and the row of all of them stands for them.
        [
            row("Haushalte", "600", carrier="Erdgas"),
            row("Haushalte", "400", carrier="Heizöl"),
            row("Verkehr", "450", carrier="Diesel"),
            row("Verkehr", "500"),
            row("Gesamt", "1.500"),
        ],
        # With what forests take up, and without.
        [row("Haushalte", "1.000"), row("Verkehr", "500"), row("Senken", "-100"), row("Gesamt", "1.400")],
        [row("Haushalte", "1.000"), row("Verkehr", "500"), row("Senken", "-100"), row("Gesamt", "1.500")],
        # Twice the same total is an error already.
        [row("Haushalte", "1"), row("Verkehr", "5"), row("Gesamt", "9"), row("Gesamt", "8")],
        [row("Haushalte", "viel"), row("Verkehr", ""), row("Gesamt", "9")],
    ],
)
def test_totals_that_agree_or_cannot_be_judged_are_not_told(rows: Sequence[Sequence[str]]):
    assert notes(*rows) == []


@pytest.mark.parametrize(
    "rows",
    [
        # More than rounding explains, although the total is a round number.
        [row("Haushalte", "1.003.000"), row("Verkehr", "501.000"), row("Gesamt", "2.000.000")],
        [row("Haushalte", "1.000"), row("Verkehr", "500"), row("Industrie", "0"), row("Gesamt", "1.530")],
        [row("Haushalte", "600", carrier="Erdgas"), row("Verkehr", "500"), row("Gesamt", "1.500")],
    ],
)
def test_more_than_rounding_is_told(rows: Sequence[Sequence[str]]):
    assert len(notes(*rows)) == 1


@pytest.mark.parametrize(
    ("total", "parts", "told_sum", "told_difference"),
    [
        ("2.000", ("1.000,123456", "500"), "1.500", "500"),
        ("2,5", ("1", "1,20"), "2,2", "0,3"),
        ("5", ("1", "3,7"), "4,7", "0,3"),
    ],
)
def test_sums_are_told_as_exactly_as_the_total(
    total: str, parts: tuple[str, str], told_sum: str, told_difference: str
):
    [note] = notes(row("Haushalte", parts[0]), row("Verkehr", parts[1]), row("Gesamt", total))

    assert f"ergeben {told_sum} t: ein Unterschied von {told_difference} t." in note.messages["de"]


def test_of_very_many_wrong_totals_the_first_are_told_and_the_rest_counted():
    rows = [
        row(name, amount, year=str(year))
        for year in range(1990, 2020)
        for name, amount in (("Haushalte", "1"), ("Verkehr", "2"), ("Gesamt", "9"))
    ]

    found = notes(*rows)

    assert len(found) == 21
    advised = [("Bitte prüfen" in note.messages["de"], "Please check" in note.messages["en"]) for note in found]
    assert advised == [(True, True), *[(False, False)] * 20]
    assert "9 weitere Summen" in found[-1].messages["de"] and "9 more totals" in found[-1].messages["en"]


def test_the_total_of_a_wide_table_is_named_by_its_own_cell():
    header = ["Angaben in t", "2019", "2020"]
    rows = [["Haushalte", "1", "2"], ["Verkehr", "3", "4"], ["Gesamt", "4", "7"]]

    [note] = notes(*rows, header=header)

    assert (note.address, note.row) == ("C4", 4)
    assert "2020, Ist ist 7 t" in note.messages["de"]


def _wrong_totals(lines: Sequence[dict[str, str]]) -> set[tuple[str, str]]:
    """The years in which parts and total differ by more than one in the last digit of each of them, in kilotonnes.

    Written without looking at the service: digits that are trailing zeros of a whole column count as rounding.
    """
    groups: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for line in lines:
        if line["type"] in ("real", "geplant"):
            groups[line["year"], line["type"]].setdefault(line["category"], Decimal(line["co2"]))
    wrong = set()
    for key, amounts in groups.items():
        total = amounts.pop("Gesamt", None)
        if total is None or len(amounts) < 2:
            continue
        numbers = [total, *amounts.values()]
        coarse = Decimal(10) if all(number % 10 == 0 for number in numbers) else Decimal(1)
        if abs(total - sum(amounts.values())) > coarse * len(numbers) / 2:
            wrong.add(key)
    return wrong


def test_the_series_of_real_cities_are_told_where_an_independent_sum_says_so():
    wrong, found = {}, {}
    scenarios = {"Ist": "real", "Ziel": "geplant"}
    for city in sorted(file.stem for file in (DATA / "treibhausgas").glob("*.csv") if file.stem != "staedte"):
        source = data_file(f"treibhausgas/{city}.csv")
        lines = list(csv.DictReader(io.StringIO(source.content.decode(), newline="")))
        wrong[city] = _wrong_totals(lines)
        texts = [note.messages["de"] for note in told(source)]
        named = (text.split(" für ")[1].split(" ist ")[0].split(", ") for text in texts)
        found[city] = {(year, scenarios[scenario]) for year, scenario in named}

    assert found == wrong
    assert {city for city, years in found.items() if years} == {"duesseldorf", "moers", "paderborn"}
    assert ("1987", "real") in found["duesseldorf"] and ("2009", "real") in found["paderborn"]
