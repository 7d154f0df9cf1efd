"""Why a webhook is off, and why a message has not arrived, in German and English.

Here: the words for what domain/webhooks.py and steps/ports/outgoing.py name. Not here: the page (webhooks.py).
"""

from opendata.domain.webhooks import BY_HAND, FAILING, GONE, KEY_CHANGED

OFF_REASONS: dict[str, tuple[str, str]] = {
    BY_HAND: ("von Hand ausgeschaltet", "switched off by hand"),
    FAILING: ("einen Tag lang kam nichts an", "nothing arrived for a day"),
    GONE: ("der Empfänger will nichts mehr bekommen (410)", "the receiver wants no more messages (410)"),
    KEY_CHANGED: (
        "der Schlüssel des Dienstes ist ein anderer; entfernen Sie den Webhook und fügen Sie ihn neu hinzu",
        "the key of the service was changed; remove the webhook and add it anew",
    ),
}
ERROR_WORDS: dict[str, tuple[str, str]] = {
    "address-refused": ("die Adresse führt nicht ins Internet", "the address leads to no place on the internet"),
    "name-unknown": ("den Namen gibt es nicht", "there is no such name"),
    "not-reached": ("nicht zu erreichen", "cannot be reached"),
    "too-slow": ("keine Antwort in 15 Sekunden", "no answer within 15 seconds"),
    "not-encrypted": ("das Zertifikat ist ungültig", "its certificate is not valid"),
    "no-answer": ("die Antwort ist kein HTTP", "its answer is not HTTP"),
    KEY_CHANGED: ("der Schlüssel des Dienstes ist ein anderer", "the key of the service was changed"),
}
