"""Row headings: what the page of a row is called, in parts that are a city's words or this service's.

Here: putting the heading together. Not here: the rest of the page (row_page.py), titles in lists (table_listing.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.domain.kinds import Table
from opendata.site.cells_on_pages import holds_words, shown
from opendata.site.table_listing import references, row_title
from opendata.steps.reading import Row, Snapshot


@dataclass(frozen=True)
class HeadingPart:
    """A part of a row's heading. words: it is the city's own, and not of this service, such as the name of a code."""

    text: str
    words: bool


def row_heading(
    snapshot: Snapshot, table: Table, row: Row, language: str, described: Table | None = None
) -> list[HeadingPart]:
    """The row's title; where that is a part of the key, the title of the row that it belongs to stands before it.

    The other fields of a key follow in brackets, as far as they are not the usual ones. described: the table as its
    kind has it now, which alone says what is usual.
    """
    usual = {field.name: field.default for field in described or table}
    title, parents = table.role("title"), references(snapshot, table, row, language)
    names = [name for name in table.primary_key if name in parents]
    rest = [
        HeadingPart(shown(field, value, language, in_key=True).text, holds_words(field))
        for field in map(table.field, table.primary_key)
        if (value := row.get(field.name))
        and field != title
        and value != usual.get(field.name)
        and field.name not in parents
    ]
    own = [HeadingPart(row_title(table, row, language), title is None or holds_words(title))]
    if title is not None and title.name in table.primary_key and names:
        own = [*(HeadingPart(_own_name(parents[name].text, row.get(name)), words=True) for name in names), *own]
    else:
        rest = [*(HeadingPart(parents[name].text, words=True) for name in names), *rest]
    if not rest or len(table.primary_key) == 1:
        return _listed(own)
    return [*_listed(own), HeadingPart(" (", words=False), *_listed(rest), HeadingPart(")", words=False)]


def _listed(parts: Sequence[HeadingPart]) -> list[HeadingPart]:
    """The parts with commas between them."""
    return [part for each in parts for part in (HeadingPart(", ", words=False), each)][1:]


def _own_name(naming: str, key: str | None) -> str:
    """The title of another row without the key in front of it."""
    return naming.removeprefix(f"{key} ")
