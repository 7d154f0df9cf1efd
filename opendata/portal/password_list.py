"""The list of passwords that attackers try first, which the meter of strength fetches when somebody chooses one.

Here: the list as a text. Not here: the meter (static/password.js), and what may not be taken
(steps/choosing_passwords.py), which decides whatever the meter has shown.
"""

from flask import Response, request

from opendata.portal.blueprint import blueprint
from opendata.web.services import services

KEPT_SECONDS = 86_400  # by browsers; the list changes with releases alone


@blueprint.get("/common-passwords.txt")
def common_passwords() -> Response:
    """The list, one password a line. What somebody types is held against it in the browser, and sent nowhere."""
    response = Response(services().door.passwords.common_lines(), content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response
