"""Who follows what by mail."""
