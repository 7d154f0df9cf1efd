"""Signing in through OpenID Connect: from what the provider proves to one of the service's people.

Here: who is meant, and what becomes of their invitations. Not here: the proof itself (identity/openid_provider.py).

The first time, a person is found by the e-mail address that the provider vouches for; from then on by the provider's
own name for them. An address that is given to somebody else later does not lead to the old person's rights: who is
known by another name stays out, until an admin has taken the old person's roles and invites the address anew.
"""

from datetime import datetime

from opendata.domain.people import Person
from opendata.steps import inviting
from opendata.steps.ports.openid import Proof
from opendata.steps.signing_in import Door, Entrance, Visitor, begin_session
from opendata.steps.telling_of_accounts import tell


def enter(door: Door, proof: Proof, provider: str, visitor: Visitor, now: datetime) -> Entrance:
    """Sign in whom the provider has proved; an empty entrance where the service does not know them.

    provider: what people call the provider.
    """
    person = door.people.by_identity(proof.issuer, proof.subject) or _known_by_address(door, proof, provider, now)
    if person is None or not person.may_do_anything:
        return Entrance()
    secret = begin_session(door, person, visitor, now, way="openid", proved_at=proof.signed_in_at)
    return Entrance(secret, person)


def _known_by_address(door: Door, proof: Proof, provider: str, now: datetime) -> Person | None:
    if proof.email is None:
        return None
    known = door.people.by_email(proof.email)
    if known and known.may_do_anything and door.people.has_identity(known, proof.issuer):
        return None  # the provider calls somebody else by this address now
    for link in door.links.invitations_for(proof.email, now):
        inviting.accept(door, link, None, now)
    person = door.people.by_email(proof.email)
    # An operator may do everything for everybody, so one provider's word is not enough.
    if person is None or person.is_operator:
        return None
    door.people.add_identity(person, proof.issuer, proof.subject)
    tell(door.teller, person, "openid-linked", now, provider=provider)
    return person
