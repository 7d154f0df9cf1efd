"""Tests of copies of the site as static files."""
