"""Pages of rows as JSON: the rows that a request asks for, of a version or of a draft.

Here: the body of a page, and its headers. Not here: which rows (steps/querying.py), parameters (row_queries.py).

No page is longer than MOST_BYTES, unless all rows are asked for (limit=0): it then ends earlier, and links.next goes
on there. A page of all rows is written to a temporary file where it is long, and waits there for its reader.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any

from flask import Response

from opendata.api.lists import IN_MEMORY, MOST_BYTES, file_of_response
from opendata.api.row_queries import AskedRows
from opendata.domain.kinds import Table
from opendata.domain.tables.json_values import dumps
from opendata.formats.json_rows import BETWEEN_ROWS, few_row_texts, row_texts
from opendata.steps.querying import Chosen, Rows

ROWS_AT_ONCE = 10_000
MOST_BYTES_OF_A_LETTER = 4


@dataclass(frozen=True)
class PageOfRows:
    """A page as it was written, and what its headers say of it."""

    body: "SpooledTemporaryFile[bytes]"
    headers: Mapping[str, str]


def page_response(
    rows: Rows, table: Table, asked: AskedRows, named: str, path: str, head: Mapping[str, Any]
) -> Response:
    """The answer with the page that is asked for; what row_page() says holds for this, too."""
    return response_with(row_page(rows, table, asked, named, path, head))


def response_with(page: PageOfRows) -> Response:
    """The answer with a page."""
    response = file_of_response(page.body)
    response.headers.update(page.headers)
    return response


def row_page(
    rows: Rows, table: Table, asked: AskedRows, named: str, path: str, head: Mapping[str, Any]
) -> PageOfRows:
    """The page that is asked for.

    rows: all that the query wants. named: the table, in cursors. path: where the other pages are. head: what stands
    beside the items.
    """
    start, total = asked.start(named), len(rows)
    part = rows.part(start, asked.limit)
    body: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the answer
    digest, count = hashlib.sha256(), 0

    def write(text: str) -> None:
        content = text.encode()
        digest.update(content)
        body.write(content)

    write('{"items":[')
    for number, text in _parts(part, table, all_rows=asked.limit is None):
        write(f"{BETWEEN_ROWS if count else ''}{text}")
        count += number
    rest = dumps({**head, "total": total, "links": asked.links(named, start, count, total, path)})
    write(f"],{rest[1:]}")
    headers = {"X-Row-Count": str(count), "X-Total-Count": str(total)}
    headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    return PageOfRows(body, headers)


def _parts(part: Rows, table: Table, *, all_rows: bool) -> Iterator[tuple[int, str]]:
    """The rows as JSON, many at once, with how many these are; those of a page up to MOST_BYTES."""
    if isinstance(part, Chosen) and part.table.has_few_rows:
        texts = few_row_texts(part.table, part.rows, part.names)
        few = texts if all_rows else _up_to_most_bytes(texts)
        if few:
            yield len(few), BETWEEN_ROWS.join(few)
        return
    left = MOST_BYTES
    for frame in part.frames(ROWS_AT_ONCE if all_rows else ROWS_AT_ONCE // 10):
        if frame.is_empty():
            continue
        texts = row_texts(frame, table).to_list()
        shown = texts if all_rows else _up_to_most_bytes(texts, left, at_least=left == MOST_BYTES)
        if shown:
            text = BETWEEN_ROWS.join(shown)
            left -= len(text.encode())
            yield len(shown), text
        if len(shown) < len(texts):
            return


def _up_to_most_bytes(texts: Sequence[str], most: int = MOST_BYTES, *, at_least: bool = True) -> Sequence[str]:
    """The first of the texts that are together no longer than so many bytes; at_least: one in any case."""
    if sum(map(len, texts)) * MOST_BYTES_OF_A_LETTER <= most:
        return texts
    length = 0
    for count, text in enumerate(texts):
        length += len(text.encode())
        if length > most and (count or not at_least):
            return texts[:count]
    return texts
