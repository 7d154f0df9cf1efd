"""Somebody who is signed in to the portal, and a draft on which they work: for hostile requests from inside."""

import hashlib
import hmac
from datetime import date, timedelta

from bench.hosts import SECRET, City
from opendata.domain.model import SourceFile
from opendata.steps import managing_people, uploading
from opendata.steps.uploading import Arrival
from opendata.web.services import Services, now

EMAIL, PASSWORD = "insider@example.org", "richtig Pferd Batterie Heftklammer"
TABLE = "Nr.;Maßnahme;Status;Bemerkung\n" + "".join(f"{row};Plan {row};geplant;neu\n" for row in range(50))


def insider(services: Services, city: City) -> dict[str, str]:
    """The secret of a session of an admin, the token of its forms, that of nobody's forms, and the id of a draft."""
    door, at = services.door, now()
    person = managing_people.add_with_password(door, EMAIL, city.name, "admin", PASSWORD, at)
    session = door.sessions.begin(person.id, "Firefox", at, at + timedelta(days=1), waits_for_code=False)
    dataset = services.catalogue.dataset(city.name, city.dataset)
    sent = [SourceFile("draft.csv", TABLE.encode())]
    draft = uploading.receive(services.desk, dataset, sent, Arrival(date(2025, 12, 31)), now=at).upload
    return {
        "session": session,
        "token_of_session": _form_token(session),
        "token_of_nobody": _form_token("nobody"),
        "draft": draft.id,
    }


def _form_token(secret: str) -> str:
    return hmac.new(SECRET.encode(), b"form " + secret.encode(), hashlib.sha256).hexdigest()
