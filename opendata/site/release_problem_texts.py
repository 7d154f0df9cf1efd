"""Texts of the problems of publishing by two people, at a set time, and of links to previews.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

RELEASE_WORDS: dict[str, dict[str, Words]] = {
    "four-eyes-needed": both(
        (
            "Das muss jemand anderes veröffentlichen",
            "Hier gilt das Vier-Augen-Prinzip: Wer eine Tabelle hochgeladen, zugeordnet oder verbessert hat, "
            "veröffentlicht sie nicht selbst. Ein Token zählt als die Person, die es erstellt hat. Veröffentlicht "
            "wurde nichts, der Entwurf ist noch da.",
            "Bitten Sie jemanden mit der Rolle „Veröffentlichung“; dafür gibt es beim Entwurf einen Knopf.",
        ),
        (
            "Somebody else has to publish this",
            "The rule of four eyes holds here: whoever uploaded, mapped or mended a table does not publish it. A "
            "token counts as the person who made it. Nothing was published, and the draft is still there.",
            "Ask somebody with the role “Publishing”; the page of the draft has a button for it.",
        ),
    ),
    "too-late-to-cancel": both(
        (
            "Der gesetzte Zeitpunkt ist schon da",
            "Der Entwurf wird gerade veröffentlicht, ist schon veröffentlicht oder ließ sich nicht veröffentlichen.",
            "Sehen Sie auf der Seite des Entwurfs nach. Was veröffentlicht ist, lässt sich zurückziehen.",
        ),
        (
            "The set time has come already",
            "The draft is being published, was published, or could not be published.",
            "Look at the page of the draft. What is published can be withdrawn.",
        ),
    ),
    "no-appointment": both(
        (
            "Für diesen Entwurf ist kein Zeitpunkt gesetzt",
            "Es gibt nichts abzusagen; vielleicht hat das eine Kollegin oder ein Kollege schon getan.",
            "Sehen Sie auf der Seite des Entwurfs nach.",
        ),
        (
            "No time is set for this draft",
            "There is nothing to cancel; perhaps a colleague did that already.",
            "Look at the page of the draft.",
        ),
    ),
    "preview-link-not-found": both(
        (
            "Diesen Vorschau-Link gibt es nicht",
            "Der Entwurf hat keinen offenen Link mit diesem Namen; vielleicht ist er abgelaufen oder schon "
            "zurückgezogen.",
            "Auf der Seite des Entwurfs stehen die offenen Links.",
        ),
        (
            "No such preview link",
            "The draft has no open link of that name; perhaps it has expired, or was revoked already.",
            "The page of the draft lists the open links.",
        ),
    ),
}
