"""Rewritten cells as people read them: "→ abgeschlossen" and not "→ completed", and nothing where it says the same.

Here: the marks of a sheet in the words of its readers. Not here: which cells were rewritten (intake/).
"""

from opendata.domain.kinds import Field, Kind
from opendata.domain.tables.values_for_people import value_text
from opendata.portal.error_groups import Marks


def tell_rewrites(marks: Marks, kind: Kind, language: str) -> None:
    """Put what was read into the words of the page, and take marks away where it says what stands there already."""
    tables = {table.name: table for table in kind}
    for place, rewrite in list(marks.rewrites.items()):
        table, after = tables.get(str(rewrite.get("resource"))), rewrite["after"]
        if table is None or after is None or rewrite["field"] not in table.field_names:
            continue
        field = table.field(rewrite["field"])
        told = value_text(field, after, language)
        if _without_unit(told, field) == " ".join(str(rewrite["before"] or "").split()):
            del marks.rewrites[place]
        else:
            marks.rewrites[place] = {**rewrite, "after": told}


def _without_unit(told: str, field: Field) -> str:
    words = told.split()
    return " ".join(words[:-1] if field.unit and len(words) > 1 else words)
