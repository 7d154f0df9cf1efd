"""Queries: which rows of a table a reader wants, in which order, with which fields."""
