"""Rows: the raw cells of a table as frames of text, batch by batch, and which cells have to be read one by one."""
