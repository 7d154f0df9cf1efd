"""Cells: what people and spreadsheets write in a cell, to canonical text."""
