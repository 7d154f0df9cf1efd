"""Workbooks of this service: the mark by which one is known when it comes back.

Here: the mark, a defined name, which spreadsheet programs keep when they save a file, and the name of the sheet that
holds no table. Not here: writing workbooks
(formats/workbook.py), finding the mark (intake/files/xlsx_workbooks.py).
"""

MARK = "opendata_workbook_1"  # 1: the layout; a later one that is read otherwise gets the next number
LIST_SHEET = {"de": "Auswahllisten", "en": "Lists"}  # the hidden sheet that holds the words of dropdowns
