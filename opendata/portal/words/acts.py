"""Sentences of the audit log: what somebody did, in German and in English.

A part of the portal that adds acts to the log adds their sentences to ACTS; the {names} in them are those of `about`.
"""

import re
from collections.abc import Mapping
from datetime import date

from opendata.domain.actors import BY_LINK, COMMAND_LINE, SERVICE, TOKEN
from opendata.domain.tables.values_for_people import day_text
from opendata.portal.words.off_reasons import OFF_REASONS
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
    "codes.wrong": (
        "kannte das Passwort, aber nicht den Code ({device})",
        "knew the password but not the code ({device})",
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
    "webhook.made": ("hat einen Webhook an {url} hinzugefügt", "added a webhook to {url}"),
    "webhook.removed": ("hat den Webhook an {url} entfernt", "removed the webhook to {url}"),
    "webhook.on": ("hat den Webhook an {url} eingeschaltet", "switched the webhook to {url} on"),
    "webhook.off": ("hat den Webhook an {url} ausgeschaltet", "switched the webhook to {url} off"),
    "webhook.tried": ("hat ein Test-Ereignis an {url} geschickt", "sent a test event to {url}"),
    "webhook.given_up": (
        "hat den Webhook an {url} ausgeschaltet: {reason}",
        "switched the webhook to {url} off: {reason}",
    ),
    "publisher.added": ("hat „{title}“ als Herausgeber angelegt", "added the publisher “{title}”"),
    "upload.sent": (
        "hat für „{dataset}“ eine Tabelle mit Stand {as_of} hochgeladen (Dateien: {files})",
        "uploaded a table for “{dataset}”, as of {as_of} (files: {files})",
    ),
    "upload.sent.one": (
        "hat für „{dataset}“ eine Tabelle mit Stand {as_of} hochgeladen",
        "uploaded a table for “{dataset}”, as of {as_of}",
    ),
    "upload.mapped": (
        "hat für „{dataset}“, Stand {as_of}, die Spalten zugeordnet",
        "mapped the columns for “{dataset}”, as of {as_of}",
    ),
    "upload.mended": (
        "hat für „{dataset}“, Stand {as_of}, Zellen verbessert (jetzt {count})",
        "mended cells for “{dataset}”, as of {as_of} (now {count})",
    ),
    "upload.answered": (
        "hat für „{dataset}“, Stand {as_of}, Fragen beantwortet",
        "answered questions for “{dataset}”, as of {as_of}",
    ),
    "upload.deleted": (
        "hat den Entwurf „{dataset}“, Stand {as_of}, gelöscht",
        "deleted the draft “{dataset}”, as of {as_of}",
    ),
    "version.published": (
        "hat „{dataset}“ {version}, Stand {as_of}, veröffentlicht",
        "published “{dataset}” {version}, as of {as_of}",
    ),
    "version.confirmed": (
        "hat die Angaben von „{dataset}“ bestätigt: {version}, Stand {as_of}",
        "confirmed the figures of “{dataset}”: {version}, as of {as_of}",
    ),
    "version.withdrawn": (
        "hat „{dataset}“ {version} zurückgezogen: {reason}",
        "withdrew “{dataset}” {version}: {reason}",
    ),
    "release.asked": (
        "hat darum gebeten, „{dataset}“, Stand {as_of}, zu veröffentlichen",
        "asked colleagues to publish “{dataset}”, as of {as_of}",
    ),
    "release.sent_back": (
        "hat „{dataset}“, Stand {as_of}, zurückgegeben: {reason}",
        "sent “{dataset}”, as of {as_of}, back: {reason}",
    ),
    "appointment.made": (
        "hat einen Zeitpunkt gesetzt, „{dataset}“, Stand {as_of}, zu veröffentlichen: {at}",
        "set a time to publish “{dataset}”, as of {as_of}: {at}",
    ),
    "appointment.moved": (
        "hat den Zeitpunkt verlegt, „{dataset}“, Stand {as_of}, zu veröffentlichen: {at}",
        "moved the time to publish “{dataset}”, as of {as_of}: {at}",
    ),
    "appointment.cancelled": (
        "hat den Zeitpunkt abgesagt, „{dataset}“, Stand {as_of}, zu veröffentlichen",
        "cancelled the time to publish “{dataset}”, as of {as_of}",
    ),
    "appointment.kept": (
        "hat zum Zeitpunkt veröffentlicht, den {by} gesetzt hat",
        "published at the time that {by} had set",
    ),
    "appointment.missed": (
        "konnte zum Zeitpunkt, den {by} gesetzt hat, nicht veröffentlichen ({reason})",
        "could not publish at the time that {by} had set ({reason})",
    ),
    "preview_link.made": (
        "hat einen Vorschau-Link auf „{dataset}“, Stand {as_of}, erstellt; er gilt bis {until} ({link})",
        "made a preview link to “{dataset}”, as of {as_of}, valid until {until} ({link})",
    ),
    "preview_link.opened": (
        "hat einen Vorschau-Link auf „{dataset}“, Stand {as_of}, geöffnet ({link})",
        "opened a preview link to “{dataset}”, as of {as_of} ({link})",
    ),
    "preview_link.revoked": (
        "hat einen Vorschau-Link auf „{dataset}“, Stand {as_of}, zurückgezogen ({link})",
        "revoked a preview link to “{dataset}”, as of {as_of} ({link})",
    ),
    "four_eyes.on": ("hat das Vier-Augen-Prinzip eingeschaltet", "switched four eyes on"),
    "four_eyes.off": ("hat das Vier-Augen-Prinzip ausgeschaltet", "switched four eyes off"),
    "time_zone.changed": (
        "hat die Zeitzone geändert: {before} → {after}",
        "changed the time zone: {before} → {after}",
    ),
    "dataset.added": ("hat den Datensatz „{title}“ angelegt", "added the dataset “{title}”"),
    "dataset.changed": ("hat die Angaben zu „{title}“ geändert", "changed what is said about “{title}”"),
    "source.made": ("lässt „{title}“ der Adresse {url} folgen", "lets “{title}” follow the address {url}"),
    "source.changed": (
        "hat geändert, wie „{title}“ der Adresse {url} folgt",
        "changed how “{title}” follows the address {url}",
    ),
    "source.removed": (
        "lässt „{title}“ der Adresse {url} nicht mehr folgen",
        "lets “{title}” follow the address {url} no more",
    ),
    "source.asked": ("hat die Adresse von „{title}“ abrufen lassen", "had the address of “{title}” fetched"),
    "source.replaced": (
        "hat einen Entwurf von „{dataset}“, Stand {as_of}, den noch niemand angesehen hatte, durch neueren Inhalt "
        "ersetzt ({upload})",
        "replaced a draft of “{dataset}”, as of {as_of}, at which nobody had looked, by newer content ({upload})",
    ),
    "mapping.changed": ("hat die Zuordnung von „{title}“ geändert", "changed the mapping of “{title}”"),
    "invitation.withdrawn": ("hat die Einladung an {email} zurückgezogen", "withdrew the invitation of {email}"),
}
# Who acts besides people and tokens.
ACTORS = {
    COMMAND_LINE: ("Kommandozeile", "Command line"),
    SERVICE.name: ("Der Dienst selbst", "The service itself"),
    BY_LINK.name: ("Jemand mit einem Vorschau-Link", "Somebody with a preview link"),
}
# Facts that are words of the service, and not of people.
WAYS = {
    "password": ("Passwort", "password"),
    "code": ("Passwort und Code", "password and code"),
    "recovery code": ("Passwort und Wiederherstellungs-Code", "password and recovery code"),
    "invitation": ("Einladung", "invitation"),
    "openid": ("OpenID Connect", "OpenID Connect"),
    **OFF_REASONS,
}

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def act_sentence(act: Act, language: str, titles: Mapping[str, str] | None = None) -> str:
    """What somebody did, without who; the name of the act where nobody gave it a sentence.

    titles: of datasets by their names, which stand in the log, where a person is to read it.
    """
    place = 0 if language == "de" else 1
    if act.act not in ACTS:
        return act.act
    facts = {name: _word(value, place) for name, value in act.about.items()}
    if (dataset := act.about.get("dataset")) in (titles or {}):
        facts["dataset"] = (titles or {})[str(dataset)]
    if act.about.get("invited_by") == COMMAND_LINE:
        facts["invited_by"] = ("der Kommandozeile", "the command line")[place]
    one = f"{act.act}.one" if str(act.about.get("files")) == "1" else ""
    return ACTS[one if one in ACTS else act.act][place].format_map(_Facts(facts))


def actor_words(act: Act, language: str) -> str:
    """Who did it: a person's address, the name of a token and who made it, or what else acts here."""
    place = 0 if language == "de" else 1
    if act.person in ACTORS:
        return ACTORS[act.person][place]
    if not act.person.startswith(TOKEN):
        return act.person
    name, made_by = act.person.removeprefix(TOKEN), act.about.get("token_of")
    told = (f"Token „{name}“", f"token “{name}”")[place]
    return f"{told} ({(f'von {made_by}', f'made by {made_by}')[place]})" if made_by else told


class _Facts(dict[str, str]):
    """The facts of an act; one that is missing leaves a gap, because what was written stays as it is for ever."""

    def __missing__(self, name: str) -> str:
        return "?"


def _word(value: object, place: int) -> str:
    text = str(value)
    if text in WAYS:
        return WAYS[text][place]
    role = SHELL_WORDS.get(f"role.{text}")
    return role[place] if role else _with_day_as_people_write_it(text, place)


def _with_day_as_people_write_it(text: str, place: int) -> str:
    """A text that is a day, such as 2024-12-31, as 31.12.2024 or 31 December 2024; any other as it is."""
    if not DAY.fullmatch(text):
        return text
    try:
        return day_text(date.fromisoformat(text), ("de", "en")[place])
    except ValueError:
        return text
