"""Versions: publishing, withdrawing and reading them back, and the journal that tells of them."""
