"""Proofs: expressions over a column that call a cell clean only where Frictionless finds nothing wrong with it."""
