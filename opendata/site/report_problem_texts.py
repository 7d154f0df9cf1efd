"""Texts of the problems around reports with pages.

Here: words for people. Not here: the texts of all other problems (problem_texts.py, http_problem_texts.py).
"""

from opendata.site.http_problem_texts import Words, both

REPORT_WORDS: dict[str, dict[str, Words]] = {
    "place-not-found": both(
        (
            "Auf keiner Seite steht diese Angabe",
            "Der Bericht hat keine solche Zeile, oder die Angabe steht nicht in ihm, sondern wurde hier gesetzt.",
            "/origins nennt alle Zeilen des Berichts und die Stellen ihrer Angaben.",
        ),
        (
            "No page says this",
            "The report has no such row, or the value is not in it but was set here.",
            "/origins names all rows of the report and the places of their values.",
        ),
    ),
    "earlier-part-open": both(
        (
            "Ein älterer Teil des Berichts ist noch offen",
            "Der Bericht nennt mehrere Stände, und aus jedem ist ein eigener Entwurf geworden. Diese Entwürfe werden "
            "der Reihe nach veröffentlicht, der älteste zuerst.",
            "Veröffentlicht wurde nichts. Die Antwort nennt alle Teile („parts“): Veröffentlichen Sie zuerst die "
            "älteren, oder löschen Sie die, die nicht erscheinen sollen.",
        ),
        (
            "An older part of the report is still open",
            "The report tells of several dates, and each of them has become a draft of its own. These drafts are "
            "published in order, the oldest first.",
            "Nothing was published. The answer names all parts: publish the older ones first, or delete those that "
            "shall not appear.",
        ),
    ),
}
