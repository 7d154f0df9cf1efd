"""Where everything is kept: SQL and packages. Implements the interfaces of domain/; only app.py imports it."""
