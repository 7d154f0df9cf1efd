"""Example rows: the mark by which a row of an empty template says that it is one, and is never published.

Here: the words of the mark. Not here: writing templates (formats/workbook.py), leaving such rows out
(intake/matching/data_rows.py).
"""

EXAMPLES = 3
_MARKS = {"de": "Beispiel {} – wird nicht veröffentlicht", "en": "Example {} – is not published"}
# A mark as intake finds it in a cell: people may have typed it again with another dash.
MARK_PATTERN = r"(?i)^\s*(Beispiel \d+ [–-] wird nicht veröffentlicht|Example \d+ [–-] is not published)\s*$"


def example_mark(number: int, language: str) -> str:
    """The mark of an example row."""
    return _MARKS[language].format(number)
