"""How often datasets are read: counted in the process, and kept in SQL a bunch at a time."""
