"""Pages for mapping: the city's columns and words beside ours, the sheet and its header row to choose.

Here: these pages. Not here: what the form becomes (mapping_form.py), reading the upload again (steps/looking.py).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import (
    DomainError,
    MappingNotValid,
    UploadPublished,
)
from opendata.domain.kinds import Kind, Table
from opendata.domain.report.sent_tables import ROW, SentTables
from opendata.domain.tables.cell_addresses import column_letters
from opendata.portal.blueprint import blueprint
from opendata.portal.column_parts import COLUMN, GO, part_of, whole_form
from opendata.portal.error_groups import MANY
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.mapping_form import (
    AS_BEFORE,
    INSIDE,
    MOST_GONE,
    OPEN,
    OWN,
    chosen_before,
    gone_headers,
    header_of,
    key_headers,
    makes_key,
    mapping_of,
    set_once,
    with_place,
)
from opendata.portal.mapping_shape_form import shape_as_typed, shape_fields, sheets_to_leave, year_patterns
from opendata.portal.mending_form import EDITION
from opendata.portal.messages import tell
from opendata.portal.own_uploads import AtUpload, upload_place
from opendata.portal.refused_readings import REFUSED_READINGS, status_of
from opendata.portal.remembered_mapping import column_words
from opendata.portal.report_pages import about
from opendata.portal.upload_pages import told
from opendata.steps.looking import sent_tables, sheets_of
from opendata.steps.mending import edition, must_be_edition
from opendata.web.language import language
from opendata.web.services import services
from opendata.web.upload_jobs import map_again

TOP_ROWS = 12  # of a sheet, from which the header row is chosen
TOP_COLUMNS, LONGEST_TOP_CELL = 12, 40
MOST_OFFERED, MOST_PATTERNS = 500, 20  # headers and patterns that are proposed while somebody types
REFUSALS = (*REFUSED_READINGS, UploadPublished)
MOST_DIGITS = 7  # of a row or a sheet in a form


@blueprint.get("/<publisher>/uploads/<upload_id>/mapping")
def mapping(publisher: str, upload_id: str) -> AnyResponse:
    """The columns of one table of the kind."""
    place = upload_place(publisher, upload_id)
    if place.upload.state not in ("draft", "invalid"):
        return redirect(portal_link("report", publisher=publisher, upload_id=upload_id), 303)
    return _mapping_page(place)


@blueprint.post("/<publisher>/uploads/<upload_id>/mapping")
def post_mapping(publisher: str, upload_id: str) -> AnyResponse:
    """Read the upload again by the mapping of the form, and lead to the new report; or show its other columns."""
    place, form = upload_place(publisher, upload_id), whole_form(request.form)
    if GO in form:
        return _mapping_page(place, form)
    kind, before = services().kinds[place.dataset.kind], _chosen_mapping(place, form)
    try:
        must_be_edition(place.upload, form.get(EDITION))
        seen = _seen(place, before)
        reading = _reading(seen, kind, form.get("resource"))
        chosen = mapping_of(form, before, reading, kind.table(reading["resource"]), _sheet_names(seen))
        map_again(place.upload, chosen)
    except REFUSALS as error:
        place = upload_place(publisher, upload_id)
        if place.upload.state == "published":
            tell("mend.published")
            return redirect(portal_link("published", publisher=publisher, upload_id=upload_id), 303)
        return _mapping_page(place, form, error)
    return redirect(portal_link("report", publisher=publisher, upload_id=upload_id, done="mapped"), 303)


def _mapping_page(place: AtUpload, form: Any = None, error: DomainError | None = None) -> Response:
    kind, asked = services().kinds[place.dataset.kind], request.args if form is None else form
    before = _chosen_mapping(place, asked)
    seen = _seen(place, before)
    reading = _reading(seen, kind, asked.get("resource"))
    table, tongue = kind.table(reading["resource"]), language()
    resource = (before or {}).get("resources", {}).get(table.name) or {}
    fields, constants = resource.get("fields") or {}, resource.get("constants") or {}
    misfits = Counter(error["column"] for error in place.upload.report["errors"] if error["resource"] == table.name)
    asks_for_key = makes_key(reading["missing"], resource, table)
    of_key = set(key_headers(resource) or (_proposed_key(seen, reading, table) if asks_for_key else ()))
    columns = [
        _column(
            column,
            fields,
            form or {},
            misfits=misfits[column["column"]],
            is_of_key=header_of(column) in of_key,
        )
        for column in reading["columns"]
    ]
    part = part_of(columns, form or {})
    headers = [column["header"] for column in reading["columns"]]
    gone, sheet_names = gone_headers(fields, reading), _sheet_names(seen)
    shape = shape_as_typed(form, resource, tongue, sheet_names) if form else shape_fields(resource, tongue)
    own = None if reading["table"] is None else sheet_names[reading["table"]]
    return page(
        "mapping.html",
        status_of(error) if error else 200,
        **about(place),
        edition=form[EDITION] if form and EDITION in form and not error else edition(place.upload),
        reading=reading,
        part=part,
        table=table,
        readings=seen.readings,
        sheets=seen.tables,
        top=_top(seen, reading),
        gone=[
            (each.id, each.header, ", ".join(column_words(table, each.value, tongue))) for each in gone[:MOST_GONE]
        ],
        gone_rest=len(gone[MOST_GONE:]),
        shape=shape,
        leave=sheets_to_leave(shape, resource, sheet_names, own),
        sheet_names=sheet_names,
        headers=headers[:MOST_OFFERED],
        patterns=year_patterns(headers, tongue)[:MOST_PATTERNS],
        constants={**dict.fromkeys(set_once(reading["missing"], table), ""), **constants},
        many=MANY,
        makes_key=asks_for_key,
        key_columns=[column for place, column in enumerate(columns) if place < MOST_OFFERED or column["is_of_key"]],
        typed=form or {},
        label=lambda name: table.field_or_text(name).label(tongue),
        error=told(error) if error else None,
        choice={"inside": INSIDE, "own": OWN, "open": OPEN, "before": AS_BEFORE},
        place_is_chosen="sheet" in asked or "header_row" in asked,
    )


def _column(
    column: Mapping[str, Any], fields: Mapping[str, Any], form: Mapping[str, str], *, misfits: int, is_of_key: bool
) -> dict[str, Any]:
    """A column as the form shows it.

    misfits: how many of its cells have errors. is_of_key: whether the numbers of the rows are made of it.
    """
    number, usual = str(column["column"]), chosen_before(column, fields.get(column["mapped_as"]))
    return {
        **column,
        "id": number,
        "usual": usual,
        "chosen": form.get(COLUMN + number, usual),
        "own_title": _own_title(fields.get(column["mapped_as"])),
        "misfits": misfits,
        "is_of_key": is_of_key,
        "matters": bool(column["fields"] or column["proposals"] or column["how"] == "as-rows" or misfits),
    }


def _chosen_mapping(place: AtUpload, asked: Any) -> dict[str, Any] | None:
    """The upload's mapping, with the sheet and the header row that were chosen in the page, if any were."""
    before = dict(place.upload.mapping) if place.upload.mapping else None
    resource, chosen = asked.get("resource"), asked.get("sheet")
    row = asked.get("header_row", "")
    if not resource or chosen is None or not (_is_short_number(row) and _is_short_number(chosen)):
        return before
    seen = sheets_of(services().desk, services().reading.answers, place.upload)
    if int(chosen) >= len(seen.tables):
        return before
    table = seen.tables[int(chosen)]
    several_files = len({table.file for table in seen.tables}) > 1
    name = table.sheet or table.name
    return with_place(before, resource, name, table.file if several_files else None, int(row) or None)


def _is_short_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= MOST_DIGITS


def _seen(place: AtUpload, before: dict[str, Any] | None) -> SentTables:
    try:
        return sent_tables(services().desk, services().reading.answers, place.upload, before)
    except MappingNotValid:
        return sheets_of(services().desk, services().reading.answers, place.upload)


def _reading(seen: SentTables, kind: Kind, resource: str | None) -> dict[str, Any]:
    """The reading of the resource that is asked for, or of the first that has a table."""
    known = {reading["resource"]: reading for reading in seen.readings}
    if resource in known:
        return dict(known[resource])
    with_table = [reading for reading in seen.readings if reading["table"] is not None]
    return dict((with_table or list(seen.readings))[0])


def _proposed_key(seen: SentTables, reading: Mapping[str, Any], table: Table) -> list[str]:
    """The header of the titles where each row has its own: of them the numbers of the rows are made most likely."""
    title = table.role("title")
    columns = [each for each in reading["columns"] if title is not None and title.name in each["fields"]]
    if len(columns) != 1 or reading["table"] is None:
        return []
    cells = seen.tables[reading["table"]].cells
    titles = cells.filter(cells[ROW] > (reading["last_header_row"] or 0))[str(columns[0]["column"])].drop_nulls()
    return [header_of(columns[0])] if titles.len() and titles.is_unique().all() else []


def _sheet_names(seen: SentTables) -> list[str]:
    """The names of the sheets as a mapping writes them."""
    return [table.sheet or table.name for table in seen.tables]


def _own_title(before: Any) -> str | None:
    is_own = isinstance(before, dict) and str(before.get("name", "")).startswith("x_")
    return str(before.get("title") or before["name"]) if is_own else None


def _top(seen: SentTables, reading: dict[str, Any]) -> dict[str, Any] | None:
    """The first rows of the sheet that is chosen, from which the header row is chosen."""
    if reading["table"] is None:
        return None
    table = seen.tables[reading["table"]]
    columns = table.columns[:TOP_COLUMNS]
    rows = [
        (row[0], [(text or "")[:LONGEST_TOP_CELL] for text in row[1 : 1 + len(columns)]])
        for row in table.cells.head(TOP_ROWS).iter_rows()
    ]
    return {
        "letters": [column_letters(column) for column in columns],
        "rows": rows,
        "more": len(table.columns) > TOP_COLUMNS,
    }
