"""Matching: which table, which header, which columns and which rows of a text table mean what in the schema."""
