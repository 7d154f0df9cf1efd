"""One column for the beginning and the end: "Zeitraum" with "2024–2026".

Here: which column fills both fields. Not here: its cells (time_spans.py).
The kind's descriptor names the two fields and the headers (`timeSpans`, docs/kinds.md).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from opendata.intake.matching.chosen_tables import TableChoice
from opendata.intake.matching.header_labels import HeaderLabel
from opendata.intake.matching.plain_headers import plain_headers
from opendata.intake.office_words import header_key, trimmed
from opendata.intake.time_spans import is_span

MOST_CELLS = 200  # distinct ones that are looked at


@dataclass(frozen=True)
class SpanColumn:
    """A column of time spans and the two fields that it fills."""

    label: HeaderLabel
    first: str
    last: str


def span_columns(choice: TableChoice, used: Collection[int], with_value: Collection[str]) -> Iterator[SpanColumn]:
    """The columns of spans; used: columns that fill a field. with_value: fields that need no column any more."""
    for span in choice.resource.descriptor.get("timeSpans") or ():
        if span["from"] in with_value or span["to"] in with_value:
            continue
        for label in choice.header.labels:
            free = label.column not in used and not choice.vocabulary.mapped(label.keys)
            if free and _is_called(label, span["synonyms"]) and _holds_spans(choice, label.column):
                yield SpanColumn(label, span["from"], span["to"])
                break


def is_told_elsewhere(choice: TableChoice, label: HeaderLabel, with_column: Collection[str]) -> bool:
    """Whether a column of spans says what columns of the beginning and of the end say too."""
    spans = choice.resource.descriptor.get("timeSpans") or ()
    return any({span["from"], span["to"]} <= {*with_column} and _is_called(label, span["synonyms"]) for span in spans)


def _is_called(label: HeaderLabel, synonyms: Iterable[str]) -> bool:
    plain = {header.key for key in label.keys for header in plain_headers(key) if header.unit is None}
    return not {*label.keys, *plain}.isdisjoint(map(header_key, synonyms))


def _holds_spans(choice: TableChoice, column: int) -> bool:
    """Whether half of the cells or more are spans; words such as "kurzfristig" are none."""
    below = choice.table.cells[str(column)].filter(choice.table.rows > choice.header.last_row)
    texts = [trimmed(text) for text in below.drop_nulls().unique(maintain_order=True).head(MOST_CELLS)]
    texts = [text for text in texts if text]
    return bool(texts) and 2 * sum(map(is_span, texts)) >= len(texts)
