"""Workbook: the rows of a sheet of an .xlsx file as frames of text, cell by cell what openpyxl gives for it."""
