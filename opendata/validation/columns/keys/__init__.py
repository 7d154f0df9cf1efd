"""Keys: rows whose values must differ, and values that must exist in another table."""
