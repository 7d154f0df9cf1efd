"""Readers who follow a wrong or an early address are told what is the matter, in their language."""

import pytest

from tests.service import CITY, Service
from tests.site.reading import read


@pytest.mark.parametrize(
    ("language", "heading", "message"),
    [
        ("de", "Unter dieser Adresse ist nichts", "Unter der Adresse /problems/nix gibt es hier nichts."),
        ("en", "There is nothing at this address", "There is nothing at the address /problems/nix."),
    ],
)
def test_the_page_for_an_unknown_address_speaks_one_language(
    service: Service, language: str, heading: str, message: str
):
    page = read(service, "/problems/nix", 404, language=language)

    assert page.heading == heading
    assert message in page.text
    assert "requested URL" not in page.text


@pytest.mark.parametrize("path", ["versions/latest", "versions/1.0.0", "plans", "plans/1", "plans/1/history"])
def test_a_dataset_without_a_version_says_so_on_every_page(service: Service, path: str):
    german, english = (read(service, f"/leerdorf/plaene/{path}", 404, language=tongue) for tongue in ("de", "en"))

    assert german.heading == "Hier ist noch nichts veröffentlicht"
    assert "Für den Datensatz „leerdorf/plaene“ ist noch nichts veröffentlicht" in german.text
    assert english.heading == "Nothing has been published yet"
    assert german.link("Zu leerdorf/plaene") == "/leerdorf/plaene"


def test_a_row_that_never_was_is_named_without_the_word_history(service: Service):
    for path in ("NIX", "NIX/history"):
        assert "In „plans“ gab es nie eine Zeile „NIX“" in read(service, f"/{CITY}/plaene/plans/{path}", 404).text


def test_the_address_of_a_rows_history_leads_to_the_page_of_the_row(service: Service):
    answer = service.client.get(f"/{CITY}/plaene/plans/1/history?lang=en")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{CITY}/plaene/plans/1?lang=en")


def test_an_unknown_publisher_is_unknown_on_every_page(service: Service):
    for path in ("/nix", "/nix/plaene", "/nix/plaene/versions", "/nix/plaene/plans/1"):
        assert "Den Herausgeber „nix“ gibt es nicht" in read(service, path, 404).text
