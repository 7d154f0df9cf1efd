"""Where everything is kept: SQL and packages. Implements the ports of steps/; only app.py imports it."""
