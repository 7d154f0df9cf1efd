"""Marked files: a workbook with its marks as the answer to a request, by the API and in the portal alike."""

from urllib.parse import quote

from flask import Response

from opendata.domain.tables.marked_workbooks import MarkedFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"


def marked_response(marked: MarkedFile) -> Response:
    """The workbook as a download under its name; no cache keeps it, as it is private."""
    content_type = XLSM if marked.name.endswith(".xlsm") else XLSX
    response = Response(marked.content, content_type=content_type)
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in marked.name)
    named = f"filename=\"{plain}\"; filename*=UTF-8''{quote(marked.name, safe='')}"
    response.headers["Content-Disposition"] = f"attachment; {named}"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.vary.add("Accept-Language")
    return response
