"""Files: one module for each format that a city may send turns its bytes into text tables."""
