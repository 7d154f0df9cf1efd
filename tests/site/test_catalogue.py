"""The pages of the catalogue: home, publisher, dataset, one table, versions and their comparison."""

from opendata.domain.model import Publisher
from opendata.web.services import EXTENSION
from tests.service import Service, add_city
from tests.site.conftest import HOSTILE
from tests.site.reading import read

DATASET = "/musterstadt/plaene"


def test_home_shows_publishers_with_their_datasets_and_what_happened_last(service: Service):
    page = read(service, "/")

    assert page.heading == "Wo die Städte und Gemeinden stehen"
    (card,) = page.all("//li[h3/a='Musterstadt']")
    assert "Stand 31.12.2025 · 9 plans" in card
    assert "Seit Stand 31.12.2024: " in card
    (bar,) = page.all("//li[h3/a='Musterstadt']//*[name()='svg']/@aria-label")
    assert bar == "1 abgeschlossen, 8 in Planung"
    assert page.link("Musterstadt") == "/musterstadt"
    assert page.all("(//ol[@class='news']/li)[1]//li")[0] == "Abgeschlossen: Radweg"
    assert {"/feeds/all.atom", "/api/v1/docs", "/api/v1/openapi.json"} <= page.internal_links()


def test_cities_stand_in_the_order_in_which_people_look_for_them(new_service: Service):
    catalogue = new_service.app.extensions[EXTENSION]().catalogue
    in_order = ["Bezirk 2", "Bezirk 10", "münster", "Musterstadt", "Öhringen", "Osnabrück", "Zwickau"]
    for number, title in enumerate(reversed(in_order)):
        catalogue.add_publisher(Publisher(f"p{number}", title))

    assert read(new_service, "/").all("//li/h3/a") == in_order
    listed, total = catalogue.some_publishers(2, 3, by_title=True)
    assert ([publisher.title for publisher in listed], total) == (in_order[2:5], 7)


def test_an_empty_home_says_how_to_begin(new_service: Service):
    page = read(new_service, "/")

    assert page.heading == "Hier ist noch nichts veröffentlicht"
    assert "flask publishers add" in page.text and "flask datasets add" in page.text


def test_a_publisher_without_datasets_and_a_dataset_without_versions_say_what_to_do(service: Service):
    assert "flask datasets add nurname" in read(service, "/nurname").text
    assert read(service, "/nurname").link("https://example.org/") == "https://example.org/"
    empty = read(service, "/leerdorf/plaene")
    assert "Noch keine Version veröffentlicht" in empty.text
    assert "flask publish leerdorf/plaene" in empty.text
    assert "Noch keine Version" in read(service, "/leerdorf/plaene/versions").text
    assert read(service, "/leerdorf/plaene/plans", 404).heading == "Hier ist noch nichts veröffentlicht"


def test_a_dataset_shows_its_rows_with_status_and_deadline(service: Service):
    page = read(service, DATASET)

    assert page.all("//dl[@class='facts-list']//dd")[0] == "31.12.2025"
    assert page.all("//th[@scope='row'][a='Radweg']/a/@href") == [f"{DATASET}/plans/1"]
    row = page.all("//tr[th/a='Radweg']/td/*[not(@aria-hidden)]")
    assert row == ["1", "abgeschlossen", "2027", "1.250.000,5 €"]
    assert page.all("//table[@class='bars']//th[a]") == ["abgeschlossen", "in Planung"]
    assert page.all("//a[@rel='license']")
    downloads = "/api/v1/publishers/musterstadt/datasets/plaene/versions/latest"
    assert {f"{downloads}/plans.csv", f"{downloads}/grants.csv", f"{downloads}/package.zip"} <= page.internal_links()


def test_english_readers_get_english_labels_dates_and_numbers(service: Service):
    page = read(service, DATASET, language="en")

    assert page.all("//dl[@class='facts-list']//dd")[0] == "31 December 2025"
    assert page.all("//tr[th/a='Radweg']/td/*[not(@aria-hidden)]") == ["1", "completed", "2027", "1,250,000.5 €"]
    assert page.response.headers["Vary"] == "Accept-Language, Accept-Encoding"


def test_the_chosen_language_stays_on_the_next_page(service: Service):
    page = read(service, f"{DATASET}?lang=en")

    assert page.all("//th/a[.='Radweg']/@href") == [f"{DATASET}/plans/1?lang=en"]
    assert page.all("//nav[@class='languages']//a/@href") == ["?lang=de", "?lang=en"]
    assert page.all("//nav[@class='languages']//a[@aria-current]") == ["English"]


def test_changing_the_language_keeps_the_rest_of_the_address(service: Service):
    page = read(service, f"{DATASET}/plans?status=planning")

    assert page.all("//nav[@class='languages']//a/@href")[1] == "?status=planning&lang=en"


def test_text_of_the_city_is_text_and_never_markup(service: Service):
    for path in ("/", DATASET, f"{DATASET}/plans/2", f"{DATASET}/compare/1.0.0...1.1.0", f"{DATASET}/versions/1.1.0"):
        page = read(service, path)
        assert HOSTILE.encode() not in page.response.data
        assert b"<b>fett" not in page.response.data
    assert HOSTILE in read(service, f"{DATASET}/plans/2").heading


def test_a_long_table_is_cut_with_a_sentence_and_goes_on_elsewhere(new_service: Service):
    add_city(new_service)
    new_service.published(*(f"{n:04},Plan {n},{'planning' if n % 2 else ''},2030,," for n in range(1203)))

    page = read(new_service, DATASET)
    assert "Hier stehen die ersten 500 von 1.203 Zeilen." in page.text
    assert len(page.all("//table[@class='rows']//th[@scope='row']")) == 500
    assert page.link("Alle Zeilen als CSV herunterladen").endswith("/latest/plans.csv")

    last = read(new_service, f"{page.link('Alle Zeilen ansehen')}?page=3")
    assert last.all("//table[@class='rows']//th[@scope='row']")[-1] == "Plan 1202"
    assert "Hier stehen 203 von 1.203 Zeilen." in last.text
    assert last.link("Zurück") == f"{DATASET}/plans?page=2"
    assert "es hat 3" not in read(new_service, f"{DATASET}/plans?page=4", 400).text
    assert "sie hat 3" in read(new_service, f"{DATASET}/plans?page=x", 400).text

    without = read(new_service, f"{DATASET}/plans?status=")
    assert "Hier stehen 500 von 602 Zeilen." in without.text
    assert without.link("Weiter") == f"{DATASET}/plans?page=2&status="

    # Of more entries than are read for the news, that of the version is told all the same, and no single row.
    headlines = read(new_service, "/").all("//p[@class='headline']")
    assert len(headlines) == 1 and headlines[0].endswith("erste Veröffentlichung mit 1203 Einträgen")

    version = read(new_service, f"{DATASET}/versions/1.0.0")
    assert "Hier stehen die ersten 500 Änderungen." in version.text


def test_one_status_of_a_table(service: Service):
    page = read(service, f"{DATASET}/plans?status=completed")

    assert page.all("//table[@class='rows']//th[@scope='row']") == ["Radweg"]
    assert "1 Zeile" in page.text
    assert "completed, planning" in read(service, f"{DATASET}/plans?status=nonsense", 400).text


def test_the_history_of_a_dataset(service: Service):
    page = read(service, f"{DATASET}/versions")

    assert page.all("//tbody//th/a")[-1] == "1.0.0"
    assert page.all("(//tbody/tr)[last()]/td")[0] == "31.12.2023"
    assert page.all("(//tbody/tr)[last()]/td")[2] == "10 / 0 / 0"
    assert page.all("//tbody//code")[0].startswith("sha256:")


def test_one_version_tells_its_events_and_leads_to_the_one_before(service: Service):
    page = read(service, f"{DATASET}/versions/1.1.0")

    assert page.all("//section[@aria-labelledby='events']/h3") == ["Geändert (2)", "Entfallen (1)"]
    assert "Radweg: Phase von „in Planung“ zu „in Umsetzung“; Ende von 2024 auf 2026 verschoben." in page.all(
        "//ul[@class='lines']/li"
    )
    assert page.link("Mit Version 1.0.0 vergleichen") == f"{DATASET}/compare/1.0.0...1.1.0"
    assert "Es gibt eine neuere Version" in page.text
    assert "Dies ist die erste Version." in read(service, f"{DATASET}/versions/1.0.0").text
    latest = read(service, f"{DATASET}/versions/latest")
    assert latest.heading == read(service, page.link(latest.heading.removeprefix("Version "))).heading


def test_comparing_two_versions_shows_each_field_before_and_after(service: Service):
    page = read(service, f"{DATASET}/compare/1.0.0...1.1.0")

    assert "0 neu, 2 geändert, 1 entfallen" in page.text
    changes = page.all("//div[@class='change'][h4/a='Radweg']//tbody/tr")
    assert changes == ["Phasein Planungin Umsetzung", "Ende20242026"]
    assert page.all("//ul[@class='lines']/li/a") == ["Beratung"]
    assert "sind gleich" in read(service, f"{DATASET}/compare/1.0.0...1.0.0").text
    assert "1 neu, 2 geändert" in read(service, page.link("Andersherum vergleichen")).text


def test_a_comparison_that_is_kept_repeats_no_other_readers_address(service: Service):
    path, english = f"{DATASET}/compare/1.1.0...1.0.0", {"Accept-Language": "en"}
    chosen = service.client.get(f"{path}?lang=en&from=elsewhere", headers=english).text
    plain = service.client.get(path, headers=english).text

    assert "from=elsewhere" in chosen
    assert f'href="{DATASET}/versions?lang=en"' in chosen
    assert "from=elsewhere" not in plain
    assert f'href="{DATASET}/versions"' in plain


def test_the_form_for_comparing_leads_to_the_comparison(service: Service):
    answer = service.client.get(f"{DATASET}/compare?before=1.0.0&after=1.1.0&lang=en")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{DATASET}/compare/1.0.0...1.1.0?lang=en"
    assert service.client.get(f"{DATASET}/compare").headers["Location"] == f"{DATASET}/versions"


def test_a_page_that_is_asked_for_again_has_not_changed(service: Service):
    first = read(service, DATASET).response

    again = service.get(DATASET, **{"If-None-Match": first.headers["ETag"], "Accept-Language": "de"})
    assert again.status_code == 304
    assert first.headers["Cache-Control"] == "public, no-cache"


def test_addresses_with_a_slash_too_many_or_cut_short_lead_on(service: Service):
    for path in ("/musterstadt/", f"{DATASET}/", f"{DATASET}/versions/", f"{DATASET}/plans/", "/problems/"):
        answer = service.client.get(path)
        assert answer.status_code == 308, path
        assert answer.headers["Location"].endswith(path.removesuffix("/")), path
    assert service.client.get("/feeds").headers["Location"].endswith("/feeds/all.atom")


def test_links_stay_below_the_folder_that_the_service_is_mounted_at(service: Service):
    answer = service.client.get(DATASET, environ_overrides={"SCRIPT_NAME": "/daten"}, headers={"Accept": "text/html"})
    text = answer.get_data(as_text=True)

    assert 'href="/daten/musterstadt/plaene/plans/1"' in text
    assert 'href="/daten/feeds/musterstadt/plaene.atom"' in text
    assert 'href="/musterstadt' not in text and 'href="/api' not in text and 'href="/static' not in text
