"""Account letters: what people are told when something became of their accounts, in German and English.

Here: the sentences, the same in mails and on the page of one's own access, and the words around them in mails. Not
here: who is told when (steps/telling_of_accounts.py), letters about drafts (letters.py).
"""

from collections.abc import Mapping

from opendata.domain.actors import COMMAND_LINE
from opendata.domain.letters import DraftLetter
from opendata.domain.people_errors import GERMAN_ROLES

Both = tuple[str, str]
OPERATOR: Both = ("Der Betrieb des Dienstes", "The operator of the service")
GERMAN_SCOPES = {"upload": "hochladen", "publish": "veröffentlichen", "admin": "Regeln ändern"}
ENGLISH_SCOPES = {"upload": "upload", "publish": "publish", "admin": "change rules"}
CODES_OFF: Both = (
    "{by} hat das Anmelden mit Code für Ihren Zugang ausgeschaltet.",
    "{by} turned off signing in with a code for your account.",
)

# Of each change: the subject of the mail, and the sentence, German and English.
CHANGES: Mapping[str, tuple[Both, Both]] = {
    "password-changed": (
        ("Ihr Passwort wurde geändert", "Your password was changed"),
        ("Ihr Passwort wurde auf der Seite „Mein Zugang“ geändert.", "Your password was changed on “My account”."),
    ),
    "password-replaced": (
        ("Ihr Passwort wurde ersetzt", "Your password was replaced"),
        (
            "Über einen Link wurde ein neues Passwort für Ihren Zugang gewählt.",
            "A new password was chosen for your account by a link.",
        ),
    ),
    "password-link-made": (
        ("Ein Link für ein neues Passwort", "A link to a new password"),
        (
            "{by} hat einen Link gemacht, mit dem sich für Ihren Zugang ein neues Passwort wählen lässt.",
            "{by} made a link by which a new password can be chosen for your account.",
        ),
    ),
    "codes-on": (
        ("Anmelden mit Code eingeschaltet", "Signing in with a code turned on"),
        (
            "Das Anmelden mit Code wurde eingeschaltet, oder mit einem anderen Telefon eingerichtet.",
            "Signing in with a code was turned on, or set up with another phone.",
        ),
    ),
    "codes-off": (("Anmelden mit Code ausgeschaltet", "Signing in with a code turned off"), CODES_OFF),
    "recovery-code-used": (
        ("Ein Wiederherstellungs-Code wurde benutzt", "A recovery code was used"),
        (
            "Mit einem Ihrer Wiederherstellungs-Codes hat sich jemand angemeldet ({device}).",
            "Somebody signed in with one of your recovery codes ({device}).",
        ),
    ),
    "openid-linked": (
        ("Ihr Zugang ist verbunden", "Your account is connected"),
        (
            "Ihr Zugang ist jetzt mit {provider} verbunden: Wer sich dort als Sie anmeldet, kommt auch hier hinein.",
            "Your account is connected with {provider} now: whoever signs in there as you comes in here as well.",
        ),
    ),
    "role-changed": (
        ("Ihre Rolle wurde geändert", "Your role was changed"),
        (
            "{by} hat Ihre Rolle für {publisher} geändert: {before} → {after}.",
            "{by} changed your role for {publisher}: {before} → {after}.",
        ),
    ),
    "role-given": (
        ("Sie haben eine neue Rolle", "You have a new role"),
        ("Sie haben jetzt eine Rolle für {publisher}: {after}.", "You have a role for {publisher} now: {after}."),
    ),
    "role-taken": (
        ("Sie haben eine Rolle nicht mehr", "You have a role no more"),
        (
            "{by} hat Sie bei {publisher} entfernt. Ihre Rolle war: {before}.",
            "{by} removed you from {publisher}. Your role was: {before}.",
        ),
    ),
    "made-operator": (
        ("Sie betreiben jetzt diesen Dienst", "You operate this service now"),
        (
            "Ihr Zugang gehört jetzt zum Betrieb des Dienstes und darf alles.",
            "Your account is one of the operators' now, and may do everything.",
        ),
    ),
    "token-made": (
        ("Ein neues Token für {publisher}", "A new token of {publisher}"),
        (
            "{by} hat für {publisher} das Token „{name}“ gemacht. Ein Programm darf damit: {scopes}.",
            "{by} made the token “{name}” for {publisher}. With it a program may: {scopes}.",
        ),
    ),
}

AROUND: Both = (
    "Guten Tag,\n\n{sentence}\n\nZeitpunkt: {at}\n\nWissen Sie davon, dann ist nichts zu tun. Sonst melden Sie "
    "sich bitte an, wählen unter „Mein Zugang“ ein neues Passwort und melden dort alle anderen Geräte ab. Kommen Sie "
    "nicht mehr hinein, dann sagen Sie gleich Bescheid, wer bei Ihnen die Zugänge verwaltet.\n\n{address}\n",
    "Hello,\n\n{sentence}\n\nWhen: {at}\n\nIf you know of this, there is nothing to do. Otherwise please sign in, "
    "choose a new password on “My account”, and sign out all other devices there. If you cannot sign in any more, "
    "tell whoever manages the people of your office at once.\n\n{address}\n",
)


def account_sentence(what: str, about: Mapping[str, str], language: str) -> str:
    """What became of the account, in "de" or "en"; about["publisher"] is the title of a publisher."""
    _, both = CHANGES[what]
    return both[_place(language)].format(**_facts(about, language))


def account_letter(what: str, about: Mapping[str, str], language: str, *, at: str, address: str) -> DraftLetter:
    """The mail about it. at: the moment in words; address: where the person looks after their account."""
    (subjects, _), place = CHANGES[what], _place(language)
    text = AROUND[place].format(sentence=account_sentence(what, about, language), at=at, address=address)
    return DraftLetter(" ".join(subjects[place].format(**_facts(about, language)).split()), text)


def _facts(about: Mapping[str, str], language: str) -> dict[str, str]:
    is_german, facts = language == "de", dict(about)
    if facts.get("by") == COMMAND_LINE:
        facts["by"] = OPERATOR[_place(language)]
    for name in ("before", "after"):
        if name in facts and is_german:
            facts[name] = GERMAN_ROLES.get(facts[name], facts[name])
    if "scopes" in facts:
        words = GERMAN_SCOPES if is_german else ENGLISH_SCOPES
        facts["scopes"] = ", ".join(words.get(scope, scope) for scope in facts["scopes"].split())
    return facts


def _place(language: str) -> int:
    return 0 if language == "de" else 1
