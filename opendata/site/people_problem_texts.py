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
}
