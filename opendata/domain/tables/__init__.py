"""Tables: canonical text, keys, cells and changesets, and how a value is written; values to values."""
