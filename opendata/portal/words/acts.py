"""Sentences of the audit log: what somebody did, in German and in English.

A part of the portal that adds acts to the log adds their sentences to ACTS; the {names} in them are those of `about`.
"""

from opendata.portal.words.shell import WORDS as SHELL_WORDS
from opendata.steps.ports.audit import Act

ACTS: dict[str, tuple[str, str]] = {
    "session.begun": ("hat sich angemeldet ({way}, {device})", "signed in ({way}, {device})"),
    "session.ended_elsewhere": (
        "hat sich auf allen anderen Geräten abgemeldet ({sessions})",
        "signed out on all other devices ({sessions})",
    ),
    "password.changed": ("hat das eigene Passwort geändert", "changed their own password"),
    "password.replaced": (
        "hat über einen Link ein neues Passwort gewählt",
        "chose a new password by a link",
    ),
    "password.link_made": (
        "hat einen Link für ein neues Passwort von {email} gemacht",
        "made a link to a new password of {email}",
    ),
    "codes.on": ("hat das Anmelden mit Code eingeschaltet", "turned on signing in with a code"),
    "codes.off": (
        "hat für {email} das Anmelden mit Code ausgeschaltet",
        "turned off signing in with a code for {email}",
    ),
    "person.added": ("hat {email} hinzugefügt: {role}", "added {email}: {role}"),
    "person.invited": ("hat {email} eingeladen: {role}", "invited {email}: {role}"),
    "person.joined": (
        "hat die Einladung von {invited_by} angenommen: {role}",
        "accepted the invitation of {invited_by}: {role}",
    ),
    "person.role_changed": (
        "hat die Rolle von {email} geändert: {before} → {after}",
        "changed the role of {email}: {before} → {after}",
    ),
    "person.removed": ("hat {email} entfernt", "removed {email}"),
    "token.made": ("hat das Token „{name}“ gemacht", "made the token '{name}'"),
    "token.revoked": ("hat das Token „{name}“ zurückgezogen", "revoked the token '{name}'"),
    "dataset.added": ("hat den Datensatz „{title}“ angelegt", "added the dataset '{title}'"),
    "dataset.changed": ("hat die Angaben zu „{title}“ geändert", "changed what is said about '{title}'"),
    "mapping.changed": ("hat die Zuordnung von „{title}“ geändert", "changed the mapping of '{title}'"),
    "invitation.withdrawn": ("hat die Einladung an {email} zurückgezogen", "withdrew the invitation of {email}"),
}
# Facts that are words of the service, and not of people.
WAYS = {
    "password": ("Passwort", "password"),
    "code": ("Passwort und Code", "password and code"),
    "recovery code": ("Passwort und Wiederherstellungs-Code", "password and recovery code"),
    "invitation": ("Einladung", "invitation"),
    "openid": ("OpenID Connect", "OpenID Connect"),
}


def act_sentence(act: Act, language: str) -> str:
    """What somebody did, without who; the name of the act where nobody gave it a sentence."""
    place = 0 if language == "de" else 1
    if act.act not in ACTS:
        return act.act
    return ACTS[act.act][place].format_map(_Facts({name: _word(value, place) for name, value in act.about.items()}))


class _Facts(dict[str, str]):
    """The facts of an act; one that is missing leaves a gap, because what was written stays as it is for ever."""

    def __missing__(self, name: str) -> str:
        return "?"


def _word(value: object, place: int) -> str:
    text = str(value)
    if text in WAYS:
        return WAYS[text][place]
    role = SHELL_WORDS.get(f"role.{text}")
    return role[place] if role else text
