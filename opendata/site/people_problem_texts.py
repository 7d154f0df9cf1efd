"""Texts of the problems that only the staff portal can meet.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

PEOPLE_WORDS: dict[str, dict[str, Words]] = {
    "role-missing": both(
        (
            "Ihre Rolle erlaubt das nicht",
            "Sie sind angemeldet, aber für diesen Herausgeber dürfen Sie das nicht. Geändert wurde nichts.",
            "Wer bei Ihnen die Zugänge verwaltet, kann Ihnen die Rolle geben, die die Meldung nennt.",
        ),
        (
            "Your role does not allow this",
            "You are signed in, but may not do this for this publisher. Nothing was changed.",
            "Whoever manages the people of your office can give you the role that the message names.",
        ),
    ),
    "person-not-found": both(
        (
            "Diese Person gibt es hier nicht",
            "Mit dieser E-Mail-Adresse gehört hier niemand dazu; vielleicht wurde die Person inzwischen entfernt.",
            "Sehen Sie in der Liste der Personen nach.",
        ),
        (
            "No such person",
            "Nobody with this e-mail address belongs here; perhaps the person was removed meanwhile.",
            "Look into the list of people.",
        ),
    ),
    "link-not-valid": both(
        (
            "Dieser Link gilt nicht mehr",
            "Jeder Link gilt nur einmal und nur eine Zeit lang. Vielleicht haben Sie ihn schon benutzt: Dann melden "
            "Sie sich einfach an.",
            "Sonst bitten Sie die Person, die bei Ihnen die Zugänge verwaltet, um einen neuen.",
        ),
        (
            "The link is no longer valid",
            "Each link holds once, and for a while only. Perhaps you have used it already: then simply sign in.",
            "Otherwise ask whoever manages the people of your office for a new one.",
        ),
    ),
    "last-admin": both(
        (
            "Jemand muss in der Verwaltung bleiben",
            "Sonst könnte bei Ihnen niemand mehr Personen einladen oder entfernen. Geändert wurde nichts.",
            "Geben Sie erst einer anderen Person die Rolle „Verwaltung“.",
        ),
        (
            "Somebody must be an admin",
            "Otherwise nobody of your office could invite or remove people. Nothing was changed.",
            "First make somebody else an admin.",
        ),
    ),
    "operator-needed": both(
        (
            "Das kann nur der Betrieb des Dienstes",
            "Die Person gehört auch zu anderen Städten oder Gemeinden. Wer ihren Zugang weitergibt, gäbe auch deren "
            "Rechte weiter.",
            "Bitten Sie den Betreiber des Dienstes darum.",
        ),
        (
            "Only an operator can do this",
            "The person also acts for other cities. Whoever hands over their access hands over those rights as well.",
            "Ask the operator of the service for it.",
        ),
    ),
}
