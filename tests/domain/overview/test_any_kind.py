"""Overviews of kinds that nobody has thought of, and of tables in which much is missing."""

from datetime import date
from typing import Any

import polars as pl

from opendata.domain.kinds import Kind
from opendata.domain.overview.comparison import standing
from opendata.domain.overview.out_of_sight import out_of_sight
from opendata.domain.overview.progress import ReportRows, SomeKeys, progress
from opendata.domain.overview.slip import slips
from opendata.domain.overview.viewed_table import ViewedTable
from opendata.domain.tables.table_rows import WholeRows
from tests.making import PLANS

DAY = date(2024, 12, 31)


def table_of(kind: Kind, **columns: list[Any]) -> pl.DataFrame:
    table = ViewedTable.main(kind, kind).table
    height = len(next(iter(columns.values())))
    return pl.DataFrame(
        {name: columns.get(name, [None] * height) for name in table.field_names},
        schema=dict.fromkeys(table.field_names, pl.String),
    )


def test_roles_and_units_give_a_made_up_kind_its_figures():
    kind = Kind.from_descriptor(PLANS)
    view = ViewedTable.main(kind, None)
    assert view.table.name == "plans"
    assert view.amount is not None and view.amount.name == "cost"
    rows = table_of(kind, id=["1", "2", "3"], title=["Radweg", "Dach", None], phase=["planning", "completed", None],
                    end=["2023", None, None], cost=["10.5", None, "2"])  # fmt: skip
    told = standing(view, WholeRows(rows), DAY, DAY, None)
    assert told.counts.by_status == {"planning": 1, "completed": 1}
    assert told.counts.late.count == 0  # the kind does not say which statuses are the last ones
    assert str(told.amount) == "12.5" and told.coverage["cost"] == 0.6667
    assert view.titles(rows) == ["Radweg", "Dach", "3"]


def test_a_kind_without_any_role_can_be_counted():
    kind = Kind.from_descriptor(
        {
            "name": "trees",
            "resources": [
                {
                    "name": "trees",
                    "schema": {
                        "fields": [
                            {"name": "id", "type": "string"},
                            {"name": "year", "type": "year"},
                            {"name": "planted", "type": "integer"},
                        ],
                        "primaryKey": ["id", "year"],
                    },
                }
            ],
        }
    )
    view = ViewedTable.main(kind, kind)
    assert (view.quantity and view.quantity.name, view.time and view.time.name) == ("planted", "year")
    rows = WholeRows(table_of(kind, id=["1"], year=["2024"], planted=["5"]))
    reports = [ReportRows("1.0.0", DAY, view, rows)]
    assert standing(view, rows, DAY, DAY, None).counts.by_status == {}
    assert progress(reports)[0].added == SomeKeys(1, ["1,2024"])
    assert slips(reports) == []
    assert out_of_sight(reports, [], []).total == 0


def test_an_empty_table_has_figures_too(view: ViewedTable):
    rows = WholeRows(pl.DataFrame(schema=dict.fromkeys(view.table.field_names, pl.String)))
    told = standing(view, rows, DAY, DAY, None)
    assert told.counts.total == 0 and told.amount is None and set(told.coverage.values()) == {0.0}
    assert told.by_group == []
    assert out_of_sight([ReportRows("1.0.0", DAY, view, rows)], [], []).total == 0
