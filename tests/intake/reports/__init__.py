"""Tests of opendata/intake/reports: PDF reports become tables."""
