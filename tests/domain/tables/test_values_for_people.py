"""Values as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Field
from opendata.domain.tables.values_for_people import (
    bytes_text,
    count_text,
    day_text,
    duration_text,
    grouped_number,
    moment_text,
    partial_date_text,
    value_text,
)

CODES = {"a": {"labels": {"de": "Eins", "en": "One"}}}


def field(**descriptor: Any) -> Field:
    return Field.from_descriptor({"name": "any", **descriptor})


@pytest.mark.parametrize(
    ("descriptor", "value", "de", "en"),
    [
        ({"type": "number"}, "1250000.50", "1.250.000,50", "1,250,000.50"),
        ({"type": "number", "unit": "EUR"}, "1250000.5", "1.250.000,5 €", "1,250,000.5 €"),
        ({"type": "number", "unit": "percent"}, "12.5", "12,5 %", "12.5 %"),
        ({"type": "number", "unit": "t/a"}, "-3", "-3 t/a", "-3 t/a"),
        ({"type": "integer"}, "2025", "2025", "2025"),
        ({"type": "integer"}, "12025", "12025", "12025"),
        ({"type": "integer", "unit": "kWh"}, "12025", "12.025 kWh", "12,025 kWh"),
        ({"type": "year"}, "2025", "2025", "2025"),
        ({"type": "year"}, "-0044", "-0044", "-0044"),
        ({"type": "yearmonth"}, "2026-03", "März 2026", "March 2026"),
        ({"type": "string", "precision": "reduced"}, "2026-03", "März 2026", "March 2026"),
        ({"type": "date"}, "2026-03-15", "15.03.2026", "15 March 2026"),
        ({"type": "date"}, "0044-03-15", "15.03.0044", "15 March 0044"),
        ({"type": "datetime"}, "2026-03-15T08:05:00Z", "15.03.2026, 08:05 Uhr (UTC)", "15 March 2026, 08:05 (UTC)"),
        ({"type": "datetime"}, "2026-03-15T08:05:00", "15.03.2026, 08:05 Uhr", "15 March 2026, 08:05"),
        ({"type": "datetime"}, "2026-03-15T08:05:07", "15.03.2026, 08:05:07 Uhr", "15 March 2026, 08:05:07"),
        ({"type": "datetime"}, "2026-03-15T08:05:07.25", "15.03.2026, 08:05:07,25 Uhr", "15 March 2026, 08:05:07.25"),
        ({"type": "datetime"}, "0001-01-01T00:00:00+02:00", *(["0001-01-01T00:00:00+02:00"] * 2)),
        ({"type": "datetime"}, "nonsense", "nonsense", "nonsense"),
        ({"type": "time"}, "08:05:00", "08:05:00", "08:05:00"),
        ({"type": "boolean"}, "true", "ja", "yes"),
        ({"type": "boolean"}, "perhaps", "perhaps", "perhaps"),
        ({"type": "string", "codes": CODES}, "a", "Eins", "One"),
        ({"type": "integer", "codes": {"1234": CODES["a"]}}, "1234", "Eins", "One"),
        ({"type": "string"}, "07312000", "07312000", "07312000"),
        ({"type": "array"}, '[1,2.5,"drei"]', '[1,2.5,"drei"]', '[1,2.5,"drei"]'),
        ({"type": "object"}, '{"a":1}', '{"a":1}', '{"a":1}'),
    ],
)
def test_a_value_is_written_the_way_of_each_language(descriptor: dict[str, Any], value: str, de: str, en: str):
    assert [value_text(field(**descriptor), value, language) for language in ("de", "en")] == [de, en]


def test_long_numbers_are_written_exactly():
    assert grouped_number("12345678901234567890.1230", "de") == "12.345.678.901.234.567.890,1230"
    assert grouped_number("-1234.5", "en") == "-1,234.5"
    assert grouped_number("1" * 5000, "en").replace(",", "") == "1" * 5000


@pytest.mark.parametrize("text", ["", "1e3", "NaN", "1_000", "٣", "1.", "-"])
def test_text_that_is_no_plain_number_stays(text: str):
    assert grouped_number(text, "de") == text


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_no_digit_of_a_number_is_lost(number: Decimal):
    text = format(number, "f")

    assert grouped_number(text, "en").replace(",", "") == text
    assert grouped_number(text, "de").replace(".", "").replace(",", ".") == text


def test_counts_are_divided_into_groups():
    assert (count_text(1234, "de"), count_text(1234, "en")) == ("1.234", "1,234")


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("2026", "2026", "2026"),
        ("2026-03", "März 2026", "March 2026"),
        ("0044-03", "März 0044", "March 0044"),
        ("2026-03-05", "05.03.2026", "5 March 2026"),
        ("bald", "bald", "bald"),
    ],
)
def test_a_date_is_as_precise_as_it_was_given(text: str, german: str, english: str):
    assert (partial_date_text(text, "de"), partial_date_text(text, "en")) == (german, english)


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


def test_sizes_days_and_moments():
    assert [bytes_text(count, "de") for count in (999, 1234, 5_600_000)] == ["999 B", "1,2 kB", "5,6 MB"]
    assert day_text(date(44, 3, 1), "de") == "01.03.0044"
    moment = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert moment_text(moment, "en") == "2 January 2026, 03:04 (UTC)"
