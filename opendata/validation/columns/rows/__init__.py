"""Rows: the raw cells of a table as frames of text, batch by batch, and which of them have to be read one by one."""
