"""Texts of the problems that files are not read at the moment: there is no place for them, or none can be read.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

READING_WORDS: dict[str, dict[str, Words]] = {
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
