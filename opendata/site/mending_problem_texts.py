"""Texts of the problems around cells that are mended in the service.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

MENDING_WORDS: dict[str, dict[str, Words]] = {
    "upload-changed": both(
        (
            "Die Einreichung wurde inzwischen geändert",
            "Jemand anderes, oder Sie in einem anderen Fenster, hat an derselben Einreichung Zellen geändert oder "
            "die Spalten neu zugeordnet.",
            "Gespeichert wurde nichts. Sehen Sie die Einreichung noch einmal an und wiederholen Sie, was noch zu tun "
            "ist.",
        ),
        (
            "The upload was changed meanwhile",
            "Somebody else, or you in another window, edited cells of the same upload or mapped its columns anew.",
            "Nothing was kept. Look at the upload again, and repeat what is still to be done.",
        ),
    ),
    "edit-not-valid": both(
        (
            "Die Änderung ist nicht möglich",
            "Eine Änderung nennt eine Zelle, die es in den eingereichten Dateien nicht gibt, oder einen Text, den "
            "keine Zelle fassen kann.",
            "Nennen Sie Datei, Blatt und Adresse so, wie der Prüfbericht und /sheets sie nennen.",
        ),
        (
            "The edit is not possible",
            "An edit names a cell that the files do not have, or a text that no cell can hold.",
            "Name the file, the sheet and the address as the report and /sheets do.",
        ),
    ),
}
