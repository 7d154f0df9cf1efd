"""Texts of the problem that following by mail has of its own.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

MAIL_WORDS: dict[str, dict[str, Words]] = {
    "mail-off": both(
        (
            "Dieser Dienst verschickt keine Mails",
            "Wer den Dienst betreibt, hat keinen Mail-Server eingerichtet. Per E-Mail kann hier deshalb niemand "
            "folgen.",
            "Jede Stadt, jeder Datensatz und jeder Eintrag hat einen Feed: Ein Feed-Programm meldet Ihnen, was neu "
            "ist.",
        ),
        (
            "This service sends no mail",
            "Whoever runs the service has set no mail server, so nobody can follow anything by mail here.",
            "Every city, dataset and entry has a feed: a feed reader tells you what is new.",
        ),
    ),
}
