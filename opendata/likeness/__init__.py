"""Likeness: how alike rows of different publishers are, by the letters of their titles and texts."""
