"""Pages about funding: their figures are those of the rows, added up here once more by other means."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from opendata.config import ROOT
from opendata.domain.overview.programme_ends import programme_ends
from opendata.kind_folders import KindFolders
from opendata.likeness.letters_alike import LettersAlike
from opendata.site.funding_page import programme_end_text
from opendata.site.grant_lines import GrantWriter
from opendata.steps.finding_alike import AlikeFinder, refresh
from opendata.web.services import EXTENSION
from tests.domain.overview.test_programme_ends import grant
from tests.service import Service
from tests.site import measured_cities
from tests.site.measured_cities import FUNDED, FUNDING, rows_of
from tests.site.reading import Page, read

ROWS = rows_of(FUNDED, FUNDING)
EVER_APPROVED = ("approved", "paid", "proven", "repaid")


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The cities of measured_cities.py, apart from those of other tests: here the job finds what is alike."""
    for service in measured_cities.opened(tmp_path_factory.mktemp("funding")):
        yield service
        service.app.extensions[EXTENSION]().close()


def money(amount: Decimal) -> str:
    """An amount as a German page writes it in full."""
    return (
        f"{amount:,.{0 if amount == int(amount) else 2}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
        + " €"
    )


def added(field: str, **only: tuple[str, ...]) -> Decimal:
    """The sum of a field over the rows that have one of these values in another one."""
    chosen = [row for row in ROWS if all(row[name] in values for name, values in only.items())]
    return sum((Decimal(row[field]) for row in chosen if row[field]), Decimal(0))


def cells(page: Page, label: str, section: str = "programmes") -> list[str]:
    """The cells of a line of a table, without the names of their columns."""
    (found,) = [
        row
        for row in page.root.xpath(f"//section[@aria-labelledby='{section}']//tbody/tr")
        if row.find("th").text_content().strip() == label
    ]
    for name in found.xpath(".//span[@class='label' or @class='unseen']"):
        name.text = ""
    return [" ".join(each.text_content().split()) for each in found.iter("td")]


def test_the_sums_of_each_programme_are_those_of_its_rows(cities: Service):
    page = read(cities, "/musterstadt/funding")

    for label, code in (("KIPKI", "kipki"), ("Bundesförderung effiziente Gebäude", "beg"), ("ohne Programm", "")):
        own = {"programme": (code,)}
        expected = [
            str(sum(row["programme"] == code for row in ROWS)),
            money(added("grant_eur", **own)),
            money(added("grant_eur", stage=EVER_APPROVED, **own)),
        ]
        assert cells(page, label)[:3] == expected, label
    assert cells(page, "KIPKI")[3:5] == ["45.000 €", "0 €"]
    assert cells(page, "Bundesförderung effiziente Gebäude")[3:5] == ["80.000 €", "80.000 €"]  # proven counts as paid


def test_the_way_from_the_application_to_the_proof_adds_up(cities: Service):
    page = read(cities, "/musterstadt/funding")
    short = page.all("//table[@class='way']//td[@class='quantity']")

    assert added("grant_eur") == Decimal("267000.50")
    assert short == ["267.001 €", "237.001 €", "128.500 €", "80.000 €"]
    words, told = (page.all(f"//dl[@class='key-figures']//{name}") for name in ("dt", "dd[@class='number']"))
    figures = dict(zip(words, told, strict=True))
    absorbed = (45000 + 80000 + 3500) / (50000 + 80000 + 7000)  # where both numbers are known
    assert figures["des bewilligten Geldes abgerufen"] == f"{round(100 * absorbed)} %"
    # F-1 names no payment, so the share is another one than that of the two bars.
    assert page.all("//dl[@class='key-figures']//dd[@class='coverage']")[0] == "Angabe bei 3 von 4"
    assert figures["Eigenanteil der Stadt an Bewilligtem"] == "30.000 €"  # 4,000 are not decided, 9,000 were refused
    # M-1 has a saving of 10 t and M-2 one of 40 t; M-3 has none, so its grant does not count.
    assert figures["je Tonne CO₂ im Jahr"] == f"{round((Decimal('100000.50') + 50000) / 50):,} €".replace(",", ".")
    assert "6 Förderungen; die Fördersumme ist bei 83 % angegeben." in page.text


def test_what_is_due_within_ninety_days_has_passed_or_has_not_begun_is_listed(cities: Service):
    page = read(cities, "/musterstadt/funding")
    sections = {name: page.all(f"//section[@aria-labelledby='{name}']//ol[1]/li") for name in ("due", "begin")}

    assert [each[:10] for each in sections["due"]] == ["15.12.2026", "10.01.2027"]
    assert "in 18 Tagen" in sections["due"][0] and "in 44 Tagen" in sections["due"][1]
    assert not page.all(
        "//section[@aria-labelledby='past']//li"
    )  # the money of F-2 is paid out, the use of F-3 is proven
    assert len(sections["begin"]) == 1 and "Radweg an der Mühle" in sections["begin"][0]


def test_the_last_day_for_proofs_of_kipki_is_told_with_what_is_open(cities: Service):
    (note,) = read(cities, "/musterstadt/funding").all("//p[@class='note']")

    assert note == (
        "KIPKI: Bis 31.12.2026 müssen alle Nachweise vorliegen, in 34 Tagen. Offen sind noch 2 Förderungen, "
        "zusammen 150.000,50 €."
    )


@pytest.mark.parametrize(
    ("today", "language", "expected"),
    [
        (date(2026, 12, 1), "de", "Offen ist noch eine Förderung über 1.000\u00a0€."),
        (date(2026, 12, 1), "en", "One grant of 1,000\u00a0€ is still open."),
        (date(2027, 1, 5), "de", "Angaben war noch eine Förderung über 1.000\u00a0€ offen."),
        (date(2027, 1, 5), "en", "By the published figures one grant of 1,000\u00a0€ was still open."),
    ],
)
def test_a_single_grant_that_is_open_is_spoken_of_as_one(today: date, language: str, expected: str):
    rows = [grant("1", "kipki", "approved", "1000")]
    table = KindFolders(ROOT / "datapackages")["climate-measures"].table("funding")
    writer = GrantWriter(table, {}, language)
    assert programme_end_text(programme_ends(rows, today)[0], writer, language).endswith(expected)


def test_a_city_without_funding_says_that_this_does_not_mean_that_it_gets_none(cities: Service):
    for city in ("neustadt", "leerdorf"):
        page = read(cities, f"/{city}/funding")
        assert "Das heißt nicht, dass sie keine bekommt" in page.text
        assert not page.all("//table")


def test_the_page_of_all_cities_has_each_city_that_has_funding(cities: Service):
    page = read(cities, "/funding")

    assert page.all("//section[@aria-labelledby='cities']//tbody//th") == ["Musterstadt"]
    assert cells(page, "Musterstadt", "cities")[:3] == ["31.12.2024", "6", "267.000,50 €"]
    assert page.all("//section[@aria-labelledby='cities']//a/@href") == ["/musterstadt/funding"]


def test_what_a_program_reads_is_what_the_page_shows(cities: Service):
    told = cities.get("/api/v1/publishers/musterstadt/funding").json
    page = read(cities, "/musterstadt/funding")

    (kipki,) = [each for each in told["programmes"] if each["programme"] == "kipki"]
    sums = [money(Decimal(str(kipki[name]))) for name in ("applied_eur", "approved_eur", "paid_eur", "proven_eur")]
    assert cells(page, "KIPKI")[1:5] == sums


def test_what_others_were_funded_from_for_similar_measures_is_told_beside_ours(cities: Service):
    services = cities.app.extensions[EXTENSION]()
    refresh(AlikeFinder(services.reading, services.row_texts, LettersAlike()))
    part = read(cities, "/neustadt/funding").root.xpath("//section[@aria-labelledby='others']")[0]

    assert [" ".join(each.text_content().split()) for each in part.iter("h3")] == ["KIPKI eine Stadt"]
    hrefs = [each.get("href") for each in part.xpath(".//li//a")]
    assert hrefs == ["/musterstadt/plan/funding/F-2", "/neustadt/plan/measures/N-2"]
    assert "50.000 €" in " ".join(part.text_content().split())
    assert not read(cities, "/musterstadt/funding").all("//section[@aria-labelledby='others']")  # Neustadt has none
