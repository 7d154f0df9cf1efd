"""Packages: a version as a Data Package, the chain of versions, their numbers, withdrawals; values to values."""
