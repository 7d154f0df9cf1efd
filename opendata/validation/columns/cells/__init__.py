"""Cells: the verdict of Frictionless' own reader on every distinct cell that is not proven clean."""
