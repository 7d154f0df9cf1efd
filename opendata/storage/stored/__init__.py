"""How many bytes are stored, counted where they are written."""
