"""The audit log: who did what for a publisher, to be read and downloaded by its admins, and all of it by operators.

Here: the page, and the table as CSV. Not here: what is written into the log (steps/).
"""

import csv
import io
from collections.abc import Sequence

from flask import Response, request

from opendata.domain.people_errors import RoleMissing
from opendata.domain.tables.timestamps import moment_json
from opendata.portal.access import person, require
from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.words.acts import act_sentence, actor_words
from opendata.steps.ports.audit import Act
from opendata.web.language import language
from opendata.web.services import services

ON_A_PAGE = 100
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/<publisher>/log")
def log(publisher: str) -> Response:
    """The newest acts for a publisher."""
    require("admin", publisher)
    return _page_of(publisher)


@blueprint.get("/<publisher>/log.csv")
def log_csv(publisher: str) -> Response:
    """All acts for a publisher as CSV."""
    require("admin", publisher)
    return _csv(publisher, f"protokoll-{publisher}.csv")


@blueprint.get("/operator/log")
def operator_log() -> Response:
    """The newest acts of everybody."""
    _require_operator()
    return _page_of(None)


@blueprint.get("/operator/log.csv")
def operator_log_csv() -> Response:
    """All acts of everybody as CSV."""
    _require_operator()
    return _csv(None, "protokoll.csv")


def _require_operator() -> None:
    if not person().is_operator:
        raise RoleMissing("*", "operator")


def _page_of(publisher: str | None) -> Response:
    asked = request.args.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    acts = services().door.audit.acts(publisher, ON_A_PAGE + 1, before=before)
    about = services().catalogue.publisher(publisher) if publisher else None
    titles = {each.name: each.title for each in services().catalogue.datasets(publisher)} if publisher else {}
    lines = [(act, actor_words(act, language()), act_sentence(act, language(), titles)) for act in acts[:ON_A_PAGE]]
    older = acts[ON_A_PAGE - 1].id if len(acts) > ON_A_PAGE else None
    return page("log.html", publisher=about, lines=lines, older=older, is_first=before is None)


def _csv(publisher: str | None, name: str) -> Response:
    is_for_excel = request.args.get("dialect") == "excel-de"
    text = _csv_text(services().door.audit.acts(publisher, None), ";" if is_for_excel else ",")
    content = ("\ufeff" if is_for_excel else "") + text
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode("utf-8", "replace"), content_type="text/csv; charset=utf-8", headers=headers)


def _csv_text(acts: Sequence[Act], delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["at", "person", "publisher", "act", "sentence"])
    for act in acts:
        at = moment_json(act.at) if act.at else ""
        cells = [at, actor_words(act, language()), act.publisher or "", act.act, act_sentence(act, language())]
        writer.writerow([_no_formula(cell) for cell in cells])
    return out.getvalue()


def _no_formula(cell: str) -> str:
    """The text so that no spreadsheet computes it."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
