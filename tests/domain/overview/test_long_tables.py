"""Figures of tables that are read part by part: the same as those of the same rows in one frame."""

from collections.abc import Callable
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from opendata.domain.kinds import Kind
from opendata.domain.overview.comparison import standing
from opendata.domain.overview.out_of_sight import Removal, out_of_sight
from opendata.domain.overview.progress import ReportRows, progress
from opendata.domain.overview.slip import later_days, slips
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.table_rows import TableRows, WholeRows
from tests.making import cut, frame

KEYS = ["A-1", "A-2", "A,3", "B-1", "B-2", "Ü-1"]
FIELDS = ("id", "title", "phase", "start", "end", "cost", "field", "note")
PHASES = {"planning": {"time": "ahead"}, "dropped": {"time": "past", "outcome": "dropped"}, "done": {"time": "past"}}
THINGS = Kind.from_descriptor(
    {
        "name": "things",
        "resources": [
            {
                "name": "things",
                "roles": {"title": "title", "status": "phase", "deadline": "end", "group": "field"},
                "schema": {
                    "fields": [
                        {"name": "id", "type": "string"},
                        {"name": "title", "type": "string"},
                        {"name": "phase", "type": "string", "codes": PHASES},
                        {"name": "start", "type": "string", "precision": "reduced", "bound": "start"},
                        {"name": "end", "type": "string", "precision": "reduced"},
                        {"name": "cost", "type": "number", "unit": "EUR"},
                        {"name": "field", "type": "string"},
                        {"name": "note", "type": "string"},
                    ],
                    "primaryKey": "id",
                },
            }
        ],
    }
)
VIEW = ViewedTable.main(THINGS, THINGS)
DATES = st.sampled_from([None, "2023", "2024-05", "2024", "2025-01-31", "2026", "no date"])
CELLS = st.tuples(
    st.sampled_from([None, "Radweg", 'Dach, "neu"\nund dicht']),
    st.sampled_from([None, "planning", "dropped", "done", "else"]),
    DATES,
    DATES,
    st.sampled_from([None, "5", "2.50", "-1", "about 7"]),
    st.sampled_from([None, "", "Verkehr", "Wärme"]),
    st.sampled_from([None, "weil"]),
)
TABLES = st.lists(st.dictionaries(st.sampled_from(KEYS), CELLS), min_size=1, max_size=4)


@given(TABLES, st.dictionaries(st.sampled_from(KEYS), st.sampled_from(KEYS), max_size=3), st.integers(1, 60))
def test_what_is_told_of_reports_does_not_depend_on_how_they_are_read(
    tables: list[dict[str, tuple[str | None, ...]]], renumbered: dict[str, str], part_bytes: int
):
    frames = [frame(FIELDS, *((key, *cells) for key, cells in sorted(rows.items()))) for rows in tables]
    whole = [told(frames, renumbered, rows_of) for rows_of in (WholeRows, lambda rows: cut(rows, part_bytes))]

    assert whole[0] == whole[1]


def told(
    frames: list[pl.DataFrame], renumbered: dict[str, str], rows_of: Callable[[pl.DataFrame], TableRows]
) -> list[object]:
    """Everything that is told of reports of these rows."""
    reports = [ReportRows(str(at), date(2023 + at, 6, 30), VIEW, rows_of(rows)) for at, rows in enumerate(frames)]
    moved = slips(reports, renumbered)
    removals = [Removal(key, key, "1", date(2024, 1, 1)) for key in KEYS[:3]]
    sight = out_of_sight(reports, removals, moved, "note")
    return [
        *(standing(VIEW, report.rows, report.as_of, report.as_of, None) for report in reports),
        progress(reports, None, renumbered),
        progress(reports[1:], reports[0], renumbered),
        list(moved),
        list(moved[:1]),
        later_days(moved),
        *map(list, (sight.removed, sight.given_up, sight.never_begun, sight.often_moved)),
        (sight.standing, sight.total),
    ]
