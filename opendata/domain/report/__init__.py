"""The report on an upload: what intake did to a table, and what the check found in it; values to values."""
