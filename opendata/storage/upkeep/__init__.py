"""Upkeep: verifying, rebuilding the index, backup and restore."""
