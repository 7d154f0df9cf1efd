"""Cells: turning what people and spreadsheets write in a cell into canonical text."""
