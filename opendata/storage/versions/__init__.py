"""Versions: publishing, withdrawing and reading them, and reading the journal."""
