"""Changes between two versions, for programs."""

import csv
import io

from opendata.domain.kinds import Field
from opendata.domain.tables.changeset import diff_tables
from opendata.formats.version_changes import changes_csv, row_changes
from tests.making import plans, plans_kind


def test_a_field_that_a_later_version_has_not_any_more_is_told_too():
    own = Field.from_descriptor({"name": "x_priority", "type": "integer"})
    before, after = plans_kind().with_own_fields({"plans": [own]}), plans_kind()
    old = plans(("1", "Radweg")).with_columns(x_priority="id")
    changesets = diff_tables({"plans": old}, {"plans": plans(("1", "Radweg"))}, after, before)

    (change,) = row_changes(changesets, before, after)

    assert change["fields"] == {"x_priority": {"before": 1, "after": None}}
    lines = list(csv.reader(io.StringIO(changes_csv(changesets, before, after).decode())))
    assert lines[1] == ["plans", "1", "changed", "x_priority", "1", ""]
