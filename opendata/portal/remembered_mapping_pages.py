"""The page on which the mapping that a dataset remembers is mended: columns, words, constants, rows to skip.

Here: the page and its form. Not here: the mapping of one upload (mapping_pages.py), which is remembered when the
upload is published.
"""

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.domain.errors import MappingNotValid
from opendata.domain.kinds import Kind, Table
from opendata.portal.blueprint import blueprint
from opendata.portal.column_parts import COLUMN, GO, part_of, whole_form
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.mapping_form import AS_BEFORE, INSIDE, OPEN
from opendata.portal.mapping_pages import MOST_OFFERED
from opendata.portal.mapping_shape_form import shape_as_typed, shape_fields, sheets_to_leave, take_shape
from opendata.portal.messages import tell
from opendata.portal.own_uploads import AtDataset, dataset_place
from opendata.portal.remembered_mapping import column_words
from opendata.portal.seen_marks import is_unseen, mark_of
from opendata.portal.upload_pages import told
from opendata.steps.ports.audit import Act
from opendata.steps.remembering import remember_mapping
from opendata.web.language import language
from opendata.web.services import services

MAPPING = "/<publisher>/datasets/<dataset>/mapping"


@blueprint.get(MAPPING)
def remembered(publisher: str, dataset: str) -> Response:
    """The form for the mapping of one table of the kind."""
    return _form(dataset_place(publisher, dataset, "publisher"))


@blueprint.post(MAPPING)
def post_remembered(publisher: str, dataset: str) -> AnyResponse:
    """Keep the mapping of the form, or forget the whole mapping."""
    place = dataset_place(publisher, dataset, "publisher")
    kind = services().kinds[place.dataset.kind]
    form = whole_form(request.form)
    if GO in form:
        return _form(place, form)
    mended = None
    if form.get("act") != "forget":
        mended = mended_mapping(form, place.dataset.mapping, _table(kind, form.get("resource")))
    if is_unseen(_mark(place)):
        if mended == place.dataset.mapping:  # sent a second time
            return redirect(portal_link("dataset", publisher=publisher, dataset=dataset), 303)
        return _form(place, form, is_changed=True)
    try:
        remember_mapping(services().catalogue, services().check_mapping, kind, place.dataset, mended)
    except MappingNotValid as error:
        return _form(place, form, error)
    act = Act(place.person.email, "mapping.changed", publisher, {"title": place.dataset.title})
    services().door.audit.add(act, services().now())
    tell("remembered.done")
    return redirect(portal_link("dataset", publisher=publisher, dataset=dataset), 303)


def mended_mapping(form: Mapping[str, str], before: Mapping[str, Any] | None, table: Table) -> dict[str, Any]:
    """The mapping that the form makes of the one before; what it does not show stays as it was."""
    mapping: dict[str, Any] = deepcopy(dict(before or {}))
    resource = mapping.setdefault("resources", {}).setdefault(table.name, {})
    fields, constants = resource.get("fields") or {}, resource.get("constants") or {}
    for header in list(fields):
        chosen = form.get(f"column-{_id(header)}", AS_BEFORE)
        if chosen == OPEN:
            del fields[header]
        elif chosen != AS_BEFORE:
            fields[header] = None if chosen == INSIDE else chosen
    for name in list(constants):
        value = form.get(f"constant-{name}", constants[name]).strip()
        if value:
            constants[name] = value
        else:
            del constants[name]
    take_shape(form, resource, table, shape_fields(resource, "en").sheets)
    mapping["resources"] = {
        name: parts
        for name, about in mapping["resources"].items()
        if (parts := {part: value for part, value in about.items() if value not in ({}, [], None)})
    }
    return mapping


def _form(
    place: AtDataset,
    form: Mapping[str, str] | None = None,
    error: MappingNotValid | None = None,
    *,
    is_changed: bool = False,
) -> Response:
    kind, tongue = services().kinds[place.dataset.kind], language()
    asked = request.args if form is None else form
    table = _table(kind, asked.get("resource") or _first(place.dataset.mapping, kind))
    resource = ((place.dataset.mapping or {}).get("resources") or {}).get(table.name) or {}
    fields = (resource.get("fields") or {}).items()
    part = part_of([_column(header, value, table, tongue, form or {}) for header, value in fields], form or {})
    sheets = shape_fields(resource, tongue).sheets
    shape = shape_as_typed(form, resource, tongue, sheets) if form else shape_fields(resource, tongue)
    return page(
        "remembered_mapping.html",
        409 if is_changed else 422 if error else 200,
        publisher=place.publisher,
        dataset=place.dataset,
        tables=[(each.name, each.label(tongue)) for each in kind],
        table=table,
        part=part,
        headers=[header for header, _ in fields][:MOST_OFFERED],
        constants=resource.get("constants") or {},
        shape=shape,
        leave=sheets_to_leave(shape, resource, []),
        sheets=sheets,
        choice={"inside": INSIDE, "open": OPEN, "before": AS_BEFORE},
        typed=form or {},
        seen=_mark(place),
        is_changed=is_changed,
        error=told(error) if error else None,
    )


def _mark(place: AtDataset) -> str:
    """A mark of the mapping that is remembered, so that nobody writes over what a colleague said meanwhile."""
    return mark_of(json.dumps(place.dataset.mapping, sort_keys=True))


def _column(header: str, value: Any, table: Table, tongue: str, form: Mapping[str, str]) -> dict[str, Any]:
    """A header of the mapping as the form shows it."""
    usual = INSIDE if value is None else value if value in table.field_names else AS_BEFORE
    return {
        "id": _id(header),
        "header": header,
        "usual": usual,
        "chosen": form.get(COLUMN + _id(header), usual),
        "words": ", ".join(column_words(table, value, tongue)),
        "matters": value is not None,
    }


def _table(kind: Kind, name: str | None) -> Table:
    return next((table for table in kind if table.name == name), next(iter(kind)))


def _first(mapping: Mapping[str, Any] | None, kind: Kind) -> str | None:
    mapped = (mapping or {}).get("resources") or {}
    return next((table.name for table in kind if mapped.get(table.name)), None)


def _id(header: str) -> str:
    return hashlib.sha256(header.encode()).hexdigest()[:12]
