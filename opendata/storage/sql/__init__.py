"""SQL: the connection to SQLite or PostgreSQL, the tables, and how they came to be."""
