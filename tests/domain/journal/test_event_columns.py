"""Events told by columns are those that come of telling each row by itself."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.journal.event_columns import Events
from opendata.domain.journal.row_events import row_events
from opendata.domain.journal.row_states import RowStates
from opendata.domain.kinds import Field
from opendata.domain.packages.descriptor import changes_file, events_from_changes
from opendata.domain.tables.changeset import diff_tables
from opendata.domain.tables.json_columns import FEW_QUOTED, by_value, json_column, quoted_column
from opendata.domain.tables.json_values import dumps
from tests.making import GRANT_FIELDS, PLAN_FIELDS, grants, plans, plans_kind

# Quotation marks, bars, commas and what JSON has to escape are likelier here than in any real table.
ODD = st.text(st.sampled_from('aß"\\|,%\n\t\x01\x7f\u2028😀 .')) | st.text(st.characters(exclude_categories=["Cs"]))
CELL = st.none() | ODD.filter(bool)
PLAN = st.tuples(
    ODD.filter(bool),
    CELL,
    st.none() | st.sampled_from(["planning", "completed", "other"]),
    st.none() | st.sampled_from(["2024", "2024-03", "2024-03-05", "soon"]),
    st.none() | st.sampled_from(["0", "-1.5", "1234567.25", "12345678901234567890.123"]),
    CELL,
)
PLANS = st.lists(PLAN, max_size=6, unique_by=lambda row: row[0])
GRANT = st.tuples(st.sampled_from(["2023", "2024"]), ODD.filter(bool), CELL, st.sampled_from([None, "5", "0.5"]))
GRANTS = st.lists(GRANT, max_size=6, unique_by=lambda row: row[:2])
PHASES = {"planning": "in Planung", "implementation": "in Umsetzung", "completed": "abgeschlossen"}
DAYS = {"2024": "2024", "2024-03": "März 2024", "2024-03-05": "05.03.2024", "soon": "soon"}


@given(PLANS, GRANTS)
def test_whole_rows_are_told_as_each_would_be_by_itself(plan_rows: list[Any], grant_rows: list[Any]):
    kind, tables = plans_kind(), {"plans": plans(*plan_rows), "grants": grants(*grant_rows)}
    added = row_events(kind, diff_tables({}, tables, kind, kind), tables, lambda *_: {})
    removed = row_events(kind, diff_tables(tables, {}, kind, kind), tables, lambda *_: {})

    expected = [_told_plan(dict(zip(PLAN_FIELDS, row, strict=True))) for row in plan_rows]
    titles = {row[0]: row[1] for row in plan_rows if row[1]}
    expected += [_told_grant(dict(zip(GRANT_FIELDS, row, strict=True)), titles) for row in grant_rows]
    assert [(e.key, e.sentence["de"]) for e in added] == [(k, f"{n}: neu aufgenommen{s}.") for k, n, s, _ in expected]
    assert [e.sentence["de"] for e in removed] == [f"{n}: nicht mehr enthalten{s}." for _, n, s, _ in expected]
    assert [dict(e.fields) for e in added] == [{f: (None, v) for f, v in row.items()} for *_, row in expected]
    assert [dict(e.fields) for e in removed] == [{f: (v, None) for f, v in row.items()} for *_, row in expected]


def _told_plan(row: Mapping[str, str | None]) -> tuple[str, str, str, dict[str, Any]]:
    """Key, name, state and values of one plan."""
    state = [f"Phase: {PHASES.get(row['phase'], row['phase'])}"] if row["phase"] else []
    state += [f"Ende: {DAYS[row['end']]}"] if row["end"] else []
    values = {n: Decimal(v) if n == "cost" else v for n, v in row.items() if v is not None}
    key = row["id"] or ""
    return key, row["title"] or key, f" ({', '.join(state)})" if state else "", values


def _told_grant(row: Mapping[str, str | None], titles: Mapping[str, str]) -> tuple[str, str, str, dict[str, Any]]:
    """The same of one grant, whose name is its programme with the year, behind the plan that it belongs to."""
    key = ",".join((row[n] or "").replace("%", "%25").replace(",", "%2C") for n in ("year", "programme"))
    name = f"{row['programme']} ({row['year']})"
    if row["plan_id"] in titles:
        name = f"{titles[row['plan_id'] or '']}: Förderung {name}"
    numbers = {"year": int, "paid": Decimal}
    values = {n: numbers.get(n, str)(v) for n, v in row.items() if v is not None}
    return key, name, "", values


@given(PLANS, PLANS)
def test_changes_json_says_what_the_events_say(before: list[Any], after: list[Any]):
    kind, old, new = plans_kind(), {"plans": plans(*before)}, {"plans": plans(*after)}
    events = row_events(kind, diff_tables(old, new, kind, kind), new, lambda *_: {})

    content = changes_file("1.0.0", "1.0.1", {"added": 1}, events)

    told = json.loads(content, parse_float=Decimal)
    assert [each.pop("times_moved", None) for each in told["events"]] == [event.times_moved for event in events]
    assert told["events"] == [
        {
            "event": event.event,
            "events": list(event.events),
            "resource": event.resource,
            "key": event.key,
            "fields": {name: {"before": b, "after": a} for name, (b, a) in event.fields.items()},
            "sentence": dict(event.sentence),
        }
        for event in events
    ]
    # Told one by one and put into columns again, they are the same bytes.
    assert changes_file("1.0.0", "1.0.1", {"added": 1}, list(events)) == content
    # The groups and statuses of rows are no part of the file: they are found again in the events and the tables.
    assert RowStates().filled(events_from_changes(content), kind, new.__getitem__) == events


def test_more_events_than_are_written_at_once_are_one_list():
    names = [f"Radweg {number}" for number in range(20_001)]
    table = {"plans": plans(*((str(number), name) for number, name in enumerate(names)))}
    kind = plans_kind()

    content = changes_file(
        None, "1.0.0", {}, row_events(kind, diff_tables({}, table, kind, kind), table, lambda *_: {})
    )

    assert [each["fields"]["title"]["after"] for each in json.loads(content)["events"]] == names
    assert content.count(b"\n") == len(names) + 2


def test_events_are_a_sequence():
    events = Events.of(row_events(plans_kind(), _two_added(), {}, lambda *_: {}))

    assert len(events) == 2
    assert [events[0].key, events[-1].key] == ["1", "2"]
    assert [event.key for event in events[1:]] == ["2"]
    assert Events.joined([events, []]) == list(events)
    assert changes_file(None, "1.0.0", {}, []) == b'{"from":null,"to":"1.0.0","counts":{},"events":[\n\n]}\n'


def _two_added() -> Any:
    kind = plans_kind()
    return diff_tables({}, {"plans": plans(("1", "Radweg"), ("2", "Park"))}, kind, kind)


@given(st.lists(st.none() | ODD))
def test_a_column_of_text_is_quoted_as_the_standard_library_quotes_it(texts: list[str | None]):
    for some in (texts, [*texts, *["a"] * FEW_QUOTED]):
        quoted = quoted_column(pl.Series(some, dtype=pl.String)).to_list()

        assert quoted == [None if text is None else json.dumps(text, ensure_ascii=False) for text in some]


def test_values_that_are_not_plainly_of_their_type_are_read_one_by_one():
    def told(kind: str, *texts: str | None) -> list[str | None]:
        return json_column(
            pl.Series(texts, dtype=pl.String), Field.from_descriptor({"name": "a", "type": kind})
        ).to_list()

    assert told("integer", "12", "-0", "007", None, "1.5", "x") == ["12", "0", "7", None, '"1.5"', '"x"']
    assert told("number", "1.50", "-0", "1e3", None) == ["1.50", "-0", '"1e3"', None]
    assert told("boolean", "true", "false", "ja") == ["true", "false", '"ja"']
    assert told("array", '[1,{"a":1.50}]', None) == ['[1,{"a":1.50}]', None]
    assert told("string", 'a"b', None) == ['"a\\"b"', None]


def test_a_function_is_asked_once_for_each_distinct_value():
    asked: list[str] = []

    def twice(text: str) -> str:
        asked.append(text)
        return text * 2

    told = by_value(pl.Series(["a", None, "b", "a"]), twice)

    assert told.to_list() == ["aa", None, "bb", "aa"]
    assert sorted(asked) == ["a", "b"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_json_with_decimals_is_written_like_any_other(value: Any):
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    assert dumps(value) == plain
    assert dumps([value, Decimal("1.50")]) == f"[{plain},1.50]"
