"""Marked workbooks: by what the marks of this service are known when a workbook comes back.

Here: colours, and the first line of the sheet that lists what is wrong. Not here: putting marks into workbooks
(marking/), and passing them over in reading (intake/).
"""

from dataclasses import dataclass

WRONG, MENDED = "wrong", "mended"  # what a mark says of its cell
COLOURS = {WRONG: "FFFFC8C1", MENDED: "FFD6E8F5"}  # as Excel writes them; offices hardly choose exactly these
LIST_NAMES = {"de": "Fehler", "en": "Errors"}  # of the sheet
LIST_TITLES = {
    "de": "Fehlerliste zu dieser Datei (vom Prüfdienst eingefügt)",
    "en": "List of what is wrong in this file (added by the checking service)",
}
AUTHOR = {"de": "Prüfbericht", "en": "Check report"}  # of comments


@dataclass(frozen=True)
class MarkedFile:
    """A workbook with its marks; is_new: whether it was made anew, because the file that was sent is no .xlsx."""

    name: str
    content: bytes
    is_new: bool
