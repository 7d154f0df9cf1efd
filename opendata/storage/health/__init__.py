"""Health: whether each part of the storage answers."""
