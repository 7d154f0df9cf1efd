"""Numbers of measures that Excel turned into days before the table was saved as text: "01. Feb" for 1.2.

A day that was formatted as text or number once it was made is the number by which Excel counts it, 45689.

Here: finding such texts in the column of keys. Not here: cells that a workbook stores as dates (stored_cells.py), and
the sentence (refused_cells.py).
"""

from collections.abc import Mapping, Sequence

import polars as pl

from opendata.domain.kinds import Table
from opendata.domain.report.findings import MAX_LISTED, Finding
from opendata.domain.tables.cell_addresses import address
from opendata.intake.cells.refused_cells import cell_problem
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable

_MONTH = "(?:jan|feb|mrz|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)"
# How Excel shows the days that it makes of 1.2, 3-4 and 1/2026; nobody numbers measures like this.
_SHORT_DAY = (
    rf"(?i)^(?:[0-3]?[0-9][.-] ?{_MONTH}(?:[ -](?:[0-9]{{2}}|[0-9]{{4}}))?|{_MONTH}[ -](?:[0-9]{{2}}|[0-9]{{4}}))$"
)
_WITH_POINT = r"^[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}\.?$"
# Days of 2000 to 2049 as Excel counts them, and times, among numbers with points.
_COUNTED_DAY, _TIME = r"^(?:3[7-9]|4[0-9]|5[0-4])[0-9]{3}$", r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$"
_WHOLE_DAY = r"^(?:0[1-9]|[12][0-9]|3[01])\.(?:0[1-9]|1[0-2])\.(?:19|20)[0-9]{2}$"


def days_in_keys(
    values: Mapping[str, pl.Series], table: Table, body: TextTable, field_columns: Mapping[str, FieldColumn]
) -> Sequence[Finding]:
    """Errors at days in the column of keys; values: of each field. Keys all of which are whole days are meant so."""
    key = [field for field in table if (field.name,) == tuple(table.primary_key) and field.type == "string"]
    if not key or key[0].name not in field_columns or field_columns[key[0].name].made_from:
        return []
    field, column = key[0], field_columns[key[0].name].column
    text = pl.col("text")
    short, whole = text.str.contains(_SHORT_DAY).fill_null(value=False), text.str.contains(_WHOLE_DAY)
    with_point = text.str.contains(_WITH_POINT).fill_null(value=False)
    counted = text.str.contains(f"{_COUNTED_DAY}|{_TIME}").fill_null(value=False) & (2 * with_point.sum() >= pl.len())
    found = pl.DataFrame({"text": values[field.name]}).select(
        days=pl.when(whole.all()).then(short).otherwise(short | whole.fill_null(value=False)) | counted
    )
    days = found["days"]
    if not days.any():
        return []
    cells = zip(body.rows.filter(days), values[field.name].filter(days), strict=True)
    return [
        Finding(
            "date-in-key",
            cell_problem("date-in-key", text, field, row, column),
            resource=table.name,
            row=row,
            field=field.name,
            column=column,
            cell=text,
            address=address(row, column),
            sheet=body.sheet,
        )
        for row, text in list(cells)[:MAX_LISTED]
    ]
