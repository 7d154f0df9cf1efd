"""Values as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from opendata.domain.kinds import Field
from opendata.site.shown_values import Shown, bytes_text, cell_text, duration_text, moment_text, shown


def field(**descriptor: Any) -> Field:
    return Field.from_descriptor({"name": "any", **descriptor})


@pytest.mark.parametrize(
    ("descriptor", "value", "de", "en"),
    [
        ({"type": "number", "unit": "EUR"}, "1250000.5", "1.250.000,5 €", "1,250,000.5 €"),
        ({"type": "number", "unit": "t/a"}, "-3", "-3 t/a", "-3 t/a"),
        ({"type": "integer"}, "2025", "2025", "2025"),
        ({"type": "integer"}, "12025", "12.025", "12,025"),
        ({"type": "year"}, "2025", "2025", "2025"),
        ({"type": "string", "precision": "reduced"}, "2026-03", "März 2026", "March 2026"),
        ({"type": "date"}, "2026-03-15", "15.03.2026", "15 March 2026"),
        ({"type": "datetime"}, "2026-03-15T08:05:00Z", "15.03.2026, 08:05 Uhr (UTC)", "15 March 2026, 08:05 (UTC)"),
        ({"type": "datetime"}, "2026-03-15T08:05:00", "15.03.2026, 08:05 Uhr", "15 March 2026, 08:05"),
        ({"type": "datetime"}, "nonsense", "nonsense", "nonsense"),
        ({"type": "boolean"}, "true", "ja", "yes"),
        ({"type": "string", "codes": {"a": {"labels": {"de": "Eins", "en": "One"}}}}, "a", "Eins", "One"),
        ({"type": "string"}, "07312000", "07312000", "07312000"),
    ],
)
def test_a_value_is_shown_the_way_of_each_language(descriptor: dict[str, Any], value: str, de: str, en: str):
    assert [shown(field(**descriptor), value, language).text for language in ("de", "en")] == [de, en]


@pytest.mark.parametrize(
    ("descriptor", "value", "is_link"),
    [
        ({"name": "url", "type": "string"}, "https://example.org/a?b=c", True),
        ({"name": "source", "type": "string", "format": "uri"}, "http://example.org", True),
        ({"name": "url", "type": "string"}, "javascript:alert(1)", False),
        ({"name": "url", "type": "string"}, "https://example.org and more", False),
        ({"name": "url", "type": "string"}, "https://[broken", False),
        ({"name": "url", "type": "string"}, "//example.org", False),
        ({"name": "text", "type": "string"}, "https://example.org", False),
    ],
)
def test_only_addresses_of_the_web_in_fields_for_addresses_become_links(
    descriptor: dict[str, Any], value: str, *, is_link: bool
):
    cell = shown(Field.from_descriptor(descriptor), value, "de")

    assert (cell.href, cell.text) == (value if is_link else None, value)


def test_a_status_has_its_words_and_a_colour():
    assert shown(field(type="string"), "completed", "de", as_status=True) == Shown("completed", tone="done")
    assert shown(field(type="string"), "halfway", "de", as_status=True).tone == "plain"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, None), (True, "true"), (Decimal("1.50"), "1.50"), (7, "7"), ("a", "a"), ({"a": [1]}, '{"a":[1]}')],
)
def test_what_the_journal_keeps_becomes_the_text_of_a_cell(value: Any, text: str | None):
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("days", "de", "en"),
    [
        (1, "1 Tag", "1 day"),
        (45, "45 Tage", "45 days"),
        (366, "12 Monate", "12 months"),
        (731, "2 Jahre", "2 years"),
        (913, "2,5 Jahre", "2.5 years"),
    ],
)
def test_a_duration_is_said_in_the_unit_that_people_would_use(days: int, de: str, en: str):
    assert (duration_text(days, "de"), duration_text(days, "en")) == (de, en)


def test_sizes_and_moments():
    assert [bytes_text(each, "de") for each in (999, 1234, 5_600_000)] == ["999 B", "1,2 kB", "5,6 MB"]
    assert (
        moment_text(datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "en")
        == f"{date(2026, 1, 2).day} January 2026, 03:04 (UTC)"
    )
