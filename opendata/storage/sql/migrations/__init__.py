"""The migrations that make and change the tables, one file for each; database.migrate() runs them."""
