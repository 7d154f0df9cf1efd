"""Cells: what Frictionless' own reader says of every distinct cell that is not proven clean."""
