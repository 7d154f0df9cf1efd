"""Texts of the problems that files are not read: there is no place or no room for them, or none can be read now.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

READING_WORDS: dict[str, dict[str, Words]] = {
    "no-room-left": both(
        (
            "Für diesen Herausgeber ist kein Platz mehr",
            "Jeder Herausgeber darf hier so viel ablegen, wie der Betrieb festgelegt hat, Entwürfe und "
            "Veröffentlichtes zusammen. Was gesendet wurde, passte nicht mehr hinein. Behalten wurde davon nichts; "
            "alles andere ist noch da, lässt sich lesen und auch veröffentlichen.",
            "Löschen Sie Entwürfe, die niemand mehr braucht, oder bitten Sie den Betrieb um mehr Platz.",
        ),
        (
            "The publisher may store no more",
            "Each publisher may store as much here as the operator has set, drafts and what is published together. "
            "What was sent did not fit in any more. Nothing of it was kept; all else is still there, and can be read "
            "and published.",
            "Delete drafts that nobody needs any more, or ask the operator for more room.",
        ),
    ),
    "service-busy": both(
        (
            "Gerade ist viel los",
            "Es werden so viele Dateien zugleich geprüft, dass für Ihre noch kein Platz frei war. Geändert wurde "
            "nichts.",
            "Versuchen Sie es nach der Zeit noch einmal, die der Header „Retry-After“ nennt.",
        ),
        (
            "Others are being served at the moment",
            "So many files are being checked at once that there was no place for yours yet. Nothing was changed.",
            "Try again after the time that the header Retry-After names.",
        ),
    ),
    "reading-unavailable": both(
        (
            "Dateien lassen sich im Moment nicht lesen",
            "Der Dienst kann keinen der Prozesse starten, in denen er Dateien liest; das liegt nicht an Ihrer Datei. "
            "Geändert wurde nichts, und lesen lässt sich alles Veröffentlichte wie sonst.",
            "Versuchen Sie es später noch einmal. Dem Betreiber sagen das Protokoll und `/readyz`, woran es liegt.",
        ),
        (
            "Files cannot be read at the moment",
            "The service cannot start any of the processes in which it reads files; yours is not to blame. Nothing "
            "was changed, and all that is published can be read as ever.",
            "Try again later. The log and `/readyz` tell the operator what is wrong.",
        ),
    ),
}
