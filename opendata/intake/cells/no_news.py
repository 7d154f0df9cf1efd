"""No news: where a report says of a date that nothing is new, what it said of the date before still holds.

Here: the words that say so, and the texts that are carried on. Not here: which columns tell states (reports/).
The words of the report stay in the data: they fill the field for the status as published, where nothing else does.
"""

import re
from collections.abc import Mapping

import polars as pl

from opendata.domain.report.rewritten_cells import ColumnRewrites
from opendata.intake.cells.cell_reading import FieldCellReader
from opendata.intake.matching.column_assignment import FieldColumn
from opendata.intake.text_tables import TextTable

RULE = "no-news"
PRINTED_WORDS = "source_status"  # the field that keeps what is printed
_NO_NEWS = re.compile(
    r"(?:(?:der |es gibt |es liegt |es liegen )?"
    r"(?:keine?n? (?:neue[rsn]?|weitere[rsn]?|aktuelle[rsn]?|geänderte[rsn]?|anderer) "
    r"(?:sachst[aä]nd|stand|informationen|erkenntnisse|entwicklung(?:en)?|angaben|aktivitäten|änderung(?:en)?)"
    r"|keine (?:ver)?änderung(?:en)?|keine neuigkeiten|(?:sach|umsetzungs)?stand (?:ist )?unverändert"
    r"|unverändert(?:er)?(?: (?:sach)?stand)?|no (?:news|change|update)s?)"
    r"(?: (?:vor|seit|gegenüber|zum|im vergleich)\b[^.;]{0,60})?)[.!]?",
    re.IGNORECASE,
)


def says_no_news(text: str) -> bool:
    """Whether a text says that nothing is new, and nothing else."""
    return bool(_NO_NEWS.fullmatch(" ".join(text.split())))


def carried_on(
    table: TextTable,
    resource: str,
    columns: Mapping[str, pl.Series],
    field_columns: Mapping[str, FieldColumn],
    readers: Mapping[str, FieldCellReader],
) -> tuple[dict[str, pl.Series], list[ColumnRewrites]]:
    """The columns in which earlier texts are carried on, and the rewrites that tell of it.

    table: the rows that are published. columns: canonical text by field.
    """
    told = [state.column for state in table.reporting_dates]
    changed: dict[str, pl.Series] = {}
    rewrites = []
    for name, field_column in field_columns.items():
        if field_column.column not in told or name not in columns:
            continue
        earlier = told[: told.index(field_column.column)][::-1]
        texts = columns[name].to_list()
        printed: list[str | None] = [None] * len(texts)
        which, before, after = [], [], []
        for place, text in enumerate(texts):
            if not (text and says_no_news(text)):
                continue
            printed[place] = text
            carried = _earlier_text(table, place, earlier)
            if carried is not None:
                texts[place] = readers[name].read(carried).after
                which.append(place)
                before.append(text)
                after.append(texts[place])
        if which:
            changed[name] = pl.Series(texts, dtype=pl.String)
            readings = pl.DataFrame({"before": before, "after": after, "rule": [RULE] * len(which)})
            rewrites.append(
                ColumnRewrites(
                    resource,
                    name,
                    field_column.column,
                    table.sheet,
                    table.rows.gather(which),
                    pl.Series(range(len(which)), dtype=pl.UInt32),
                    readings,
                )
            )
        if any(printed) and PRINTED_WORDS in columns and PRINTED_WORDS not in field_columns:
            changed[PRINTED_WORDS] = pl.Series(printed, dtype=pl.String)
    return changed, rewrites


def _earlier_text(table: TextTable, place: int, earlier: list[int]) -> str | None:
    """The text of the newest earlier date that says something new."""
    for column in earlier:
        text = table.cells[str(column)][place]
        if text and text.strip() and not says_no_news(text):
            return str(text)
    return None
