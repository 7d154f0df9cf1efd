"""Pages for those who have forgotten their password.

Here: the form, and its answer, which is the same for every address. Not here: the mail
(steps/forgotten_passwords.py).
"""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from opendata.portal.blueprint import blueprint
from opendata.portal.frame import page
from opendata.portal.links import portal_link
from opendata.portal.messages import tell
from opendata.portal.signing_in_pages import visitor
from opendata.portal.words.catalogue import words
from opendata.steps import forgotten_passwords
from opendata.steps.forgotten_passwords import Letter
from opendata.web.language import language
from opendata.web.services import services

IN_PLACE = "in-place-of-the-secret"


@blueprint.get("/login/forgotten")
def forgotten() -> Response:
    """The form for a mail with a link, or whom to ask where there is no mail."""
    return page("forgotten.html", can_mail=services().mail.is_possible)


@blueprint.post("/login/forgotten")
def ask_for_link() -> AnyResponse:
    """Send the mail if there is somebody; the answer does not tell."""
    if not services().mail.is_possible:
        return redirect(portal_link("forgotten"), 303)
    email, now = request.form.get("email", "").strip()[:254], services().now()
    job_id, wait = forgotten_passwords.ask(services().door, services().jobs, email, _letter(), visitor(), now)
    if wait is not None or job_id is None:
        answer = page("forgotten.html", 429, can_mail=True, wait_minutes=-(-(wait or 60) // 60))
        answer.headers["Retry-After"] = str(wait)
        return answer
    services().bell.ring(job_id)
    if not services().jobs.attended(now):
        services().runner.do(job_id)
    tell("forgotten.done", email=email)
    return redirect(portal_link("login"), 303)


def _letter() -> Letter:
    tongue = language()
    # BASE_URL is set where mail is (config.py): a request could name a host of the sender's choice.
    address = portal_link("new_password", secret=IN_PLACE, _external=True, lang=None)
    text = words("mail.password.text", tongue, address="{address}")
    return Letter(words("mail.password.subject", tongue), text, address.replace(IN_PLACE, "{secret}"))
