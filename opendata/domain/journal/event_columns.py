"""The events of a version as columns, so that a hundred thousand events need no object for each.

Here: the columns, single events made from them, their lines in changes.json. Not here: which events there are
(row_events.py), their serials (storage/).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self, overload

import polars as pl

from opendata.domain.model import Event
from opendata.domain.tables.json_columns import by_value, joined, quoted_column
from opendata.domain.tables.json_values import dumps, loads

COLUMNS = {
    "event": pl.String,
    "events": pl.String,  # the names of all events, between bars: |a|b|
    "resource": pl.String,
    "key": pl.String,
    "fields": pl.String,  # JSON text: {"phase":{"before":null,"after":"planning"}}
    "sentence_de": pl.String,
    "sentence_en": pl.String,
    "times_moved": pl.Int64,
    "answers": pl.String,  # JSON text: what the publisher said about it; null: nothing
    "successor": pl.String,  # the key of the row that carries on, where the answers name one
    "row_group": pl.String,  # the group and the status of the row, as row_states.py has them; never in changes.json
    "row_status": pl.String,
}
CHUNK = 20_000  # how many events are objects, or text, at one time


class Events(Sequence[Event]):
    """Events in their order; each becomes an Event when it is asked for."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame  # shape (events, COLUMNS)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """The columns of single events."""
        if isinstance(events, cls):
            return events
        rows = [_row(event) for event in events]
        return cls(pl.DataFrame(rows, schema=COLUMNS, orient="row"))

    @classmethod
    def joined(cls, parts: Iterable[Iterable[Event]]) -> Self:
        """Several lists of events, one after another."""
        return cls(pl.concat([pl.DataFrame(schema=COLUMNS), *(cls.of(part).frame for part in parts)]))

    def __len__(self) -> int:
        return self.frame.height

    def __iter__(self) -> Iterator[Event]:
        for row in self.frame.iter_rows(named=True, buffer_size=CHUNK):
            yield event_of(row)

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Event]: ...
    def __getitem__(self, place: int | slice) -> Event | Sequence[Event]:
        if isinstance(place, slice):
            return Events(self.frame[place])
        return event_of(self.frame.row(place, named=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # unhashable, like a list

    def lines(self) -> Iterator[bytes]:
        """The events as lines of changes.json, some thousands at a time: a JSON object per line, commas between."""
        for start in range(0, len(self), CHUNK):
            lines = _lines(self.frame.slice(start, CHUNK)).str.join(",\n").item()
            yield (",\n" if start else "").encode() + lines.encode()


def _lines(frame: pl.DataFrame) -> pl.Series:
    moved = joined(pl.lit(',"times_moved":'), frame["times_moved"].cast(pl.String)).fill_null("")
    parts: list[tuple[str, pl.Series]] = [
        ('{"event":', by_value(frame["event"], dumps)),
        (',"events":', by_value(frame["events"], lambda names: dumps(names_in(names)))),
        (',"resource":', by_value(frame["resource"], dumps).fill_null("null")),
        (',"key":', quoted_column(frame["key"]).fill_null("null")),
        (',"fields":', frame["fields"]),
        (',"sentence":{"de":', quoted_column(frame["sentence_de"])),
        (',"en":', quoted_column(frame["sentence_en"])),
        ("}", moved),
        ("", joined(pl.lit(',"answers":'), frame["answers"]).fill_null("")),
    ]
    return joined(*(piece for head, column in parts for piece in (pl.lit(head), column)), pl.lit("}"))


def event_of(row: Any) -> Event:
    """The event in a row of these columns, of a frame or of the table journal."""
    return Event(
        event=row["event"],
        events=names_in(row["events"]),
        resource=row["resource"],
        key=row["key"],
        fields={name: (values["before"], values["after"]) for name, values in loads(row["fields"]).items()},
        sentence={"de": row["sentence_de"], "en": row["sentence_en"]},
        times_moved=row["times_moved"],
        answers=loads(row["answers"]) if row["answers"] else (),
        row_group=row["row_group"],
        row_status=row["row_status"],
    )


def names_in(events: str) -> list[str]:
    """The names in |a|b|."""
    return events.strip("|").split("|")


def _row(event: Event) -> tuple[Any, ...]:
    fields = {name: {"before": before, "after": after} for name, (before, after) in event.fields.items()}
    return (
        event.event,
        f"|{'|'.join(event.events)}|",
        event.resource,
        event.key,
        dumps(fields),
        event.sentence["de"],
        event.sentence["en"],
        event.times_moved,
        dumps([dict(answer) for answer in event.answers]) if event.answers else None,
        next((answer["into"] for answer in event.answers if "into" in answer), None),
        event.row_group,
        event.row_status,
    )
