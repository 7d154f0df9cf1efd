"""Catalogue: publishers and their datasets in SQL."""
