"""Acting: for whom this request, or this command, does something.

Here: noting it once where rights are checked, and telling it. Not here: rights (access.py,
portal/access.py).
"""

from flask import g, has_app_context, has_request_context

from opendata.domain.actors import ON_THE_COMMAND_LINE, SERVICE, Actor


def act_as(actor: Actor) -> None:
    """Note for whom this request acts from now on."""
    g.actor = actor


def acting() -> Actor:
    """For whom this request or command acts; the service itself where nobody has proved who they are."""
    if has_request_context():
        known: Actor = g.get("actor", SERVICE)
        return known
    return ON_THE_COMMAND_LINE if has_app_context() else SERVICE
