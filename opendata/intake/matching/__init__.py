"""Matching finds the table, the header, the columns and the rows of an upload that belong to a schema."""
