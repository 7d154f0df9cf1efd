"""Cities beside each other: figures against sums of the tables that were sent, and what is said without any."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

from opendata.domain.tables.partial_dates import slip
from opendata.likeness.letters_alike import LettersAlike
from opendata.steps.finding_alike import AlikeFinder, refresh
from opendata.web.services import EXTENSION
from tests.example_service import KINDS
from tests.service import Service, open_service
from tests.site.measured_cities import MEASURES, published
from tests.site.reading import Page, read

EXAMPLE = KINDS / "climate-measures" / "example"
AUENTAL, HUETTEN = "beispielstadt-auental", "beispielstadt-musterhuetten"
BOTH = f"/compare?publishers={AUENTAL},{HUETTEN}"
REPORTS = ("2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31")
POPULATION = 68_400
Rows = Sequence[Mapping[str, str]]


@pytest.fixture(scope="module")
def page(towns: Service) -> Page:
    return read(towns, BOTH)


@pytest.fixture(scope="module")
def lines(towns: Service) -> Rows:
    answer = towns.get(f"/compare.csv?publishers={AUENTAL},{HUETTEN}")
    assert answer.mimetype == "text/csv" and "beispielstadt-auental-" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def sent(table: str, day: str = REPORTS[-1]) -> Rows:
    with (EXAMPLE / AUENTAL / day / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figure(lines: Rows, name: str, publisher: str = AUENTAL) -> Mapping[str, str]:
    return next(line for line in lines if (line["figure"], line["publisher"]) == (name, publisher))


def test_figures_are_those_of_the_tables_that_were_sent(lines: Rows):
    rows = sent("measures")
    done = [row for row in rows if row["phase"] == "completed"]
    told = figure(lines, "done")
    assert Decimal(told["value"]) == round(Decimal(len(done)) / len(rows), 6)
    assert (told["known"], told["of"], told["not_ranked"]) == (str(len(rows)), str(len(rows)), "")
    heads = Decimal(len(rows)) * 1000 / POPULATION
    assert (figure(lines, "rows")["value"], figure(lines, "rows")["per_1000_inhabitants"]) == (
        str(len(rows)),
        str(round(heads, 6)).rstrip("0"),
    )
    costs = [Decimal(row["cost_eur"]) for row in rows if row["cost_eur"]]
    assert Decimal(figure(lines, "amount")["value"]) == sum(costs)
    assert figure(lines, "amount")["known"] == str(len(costs))
    savings = [Decimal(row["co2_saving_t_per_year"]) for row in rows if row["co2_saving_t_per_year"]]
    assert Decimal(figure(lines, "effect")["value"]) == sum(savings)
    # Fewer than four fifths have a saving.
    assert len(savings) / len(rows) < 0.8 and figure(lines, "effect")["not_ranked"] == "coverage"
    grants = [Decimal(row["grant_eur"]) for row in sent("funding") if row["grant_eur"]]
    assert Decimal(figure(lines, "applied")["value"]) == sum(grants)


def test_slips_are_the_days_from_the_first_published_end_to_the_last(lines: Rows):
    ends = [{row["measure_id"]: row["planned_end"] for row in sent("measures", day)} for day in REPORTS]
    first: dict[str, str] = {}
    for report in ends:
        for key, end in report.items():
            if end:
                first.setdefault(key, end)
    days = [slip(first[key], end) for key, end in ends[-1].items() if end]
    later = [each for each in days if each and each > 0]
    with_end = [end for end in ends[-1].values() if end]
    assert Decimal(figure(lines, "slipped")["value"]) == round(Decimal(len(later)) / len(with_end), 6)
    assert Decimal(figure(lines, "slip_median")["value"]) == Decimal(str(median(later)))


def test_phases_and_sectors_add_up_to_all_rows(lines: Rows):
    rows = sent("measures")
    mine = [line for line in lines if line["publisher"] == AUENTAL and line["figure"] == "phase"]
    whole = {line["phase"]: int(line["value"]) for line in mine if not line["sector"]}
    assert whole == {phase: sum(row["phase"] == phase for row in rows) for phase in whole}
    assert sum(whole.values()) == len(rows)
    for sector in {row["sector"] for row in rows}:
        counted = sum(int(line["value"]) for line in mine if line["sector"] == sector)
        assert counted == sum(row["sector"] == sector for row in rows), sector


def test_bars_of_sectors_are_as_long_as_their_share_of_the_measures_of_the_city(page: Page, lines: Rows):
    (row,) = page.root.xpath("//section[@aria-labelledby='sectors']//tr[th='Verkehr']")
    drawn, shares = [], []
    for cell, city in zip(row.xpath("td"), (AUENTAL, HUETTEN), strict=True):
        edge = cell.xpath(".//*[name()='rect'][@class='edge']/@width")[0]
        drawn.append(float(edge.removesuffix("%")))
        counted = [line for line in lines if (line["publisher"], line["figure"]) == (city, "phase")]
        transport = sum(int(line["value"]) for line in counted if line["sector"] == "transport")
        shares.append(transport / sum(int(line["value"]) for line in counted if not line["sector"]))
    assert drawn[0] / drawn[1] == pytest.approx(shares[0] / shares[1], rel=0.01) and shares[0] != shares[1]


def test_the_page_shows_them_with_coverage_and_says_who_is_ahead_where_that_can_be_said(page: Page):
    assert page.heading.endswith("im Vergleich") and "Auental" in page.heading
    bars = page.all("//section[@aria-labelledby='phases']//*[name()='svg'][@role='img']/@aria-label")
    assert len(bars) == 2 and bars[0].startswith(
        f"{len([r for r in sent('measures') if r['phase'] == 'completed'])} "
    )
    heads = f"{len(sent('measures')) * 1000 / POPULATION:.2f}".replace(".", ",")
    rows = page.all("//section[@aria-labelledby='progress']//tbody/tr[1]/td")
    assert f" {heads} je 1.000 Einwohner" in rows[0]
    assert not page.all("//section[@aria-labelledby='progress']//tbody/tr[1]//*[name()='svg']")  # more is not better
    cost = page.all("//section[@aria-labelledby='weights']//tbody/tr[2]/*")
    assert "Balken je Einwohner" in cost[0] and "Balken" not in effect_of(page)[0]
    effect = effect_of(page)
    assert "Keine Rangfolge" in effect[0] and "liegt vorn" not in " ".join(effect)
    assert not page.all("//section[@aria-labelledby='weights']//tbody/tr[1]//*[name()='svg']")
    done = page.all("//section[@aria-labelledby='progress']//tbody/tr[2]/td")
    assert [("liegt vorn" in cell) for cell in done] == [True, False]
    assert page.link("Alle Zahlen dieser Seite als CSV") == BOTH.replace("compare?", "compare.csv?")
    assert page.all("//select[@id='city-2']/option[@selected]/@value") == [HUETTEN]


def effect_of(page: Page) -> list[str]:
    """The line about the saving of CO₂, for which too few measures say something."""
    return page.all("//section[@aria-labelledby='weights']//tbody/tr[1]/*")


def test_one_comparison_has_one_address(towns: Service):
    for query in (f"{AUENTAL}&publishers={HUETTEN}&publishers=&publishers=", f"{AUENTAL},{HUETTEN},{AUENTAL}"):
        answer = towns.client.get(f"/compare?publishers={query}")
        assert (answer.status_code, answer.headers["Location"]) == (303, BOTH)


@pytest.mark.parametrize(
    ("publishers", "status", "words"),
    [
        ("", 400, "Es ist keine Stadt gewählt."),
        (AUENTAL, 400, "Es ist nur eine Stadt gewählt."),
        ("a,b,c,d,e", 400, "Es sind 5 Städte gewählt."),
        (f"{AUENTAL},atlantis", 404, "Eine Stadt mit dem Namen „atlantis“ gibt es hier nicht."),
        (f"{AUENTAL},<b>", 404, "Eine Stadt mit dem Namen „<b>“ gibt es hier nicht."),
    ],
)
def test_what_cannot_be_compared_is_said_above_the_form(towns: Service, publishers: str, status: int, words: str):
    page = read(towns, f"/compare?publishers={publishers}", status)

    (note,) = page.all("//*[@role='alert']")
    assert note.startswith(words)
    assert len(page.all("//form//select")) == 4
    assert towns.get(f"/api/v1/compare?publishers={publishers}").status_code == status


def test_cities_with_little_or_nothing_are_compared_honestly(cities: Service):
    empty = read(cities, "/compare?publishers=musterstadt,leerdorf", 404)
    assert empty.all("//*[@role='alert']") == [
        "Leerdorf hat noch nichts veröffentlicht und lässt sich deshalb nicht vergleichen."
    ]
    assert empty.all("//select[@id='city-1']/option") == ["– keine –", "Musterstadt", "Neustadt"]
    page = read(cities, "/compare?publishers=musterstadt,neustadt")
    assert "Die Stadt nennt keine Phasen." in page.text
    assert "Zwischen dem ältesten und dem neuesten liegen" in page.text
    assert "liegt vorn" not in " ".join(page.all("//section[@aria-labelledby='progress']"))
    funding = page.all("//section[@aria-labelledby='funding']//tbody/tr[1]/td")
    assert "keine Angabe" in funding[1] and "267.001 €" in funding[0]  # of 267,000.50


def test_a_city_leads_to_others_of_like_size_and_to_what_they_have(towns: Service):
    services = towns.app.extensions[EXTENSION]()
    refresh(AlikeFinder(services.reading, services.row_texts, LettersAlike()))
    city = read(towns, f"/{AUENTAL}")
    # Populations of 68,400, 121,300, 17,600 and 9,400.
    assert city.link("Mit anderen Städten vergleichen").startswith(BOTH)
    assert city.link("Was die anderen haben und wir nicht") == f"/{AUENTAL}/elsewhere"

    page = read(towns, f"/{AUENTAL}/elsewhere?publishers={HUETTEN}")
    path = f"/api/v1/publishers/{AUENTAL}/datasets/klimaschutzmassnahmen"
    theirs = towns.get(f"{path}/elsewhere?limit=0&publishers={HUETTEN}").json["items"]
    assert page.all("//section[@aria-labelledby='missing']//li//a") == [item["title"] for item in theirs]
    # Of several others, what several of them have stands first, and below that what each has under its name.
    everybody = read(towns, f"/{AUENTAL}/elsewhere")
    items = towns.get(f"{path}/elsewhere?limit=0").json["items"][:100]
    single = dict.fromkeys(item["publisher"] for item in items if item["publishers"] == 1)
    heads = ["In mehreren anderen Städten", *(read(towns, f"/{name}").heading for name in single)]
    assert everybody.all("//section[@aria-labelledby='missing']/h3") == heads
    assert len(everybody.all("//section[@aria-labelledby='missing']//li")) == len(items)
    # What it alone has: the rows for which the API tells nothing that is alike enough.
    ours = []
    for row in sent("measures"):
        alike = towns.get(f"{path}/measures/{row['measure_id']}/similar?limit=0&publishers={HUETTEN}").json["items"]
        if all(item["likeness"] < 0.3 for item in alike):
            ours.append(row["title"])
    assert sorted(page.all("//section[@aria-labelledby='only']//li//a")) == sorted(ours)
    cited = page.all("//p[@class='citation-text']")  # its own version, and that of the other city
    assert len(cited) == 2
    for name, citation in zip((AUENTAL, HUETTEN), cited, strict=True):
        (dataset,) = [
            each
            for each in towns.get(f"/api/v1/publishers/{name}/datasets").json["items"]
            if each["kind"] == "climate-measures"
        ]
        assert towns.get(dataset["links"]["latest"]).json["digest"] in citation
    assert read(towns, f"/{AUENTAL}/elsewhere?publishers=atlantis", 404).heading


def test_cities_are_called_of_like_size_only_where_both_say_how_many_live_there(tmp_path: Path):
    service = open_service(tmp_path, [], kinds_dir=KINDS)
    row = {"measures.csv": MEASURES + "A-1,Radweg,Verkehr,,,planning,,\n"}

    def add(city: str, *population: str) -> None:
        service.done("publishers", "add", city, "--name", city.title(), *population)
        service.done("datasets", "add", city, "plan", "--kind", "climate-measures", "--title", "Klimaschutz")
        published(service, city, "plan", row, "2024-12-31")

    def proposed(city: str) -> str:
        ways = read(service, f"/{city}").all("//ul[@class='ways']/li")
        return " ".join(way for way in ways if way.startswith("Mit anderen Städten vergleichen"))

    add("gross", "--population", "9000")
    assert proposed("gross") == ""
    add("stumm")
    assert proposed("gross") == "Mit anderen Städten vergleichen Zum Beispiel: Stumm"
    add("klein", "--population", "10")
    assert proposed("gross") == "Mit anderen Städten vergleichen Von ähnlicher Größe: Klein"
    assert proposed("stumm") == "Mit anderen Städten vergleichen Zum Beispiel: Gross, Klein"
    service.app.extensions[EXTENSION]().close()


def test_before_the_job_has_run_the_page_says_so_and_claims_nothing(cities: Service):
    page = read(cities, "/musterstadt/elsewhere")
    assert "werden noch verglichen" in page.text
    assert page.all("//section[@aria-labelledby='only' or @aria-labelledby='missing']") == []
    assert page.all("//p[@class='citation-text']") == []
    assert "Leerdorf hat noch keine Maßnahmen veröffentlicht." in read(cities, "/leerdorf/elsewhere").text


def test_words_of_cities_are_marked_as_german_on_english_pages(towns: Service):
    page = read(towns, f"{BOTH}&lang=en", language="en")
    assert all(page.all("//section//thead//th[position() > 1]/@lang"))
    slips = page.root.xpath("//ul[@class='compared-slips']//a")
    assert slips and all(link.get("lang") == "de" for link in slips)
    assert not page.all("//@style | //style | //script")
    assert len(page.response.get_data()) < 100_000
