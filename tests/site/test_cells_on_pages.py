"""Values on pages: their links, colours and alignment."""

from typing import Any

import pytest

from opendata.domain.kinds import Field
from opendata.site.cells_on_pages import Shown, shown


def field(**descriptor: Any) -> Field:
    return Field.from_descriptor({"name": "any", **descriptor})


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


def test_a_number_is_a_quantity_unless_it_is_in_the_key_of_its_row():
    assert shown(field(type="integer"), "2024", "de") == Shown("2024", number=True)
    assert shown(field(type="integer"), "2024", "de", in_key=True) == Shown("2024")
