"""SQL: the connection to SQLite or PostgreSQL, the tables, and their migrations."""
